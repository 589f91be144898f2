"""Questions about nominations. A draft may lack anything; what is proposed may lack nothing."""

from typing import Any

from django import forms

from soteria.ui.forms import GovukForm
from soteria.ui.versions import VersionedFormMixin
from soteria.ui.widgets import Radios
from suspects.forms.record import RECORD_FIELDS, RecordFields, one_of
from suspects.models import Nomination


class NominateForm(GovukForm):
    """Which route a suspect is put forward to."""

    route = forms.ChoiceField(
        label="Which route?",
        choices=Nomination.Route.choices,
        widget=Radios(hints={Nomination.Route.MAPPA: "Multi-agency public protection arrangements"}),
        error_messages={"required": "Select the route"},
    )


class NominationForm(VersionedFormMixin, GovukForm, RecordFields):
    """The record of a nomination."""

    mark_optional = False
    field_order = ("mappa_level", *RECORD_FIELDS)

    mappa_level = one_of("Which MAPPA level is proposed?", [("", "Not MAPPA"), *Nomination.MappaLevel.choices])

    @staticmethod
    def initial_of(nomination: Nomination | None) -> dict[str, Any]:
        """What is stored, or nothing."""
        return nomination.said() | {"mappa_level": nomination.mappa_level} if nomination else {}

    def values(self) -> dict[str, Any]:
        """What was answered."""
        return dict(self.cleaned_data)
