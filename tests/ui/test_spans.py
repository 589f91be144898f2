"""Dates that are only partly known."""

from datetime import date

import pytest

from soteria.ui import spans
from soteria.ui.parts import Wrong
from soteria.ui.spans import DateSpan, PartialDate, Precision


@pytest.mark.parametrize(
    ("typed", "expected", "words", "last"),
    [
        (("", "", "1994"), PartialDate(date(1994, 1, 1), Precision.YEAR), "1994", date(1994, 12, 31)),
        (("", "2", "1996"), PartialDate(date(1996, 2, 1), Precision.MONTH), "February 1996", date(1996, 2, 29)),
        (("3", "6", "1994"), PartialDate(date(1994, 6, 3)), "3 June 1994", date(1994, 6, 3)),
    ],
)
def test_as_much_as_is_known_is_read(typed: tuple, expected: PartialDate, words: str, last: date) -> None:
    found = spans.read_partial(*typed)

    assert (found, str(found), found.last, found.boxes) == (expected, words, last, typed)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("3", "", "1994"), "must include a month"),
        (("", "6", ""), "must include a year"),
        (("", "", "94"), "4 numbers"),
    ],
)
def test_what_leaves_a_hole_is_refused(typed: tuple, words: str) -> None:
    with pytest.raises(Wrong, match=words):
        spans.read_partial(*typed)


def test_a_span_is_told_in_words() -> None:
    june = PartialDate(date(1994, 6, 1), Precision.MONTH)

    assert str(DateSpan()) == "Date not known"
    assert str(DateSpan.of(june)) == "June 1994"
    assert DateSpan.of(june).last == date(1994, 6, 30)
    between = DateSpan(date(1994, 1, 1), date(1995, 12, 31), Precision.BETWEEN)
    assert str(between) == "Between 1 January 1994 and 31 December 1995"
