"""Tell those who must know of a breach: the officer in the case, the supervisor who decides, the DI when that is late.

Where nobody of the team may decide, the DIs of the force or its leads hear, so that somebody always does.

The breach itself says whether anybody was told. A job tells them at once; a sweep finds what a lost job left untold.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from orders.models import Breach
from orders.queries import people
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from soteria.alerts import services as alerts
from soteria.alerts.rules import Step
from soteria.audit import services as audit
from soteria.ui.dates import moment
from soteria.work import services as work
from soteria.work.handlers import handles
from soteria.work.models import Job

TELL = "orders.tell_of_breach"
ASK_TO_AGREE = "orders.ask_to_agree"
AGREE = "orders.breach_agree"
ASKING = ("orders.breach", "orders.breach_late", "orders.breach_unheard")  # the alerts that a decision answers
LOST = timedelta(minutes=1)  # after which a breach that nobody was told of is found by the sweep
AT_ONCE = 500
WHAT = {Breach.Kind.BAIL: "bail", Breach.Kind.ORDER: "a protection order"}


def ask_to_tell(breach_id: int) -> None:
    """Write the job that tells of a breach; a second ask changes nothing."""
    work.enqueue(TELL, breach_id, key=f"{TELL}:{breach_id}")


def ask_to_agree(proposal_id: int) -> None:
    """Write the job that asks another supervisor to agree that nobody is arrested."""
    work.enqueue(ASK_TO_AGREE, proposal_id, key=f"{ASK_TO_AGREE}:{proposal_id}")


@handles(TELL)
def tell(job: Job) -> None:
    """Do one job: tell those who must know of its breach."""
    raise_alerts(job.object_id or 0, timezone.now())


@transaction.atomic
def raise_alerts(breach_id: int, now: datetime) -> int:
    """Alert the officer in the case and the supervisors of its team, each once; returns how many alerts are new.

    Nothing happens for a breach that is decided or gone. Where nobody could be found who decides, the force hears of
    that, and the breach stays untold: the next sweep asks again, until there is somebody.
    """
    breach = _locked(breach_id)
    if breach is None or breach.decided_at is not None:
        return 0
    deciders = people.supervisors(breach.case, timezone.localdate(now))
    raised = sum(_ask_to_decide(breach, person) for person in deciders) + _tell_officer(breach, deciders)
    if not deciders:
        raised += tell_the_force("orders.breach_unheard", breach, now)
    if deciders and breach.alerted_at is None:
        Breach.objects.filter(pk=breach.pk).update(alerted_at=now)
    return raised


def _locked(breach_id: int) -> Breach | None:
    rows = Breach.objects.select_for_update(of=("self",)).select_related("case__oic", "case__force")
    return rows.filter(pk=breach_id).first()


def _ask_to_decide(breach: Breach, person: User) -> bool:
    title = f"Breach of {WHAT[Breach.Kind(breach.kind)]}: decide what to do by {moment(breach.decision_due)}"
    return alert("orders.breach", breach, person, title, step=Step.SUPERVISOR)


def _tell_officer(breach: Breach, deciders: list[User]) -> bool:
    officer = breach.case.oic
    if officer is None or officer in deciders:
        return False
    title = f"Breach of {WHAT[Breach.Kind(breach.kind)]} logged: a supervisor decides by {moment(breach.decision_due)}"
    return alert("orders.breach", breach, officer, title)


def tell_the_force(
    kind: str, breach: Breach, now: datetime, roles: Sequence[Role] = (Role.DI, Role.LEAD), title: str = ""
) -> int:
    """Have somebody see to it that there is a person who decides; the reference is all that they are told."""
    due = moment(breach.decision_due)
    title = title or f"a breach is to be decided by {due} and nobody is there. Name a supervisor"
    title = f"Case {breach.case.reference}: {title}"
    found = people.who_sees_to_it(breach.case, timezone.localdate(now), roles)
    # Most may not open the case, and an alert of a case is shown to those alone who may: so it hangs on none.
    return sum(alert(kind, breach, person, title, is_of_case=breach.case.is_restricted) for person in found)


def alert(
    kind: str, breach: Breach, person: User, title: str, *, is_of_case: bool = True, step: int = Step.OFFICER
) -> bool:
    """Alert one person of a breach, once of a kind."""
    return alerts.raise_alert(
        kind,
        for_user=person,
        title=title,
        dedupe_key=f"{kind}:{breach.pk}:{person.pk}",
        due_at=breach.decision_due,
        case=breach.case if is_of_case else None,
        concerns=breach.case,
        step=step,
    )


def sweep(now: datetime) -> tuple[int, int]:
    """Tell of breaches that nobody was told of, and escalate late decisions; returns how many of each were done.

    Safe to run twice, or by two schedules at once: each breach is taken under its own lock, and each alert is one.
    """
    # The newest first: where nobody decides on a case, its breaches stay untold, and must not stand before the others.
    untold = Breach.objects.unheard(now - LOST).order_by("-logged_at", "-pk")
    unheard = list(untold.values_list("pk", flat=True)[:AT_ONCE])
    late = list(Breach.objects.late(now).order_by("-decision_due", "-pk").values_list("pk", flat=True)[:AT_ONCE])
    return sum(raise_alerts(pk, now) > 0 for pk in unheard), sum(escalate(pk, now) for pk in late)


@transaction.atomic
def escalate(breach_id: int, now: datetime) -> bool:
    """Alert the detective inspectors that a decision is late, once; False where it is not, or the team has none.

    In that case the force hears of it, and the next sweep asks again for an inspector of the team.
    """
    breach = _locked(breach_id)
    if breach is None or breach.decided_at or breach.escalated_at or breach.decision_due >= now:
        return False
    inspectors = people.inspectors(breach.case, timezone.localdate(now))
    if not inspectors:
        tell_the_force("orders.breach_unheard", breach, now)
        return False
    for person in inspectors:
        title = f"A decision about a breach is late: it was due by {moment(breach.decision_due)}"
        alert("orders.breach_late", breach, person, title, step=Step.INSPECTOR)
    Breach.objects.filter(pk=breach.pk).update(escalated_at=now)
    audit.record("breach.escalated", breach, process="orders.sweep", case=breach.case)
    return True
