"""The rules of what was recorded by mistake: which step can go, what an order has in the way, which days fit."""

from datetime import date, timedelta

import pytest

from orders.rules import applications, mistakes
from orders.rules.applications import Step
from orders.rules.mistakes import Since

DAY = date(2026, 5, 12)
WAY = [Step("considered", DAY, number=1), Step("advice_asked", DAY, number=2), Step("advice_given", DAY, number=3)]


def said(found: list[mistakes.Fault]) -> str:
    return " ".join(fault.words for fault in found)


def test_only_the_last_step_can_be_taken_back_and_the_refusal_names_it() -> None:
    assert mistakes.step_faults(WAY[2], WAY[2], is_supervisor=False) == []
    found = mistakes.step_faults(WAY[0], WAY[2], is_supervisor=True)
    assert said(found) == "Later, legal advice was given on 12 May 2026. Take that step back first"


@pytest.mark.parametrize("kind", ["made", "refused", "interim_made", "interim_refused", "appeal_decided"])
def test_the_answer_of_a_court_needs_a_supervisor(kind: str) -> None:
    step = Step(kind, DAY, number=9)

    assert "a supervisor (DS or above)" in said(mistakes.step_faults(step, step, is_supervisor=False))
    assert mistakes.step_faults(step, step, is_supervisor=True) == []


def test_every_kind_of_step_is_an_answer_or_is_anybodys_to_take_back() -> None:
    assert set(mistakes.ANSWERS) < set(applications.SAID)
    assert not mistakes.needs_supervisor("withdrawn")


def test_of_an_application_without_steps_nothing_is_said_but_that_it_was_a_mistake() -> None:
    standing = applications.standing([], emptied_on=DAY)

    assert (standing.stage, standing.stage_on) == ("taken_back", DAY)
    assert not any([standing.considered_on, standing.applied_on, standing.hearing_on, standing.decided_on])


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (Since(), ""),
        (Since(served_on=DAY), "This order was served on 12 May 2026. Record that the order ended instead"),
        (Since(is_broken=True, served_on=DAY), "A breach of this order is logged. Have it decided first"),
        (Since(changed_on=DAY), "A court changed this order on 12 May 2026. Record that the order ended instead"),
        (Since(has_arrest=True), "An arrest on this order is recorded. Record that the order ended instead"),
        (Since(ended_on=DAY), "This order ended on 12 May 2026, so it holds no more"),
        (Since(notified_on=DAY), "notified police on 12 May 2026 is recorded. Correct that first"),
    ],
)
def test_an_order_on_which_something_was_done_stands_in_the_way_and_says_what_to_do(since: Since, words: str) -> None:
    found = said(mistakes.order_faults(since))

    assert words in found if words else not found


def test_a_mistake_is_explained_in_a_code_and_in_words() -> None:
    assert said(mistakes.words_faults("", "Oops     ")) == (
        "Select what was wrong Enter what was wrong, in 10 characters or more"
    )
    assert mistakes.words_faults("date", "It was the 3rd") == []


@pytest.mark.parametrize(
    ("was", "now", "words"),
    [
        (None, DAY, "No day is recorded that could be corrected"),
        (DAY, DAY, "12 May 2026 is what is recorded"),
        (DAY, DAY - timedelta(days=3), "between the day the duty began and today"),
        (DAY, DAY + timedelta(days=3), "between the day the duty began and today"),
        (DAY, DAY - timedelta(days=1), ""),
        (DAY, None, ""),
    ],
)
def test_a_day_of_notification_is_corrected_to_one_that_can_be(was: date | None, now: date | None, words: str) -> None:
    begins_on, today = DAY - timedelta(days=2), DAY + timedelta(days=2)

    found = mistakes.correction_faults(was_on=was, now_on=now, begins_on=begins_on, today=today)

    assert words in said(found) if words else not found


def test_no_day_fits_before_the_duty_begins() -> None:
    found = mistakes.correction_faults(was_on=DAY, now_on=DAY - timedelta(days=1), begins_on=None, today=DAY)

    assert "between the day the duty began" in said(found)
