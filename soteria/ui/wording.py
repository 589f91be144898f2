"""Turn Django's error words into plain ones that say how to put it right."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from django.utils.text import capfirst

_PICKED = (forms.ChoiceField, forms.ModelChoiceField)
_RETYPE = "Type it again instead of pasting"
# The first kind that fits is used, so a decimal comes before the whole number that it inherits from.
_INVALID = {
    forms.EmailField: "Enter an email address in the correct format, like name@example.com",
    forms.FloatField: "{} must be a number, like 1.5",
    forms.DecimalField: "{} must be a number, like 1.5",
    forms.IntegerField: "{} must be a whole number, like 12",
    forms.URLField: "{} must be a web address, like https://www.example.com",
    forms.FileField: "{} could not be uploaded. Try again",
}


def mid_sentence(label: str) -> str:
    """Return a label for the middle of a sentence: "Date of birth" → "date of birth", but "CPS reference" as it is.

    >>> mid_sentence("Date of birth"), mid_sentence("CPS reference")
    ('date of birth', 'CPS reference')
    """
    if len(label) > 1 and (label[1].isupper() or label.startswith("I ")):
        return label
    return label[:1].lower() + label[1:]


def subject(field: forms.Field, name: str) -> str:
    """Return what a field is about, in words: its `what`, or its label without a question mark, or its name."""
    words = getattr(field, "what", "") or field.label or name.replace("_", " ")
    return str(words).rstrip("?:. ")


def moment(what: str, parts: tuple[str, ...]) -> str:
    """Return what is wrong about a moment, named by its boxes, so that a sentence can begin with it.

    >>> moment("when it happened", ("time",)), moment("when it happened", ("day",)), moment("time of breach", ("day",))
    ('the time it happened', 'the date it happened', 'time of breach')
    """
    since = what.removeprefix("when ")
    return what if since == what else f"the {'time' if parts == ('time',) else 'date'} {since}"


@deconstructible
class StorableText:
    """Refuse half of a surrogate pair, which can be neither stored nor sent. (Django itself refuses NUL.)"""

    def __init__(self, what: str) -> None:
        self.what = what

    def __call__(self, value: Any) -> None:
        """Raise ValidationError naming the field when the text holds such a character."""
        if any("\ud800" <= letter <= "\udfff" for letter in str(value)):
            raise ValidationError(
                f"{capfirst(self.what)} includes a character that cannot be saved. {_RETYPE}",
                code="unstorable",
            )

    def __eq__(self, other: object) -> bool:
        """Two are the same when they speak of the same field."""
        return isinstance(other, StorableText) and other.what == self.what

    def __hash__(self) -> int:
        """Agree with equality."""
        return hash(self.what)


def apply(field: forms.Field, name: str) -> None:
    """Give a field plain error words for every error that its author did not word, and refuse unstorable text."""
    what = subject(field, name)
    for code, words in _messages(field, what).items():
        if field.error_messages.get(code) == _django_words(field).get(code):
            field.error_messages[code] = words
    if isinstance(field, forms.CharField):
        field.validators = [*field.validators, StorableText(what)]


def _django_words(field: forms.Field) -> dict[str, Any]:
    words: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        words.update(getattr(kind, "default_error_messages", {}))
    return words


def _messages(field: forms.Field, what: str) -> dict[str, str]:
    start, ask = capfirst(what), _ask(field, what)
    return {
        "required": ask,
        "missing": ask,
        "invalid": _invalid(field, what),
        **dict.fromkeys(
            ("invalid_choice", "invalid_list", "invalid_pk_value"), f"Choose {mid_sentence(what)} from the list"
        ),
        "min_length": f"{start} must be %(limit_value)s characters or more",
        "max_length": _too_long(field, start),
        "min_value": f"{start} must be %(limit_value)s or more",
        "max_value": f"{start} must be %(limit_value)s or less",
        "null_characters_not_allowed": f"{start} includes a character that cannot be saved. {_RETYPE}",
        "empty": f"{start} is an empty file. Choose another",
        "contradiction": f"{start}: upload a file or tick to remove it, not both",
    }


def _ask(field: forms.Field, what: str) -> str:
    label = str(field.label or "")
    if isinstance(field, forms.BooleanField):
        return f"Tick “{label or capfirst(what)}” to continue"
    if label.endswith("?") and not getattr(field, "what", ""):
        return f"Answer “{label}”"
    return f"{_verb(field)} {mid_sentence(what)}"


def _verb(field: forms.Field) -> str:
    if isinstance(field, forms.FileField):
        return "Choose"
    return "Select" if isinstance(field, _PICKED) else "Enter"


def _too_long(field: forms.Field, start: str) -> str:
    if isinstance(field, forms.FileField):
        return f"{start} must have a file name of %(max)s characters or fewer"
    return f"{start} must be %(limit_value)s characters or fewer"


def _invalid(field: forms.Field, what: str) -> str:
    for kind, words in _INVALID.items():
        if isinstance(field, kind):
            return words.format(capfirst(what))
    return f"Enter {mid_sentence(what)} in the correct format"
