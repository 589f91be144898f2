"""Deciding to close a case without a charge: refused to outsiders, and to a decision that does not fit."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from cases.models import Case, Closure
from cases.rules import closure as rules
from cases.rules import closure_words
from cases.services import closure as services
from cases.services import names
from cases.services.closure import CannotClose
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from soteria.registry import CLOSURE_CHECKS
from suspects.services.recording import name_row
from tests.cases.closing import DECISION, SignIn, decide, place, sign_off, typed, url
from tests.factories import InvolvementFactory, SuspectFactory, TeamFactory, VictimFactory, allocate, member
from tests.factories.forms import sent_back

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def named(case: Case) -> Case:
    """A case that names a suspect."""
    names.index([name_row(InvolvementFactory(case=case, suspect=SuspectFactory()))])
    return case


def test_outsiders_learn_nothing_of_a_closure(case: Case, oic: User, sign_in: SignIn) -> None:
    decide(case, oic)
    client = sign_in(member(Role.SUPERVISOR, TeamFactory(name="Northmoor RASSO", district="Northmoor")))

    for path in (place(case), url("decide-nfa", case), url("check-nfa", case)):
        assert client.get(path).status_code == 404
    assert client.post(url("check-nfa", case), {"decision": "sign_off", "words": "x"}).status_code == 404
    assert Closure.objects.get().is_waiting


@pytest.mark.parametrize("role", [Role.VEO, Role.SOLO, Role.DMI, Role.AUDITOR, Role.CPS_LIAISON])
def test_others_decide_nothing(role: Role, case: Case, sign_in: SignIn) -> None:
    user = member(role, case.team)
    allocate(case, user)
    client = sign_in(user)

    assert client.post(url("decide-nfa", case), typed()).status_code == 403
    assert client.post(url("check-nfa", case), {"decision": "sign_off", "words": "x"}).status_code == 403
    assert not Closure.objects.exists()


def test_a_decision_that_was_sent_back_is_sent_anew_from_the_same_form(
    case: Case, oic: User, supervisor: User, sign_in: SignIn
) -> None:
    client = sign_in(oic)
    data = sent_back(client.get(url("decide-nfa", case))) | typed()
    client.post(url("decide-nfa", case), data)
    other = data | {"reason_text": "The CCTV was watched as well."}

    waiting = client.post(url("decide-nfa", case), other).content.decode()
    services.return_nfa(Closure.objects.get(), words="Watch the CCTV first.", by=supervisor)
    client.post(url("decide-nfa", case), other)

    assert "A decision waits for a supervisor already" in waiting and other["reason_text"] in waiting
    assert Closure.objects.get(returned_at=None).reason_text == other["reason_text"]


def test_a_decision_goes_to_the_supervisors_of_the_team(
    case: Case, oic: User, supervisor: User, di: User, sign_in: SignIn
) -> None:
    client = sign_in(oic)
    data = sent_back(client.get(url("decide-nfa", case))) | typed()

    answers = [client.post(url("decide-nfa", case), data) for _ in range(2)]

    assert [answer.url for answer in answers] == [place(case)] * 2
    closure = Closure.objects.get()
    assert (closure.decided_by, closure.reasons, closure.myths["delay"]) == (oic, ["not_identified"], "no")
    assert set(Alert.objects.values_list("for_user", flat=True)) == {supervisor.pk, di.pk}
    case.refresh_from_db()
    assert case.is_open
    assert AuditEvent.objects.get(verb="closure.decided").after == {
        "outcome": "18",
        "by": "police",
        "reasons": ["not_identified"],
    }


def test_an_empty_decision_says_what_is_missing(case: Case, oic: User, sign_in: SignIn) -> None:
    body = sign_in(oic).post(url("decide-nfa", case), {"reason_text": "Kept"}).content.decode()

    for words in (
        "Select the outcome",
        "Select at least one reason",
        "Enter what supports the case",
        "Select whether it rests on what the victim did",
    ):
        assert words in body
    assert "Kept" in body


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"outcome_code": "15", "reasons": ["evidence"]}, "Outcome 15 needs a named suspect"),
        ({"decision_maker": "cps"}, "Outcome 18 is decided by the police"),
        ({"reasons": ["wishes"]}, "Some of these reasons do not go with outcome 18"),
        ({"on_delay": "yes"}, "Enter why the decision is right although it rests on this"),
    ],
)
def test_a_decision_that_does_not_fit_the_case_is_sent_back(
    said: dict, words: str, case: Case, oic: User, sign_in: SignIn
) -> None:
    client = sign_in(oic)

    body = client.post(url("decide-nfa", case), typed() | said | {"key": ""}).content.decode()

    assert words in body and "Every line of enquiry was followed." in body
    assert not Closure.objects.exists()


def test_an_outcome_for_nobody_named_does_not_fit_a_case_that_names_one(named: Case, oic: User) -> None:
    with pytest.raises(CannotClose, match="this case names a suspect"):
        decide(named, oic)


def test_a_form_sent_again_with_other_words_does_not_lose_them(case: Case, oic: User, sign_in: SignIn) -> None:
    client = sign_in(oic)
    data = sent_back(client.get(url("decide-nfa", case))) | typed()
    client.post(url("decide-nfa", case), data)

    body = client.post(url("decide-nfa", case), data | {"reason_text": "More words"}).content.decode()

    assert "A decision waits for a supervisor already" in body and "More words" in body


def test_only_one_decision_waits(case: Case, oic: User) -> None:
    decide(case, oic)

    with pytest.raises(CannotClose, match="waits for a supervisor already"):
        decide(case, oic)


def test_a_closed_case_is_not_closed_again(case: Case, oic: User, supervisor: User) -> None:
    closure = sign_off(decide(case, oic), supervisor)
    case.refresh_from_db()

    with pytest.raises(CannotClose, match="closed already"):
        decide(case, oic)
    with pytest.raises(CannotClose, match="Somebody has checked this decision already"):
        services.return_nfa(closure, words="No", by=supervisor)


def test_a_decision_for_want_of_corroboration_needs_an_inspector(
    case: Case, oic: User, supervisor: User, di: User
) -> None:
    myths = {"myths": {"corroboration": "yes", "behaviour": "no", "delay": "no"}, "myth_words": "Nobody was there."}
    closure = decide(case, oic, **myths)

    with pytest.raises(CannotClose, match="Ask a detective inspector"):
        sign_off(closure, supervisor)

    assert sign_off(closure, di).signed_off_by == di


def test_victims_are_asked_about_before_a_case_is_closed(
    case: Case, oic: User, supervisor: User, sign_in: SignIn
) -> None:
    victim = VictimFactory(case=case)

    body = sign_in(oic).get(place(case)).content.decode()

    assert "Ask how it is safe to reach Rosalind, before anybody tells them." in body
    assert reverse("victims:edit-contact", args=[case.slug, victim.pk]) in body
    assert "so that nobody hears of this alone" in body
    with pytest.raises(CannotClose, match="Ask how it is safe to reach Rosalind"):
        sign_off(decide(case, oic), supervisor)


def test_how_it_is_safe_to_reach_the_victim_stands_above_a_decision(
    case: Case, oic: User, supervisor: User, sign_in: SignIn
) -> None:
    VictimFactory(case=case)
    decide(case, oic)

    for person, name in ((oic, "decide-nfa"), (supervisor, "check-nfa")):
        assert "Rosalind: safe contact not yet asked" in sign_in(person).get(url(name, case)).content.decode()


def test_the_words_of_a_decision_are_kept_from_who_may_not_read_the_account(
    case: Case, oic: User, veo: User, sign_in: SignIn
) -> None:
    decide(case, oic)

    body = sign_in(veo).get(place(case)).content.decode()

    assert "Investigation complete and no suspect identified" in body
    assert "Every line of enquiry was followed." not in body and "You gave us a clear account." not in body


def test_a_case_closed_elsewhere_says_so(case: Case, oic: User, sign_in: SignIn) -> None:
    Case.objects.filter(pk=case.pk).update(closed_at=case.reported_at)

    assert "It was not closed here" in sign_in(oic).get(place(case)).content.decode()


def test_a_page_of_closure_asks_few_questions(case: Case, oic: User, sign_in: SignIn, max_queries: Callable) -> None:
    decide(case, oic)
    client = sign_in(oic)
    client.get(place(case))

    with max_queries(8 + len(CLOSURE_CHECKS.items())):
        assert client.get(place(case)).status_code == 200


def test_every_outcome_has_reasons_that_the_letter_can_give() -> None:
    for outcome in closure_words.outcomes().values():
        assert outcome.reasons and set(outcome.reasons) <= set(closure_words.reasons())
        assert set(outcome.by) <= set(rules.MAKERS)
    assert all(reason.letter.endswith(".") for reason in closure_words.reasons().values())


def test_an_outcome_that_is_no_longer_used_is_still_shown() -> None:
    closure = Closure(outcome_code="99", reasons=["gone"], myths={})

    assert (closure.outcome_title, closure.reason_titles) == ("", ["gone"])
    assert [answer for _, answer in closure.myth_answers] == ["", "", ""]
    assert str(closure) == "Outcome 99"


def test_a_decision_of_the_cps_is_theirs(named: Case, oic: User) -> None:
    closure = decide(named, oic, outcome_code="15", decision_maker="cps", reasons=["evidence"])

    assert closure.decision_maker == DECISION["decision_maker"].replace("police", "cps")
