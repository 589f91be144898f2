"""The constants of RFGV+ as dated, cited rows: one version holds on a day, and one that was used never changes."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from soteria.privacy import Privacy


class ScoreVersionQuerySet(models.QuerySet["ScoreVersion"]):
    """The words for versions."""

    def in_force(self, on: date) -> "ScoreVersion | None":
        """The version that holds on a London date, or None."""
        held = self.filter(Q(until=None) | Q(until__gt=on), since__lte=on)
        return held.order_by("-since").first()


class ScoreVersion(models.Model):
    """One agreed set of constants. Forces differ and no national set is public, so each is the force's own decision."""

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "code", "since", "until", "source", "confidence", "needs_confirmation"], Privacy.NONE
    )

    code = models.CharField(max_length=20, unique=True)
    since = models.DateField(unique=True)
    until = models.DateField(null=True, blank=True, help_text="The first day on which it no longer holds")
    source = models.CharField(max_length=300)
    confidence = models.CharField(max_length=1)
    needs_confirmation = models.BooleanField(default=True)

    objects = ScoreVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="version_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return self.code


class ScoreWeight(models.Model):
    """One number of a version, with where it comes from."""

    class Kind(models.TextChoices):
        """What the number weighs; `code` says which of them."""

        PARAMETER = "parameter", "Constant of the formula"
        GRAVITY = "gravity", "Days of harm of an offence class"
        STATUS = "status", "Status of the suspect"
        OUTCOME = "outcome", "Outcome of the case"
        REPORT = "report", "Type of report"
        AGE = "age", "Age of the victim at the offence"
        RELATIONSHIP = "relationship", "What the suspect is to the victim"
        EXPLOITATION = "exploitation", "Offence class of exploitation"

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "version", "kind", "code", "value", "source", "confidence", "needs_confirmation"], Privacy.NONE
    )

    version = models.ForeignKey(ScoreVersion, on_delete=models.PROTECT, related_name="weights", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    code = models.CharField(max_length=30)
    value = models.FloatField()
    source = models.CharField(max_length=300)
    confidence = models.CharField(max_length=1)
    needs_confirmation = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "kind", "code"], name="one_weight_of_a_code_in_a_version"),
            models.CheckConstraint(condition=Q(value__gte=0), name="weight_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}: {self.value:g}"
