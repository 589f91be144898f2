"""Who stands above the reader of an alert of a case: the supervisors of its team, its inspectors, the force's leads."""

from datetime import date
from typing import Any

from cases.models import Case, CaseAccess
from soteria.accounts.models import Membership, User
from soteria.accounts.roles import Role
from soteria.alerts import rules
from soteria.alerts.escalation import ABOVE, Rung
from soteria.alerts.models import Alert
from soteria.alerts.rules import Step

ROLES = {Step.SUPERVISOR: Role.SUPERVISOR, Step.INSPECTOR: Role.DI}


def register() -> None:
    """Tell alerts who is next."""
    ABOVE.append(above)


def above(alert: Alert, on: date) -> Rung | None:
    """The nearest step above an alert's reader on which there is somebody who may know of its case; None for none.

    A lead hears that an alert waits on a case, and may not open the case by that; of a restricted case only a lead who
    is named on it hears.
    """
    case = Case.objects.filter(pk=alert.about_case_id).first() if alert.about_case_id else None
    if case is None:
        return None
    step = _step(alert, on)
    for up in rules.steps_above(step):
        if people := [one for one in _people(case, up, on) if one.pk != alert.for_user_id]:
            return _rung(alert, case, step, up, people)
    return None


def _rung(alert: Alert, case: Case, step: Step, up: Step, people: list[User]) -> Rung:
    if up == Step.LEAD:
        return Rung(up, people, case if case.is_restricted else None, _for_a_lead(alert, case), concerns=case)
    return Rung(up, people, case, rules.passed_on(_plain(alert), step))


def _for_a_lead(alert: Alert, case: Case) -> str:
    """That an alert waits on a case; its own words where they were written for people who may not open that case."""
    if alert.case_id is None:
        return rules.passed_on(_plain(alert), Step.INSPECTOR)
    return f"Case {case.reference}: an alert waits that its officer, supervisor and inspector have not read"


def _plain(alert: Alert) -> str:
    """The title without who has not read it."""
    return alert.title.split(": ", 1)[1] if alert.title.startswith("Not read by ") else alert.title


def _step(alert: Alert, on: date) -> Step:
    """The step of the reader: as the alert says, or by their roles now."""
    if alert.step:
        return Step(alert.step)
    seats: Any = Membership.objects.current(on).filter(user=alert.for_user_id)
    return rules.step_of_roles(seats.values_list("role", flat=True))


def _people(case: Case, step: Step, on: date) -> list[User]:
    """Those on a step of a case who may know of it."""
    active = User.objects.filter(is_active=True).order_by("pk")
    if step == Step.LEAD:
        return _leads(case, active, on)
    seats = Membership.objects.current(on).filter(team=case.team_id or 0, role=ROLES[step])
    found = active.filter(pk__in=seats.values("user"))
    return [one for one in found if Case.objects.visible_to(one).filter(pk=case.pk).exists()]


def _leads(case: Case, active: Any, on: date) -> list[User]:
    seats = Membership.objects.current(on).filter(team__force=case.force_id, role=Role.LEAD)
    access = CaseAccess.objects.filter(case=case)
    found = active.filter(pk__in=seats.values("user"))
    found = found.exclude(pk__in=access.filter(reach=CaseAccess.Reach.BARRED).values("user"))
    if case.is_restricted:
        found = found.filter(pk__in=access.filter(reach=CaseAccess.Reach.NAMED).values("user"))
    return list(found)
