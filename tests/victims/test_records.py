"""What records of victims say of themselves."""

import pytest
from django.utils import timezone

from victims.models import Contact, Letter, LetterFile, Need, NeedsAssessment


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "Draft"),
        ({"finished_at": timezone.now()}, "Ready to send"),
        ({"sent_at": timezone.now(), "sent_how": "hand"}, "Sent"),
        ({"sent_at": timezone.now(), "sent_how": "not_wanted"}, "Not wanted"),
    ],
)
def test_a_letter_says_how_far_it_has_come(facts: dict, words: str) -> None:
    assert Letter(**facts).state == words


def test_records_are_called_by_what_names_nobody() -> None:
    named = [Contact(pk=3), Letter(pk=4), LetterFile(sha256="ab"), Need(code="post"), NeedsAssessment(number=2)]

    assert [str(each) for each in named] == ["Contact 3", "Letter 4", "ab", "post", "Version 2"]
