"""What makes somebody a repeat or a serial suspect: records, since no national definition is public.

HMICFRS (22 August 2024, recommendation 4) asks for one; what is shipped is our own until it is published.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from soteria.privacy import Privacy

SHARE = Q(incident_weight__gt=0, incident_weight__lte=1, serial_weight__gt=0, serial_weight__lte=1)


class RepeatDefinition(models.Model):
    """One definition. Repeat: enough incidents that count for at least a weight, or enough different victims.

    Serial: enough different victims in rows that count for at least a weight. `since` and `until` are those of the
    versions of the score that name it, so it is adopted with one; `since` is empty while it is proposed.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id",
            "code",
            "since",
            "until",
            "authority",
            "source",
            "confidence",
            "needs_confirmation",
            "incidents",
            "incident_weight",
            "victims",
            "serial_victims",
            "serial_weight",
        ],
        Privacy.NONE,
    )

    code = models.CharField(max_length=20, unique=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True, help_text="The first day on which it no longer holds")
    authority = models.CharField(max_length=300, help_text="Who or what decided that it should hold")
    source = models.CharField(max_length=300)
    confidence = models.CharField(max_length=1)
    needs_confirmation = models.BooleanField(default=True)
    incidents = models.PositiveSmallIntegerField(help_text="Different incidents that make a repeat suspect")
    incident_weight = models.FloatField(help_text="The least weight of an incident that is counted so")
    victims = models.PositiveSmallIntegerField(help_text="Different victims that make a repeat suspect")
    serial_victims = models.PositiveSmallIntegerField(help_text="Different victims that make a serial suspect")
    serial_weight = models.FloatField(help_text="The least weight of a row whose victim is counted so")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=SHARE, name="definition_weights_are_shares"),
            models.CheckConstraint(
                condition=Q(incidents__gte=2, victims__gte=2, serial_victims__gte=2), name="repeat_is_more_than_once"
            ),
        ]

    def __str__(self) -> str:
        return self.code
