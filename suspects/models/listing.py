"""Who was on the list of suspects that are worked on, from when to when, and why."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from soteria.accounts.models import Force
from soteria.privacy import Privacy
from suspects.models.people import Suspect


class ListEntryQuerySet(models.QuerySet["ListEntry"]):
    """The words for entries of the list."""

    def open(self) -> "ListEntryQuerySet":
        """On the list now."""
        return self.filter(left_on__isnull=True)

    def on(self, day: date) -> "ListEntryQuerySet":
        """On the list at the end of a day."""
        return self.filter(Q(left_on=None) | Q(left_on__gt=day), entered_on__lte=day)


class ListEntry(models.Model):
    """One stay on the list. It is opened and closed by what the score says, never by hand, and nobody is kept on a
    list of those who left: what is closed counts for nothing.

    `alerted_on` and `escalated_on` say for which day the owners, and then those above them, were told that there is no
    plan, so that nobody is told twice.
    """

    class Why(models.TextChoices):
        """Why the suspect came onto the list."""

        BAND_A = "band_a", "The score reached band A"
        BAND_B = "band_b", "The score reached band B"
        REPEAT = "repeat", "A repeat suspect by the force’s definition"

    class Left(models.TextChoices):
        """Why the suspect left it."""

        SCORE_FELL = "fell", "Below band B, and no repeat suspect by the force’s definition"
        NOT_SCORED = "not_scored", "There is no score any more"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            ["id", "suspect", "force", "entered_on", "left_on", "alerted_on", "escalated_on"], Privacy.OPERATIONAL
        ),
        **dict.fromkeys(["why", "why_left"], Privacy.SENSITIVE),
    }

    suspect = models.ForeignKey(Suspect, on_delete=models.CASCADE, related_name="list_entries", db_index=False)
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+", db_index=False)
    entered_on = models.DateField()
    why = models.CharField(max_length=10, choices=Why.choices)
    left_on = models.DateField(null=True, blank=True, help_text="The first day on which he is not on it")
    why_left = models.CharField(max_length=10, choices=Left.choices, blank=True)
    alerted_on = models.DateField(null=True, blank=True)
    escalated_on = models.DateField(null=True, blank=True)

    objects = ListEntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["suspect", "-entered_on"], name="entries_of_a_suspect"),
            models.Index(fields=["force", "entered_on"], name="entries_of_a_force"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["suspect"], condition=Q(left_on=None), name="one_open_entry_of_a_suspect"),
            models.CheckConstraint(
                condition=Q(left_on=None, why_left="") | (Q(left_on__gte=F("entered_on")) & ~Q(why_left="")),
                name="who_left_the_list_left_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Entry {self.pk}"
