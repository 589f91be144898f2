"""What the force's records system sent: every row as received, and the crimes that are not RASSO."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from cases.models.case import Case
from cases.models.offence import OffenceClass
from soteria.accounts.models import Force
from soteria.privacy import Privacy


class ImportRun(models.Model):
    """One reading of one file."""

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "force", "file_name", "file_sha256", "started_at", "finished_at", "started_by", "report"],
        Privacy.OPERATIONAL,
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    report = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"Import {self.pk}"


class CrimeReport(models.Model):
    """A crime that is not RASSO, kept because a disclosure may hide in it (C51)."""

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            [
                "id",
                "force",
                "reference",
                "report_type",
                "reported_at",
                "offence_class",
                "title",
                "flags",
                "district",
                "case",
            ],
            Privacy.OPERATIONAL,
        ),
        **dict.fromkeys(["occurred_from", "occurred_to", "summary"], Privacy.SENSITIVE),
    }

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=40)
    report_type = models.CharField(max_length=10)
    reported_at = models.DateTimeField()
    offence_class = models.ForeignKey(OffenceClass, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    flags = ArrayField(models.CharField(max_length=10), default=list)
    district = models.CharField(max_length=100, blank=True)
    occurred_from = models.DateTimeField(null=True)
    occurred_to = models.DateTimeField(null=True)
    summary = models.TextField(blank=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+", help_text="Once converted")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["force", "reference"], name="one_crime_report_of_a_reference")]

    def __str__(self) -> str:
        return self.reference


class ImportRow(models.Model):
    """One row as received. Bail and outcome columns wait here for what reads them."""

    class State(models.TextChoices):
        """What became of it."""

        ACCEPTED = "accepted", "Accepted"
        QUARANTINED = "quarantined", "In quarantine"
        MENDED = "mended", "Mended and accepted"
        SET_ASIDE = "set_aside", "Set aside, with a reason"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            [
                "id",
                "run",
                "force",
                "row_number",
                "reference",
                "digest",
                "state",
                "reason",
                "case",
                "crime_report",
                "handled_at",
                "handled_by",
                "handled_why",
                "version",
            ],
            Privacy.OPERATIONAL,
        ),
        **dict.fromkeys(["received", "mended"], Privacy.SENSITIVE),
    }

    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="rows")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    row_number = models.PositiveIntegerField(help_text="Counted from 1 below the header")
    reference = models.CharField(max_length=60, blank=True)
    digest = models.CharField(
        max_length=64, help_text="SHA-256 of the row's values: a row is read once, however often sent"
    )
    received = models.JSONField()
    mended = models.JSONField(null=True, help_text="Values that a person corrected; what was received stays as it was")
    state = models.CharField(max_length=12, choices=State.choices)
    reason = models.CharField(max_length=60, blank=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="import_rows")
    crime_report = models.ForeignKey(CrimeReport, on_delete=models.PROTECT, null=True, related_name="import_rows")
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    handled_why = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["force", "digest"], name="one_row_as_received"),
            models.CheckConstraint(
                condition=models.Q(handled_at__isnull=True, handled_by__isnull=True)
                | models.Q(handled_at__isnull=False, handled_by__isnull=False),
                name="row_handled_at_with_by",
            ),
        ]
        indexes = [
            models.Index(fields=["force", "reference"], name="rows_of_a_reference"),
            models.Index(fields=["force", "id"], name="rows_in_quarantine", condition=models.Q(state="quarantined")),
        ]

    def __str__(self) -> str:
        return f"Row {self.row_number} of import {self.run_id}"
