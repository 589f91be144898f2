"""What a supervisor decided about a breach, what another has still to agree to, and how each offence was answered."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from orders.models.bail import Arrest
from orders.models.breach import Breach
from soteria.privacy import Privacy


class Reason(models.TextChoices):
    """Why no arrest was made; "not serious enough" is not a reason."""

    NO_EVIDENCE = "no_evidence", "There are no reasonable grounds to suspect it happened"
    NOT_BROKEN = "not_broken", "What happened does not break the condition or term"
    IN_CUSTODY = "in_custody", "The suspect is in custody already"
    SAFER_OTHERWISE = "safer", "The victim is safer by another way, said below"
    SUMMONS = "summons", "The suspect will be interviewed or summonsed instead"


class VictimTold(models.TextChoices):
    """Whether the victim knows what was decided."""

    TOLD = "told", "Yes"
    NOT_YET = "not_yet", "Not yet"
    NOT_SAFE = "not_safe", "Not safe to tell"
    DECLINED = "declined", "The victim asked not to be told"


def told_on_a_day(name: str) -> models.CheckConstraint:
    """Whoever says that the victim was told says when."""
    told = Q(victim_told="told", victim_told_on__isnull=False)
    return models.CheckConstraint(condition=told | (~Q(victim_told="told") & Q(victim_told_on__isnull=True)), name=name)


class DecisionQuerySet(models.QuerySet["BreachDecision"]):
    """The words for decisions."""

    def unanswered(self) -> "DecisionQuerySet":
        """An arrest was decided on and none is recorded."""
        return self.filter(outcome="arrest", arrest__isnull=True)

    def wanted(self) -> "DecisionQuerySet":
        """Whose suspect is wanted. Closing the case ends it only where a supervisor said why it closes all the same."""
        return self.unanswered().filter(Q(closed_anyway_at=None) | Q(breach__case__closed_at=None))


@pghistory.track()
class BreachDecision(models.Model):
    """What a supervisor decided about a breach. What was decided is never changed.

    No arrest is decided by one and agreed to by another. A decision to arrest is answered by an arrest with its
    custody reference; until then the suspect is wanted.
    """

    class Outcome(models.TextChoices):
        """Arrest, another offence, or no arrest with a reason (C45)."""

        ARREST = "arrest", "Arrest the suspect"
        OTHER_OFFENCE = "other_offence", "Record another offence, without an arrest for the breach"
        NO_ARREST = "no_arrest", "No arrest"

    Reason, VictimTold = Reason, VictimTold

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            [
                "id",
                "breach",
                "outcome",
                "offence",
                "reason",
                "decided_at",
                "decided_by",
                "victim_told",
                "victim_told_on",
                "agreed_at",
                "agreed_by",
                "by_one",
                "arrest",
                "wanted_told_at",
                "closed_anyway_at",
                "closed_anyway_by",
            ],
            Privacy.OPERATIONAL,
        ),
        **dict.fromkeys(["words", "closed_anyway_words"], Privacy.SENSITIVE),
    }

    breach = models.OneToOneField(Breach, on_delete=models.CASCADE, related_name="decision")
    outcome = models.CharField(max_length=14, choices=Outcome.choices)
    offence = models.CharField(max_length=30, blank=True, help_text="A code of orders/reference/offences.yaml")
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    words = models.TextField(blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    victim_told = models.CharField(max_length=8, choices=VictimTold.choices)
    victim_told_on = models.DateField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_one = models.BooleanField(default=False, help_text="Made before no arrest took two people")
    arrest = models.ForeignKey(Arrest, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    wanted_told_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was last said that the suspect is wanted"
    )
    closed_anyway_at = models.DateTimeField(null=True, blank=True)
    closed_anyway_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_anyway_words = models.TextField(blank=True, help_text="Why the case may close without the arrest")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["decided_at"], name="decisions_wanted", condition=Q(outcome="arrest", arrest__isnull=True)
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=(Q(outcome="no_arrest") & ~Q(reason="") & ~Q(words=""))
                | (~Q(outcome="no_arrest") & Q(reason="")),
                name="no_arrest_has_a_reason",
            ),
            models.CheckConstraint(
                condition=(Q(outcome="other_offence") & ~Q(offence="")) | (~Q(outcome="other_offence") & Q(offence="")),
                name="another_offence_is_named",
            ),
            told_on_a_day("victim_told_on_a_day"),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True, agreed_by__isnull=True)
                | Q(agreed_at__isnull=False, agreed_by__isnull=False),
                name="decision_agreed_at_with_by",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="no_arrest") | Q(by_one=True) | Q(agreed_by__isnull=False),
                name="no_arrest_takes_two_people",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("decided_by")), name="decision_is_agreed_by_another"
            ),
            models.CheckConstraint(
                condition=Q(closed_anyway_at=None, closed_anyway_by=None, closed_anyway_words="")
                | (Q(closed_anyway_at__isnull=False, closed_anyway_by__isnull=False) & ~Q(closed_anyway_words="")),
                name="closed_anyway_at_with_by_and_why",
            ),
            models.CheckConstraint(
                condition=Q(arrest__isnull=True) | Q(outcome="arrest"), name="an_arrest_answers_a_decision_to_arrest"
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()

    @property
    def is_wanted(self) -> bool:
        """Whether an arrest was decided on and none is recorded."""
        return self.outcome == self.Outcome.ARREST and self.arrest_id is None


@pghistory.track()
class NoArrestProposal(models.Model):
    """One supervisor's decision to arrest nobody, which does not hold until another agrees.

    Agreed to, it becomes the decision. The clock of the breach runs on while it waits.
    """

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", "Waits for another supervisor"
        AGREED = "agreed", "Agreed"
        SENT_BACK = "sent_back", "Not agreed"
        OVERTAKEN = "overtaken", "Decided otherwise"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            [
                "id",
                "breach",
                "state",
                "reason",
                "victim_told",
                "victim_told_on",
                "proposed_at",
                "proposed_by",
                "answered_at",
                "answered_by",
            ],
            Privacy.OPERATIONAL,
        ),
        **dict.fromkeys(["words", "victim_words", "answer_words"], Privacy.SENSITIVE),
    }

    breach = models.ForeignKey(Breach, on_delete=models.CASCADE, related_name="proposals")
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    words = models.TextField()
    victim_told = models.CharField(max_length=8, choices=VictimTold.choices)
    victim_told_on = models.DateField(null=True, blank=True)
    victim_words = models.TextField(blank=True, help_text="Why the victim is not to be told")
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["breach"], condition=Q(state="waiting"), name="one_proposal_waits_for_a_breach"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, state="waiting")
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(state="waiting"),
                name="proposal_answered_at_with_by",
            ),
            models.CheckConstraint(
                condition=~Q(state="agreed") | ~Q(answered_by=F("proposed_by")), name="proposal_is_agreed_by_another"
            ),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(words=""), name="proposal_says_why"),
            told_on_a_day("proposal_told_on_a_day"),
        ]

    def __str__(self) -> str:
        return f"Proposal {self.pk}"


@pghistory.track()
class OffenceAnswer(models.Model):
    """What was answered to one offence that a breach was proposed to be (C46). The last answer stands."""

    class Answer(models.TextChoices):
        """Whether it is pursued."""

        PURSUED = "pursued", "Pursue it"
        NOT_PURSUED = "not", "Do not pursue it"

    PRIVACY: ClassVar = {
        **dict.fromkeys(["id", "breach", "offence", "answer", "answered_at", "answered_by"], Privacy.OPERATIONAL),
        "why": Privacy.SENSITIVE,
    }

    breach = models.ForeignKey(Breach, on_delete=models.CASCADE, related_name="answers")
    offence = models.CharField(max_length=40, help_text="A code of orders.offences")
    answer = models.CharField(max_length=8, choices=Answer.choices)
    why = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["breach", "offence"], name="one_answer_of_an_offence"),
            models.CheckConstraint(condition=~Q(answer="not") | ~Q(why=""), name="not_pursued_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.offence} of breach {self.breach_id}"
