"""Passwords may not be made of the words of this work (ASVS 6.2.11)."""

from typing import Any

from django.core.exceptions import ValidationError

CONTEXT_WORDS = ("soteria", "police", "constable", "detective", "inspector", "sergeant", "password")


class ContextWordsValidator:
    """Refuses a password that is a context word with little added."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError when fewer than 8 characters remain beside the context words."""
        rest = password.lower()
        for word in CONTEXT_WORDS:
            rest = rest.replace(word, "")
        if len(rest) < 8 and rest != password.lower():
            raise ValidationError(self.get_help_text(), code="context_word")

    def get_help_text(self) -> str:
        """The rule, in a sentence."""
        return "Choose a password that is not mostly a word from police work, such as three random words."
