"""When an offence happened, in words that claim no more than is known."""

from datetime import datetime

import pytest

from cases.rules.when import LONDON, in_words


def at(*parts):
    return datetime(*parts, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("precision", "start", "end", "words"),
    [
        ("unknown", None, None, "Date not known"),
        ("unknown", None, at(2026, 3, 5, 23, 59), "Date not known, but not after 5 March 2026"),
        ("unknown", None, at(2026, 3, 5, 14, 5), "Date not known, but not after 5 March 2026 at 2:05pm"),
        ("exact", at(2026, 3, 1, 14, 5), None, "1 March 2026 at 2:05pm"),
        ("day", at(2026, 3, 1), at(2026, 3, 1, 23, 59), "1 March 2026"),
        ("month", at(2026, 3, 1), None, "March 2026"),
        ("year", at(2019, 1, 1), None, "2019"),
        ("between", at(2018, 6, 25), at(2018, 9, 23, 23, 59), "Between 25 June 2018 and 23 September 2018"),
        ("between", at(2018, 6, 25, 22, 0), at(2018, 6, 26), "Between 25 June 2018 at 10pm and 26 June 2018"),
        ("between", at(2018, 6, 25), None, "25 June 2018"),
    ],
)
def test_a_date_is_said_as_exactly_as_it_is_known(precision, start, end, words):
    assert in_words(precision, start, end) == words
