"""Forms about a victim: who they are, and how it is safe to reach them."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from cases.forms.logging_section import ReasonedChoiceField, SectionForm
from cases.rules.people import ETHNICITIES
from soteria.ui.fields import DateInputField
from soteria.ui.forms import MissingReasonField
from soteria.ui.versions import VersionedFormMixin
from soteria.ui.widgets import Checkboxes, Radios
from victims.models import SafeContact, Sex, Victim

PERSON = (
    "forenames",
    "surname",
    "known_as",
    "date_of_birth",
    "sex",
    "ethnicity",
    "language",
    "interpreter_needed",
)
CONTACT = ("method", "details", "safe_times", "leave_message", "if_someone_else_answers", "avoid")


class PersonFields(forms.Form):
    """Who the victim is. The name used comes first: it is what they are called from now on."""

    forenames = forms.CharField(label="First names", max_length=100, required=False)
    surname = forms.CharField(
        label="Last name",
        help_text="So that nobody asks them again. Leave blank what they do not want to give.",
        max_length=100,
        required=False,
    )
    known_as = forms.CharField(
        label="What should we call them?", max_length=100, required=False, help_text="If it is not their first name."
    )
    date_of_birth = DateInputField(
        label="Date of birth",
        when="past_or_today",
        required=False,
        help_text="Shows who needs help meant for children. For example, 27 3 1994.",
    )
    no_date_of_birth = MissingReasonField(label="Why is there no date of birth?")
    sex = ReasonedChoiceField(
        label="Sex",
        choices=Sex.choices,
        widget=Radios(small=True, inline=True),
        help_text="Some offences and services depend on it.",
    )
    ethnicity = ReasonedChoiceField(
        label="Ethnicity",
        choices=[("", "---"), *ETHNICITIES.items()],
        widget=forms.Select,
        help_text="As they describe it. Shows whether everybody is served alike.",
    )
    language = forms.CharField(
        label="Language they prefer",
        max_length=40,
        required=False,
        help_text="So that nothing is missed. For example, English, Polish or British Sign Language.",
    )
    interpreter_needed = ReasonedChoiceField(
        label="Do they need an interpreter?",
        help_text="So that one is there before the first conversation.",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=Radios(small=True, inline=True),
    )


class ContactFields(forms.Form):
    """How it is safe to reach them. The suspect may see the phone, the post or the shared account."""

    method = forms.ChoiceField(
        label="Safest way to contact them",
        choices=SafeContact.Method.choices,
        required=False,
        widget=Radios(small=True),
        help_text="Ask first who else sees their phone, messages and post.",
    )
    details = forms.CharField(
        label="Number, address or person", max_length=200, required=False, help_text="Only one that is safe to use."
    )
    safe_times = forms.CharField(
        label="Safe times", max_length=200, required=False, help_text="For example, weekdays after 10am."
    )
    leave_message = forms.ChoiceField(
        label="Can we leave a message?",
        choices=[("yes", "Yes"), ("no", "No")],
        required=False,
        widget=Radios(small=True, inline=True),
        help_text="If you leave this blank, nobody leaves one.",
    )
    if_someone_else_answers = forms.CharField(
        label="If someone else answers, say", max_length=300, required=False, help_text="For example, a cover story."
    )
    avoid = forms.CharField(
        label="Never do this", max_length=300, required=False, help_text="For example, do not write to the address."
    )


class VictimQuestions(SectionForm):
    """Which of the questions need an answer or a reason, and how they read."""

    or_reasons = {"date_of_birth": "no_date_of_birth"}

    def values(self) -> dict[str, Any]:
        """The answers, with yes and no as true and false."""
        found = super().values()
        for name in ("interpreter_needed", "leave_message"):
            if name in found:
                found[name] = {"yes": True, "no": False}.get(found[name])
        return found

    def title(self) -> str:
        """The name that they use."""
        return name_of(self.cleaned_data)


def name_of(facts: dict[str, Any]) -> str:
    """A name for lists: the full name, the name used, or that none is known."""
    full = f"{facts.get('forenames') or ''} {facts.get('surname') or ''}".strip()
    return full or str(facts.get("known_as") or "") or "Name not known"


class LogVictimForm(VictimQuestions, PersonFields, ContactFields):
    """One victim of a case being logged."""

    asked: ClassVar = (
        "forenames", "surname", "method", "date_of_birth", "sex", "ethnicity", "language", "interpreter_needed",
    )  # fmt: skip
    offences = forms.MultipleChoiceField(
        label="Which offences were against them?", required=False, widget=Checkboxes(small=True)
    )

    field_order = (
        "forenames",
        "surname",
        "known_as",
        "offences",
        *CONTACT,
        *PERSON[3:],
        "no_date_of_birth",
        "why_blank",
    )

    def __init__(self, *args: Any, offences: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offences"].choices = list(offences)  # type: ignore[attr-defined]
        if len(offences) < 2:
            del self.fields["offences"]

    def groups(self) -> list[tuple[str, list[Any]]]:
        """The questions under three headings, in the order in which they are best asked."""
        names = [name for name in ("offences",) if name in self.fields]
        return [
            ("Name", [self[name] for name in ("forenames", "surname", "known_as", *names)]),
            ("Safe contact", [self[name] for name in CONTACT]),
            ("About them", [self[name] for name in PERSON[3:]]),
            ("", [self["why_blank"]]),
        ]


class EditVictimForm(VersionedFormMixin, VictimQuestions, PersonFields):
    """Who the victim is, after logging."""

    asked: ClassVar = ("forenames", "surname", "date_of_birth", "sex", "ethnicity", "language", "interpreter_needed")
    field_order = (*PERSON, "no_date_of_birth", "why_blank")

    @staticmethod
    def initial_of(victim: Victim) -> dict[str, Any]:
        """What is stored, a missing answer as its reason."""
        found = {name: getattr(victim, name) for name in PERSON}
        found["interpreter_needed"] = {True: "yes", False: "no"}.get(victim.interpreter_needed, "")  # type: ignore[arg-type]
        for name in ("sex", "ethnicity", "interpreter_needed"):
            found[name] = found[name] or victim.missing.get(name, "")
        return found | {"no_date_of_birth": victim.missing.get("date_of_birth", "")}


class EditContactForm(VersionedFormMixin, VictimQuestions, ContactFields):
    """How it is safe to reach the victim, after logging."""

    asked: ClassVar = ()
    or_reasons = {}
    field_order = CONTACT

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["method"].required = True
        self.fields["method"].error_messages["required"] = (
            "Select the safest way to contact them, or that none is known"
        )

    @staticmethod
    def initial_of(contact: SafeContact | None) -> dict[str, Any]:
        """What is stored, or nothing."""
        if contact is None:
            return {}
        found = {name: getattr(contact, name) for name in CONTACT}
        return found | {"leave_message": "yes" if contact.leave_message else "no"}
