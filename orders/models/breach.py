"""Reported breaches, what each is said to have broken, and what a supervisor decided."""

from datetime import datetime
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models

from cases.models import Case
from orders.models.bail import BailCondition
from orders.models.order import OrderTerm
from soteria.privacy import Privacy
from suspects.models import Suspect


class BreachQuerySet(models.QuerySet["Breach"]):
    """The words for breaches."""

    def undecided(self) -> "BreachQuerySet":
        """Nobody has decided yet what to do."""
        return self.filter(decided_at__isnull=True)

    def late(self, now: datetime) -> "BreachQuerySet":
        """Undecided past the time by which a supervisor had to decide, and not escalated yet."""
        return self.undecided().filter(decision_due__lt=now, escalated_at__isnull=True)

    def unheard(self, before: datetime) -> "BreachQuerySet":
        """Logged before a time, and no decision maker has been told."""
        return self.undecided().filter(alerted_at__isnull=True, logged_at__lt=before)

    def by_urgency(self) -> "BreachQuerySet":
        """The first to be decided first."""
        return self.order_by("decision_due", "id")


@pghistory.track()
class Breach(models.Model):
    """What a suspect is said to have done against a condition of bail or a term of an order: an allegation.

    `reported_at` is when the police were told, from which the decision clock counts, however late it is logged.
    `decided_at` repeats the decision's own time, so that undecided breaches stand in an index of their own.
    """

    class Kind(models.TextChoices):
        """Which was broken. A breach of both is of the order, since that is an offence in itself."""

        BAIL = "bail", "Bail condition"
        ORDER = "order", "Protection order"

    class ToldBy(models.TextChoices):
        """Who told the police."""

        VICTIM = "victim", "The victim"
        SUPPORTER = "supporter", "Somebody who supports the victim, such as an ISVA"
        WITNESS = "witness", "A witness or a member of the public"
        OFFICER = "officer", "An officer or member of staff"
        RECORDING = "recording", "A recording or a device, such as a doorbell camera"
        AGENCY = "agency", "Another agency, such as probation or a tagging company"
        SUSPECT = "suspect", "The suspect"
        ANONYMOUS = "anonymous", "Somebody who gave no name"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            [
                "id",
                "case",
                "suspect",
                "kind",
                "happened_at",
                "reported_at",
                "decision_due",
                "told_by",
                "key",
                "logged_at",
                "logged_by",
                "alerted_at",
                "escalated_at",
                "decided_at",
            ],
            Privacy.OPERATIONAL,
        ),
        "account": Privacy.SENSITIVE,
    }

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="breaches")
    suspect = models.ForeignKey(Suspect, on_delete=models.PROTECT, related_name="breaches")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    happened_at = models.DateTimeField()
    reported_at = models.DateTimeField()
    decision_due = models.DateTimeField()
    told_by = models.CharField(max_length=10, choices=ToldBy.choices)
    account = models.TextField(help_text="What happened, in the words of whoever told us where possible")
    key = models.UUIDField(editable=False)
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    alerted_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = BreachQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["case", "-happened_at"], name="breaches_of_a_case"),
            models.Index(fields=["suspect", "-happened_at"], name="breaches_of_a_suspect"),
            models.Index(
                fields=["decision_due", "id"], name="breaches_undecided", condition=models.Q(decided_at__isnull=True)
            ),
            models.Index(
                fields=["logged_at"],
                name="breaches_unheard",
                condition=models.Q(decided_at__isnull=True, alerted_at__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["logged_by", "key"], name="one_breach_of_a_form"),
            models.CheckConstraint(
                condition=models.Q(happened_at__lte=models.F("reported_at")),
                name="breach_is_reported_after_it_happened",
            ),
            models.CheckConstraint(
                condition=models.Q(reported_at__lte=models.F("logged_at")), name="breach_is_logged_after_it_is_reported"
            ),
        ]

    def __str__(self) -> str:
        return f"Breach {self.pk}"


class BrokenRule(models.Model):
    """One condition or term that a breach is said to have broken; one breach may break several."""

    PRIVACY: ClassVar = dict.fromkeys(["id", "breach", "condition", "term"], Privacy.OPERATIONAL)

    breach = models.ForeignKey(Breach, on_delete=models.CASCADE, related_name="broken")
    condition = models.ForeignKey(
        BailCondition, on_delete=models.PROTECT, null=True, blank=True, related_name="breaches"
    )
    term = models.ForeignKey(OrderTerm, on_delete=models.PROTECT, null=True, blank=True, related_name="breaches")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["breach", "condition"], name="one_row_of_a_broken_condition"),
            models.UniqueConstraint(fields=["breach", "term"], name="one_row_of_a_broken_term"),
            models.CheckConstraint(
                condition=models.Q(condition__isnull=False, term__isnull=True)
                | models.Q(condition__isnull=True, term__isnull=False),
                name="broken_is_a_condition_or_a_term",
            ),
        ]

    def __str__(self) -> str:
        return f"Broken in {self.breach_id}"


@pghistory.track()
class BreachDecision(models.Model):
    """What a supervisor decided about a breach. Never changed: what happens later is recorded later."""

    class Outcome(models.TextChoices):
        """Arrest, another offence, or no arrest with a reason (C45)."""

        ARREST = "arrest", "Arrest the suspect"
        OTHER_OFFENCE = "other_offence", "Record another offence, without an arrest for the breach"
        NO_ARREST = "no_arrest", "No arrest"

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
            ],
            Privacy.OPERATIONAL,
        ),
        "words": Privacy.SENSITIVE,
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

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(outcome="no_arrest") & ~models.Q(reason="") & ~models.Q(words=""))
                | (~models.Q(outcome="no_arrest") & models.Q(reason="")),
                name="no_arrest_has_a_reason",
            ),
            models.CheckConstraint(
                condition=(models.Q(outcome="other_offence") & ~models.Q(offence=""))
                | (~models.Q(outcome="other_offence") & models.Q(offence="")),
                name="another_offence_is_named",
            ),
            models.CheckConstraint(
                condition=models.Q(victim_told="told", victim_told_on__isnull=False)
                | (~models.Q(victim_told="told") & models.Q(victim_told_on__isnull=True)),
                name="victim_told_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()
