"""Typed days, months, years and times."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from soteria.ui import parts
from soteria.ui.parts import ClockTime, Wrong


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (("3", "3", "2026"), date(2026, 3, 3)),
        (("03", "03", "2026"), date(2026, 3, 3)),
        (("29", "2", "2024"), date(2024, 2, 29)),
        (("1", "Mar", "2026"), date(2026, 3, 1)),
        (("1", "september", "2026"), date(2026, 9, 1)),
        (("1", "Sept", "2026"), date(2026, 9, 1)),
    ],
)
def test_a_date_is_read(typed: tuple[str, str, str], expected: date) -> None:
    assert parts.read_date(*typed) == expected


@pytest.mark.parametrize(
    ("typed", "words", "at_fault"),
    [
        (("3", "", "2026"), "must include a month", ("month",)),
        (("", "", "2026"), "must include a day and month", ("day", "month")),
        (("", "", ""), "must include a day, month and year", ("day", "month", "year")),
        (("31", "2", "2026"), "must be a real date", ("day",)),
        (("29", "2", "2026"), "must be a real date", ("day",)),
        (("0", "2", "2026"), "must be a real date", ("day",)),
        (("32", "1", "2026"), "must be a real date", ("day",)),
        (("3", "13", "2026"), "must be a real date", ("month",)),
        (("3", "Smarch", "2026"), "must be a real date", ("month",)),
        (("٣", "3", "2026"), "must be a real date", ("day",)),
        (("3", "3", "26"), "Year must include 4 numbers", ("year",)),
        (("3", "3", "02026"), "Year must include 4 numbers", ("year",)),
        (("3", "3", "1066"), "must be after 31 December 1879", ("year",)),
        (("3\0", "3", "2026"), "must be a real date", ("day",)),
    ],
)
def test_a_date_that_cannot_be_read_names_the_box(typed: tuple[str, str, str], words: str, at_fault: tuple) -> None:
    with pytest.raises(Wrong) as caught:
        parts.read_date(*typed)

    assert (caught.value.message, caught.value.parts) == (words, at_fault)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2:05pm", time(14, 5)),
        ("2.05 pm", time(14, 5)),
        ("2:05 p.m.", time(14, 5)),
        ("14:05", time(14, 5)),
        ("1405", time(14, 5)),
        ("02:05", time(2, 5)),
        ("2pm", time(14)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("12:30am", time(0, 30)),
        ("00:00", time(0)),
        ("midday", time(12)),
        ("Noon", time(12)),
        ("midnight", time(0)),
    ],
)
def test_a_time_is_read(typed: str, expected: time) -> None:
    assert parts.read_time(typed) == ClockTime(expected)


@pytest.mark.parametrize(
    "typed", ["25:00", "14:60", "13pm", "0pm", "2", "14", "soon", "2:5", "１４:05", "2:05pm tomorrow"]
)
def test_a_time_that_cannot_be_read_is_asked_for_again(typed: str) -> None:
    with pytest.raises(Wrong, match="Enter a time, like 2:05pm or 14:05"):
        parts.read_time(typed)


def test_an_hour_that_could_be_either_half_is_asked_about() -> None:
    with pytest.raises(Wrong, match="Enter 2:05am or 2:05pm, so that the time is clear"):
        parts.read_time("2:05")


def test_a_time_skipped_in_spring_is_refused_in_words() -> None:
    with pytest.raises(Wrong, match="1:30am did not happen on 29 March 2026, because the clocks went forward"):
        parts.in_london(date(2026, 3, 29), ClockTime(time(1, 30)))


def test_a_time_repeated_in_autumn_is_asked_about_in_words() -> None:
    with pytest.raises(Wrong, match="1:30am happened twice on 25 October 2026.*Enter 1:30am BST for the first or"):
        parts.in_london(date(2026, 10, 25), ClockTime(time(1, 30)))


@pytest.mark.parametrize(("typed", "hour"), [("1:30am BST", 0), ("1:30am gmt", 1)])
def test_a_repeated_time_can_be_told_apart(typed: str, hour: int) -> None:
    found = parts.in_london(date(2026, 10, 25), parts.read_time(typed))

    assert found.astimezone(UTC) == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    assert parts.time_text(found).lower() == typed.lower()


@given(some.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2040, 1, 1), timezones=some.just(UTC)))
def test_what_a_time_box_shows_is_read_back_as_the_same_moment(at: datetime) -> None:
    at = at.replace(second=0, microsecond=0)
    local = at.astimezone(parts.LONDON)

    assert parts.in_london(local.date(), parts.read_time(parts.time_text(at))) == at
