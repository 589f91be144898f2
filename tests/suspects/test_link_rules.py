"""Rules of linking without a database: dates one slip apart, who is kept, what is taken, and how facts add up."""

from datetime import date

import pytest

from suspects.linkage import scoring
from suspects.rules import births, merging, waterfall


def test_a_date_is_met_by_every_slip_and_by_no_other():
    found = births.variants(date(1984, 3, 7))

    for slip in ((1984, 3, 7), (1984, 7, 3), (1984, 3, 17), (1984, 5, 7), (1985, 3, 7), (1994, 3, 7), (1983, 3, 7)):
        assert date(*slip) in found
    assert date(1984, 4, 9) not in found and date(1987, 5, 7) not in found
    assert found == sorted(set(found)) and len(found) < 60


def test_no_date_is_made_that_no_calendar_has():
    found = births.variants(date(2000, 2, 29))

    assert date(2000, 2, 28) in found and date(2001, 2, 28) not in found
    assert births.variants(date(1900, 1, 1))[0].year == 1900


def record(pk, **facts):
    return merging.Record(**({"id": pk, "is_open": True, "pnc_id": "", "cases": 1} | facts))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (record(2), record(1, is_open=False, pnc_id="84/1A", cases=9)),
        (record(2), record(1, is_open=False, is_worked=True)),
        (record(2, is_worked=True), record(1, pnc_id="84/1A", cases=9)),
        (record(2, pnc_id="84/1A"), record(1, cases=9)),
        (record(2, cases=3), record(1)),
        (record(1), record(2)),
    ],
)
def test_the_record_that_is_kept_is_the_open_then_the_worked_then_the_identified_then_the_fuller_then_the_older(
    one, other
):
    assert merging.kept_first(one, other) == merging.kept_first(other, one) == (one, other)


def facts(**given):
    blank = dict.fromkeys([*merging.FILLED, "name"], "") | {"date_of_birth": None, "aliases": [], "phones": []}
    return blank | given


def test_what_is_blank_is_filled_and_what_is_said_stays():
    kept = facts(name="Gareth Thornbury", sex="M", phones=["07700900123"])
    folded = facts(
        name="Gaz Thornbury", sex="F", pnc_id="84/1A", date_of_birth=date(1984, 3, 7), aliases=["gareth thornbury", "T"]
    )

    given = merging.taken(kept, folded)

    assert given == {"pnc_id": "84/1A", "date_of_birth": "1984-03-07", "aliases": ["Gaz Thornbury", "T"]}


def test_undoing_takes_back_what_was_given_and_nothing_that_changed_since():
    given = {"pnc_id": "84/1A", "sex": "M", "date_of_birth": "1984-03-07", "aliases": ["Gaz", "T"]}
    held = facts(pnc_id="84/1A", sex="F", date_of_birth=date(1984, 3, 7), aliases=["Own", "Gaz", "T"])

    left = merging.left_after(held, given, [{"aliases": ["T"]}])

    assert left == {"pnc_id": "", "date_of_birth": None, "aliases": ["Own", "T"]}
    assert merging.left_after(facts(), {"aliases": ["Gone already"]}, []) == {}


PARTS = [
    {"field": "Starting point", "words": "two entries are hardly ever one person", "weight": -4.0},
    {"field": "Surname", "words": "sounds alike", "weight": 6.0},
    {"field": "PNC ID", "words": "the same", "weight": 14.0},
    {"field": "Address", "words": "different", "weight": -4.0},
    {"field": "Telephone", "words": "not known for both", "weight": 0.0},
]


def test_each_bar_begins_where_the_one_before_it_ended():
    shown = waterfall.drawn(PARTS, 12.0)

    assert [(bar.start, bar.width, bar.side) for bar in shown.bars] == [
        (0.0, 20.0, "against"),
        (0.0, 30.0, "for"),
        (30.0, 70.0, "for"),
        (80.0, 20.0, "against"),
    ]
    assert shown.unknown == ("Telephone",)
    assert (shown.total.start, shown.total.width, shown.nought) == (20.0, 60.0, 20.0)


def test_a_waterfall_that_falls_below_nought_shows_where_nought_is():
    shown = waterfall.drawn([{"field": "Sex", "words": "Sex differs", "weight": -5.0}], -5.0)

    assert (shown.nought, shown.total.start, shown.total.side) == (100.0, 0.0, "against")
    assert waterfall.drawn([], 0.0).nought == 0.0


def test_the_sentence_says_both_sides_strongest_first():
    said = waterfall.sentence(PARTS, 0.9997)

    assert said == (
        "For one person: PNC ID (the same); surname (sounds alike). Against: address (different). "
        "Together, the model finds it nearly certain that this is one person."
    )
    assert waterfall.START == scoring.START
    assert "Nothing speaks for one person. Nothing speaks against it." in waterfall.sentence([], 0.1)
    assert waterfall.likely(0.5).startswith("possible") and waterfall.likely(0.96).startswith("very likely")
