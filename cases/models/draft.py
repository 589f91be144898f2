"""A case being logged: drafts live in the database, section by section, so that nothing typed is lost."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from cases.models.case import Case
from soteria.accounts.models import Force
from soteria.privacy import Privacy


class CaseDraft(models.Model):
    """A report that one person is logging, over as many sittings as it takes."""

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "owner", "key", "started_at", "saved_at", "case", "discarded_at"], Privacy.OPERATIONAL
    )

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafts")
    key = models.UUIDField(unique=True, help_text="Stands in URLs, and makes a double click log one case")
    started_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="draft")
    discarded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "-saved_at"], name="drafts_of_a_person")]

    def __str__(self) -> str:
        return f"Draft {self.pk}"


class DraftSection(models.Model):
    """One section of a draft, or one entry of a section that repeats: what was typed, and how it reads back."""

    PRIVACY: ClassVar = {
        **dict.fromkeys(["id", "draft", "section", "entry", "is_complete", "version", "saved_at"], Privacy.OPERATIONAL),
        **dict.fromkeys(["typed", "values", "answers", "aside"], Privacy.SENSITIVE),
    }

    draft = models.ForeignKey(CaseDraft, on_delete=models.CASCADE, related_name="sections")
    section = models.CharField(max_length=30)
    entry = models.PositiveSmallIntegerField(default=0, help_text="For sections that repeat: second victim, and so on")
    typed = models.JSONField(default=dict, help_text="The form exactly as it was typed")
    values = models.JSONField(default=dict, help_text="What it means, once it was checked")
    answers = models.JSONField(default=list, help_text="Question and answer as shown when checking")
    aside = models.JSONField(default=dict, help_text="What another window typed while this was saved first")
    is_complete = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "section", "entry"], name="one_section_of_a_draft")]
        ordering: ClassVar = ["section", "entry"]

    def __str__(self) -> str:
        return f"{self.section} {self.entry}"


class CaseNumber(models.Model):
    """The last number that a force was given for a case logged here in a year.

    A row of its own, so that two cases logged at once wait for each other and never share a number.
    """

    PRIVACY: ClassVar = dict.fromkeys(["id", "force", "year", "last"], Privacy.NONE)

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["force", "year"], name="one_case_number_of_a_year")]

    def __str__(self) -> str:
        return f"{self.force_id} {self.year} {self.last}"
