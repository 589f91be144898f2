"""What the list of suspects is narrowed by, as it is typed."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cases.queries.choices import Choices
from soteria.ui.forms import GovukForm
from soteria.ui.widgets import Checkboxes, Radios
from suspects.forms.logging import RELATIONSHIPS
from suspects.queries.suspect_filter import NO, YES, SuspectFilter

BANDS = (("A", "A, highest"), ("B", "B"), ("C", "C"), ("D", "D, lowest"))
HELD = "held"


class SuspectFilterForm(GovukForm):
    """Narrows the list of suspects. Made for one reader: it offers only what they may filter by."""

    mark_optional = False

    band = forms.MultipleChoiceField(label="Band", required=False, choices=BANDS, widget=Checkboxes(small=True))
    liberty = forms.ChoiceField(
        label="At liberty",
        required=False,
        choices=[("", "At liberty, or about to be"), (HELD, "In custody")],
        widget=Radios(small=True),
    )
    charged = forms.ChoiceField(
        label="Charged",
        required=False,
        choices=[("", "Charged or not"), (YES, "Charged"), (NO, "Not charged")],
        widget=Radios(small=True),
    )
    plan = forms.ChoiceField(
        label="Plan",
        required=False,
        choices=[("", "With a live plan or without"), (NO, "No live plan"), (YES, "A live plan")],
        widget=Radios(small=True),
    )
    relationship = forms.MultipleChoiceField(
        label="To the victim", required=False, choices=RELATIONSHIPS, widget=Checkboxes(small=True)
    )
    team = forms.MultipleChoiceField(label="Team", required=False, widget=Checkboxes(small=True))
    district = forms.ChoiceField(label="District", required=False)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("team", choices.teams)
        self._offer("district", [("", "Any"), *((name, name) for name in choices.districts)], least=3)

    def _offer(self, name: str, offered: Sequence[tuple[str, str]], least: int = 2) -> None:
        """Set the choices of a field; with too few to choose between, the field goes."""
        if len(offered) < least:
            self.fields.pop(name)
        else:
            self.fields[name].choices = list(offered)  # type: ignore[attr-defined]

    def chosen(self) -> SuspectFilter:
        """The question that was asked. A part that could not be read narrows nothing; its error says so."""
        given = self.cleaned_data if self.is_bound else {}
        return SuspectFilter(
            bands=tuple(given.get("band", ())),
            district=given.get("district", ""),
            teams=tuple(int(team) for team in given.get("team", ())),
            relationships=tuple(given.get("relationship", ())),
            charged=given.get("charged", ""),
            plan=given.get("plan", ""),
            is_held=given.get("liberty") == HELD,
        )
