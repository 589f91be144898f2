"""A decision to arrest is answered by an arrest with its custody reference; until then the suspect is wanted."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from cases.models import Case
from orders import decision_jobs
from orders.models import Arrest, Breach, BreachDecision
from orders.rules.decisions import Answer
from orders.rules.faults import NotRecorded
from orders.services import arrests, custody
from soteria.accounts.models import User
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from soteria.clocks.models import Clock
from tests.factories.orders import a_breach, ago, an_order
from tests.orders.asking import decide, propose, said
from tests.orders.paging import boxes, place, url

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
HOUR = timedelta(hours=1)
REFERENCE, PAUSE = "55C/77/26", "pace.detention_pause"


@pytest.fixture
def decision(breach: Breach, supervisor: User) -> BreachDecision:
    """An arrest decided on, and not made."""
    return decide(breach, supervisor)


def an_arrest_of(breach: Breach, by: User, **facts: object) -> Arrest:
    usual = {"arrested_at": timezone.now(), "custody_reference": REFERENCE, "key": uuid4()}
    return arrests.record_arrest(breach.case, suspect_id=breach.suspect_id, by=by, **(usual | facts))


def test_without_an_arrest_the_suspect_is_wanted(decision: BreachDecision) -> None:
    assert decision.is_wanted
    assert list(BreachDecision.objects.wanted()) == [decision]


def test_an_arrest_with_its_reference_answers_and_one_without_does_not(decision: BreachDecision, oic: User) -> None:
    before = timezone.now() - timedelta(minutes=2)
    an_arrest_of(decision.breach, oic, custody_reference="", no_reference="on_the_way", arrested_at=before)
    assert BreachDecision.objects.wanted().exists()

    arrest = an_arrest_of(decision.breach, oic)

    decision.refresh_from_db()
    assert (decision.arrest, decision.is_wanted) == (arrest, False)
    assert AuditEvent.objects.get(verb="breach.arrest_made").after == {"arrest": arrest.pk}


def test_an_arrest_from_before_the_breach_answers_nothing(decision: BreachDecision, oic: User) -> None:
    an_arrest_of(decision.breach, oic, arrested_at=decision.breach.happened_at - HOUR)

    assert BreachDecision.objects.wanted().exists()


def test_an_arrest_that_is_on_record_answers_at_once(breach: Breach, oic: User, supervisor: User) -> None:
    arrest = an_arrest_of(breach, oic)

    assert decide(breach, supervisor).arrest == arrest


def test_a_decision_may_name_the_arrest(breach: Breach, supervisor: User) -> None:
    at = timezone.now()

    decision = decide(breach, supervisor, custody_reference=f" {REFERENCE} ", arrested_at=at)

    assert (decision.arrest.custody_reference, decision.arrest.arrested_at) == (REFERENCE, at)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"custody_reference": REFERENCE}, "Enter when the arrest was"),
        ({"arrested_at": "now"}, "Enter the custody reference"),
        ({"custody_reference": REFERENCE, "arrested_at": "ahead"}, "must be now or in the past"),
        ({"custody_reference": REFERENCE, "arrested_at": "before"}, "must be after the breach on"),
    ],
)
def test_half_an_arrest_is_none(facts: dict[str, object], words: str, breach: Breach, supervisor: User) -> None:
    times = {"now": timezone.now(), "ahead": timezone.now() + HOUR, "before": breach.happened_at - HOUR}
    given = {name: times.get(str(value), value) for name, value in facts.items()}

    with pytest.raises(NotRecorded) as refusal:
        decide(breach, supervisor, **given)

    assert words in said(refusal)
    assert not BreachDecision.objects.exists()


def test_it_is_said_again_each_day_until_there_is_one(
    decision: BreachDecision, supervisor: User, oic: User, case: Case
) -> None:
    day = decision.decided_at + 24 * HOUR

    said_ = [decision_jobs.sweep(at)[1] for at in (day - HOUR, day, day, day + HOUR, day + 24 * HOUR)]

    assert said_ == [0, 1, 0, 0, 1]
    waiting = Alert.objects.waiting().filter(kind="orders.wanted")
    assert sorted(waiting.values_list("for_user", flat=True)) == sorted([supervisor.pk, oic.pk] * 2)
    an_arrest_of(decision.breach, oic)
    assert not waiting.exists()
    assert decision_jobs.sweep(day + 96 * HOUR)[1] == 0
    assert not decision_jobs.say_wanted(decision.pk, 24, day + 96 * HOUR)


def test_the_arrest_is_recorded_once_by_its_page(
    case: Case, decision: BreachDecision, oic: User, sign_in: SignIn
) -> None:
    client, path = sign_in(oic), url("breach-arrest", case, decision.breach_id)
    assert "wanted" in client.get(place(case)).content.decode()
    sent = (
        boxes("arrested_at", ago(minutes=9))
        | boxes("arrived_at", ago(minutes=2))
        | {"custody_reference": REFERENCE, "station": "Harbourside"}
    )

    refused = client.post(path, sent | {"custody_reference": ""}).content.decode()
    answers = [client.post(path, sent) for _ in range(2)]

    assert "Enter the custody reference" in refused and 'value="Harbourside"' in refused
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Arrest.objects.filter(custody_reference=REFERENCE).count() == 1
    assert client.get(path).url == place(case)


def test_only_a_decision_to_arrest_waits_for_one(case: Case, supervisor: User, di: User) -> None:
    other = decide(a_breach(case), supervisor, outcome="other_offence", offence="stalking")

    with pytest.raises(NotRecorded) as refusal:
        custody.record_arrest_for(other.pk, custody_reference=REFERENCE, arrested_at=timezone.now(), by=di)

    assert "No arrest is waited for" in said(refusal)


def states(kind: str) -> list[str]:
    return list(Clock.objects.filter(kind=kind).values_list("state", flat=True))


def test_hours_from_arrival_are_left_out_of_detention_after_breaking_bail(decision: BreachDecision, oic: User) -> None:
    at = ago(minutes=20)
    facts = {"custody_reference": REFERENCE, "arrested_at": ago(minutes=40), "by": oic}

    with pytest.raises(NotRecorded) as early:
        custody.record_arrest_for(decision.pk, arrived_at=ago(minutes=50), **facts)
    arrest = custody.record_arrest_for(decision.pk, arrived_at=at, **facts)

    assert "When the suspect arrived must be after the arrest" in said(early)
    clock = Clock.objects.get(kind=PAUSE)
    assert (clock.starts, clock.due, clock.state) == (at, at + 3 * HOUR, "running")
    arrests.withdraw_arrest(arrest, why="Another man of that name was arrested", by=oic)
    assert states(PAUSE) == []


def test_arrival_may_be_given_with_the_reference_or_the_decision(breach: Breach, supervisor: User, oic: User) -> None:
    arrest = an_arrest_of(breach, oic, custody_reference="", no_reference="on_the_way", arrested_at=ago(minutes=40))
    decide(breach, supervisor)

    arrests.give_reference(arrest, custody_reference=REFERENCE, arrived_at=ago(minutes=10), by=oic)

    assert states(PAUSE) == ["running"]
    other = a_breach(breach.case)
    times = {"arrested_at": ago(minutes=30), "arrived_at": ago(minutes=5)}
    assert decide(other, supervisor, custody_reference="55C/78/26", **times).arrest.arrived_at == times["arrived_at"]


def test_an_arrest_for_breaking_an_order_leaves_no_hours_out(case: Case, supervisor: User) -> None:
    an_order(case)
    breach = a_breach(case)
    assert breach.kind == "order"

    times = {"arrested_at": ago(minutes=30), "arrived_at": ago(minutes=5)}
    answers = {"order:non_molestation": Answer("pursued")}
    decide(breach, supervisor, custody_reference=REFERENCE, answers=answers, **times)

    assert states(PAUSE) == []


def test_an_arrest_of_the_same_moment_on_record_is_taken(decision: BreachDecision, oic: User) -> None:
    at = ago(minutes=1)
    arrest = an_arrest_of(decision.breach, oic, arrested_at=at)
    BreachDecision.objects.update(arrest=None)

    found = custody.record_arrest_for(decision.pk, custody_reference=REFERENCE, arrested_at=at, by=oic)

    assert found == arrest == custody.record_arrest_for(decision.pk, custody_reference="", arrested_at=at, by=oic)


@pytest.mark.parametrize("later", [timedelta(), timedelta(minutes=1)])
def test_an_arrest_that_was_taken_back_answers_nothing_and_bars_no_other(
    later: timedelta, decision: BreachDecision, oic: User
) -> None:
    facts = {"custody_reference": REFERENCE, "by": oic}
    first = custody.record_arrest_for(decision.pk, arrested_at=ago(minutes=5), **facts)
    arrests.withdraw_arrest(first, why="Another man of that name was arrested", by=oic)

    found = custody.record_arrest_for(decision.pk, arrested_at=first.arrested_at + later, **facts)

    decision.refresh_from_db()
    assert found != first and found.withdrawn_at is None and decision.arrest == found


def test_a_proposal_is_no_decision_so_nobody_is_wanted(breach: Breach, supervisor: User) -> None:
    propose(breach, supervisor)

    assert not BreachDecision.objects.wanted().exists()
