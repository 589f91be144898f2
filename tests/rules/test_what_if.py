"""What one fact would move a band, against the worked examples of the score."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suspects.rules.bands import band_of
from suspects.rules.rfgv import P0, Allegation, score
from suspects.rules.what_if import Case, Kind, Then, by_time, higher, lower, moved

TODAY = date(2026, 11, 21)
EDGES = {"A": 70.0, "B": 50.0, "C": 30.0, "D": 0.0}
CLASSES = {"19C": 1825.0, "20A": 182.0, "88E": 10.0}


def row(number, days, ago, weight=1.0, risk=0.0, victim=None):
    day = TODAY - timedelta(days=ago)
    return Allegation(number, victim or f"v{number}", day, day, days, weight, risk)


# E3 of the worked examples: base 63.9626, band B.
E3 = [row(1, 1825, 30), row(2, 730, 400, 0.8), row(3, 182, 900, 0.8, 0.4)]
E1 = [row(1, 1825, 0)]  # base 48.9872, band C


@pytest.mark.parametrize(("final", "band"), [(100, "A"), (70, "A"), (69.999999, "B"), (50, "B"), (30, "C"), (0, "D")])
def test_a_band_begins_at_its_edge(final, band):
    assert band_of(final, EDGES) == band


def test_the_smallest_loss_that_lowers_a_band_is_named_with_what_would_be_left():
    found = lower(Case(E3, TODAY, EDGES))

    rest = {n: score(E3[:n] + E3[n + 1 :], TODAY).base for n in range(3)}
    below = {n: base for n, base in rest.items() if base < 50}
    nearest = max(below, key=below.get)
    assert (found.kind, found.row) == (Kind.GONE, nearest)
    assert found.to == pytest.approx(below[nearest], abs=1e-6)
    assert found.band == "C"


def test_the_only_row_leaves_nobody_scored():
    found = lower(Case(E1, TODAY, EDGES))

    assert (found.kind, found.row, found.band, found.to) == (Kind.GONE, 0, "", 0.0)


def test_the_least_grave_report_that_raises_a_band_is_named():
    found = higher(Case(E1, TODAY, EDGES), CLASSES)

    assert (found.kind, found.offence, found.band) == (Kind.NEW, "88E", "B")
    more = Allegation("x", "y", TODAY, TODAY, 10.0, 1.0, 0.0)
    assert found.to == pytest.approx(score([*E1, more], TODAY).base, abs=1e-6)


def test_a_row_that_would_count_in_full_can_raise_a_band():
    half = [row(1, 1825, 0, 0.5)]
    found = higher(Case(half, TODAY, {"A": 45.0, "D": 0.0}), {})

    assert (found.kind, found.row, found.band) == (Kind.FULL, 0, "A")
    assert found.to == pytest.approx(48.9872, abs=1e-4)


def test_nothing_is_above_the_highest_band_nor_below_the_lowest_but_not_being_scored():
    grave = [row(n, 1825, 30, 1.0, 1.0) for n in range(10)]

    assert higher(Case(grave, TODAY, EDGES), CLASSES) is None
    assert lower(Case(grave, TODAY, EDGES)) is None


def test_rows_that_do_not_count_move_nothing_by_going():
    assert lower(Case([row(1, 1825, 0, 0.0)], TODAY, EDGES)) is None
    assert higher(Case([row(1, 1825, 0, 0.0)], TODAY, EDGES), {}) is None


def test_a_judgement_counts_in_every_figure():
    assert Case(E3, TODAY, EDGES, points=10).now == pytest.approx(73.9626, abs=1e-4)
    assert lower(Case(E3, TODAY, EDGES, points=10)).band == "B"
    assert Case(E3, TODAY, EDGES, points=-100).now == 0


def test_time_alone_is_told_by_the_first_day_in_the_lower_band():
    found = by_time(Case(E3, TODAY, EDGES))

    before, on = (score(E3, TODAY + timedelta(days=found.days - back)).base for back in (1, 0))
    assert before >= 50 > on
    assert (found.kind, found.band) == (Kind.TIME, "C")
    assert found.to == pytest.approx(on, abs=1e-6)


def test_time_alone_never_moves_the_lowest_band_nor_nobody():
    assert by_time(Case([row(1, 10, 3000)], TODAY, EDGES)) is None
    assert by_time(Case([], TODAY, EDGES)) is None


def test_what_changed_is_told_in_steps_that_add_up():
    then = Then(E1, TODAY - timedelta(days=30), P0, 0.0)
    now = Case(E3, TODAY, EDGES, points=5)

    steps = {step.why: step.points for step in moved(then, now)}

    assert set(steps) == {"facts", "judgement"}  # E1 is of today: thirty days ago it was as recent as it can be
    assert sum(steps.values()) == pytest.approx(63.9626 + 5 - 48.9872, abs=1e-3)


def test_nothing_new_but_time_is_told_as_time():
    then = Then(E3, TODAY - timedelta(days=200), P0)

    (step,) = moved(then, Case(E3, TODAY, EDGES))

    assert step.why == "time" and step.points < 0


rows = st.builds(
    row,
    st.integers(1, 4),
    st.sampled_from([10, 182, 1825]),
    st.integers(0, 2000),
    st.sampled_from([0, 0.5, 0.8, 1.0]),
    st.sampled_from([0.0, 0.4, 1.0]),
)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(rows, max_size=6))
def test_whatever_is_told_does_cross_an_edge(given_rows):
    case = Case(given_rows, TODAY, EDGES)
    band = band_of(case.now, EDGES) if case.now is not None else ""

    down, up, later = lower(case), higher(case, CLASSES), by_time(case)

    assert down is None or down.band == "" or EDGES[down.band] < EDGES[band]
    assert up is None or band == "" or EDGES[up.band] > EDGES[band]
    assert later is None or EDGES[later.band] < EDGES[band]
