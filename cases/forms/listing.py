"""What people type to narrow, keep or search the list of cases."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cases.queries.choices import Choices
from cases.queries.filters import FLAGS, MINE, NOBODY, CaseFilter
from soteria.ui.fields import DateInputField
from soteria.ui.forms import GovukForm
from soteria.ui.widgets import Checkboxes, Radios, TextInput

_ANY = ("", "Any")
COLLAR = "collar"


class CaseFilterForm(GovukForm):
    """Narrows the list of cases. Made for one reader: it offers only what they may filter by."""

    mark_optional = False

    state = forms.ChoiceField(
        label="Open or closed",
        required=False,
        choices=[("", "Open and closed"), ("open", "Open"), ("closed", "Closed")],
        widget=Radios(small=True),
    )
    oic = forms.ChoiceField(
        label="Officer in the case",
        required=False,
        choices=[("", "Anybody"), (MINE, "Me"), (NOBODY, "Nobody yet"), (COLLAR, "Somebody else")],
        widget=Radios(small=True, reveals={COLLAR: ["collar"]}),
    )
    collar = forms.CharField(label="Collar number", required=False, max_length=20, widget=TextInput(width=10))
    stage = forms.MultipleChoiceField(label="Stage", required=False, widget=Checkboxes(small=True))
    team = forms.MultipleChoiceField(label="Team", required=False, widget=Checkboxes(small=True))
    district = forms.ChoiceField(label="District", required=False)
    flag = forms.MultipleChoiceField(
        label="Flags", required=False, choices=list(FLAGS.items()), widget=Checkboxes(small=True)
    )
    offence = forms.ChoiceField(label="Offence", required=False)
    since = DateInputField(label="Reported from", required=False)
    until = DateInputField(label="Reported to", required=False)
    restricted = forms.BooleanField(label="Restricted cases only", required=False)

    def __init__(self, *args: Any, choices: Choices, hides_detail: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("stage", choices.stages)
        self._offer("offence", [_ANY, *choices.offences], least=2)
        self._offer("team", choices.teams, least=2)
        self._offer("district", [_ANY, *((name, name) for name in choices.districts)], least=2)
        if hides_detail:
            self.fields.pop("flag")
            self.fields.pop("district", None)

    def _offer(self, name: str, choices: Sequence[tuple[str, str]], least: int = 1) -> None:
        """Set the choices of a field; with too few to choose between, the field goes."""
        if len(choices) < least:
            self.fields.pop(name)
        else:
            self.fields[name].choices = list(choices)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Return the cleaned data; adds an error for dates the wrong way round and for an officer without a number."""
        super().clean()
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", "Reported to must be the same as or after reported from")
        if self.cleaned_data.get("oic") == COLLAR:
            self.need("collar")
        return self.cleaned_data

    def chosen(self) -> CaseFilter:
        """The question that was asked. A part that could not be read narrows nothing; its error says so."""
        given = self.cleaned_data if self.is_bound else {}
        oic = given.get("oic", "")
        return CaseFilter(
            state=given.get("state", ""),
            stages=tuple(given.get("stage", ())),
            teams=tuple(int(team) for team in given.get("team", ())),
            oic=given.get("collar", "") if oic == COLLAR else oic,
            district=given.get("district", ""),
            flags=tuple(given.get("flag", ())),
            offences=tuple(filter(None, [given.get("offence")])),
            reported_from=given.get("since"),
            reported_to=given.get("until"),
            restricted=given.get("restricted", False),
        )


class SaveFilterForm(GovukForm):
    """Keeps what the list is filtered by under a name."""

    name = forms.CharField(label="Name for this filter", max_length=60, widget=TextInput(width=20))

    def clean_name(self) -> str:
        """The name without doubled spaces."""
        return " ".join(self.cleaned_data["name"].split())


class SearchForm(GovukForm):
    """Looks for a case. Posted, never in an address, since what is typed is somebody's name."""

    typed = forms.CharField(
        label="Reference or name",
        max_length=100,
        help_text="A reference, like 55/12345/26, or a name. Other spellings are found too.",
        error_messages={"required": "Enter a case reference or a name"},
        widget=TextInput(govuk={"autocomplete": "off", "spellcheck": False}),
    )
    purpose = forms.CharField(
        label="Why you are searching",
        max_length=300,
        help_text="You can see cases that you do not work on, so your reason is kept with the search.",
        error_messages={"required": "Enter why you are searching"},
    )

    def __init__(self, *args: Any, asks_purpose: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_purpose:
            self.fields.pop("purpose")

    def clean_typed(self) -> str:
        """What was typed without doubled spaces; a search for nothing but signs is refused."""
        typed = " ".join(self.cleaned_data["typed"].split())
        if not any(letter.isalnum() for letter in typed):
            raise ValidationError("Enter a case reference or a name")
        return typed
