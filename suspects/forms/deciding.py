"""The question put to whoever decides on a plan or a nomination that somebody else wrote."""

from typing import Any

from django import forms

from soteria.ui.forms import GovukForm
from soteria.ui.widgets import Radios
from suspects.forms.record import words

YES, NO = "yes", "no"
CHANGED = "This was changed while you read it. Read it again, then decide."


class DecideForm(GovukForm):
    """Whether to approve or accept, and in one's own words why, or what must change.

    `version` is that of the text on the page, and is sent back with the answer: nobody signs words that he has not
    read. Where it differs from the stored one nothing is decided; the page draws the present text, with the words kept
    and the decision to be made again. None where the text waits for no decision: its service then says so.
    """

    mark_optional = False

    decision = forms.ChoiceField(
        label="What do you decide?", widget=Radios(), error_messages={"required": "Select what you decide"}
    )
    words = words("Why, in your own words")
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, yes: str, no: str, version: int | None) -> None:
        self.is_stale = data is not None and version is not None and data.get("version") != str(version)
        if self.is_stale:
            data = data.copy()
            data.pop("decision", None)
            data["version"] = str(version)
        super().__init__(data, initial={"version": version})
        self.fields["decision"].choices = [(YES, yes), (NO, no)]  # type: ignore[attr-defined]
        self.fields["decision"].required = not self.is_stale

    def clean(self) -> dict[str, Any]:
        """The answer, unless it was given to another text than the one that is stored."""
        super().clean()
        if self.is_stale:
            self.add_error(None, CHANGED)
        return self.cleaned_data
