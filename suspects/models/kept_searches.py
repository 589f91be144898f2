"""A search that its maker keeps: who is told when the same telephone number, identifier or address comes up again."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from soteria.privacy import Privacy
from suspects.models.people import Involvement


class KeptSearchQuerySet(models.QuerySet["KeptSearch"]):
    """The words for searches that are kept."""

    def live(self, on: date) -> "KeptSearchQuerySet":
        """Still asked on a London date."""
        return self.filter(until__gte=on)


class KeptSearch(models.Model):
    """One question of one person, asked again whenever a record changes, until its last London date.

    It is gone with what was asked once it ends: the audit trail keeps that it was there, and why.
    """

    PRIVACY: ClassVar = {
        **dict.fromkeys(["id", "by", "kept_at", "until"], Privacy.OPERATIONAL),
        **dict.fromkeys(["facts", "keys", "place"], Privacy.PERSONAL),
        "reason": Privacy.SENSITIVE,
    }

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="kept_searches")
    facts = models.JSONField(help_text="What was asked: label and answer of each question, in order")
    keys = ArrayField(models.CharField(max_length=40), help_text="As records are keyed, to be found by them")
    place = models.CharField(max_length=40, blank=True, help_text="Postcode and number of a house, as one key")
    reason = models.CharField(max_length=300)
    kept_at = models.DateTimeField()
    until = models.DateField()

    objects = KeptSearchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "keys", "place"], name="one_kept_search_of_a_question"),
            models.CheckConstraint(
                condition=~models.Q(keys=[], place=""), name="a_kept_search_asks_for_something_of_its_own"
            ),
        ]

    def __str__(self) -> str:
        return f"Kept search {self.pk}"


class KeptAnswer(models.Model):
    """A part in a case that answers a kept search, and that its maker was shown or told of."""

    PRIVACY: ClassVar = dict.fromkeys(["id", "search", "involvement", "found_at", "is_told"], Privacy.OPERATIONAL)

    search = models.ForeignKey(KeptSearch, on_delete=models.CASCADE, related_name="answers")
    involvement = models.ForeignKey(Involvement, on_delete=models.CASCADE, related_name="+")
    found_at = models.DateTimeField()
    is_told = models.BooleanField(help_text="By an alert; else it was there when the search was kept")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["search", "involvement"], name="one_answer_of_a_part_in_a_case"),
        ]

    def __str__(self) -> str:
        return f"Answer {self.pk}"
