"""The index that finds a case by a misspelt name: words, how they sound, and the cases they are in.

Names themselves belong to victims and suspects; this is a projection that their services keep.
"""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from cases.models.case import Case
from soteria.privacy import Privacy


class NameWord(models.Model):
    """A word of somebody's name, once, with its sounds. Small beside the cases, so likeness is looked for here."""

    PRIVACY: ClassVar = {"id": Privacy.OPERATIONAL, "word": Privacy.PERSONAL, "sounds": Privacy.PERSONAL}

    word = models.CharField(max_length=60, unique=True)
    sounds = ArrayField(models.CharField(max_length=20), default=list)

    class Meta:
        indexes = [
            GinIndex(OpClass(models.F("word"), "gin_trgm_ops"), name="words_by_likeness"),
            GinIndex(fields=["sounds"], name="words_by_sound"),
        ]

    def __str__(self) -> str:
        return f"Word {self.pk}"


# Beside the ids of its words, a name holds one number below nought for its team and kind. One index then answers
# "these words in that team" (docs/performance.md); the database keeps it, so that no load or transfer can forget it.
_KEEP_MARK = """
    NEW.words := ARRAY(SELECT word FROM unnest(NEW.words) AS word WHERE word > 0) || ARRAY(
        SELECT -(2 * team_id + (NEW.kind = 'victim')::int)::int FROM cases_case
        WHERE id = NEW.case_id AND team_id IS NOT NULL
    );
    RETURN NEW;
"""


def mark(team_id: int, kind: str) -> int:
    """The number among a name's words that says in which team's case it is, and whose name."""
    return -(2 * team_id + (kind == CaseName.Kind.VICTIM))


class CaseName(models.Model):
    """One person's name in one case, as the ids of its words, and the mark of its team."""

    class Kind(models.TextChoices):
        """Whose name it is: victims' names are not searchable by roles that see them masked."""

        VICTIM = "victim", "Victim"
        SUSPECT = "suspect", "Suspect"

    PRIVACY: ClassVar = {
        **dict.fromkeys(["id", "case", "kind", "person_id"], Privacy.OPERATIONAL),
        "words": Privacy.PERSONAL,
        "name": Privacy.PERSONAL,
    }

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="names")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    person_id = models.BigIntegerField()
    name = models.CharField(max_length=200)
    words = ArrayField(models.IntegerField())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "person_id"], name="one_name_of_a_person_in_a_case")
        ]
        indexes = [GinIndex(OpClass(models.F("words"), "gin__int_ops"), name="names_by_word")]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="keep_mark",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_KEEP_MARK,
            )
        ]

    def __str__(self) -> str:
        return f"Name {self.pk}"
