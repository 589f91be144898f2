"""What the scan of other crime reports found (C51), and what a person decided of it."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.intake import CrimeReport
from soteria.accounts.models import Force
from soteria.privacy import Privacy


class ReportReading(models.Model):
    """One crime report as the rules read it last. A report that was chosen and discloses nothing has weight 0.

    It holds places in the text, never the text. Made anew when the vocabulary changes; decisions are not.
    """

    PRIVACY: ClassVar = {
        **dict.fromkeys(["report", "force", "version", "read_at", "is_settled"], Privacy.OPERATIONAL),
        **dict.fromkeys(["weight", "sentences", "reasons"], Privacy.SENSITIVE),
    }

    report = models.OneToOneField(CrimeReport, on_delete=models.PROTECT, primary_key=True, related_name="reading")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField(help_text="Of the vocabulary, cases/reference/disclosure.yaml")
    weight = models.PositiveSmallIntegerField()
    sentences = models.JSONField(default=list, help_text="Where each sentence found begins and ends, and its weight")
    reasons = models.JSONField(default=list, help_text="Why, in plain words, the weightiest sentence")
    read_at = models.DateTimeField()
    is_settled = models.BooleanField(default=False, help_text="Somebody decided what it is")

    class Meta:
        indexes = [
            models.Index(
                fields=["force", "-weight", "-report"],
                name="reports_to_review",
                condition=Q(is_settled=False, weight__gt=0),
            )
        ]

    def __str__(self) -> str:
        return f"Reading of report {self.report_id}"


@pghistory.track()
class ReportDecision(models.Model):
    """What a reviewer decided of a report, or what they asked its officer; each change stays in its history."""

    class Decision(models.TextChoices):
        """What it came to."""

        ASKED = "asked", "The officer was asked"
        CASE = "case", "It is, and it is a case"
        NOT = "not", "It is not"

    class Why(models.TextChoices):
        """Why a report is not a disclosure of a sexual offence."""

        OTHER_MATTER = "other_matter", "The words are about something else"
        NOTHING = "nothing", "It says that nothing sexual happened"
        WORDS_ONLY = "words_only", "A threat or an insult, and no act"
        KNOWN = "known", "It is recorded already as another crime"
        ELSEWHERE = "elsewhere", "It is for another force, which was told"
        OFFICER = "officer", "The officer says that it is not"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            [
                "id",
                "reading",
                "decision",
                "why",
                "decided_at",
                "decided_by",
                "officer",
                "answered_at",
                "answered_by",
                "version",
            ],
            Privacy.OPERATIONAL,
        ),
        **dict.fromkeys(["words", "answer"], Privacy.SENSITIVE),
    }

    reading = models.OneToOneField(ReportReading, on_delete=models.PROTECT, related_name="decision")
    decision = models.CharField(max_length=5, choices=Decision.choices)
    why = models.CharField(max_length=12, choices=Why.choices, blank=True)
    words = models.TextField(blank=True, help_text="In the reviewer's own words, or what the officer was asked")
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="answered_at_with_answered_by",
            ),
            models.CheckConstraint(condition=~Q(decision="not") | ~Q(why=""), name="not_a_disclosure_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(decision="asked") | Q(officer__isnull=False), name="who_was_asked_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"Decision on report {self.reading_id}"
