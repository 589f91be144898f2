"""Questions of the record that plans and nominations carry, and the boxes that the forms beside them share."""

from collections.abc import Sequence
from typing import Any

from django import forms

from soteria.ui.widgets import Radios, Textarea, TextInput
from suspects.models.proportionality import Aim, Disclosure, View
from suspects.reference import options
from suspects.rules.action import MOST_DAYS, RECORD

LONGEST = 4_000
ALL_READ = "Everybody who may see this suspect reads it. Name no victim, and say nothing of a restricted case."


def words(label: str, hint: str = "", rows: int = 3) -> forms.CharField:
    """A box for words that a draft may leave empty."""
    return forms.CharField(label=label, help_text=hint, required=False, max_length=LONGEST, widget=Textarea(rows=rows))


def needed(label: str, error: str, hint: str = "", rows: int = 3) -> forms.CharField:
    """A box for words that must be given."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST,
        widget=Textarea(rows=rows),
        error_messages={"required": error},
    )


def one_of(label: str, choices: Sequence[tuple[str, Any]], **kwargs: Any) -> forms.ChoiceField:
    """One choice of a few, that a draft may leave open."""
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=Radios(small=True), **kwargs)


def days_field() -> forms.IntegerField:
    """In how many days it is read again."""
    said = f"Review must be in 1 to {MOST_DAYS} days"
    return forms.IntegerField(
        label="In how many days will it be reviewed?",
        help_text=f"At most {MOST_DAYS}.",
        min_value=1,
        max_value=MOST_DAYS,
        initial=MOST_DAYS,
        widget=TextInput(width=2),
        error_messages=dict.fromkeys(["min_value", "max_value", "invalid", "required"], said),
    )


class RecordFields(forms.Form):
    """The record of proportionality: JAPAN, and Article 8."""

    justification = words(
        "Justified: what facts justify this?", "What is recorded, not what is thought. Allegations are not findings."
    )
    legal_basis = forms.ChoiceField(label="Authorised: what is the legal basis?", required=False, widget=forms.Select)
    authorisation = words("Who authorises it, and under which power?")
    proportionality = words(
        "Proportionate: why is this not more than is needed?", "Say what it does to the suspect, the family and others."
    )
    least_intrusive = words("What is the least intrusive option, and why is it not enough?")
    audit_trail = words(
        "Auditable: where are the decisions and the material kept?", "The score that was seen is kept with this."
    )
    necessity = words("Necessary: why is this needed now?")
    article8_aim = one_of("Which aim of Article 8(2) does it serve?", Aim.choices)
    interference = words("How does it interfere with private or family life?")
    victim_safety = words("How does it affect the safety of each victim?", ALL_READ)
    victim_view = forms.ChoiceField(
        label="Is the victim’s view known?",
        choices=View.choices,
        required=False,
        widget=Radios(small=True, reveals={View.GIVEN: ["victim_words"]}),
    )
    victim_words = words("What does the victim say?")
    disclosure = one_of("What was decided about disclosure to somebody at risk?", Disclosure.choices)
    equality = words(
        "What was considered about equality?", "For example, whether people like the suspect are treated the same."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bases = [(code, one.title) for code, one in options.legal_bases().items()]
        self.fields["legal_basis"].choices = [("", "Select"), *bases]  # type: ignore[attr-defined]


RECORD_FIELDS = (
    "justification",
    "legal_basis",
    "authorisation",
    "proportionality",
    "least_intrusive",
    "audit_trail",
    "necessity",
    "article8_aim",
    "interference",
    "victim_safety",
    "victim_view",
    "disclosure",
    "equality",
)
assert set(RECORD_FIELDS) == set(RECORD)  # noqa: S101 - a part that the form does not ask could never be given
