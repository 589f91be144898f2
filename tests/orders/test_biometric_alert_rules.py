"""When somebody is told of fingerprints and DNA: at once, near the date, and once it has passed."""

from datetime import date

import pytest

from orders.rules import biometric_alerts as rules
from orders.rules.biometric_alerts import Days, Stage
from orders.rules.biometric_steps import Stand, State

BEGUN, END = date(2026, 9, 1), date(2026, 9, 29)
DAYS = Days(apply=7, ending=28, destroy=14)


def told(stand, *, opens_on=None, notice_given=True, begun=BEGUN):
    found = rules.tellings(stand, begun=begun, opens_on=opens_on, notice_given=notice_given, days=DAYS)
    return [(telling.stage.value, telling.on.isoformat()) for telling in found]


def test_a_question_is_told_on_day_one_a_week_before_and_the_day_after():
    expected = [("first", "2026-09-01"), ("soon", "2026-09-22"), ("late", "2026-09-30")]

    assert told(Stand(State.OPEN, END)) == expected
    assert told(Stand(State.TO_APPLY, END)) == expected


def test_notice_is_asked_for_until_it_is_given():
    assert told(Stand(State.APPLIED, None), notice_given=False) == [("first", "2026-09-01")]
    assert told(Stand(State.APPLIED, END)) == []
    assert told(Stand(State.ASKED, END)) == [("first", "2026-09-01")]


def test_the_end_of_keeping_is_told_when_the_window_opens_near_it_and_after_it():
    kept = Stand(State.KEPT, date(2029, 5, 31), date(2029, 5, 31))

    assert told(kept, opens_on=date(2029, 3, 1)) == [
        ("first", "2029-03-01"),
        ("soon", "2029-05-03"),
        ("late", "2029-06-01"),
    ]
    extended = Stand(State.EXTENDED, date(2031, 5, 31), date(2031, 5, 31))
    assert told(extended, opens_on=date(2029, 3, 1)) == [("soon", "2031-05-03"), ("late", "2031-06-01")]


def test_what_must_go_is_told_at_once_and_to_inspectors_after_a_fortnight():
    assert told(Stand(State.DESTROY, BEGUN)) == [("first", "2026-09-01"), ("late", "2026-09-15")]


def test_nothing_is_told_of_what_needs_no_act():
    for state in (State.HELD, State.INDEFINITE, State.NOTHING, State.DESTROYED):
        assert told(Stand(state)) == []


def test_a_telling_is_never_before_its_state_began():
    begun = date(2026, 10, 5)

    assert told(Stand(State.TO_APPLY, END), begun=begun) == [
        (stage, "2026-10-05") for stage in ("first", "soon", "late")
    ]


@pytest.mark.parametrize(
    ("today", "stage", "following"),
    [
        (date(2026, 8, 31), None, date(2026, 9, 1)),
        (date(2026, 9, 1), Stage.FIRST, date(2026, 9, 22)),
        (date(2026, 9, 25), Stage.SOON, date(2026, 9, 30)),
        (date(2026, 10, 9), Stage.LATE, None),
    ],
)
def test_the_last_telling_whose_day_has_come_is_due(today, stage, following):
    found = rules.tellings(Stand(State.OPEN, END), begun=BEGUN, opens_on=None, notice_given=False, days=DAYS)

    due = rules.due(found, today)
    assert (due.stage if due else None) is stage
    assert rules.following(found, today) == following


def test_what_an_alert_says():
    kept = Stand(State.KEPT, END, END)

    assert "Section 63G: decide" in rules.title(Stand(State.OPEN, END), Stage.FIRST)
    assert rules.title(Stand(State.OPEN, END), Stage.LATE).endswith("(late)")
    assert [rules.title(kept, stage).split()[0] for stage in Stage] == ["Decide", "The", "The"]
    assert "destroy them" in rules.title(kept, Stage.LATE)
