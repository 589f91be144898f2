"""That the victim was told what was decided about a breach: who is asked to tell them, and what is recorded of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from cases.models import Case
from cases.services import restriction
from orders.models import Breach, DecisionTelling
from orders.rules.faults import NotRecorded, SentBefore
from orders.services import no_arrest
from orders.services.victim_told import tell_victim
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from tests.factories import TeamFactory, member
from tests.factories.forms import sent_back
from tests.factories.orders import a_breach, ago
from tests.orders.asking import arrest_nobody, decide, propose, said
from tests.orders.paging import boxes, place, url

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
BY_PHONE: dict[str, Any] = {"answer": "told", "how": "phone", "told_by": "PC 1046 Carter"}


def told(breach: Breach, by: User, **facts: Any) -> DecisionTelling:
    """The victim was told by telephone, just now."""
    usual = BY_PHONE | {"told_at": timezone.now(), "key": uuid4()}
    return tell_victim(breach, by=by, **(usual | facts))


def asked() -> list[int]:
    return list(Alert.objects.waiting().filter(kind="orders.breach_tell").values_list("for_user", flat=True))


def test_outsiders_find_no_page_to_record_it(
    case: Case, breach: Breach, outsider: User, supervisor: User, di: User, sign_in: SignIn
) -> None:
    decide(breach, supervisor)
    path = url("tell-of-decision", case, breach.pk)
    analyst = member(Role.INTEL_ANALYST, TeamFactory(name="Force intelligence", force=case.force))

    assert sign_in(outsider).get(path).status_code == sign_in(outsider).post(path, BY_PHONE).status_code == 404
    assert sign_in(analyst).get(path).status_code == 302  # says what for first
    restriction.restrict_case(case=case, reason="Police suspect", people=[di], by=di)
    assert sign_in(supervisor).get(path).status_code == sign_in(analyst).get(path).status_code == 404
    assert not DecisionTelling.objects.exists()


def test_before_a_decision_there_is_nothing_to_tell(case: Case, breach: Breach, client: Client) -> None:
    path = url("tell-of-decision", case, breach.pk)

    sent = client.post(path, BY_PHONE | boxes("told_at", timezone.now()))

    assert client.get(path).url == place(case)
    assert "Nothing is decided about this breach yet" in sent.content.decode()


@pytest.mark.parametrize("answer", ["not_safe", "declined"])
def test_with_the_decision_too_it_is_said_why_a_victim_is_not_told(
    answer: str, breach: Breach, supervisor: User
) -> None:
    with pytest.raises(NotRecorded) as refusal:
        decide(breach, supervisor, victim_told=answer, victim_words="x")

    decide(breach, supervisor, victim_told=answer, victim_words="He reads her messages and letters.")

    assert said(refusal) == "Enter why the victim is not told, in 20 characters or more"
    telling = DecisionTelling.objects.get(decision__breach=breach)
    assert (telling.answer, telling.words, telling.recorded_by) == (
        answer,
        "He reads her messages and letters.",
        supervisor,
    )
    assert not asked()


def test_why_the_victim_is_not_told_goes_from_the_proposal_to_the_decision(
    breach: Breach, supervisor: User, di: User
) -> None:
    arrest_nobody(breach, supervisor, di, victim_told="not_safe", victim_words="He reads her messages and letters.")

    telling = DecisionTelling.objects.get(decision__breach=breach)
    assert (telling.words, telling.recorded_by) == ("He reads her messages and letters.", di)


def test_telling_the_victim_settles_what_asked_for_it(breach: Breach, oic: User, supervisor: User) -> None:
    decide(breach, supervisor)
    before = asked()

    told(breach, oic)

    assert (before, asked()) == ([oic.pk], [])
    event = AuditEvent.objects.get(verb="breach.victim_told")
    assert (event.case_id, event.after) == (breach.case_id, {"answer": "told", "how": "phone"})


def test_the_officer_is_asked_after_two_agreed_unless_the_victim_knows_by_then(
    case: Case, oic: User, supervisor: User, di: User
) -> None:
    first, second = a_breach(case), a_breach(case)
    arrest_nobody(first, supervisor, di)
    proposal = propose(second, supervisor)

    facts = {"victim_told": "told", "victim_told_on": timezone.localdate()}
    decision = no_arrest.answer_proposal(proposal.pk, agrees=True, by=di, **facts)

    assert decision is not None and decision.victim_told == "told"
    assert asked() == [oic.pk] and Alert.objects.get(kind="orders.breach_tell").dedupe_key.split(":")[1] == str(
        first.pk
    )


def test_an_officer_who_decided_is_asked_too(case: Case, breach: Breach, supervisor: User) -> None:
    Case.objects.filter(pk=case.pk).update(oic=supervisor)

    decide(breach, supervisor)

    assert asked() == [supervisor.pk]


def test_a_case_without_an_officer_asks_its_supervisors(case: Case, breach: Breach, supervisor: User, di: User) -> None:
    Case.objects.filter(pk=case.pk).update(oic=None)

    decide(breach, di)

    assert asked() == [supervisor.pk]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"how": ""}, "Select how the victim was told"),
        ({"told_by": " "}, "Enter who told the victim"),
        ({"told_at": None}, "Enter when the victim was told"),
        ({"told_at": timezone.now() + timedelta(days=1)}, "must be"),
        ({"told_at": timezone.now() - timedelta(days=1)}, "the decision"),
        ({"answer": "not_safe"}, "Enter why the victim is not told"),
    ],
)
def test_a_record_that_says_too_little_is_refused(
    facts: dict[str, Any], words: str, breach: Breach, oic: User, supervisor: User
) -> None:
    decide(breach, supervisor)

    with pytest.raises(NotRecorded) as refusal:
        told(breach, oic, **facts)

    assert words in said(refusal) and asked() == [oic.pk]


def test_nothing_is_told_before_a_decision_nor_twice(breach: Breach, oic: User, supervisor: User) -> None:
    with pytest.raises(NotRecorded) as early:
        told(breach, oic)
    decide(breach, supervisor)
    key, at = uuid4(), timezone.now()
    made = told(breach, oic, key=key, told_at=at)

    assert told(breach, oic, key=key, told_at=at) == made
    with pytest.raises(SentBefore):
        told(breach, oic, key=key, answer="declined", words="She said so on the telephone")
    with pytest.raises(NotRecorded) as again:
        told(breach, oic)
    assert "Nothing is decided" in said(early) and "is recorded already" in said(again)


def test_whom_it_was_not_safe_to_tell_may_be_told_later(
    case: Case, breach: Breach, oic: User, supervisor: User, client: Client
) -> None:
    decide(breach, supervisor)
    told(breach, oic, answer="not_safe", words="He answers her telephone", told_at=None)
    between = client.get(place(case)).content.decode()

    told(breach, oic)

    after = client.get(place(case)).content.decode()
    link = "Record that the victim was told"
    assert "Not safe to tell" in between and "He answers her telephone" in between and link in between
    assert "phone call, by PC 1046 Carter" in after and link not in after


def test_whoever_supports_the_victim_records_it_on_its_page(
    case: Case, breach: Breach, supervisor: User, veo: User, sign_in: SignIn
) -> None:
    decide(breach, supervisor)
    client, path = sign_in(veo), url("tell-of-decision", case, breach.pk)
    at: datetime = timezone.now()

    wrong = client.post(path, sent_back(client.get(path)) | {"answer": "told"}).content.decode()
    typed = BY_PHONE | boxes("told_at", at + timedelta(minutes=1))
    early = client.post(path, sent_back(client.get(path)) | typed).content.decode()
    client.post(path, sent_back(client.get(path)) | BY_PHONE | boxes("told_at", at))

    assert "Select how the victim was told" in wrong and "must be" in early
    assert DecisionTelling.objects.get().recorded_by == veo and not asked()


def test_whoever_agrees_says_whether_the_victim_knows(
    case: Case, breach: Breach, supervisor: User, di: User, sign_in: SignIn
) -> None:
    propose(breach, supervisor, victim_told="not_safe", victim_words="He reads her messages and letters.")
    client, path = sign_in(di), url("agree-no-arrest", case, breach.pk)
    page = client.get(path)

    unsaid = client.post(path, sent_back(page) | {"agrees": "yes", "victim_told": ""}).content.decode()
    answer = {"agrees": "yes", "victim_told": "declined", "victim_words": "She asked not to hear of it."}
    client.post(path, sent_back(page) | answer)

    breach.refresh_from_db()
    assert "Select whether the victim knows" in unsaid
    assert breach.decision.victim_told == "declined"
    assert DecisionTelling.objects.get().words == "She asked not to hear of it."
    assert "He reads her messages and letters." in page.content.decode()
    assert ago(minutes=2) < breach.decision.decided_at
