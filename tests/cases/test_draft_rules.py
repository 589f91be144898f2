"""What a case being logged needs, and what is only help."""

import pytest

from cases.rules.drafts import (
    PLANS,
    Entry,
    Status,
    by_reason,
    gaps,
    next_number,
    plan_of,
    reason_words,
    reference_of,
    status_of,
    stops,
)
from cases.rules.people import linked_offences

OFFENCE = Entry("offences", 1, True, {"occurred_from": "2026-03-01T00:00:00+00:00"})
REPORT = Entry("account", 1, True, {"reported_at": "2026-03-02T10:15:00+00:00"})


def words(entries: list[Entry]) -> list[str]:
    return [stop.words for stop in stops(entries)]


def test_an_offence_and_the_time_of_report_are_enough() -> None:
    assert words([OFFENCE, REPORT]) == []


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ([], ["Add at least one offence", "Enter when it was reported to the police"]),
        ([REPORT], ["Add at least one offence"]),
        ([OFFENCE], ["Enter when it was reported to the police"]),
        ([OFFENCE, Entry("account", 1, True)], ["Enter when it was reported to the police"]),
        ([OFFENCE, Entry("account", 1, False)], ["Finish “The report”, or remove what is in it"]),
        (
            [Entry("offences", 2, True, {"occurred_from": "2026-03-03T00:00:00+00:00"}), REPORT],
            ["Offence 2 is dated after the report. Change one of the two dates"],
        ),
        ([Entry("offences", 1, True, {"occurred_from": None}), REPORT], []),
        (
            [OFFENCE, REPORT, Entry("suspects", 1, False), Entry("victims", 2, False)],
            ["Finish “Victim 2”, or remove what is in it", "Finish “Suspect 1”, or remove what is in it"],
        ),
    ],
)
def test_what_stops_a_case_is_told_in_order(entries: list[Entry], told: list[str]) -> None:
    assert words(entries) == told


def test_sections_without_an_entry_are_help() -> None:
    assert [gap.words for gap in gaps([OFFENCE, REPORT])] == [
        "No victim is recorded",
        "No suspect is recorded",
        "Where it happened is not recorded",
        "The first response is not recorded",
    ]


def test_answers_without_a_value_are_grouped_by_their_reason() -> None:
    answers = [{"field": name, "question": name.title()} for name in ("sex", "language", "postcode")]
    missing = {"language": "declined", "sex": "declined", "postcode": "not_asked", "gone": "declined"}
    victim = Entry("victims", 2, True, {"missing": missing}, answers)

    told = [gap for gap in gaps([victim]) if gap.section == "victims"]

    assert [gap.words for gap in told] == [
        "Victim 2, not asked yet: Postcode",
        "Victim 2, declined to say: Sex; Language",
    ]
    assert {gap.number for gap in told} == {2}


def test_a_section_is_as_far_as_its_least_entry() -> None:
    done, half = Entry("victims", 1, True), Entry("victims", 2, False)

    found = [status_of(entries) for entries in ([], [done, half], [done])]
    assert found == [Status.NOT_STARTED, Status.INCOMPLETE, Status.COMPLETED]


def test_numbers_of_entries_go_on_from_the_highest() -> None:
    assert next_number([]) == 1
    assert next_number([Entry("victims", 3, True)]) == 4


def test_every_section_is_found_by_name() -> None:
    assert [plan_of(plan.name) for plan in PLANS] == list(PLANS)
    with pytest.raises(KeyError):
        plan_of("gossip")


def test_only_sections_that_repeat_are_numbered() -> None:
    assert (plan_of("victims").heading(2), plan_of("where").heading(1)) == ("Victim 2", "Where it happened")


def test_references_of_the_system_are_told_from_the_force_s_own() -> None:
    assert reference_of("55", 1, 2026) == "55/S00001/26"
    assert reference_of("55", 123456, 2107) == "55/S123456/07"


def test_reasons_are_worded() -> None:
    assert reason_words("not_recorded") == reason_words("gossip") == "not recorded"
    assert by_reason({"a": "declined", "b": "not_safe", "x": "declined"}, {"b": "B", "a": "A"}) == [
        "Not safe to ask: b",
        "Declined to say: a",
    ]


@pytest.mark.parametrize(
    ("chosen", "offences", "linked"),
    [(None, [(1, 7)], [7]), (["2"], [(1, 7), (2, 8)], [8]), (None, [(1, 7), (2, 8)], []), ([], [], [])],
)
def test_people_are_linked_to_the_only_offence_or_those_chosen(chosen, offences, linked) -> None:
    assert linked_offences(chosen, offences) == linked
