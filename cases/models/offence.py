"""Offences of a case, and the Home Office classes they are recorded under."""

from typing import ClassVar

import pghistory
from django.db import models

from cases.models.case import Case
from soteria.privacy import Privacy


class OffenceClass(models.Model):
    """A Home Office class, with whether this force counts it as RASSO. Reference data, cited."""

    PRIVACY: ClassVar = dict.fromkeys(
        ["code", "title", "is_rasso", "source", "confidence", "needs_confirmation"], Privacy.NONE
    )

    code = models.CharField(max_length=6, primary_key=True)
    title = models.CharField(max_length=120)
    is_rasso = models.BooleanField()
    source = models.CharField(max_length=200)
    confidence = models.CharField(max_length=1)
    needs_confirmation = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return f"{self.title} ({self.code})"


class Precision(models.TextChoices):
    """How exactly a date is known."""

    EXACT = "exact", "An exact date and time"
    DAY = "day", "A date"
    BETWEEN = "between", "Some time between two dates"
    MONTH = "month", "A month"
    YEAR = "year", "A year"
    UNKNOWN = "unknown", "Not known"


@pghistory.track()
class Offence(models.Model):
    """One recorded offence, with when it happened as a range and how exactly that is known."""

    PRIVACY: ClassVar = {
        **dict.fromkeys(["id", "case", "offence_class", "title", "is_attempt"], Privacy.OPERATIONAL),
        **dict.fromkeys(["precision", "occurred_from", "occurred_to", "when_in_words"], Privacy.SENSITIVE),
    }

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="offences")
    offence_class = models.ForeignKey(OffenceClass, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    is_attempt = models.BooleanField(default=False)
    precision = models.CharField(max_length=8, choices=Precision.choices)
    occurred_from = models.DateTimeField(null=True, blank=True)
    occurred_to = models.DateTimeField(null=True, blank=True)
    when_in_words = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(occurred_to__gte=models.F("occurred_from"))
                | models.Q(occurred_from__isnull=True)
                | models.Q(occurred_to__isnull=True),
                name="offence_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(precision="unknown", occurred_from__isnull=True)
                | (~models.Q(precision="unknown") & models.Q(occurred_from__isnull=False)),
                name="offence_date_or_unknown",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.offence_class_id)


@pghistory.track()
class FirstResponse(models.Model):
    """What the first officer did, coded so that it can be counted, with words beside it."""

    class Answer(models.TextChoices):
        """Yes, no, or why there is no answer."""

        YES = "yes", "Yes"
        NO = "no", "No"
        NOT_ASKED = "not_asked", "Not yet asked"
        DECLINED = "declined", "Declined to say"
        NOT_SAFE = "not_safe", "Not safe to ask"
        NOT_KNOWN = "not_known", "Not known"

    PRIVACY: ClassVar = {
        **dict.fromkeys(["id", "case"], Privacy.OPERATIONAL),
        **dict.fromkeys(
            [
                "first_contact_at",
                "in_safe_place",
                "account_heard",
                "injured",
                "forensic_samples",
                "scene_secured",
                "referral_offered",
                "same_sex_officer",
                "words",
            ],
            Privacy.SENSITIVE,
        ),
    }

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="first_response")
    first_contact_at = models.DateTimeField(null=True, blank=True)
    in_safe_place = models.CharField(max_length=10, choices=Answer.choices)
    account_heard = models.CharField(max_length=10, choices=Answer.choices)
    injured = models.CharField(max_length=10, choices=Answer.choices)
    forensic_samples = models.CharField(max_length=10, choices=Answer.choices)
    scene_secured = models.CharField(max_length=10, choices=Answer.choices)
    referral_offered = models.CharField(max_length=10, choices=Answer.choices)
    same_sex_officer = models.CharField(max_length=10, choices=Answer.choices)
    words = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"First response to {self.case_id}"
