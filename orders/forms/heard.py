"""The hour at which a court heard an application, where hours count: those that a domestic abuse notice leads to."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms

from soteria.ui import parts
from soteria.ui.widgets import TextInput


class HeardFields(forms.Form):
    """When on the day of the step the court sat → `heard_at` in what is said, None where it is not known."""

    heard_day: ClassVar = "on"

    heard_time = forms.CharField(
        label="At what time did the court hear it?",
        max_length=10,
        required=False,
        widget=TextInput(width=5),
        help_text="For an order that follows a domestic abuse notice, since 48 hours count from the notice. For "
        "example, 10:30am. Leave this empty if it is not known: then the end of the day counts.",
    )

    def clean(self) -> dict[str, Any]:
        """The time and the day are one moment."""
        super().clean()
        typed = self.cleaned_data.pop("heard_time", "")
        self.cleaned_data["heard_at"] = self._moment(typed) if typed else None
        return self.cleaned_data

    def _moment(self, typed: str) -> datetime | None:
        day = self.cleaned_data.get(self.heard_day)
        try:
            clock = parts.read_time(typed)
            return parts.in_london(day, clock) if day else None
        except parts.Wrong as fault:
            self.add_error("heard_time", fault.message if fault.whole else "Enter a time such as 10:30am or 14:00")
            return None
