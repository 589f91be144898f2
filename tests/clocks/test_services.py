"""Facts noted, corrected and taken back; clock rows that follow them; cases closed and opened again."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from soteria.clocks import services
from soteria.clocks.models import CaseTimeline, Clock, ClockEvent, Limit
from soteria.clocks.services import BadTimeline, Fact

pytestmark = pytest.mark.django_db
ARREST = datetime(2026, 1, 10, 14, tzinfo=UTC)
CASE, OTHER = 7, 8


@pytest.fixture(autouse=True)
def loaded(db):
    services.load_limits()


def bailed(case_id=CASE):
    services.note(case_id, "arrest", ARREST, source=f"arrest:{case_id}", subject="suspect:1")
    services.note(
        case_id,
        "bail_granted",
        ARREST + timedelta(hours=8),
        source=f"bail:{case_id}",
        subject="suspect:1",
        route="s37(2)",
    )


def clock(kind, case_id=CASE):
    return Clock.objects.get(case_id=case_id, kind=kind)


def snapshot():
    return list(Clock.objects.order_by("pk").values()), list(ClockEvent.objects.order_by("pk").values())


def test_noting_a_fact_starts_its_clocks():
    bailed()

    bail = clock("bail.applicable_period")
    assert bail.due.astimezone(UTC).isoformat() == "2026-04-10T22:59:59.999999+00:00"
    assert (bail.source, bail.subject, bail.by_day, bail.is_window) == ("arrest:7", "suspect:1", True, False)
    assert set(Clock.objects.values_list("kind", flat=True)) == {
        "bail.applicable_period",
        "code.arrest_notice",
        "code.bail_notice",
    }


def test_noting_the_same_fact_twice_changes_nothing():
    bailed()
    before = snapshot()

    bailed()

    assert snapshot() == before


def test_noting_again_corrects_the_fact_and_keeps_the_clock():
    bailed()
    first = clock("bail.applicable_period")

    services.note(
        CASE, "bail_granted", ARREST + timedelta(days=2), source="bail:7", subject="suspect:1", route="s37(2)"
    )
    services.note(CASE, "arrest", ARREST + timedelta(days=1), source="arrest:7", subject="suspect:1")

    again = clock("bail.applicable_period")
    assert again.pk == first.pk
    assert again.due == first.due + timedelta(days=1)
    assert ClockEvent.objects.count() == 2


def test_a_fact_that_moves_to_another_case_takes_its_clocks_along():
    services.note(CASE, "reported", ARREST, source="report:1")

    services.note(OTHER, "reported", ARREST, source="report:1")

    assert not Clock.objects.of_case(CASE).exists()
    assert clock("code.support_referral", OTHER).source == "report:1"


def test_a_meeting_fact_meets_the_clock_and_taking_it_back_opens_it():
    services.note(CASE, "arrest", ARREST, source="arrest:7")
    services.note(CASE, "victim_told", ARREST + timedelta(hours=2), source="contact:1", of="arrest")
    assert clock("code.arrest_notice").state == "met"

    services.retract("contact:1")
    services.retract("contact:1")

    assert clock("code.arrest_notice").state == "overdue"


def test_taking_back_the_starting_fact_removes_its_clocks():
    bailed()

    services.retract("arrest:7")

    assert list(Clock.objects.values_list("kind", flat=True)) == ["code.bail_notice"]


@pytest.mark.parametrize(
    ("event", "attrs", "message"),
    [
        ("arested", {}, "not a known event"),
        ("bail_extended", {"rank": "sergeant"}, "inspector, superintendent, commander, agency or magistrates"),
        ("bail_extended", {}, 'needs "rank"'),
    ],
)
def test_what_is_not_a_fact_is_refused_and_nothing_is_kept(event, attrs, message):
    with pytest.raises(BadTimeline, match=message):
        services.note(CASE, event, ARREST, source="x", **attrs)

    assert not ClockEvent.objects.exists()
    assert not CaseTimeline.objects.exists()


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        services.note(CASE, "arrest", datetime(2026, 1, 10, 14), source="x")


def test_a_fact_may_carry_a_time_of_its_own():
    bailed()
    late = datetime(2026, 4, 14, tzinfo=UTC)
    facts = {"rank": "magistrates", "to_months": 12, "applied_at": datetime(2026, 4, 9, tzinfo=UTC)}

    services.note(CASE, "bail_extended", late, source="court:1", subject="suspect:1", **facts)
    services.recompute(CASE)

    assert clock("bail.applicable_period").due.year == 2027


def test_the_victims_entitlement_moves_the_notices():
    services.note(CASE, "arrest", datetime(2026, 1, 12, 10, tzinfo=UTC), source="arrest:7")
    enhanced = clock("code.arrest_notice")

    services.set_entitlement(CASE, enhanced=False)

    standard = clock("code.arrest_notice")
    assert standard.pk == enhanced.pk
    assert standard.due - enhanced.due == timedelta(days=6)


def test_closing_a_case_stops_its_clocks_but_not_what_the_victim_is_still_owed():
    bailed()
    closing = ARREST + timedelta(days=30)
    services.note(CASE, "nfa", closing, source="nfa:7", by="police")

    services.stop_all(CASE, closing + timedelta(hours=1), "no_further_action")

    assert clock("code.arrest_notice").state == "stopped"
    assert "no_further_action" in clock("code.arrest_notice").working[-1]
    assert clock("nfa.letter").state == "overdue"
    assert clock("code.nfa_notice").state == "overdue"


def test_what_happens_after_a_closure_still_counts():
    services.stop_all(CASE, ARREST, "")
    services.note(CASE, "breach_reported", ARREST + timedelta(days=1), source="breach:1")

    assert clock("breach.decision").state == "overdue"


def test_a_reopened_case_runs_again():
    services.note(CASE, "arrest", ARREST, source="arrest:7")
    services.stop_all(CASE, ARREST + timedelta(days=30), "closed")

    services.restart_all(CASE)

    assert clock("code.arrest_notice").state == "overdue"


def test_many_facts_take_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        changed = services.note_many(facts_of(400))

    assert changed == 400
    assert Clock.objects.count() == 3 * 400


def test_importing_again_writes_nothing(django_assert_max_num_queries):
    services.note_many(facts_of(50))
    before = snapshot()

    with django_assert_max_num_queries(8):
        assert services.note_many(facts_of(50)) == 0

    assert snapshot() == before


def test_one_at_a_time_and_all_at_once_give_the_same_clocks():
    services.note_many(facts_of(3))
    at_once = list(Clock.objects.order_by("case_id", "kind").values_list("case_id", "kind", "due", "state"))
    for fact in reversed(facts_of(3)):
        services.retract(fact.source)
    assert not Clock.objects.exists()

    for fact in reversed(facts_of(3)):
        services.note(fact.case_id, fact.event, fact.at, source=fact.source, **fact.attrs)

    assert list(Clock.objects.order_by("case_id", "kind").values_list("case_id", "kind", "due", "state")) == at_once


def test_a_change_of_limits_reaches_every_case_by_command(capsys):
    services.note_many(facts_of(3))
    Limit.objects.filter(name="code.arrest_notice").update(amount=2)
    before = Clock.objects.get(case_id=1, kind="code.arrest_notice").due

    call_command("recompute_clocks", "--no-progress")

    assert "3 cases" in capsys.readouterr().out
    for case_id in (1, 2, 3):
        assert clock("code.arrest_notice", case_id).due == before + timedelta(days=1)


def test_rows_say_what_they_are():
    bailed()

    assert str(CaseTimeline.objects.get()) == "Timeline of case 7"
    assert str(ClockEvent.objects.get(event="arrest")) == "arrest (arrest:7)"
    assert str(clock("code.bail_notice")) == "code.bail_notice of case 7"


@pytest.mark.django_db(transaction=True)
def test_two_acts_at_once_each_see_the_others_fact():
    """The arrest is noted but not committed when bail is noted: the second waits, and the bail period is not lost."""
    services.load_limits()

    def bail():
        services.note(CASE, "bail_granted", ARREST + timedelta(hours=8), source="bail:7")
        connection.close()

    other = threading.Thread(target=bail)
    with transaction.atomic():
        services.note(CASE, "arrest", ARREST, source="arrest:7")
        other.start()
        other.join(timeout=1)
        assert other.is_alive()
    other.join()

    assert Clock.objects.filter(kind="bail.applicable_period").count() == 1


def facts_of(cases):
    return [
        fact
        for case_id in range(1, cases + 1)
        for fact in (
            Fact(case_id, "arrest", ARREST, f"arrest:{case_id}"),
            Fact(case_id, "bail_granted", ARREST + timedelta(hours=8), f"bail:{case_id}", attrs={"route": "s37(2)"}),
        )
    ]
