"""Who is on a restricted list, and for which roles: children and police employees are kept apart from the others."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Least, TruncDate

from cases.models import Offence
from soteria.accounts.access import reach_of
from soteria.accounts.roles import Role
from soteria.clocks.calendar import LONDON
from suspects.models import PoliceService, Standing
from suspects.rules.circumstances import born_after

# Detective inspectors decide about children; professional standards, who read the audit too, about colleagues.
NAMED_ROLES = (Role.DI, Role.AUDITOR)
REFUSED = "This suspect is on a restricted list. These roles can help: detective inspector, professional standards."


def serving(on: date) -> QuerySet[PoliceService]:
    """Service of police employees on a day."""
    return PoliceService.objects.filter(Q(until=None) | Q(until__gte=on), on__lte=on, withdrawn_at=None)


def is_apart(today: date, suspect: str = "pk", born: str = "date_of_birth") -> Q:
    """The condition on suspects who stand on a restricted list: children, and police employees."""
    return is_child(today, suspect, born) | Q(Exists(serving(today).filter(suspect=OuterRef(suspect))))


def is_child(today: date, suspect: str = "pk", born: str = "date_of_birth") -> Q:
    """The condition on suspects under 18.

    No child is scored. Who is scored, and was born after something in a case of his, has a date of birth that counts as
    not known (suspects.rules.circumstances.is_child). The score alone would be of before the date was last changed.
    """
    scored = Standing.objects.filter(suspect=OuterRef(suspect))
    day = TruncDate(Least("occurred_from", "occurred_to", "case__reported_at"), tzinfo=LONDON)
    his = Offence.objects.filter(case__involvements__suspect=OuterRef(suspect)).annotate(day=day)
    is_doubted = Q(Exists(scored)) & Q(Exists(his.filter(day__lt=OuterRef(born))))
    return Q(**{f"{born}__gt": born_after(today)}) & ~is_doubted


def is_named(user: Any) -> bool:
    """Whether the person is of a role that reads the restricted lists."""
    return bool(reach_of(user).roles & set(NAMED_ROLES))
