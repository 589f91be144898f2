"""What follows a decision about a breach, or its want: another supervisor is asked to agree, a lead hears that an
inspector did not see to it, and whoever is wanted is said to be wanted again until an arrest is recorded.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from orders import jobs, telling
from orders.models import Breach, BreachDecision, NoArrestProposal
from orders.queries import people
from orders.rules import decisions as rules
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from soteria.alerts import services as alerts
from soteria.alerts.rules import Step
from soteria.audit import services as audit
from soteria.clocks import limits
from soteria.clocks.calendar import hours_after
from soteria.ui.dates import moment
from soteria.work.handlers import handles
from soteria.work.models import Job

WANTED, LATE_AGAIN = "orders.wanted", "orders.breach_late"
AT_ONCE = 500


@handles(jobs.ASK_TO_AGREE)
def ask(job: Job) -> None:
    """Do one job: ask another supervisor to agree that nobody is arrested."""
    ask_to_agree(job.object_id or 0, timezone.now())


@transaction.atomic
def ask_to_agree(proposal_id: int, now: datetime) -> int:
    """Alert whoever may agree, each once; the force where nobody of the team may. Returns how many alerts are new."""
    rows = NoArrestProposal.objects.select_related("breach__case__oic", "breach__case__force")
    proposal = rows.filter(pk=proposal_id, state=NoArrestProposal.State.WAITING).first()
    if proposal is None:
        return 0
    breach, today = proposal.breach, timezone.localdate(now)
    found = people.who_agrees(breach.case, today, proposal.proposed_by_id)
    if not found:
        words = "no arrest waits for another supervisor to agree, and there is none. Name one"
        return jobs.tell_the_force("orders.breach_unheard", breach, now, title=words)
    return sum(_ask(proposal, person) for person in found)


def _ask(proposal: NoArrestProposal, person: User) -> bool:
    breach = proposal.breach
    return alerts.raise_alert(
        jobs.AGREE,
        for_user=person,
        title=f"No arrest is proposed for a breach: agree or not by {moment(breach.decision_due)}",
        dedupe_key=f"{jobs.AGREE}:{proposal.pk}:{person.pk}",
        due_at=breach.decision_due,
        case=breach.case,
        step=Step.SUPERVISOR,
    )


def sweep(now: datetime) -> tuple[int, int]:
    """Tell leads of breaches that stay undecided long after an inspector was told, and say again who is wanted.

    Returns how many of each. Safe to run twice, or by two schedules at once: each row is taken under its own lock.
    """
    to_lead, again = (_hours(name, now) for name in ("breach.decision.lead", "breach.wanted"))
    late = Breach.objects.not_told_on(now - timedelta(hours=to_lead)).order_by("-decision_due", "-pk")
    wanted = BreachDecision.objects.wanted().filter(decided_at__lte=now - timedelta(hours=again)).order_by("pk")
    told = sum(tell_lead(pk, to_lead, now) for pk in list(late.values_list("pk", flat=True)[:AT_ONCE]))
    return told, sum(say_wanted(pk, again, now) for pk in list(wanted.values_list("pk", flat=True)[:AT_ONCE]))


def _hours(name: str, now: datetime) -> int:
    return limits.in_force(name, timezone.localdate(now)).amount


@transaction.atomic
def tell_lead(breach_id: int, hours: int, now: datetime) -> bool:
    """Alert the leads of the force that a breach is still undecided, once; False where it is not time."""
    rows = Breach.objects.select_for_update(of=("self",)).select_related("case__oic", "case__force")
    breach = rows.filter(pk=breach_id).first()
    if breach is None or breach.decided_at or breach.escalated_at is None or breach.lead_told_at:
        return False
    if now < hours_after(breach.decision_due, hours):
        return False
    words = f"a breach was to be decided by {moment(breach.decision_due)}. Its inspector was told and it is undecided"
    jobs.tell_the_force(LATE_AGAIN, breach, now, roles=(Role.LEAD,), title=words)
    Breach.objects.filter(pk=breach.pk).update(lead_told_at=now)
    audit.record("breach.lead_told", breach, process="orders.sweep", case=breach.case)
    return True


@transaction.atomic
def say_wanted(decision_id: int, hours: int, now: datetime) -> bool:
    """Alert the officer in the case and the supervisors that a suspect is still wanted; again each time it is due.

    Where the case has nobody, whoever sees to it in the force hears; where nobody does, it is not held to be said.
    """
    rows = BreachDecision.objects.wanted().select_for_update(of=("self",)).select_related("breach__case__oic")
    decision = rows.filter(pk=decision_id).first()
    if decision is None or not rules.wanted_again(decision.decided_at, decision.wanted_told_at, hours, now):
        return False
    breach = decision.breach
    heard, steps = _who_hears(breach, now)
    if not heard.people:
        return False
    BreachDecision.objects.filter(pk=decision.pk).update(wanted_told_at=now)
    title = f"{heard.before}Wanted: an arrest was decided on {moment(decision.decided_at)} and none is recorded"
    for person in heard.people:
        alerts.raise_alert(
            WANTED,
            for_user=person,
            title=title,
            dedupe_key=f"{WANTED}:{breach.pk}:{person.pk}:{now:%Y%m%d%H%M}",
            about=f"{WANTED}:{breach.pk}:{now:%Y%m%d%H%M}",
            step=steps.get(person, Step.OFFICER),
            due_at=now,
            case=heard.case,
            concerns=heard.concerns,
        )
    audit.record("breach.wanted_again", breach, process="orders.sweep", case=breach.case)
    return True


def _who_hears(breach: Breach, now: datetime) -> tuple[telling.Hearers, dict[User, Step]]:
    """The supervisors who decide on the case, and its officer; and the step on which the supervisors stand."""
    today = timezone.localdate(now)
    found, officer = people.supervisors(breach.case, today), breach.case.oic
    heard = found if officer is None else [*found, officer]
    return telling.hearers(breach.case, heard, today), dict.fromkeys(found, Step.SUPERVISOR)
