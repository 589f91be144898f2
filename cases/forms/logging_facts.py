"""The sections about the case itself: the report, where it happened, and what the first officer did."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator

from cases.forms.logging_section import SectionForm
from cases.models import Case, FirstResponse
from cases.rules.drafts import REASONS
from soteria.accounts.models import Team
from soteria.ui.fields import DateTimeField
from soteria.ui.forms import MissingReason
from soteria.ui.versions import VersionedFormMixin
from soteria.ui.widgets import Radios, Textarea, TextInput

# As the records systems of forces list them, so that logged and imported cases count together.
PREMISES = (
    "Dwelling",
    "Hotel",
    "Licensed premises",
    "Workplace",
    "School, college or university",
    "Hospital or care home",
    "Street",
    "Park",
    "Vehicle",
    "Public transport",
    "Online",
    "Other",
)
# Only its letters are checked: half a postcode is worth having.
POSTCODE = RegexValidator(
    r"^[A-Za-z0-9 ]+$", "Postcode must only include letters a to z, numbers and spaces", "letters"
)
ACCOUNT_LENGTH = 20_000
WORDS_LENGTH = 4_000


class AccountForm(SectionForm):
    """The report: when, how, what was said, and what the case is called."""

    reported_at = DateTimeField(
        label="When was it reported to the police?",
        what="time of the report",
        when="past_or_today",
        help_text="The victim’s rights and your clocks count from this moment.",
        error_messages={"required": "Enter when it was reported to the police"},
    )
    reported_how = forms.ChoiceField(
        label="How was it reported?",
        help_text="Shows which ways of reporting people can use.",
        choices=Case.ReportedHow.choices,
        required=False,
        widget=Radios(small=True),
    )
    account = forms.CharField(
        label="What was reported",
        max_length=ACCOUNT_LENGTH,
        required=False,
        widget=Textarea(rows=8),
        help_text="In your words. Record what was said; questions about detail belong in the interview.",
    )
    reference = forms.CharField(
        label="Police reference",
        max_length=40,
        required=False,
        widget=TextInput(width=20),
        help_text="If the case has one already. Leave blank to be given the next one.",
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9][A-Za-z0-9/ -]*$",
                "Police reference must only include letters a to z, numbers, spaces, hyphens and slashes",
                code="letters",
            )
        ],
    )
    team = forms.ChoiceField(label="Which of your teams is it for?", required=False, widget=Radios(small=True))

    def __init__(self, *args: Any, teams: Sequence[Team] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = [(str(team.pk), team.name) for team in teams]  # type: ignore[attr-defined]
        self.fields["team"].required = len(teams) > 1
        self.fields["team"].error_messages["required"] = "Select which of your teams the case is for"
        if len(teams) < 2:
            del self.fields["team"]

    def clean_reference(self) -> str:
        """In capitals, with single spaces."""
        return " ".join(str(self.cleaned_data["reference"]).upper().split())

    def title(self) -> str:
        """When it was reported."""
        return self.answer("reported_at") or "Time of the report not entered"


class WhereForm(SectionForm):
    """Where it happened, as far as it is known."""

    asked: ClassVar = ("district", "premises_type", "postcode", "place")

    district = forms.ChoiceField(
        label="District", required=False, help_text="Decides which neighbourhood team can help."
    )
    premises_type = forms.ChoiceField(
        label="Kind of place", help_text="Shows where offences come again.", required=False
    )
    postcode = forms.CharField(
        label="Postcode",
        help_text="The first half helps too.",
        max_length=10,
        required=False,
        widget=TextInput(width=10),
        validators=[
            RegexValidator(r"^[A-Za-z0-9 ]+$", "Postcode must only include letters a to z, numbers and spaces")
        ],
    )
    place = forms.CharField(
        label="The place in words",
        max_length=300,
        required=False,
        help_text="For example, the path behind the leisure centre.",
    )

    def __init__(self, *args: Any, districts: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].choices = [("", "---"), *((name, name) for name in districts)]  # type: ignore[attr-defined]
        self.fields["premises_type"].choices = [("", "---"), *((name, name) for name in PREMISES)]  # type: ignore[attr-defined]

    def clean_postcode(self) -> str:
        """In capitals, with single spaces."""
        return " ".join(str(self.cleaned_data["postcode"]).upper().split())

    def title(self) -> str:
        """The most telling answer."""
        facts = [self.cleaned_data.get(name) for name in ("place", "premises_type", "district", "postcode")]
        return next((str(fact) for fact in facts if fact), "Not known")


class EditPlaceForm(VersionedFormMixin, WhereForm):
    """Where it happened, after logging."""

    @staticmethod
    def initial_of(case: Case) -> dict[str, Any]:
        """What is stored."""
        return {name: getattr(case, name) for name in WhereForm.asked}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A district or kind of place that the records system names in its own way stays a choice.
        for name in ("district", "premises_type"):
            choices = self.fields[name].choices  # type: ignore[attr-defined]
            stored = self.initial.get(name)
            if stored and stored not in dict(choices):
                self.fields[name].choices = [*choices, (stored, stored)]  # type: ignore[attr-defined]


def _answer_field(label: str, hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[("yes", "Yes"), ("no", "No"), *MissingReason.choices],
        required=False,
        help_text=hint,
        widget=Radios(inline=True, small=True),
    )


class ResponseForm(SectionForm):
    """What the first officer did, coded so that it can be counted (C17)."""

    asked: ClassVar = (
        "in_safe_place",
        "account_heard",
        "injured",
        "forensic_samples",
        "scene_secured",
        "referral_offered",
        "same_sex_officer",
    )

    first_contact_at = DateTimeField(
        label="When did an officer first speak with the victim?",
        what="time of first contact",
        when="past_or_today",
        required=False,
        help_text="Leave blank if nobody has yet.",
    )
    in_safe_place = _answer_field("Is the victim in a safe place now?")
    account_heard = _answer_field("Was the victim heard without being questioned?", "A first account is listened to.")
    injured = _answer_field("Is the victim injured?")
    forensic_samples = _answer_field("Were early samples offered or taken?", "Some are lost after a few days.")
    scene_secured = _answer_field("Is the scene secured?")
    referral_offered = _answer_field("Was a referral to specialist support offered?")
    same_sex_officer = _answer_field("Was the victim offered a choice of a male or female officer?")
    words = forms.CharField(
        label="Anything else about the first response", max_length=WORDS_LENGTH, required=False, widget=Textarea(rows=4)
    )

    def title(self) -> str:
        """How much of it is answered."""
        told = [name for name in self.asked if self.cleaned_data.get(name) in ("yes", "no")]
        return f"{len(told)} of {len(self.asked)} questions answered yes or no"

    def values(self) -> dict[str, Any]:
        """The coded answers; a reason for a blank is the answer itself here."""
        found = super().values()
        coded = {name: found.get(name) or self.missing.get(name) for name in self.asked}
        return found | coded | {"missing": {name: code for name, code in coded.items() if code in REASONS}}

    def answer(self, name: str) -> str:
        """A reason reads like an answer."""
        if name in self.asked and name in self.missing:
            return REASONS[self.missing[name]]
        return super().answer(name)


class EditResponseForm(VersionedFormMixin, ResponseForm):
    """The first response, after logging."""

    @staticmethod
    def initial_of(found: FirstResponse | None) -> dict[str, Any]:
        """What is stored, or nothing."""
        names = ("first_contact_at", *ResponseForm.asked, "words")
        return {name: getattr(found, name) for name in names} if found else {}
