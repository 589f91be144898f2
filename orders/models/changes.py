"""What changes while bail runs: its conditions, when the suspect must come back, and what victims say of it."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from orders.models.bail import Bail, recorder
from soteria.privacy import Privacy
from victims.models import Victim


@pghistory.track()
class BailVariation(models.Model):
    """Conditions changed at one moment: rows that ended then, and rows that began then."""

    class AskedBy(models.TextChoices):
        """Who asked. At the suspect's own request the victim must be asked: s.47ZZA(7)."""

        SUSPECT = "suspect", "The suspect, or the legal representative"
        POLICE = "police", "The police"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            [
                "id",
                "bail",
                "asked_by",
                "varied_at",
                "authorised_by",
                "officer_rank",
                "key",
                "recorded_at",
                "recorded_by",
            ],
            Privacy.OPERATIONAL,
        ),
        "why": Privacy.SENSITIVE,
    }

    bail = models.ForeignKey(Bail, on_delete=models.CASCADE, related_name="variations")
    asked_by = models.CharField(max_length=7, choices=AskedBy.choices)
    varied_at = models.DateTimeField()
    authorised_by = models.CharField(max_length=100)
    officer_rank = models.CharField(max_length=20)
    why = models.TextField()
    key = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField()
    recorded_by = recorder()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recorded_by", "key"], name="one_variation_of_a_form"),
            models.UniqueConstraint(fields=["bail", "varied_at"], name="one_variation_at_a_time"),
            models.CheckConstraint(condition=~Q(why=""), name="variation_says_why"),
        ]

    def __str__(self) -> str:
        return f"Variation {self.pk}"


@pghistory.track()
class SurrenderChange(models.Model):
    """A written notice that changes when and where the suspect must come back, or that they need not: s.47(4)–(4D)."""

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "bail", "notice_at", "was_at", "surrender_at", "station", "key", "recorded_at", "recorded_by"],
        Privacy.OPERATIONAL,
    )

    bail = models.ForeignKey(Bail, on_delete=models.CASCADE, related_name="surrender_changes")
    notice_at = models.DateTimeField(help_text="When the written notice was given")
    was_at = models.DateTimeField(null=True, blank=True)
    surrender_at = models.DateTimeField(null=True, blank=True, help_text="Empty: attendance is cancelled")
    station = models.CharField(max_length=100, blank=True)
    key = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField()
    recorded_by = recorder()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recorded_by", "key"], name="one_surrender_change_of_a_form")]

    def __str__(self) -> str:
        return f"Surrender change {self.pk}"


@pghistory.track()
class VictimViews(models.Model):
    """Whether a victim was asked about conditions, what was said, and when custody officer and victim were told.

    The duty is of the officer in charge of the investigation: s.47ZZA. Of bail as it was granted, or of one variation.
    """

    class State(models.TextChoices):
        """Whether the victim was asked, as far as that was reasonably practicable."""

        ASKED = "asked", "Yes, and an answer was given"
        NO_VIEW = "no_view", "Yes, and the victim did not want to say"
        NOT_PRACTICABLE = "not_practicable", "No, it was not reasonably practicable"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            [
                "id",
                "bail",
                "variation",
                "victim",
                "state",
                "asked_at",
                "passed_on_at",
                "told_at",
                "key",
                "recorded_at",
                "recorded_by",
            ],
            Privacy.OPERATIONAL,
        ),
        **dict.fromkeys(["is_vulnerable", "representative"], Privacy.PERSONAL),
        **dict.fromkeys(["words", "why_not"], Privacy.SENSITIVE),
    }

    bail = models.ForeignKey(Bail, on_delete=models.CASCADE, related_name="views")
    variation = models.ForeignKey(BailVariation, on_delete=models.CASCADE, null=True, blank=True, related_name="views")
    victim = models.ForeignKey(Victim, on_delete=models.CASCADE, related_name="bail_views")
    state = models.CharField(max_length=15, choices=State.choices)
    is_vulnerable = models.BooleanField(default=False)
    representative = models.CharField(max_length=100, blank=True, help_text="Who spoke for a vulnerable victim")
    asked_at = models.DateTimeField(null=True, blank=True)
    words = models.TextField(blank=True, help_text="Whether there should be conditions, and which")
    why_not = models.TextField(blank=True)
    passed_on_at = models.DateTimeField(null=True, blank=True, help_text="To the custody officer")
    told_at = models.DateTimeField(null=True, blank=True, help_text="When the victim was told of the conditions")
    key = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField()
    recorded_by = recorder()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recorded_by", "key"], name="one_victims_views_of_a_form"),
            models.CheckConstraint(
                condition=(Q(state="not_practicable", asked_at__isnull=True) & ~Q(why_not=""))
                | (~Q(state="not_practicable") & Q(asked_at__isnull=False)),
                name="victim_asked_or_said_why_not",
            ),
            models.CheckConstraint(
                condition=Q(is_vulnerable=False) | Q(state="not_practicable") | ~Q(representative=""),
                name="vulnerable_victim_has_a_representative",
            ),
        ]

    def __str__(self) -> str:
        return f"Views {self.pk}"
