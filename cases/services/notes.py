"""Write notes: once each, and never lost."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cases.models import Case, Note
from soteria.audit import services as audit


class AlreadySaved(Exception):
    """The form was sent before with other words; these words are not saved yet."""


@transaction.atomic
def write_note(*, case: Case, text: str, key: UUID, by: Any) -> Note:
    """Keep a note on a case. The same words from the same form, sent twice, are one note.

    Raises AlreadySaved when the form with this key has saved something else, as after the browser's Back button:
    the caller offers the new words again under a new key.
    """
    facts = {"case": case, "text": text, "written_at": timezone.now()}
    note, is_new = Note.objects.get_or_create(written_by=by, key=key, defaults=facts)
    if is_new:
        audit.record("note.written", note, by=by, case=case)
    elif (note.case_id, note.text) != (case.pk, text):
        raise AlreadySaved(
            "A note from this form is saved already. This text is not saved yet: save it as another note"
        )
    return note
