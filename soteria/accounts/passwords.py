"""The rules for passwords, in plain words: long, not known to attackers, not made of the words of this work."""

from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

CONTEXT_WORDS = (
    "soteria",
    "wessmere",
    "police",
    "constable",
    "detective",
    "inspector",
    "sergeant",
    "password",
    "rasso",
)


class LengthValidator(password_validation.MinimumLengthValidator):
    """Refuses a short password; there are no rules on kinds of characters (ASVS 6.2.5)."""

    def get_error_message(self) -> str:
        """The rule, in a sentence."""
        return f"Password must be {self.min_length} characters or more"

    def get_help_text(self) -> str:
        """The rule, as advice."""
        return f"Use {self.min_length} characters or more. Three random words are easy to remember."


class KnownPasswordValidator(password_validation.CommonPasswordValidator):
    """Refuses the twenty thousand passwords that attackers try first (ASVS 6.2.4)."""

    def get_error_message(self) -> str:
        """The rule, in a sentence."""
        return "Choose a password that is harder to guess. This one is on lists that attackers use"

    def get_help_text(self) -> str:
        """The rule, as advice."""
        return "Do not use a password that many people use."


class OwnNameValidator(password_validation.UserAttributeSimilarityValidator):
    """Refuses a password like the person's own name or user name."""

    def get_error_message(self) -> str:
        """The rule, in a sentence."""
        return "Choose a password that is less like your name or user name"

    def get_help_text(self) -> str:
        """The rule, as advice."""
        return "Do not use your name or user name."


class ContextWordsValidator:
    """Refuses a password that is a context word with little added (ASVS 6.2.11)."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError when fewer than 8 characters remain beside the context words."""
        rest = password.lower()
        for word in CONTEXT_WORDS:
            rest = rest.replace(word, "")
        if len(rest) < 8 and rest != password.lower():
            raise ValidationError("Choose a password that is not mostly a word from police work", code="context_word")

    def get_help_text(self) -> str:
        """The rule, as advice."""
        return "Do not use mostly words from police work."
