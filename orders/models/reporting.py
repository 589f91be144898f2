"""Reporting to a police station as bail says, what came of each time, and who looked whether conditions are kept."""

from datetime import datetime
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from orders.models.bail import Arrest, Bail, BailCondition, recorder
from orders.models.breach import Breach
from soteria.privacy import Privacy


class ReportingTimes(models.Model):
    """On which days, from when to when and where a suspect must report: the fixed part of a condition's words."""

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "condition", "station", "days", "opens_at", "closes_at", "laid_out_to"], Privacy.OPERATIONAL
    )

    condition = models.OneToOneField(BailCondition, on_delete=models.CASCADE, related_name="reporting")
    station = models.CharField(max_length=100)
    days = models.JSONField(help_text="Days of the week, Monday is 0")
    opens_at = models.TimeField()
    closes_at = models.TimeField()
    laid_out_to = models.DateTimeField(help_text="Times to report that begin before this are laid out")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("opens_at")), name="reporting_closes_after_it_opens"
            )
        ]

    def __str__(self) -> str:
        return f"Reporting {self.pk}"


class AttendanceDueQuerySet(models.QuerySet["AttendanceDue"]):
    """The words for expected attendances."""

    def expected(self) -> "AttendanceDueQuerySet":
        """Nobody has recorded yet what came of it."""
        return self.filter(state=AttendanceDue.State.EXPECTED)

    def to_confirm(self) -> "AttendanceDueQuerySet":
        """Missed, and somebody must say whether it is a breach."""
        return self.filter(state=AttendanceDue.State.MISSED)

    def overdue(self, before: datetime) -> "AttendanceDueQuerySet":
        """Expected, and over before a moment."""
        return self.expected().filter(closes_at__lt=before)


@pghistory.track()
class AttendanceDue(models.Model):
    """One time that a suspect must report. Missed, it is put forward as a breach until a person answers."""

    class State(models.TextChoices):
        """What came of it."""

        EXPECTED = "expected", "Expected"
        ATTENDED = "attended", "Attended"
        MISSED = "missed", "Missed: is it a breach?"
        BREACH = "breach", "Missed, logged as a breach"
        EXCUSED = "excused", "Missed, no breach"

    class Excuse(models.TextChoices):
        """Why a missed attendance is no breach."""

        ATTENDED_UNRECORDED = "attended", "The suspect did attend, and it was not recorded"
        STATION_CLOSED = "station", "The station was closed, or would not take the report"
        HOSPITAL = "hospital", "The suspect was in hospital or in custody"
        EXCUSED_BEFORE = "before", "The police had excused the suspect beforehand"
        OTHER = "other", "Another reason"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            [
                "id",
                "condition",
                "opens_at",
                "closes_at",
                "station",
                "state",
                "missed_at",
                "excuse",
                "answered_at",
                "answered_by",
                "breach",
            ],
            Privacy.OPERATIONAL,
        ),
        "words": Privacy.SENSITIVE,
    }

    condition = models.ForeignKey(BailCondition, on_delete=models.CASCADE, related_name="attendances")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    station = models.CharField(max_length=100)
    state = models.CharField(max_length=8, choices=State.choices, default=State.EXPECTED)
    missed_at = models.DateTimeField(null=True, blank=True, help_text="When it was found or said to be missed")
    excuse = models.CharField(max_length=8, choices=Excuse.choices, blank=True)
    words = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    breach = models.OneToOneField(Breach, on_delete=models.PROTECT, null=True, blank=True, related_name="attendance")

    objects = AttendanceDueQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["closes_at"], name="attendances_expected", condition=Q(state="expected")),
            models.Index(fields=["missed_at", "id"], name="attendances_to_confirm", condition=Q(state="missed")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["condition", "opens_at"], name="one_attendance_at_a_time"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("opens_at")), name="attendance_closes_after_opening"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, state__in=["expected", "missed"])
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="attendance_answered_at_with_by",
            ),
            models.CheckConstraint(
                condition=Q(state="breach", breach__isnull=False) | (~Q(state="breach") & Q(breach__isnull=True)),
                name="attendance_breach_has_its_row",
            ),
            models.CheckConstraint(
                condition=(Q(state="excused") & ~Q(excuse="") & ~Q(words="")) | (~Q(state="excused") & Q(excuse="")),
                name="attendance_excused_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Attendance due {self.pk}"


@pghistory.track()
class BailCheck(models.Model):
    """Somebody looked whether the conditions of bail are kept."""

    class How(models.TextChoices):
        """How it was looked into."""

        VICTIM = "victim", "Asked the victim, or whoever supports them"
        VISIT = "visit", "Visited the address"
        REGISTER = "register", "Read the station’s register"
        RECORDS = "records", "Looked for reports, calls and intelligence"
        OTHER = "other", "Another way"

    PRIVACY: ClassVar = {
        **dict.fromkeys(["id", "bail", "how", "checked_at", "key", "recorded_at", "recorded_by"], Privacy.OPERATIONAL),
        "words": Privacy.SENSITIVE,
    }

    bail = models.ForeignKey(Bail, on_delete=models.CASCADE, related_name="checks")
    how = models.CharField(max_length=8, choices=How.choices)
    checked_at = models.DateTimeField()
    words = models.TextField(help_text="What was found")
    key = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField()
    recorded_by = recorder()

    class Meta:
        indexes = [models.Index(fields=["bail", "-checked_at"], name="checks_of_a_bail")]
        constraints = [models.UniqueConstraint(fields=["recorded_by", "key"], name="one_check_of_a_form")]

    def __str__(self) -> str:
        return f"Check {self.pk}"


class Countdown(models.Model):
    """That the people of a case were told that bail ends, at one step, of one end; so that a sweep tells them once.

    That an arrest has no custody reference is told once too: its step is NO_REFERENCE.
    """

    NO_REFERENCE = 99

    PRIVACY: ClassVar = dict.fromkeys(["id", "arrest", "act_by", "step", "told_at"], Privacy.OPERATIONAL)

    arrest = models.ForeignKey(Arrest, on_delete=models.CASCADE, related_name="countdowns")
    act_by = models.DateTimeField()
    step = models.PositiveSmallIntegerField(help_text="Days before the end; 0 is after it")
    told_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["arrest", "act_by", "step"], name="one_countdown_of_a_step")]

    def __str__(self) -> str:
        return f"Countdown {self.pk}"
