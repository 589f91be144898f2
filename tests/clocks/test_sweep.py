"""The present moment: stored states, the sweep, and the next clocks of a case."""

from datetime import UTC, date, datetime, timedelta

import pytest

from soteria.clocks import jobs, services, tasks
from soteria.clocks.jobs import Swept
from soteria.clocks.models import Clock
from soteria.clocks.queries import next_clocks
from soteria.clocks.rules import State

pytestmark = pytest.mark.django_db
CASE = 7
NOTICE = datetime(2026, 1, 12, 10, tzinfo=UTC)
NOTHING = Swept(due_soon=0, overdue=0, closed=0)


@pytest.fixture(autouse=True)
def suspect_notice(time_machine_at):
    """A breach at ten o'clock (24 hours) and, at the station, three hours that do not count."""
    services.load_limits()
    services.note(CASE, "breach_reported", NOTICE, source="breach:1")
    services.note(CASE, "breach_arrest_at_station", NOTICE, source="arrest:1")


@pytest.fixture
def time_machine_at(time_machine):
    time_machine.move_to(NOTICE, tick=False)


def states():
    return dict(Clock.objects.values_list("kind", "state"))


def test_nothing_moves_before_its_time():
    assert jobs.sweep(NOTICE + timedelta(hours=1)) == NOTHING
    assert states() == {"breach.decision": "running", "pace.detention_pause": "running"}


def test_clocks_fall_due_soon_then_overdue_and_windows_close():
    assert jobs.sweep(NOTICE + timedelta(hours=2)) == Swept(due_soon=1, overdue=0, closed=0)
    assert jobs.sweep(NOTICE + timedelta(hours=20)) == Swept(due_soon=1, overdue=0, closed=1)
    assert jobs.sweep(NOTICE + timedelta(hours=25)) == Swept(due_soon=0, overdue=1, closed=0)
    assert states() == {"breach.decision": "overdue", "pace.detention_pause": "stopped"}


def test_a_second_sweep_changes_nothing():
    later = NOTICE + timedelta(days=3)
    jobs.sweep(later)

    assert jobs.sweep(later) == NOTHING


@pytest.mark.parametrize("hours", [0, 1, 2, 3, 4, 17, 18, 24, 25, 48])
def test_the_sweep_and_the_rules_agree(hours):
    now = NOTICE + timedelta(hours=hours)
    jobs.sweep(now)
    swept = states()

    services.recompute(CASE, now)

    assert states() == swept


def test_the_task_sweeps_at_the_present_moment(time_machine):
    time_machine.move_to(NOTICE + timedelta(days=3))

    tasks.sweep()

    assert states() == {"breach.decision": "overdue", "pace.detention_pause": "stopped"}


def test_the_next_clocks_of_a_case_are_judged_now():
    (breach,) = next_clocks(CASE, now=NOTICE + timedelta(hours=25))

    assert (breach.kind, breach.state) == ("breach.decision", State.OVERDUE)
    assert breach.title == "Decide what to do about the breach"
    assert breach.due == NOTICE + timedelta(hours=24)


def test_the_next_clocks_come_by_urgency_and_no_more_than_asked():
    services.note(CASE, "arrest", NOTICE, source="arrest:2")
    services.note(CASE, "bail_granted", NOTICE, source="bail:2", route="s37(7)(a)")
    services.note(CASE, "charge", NOTICE, source="charge:3", subject="suspect:2")
    services.note(99, "reported", NOTICE, source="report:99")

    kinds = [clock.kind for clock in next_clocks(CASE)]

    assert kinds[:2] == ["pace.detention_pause", "breach.decision"]
    assert len(next_clocks(CASE, limit=2)) == 2
    assert not next_clocks(12345)


def test_a_bail_period_that_stands_still_comes_last():
    services.note(CASE, "arrest", NOTICE, source="arrest:2")
    services.note(CASE, "bail_granted", NOTICE, source="bail:2", route="s37(7)(a)")

    last = next_clocks(CASE, limit=9)[-1]

    assert (last.kind, last.state) == ("bail.applicable_period", State.SUSPENDED)
    assert last.due == date(2026, 4, 12)


def test_one_query_gives_the_next_clocks(django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        next_clocks(CASE)


def test_overdue_needs_no_sweep():
    assert Clock.objects.overdue(NOTICE + timedelta(hours=30)).count() == 2
    assert not Clock.objects.overdue(NOTICE).exists()
