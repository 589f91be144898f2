"""Gravity: the days of harm of an offence, in tables that are loaded whole and never changed afterwards."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from soteria.privacy import Privacy


class GravityTable(models.Model):
    """One set of days of harm, such as an edition of the Cambridge Crime Harm Index. A version of the score names one.

    Loading a table changes no score: a lead proposes and adopts a version that names it.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "code", "title", "source", "loaded_from", "loaded_at", "digest"], Privacy.NONE
    )

    code = models.CharField(max_length=30, unique=True)
    title = models.CharField(max_length=120)
    source = models.CharField(max_length=300)
    loaded_from = models.CharField(max_length=200, help_text="The name of the file")
    loaded_at = models.DateTimeField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of what the file said")

    def __str__(self) -> str:
        return self.title


class GravityWeight(models.Model):
    """The days of harm of one offence title. `offence_class` is empty for an offence that is of no class held here.

    A class holds several offences: the lowest counts, as the index counts the lowest starting point.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id",
            "table",
            "offence_class",
            "title",
            "group",
            "sub_group",
            "days",
            "source",
            "confidence",
            "needs_confirmation",
        ],
        Privacy.NONE,
    )

    table = models.ForeignKey(GravityTable, on_delete=models.CASCADE, related_name="weights", db_index=False)
    # A code and no key: the index knows more offences than a force records, and a breach of an order has no class.
    offence_class = models.CharField(max_length=6, blank=True)
    title = models.CharField(max_length=300)
    group = models.CharField(max_length=100, blank=True)
    sub_group = models.CharField(max_length=100, blank=True)
    days = models.FloatField()
    source = models.CharField(max_length=300)
    confidence = models.CharField(max_length=1)
    needs_confirmation = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "offence_class", "title"], name="one_gravity_of_a_title"),
            models.CheckConstraint(condition=Q(days__gte=0), name="days_of_harm_are_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.days:g} days"
