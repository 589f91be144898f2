"""Forms about the dated steps of a suspect in a case."""

from typing import Any

from django import forms

from soteria.ui.fields import DateInputField
from soteria.ui.forms import GovukForm
from soteria.ui.widgets import Radios, Textarea
from suspects.models import InvolvementStatus


class StatusForm(GovukForm):
    """A step, and since when."""

    status = forms.ChoiceField(
        label="What is the suspect’s status?",
        choices=InvolvementStatus.Status.choices,
        widget=Radios(small=True),
        error_messages={"required": "Select the suspect’s status"},
    )
    on = DateInputField(label="Since when?", what="the date of the status", when="past_or_today")
    source = forms.CharField(
        label="What links the suspect?",
        required=False,
        max_length=300,
        widget=Textarea(rows=2),
        help_text="Only where DNA, fingerprints, a series or a method links them: the report that says so.",
    )

    def clean(self) -> dict[str, Any]:
        """Return the answers; adds an error where a link has no source, and drops a source of anything else."""
        super().clean()
        if self.cleaned_data.get("status") in InvolvementStatus.LINKED:
            self.need("source", "Enter what links the suspect")
        else:
            self.cleaned_data["source"] = ""
        return self.cleaned_data


class WithdrawForm(GovukForm):
    """Why a step was wrong."""

    why = forms.CharField(
        label="Why is this status withdrawn?",
        max_length=300,
        widget=Textarea(rows=3),
        help_text="The status stays to be read, with your reason. It no longer counts.",
        error_messages={"required": "Enter why this status is withdrawn"},
    )
