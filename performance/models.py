"""What each measure was, month by month, as the nightly count found it."""

from typing import ClassVar

from django.db import models

from soteria.accounts.models import Force, Team
from soteria.privacy import Privacy


class Snapshot(models.Model):
    """One measure of one month, of a force (no team) or of one team in it, as it stood when it was last counted.

    True numbers: small ones are hidden when they are shown, since who reads decides. Counted by one version of the
    definition; another version is another row, so that a series is never silently redrawn.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id",
            "measure",
            "version",
            "force",
            "team",
            "month",
            "counted",
            "base",
            "whole",
            "low",
            "middle",
            "high",
            "ninth",
            "taken_at",
        ],
        Privacy.OPERATIONAL,
    )

    measure = models.CharField(max_length=6)
    version = models.PositiveSmallIntegerField()
    force = models.ForeignKey(Force, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="+")
    month = models.DateField(help_text="The first day of the month")
    counted = models.PositiveIntegerField(help_text="The numerator")
    base = models.PositiveIntegerField(help_text="The denominator")
    whole = models.PositiveIntegerField(help_text="Rows of the denominator that hold every input")
    low = models.FloatField(null=True, help_text="25th centile of the value, where rows have one")
    middle = models.FloatField(null=True)
    high = models.FloatField(null=True)
    ninth = models.FloatField(null=True, help_text="90th centile")
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["force", "team", "measure", "version", "month"],
                name="one_snapshot_of_a_month",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(counted__lte=models.F("base"), whole__lte=models.F("base")),
                name="snapshot_parts_within_base",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} of {self.month:%Y-%m}"
