"""Whether the words of a report disclose a sexual offence: measured on phrases, and each rule by its own examples."""

import csv
from functools import cache
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.rules import disclosure, disclosure_text, disclosure_words

PHRASES = Path(__file__).parent.parent / "data" / "disclosure_phrases.csv"


@cache
def phrases(half: str) -> list[tuple[str, bool]]:
    """The phrases of one half, each with whether it discloses."""
    with PHRASES.open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["is_disclosure"] == "1") for row in csv.DictReader(file) if row["half"] == half]


def measured(half: str) -> tuple[float, float]:
    """Recall and precision of the rules on one half."""
    found = [(disclosure.read(text).weight > 0, is_one) for text, is_one in phrases(half)]
    right = sum(is_found and is_one for is_found, is_one in found)
    return right / sum(is_one for _, is_one in found), right / sum(is_found for is_found, _ in found)


@pytest.mark.parametrize("half", ["tuned", "kept"])
def test_phrases_unlike_the_sample_are_told_apart(half):
    """The kept half was written before the rules and no rule was made for it."""
    recall, precision = measured(half)

    assert len(phrases(half)) > 100
    assert recall >= 0.95
    assert precision >= 0.90


@pytest.mark.parametrize(
    "text",
    [
        "She was raped.",
        "VIC states he SA'd her",
        "had sex w/o her consent",
        "ex forced himself on her",
        "He didn't stop when she said no and carried on having sex with her",
        "suspect denied raping her",
        "She has not reported the rape before and does not want to now.",
        "Threatened to rape her again.",
        "he had sex with her. She was asleep.",
        "assaulted/raped her in the car park",
        "she was r*ped by her cousin",
        "sexaully assualted on the bus",
        "was masturbating in the park facing the informant",
        "sent the 12 year old a picture of his genitals",
        "threatened to post the nude photos of her online unless she came back",
        "told staff that a night worker gets into bed with her",
        "there was a time he did not stop even though she was crying and saying no",
    ],
)
def test_what_is_said_to_have_happened_is_found(text):
    assert disclosure.read(text).weight >= disclosure_words.enough()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No sexual offences disclosed.",
        "She was not raped.",
        "previously a victim of rape in 2010, dealt with by police at that time",
        "He punched her and did not stop even though she was crying and saying no.",
        "IP denied any sexual assault.",
        "Sexual abuse: none.",
        "Asked whether he had ever raped her, she said no.",
        "I will rape you",
        "He is on bail for rape.",
        "Falsely accused him of rape, it never happened.",
        "A talk about sexual assault.",
        "It was like being raped.",
        "Consensual sex, then an argument about money.",
        "Field of oilseed rape set alight.",
    ],
)
def test_what_is_denied_threatened_known_or_about_something_else_is_not(text):
    assert disclosure.read(text) == disclosure.Reading()


def test_the_sentence_is_where_it_stands_in_the_text_with_plain_reasons():
    text = "Window broken at 9pm. In 2011 her step-father raped her! Nothing else."

    (found,) = disclosure.read(text).found

    assert text[slice(*found.span)] == "In 2011 her step-father raped her!"
    assert found.reasons[0] == "rape or sexual assault, as done to somebody"
    assert "It seems to be about the past" in found.reasons
    assert disclosure.read(text).reasons == found.reasons


def test_more_that_is_said_of_force_weighs_more():
    plain = disclosure.read("He had sex with her while she was asleep.")
    worse = disclosure.read("He pinned her down and had sex with her while she was asleep, against her will.")

    assert plain.weight < worse.weight <= disclosure.MOST


def test_a_sentence_ends_at_a_stop_or_a_line_and_not_at_a_short_form():
    text = "Approx. 5 men ran off.\nMr. Bale saw it. He fell"

    assert [text[slice(*span)] for span in disclosure_text.sentences(text)] == [
        "Approx. 5 men ran off.",
        "Mr. Bale saw it.",
        "He fell",
    ]


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("VIC didn’t consent", "victim did not consent"),
        ("IP's ex-husband hs raepd her w/o", "victim 's ex husband has raped her without"),
        ("cant breathe; stop", "could not breathe | ; stop"),
        ("she wasnt asked, but went", "she was not asked , | but went"),
    ],
)
def test_words_are_made_plain(typed, plain):
    assert disclosure_text.plain(typed) == plain


@settings(max_examples=40)
@given(st.text(max_size=300))
def test_any_text_can_be_read_and_spans_lie_within_it(text):
    reading = disclosure.read(text)

    assert 0 <= reading.weight <= disclosure.MOST
    assert all(0 <= start < end <= len(text) for start, end in (found.span for found in reading.found))


def test_a_long_text_without_stops_is_read_in_a_moment():
    started = process_time()

    reading = disclosure.read("he put his hand on the table and she felt that it was " * 400 + "he raped her")

    assert reading.weight > 0
    assert process_time() - started < 5
