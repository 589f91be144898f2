"""One intelligence check of a suspect: when it was asked, and what came of it."""

from typing import Any

from django import forms
from django.utils import timezone

from soteria.ui.fields import DateInputField
from soteria.ui.forms import GovukForm
from soteria.ui.versions import VersionedFormMixin
from soteria.ui.widgets import Radios, Textarea
from suspects.models import IntelligenceCheck
from suspects.queries.checks import Result, result_words
from suspects.reference.checks import Check

LENGTH = 500


class CheckForm(VersionedFormMixin, GovukForm):
    """What is recorded of one check. A result that comes later is recorded on the same page."""

    mark_optional = False

    requested_on = DateInputField(
        label="When was it asked?",
        what="the date on which it was asked",
        when="past_or_today",
        required=False,
        help_text="Not needed if it cannot be asked.",
    )
    result = forms.ChoiceField(
        label="What came of it?",
        widget=Radios(small=True),
        error_messages={"required": "Select what came of it. “No answer yet” is an answer"},
    )
    result_on = DateInputField(
        label="When was that?",
        what="the date of the answer",
        when="past_or_today",
        required=False,
        help_text="The day of the answer, or the day when it was clear that it cannot be asked. "
        "Leave blank if there is no answer yet.",
    )
    words = forms.CharField(
        label="What was found, or why it cannot be asked",
        max_length=LENGTH,
        required=False,
        widget=Textarea(rows=3),
        help_text="A few words, and where the whole record is kept.",
    )

    def __init__(self, *args: Any, check: Check, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["result"].choices = list(result_words(check).items())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Return the answers that the result calls for; adds an error for each that is missing."""
        super().clean()
        result = self.cleaned_data.get("result")
        if result == Result.CANNOT:
            self.cleaned_data["requested_on"] = None
            self.errors.pop("requested_on", None)
        elif result:
            self.need("requested_on", "Enter the date on which it was asked")
        self._check_answer(result)
        return self.cleaned_data

    def _check_answer(self, result: str | None) -> None:
        if result == Result.WAITING:
            if self.cleaned_data.get("result_on"):
                self.add_error("result_on", "Take the date away, or select what the answer was")
        elif result:
            self.need("result_on", "Enter the date of the answer")
            self._check_order()
        if result == Result.FOUND:
            self.need("words", "Enter what was found")
        elif result == Result.CANNOT:
            self.need("words", "Enter why it cannot be asked")

    def _check_order(self) -> None:
        asked, answered = (self.cleaned_data.get(name) for name in ("requested_on", "result_on"))
        if asked and answered and answered < asked:
            self.add_error("result_on", "Date of the answer must be the same as or after the date it was asked")


def initial_of(row: IntelligenceCheck | None) -> dict[str, Any]:
    """What the page shows at first: the newest row, or today as the day of asking."""
    if row is None:
        return {"requested_on": timezone.localdate()}
    return {name: getattr(row, name) for name in CheckForm.base_fields}
