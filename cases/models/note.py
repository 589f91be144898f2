"""Notes on a case, and each person's saved filters."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from cases.models.case import Case
from soteria.privacy import Privacy


class Note(models.Model):
    """Something an officer wrote on the case. Never edited: a correction is another note."""

    PRIVACY: ClassVar = {
        **dict.fromkeys(["id", "case", "written_at", "written_by", "key"], Privacy.OPERATIONAL),
        "text": Privacy.SENSITIVE,
    }

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField(null=True, editable=False, help_text="Of the form it was sent with, so that it is kept once")

    class Meta:
        indexes = [models.Index(fields=["case", "-written_at"], name="notes_of_a_case")]
        constraints = [models.UniqueConstraint(fields=["written_by", "key"], name="one_note_of_a_form")]

    def __str__(self) -> str:
        return f"Note {self.pk}"


class SavedFilter(models.Model):
    """A named choice of cases, or of what another list holds.

    It holds a question, never rows: what it shows is asked afresh for each reader.
    """

    PRIVACY: ClassVar = dict.fromkeys(["id", "user", "listed", "name", "choices", "saved_at"], Privacy.OPERATIONAL)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters")
    listed = models.CharField(max_length=20, default="cases", db_default="cases", help_text="What its list holds")
    name = models.CharField(max_length=60)
    choices = models.JSONField()
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "listed", "name"], name="one_saved_filter_of_a_name_of_a_list")
        ]

    def __str__(self) -> str:
        return self.name
