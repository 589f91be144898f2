"""The index that finds a case by a misspelt name: words, how they sound, and the cases they are in.

Names themselves belong to victims and suspects; this is a projection that their services keep.
"""

from typing import ClassVar

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


class CaseName(models.Model):
    """One person's name in one case, as the ids of its words."""

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

    def __str__(self) -> str:
        return f"Name {self.pk}"
