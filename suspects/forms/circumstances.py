"""Forms about where a suspect is held, police service, and that he disputes the record."""

from typing import Any

from django import forms

from soteria.ui.fields import DateInputField
from soteria.ui.forms import GovukForm
from soteria.ui.widgets import Radios, Textarea
from suspects.models import Custody, Dispute


class CustodyForm(GovukForm):
    """Where the suspect is held, since when, and the earliest release."""

    kind = forms.ChoiceField(
        label="Where is the suspect?",
        choices=Custody.Kind.choices,
        widget=Radios(small=True),
        error_messages={"required": "Select where the suspect is"},
    )
    on = DateInputField(label="Since when?", what="when it began", when="past_or_today")
    until = DateInputField(
        label="Earliest release date",
        what="the earliest release date",
        required=False,
        help_text="For a sentence, this is needed. The suspect comes back to the list 90 days before it.",
    )

    def clean(self) -> dict[str, Any]:
        """Return the cleaned data; adds an error for a sentence without a date, and for dates the wrong way round."""
        super().clean()
        kind, on, until = (self.cleaned_data.get(name) for name in ("kind", "on", "until"))
        if kind == Custody.Kind.SERVING:
            self.need("until", "Enter the earliest release date of the sentence")
        if on and until and until < on:
            self.add_error("until", "Earliest release date must be the same as or after the first day")
        return self.cleaned_data


class PoliceServiceForm(GovukForm):
    """Since when a suspect works for the police, and until when."""

    on = DateInputField(label="Police employee since", what="when the service began", when="past_or_today")
    until = DateInputField(label="Last day of service", what="the last day of service", required=False)

    def clean(self) -> dict[str, Any]:
        """Return the cleaned data; adds an error for dates the wrong way round."""
        super().clean()
        on, until = self.cleaned_data.get("on"), self.cleaned_data.get("until")
        if on and until and until < on:
            self.add_error("until", "Last day of service must be the same as or after the first")
        return self.cleaned_data


class DisputeForm(GovukForm):
    """What the suspect says is wrong, and since when."""

    what = forms.CharField(
        label="What does the suspect dispute?",
        max_length=2000,
        widget=Textarea(rows=4),
        help_text="In the suspect’s own words. It is noted beside the record and changes no score by itself.",
        error_messages={"required": "Enter what the suspect disputes"},
    )
    on = DateInputField(label="When did the suspect say so?", what="the date of the dispute", when="past_or_today")


class DecideDisputeForm(GovukForm):
    """What came of a dispute, and why."""

    outcome = forms.ChoiceField(
        label="What was decided?",
        choices=Dispute.Outcome.choices,
        widget=Radios(small=True),
        error_messages={"required": "Select what was decided"},
    )
    why = forms.CharField(
        label="Why?",
        max_length=2000,
        widget=Textarea(rows=3),
        error_messages={"required": "Enter why this was decided"},
    )
