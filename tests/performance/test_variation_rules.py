"""XmR charts: worked examples, and what must hold of every series."""

from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from performance.rules import variation
from performance.rules.variation import LONG_RUN, NEAR_LIMIT, OUTSIDE

# Mean 10, every moving range 2: limits 10 ± 5.32.
STEADY = [9.0, 11.0] * 10
SERIES = st.lists(st.none() | st.floats(0, 1000, allow_nan=False), max_size=40)


def test_limits_are_the_mean_and_266_mean_moving_ranges():
    usual = variation.limits(STEADY)
    assert usual.centre == pytest.approx(10)
    assert (usual.lower, usual.upper) == (pytest.approx(4.68), pytest.approx(15.32))
    assert usual.is_firm


def test_fewer_than_12_points_draw_no_limits_and_fewer_than_20_are_not_firm():
    assert variation.limits(STEADY[:11]) is None
    assert not variation.limits(STEADY[:12]).is_firm
    assert not variation.limits(STEADY[:19]).is_firm


def test_a_point_outside_the_limits_is_a_signal():
    points = variation.chart([*[5.0, 15.0] * 10, 80.0])
    assert [point.signal for point in points[-2:]] == ["", OUTSIDE]


def test_a_gap_has_no_moving_range_and_gives_no_signal():
    whole, gapped = variation.limits(STEADY), variation.limits([*STEADY[:10], None, *STEADY[10:]])
    assert (gapped.centre, gapped.upper) == (whole.centre, whole.upper)
    assert variation.chart([*STEADY, None])[-1].signal == ""


def test_eight_on_one_side_are_a_signal_and_seven_are_not():
    values = [20.0, 0.0] * 6 + [11.0] * 8
    usual = variation.limits(values)
    assert usual.centre < 11 < usual.upper
    assert [point.signal for point in variation.chart(values)[-2:]] == ["", LONG_RUN]


def test_two_of_three_near_a_limit_are_a_signal():
    values = [*STEADY, 14.5, 10.0, 14.5]
    usual = variation.limits(values)
    assert usual.centre + (usual.upper - usual.centre) * 2 / 3 < 14.5 < usual.upper
    assert [point.signal for point in variation.chart(values)[-3:]] == ["", "", NEAR_LIMIT]


def test_limits_start_afresh_only_at_a_logged_change():
    values = [*STEADY, *(value + 30 for value in STEADY)]
    one, two = variation.chart(values), variation.chart(values, changes=[20])
    assert any(point.signal for point in one)
    assert not any(point.signal for point in two)
    assert [two[0].limits.centre, two[-1].limits.centre] == [pytest.approx(10), pytest.approx(40)]


def test_limits_do_not_pass_what_the_measure_cannot():
    assert variation.limits([0.0, 10.0] * 6).lower == 0
    assert variation.limits([90.0, 100.0] * 6, ceiling=100).upper == 100
    assert variation.limits([-5.0, 5.0] * 6, floor=None).lower < 0


@given(SERIES)
def test_every_value_keeps_its_place(values):
    assert [point.value for point in variation.chart(values)] == values


@given(SERIES)
def test_the_centre_is_the_mean_and_lies_within_its_limits(values):
    usual = variation.limits(values)
    known = [value for value in values if value is not None]
    if usual:
        assert usual.centre == pytest.approx(fmean(known))
        assert usual.lower <= usual.centre + 1e-9
        assert usual.upper >= usual.centre - 1e-9


@given(SERIES)
def test_a_series_without_limits_gives_no_signal(values):
    assert not any(point.signal for point in variation.chart(values) if point.limits is None)


@given(st.floats(0, 100), st.integers(12, 40))
def test_a_series_that_never_moves_gives_no_signal(value, length):
    assert {point.signal for point in variation.chart([value] * length)} == {""}


@given(SERIES, st.sets(st.integers(-2, 45)))
def test_changes_at_any_place_lose_no_point(values, changes):
    assert len(variation.chart(values, changes=changes)) == len(values)
