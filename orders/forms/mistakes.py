"""Questions about what was recorded by mistake: a step of an application, and the day of a notification."""

from typing import Any

from django import forms

from orders.forms.application import choice_field, words_field
from orders.forms.order import TODAY_OR_PAST
from orders.forms.shared import KeyedForm
from orders.models import NotificationCorrection, StepTakenBack
from orders.rules import mistakes as rules
from soteria.ui.fields import DateInputField
from soteria.ui.widgets import Checkboxes, Radios

YES, NO = "yes", "no"
HINT = f"{rules.LEAST} characters or more. It stays on the record beside what was taken back."


class VersionField(forms.IntegerField):
    """Which version of the record the page was drawn from; anything else than a number is an old page."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> int:
        """The number, or 0, which no record has."""
        text = str(value or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


class TakeBackForm(KeyedForm):
    """Why a step is taken back, and that it is meant."""

    version = VersionField(required=False)
    reason = choice_field("What was wrong?", StepTakenBack.Reason, "Select what was wrong")
    words = words_field("What happened?", HINT, "Enter what happened")
    sure = forms.MultipleChoiceField(
        label="Do you want to take this step back?",
        choices=[(YES, "Yes, it was recorded by mistake")],
        widget=Checkboxes(small=True),
        error_messages={"required": "Confirm that this step was recorded by mistake"},
    )


class CorrectNotifiedForm(KeyedForm):
    """When the suspect gave police their details, if at all, and why it was recorded otherwise."""

    version = VersionField(required=False)
    notified = forms.ChoiceField(
        label="Did the suspect give police their details?",
        choices=[(YES, "Yes"), (NO, "No, not yet")],
        widget=Radios(reveals={YES: ["notified_on"]}, small=True),
        error_messages={"required": "Select whether the suspect gave police their details"},
    )
    notified_on = DateInputField(
        label="On what day?", what="when the suspect gave police their details", required=False, **TODAY_OR_PAST
    )
    reason = choice_field("What was wrong?", NotificationCorrection.Reason, "Select what was wrong")
    words = words_field("What happened?", HINT, "Enter what happened")

    def clean(self) -> dict[str, Any]:
        """A day is asked for where there is one."""
        super().clean()
        if self.cleaned_data.get("notified") == YES:
            self.need("notified_on", "Enter when the suspect gave police their details")
        return self.cleaned_data

    @property
    def day(self) -> Any:
        """The day, or None where the suspect did not."""
        return self.cleaned_data["notified_on"] if self.cleaned_data["notified"] == YES else None
