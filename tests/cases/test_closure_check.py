"""A decision to close a case is checked by somebody else: signed off, or sent back."""

from collections.abc import Iterator

import pytest
from django.db import Error, transaction

from cases.models import Case, Closure
from cases.queries import home
from cases.services import restriction
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from soteria.clocks.models import CaseTimeline, Clock, ClockEvent
from soteria.registry import CASE_EVENTS, CLOSURE_CHECKS, Check
from tests.cases.closing import SignIn, decide, place, url
from tests.factories import member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def undone() -> Iterator[None]:
    """Something still to do before any case is closed."""
    CLOSURE_CHECKS.add(
        "tests.undone", lambda case: Check("Suspect told in writing", False, "Write to them.", "/there/")
    )
    yield
    CLOSURE_CHECKS._named.pop("tests.undone")


def test_an_officer_checks_no_decision(case: Case, oic: User, sign_in: SignIn) -> None:
    decide(case, oic)

    assert sign_in(oic).post(url("check-nfa", case), {"decision": "sign_off", "words": "x"}).status_code == 403


def test_nobody_who_may_not_see_the_case_is_asked_to_check_it(
    case: Case, oic: User, supervisor: User, di: User
) -> None:
    restriction.restrict_case(case=case, reason="Police suspect", people=[oic, supervisor], by=supervisor)
    other = member(Role.DI, case.team)
    restriction.declare_conflict(case=case, user=other, reason="Neighbour", by=supervisor)

    decide(case, oic)

    assert [alert.for_user for alert in Alert.objects.filter(kind="closure.check")] == [supervisor]


def test_to_read_a_decision_while_checking_it_leaves_an_event(
    case: Case, oic: User, supervisor: User, sign_in: SignIn
) -> None:
    decide(case, oic)

    sign_in(supervisor).get(url("check-nfa", case))

    seen = AuditEvent.objects.get(verb="viewed", case_id=case.pk)
    assert (seen.actor_id, seen.after) == (supervisor.pk, {"part": "Check the decision"})


def test_nobody_signs_off_their_own_decision(case: Case, supervisor: User, sign_in: SignIn) -> None:
    closure = decide(case, supervisor)
    client = sign_in(supervisor)

    body = client.post(url("check-nfa", case), {"decision": "sign_off", "words": "Mine"}).content.decode()

    assert "You made this decision. Ask another supervisor to check it" in body and "Mine" in body
    with pytest.raises(Error, match="signed_off_by_another"), transaction.atomic():
        Closure.objects.filter(pk=closure.pk).update(signed_off_at=closure.decided_at, signed_off_by=supervisor)


def test_signing_off_closes_the_case_and_starts_its_duties(
    case: Case, oic: User, supervisor: User, sign_in: SignIn
) -> None:
    closure, heard = decide(case, oic), []
    CASE_EVENTS.on("case.nfa_signed_off", lambda **facts: heard.append(facts["closure"].pk))
    client = sign_in(supervisor)

    answer = client.post(url("check-nfa", case), {"decision": "sign_off", "words": "I agree."}, follow=True)

    CASE_EVENTS._subscribers["case.nfa_signed_off"].pop()
    assert "The case is closed. Now tell the victim." in answer.content.decode()
    case.refresh_from_db()
    closure.refresh_from_db()
    assert (case.outcome_code, case.outcome_by, case.stage_id, case.is_open) == ("18", "police", "outcome", False)
    assert (closure.signed_off_by, closure.supervisor_words, heard) == (supervisor, "I agree.", [closure.pk])
    assert ClockEvent.objects.get(event="nfa").attrs == {"by": "police", "outcome": "18"}
    assert set(Clock.objects.values_list("kind", flat=True)) >= {"code.nfa_notice", "nfa.letter"}
    assert CaseTimeline.objects.get(pk=case.pk).closed_reason == "outcome 18"
    assert AuditEvent.objects.filter(verb="closure.signed_off", case_id=case.pk).exists()


def test_a_decision_is_sent_back_with_what_is_to_be_done(
    case: Case, oic: User, supervisor: User, sign_in: SignIn
) -> None:
    decide(case, oic)
    client = sign_in(supervisor)

    client.post(url("check-nfa", case), {"decision": "send_back", "words": "Ask the neighbour."})

    closure = Closure.objects.get()
    assert (closure.returned_by, closure.supervisor_words) == (supervisor, "Ask the neighbour.")
    assert Alert.objects.get(kind="closure.returned").for_user == oic
    body = sign_in(oic).get(place(case)).content.decode()
    assert "Ask the neighbour." in body and "Decide to take no further action" in body
    assert decide(case, oic).is_waiting


@pytest.mark.parametrize("chosen", ["sign_off", "send_back"])
def test_once_checked_no_other_supervisor_is_asked(
    chosen: str, case: Case, oic: User, supervisor: User, di: User, sign_in: SignIn
) -> None:
    decide(case, oic)
    assert home.alerts_to_decide(di).count() == 1

    sign_in(supervisor).post(url("check-nfa", case), {"decision": chosen, "words": "Read and agreed."})

    assert not Closure.objects.get().is_waiting
    assert not home.alerts_to_decide(di).exists() and not home.alerts_to_decide(supervisor).exists()
    settled = Alert.objects.get(kind="closure.check", for_user=di)
    assert (settled.settled_by, settled.acknowledged_at) == (supervisor, None)


def test_a_check_without_words_is_sent_back(case: Case, oic: User, supervisor: User, sign_in: SignIn) -> None:
    decide(case, oic)

    body = sign_in(supervisor).post(url("check-nfa", case), {}).content.decode()

    assert "Select whether you agree" in body and "Enter why you agree, or what has to be done first" in body


@pytest.mark.usefixtures("undone")
def test_what_is_still_to_do_stops_a_closure_and_says_where(
    case: Case, oic: User, supervisor: User, sign_in: SignIn
) -> None:
    decide(case, oic)
    client = sign_in(supervisor)

    body = client.post(url("check-nfa", case), {"decision": "sign_off", "words": "I agree."}).content.decode()

    assert "Not signed off yet. Write to them." in body
    assert 'href="/there/"' in body and "Write to them." in body and "I agree." in body
    case.refresh_from_db()
    assert case.is_open


def test_without_a_decision_there_is_nothing_to_check(case: Case, supervisor: User, sign_in: SignIn) -> None:
    answer = sign_in(supervisor).get(url("check-nfa", case), follow=True)

    assert "No decision waits for a supervisor." in answer.content.decode()
