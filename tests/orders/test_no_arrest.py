"""To arrest nobody takes two people: one proposes it with the reason, another agrees or sends it back."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.models import Case
from orders import decision_jobs, jobs
from orders.models import Breach, BreachDecision, NoArrestProposal, OffenceAnswer
from orders.queries import ledger
from orders.queries.proposed import proposed
from orders.rules.decisions import Answer
from orders.rules.faults import NotRecorded
from orders.services import decisions, no_arrest
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from soteria.clocks.models import Clock
from soteria.work import jobs as work
from tests.factories import allocate, member
from tests.factories.orders import a_breach, ago, an_order
from tests.orders.asking import WORDS, arrest_nobody, decide, propose, said

pytestmark = pytest.mark.django_db


def asked(kind: str = jobs.AGREE) -> list[int]:
    return sorted(Alert.objects.waiting().filter(kind=kind).values_list("for_user", flat=True))


def test_a_proposal_leaves_the_breach_undecided_and_asks_another_supervisor(
    breach: Breach, case: Case, supervisor: User, di: User
) -> None:
    proposal = propose(breach, supervisor)
    work.drain(timezone.now())

    breach.refresh_from_db()
    assert (breach.decided_at, proposal.state) == (None, "waiting")
    assert Clock.objects.get(kind="breach.decision").state == "running"
    assert asked() == [di.pk]
    assert AuditEvent.objects.get(verb="breach.no_arrest_proposed").case_id == case.pk


def test_another_supervisor_of_the_team_is_asked_before_the_inspector(
    breach: Breach, case: Case, supervisor: User, di: User
) -> None:
    second = member(Role.SUPERVISOR, case.team)
    propose(breach, supervisor)

    work.drain(timezone.now())
    assert [decision_jobs.ask_to_agree(pk, timezone.now()) for pk in (NoArrestProposal.objects.get().pk, 0)] == [0, 0]

    assert asked() == [second.pk]


def test_agreed_to_it_is_the_decision_of_both(breach: Breach, supervisor: User, di: User) -> None:
    decision = arrest_nobody(breach, supervisor, di)

    breach.refresh_from_db()
    assert (decision.outcome, decision.reason, decision.words) == ("no_arrest", "in_custody", WORDS)
    assert (decision.decided_by, decision.agreed_by) == (supervisor, di)
    assert decision.agreed_at == decision.decided_at == breach.decided_at
    assert Clock.objects.get(kind="breach.decision").state == "met"
    assert not asked()
    assert Alert.objects.get(kind="orders.breach_decided").title.startswith("Two supervisors decided")


def test_whoever_proposed_it_does_not_agree_to_it_nor_does_the_officer(
    breach: Breach, case: Case, supervisor: User, di: User, oic: User
) -> None:
    proposal = propose(breach, supervisor)
    second = member(Role.SUPERVISOR, case.team)
    allocate(case, second)

    for person, words in ((supervisor, "You proposed"), (second, "officer in this case"), (oic, "A supervisor")):
        with pytest.raises(NotRecorded) as refusal:
            no_arrest.answer_proposal(proposal.pk, agrees=True, by=person)
        assert words in said(refusal)
    assert not BreachDecision.objects.exists()


def test_the_officer_may_propose_since_another_agrees(case: Case, supervisor: User, di: User) -> None:
    allocate(case, supervisor)

    decision = arrest_nobody(a_breach(case), supervisor, di)

    assert (decision.decided_by, decision.agreed_by) == (supervisor, di)


def test_it_says_why_in_a_reason_and_in_words(breach: Breach, supervisor: User, oic: User) -> None:
    with pytest.raises(NotRecorded) as silent:
        propose(breach, supervisor, reason="", words=" ")
    with pytest.raises(NotRecorded) as barred:
        propose(breach, oic)
    with pytest.raises(NotRecorded) as alone:
        decide(breach, supervisor, outcome="no_arrest")

    assert said(silent) == "Select the reason for no arrest; Enter why, in 20 characters or more"
    assert "A supervisor of the team decides" in said(barred)
    assert "another supervisor agrees to it" in said(alone)


def test_what_the_victim_was_told_of_a_proposal_is_not_the_decision(breach: Breach, supervisor: User, di: User) -> None:
    now = timezone.now()
    proposal = propose(breach, supervisor, victim_told="told", victim_told_on=timezone.localdate())
    facts: dict[str, Any] = {"agrees": True, "now": now + timedelta(days=1), "by": di}

    with pytest.raises(NotRecorded) as refusal:
        no_arrest.answer_proposal(proposal.pk, **facts)

    assert "Nobody can have been told before it is decided" in said(refusal)
    decision = no_arrest.answer_proposal(proposal.pk, victim_told="not_yet", **facts)
    assert decision is not None and decision.victim_told == "not_yet"


def test_sent_back_it_is_decided_again(breach: Breach, supervisor: User, di: User) -> None:
    proposal = propose(breach, supervisor)

    with pytest.raises(NotRecorded) as silent:
        no_arrest.answer_proposal(proposal.pk, agrees=False, by=di)
    back = [no_arrest.answer_proposal(proposal.pk, agrees=False, words="Arrest first.", by=di) for _ in range(2)]
    with pytest.raises(decisions.AlreadyDecided):
        no_arrest.answer_proposal(proposal.pk, agrees=True, by=di)

    assert "Enter why you do not agree" in said(silent)
    assert back == [None, None]
    assert Alert.objects.get(kind="orders.breach_sent_back").for_user == supervisor
    assert propose(breach, supervisor).state == "waiting"
    assert NoArrestProposal.objects.count() == 2


def test_the_same_proposal_or_answer_sent_twice_is_one(breach: Breach, supervisor: User, di: User) -> None:
    assert propose(breach, supervisor) == (proposal := propose(breach, supervisor))
    with pytest.raises(decisions.AlreadyDecided) as other:
        propose(breach, di)

    both = [no_arrest.answer_proposal(proposal.pk, agrees=True, by=di) for _ in range(2)]

    assert "Yours is not saved" in said(other)
    assert both[0] == both[1]
    with pytest.raises(decisions.AlreadyDecided):
        propose(breach, supervisor)


def test_an_arrest_overtakes_what_was_proposed(breach: Breach, supervisor: User, di: User) -> None:
    proposal = propose(breach, supervisor)
    decision_jobs.ask_to_agree(proposal.pk, timezone.now())
    assert Alert.objects.waiting().filter(kind=jobs.AGREE).exists()

    decide(breach, di)

    assert not Alert.objects.waiting().filter(kind=jobs.AGREE).exists()

    proposal.refresh_from_db()
    assert (proposal.state, proposal.answered_by) == ("overtaken", di)
    overtaken = AuditEvent.objects.get(verb="breach.no_arrest_overtaken")
    assert (overtaken.actor_id, overtaken.after) == (di.pk, {"proposal": proposal.pk})
    with pytest.raises(decisions.AlreadyDecided):
        no_arrest.answer_proposal(proposal.pk, agrees=True, by=di)


def test_where_nobody_of_the_team_can_agree_the_force_hears(breach: Breach, case: Case, supervisor: User) -> None:
    proposal = propose(breach, supervisor)

    assert decision_jobs.ask_to_agree(proposal.pk, timezone.now()) == 0
    lead = member(Role.LEAD, case.team)

    assert decision_jobs.ask_to_agree(proposal.pk, timezone.now()) == 1
    assert asked("orders.breach_unheard") == [lead.pk]


def test_the_database_keeps_no_arrest_of_one_person_alone(breach: Breach, supervisor: User) -> None:
    facts = {"reason": "safer", "words": "Moved.", "decided_at": timezone.now(), "decided_by": supervisor}

    with pytest.raises(IntegrityError), transaction.atomic():
        BreachDecision.objects.create(breach=breach, outcome="no_arrest", victim_told="not_yet", **facts)

    assert not BreachDecision.objects.exists()


CALLS = {"acts": ["contact", "pressure"], "toward": ["victim"], "means": ["call"], "occasions": 2}


def test_every_offence_that_is_proposed_is_answered(case: Case, supervisor: User) -> None:
    an_order(case)
    breach = a_breach(case, **CALLS)

    with pytest.raises(NotRecorded) as refusal:
        decide(breach, supervisor, answers={"perverting": Answer("not", "x")})

    assert said(refusal).count("Select whether to pursue it") >= 3
    assert "Enter why it is not pursued, in 20 characters or more" in said(refusal)


def test_no_arrest_is_not_said_by_one_as_another_offence(case: Case, supervisor: User) -> None:
    breach, none = a_breach(case, **CALLS), Answer("not", "There is no message, only a silence.")
    answers = {one.code: none for one in proposed(breach)}
    facts = {"outcome": "other_offence", "answers": answers, "victim_told": "not_yet"}

    with pytest.raises(NotRecorded) as nothing:
        decide(breach, supervisor, offence="other", words="It was not quite a breach of bail", **facts)
    with pytest.raises(NotRecorded) as refused:
        decide(breach, supervisor, offence="network", **facts)
    with pytest.raises(NotRecorded) as unsaid:
        decide(breach, supervisor, offence="assault", words="x", **facts)

    assert "Nothing that was proposed is pursued. Propose no arrest" in said(nothing)
    assert "You answered not to pursue this offence" in said(refused)
    assert said(unsaid) == "Enter what the offence was, in 20 characters or more"
    assert not BreachDecision.objects.exists() and not OffenceAnswer.objects.exists()
    named = decide(breach, supervisor, offence="assault", words="He struck her father at the door.", **facts)
    assert named.outcome == "other_offence"


def test_an_offence_outside_the_list_is_said_in_words(breach: Breach, supervisor: User) -> None:
    facts = {"outcome": "other_offence", "offence": "other"}
    with pytest.raises(NotRecorded) as silent:
        decide(breach, supervisor, **facts)

    assert said(silent) == "Enter what the offence was, in 20 characters or more"
    assert decide(breach, supervisor, words="He took her bicycle and sold it.", **facts).offence == "other"


def test_the_answers_are_kept_with_the_decision(case: Case, supervisor: User) -> None:
    first, breach = a_breach(case, **CALLS), a_breach(case, **(CALLS | {"occasions": 1}))
    why = Answer("not", "There is no message, only a silence.")
    answers = {one.code: why if one.code == "network" else Answer("pursued") for one in proposed(breach)}

    decide(breach, supervisor, answers=answers)

    kept = dict(OffenceAnswer.objects.filter(breach=breach).values_list("offence", "answer"))
    assert kept == {code: one.answer for code, one in answers.items()}
    assert {"harassment", "stalking", "perverting"} <= kept.keys()  # two occasions with the breach before it
    assert OffenceAnswer.objects.get(breach=breach, offence="network").why == why.why
    assert {one.answer for one in ledger.to_decide(case, breach.pk)[1]} == {"pursued", "not"}
    assert {one.answer for one in ledger.to_decide(case, first.pk)[1]} == {""}
    assert [one.proposal for one in ledger.to_decide(case, breach.pk)[1]] == proposed(breach)
    assert AuditEvent.objects.get(verb="breach.decided").after["answers"] == kept


def test_of_two_breaches_at_one_moment_one_is_the_earlier(case: Case) -> None:
    once = CALLS | {"occasions": 1, "happened_at": ago(hours=1)}
    first, second = a_breach(case, **once), a_breach(case, **once)

    courses = [any(one.code == "harassment" for one in proposed(breach)) for breach in (first, second)]

    assert courses == [False, True]


def test_a_lead_hears_when_the_inspector_did_not_see_to_it(
    breach: Breach, case: Case, supervisor: User, di: User
) -> None:
    lead = member(Role.LEAD, case.team)
    late = breach.decision_due + timedelta(minutes=1)
    jobs.sweep(late)

    day_later = late + timedelta(hours=24)
    assert decision_jobs.sweep(late)[0] == 0
    assert [decision_jobs.sweep(day_later)[0] for _ in range(2)] == [1, 0]
    assert not decision_jobs.tell_lead(breach.pk, 24, day_later)
    alert = Alert.objects.get(for_user=lead)
    assert (alert.kind, alert.case_id) == ("orders.breach_late", None)
    assert alert.title.startswith(f"Case {case.reference}: a breach was to be decided by ")
