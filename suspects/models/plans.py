"""Plans for suspects, and the readings that a live one is given."""

from datetime import date
from typing import Any, ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from soteria.privacy import Privacy
from suspects.models.people import Suspect
from suspects.models.proportionality import Proportionality, done, full, person
from suspects.rules.action import PLAN, RECORD


class DisruptionPlanQuerySet(models.QuerySet["DisruptionPlan"]):
    """The words for plans."""

    def live(self) -> "DisruptionPlanQuerySet":
        """Approved, and not ended."""
        return self.filter(state=DisruptionPlan.State.LIVE)

    def unfinished(self) -> "DisruptionPlanQuerySet":
        """Being written, or waiting for approval."""
        return self.filter(state__in=[DisruptionPlan.State.DRAFT, DisruptionPlan.State.SENT])

    def overdue(self, day: date) -> "DisruptionPlanQuerySet":
        """Live, and its review is past."""
        return self.live().filter(review_on__lt=day)


@pghistory.track()
class DisruptionPlan(Proportionality):
    """One page: what is to be done about a suspect, why that is lawful and enough, who owns it and when it is reviewed.

    A live plan is not changed: its next number is written, and takes its place when it is approved.
    """

    class State(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", "Draft"
        SENT = "sent", "Waits for approval"
        LIVE = "live", "Live"
        ENDED = "ended", "Ended"

    class Result(models.TextChoices):
        """What came of it."""

        SAFER = "safer", "The risk is less"
        CHARGED = "charged", "Charged, or in custody"
        MANAGED = "managed", "Managed by another route"
        NO_EFFECT = "no_effect", "It had no effect"
        NOT_NEEDED = "not_needed", "No longer necessary or proportionate"
        REPLACED = "replaced", "Replaced by a newer plan"

    PRIVACY: ClassVar = Proportionality.RECORD_PRIVACY | {
        **dict.fromkeys(
            [
                "id",
                "suspect",
                "number",
                "state",
                "options",
                "owner",
                "authors",
                "review_days",
                "review_on",
                "reviewed_on",
                "alerted_for",
                "escalated_for",
                "drafted_at",
                "drafted_by",
                "sent_at",
                "sent_by",
                "approved_at",
                "approved_by",
                "ended_at",
                "ended_by",
                "result",
                "version",
            ],
            Privacy.OPERATIONAL,
        ),
        **dict.fromkeys(
            [*PLAN, "returned_why", "result_words", "score_before", "score_after"],
            Privacy.SENSITIVE,
        ),
    }

    suspect = models.ForeignKey(Suspect, on_delete=models.CASCADE, related_name="plans")
    number = models.PositiveSmallIntegerField(help_text="1 for the first plan of a suspect")
    state = models.CharField(max_length=5, choices=State.choices, default=State.DRAFT)
    aim = models.TextField(blank=True)
    options = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    tactics = models.TextField(blank=True)
    exit_criteria = models.TextField(blank=True)
    owner = person(optional=True)
    authors = ArrayField(models.BigIntegerField(), default=list)
    review_days = models.PositiveSmallIntegerField(default=28)
    review_on = models.DateField(null=True, blank=True, help_text="The next review of a live plan")
    reviewed_on = models.DateField(null=True, blank=True, help_text="Approved, or last reviewed")
    alerted_for = models.DateField(null=True, blank=True, help_text="The review that its owner was last told is late")
    escalated_for = models.DateField(null=True, blank=True)
    drafted_at = models.DateTimeField()
    drafted_by = person()
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = person(optional=True)
    returned_why = models.TextField(blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = person(optional=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = person(optional=True)
    result = models.CharField(max_length=10, choices=Result.choices, blank=True)
    result_words = models.TextField(blank=True)
    score_before = models.FloatField(null=True, blank=True)
    score_after = models.FloatField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DisruptionPlanQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["review_on"], name="plans_by_review", condition=Q(state="live"))]
        constraints = [
            models.UniqueConstraint(fields=["suspect", "number"], name="one_plan_of_a_number"),
            models.UniqueConstraint(
                fields=["suspect"], condition=Q(state__in=["draft", "sent"]), name="one_plan_in_the_making"
            ),
            models.UniqueConstraint(fields=["suspect"], condition=Q(state="live"), name="one_live_plan"),
            done("sent"),
            done("approved"),
            done("ended"),
            models.CheckConstraint(
                condition=Q(state="draft") | (full((*RECORD, *PLAN)) & Q(owner__isnull=False) & ~Q(options=[])),
                name="no_plan_without_its_record",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "sent"], approved_at=None, review_on=None)
                | Q(state__in=["live", "ended"], approved_at__isnull=False, review_on__isnull=False),
                name="a_live_plan_was_approved_and_is_reviewed",
            ),
            models.CheckConstraint(
                condition=(Q(state="ended", ended_at__isnull=False) & ~Q(result=""))
                | (~Q(state="ended") & Q(ended_at=None, result="")),
                name="an_ended_plan_has_its_result",
            ),
            models.CheckConstraint(
                condition=Q(review_days__gte=1, review_days__lte=28), name="plan_is_reviewed_within_28_days"
            ),
        ]

    def __str__(self) -> str:
        return f"Plan {self.pk}"

    def said_of_plan(self) -> dict[str, Any]:
        """What the plan says, with its record, by name."""
        own = {name: getattr(self, name) for name in (*PLAN, "options", "review_days")}
        return self.said() | own | {"owner": self.owner_id}


@pghistory.track()
class PlanReview(models.Model):
    """One reading of a live plan: what happened, whether it is still needed and enough, when it is read next."""

    PRIVACY: ClassVar = {
        **dict.fromkeys(["id", "plan", "reviewed_at", "reviewed_by", "review_days"], Privacy.OPERATIONAL),
        **dict.fromkeys(["progress", "still_proportionate", "victim_safety", "score"], Privacy.SENSITIVE),
    }

    plan = models.ForeignKey(DisruptionPlan, on_delete=models.CASCADE, related_name="reviews")
    reviewed_at = models.DateTimeField()
    reviewed_by = person()
    progress = models.TextField()
    still_proportionate = models.TextField()
    victim_safety = models.TextField()
    review_days = models.PositiveSmallIntegerField()
    score = models.FloatField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(review_days__gte=1, review_days__lte=28), name="review_is_followed_within_28_days"
            )
        ]

    def __str__(self) -> str:
        return f"Review {self.pk}"
