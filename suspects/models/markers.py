"""Warning markers on the Police National Computer: asked for, placed, reviewed and taken off (C43)."""

from datetime import date
from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from soteria.privacy import Privacy
from suspects.models.people import Suspect
from suspects.models.proportionality import done, person


class MarkerQuerySet(models.QuerySet["Marker"]):
    """The words for markers."""

    def late(self, day: date) -> "MarkerQuerySet":
        """Not placed in time, or on the computer past its review, and nobody was told for that day."""
        due = Q(state=Marker.State.ASKED, place_by__lt=day) | Q(state=Marker.State.PLACED, review_on__lt=day)
        return self.filter(due, alerted_on=None)


@pghistory.track()
class Marker(models.Model):
    """One warning marker. It is placed on PNC itself; here stands who asked for it, why, and until when it holds."""

    class Kind(models.TextChoices):
        """What it warns of, in words; the two letters are PNC's own."""

        VIOLENT = "violent", "Violent"
        WEAPONS = "weapons", "Weapons"
        SEXUAL = "sexual", "May commit sexual offences"
        ON_BAIL = "on_bail", "Offends on bail"
        ESCAPES = "escapes", "Escapes"
        HARMS_SELF = "self", "May harm himself or herself"
        OTHER = "other", "Another warning"

    class State(models.TextChoices):
        """How far it is."""

        ASKED = "asked", "Asked for"
        PLACED = "placed", "On PNC"
        DECLINED = "declined", "Not placed"
        REMOVED = "removed", "Taken off"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            [
                "id",
                "suspect",
                "kind",
                "state",
                "asked_at",
                "asked_by",
                "place_by",
                "placed_on",
                "review_on",
                "closed_at",
                "closed_by",
                "alerted_on",
                "version",
            ],
            Privacy.OPERATIONAL,
        ),
        **dict.fromkeys(["reason", "closed_why"], Privacy.SENSITIVE),
    }

    suspect = models.ForeignKey(Suspect, on_delete=models.CASCADE, related_name="markers")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    reason = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = person()
    place_by = models.DateField()
    placed_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = person(optional=True)
    closed_why = models.TextField(blank=True)
    alerted_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MarkerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["suspect", "kind"], condition=Q(state__in=["asked", "placed"]), name="one_marker_of_a_kind"
            ),
            done("closed"),
            models.CheckConstraint(condition=~Q(reason=""), name="marker_has_a_reason"),
            models.CheckConstraint(
                condition=Q(placed_on=None, review_on=None) | Q(placed_on__isnull=False, review_on__isnull=False),
                name="a_placed_marker_is_reviewed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "placed"], closed_at=None)
                | (Q(state__in=["declined", "removed"], closed_at__isnull=False) & ~Q(closed_why="")),
                name="marker_is_closed_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Marker {self.pk}"
