"""Whether bail on an arrest may begin a period, or begin again, where the suspect was bailed in the case before."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from orders.models import Arrest, Bail, BailCondition
from orders.queries import detention
from orders.rules import again as rules
from orders.rules.faults import Fault
from orders.services.typed import RuleIn, said


def asks_anew(arrest: Arrest) -> bool:
    """Whether the first bail on this arrest must say on which other offence or new evidence. 1 to 3 queries."""
    return not arrest.bails.exists() and (_bailed_at(arrest) is not None or detention.is_for_broken_bail(arrest))


def conditions_before(arrest: Arrest, now: datetime) -> list[Any]:
    """The conditions of bail that runs on this arrest, which release again after a breach keeps. 1 query."""
    rows = BailCondition.objects.filter(bail__arrest=arrest, bail__ended_at=None).filter(_holds(now))
    return list(rows.select_related("reporting").order_by("pk"))


def faults(
    arrest: Arrest, route: str, *, granted_at: datetime, conditions: Sequence[RuleIn], anew: str, anew_words: str
) -> list[Fault]:
    """Why bail may not begin a period on this arrest, or not begin again on it after a breach."""
    before = arrest.bails.order_by("-granted_at").first()
    if before is None:
        fresh: dict[str, Any] = {"anew": anew, "words": anew_words}
        fresh |= {"bailed_at": _bailed_at(arrest), "for_breach": detention.is_for_broken_bail(arrest)}
        return rules.fresh_faults(route, **fresh)
    return rules.again_faults(
        route,
        arrested_since=_arrested_since(before, granted_at),
        kept=said(before.conditions.filter(_holds(granted_at))),
        typed=[(rule.kind, rule.words) for rule in conditions],
    )


def _holds(at: datetime) -> Q:
    return Q(ends_at=None) | Q(ends_at__gt=at)


def _arrested_since(before: Bail, granted_at: datetime) -> bool:
    """Whether the suspect was arrested in the case while on that bail, and neither bailed nor released from there."""
    arrest = before.arrest
    rows = Arrest.objects.standing().filter(case=arrest.case_id, suspect=arrest.suspect_id, bails=None, releases=None)
    return rows.filter(arrested_at__gt=before.granted_at, arrested_at__lte=granted_at).exists()


def _bailed_at(arrest: Arrest) -> datetime | None:
    """When the suspect was arrested whose bail in this case runs on another arrest."""
    running = Bail.objects.filter(arrest__case=arrest.case_id, arrest__suspect=arrest.suspect_id, ended_at=None)
    others = running.exclude(arrest=arrest).order_by("-arrest__arrested_at", "-pk")
    return others.values_list("arrest__arrested_at", flat=True).first()
