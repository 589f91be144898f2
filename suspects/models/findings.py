"""That police work on a suspect who was already listed turned a case up: such a case adds nothing to a score.

Only what victims and others report is counted. Who is watched is found more, and would then be watched more.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from soteria.privacy import Privacy
from suspects.models.people import Involvement


class PoliceWorkFinding(models.Model):
    """What work on the suspect brought his case to light.

    It is of the whole case: what is alleged of others in it came to light in the same way. A row is never changed: one
    that was wrong is withdrawn with a reason, and stays to be read.
    """

    class Work(models.TextChoices):
        """What the police were doing."""

        PLAN = "plan", "A visit, a check or another step of a plan for the suspect"
        CONDITIONS = "conditions", "Watching over the suspect’s bail conditions or an order"
        STOP = "stop", "A stop or a search of the suspect, or an arrest for something else"
        ASKED = "asked", "Officers asked people whom the suspect knows, because he was listed"
        OTHER = "other", "Other work on the suspect"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            ["id", "involvement", "work", "recorded_at", "recorded_by", "withdrawn_at", "withdrawn_by"],
            Privacy.OPERATIONAL,
        ),
        **dict.fromkeys(["words", "withdrawn_why"], Privacy.SENSITIVE),
    }

    involvement = models.ForeignKey(Involvement, on_delete=models.CASCADE, related_name="findings")
    work = models.CharField(max_length=10, choices=Work.choices)
    words = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["involvement"], condition=Q(withdrawn_at__isnull=True), name="one_finding_of_a_part"
            ),
            models.CheckConstraint(condition=~Q(work="other") | ~Q(words=""), name="other_work_is_said"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")),
                name="finding_withdrawn_at_with_by",
            ),
        ]

    def __str__(self) -> str:
        return self.get_work_display()
