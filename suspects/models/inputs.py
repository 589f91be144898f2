"""What each score was made of, kept as it was: the same rows and version give the same score for ever."""

from typing import ClassVar

import pgtrigger
from django.db import models

from soteria.privacy import Privacy
from suspects.models.people import Suspect


class ScoreInput(models.Model):
    """The rows that counted in a suspect's score, once for all scores that were made of the same rows.

    `rows` is a list of [case, offence, incident, victim, offence end, report date, harm days, status weight,
    vulnerability]: what suspects.rules.rfgv.score takes, and where it came from.
    """

    PRIVACY: ClassVar = {
        **dict.fromkeys(["id", "suspect", "digest"], Privacy.OPERATIONAL),
        "rows": Privacy.SENSITIVE,
    }

    suspect = models.ForeignKey(Suspect, on_delete=models.PROTECT, related_name="+", db_index=False)
    digest = models.BigIntegerField(help_text="Of the rows, whatever their order")
    rows = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["suspect", "digest"], name="one_input_of_a_digest")]
        triggers: ClassVar = [
            pgtrigger.Protect(name="inputs_stay_as_read", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"What a score of suspect {self.suspect_id} was made of"
