"""Readings and their words: what is hidden says why, and a change is told only with a signal."""

from datetime import date

import pytest

from performance import reference
from performance.rules import readings, suppression, variation, words
from performance.rules.readings import Numbers

ALL = reference.in_force(date(2026, 1, 1))
COUNT, RATE, MEDIAN = ALL["N01"], ALL["N03"], ALL["N08"]
SPREAD = "the middle half 300 to 300, 9 in 10 no more than 300"


def numbers(counted: int, base: int, middle: float | None = None) -> Numbers:
    """A figure whose centiles are its median."""
    return Numbers(counted, base, base, middle, middle, middle, middle)


@pytest.mark.parametrize(
    ("one", "figure", "headline", "basis"),
    [
        (COUNT, numbers(12, 40), "12", "12 of 40 RASSO cases"),
        (COUNT, numbers(3, 40), "Fewer than 5", "fewer than 5 of 40 RASSO cases"),
        (COUNT, numbers(0, 0), "None", "There were no RASSO cases"),
        (RATE, numbers(12, 48), "25%", "12 of 48 outcomes"),
        (RATE, numbers(46, 48), "Hidden", "Out of 48 outcomes"),
        (RATE, numbers(0, 48), "0%", "0 of 48 outcomes"),
        (RATE, numbers(6, 8), "Hidden", "Out of 8 outcomes"),
        (
            MEDIAN,
            numbers(12, 12, 300),
            "300 days",
            "12 cases charged; the middle half 300 to 300, 9 in 10 no more than 300",
        ),
        (MEDIAN, numbers(7, 7, 300), "Hidden", "7 cases charged"),
    ],
)
def test_a_figure_on_an_aggregate_page(one, figure, headline, basis):
    found = readings.masked(one, figure)
    assert (words.headline(one, found), words.basis(one, found)) == (headline, basis)
    assert bool(found.reason) == (headline in ("Hidden", "Fewer than 5"))


def test_a_named_role_reads_the_true_numbers():
    found = readings.open_reading(RATE, numbers(3, 4))
    assert (found.value, found.reason, found.counted.number, found.base.number) == (75, "", 3, 4)


def test_a_total_is_hidden_with_the_parts_that_would_reveal_it():
    alone = readings.masked(COUNT, numbers(7, 60))
    beside = readings.masked(COUNT, numbers(5, 60), [numbers(1, 12) for _ in range(5)])
    assert (alone.value, beside.value) == (7, None)
    assert beside.reason == suppression.REVEALS


def test_the_quality_of_a_hidden_denominator_is_not_told():
    assert readings.masked(RATE, numbers(2, 3)).quality is None
    assert readings.masked(RATE, Numbers(20, 40, 30, None, None, None, None)).quality == 75


def test_words_about_a_change_need_a_signal():
    steady = [float(20 + month % 2) for month in range(20)]
    assert words.variation(COUNT, variation.chart(steady)).startswith("No signal")
    assert "is a signal (outside the limits)" in words.variation(COUNT, variation.chart([*steady, 90.0]))
    assert "too few months" in words.variation(COUNT, variation.chart(steady[:5]))
    assert "so far" in words.variation(COUNT, variation.chart(steady[:14]))
    assert "too few months" in words.variation(COUNT, variation.chart([None, None]))
