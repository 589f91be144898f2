"""Suspects put forward to the routes that manage dangerous people."""

from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from soteria.privacy import Privacy
from suspects.models.people import Suspect
from suspects.models.proportionality import Proportionality, done, full, person
from suspects.rules.action import RECORD


@pghistory.track()
class Nomination(Proportionality):
    """A suspect put forward to those who manage dangerous people; somebody else accepts or declines, with a reason."""

    class Route(models.TextChoices):
        """Where a suspect can be managed (C39 to C42)."""

        PDP = "pdp", "Potentially dangerous person (PDP)"
        MATAC = "matac", "Multi-agency tasking and co-ordination (MATAC)"
        MAPPA = "mappa", "MAPPA"
        MOSOVO = "mosovo", "Management of sexual or violent offenders (MOSOVO)"
        PLAN = "plan", "Disruption plan"

    class State(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", "Draft"
        PROPOSED = "proposed", "Waits for a decision"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"

    class MappaLevel(models.TextChoices):
        """How many agencies manage him (CJA 2003 ss.325 to 327)."""

        ONE = "1", "Level 1"
        TWO = "2", "Level 2"
        THREE = "3", "Level 3"

    PRIVACY: ClassVar = Proportionality.RECORD_PRIVACY | {
        **dict.fromkeys(
            [
                "id",
                "suspect",
                "route",
                "state",
                "mappa_level",
                "authors",
                "drafted_at",
                "drafted_by",
                "proposed_at",
                "proposed_by",
                "decided_at",
                "decided_by",
                "version",
            ],
            Privacy.OPERATIONAL,
        ),
        "reason": Privacy.SENSITIVE,
    }

    suspect = models.ForeignKey(Suspect, on_delete=models.CASCADE, related_name="nominations")
    route = models.CharField(max_length=8, choices=Route.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    mappa_level = models.CharField(max_length=1, choices=MappaLevel.choices, blank=True)
    authors = ArrayField(models.BigIntegerField(), default=list, help_text="Ids of everybody who wrote in it")
    drafted_at = models.DateTimeField()
    drafted_by = person()
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = person(optional=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = person(optional=True)
    reason = models.TextField(blank=True, help_text="Why it was accepted or declined")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["suspect", "route"],
                condition=Q(state__in=["draft", "proposed"]),
                name="one_open_nomination_of_a_route",
            ),
            done("proposed"),
            done("decided"),
            models.CheckConstraint(condition=Q(state="draft") | full(RECORD), name="no_nomination_without_its_record"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "proposed"], decided_at=None)
                | (Q(state__in=["accepted", "declined"], decided_at__isnull=False) & ~Q(reason="")),
                name="nomination_is_decided_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Nomination {self.pk}"
