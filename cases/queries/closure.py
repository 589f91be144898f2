"""The closing of a case: what has been decided, what is still to do, and who may check it."""

from collections.abc import Mapping

from django.utils import timezone

from cases.models import Case, CaseName, Closure
from cases.queries.sight import reaching
from cases.rules import closure as rules
from cases.rules import closure_words
from cases.rules.closure import Fault
from soteria.accounts.models import Membership, User
from soteria.accounts.roles import Level, Role, Section
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


def checkers(case: Case, *, but: User) -> list[User]:
    """The supervisors and inspectors of the case's team today who may check a decision on it: not the one who decided,
    nobody who is barred from it, and of a restricted case only who is named on it.
    """
    seats = Membership.objects.current(timezone.localdate()).filter(team=case.team_id, role__in=CHECKERS)
    people = User.objects.filter(pk__in=seats.values("user"), is_active=True).exclude(pk=but.pk)
    return [person for person in people if _may_check(person, case)]


def _may_check(person: User, case: Case) -> bool:
    seen = Case.objects.visible_to(person).filter(reaching(person, Section.REVIEW, Level.FULL), pk=case.pk)
    return seen.exists()
