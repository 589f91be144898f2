"""The rules of victims, without a database: which ways are safe, and which review a decision carries."""

import pytest

from victims.rules import contact, letters
from victims.rules.letter_words import nfa


@pytest.mark.parametrize(
    ("channel", "agreed", "is_safe"),
    [
        ("phone", "phone", True),
        ("phone", "text", False),
        ("phone", "none", False),
        ("phone", "", True),
        ("in_person", "text", True),
        ("video", "none", True),
        ("letter", "third_party", False),
    ],
)
def test_a_contact_keeps_to_the_way_that_was_agreed(channel: str, agreed: str, is_safe: bool) -> None:
    assert contact.is_safe(channel, agreed) is is_safe


def test_the_reason_that_is_asked_for_names_the_safe_way() -> None:
    assert contact.why_not("third_party").startswith("They agreed to contact only through somebody they trust")
    assert contact.why_not("none").startswith("No safe way to contact them is known yet")


@pytest.mark.parametrize(
    ("how", "agreed", "post", "is_safe"),
    [
        ("hand", "", "", True),
        ("not_wanted", "none", "no", True),
        ("post", "", "", False),
        ("post", "letter", "", True),
        ("post", "letter", "no", False),
        ("post", "text", "yes", True),
        ("post", "text", "plain", False),
        ("plain_post", "text", "plain", True),
        ("plain_post", "letter", "elsewhere", False),
        ("plain_post", "letter", "", True),
        ("email", "email", "", True),
        ("email", "text", "", False),
        ("supporter", "third_party", "", True),
        ("supporter", "", "", False),
    ],
)
def test_a_letter_goes_only_where_the_victim_said_that_it_may(how: str, agreed: str, post: str, is_safe: bool) -> None:
    assert letters.is_safe(how, agreed=agreed, post=post) is is_safe


@pytest.mark.parametrize(
    ("maker", "was_interviewed", "review"),
    [("police", True, "police"), ("police", False, "none"), ("cps", True, "cps"), ("cps", False, "cps")],
)
def test_whoever_decided_reviews_it_and_the_police_only_after_an_interview(
    maker: str, was_interviewed: bool, review: str
) -> None:
    assert letters.review_of(maker, was_interviewed=was_interviewed) == review


@pytest.mark.parametrize("review", ["police", "cps", "none"])
def test_a_letter_says_one_thing_about_the_review(review: str) -> None:
    parts = letters.chosen(nfa().parts, review)

    assert [part.slug for part in parts].count("review") == 1
    assert len({part.slug for part in parts}) == len(parts)
