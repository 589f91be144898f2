"""The needs of a victim, told once: each change is a new version, and no version is ever changed."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from soteria.privacy import Privacy
from victims.models.victim import Victim
from victims.rules.needs import STATUSES, Status

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class NeedsAssessment(models.Model):
    """One version of what is known of a victim's needs, whole. The highest number is the present one."""

    PRIVACY: ClassVar = dict.fromkeys(["id", "victim", "number", "made_at", "made_by"], Privacy.OPERATIONAL)

    victim = models.ForeignKey(Victim, on_delete=models.CASCADE, related_name="assessments")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["victim", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["victim", "number"], name="one_assessment_of_a_number"),
            models.CheckConstraint(condition=Q(number__gt=0), name="assessments_are_numbered_from_one"),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"Version {self.number}"


class NeedQuerySet(models.QuerySet["Need"]):
    """The words for needs."""

    def current(self) -> "NeedQuerySet":
        """Of the present version of each victim."""
        newest = NeedsAssessment.objects.filter(victim=OuterRef("assessment__victim")).order_by("-number")
        return self.filter(assessment=Subquery(newest.values("pk")[:1]))


class Need(models.Model):
    """One coded item in one version: what was said, by whom and when, and with whom it may be shared.

    An item that no version holds has not been asked yet.
    """

    PRIVACY: ClassVar = {
        **dict.fromkeys(["id", "assessment", "code", "status", "asked_on", "told_by"], Privacy.OPERATIONAL),
        **dict.fromkeys(["value", "words", "shared_with"], Privacy.SENSITIVE),
    }

    assessment = models.ForeignKey(NeedsAssessment, on_delete=models.CASCADE, related_name="needs")
    code = models.CharField(max_length=40, help_text="Of an item of victims/reference/needs.yaml")
    status = models.CharField(max_length=12, choices=STATUSES)
    value = models.CharField(max_length=40, blank=True, help_text="The coded answer")
    words = models.CharField(max_length=500, blank=True, help_text="In the victim's own words")
    asked_on = models.DateField()
    told_by = models.CharField(max_length=20)
    shared_with = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    objects = NeedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "code"], name="one_need_of_a_code_in_a_version"),
            models.CheckConstraint(
                condition=Q(status=Status.CONFIRMED, value__gt="") | (~Q(status=Status.CONFIRMED) & Q(value="")),
                name="a_confirmed_need_has_an_answer",
            ),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return self.code
