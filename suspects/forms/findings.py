"""Forms about what police work brought a case to light."""

from typing import Any

from django import forms

from soteria.ui.forms import GovukForm
from soteria.ui.widgets import Radios, Textarea
from suspects.models import PoliceWorkFinding

Work = PoliceWorkFinding.Work


class FindingForm(GovukForm):
    """What the police were doing when the case came to light."""

    work = forms.ChoiceField(
        label="What brought the case to light?",
        choices=Work.choices,
        widget=Radios(small=True, reveals={Work.OTHER.value: ["words"]}),
        error_messages={"required": "Select what brought the case to light"},
    )
    words = forms.CharField(
        label="What was the work?",
        max_length=300,
        required=False,
        widget=Textarea(rows=2),
        error_messages={"required": "Enter what the work was"},
    )

    def clean(self) -> dict[str, Any]:
        """Return the answers; other work has words, and nothing else keeps any."""
        super().clean()
        if self.cleaned_data.get("work") == Work.OTHER:
            self.need("words")
        else:
            self.cleaned_data["words"] = ""
        return self.cleaned_data


class WithdrawFindingForm(GovukForm):
    """Why it was not so."""

    why = forms.CharField(
        label="Why is this withdrawn?",
        max_length=300,
        widget=Textarea(rows=3),
        help_text="It stays to be read, with your reason. The case counts towards scores again.",
        error_messages={"required": "Enter why this is withdrawn"},
    )
