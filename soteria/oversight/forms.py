"""What auditors type: what to look for in the trail, and why."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms

from soteria.audit.search import Terms
from soteria.audit.sentences import SENTENCES
from soteria.ui.fields import DateInputField
from soteria.ui.forms import GovukForm
from soteria.ui.parts import LONDON
from soteria.ui.widgets import TextInput

SAID = {verb: words[0].upper() + words[1:] for verb, words in SENTENCES.items()}
ACTS = [("", "Anything"), *sorted(SAID.items(), key=lambda act: act[1])]


class TrailForm(GovukForm):
    """Narrows the audit trail."""

    mark_optional = False

    reference = forms.CharField(
        label="Case reference", required=False, max_length=40, help_text="For example, 55/20001/26"
    )
    officer = forms.CharField(
        label="Collar number or user name", required=False, max_length=60, widget=TextInput(width=10)
    )
    verb = forms.ChoiceField(label="What was done", required=False, choices=ACTS)
    since = DateInputField(label="From", required=False)
    until = DateInputField(label="To", required=False)

    def clean(self) -> dict[str, Any]:
        """The period must not end before it begins."""
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "The last date must be the same as or after the first date")
        return cleaned

    def terms(self, force_ids: frozenset[int]) -> Terms:
        """What a checked form looks for; parts that could not be read are left out."""
        typed = self.cleaned_data
        until = typed.get("until")
        return Terms(
            force_ids=force_ids,
            reference=typed.get("reference", ""),
            officer=typed.get("officer", ""),
            verb=typed.get("verb", ""),
            since=_midnight(typed.get("since")),
            until=_midnight(until + timedelta(days=1) if until else None),
        )

    def asked(self) -> dict[str, str]:
        """The same in plain values, for the event that records this reading."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


def _midnight(day: Any) -> datetime | None:
    return datetime.combine(day, time(), tzinfo=LONDON) if day else None


class ReasonForm(GovukForm):
    """Why."""

    reason = forms.CharField(
        label="Why do you need this?",
        max_length=500,
        min_length=10,
        help_text="Your reason is kept in the audit trail",
        error_messages={
            "required": "Enter why you need this",
            "min_length": "Your reason must be at least 10 characters, so that others understand it",
        },
    )
