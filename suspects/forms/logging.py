"""Forms about a suspect: known by name, described, or not known; and whether he is somebody we know already."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator

from cases.forms.logging_section import ReasonedChoiceField, SectionForm
from cases.rules.people import ETHNICITIES, SEXES
from soteria.ui.fields import DateInputField
from soteria.ui.forms import GovukForm, MissingReasonField
from soteria.ui.widgets import Checkboxes, Radios, Textarea, TextInput
from suspects.queries.alike import Alike

# As records systems code them, with those of the whole-story record beside them (C19).
RELATIONSHIPS = (
    ("partner", "Partner"),
    ("ex-partner", "Former partner"),
    ("family", "Family"),
    ("friend", "Friend"),
    ("acquaintance", "Acquaintance"),
    ("colleague", "Colleague"),
    ("authority", "Carer or person in authority"),
    ("online", "Met online first"),
    ("new contact", "Met less than 24 hours before"),
    ("client", "Client of a sex worker"),
    ("stranger", "Stranger"),
)
PERSON = ("forenames", "surname", "aliases", "date_of_birth", "sex", "ethnicity", "pnc_id", "cro", "phones")
KNOWN = (*PERSON[:4], "no_date_of_birth", *PERSON[4:], "address", "postcode")
DESCRIPTION_LENGTH = 4_000
NEW = "new"
PHONE = frozenset("+0123456789")


class PersonFields(forms.Form):
    """Who the suspect is, when he is known by name."""

    forenames = forms.CharField(label="First names", max_length=100, required=False)
    surname = forms.CharField(label="Last name", max_length=100, required=False)
    aliases = forms.CharField(
        label="Other names",
        max_length=400,
        required=False,
        help_text="Nicknames and names used online, with commas between.",
    )
    date_of_birth = DateInputField(
        label="Date of birth", when="past", required=False, help_text="For example, 27 3 1984."
    )
    no_date_of_birth = MissingReasonField(label="Why is there no date of birth?")
    sex = ReasonedChoiceField(
        label="Sex",
        help_text="Helps to tell people of one name apart.",
        choices=list(SEXES.items()),
        widget=Radios(small=True, inline=True),
    )
    ethnicity = ReasonedChoiceField(
        label="Ethnicity",
        choices=[("", "---"), *ETHNICITIES.items()],
        widget=forms.Select,
        help_text="As they describe it, where known. Shows whether everybody is treated alike.",
    )
    pnc_id = forms.CharField(
        label="PNC ID",
        help_text="Finds the person whatever the name.",
        max_length=20,
        required=False,
        widget=TextInput(width=20),
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9/ ]+$", "PNC ID must only include letters a to z, numbers and slashes", "letters"
            )
        ],
    )

    cro = forms.CharField(
        label="CRO number",
        help_text="Given with fingerprints, for example 12345/84B.",
        max_length=20,
        required=False,
        widget=TextInput(width=20),
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9/ ]+$", "CRO number must only include letters a to z, numbers and slashes", "letters"
            )
        ],
    )
    phones = forms.CharField(
        label="Phone numbers",
        help_text="Numbers that the suspect uses, with commas between.",
        max_length=200,
        required=False,
        validators=[
            RegexValidator(
                r"^[0-9+() ,-]+$", "Phone numbers must only include numbers, spaces, + and commas", "figures"
            )
        ],
    )

    def clean_aliases(self) -> list[str]:
        """Each other name once."""
        names = [name.strip()[:200] for name in str(self.cleaned_data["aliases"]).split(",")]
        return list(dict.fromkeys(name for name in names if name))

    def clean_pnc_id(self) -> str:
        """In capitals without spaces."""
        return "".join(str(self.cleaned_data["pnc_id"]).upper().split())

    def clean_cro(self) -> str:
        """In capitals without spaces."""
        return "".join(str(self.cleaned_data["cro"]).upper().split())

    def clean_phones(self) -> list[str]:
        """Each number once, figures alone, and a plus where the country is given."""
        numbers = ["".join(c for c in text if c in PHONE) for text in str(self.cleaned_data["phones"]).split(",")]
        return list(dict.fromkeys(number[:20] for number in numbers if number))


class PartFields(forms.Form):
    """What part the suspect is said to have had."""

    description = forms.CharField(
        label="Description",
        max_length=DESCRIPTION_LENGTH,
        required=False,
        widget=Textarea(rows=5),
        help_text="What the victim or a witness said: age, build, voice, clothes, marks, vehicle.",
    )
    relationship = ReasonedChoiceField(
        label="Who is the suspect to the victim?",
        choices=[("", "---"), *RELATIONSHIPS],
        widget=forms.Select,
        help_text="Links cases and shows who is at risk.",
    )


class LogSuspectForm(SectionForm, PersonFields, PartFields):
    """One suspect of a case being logged."""

    or_reasons = {"date_of_birth": "no_date_of_birth"}
    kind = forms.ChoiceField(
        label="What is known of the suspect?",
        choices=[("known", "A name"), ("described", "A description, but no name"), ("unknown", "Nothing yet")],
        widget=Radios(
            reveals={"known": [name for name in KNOWN if not name.startswith("no_")], "described": ["description"]}
        ),
        error_messages={"required": "Select what is known of the suspect. “Nothing yet” is an answer"},
    )
    address = forms.CharField(label="Address", max_length=200, required=False)
    postcode = forms.CharField(
        label="Postcode of the address",
        max_length=10,
        required=False,
        widget=TextInput(width=10),
        validators=[
            RegexValidator(r"^[A-Za-z0-9 ]+$", "Postcode must only include letters a to z, numbers and spaces")
        ],
    )
    offences = forms.MultipleChoiceField(
        label="Which offences is the suspect linked to?", required=False, widget=Checkboxes(small=True)
    )
    field_order = ("kind", *KNOWN, "description", "relationship", "offences", "why_blank")
    asked: ClassVar = ("date_of_birth", "sex", "ethnicity", "description", "relationship")

    def __init__(self, *args: Any, offences: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offences"].choices = list(offences)  # type: ignore[attr-defined]
        if len(offences) < 2:
            del self.fields["offences"]

    @property
    def kind_chosen(self) -> str:
        """known, described or unknown; "" before it is chosen."""
        return str(self.cleaned_data.get("kind") or "")

    def questions(self) -> list[str]:
        """Only what can be known of a suspect of this kind."""
        about = {"known": ["date_of_birth", "sex", "ethnicity"], "described": ["description"]}
        return [*about.get(self.kind_chosen, []), "relationship"]

    def clean(self) -> dict[str, Any]:
        """A suspect known by name has one; what is hidden by the choice is left out."""
        super().clean()
        named = any(self.cleaned_data.get(name) for name in ("forenames", "surname", "aliases"))
        if self.kind_chosen == "known" and not named and not {"forenames", "surname", "aliases"} & set(self.errors):
            self.add_error("surname", "Enter a name, or select that there is no name")
        for name in self._hidden():
            self.errors.pop(name, None)
            self.cleaned_data[name] = None
        return self.cleaned_data

    def _hidden(self) -> list[str]:
        shown = {"known": KNOWN, "described": ("description",)}.get(self.kind_chosen, ())
        about = [name for name in (*KNOWN, "description") if name in self.fields]
        return [name for name in about if name not in shown] if self.kind_chosen else []

    def answer(self, name: str) -> str:
        """Other names are a list of their own."""
        return super().answer(name) if name not in self._hidden() else ""

    def title(self) -> str:
        """The name, or how far the suspect is known."""
        name = f"{self.cleaned_data.get('forenames') or ''} {self.cleaned_data.get('surname') or ''}".strip()
        aliases = self.cleaned_data.get("aliases") or []
        kinds = {"described": "Described, not named", "unknown": "Not known"}
        return kinds.get(self.kind_chosen) or name or next(iter(aliases), "Name not known")


SAY_WHO = "Select the same person, or that this is somebody new"


def offer(field: Any, found: Sequence[Alike]) -> None:
    """Make a field's choices the people found, each with why, and last a new record."""
    field.choices = [*((str(one.pk), one.headline) for one in found), (NEW, "None of these: make a new record")]
    field.widget.hints = {str(one.pk): one.detail for one in found}
    field.error_messages["invalid_choice"] = SAY_WHO


class SamePersonForm(GovukForm):
    """Whether a suspect is one of the people found, or somebody new."""

    person = forms.ChoiceField(
        label="Is it one of these people?",
        widget=Radios(),
        error_messages={"required": SAY_WHO},
    )

    def __init__(self, *args: Any, found: Sequence[Alike] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["person"], found)


class AddSuspectForm(LogSuspectForm):
    """One more suspect of a case; asks whether it is one of the people found, once there are any."""

    person = forms.ChoiceField(label="Is it one of these people?", required=False, widget=Radios())

    def __init__(self, *args: Any, found: Sequence[Alike] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["person"], found)
        if not found:
            del self.fields["person"]

    def values(self) -> dict[str, Any]:
        """The answers, with the record that was chosen."""
        found = super().values()
        chosen = found.pop("person", None)
        return found | {"suspect_id": int(chosen) if chosen and chosen != NEW else None}


class IdentifyForm(AddSuspectForm):
    """The name of a suspect who was only described or not known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kind", "description", "relationship"):
            del self.fields[name]

    @property
    def kind_chosen(self) -> str:
        """Known by name: that is what the page is for."""
        return "known"

    def questions(self) -> list[str]:
        """What can be known of a person."""
        return ["date_of_birth", "sex", "ethnicity"]
