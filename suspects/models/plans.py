"""Plans for suspects, nominations to the routes that manage them, and decisions to have no plan.

None of it follows from a score: each carries its own record of why it is justified, authorised, proportionate,
auditable and necessary, and why it may interfere with private life (Human Rights Act 1998, Article 8). The database
keeps no live plan or proposed nomination without that record.
"""

from datetime import date
from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from soteria.privacy import Privacy
from suspects.models.people import Suspect
from suspects.rules.action import PLAN, RECORD


def person(*, optional: bool = False) -> Any:
    """Who did something, always with its time."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=optional, blank=optional, related_name="+"
    )


def done(what: str) -> models.CheckConstraint:
    """That a time and its person are there together or not at all."""
    both = {f"{what}_at__isnull": False, f"{what}_by__isnull": False}
    neither = {f"{what}_at__isnull": True, f"{what}_by__isnull": True}
    return models.CheckConstraint(condition=Q(**both) | Q(**neither), name=f"%(class)s_{what}_at_with_by")


def full(names: Any) -> Q:
    """That every one of these texts says something."""
    return Q(*(~Q(**{name: ""}) for name in names))


class Aim(models.TextChoices):
    """What Article 8(2) allows an interference for."""

    CRIME = "crime", "Preventing disorder or crime"
    OTHERS = "others", "Protecting the rights and freedoms of others"
    SAFETY = "safety", "Public safety"
    HEALTH = "health", "Protecting health or morals"


class View(models.TextChoices):
    """Whether what the victim wants is known; never guessed."""

    GIVEN = "given", "Yes"
    NOT_SAFE = "not_safe", "Not safe to ask"
    DECLINED = "declined", "The victim did not want to say"
    NOT_ASKED = "not_asked", "Not asked yet"


class Disclosure(models.TextChoices):
    """What was decided about telling somebody at risk (domestic violence and child sex offender disclosure schemes)."""

    MADE = "made", "A disclosure is made or asked for"
    NOT_MADE = "not_made", "Considered, and not made"
    NOBODY = "nobody", "Nobody is known to be at risk"


class Proportionality(models.Model):
    """The record that goes before any act: JAPAN and Article 8, with the score that was seen."""

    RECORD_PRIVACY: ClassVar = {
        **dict.fromkeys(["legal_basis", "article8_aim", "disclosure", "victim_view"], Privacy.OPERATIONAL),
        **dict.fromkeys(
            [name for name in RECORD if name not in ("legal_basis", "article8_aim", "disclosure", "victim_view")],
            Privacy.SENSITIVE,
        ),
        **dict.fromkeys(["victim_words", "score_seen"], Privacy.SENSITIVE),
    }

    justification = models.TextField(blank=True)
    legal_basis = models.CharField(max_length=30, blank=True, help_text="A code of plan_options.yaml")
    authorisation = models.TextField(blank=True)
    proportionality = models.TextField(blank=True)
    least_intrusive = models.TextField(blank=True)
    necessity = models.TextField(blank=True)
    article8_aim = models.CharField(max_length=10, choices=Aim.choices, blank=True)
    interference = models.TextField(blank=True)
    audit_trail = models.TextField(blank=True)
    victim_safety = models.TextField(blank=True)
    victim_view = models.CharField(max_length=10, choices=View.choices, blank=True)
    victim_words = models.TextField(blank=True)
    disclosure = models.CharField(max_length=10, choices=Disclosure.choices, blank=True)
    equality = models.TextField(blank=True)
    score_seen = models.JSONField(default=dict, blank=True, help_text="The score as it stood when this was sent")

    class Meta:
        abstract = True

    def said(self) -> dict[str, Any]:
        """What the record says, by name."""
        return {name: getattr(self, name) for name in (*RECORD, "victim_words")}


@pghistory.track()
class Nomination(Proportionality):
    """A suspect put forward to those who manage dangerous people; somebody else accepts or declines, with a reason."""

    class Route(models.TextChoices):
        """Where a suspect can be managed (C39 to C42)."""

        PDP = "pdp", "Potentially dangerous person (PDP)"
        MATAC = "matac", "Multi-agency tasking and co-ordination (MATAC)"
        MAPPA = "mappa", "MAPPA"
        MOSOVO = "mosovo", "Management of sexual or violent offenders (MOSOVO)"
        PLAN = "plan", "Disruption plan"

    class State(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", "Draft"
        PROPOSED = "proposed", "Waits for a decision"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"

    class MappaLevel(models.TextChoices):
        """How many agencies manage him (CJA 2003 ss.325 to 327)."""

        ONE = "1", "Level 1"
        TWO = "2", "Level 2"
        THREE = "3", "Level 3"

    PRIVACY: ClassVar = Proportionality.RECORD_PRIVACY | {
        **dict.fromkeys(
            [
                "id",
                "suspect",
                "route",
                "state",
                "mappa_level",
                "authors",
                "drafted_at",
                "drafted_by",
                "proposed_at",
                "proposed_by",
                "decided_at",
                "decided_by",
                "version",
            ],
            Privacy.OPERATIONAL,
        ),
        "reason": Privacy.SENSITIVE,
    }

    suspect = models.ForeignKey(Suspect, on_delete=models.CASCADE, related_name="nominations")
    route = models.CharField(max_length=8, choices=Route.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    mappa_level = models.CharField(max_length=1, choices=MappaLevel.choices, blank=True)
    authors = ArrayField(models.BigIntegerField(), default=list, help_text="Ids of everybody who wrote in it")
    drafted_at = models.DateTimeField()
    drafted_by = person()
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = person(optional=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = person(optional=True)
    reason = models.TextField(blank=True, help_text="Why it was accepted or declined")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["suspect", "route"],
                condition=Q(state__in=["draft", "proposed"]),
                name="one_open_nomination_of_a_route",
            ),
            done("proposed"),
            done("decided"),
            models.CheckConstraint(condition=Q(state="draft") | full(RECORD), name="no_nomination_without_its_record"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "proposed"], decided_at=None)
                | (Q(state__in=["accepted", "declined"], decided_at__isnull=False) & ~Q(reason="")),
                name="nomination_is_decided_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Nomination {self.pk}"


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


@pghistory.track()
class NoPlan(models.Model):
    """A detective inspector's decision that a listed suspect has no plan, and why; it too is read within 28 days."""

    class Reason(models.TextChoices):
        """Why there is none."""

        CUSTODY = "custody", "In custody, with no release within 28 days"
        MANAGED = "managed", "Managed by MAPPA, MOSOVO or another force"
        HARM = "harm", "A plan would harm the investigation or a victim’s safety"
        NOT_ENOUGH = "not_enough", "What is recorded does not justify an interference"
        OTHER = "other", "Another reason"

    PRIVACY: ClassVar = {
        **dict.fromkeys(["id", "suspect", "reason", "review_on", "decided_at", "decided_by"], Privacy.OPERATIONAL),
        "words": Privacy.SENSITIVE,
    }

    suspect = models.ForeignKey(Suspect, on_delete=models.CASCADE, related_name="no_plans")
    reason = models.CharField(max_length=10, choices=Reason.choices)
    words = models.TextField()
    review_on = models.DateField()
    decided_at = models.DateTimeField()
    decided_by = person()

    class Meta:
        indexes = [models.Index(fields=["suspect", "-review_on"], name="no_plans_of_a_suspect")]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="no_plan_is_explained")]

    def __str__(self) -> str:
        return f"No plan {self.pk}"
