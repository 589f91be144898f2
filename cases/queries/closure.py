"""The closing of a case: what has been decided, what is still to do, and who may check it."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils import timezone

from cases.models import Case, CaseName, Closure
from cases.rules import closure as rules
from cases.rules import closure_words
from cases.rules.closure import Fault
from soteria.accounts.models import Membership, User
from soteria.accounts.roles import Role
from soteria.registry import CLOSURE_CHECKS, Check

CHECKERS = (Role.SUPERVISOR, Role.DI)


def latest(case: Case) -> Closure | None:
    """The newest decision on a case, signed off, sent back or waiting. 1 query."""
    rows = Closure.objects.filter(case=case).select_related("decided_by", "signed_off_by", "returned_by")
    return rows.order_by("-decided_at", "-pk").first()


def waiting(case: Case, *, for_update: bool = False) -> Closure | None:
    """The decision that a supervisor has still to check, if there is one. 1 query."""
    rows = Closure.objects.filter(case=case, signed_off_at=None, returned_at=None).select_related("decided_by")
    return (rows.select_for_update(of=("self",)) if for_update else rows).first()


def checks(case: Case) -> list[Check]:
    """What the apps ask for before a case may be closed; `case` carries the sight of its reader."""
    found = (check(case) for _, check in CLOSURE_CHECKS.items())
    return [check for check in found if check is not None]


def faults_of(case: Case, values: Mapping[str, object]) -> list[Fault]:
    """What stops this decision, as the rules and the names in the case say. 1 query."""
    outcome = closure_words.outcomes()[str(values["outcome_code"])]
    is_named = CaseName.objects.filter(case=case, kind=CaseName.Kind.SUSPECT).exists()
    said = {name: values[name] for name in ("reasons", "myths", "myth_words")}
    return rules.faults(outcome, maker=str(values["decision_maker"]), is_named=is_named, **said)  # type: ignore[arg-type]


def checkers(case: Case, *, but: User) -> QuerySet[User]:
    """The supervisors and inspectors of the case's team today, without the one who decided. 1 query."""
    seats = Membership.objects.current(timezone.localdate()).filter(team=case.team_id, role__in=CHECKERS)
    return User.objects.filter(pk__in=seats.values("user"), is_active=True).exclude(pk=but.pk)
