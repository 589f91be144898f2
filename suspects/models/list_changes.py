"""Who came into bands A and B of the score and who left them, with why, as each run found it: never changed afterwards.

The list of those who are worked on holds repeat suspects too; its stays are suspects.models.ListEntry.
"""

from typing import ClassVar

import pgtrigger
from django.db import models

from soteria.accounts.models import Force
from soteria.privacy import Privacy
from suspects.models.people import Suspect
from suspects.models.scores import ScoreRun


class ListChange(models.Model):
    """One coming or going. The newest of a suspect says whether he is in bands A and B.

    The Gangs Matrix kept people without saying why they came on or left: a list that acts on people must say both.
    """

    class Why(models.TextChoices):
        """What put a suspect on the list, or took him off it."""

        FIRST = "first", "First scored"
        RECORDED = "recorded", "More was recorded, or something counts for more"
        LESS = "less", "Something no longer counts, or counts for less"
        TIME = "time", "Nothing new: time alone"
        JUDGEMENT = "judgement", "A judgement was added, or ended"
        VERSION = "version", "Another version of the weights"
        NOTHING = "nothing", "Nothing recorded counts towards a score"
        CHILD = "child", "Under 18"
        DIED = "died", "Has died"
        JOINED = "joined", "Records were joined as one person"
        PARTED = "parted", "Records that had been joined were parted again"
        APART = "apart", "Stands on a list of its own"

    PRIVACY: ClassVar = {
        **dict.fromkeys(["id", "run", "suspect", "force", "is_on"], Privacy.OPERATIONAL),
        **dict.fromkeys(["why", "band", "final"], Privacy.SENSITIVE),
    }

    # As of Score: written set by set with rows whose keys were checked.
    run = models.ForeignKey(ScoreRun, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    suspect = models.ForeignKey(Suspect, on_delete=models.CASCADE, related_name="list_changes", db_index=False)
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    is_on = models.BooleanField()
    why = models.CharField(max_length=10, choices=Why.choices)
    band = models.CharField(max_length=1, blank=True)
    final = models.FloatField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["suspect", "-id"], name="list_changes_of_a_suspect"),
            models.Index(fields=["force", "-id"], name="list_changes_of_a_force"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="list_changes_stay_as_made", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{'On' if self.is_on else 'Off'} the list"
