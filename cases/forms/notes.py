"""Questions about a note, and about why somebody needs a case."""

import uuid

from django import forms

from soteria.ui.forms import GovukForm
from soteria.ui.widgets import Textarea

NOTE_LENGTH = 10_000  # characters; about three pages, above which it is a document
PURPOSE_LENGTH = 300
MINIMUM_PURPOSE = 10  # characters; "work" explains nothing to the officer in the case who reads it


class KeyField(forms.Field):
    """The key of one drawing of a form; one that was lost is replaced, since the note is worth more than the guard."""

    def to_python(self, value: object) -> uuid.UUID:
        """The key, or a new one."""
        try:
            return uuid.UUID(str(value))
        except ValueError:
            return uuid.uuid4()


class NoteForm(GovukForm):
    """A note. The hidden key belongs to one drawing of the form, so that a double click writes one note."""

    text = forms.CharField(
        label="Note",
        max_length=NOTE_LENGTH,
        widget=Textarea(rows=6),
        help_text="A note cannot be changed. To correct one, write another.",
        error_messages={"required": "Enter the note"},
    )
    key = KeyField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def clean_text(self) -> str:
        """With the line ends of one kind, since browsers send two."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class PurposeForm(GovukForm):
    """Why somebody outside the caseload needs to look."""

    purpose = forms.CharField(
        label="Purpose",
        min_length=MINIMUM_PURPOSE,
        max_length=PURPOSE_LENGTH,
        widget=Textarea(rows=3),
        help_text="For example, the operation or request that it serves. Do not name a victim.",
        error_messages={
            "required": "Enter why you need this case",
            "min_length": f"Purpose must be {MINIMUM_PURPOSE} characters or more",
        },
    )
