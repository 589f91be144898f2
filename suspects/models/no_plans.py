"""Decisions that a suspect who is on the list has no plan."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from soteria.privacy import Privacy
from suspects.models.people import Suspect
from suspects.models.proportionality import person


@pghistory.track()
class NoPlan(models.Model):
    """A detective inspector's decision that a listed suspect has no plan, and why; it too is read within 28 days."""

    class Reason(models.TextChoices):
        """Why there is none."""

        CUSTODY = "custody", "In custody, with no release within 28 days"
        MANAGED = "managed", "Managed by MAPPA, MOSOVO or another force"
        HARM = "harm", "A plan would harm the investigation or a victim’s safety"
        NOT_ENOUGH = "not_enough", "What is recorded does not justify an interference"
        OTHER = "other", "Another reason"

    PRIVACY: ClassVar = {
        **dict.fromkeys(["id", "suspect", "reason", "review_on", "decided_at", "decided_by"], Privacy.OPERATIONAL),
        "words": Privacy.SENSITIVE,
    }

    suspect = models.ForeignKey(Suspect, on_delete=models.CASCADE, related_name="no_plans")
    reason = models.CharField(max_length=10, choices=Reason.choices)
    words = models.TextField()
    review_on = models.DateField()
    decided_at = models.DateTimeField()
    decided_by = person()

    class Meta:
        indexes = [models.Index(fields=["suspect", "-review_on"], name="no_plans_of_a_suspect")]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="no_plan_is_explained")]

    def __str__(self) -> str:
        return f"No plan {self.pk}"
