"""Dated facts that decide on which list a suspect stands: custody, police service; and that he disputes the record.

A row is never changed: one that was wrong is withdrawn with a reason, and stays to be read.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from soteria.privacy import Privacy
from suspects.models.people import Suspect

_KEPT = ("id", "suspect", "on", "recorded_at", "recorded_by", "withdrawn_at", "withdrawn_by")
_WITHDRAWN = Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why="") | (
    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")
)


class Circumstance(models.Model):
    """What every dated fact about a suspect holds: since when, who recorded it, and that it was withdrawn."""

    suspect = models.ForeignKey(Suspect, on_delete=models.CASCADE, related_name="%(class)s_rows")
    on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True


class Custody(Circumstance):
    """Where a suspect is held, or that he was released: the newest that was not withdrawn is the present one.

    `until` is the earliest day on which he may be released, where it is known.
    """

    class Kind(models.TextChoices):
        """How somebody is held, or that they are not."""

        POLICE = "police", "In police custody"
        REMANDED = "remanded", "Remanded in custody"
        SERVING = "serving", "Serving a sentence in custody"
        RELEASED = "released", "Released"

    PRIVACY: ClassVar = {
        **dict.fromkeys(_KEPT, Privacy.OPERATIONAL),
        **dict.fromkeys(["kind", "until", "withdrawn_why"], Privacy.SENSITIVE),
    }

    kind = models.CharField(max_length=8, choices=Kind.choices)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_WITHDRAWN, name="custody_withdrawn_at_with_by"),
            models.CheckConstraint(
                condition=Q(until=None) | (Q(until__gte=F("on")) & ~Q(kind="released")), name="custody_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(kind="serving") | Q(until__isnull=False), name="a_sentence_has_a_release_date"
            ),
        ]
        indexes = [models.Index(fields=["suspect", "-on"], name="custody_of_a_suspect")]

    def __str__(self) -> str:
        return self.get_kind_display()


class PoliceService(Circumstance):
    """That a suspect works for a police force, from a day, and until one where it ended.

    Such suspects stand on a list of their own (College of Policing, counter-corruption APP: complaints about police
    employees go to professional standards), which their colleagues do not read.
    """

    PRIVACY: ClassVar = {
        **dict.fromkeys(_KEPT, Privacy.OPERATIONAL),
        **dict.fromkeys(["until", "withdrawn_why"], Privacy.SENSITIVE),
    }

    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_WITHDRAWN, name="service_withdrawn_at_with_by"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("on")), name="service_ends_after_start"),
        ]

    def __str__(self) -> str:
        return "Police employee"


class Dispute(Circumstance):
    """That a suspect says that the record of him is wrong (rectification, DPA 2018 s.46), and what came of it."""

    class Outcome(models.TextChoices):
        """What was decided."""

        PUT_RIGHT = "put_right", "The record was put right"
        PARTLY = "partly", "The record was put right in part"
        STANDS = "stands", "The record stands, and the dispute is noted beside it"

    PRIVACY: ClassVar = {
        **dict.fromkeys([*_KEPT, "outcome", "decided_at", "decided_by"], Privacy.OPERATIONAL),
        **dict.fromkeys(["what", "decided_why", "withdrawn_why"], Privacy.SENSITIVE),
    }

    what = models.TextField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    decided_why = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_WITHDRAWN, name="dispute_withdrawn_at_with_by"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at__isnull=True, decided_by__isnull=True, decided_why="")
                | (~Q(outcome="") & Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(decided_why="")),
                name="dispute_decided_at_with_by",
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display() or "Waits for a decision"
