"""Months, windows and dated definitions."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from performance import reference
from performance.rules import definitions
from performance.rules.months import Month, Window

MONTHS = st.builds(Month, st.integers(1990, 2100), st.integers(1, 12))
WANTED = [
    "N01",
    "N03",
    "N05",
    "N08",
    "N21",
    "N21R",
    "N21X",
    "N22",
    "N23",
    "N24",
    "N24D",
    "N24I",
    "N25",
    "N25H",
    "N26",
    "N26H",
    "N27",
    "N27A",
    "N30",
    "N35",
]


def test_a_month_is_londons():
    assert Month.of(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == Month(2026, 7)
    assert Month.of(date(2026, 6, 30)) == Month(2026, 6)


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "03-2026", "2026-3", "9999-01", "2026-03-01"])
def test_what_is_not_a_month_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match="like 2026-03"):
        Month.read(text)


@given(MONTHS)
def test_a_month_is_read_as_it_is_written(month):
    assert Month.read(str(month)) == month
    assert month.first <= month.last < month.back(-1).first


@given(MONTHS, st.integers(0, 60))
def test_going_back_and_forward_ends_where_it_began(month, steps):
    assert month.back(steps).back(-steps) == month


@given(MONTHS, st.integers(1, 40))
def test_a_window_holds_its_months_and_nothing_between_them_is_lost(month, length):
    window = Window.of(month, length)
    held = list(window)
    assert (len(held), held[-1]) == (length, month)
    assert Window.of(month.back(length)).end == window.start


def test_a_window_that_crosses_the_clock_change_is_still_whole_days():
    window = Window.of(Month(2026, 3))
    assert (window.start.utcoffset().seconds, window.end.utcoffset().seconds) == (0, 3600)
    assert window.words == "March 2026"
    assert Window.of(Month(2026, 3), 12).words == "April 2025 to March 2026"


def test_the_eight_measures_are_defined_whole():
    assert sorted(reference.in_force(date(2026, 1, 1))) == WANTED


@pytest.mark.parametrize("one", reference.every(), ids=lambda one: f"{one.id} v{one.version}")
def test_each_definition_says_what_it_counts(one):
    assert one.question.endswith("?")
    assert one.limits.endswith(".")
    assert one.pillar_name and one.direction_words and one.basis.words


def version(number: int, since: date) -> definitions.Definition:
    first = reference.every()[0]
    return definitions.Definition(**{**vars(first), "version": number, "since": since})


def test_a_changed_definition_holds_from_its_date_and_the_old_one_before():
    both = [version(2, date(2026, 4, 1)), version(1, date(2022, 1, 1))]
    found = [definitions.in_force(both, on)["N01"].version for on in (date(2020, 1, 1), date(2026, 3, 31))]
    assert found == [1, 1]
    assert definitions.in_force(both, date(2026, 4, 1))["N01"].version == 2


@pytest.mark.parametrize("gone", ["name", "question", "unit", "owner", "since"])
def test_a_definition_that_says_too_little_is_refused(gone):
    row = dict.fromkeys(definitions.TEXTS, "x") | {"id": "N99", "version": 1, "since": date(2026, 1, 1)}
    row |= {"kind": "rate", "basis": "R", "months": 1, "pillar": 1, "direction": "up"}
    assert definitions.read(row).id == "N99"
    with pytest.raises(ValueError, match=f"N99 does not say its {gone}"):
        definitions.read({**row, gone: ""})


def test_an_unknown_pillar_is_refused():
    row = vars(reference.every()[0]) | {"kind": "rate", "basis": "R", "changes": (), "pillar": 9}
    with pytest.raises(ValueError, match="known pillar"):
        definitions.read(row)
