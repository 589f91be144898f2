"""Questions about warning markers."""

from typing import Any

from django import forms

from soteria.ui.fields import DateInputField
from soteria.ui.forms import GovukForm
from soteria.ui.widgets import Radios
from suspects.forms.record import ALL_READ, needed, words
from suspects.models import Marker


class MarkerForm(GovukForm):
    """Asking for a marker."""

    kind = forms.ChoiceField(
        label="What is to be warned of?",
        choices=Marker.Kind.choices,
        widget=Radios(small=True),
        error_messages={"required": "Select what is to be warned of"},
    )
    reason = needed("Why?", "Enter why the marker is needed", ALL_READ)


class MarkerStepForm(GovukForm):
    """What became of a marker."""

    mark_optional = False
    PLACED, CLOSED = "placed", "closed"

    step = forms.ChoiceField(
        label="What happened?",
        widget=Radios(reveals={"placed": ["on"], "closed": ["words"]}),
        error_messages={"required": "Select what happened"},
    )
    on = DateInputField(label="When was this?", what="when this was", when="past_or_today", required=False)
    words = words("Why?")

    def __init__(self, *args: Any, is_placed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = (
            ("It was read again and is still needed", "It was taken off")
            if is_placed
            else (
                "It was placed on PNC",
                "It is not to be placed",
            )
        )
        self.fields["step"].choices = [(self.PLACED, said[0]), (self.CLOSED, said[1])]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The date of a placing, or the reason of a closing."""
        super().clean()
        step = self.cleaned_data.get("step")
        if step == self.PLACED:
            self.need("on", "Enter when this was")
        if step == self.CLOSED:
            self.need("words", "Enter why")
        return self.cleaned_data
