"""Reported breaches, what each is said to have broken, and what shows it."""

from datetime import datetime
from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from cases.models import Case
from orders.models.bail import BailCondition
from orders.models.order import OrderTerm
from orders.models.surrender import Surrender
from orders.rules.conduct import MOST_OCCASIONS, ONCE
from soteria.privacy import Privacy
from suspects.models import Suspect


def codes(words: str) -> "ArrayField[Any, Any]":
    """A set of codes of what the suspect is said to have done."""
    return ArrayField(models.CharField(max_length=12), default=list, blank=True, help_text=words)


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

    def not_told_on(self, before: datetime) -> "BreachQuerySet":
        """Due before a time and still undecided after the detective inspector was told, and no lead has been."""
        return self.undecided().filter(decision_due__lt=before, escalated_at__isnull=False, lead_told_at__isnull=True)

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
                "acts",
                "toward",
                "means",
                "occasions",
                "key",
                "logged_at",
                "logged_by",
                "alerted_at",
                "escalated_at",
                "lead_told_at",
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
    acts = codes("Of orders.rules.conduct.ACTS")
    toward = codes("Of orders.rules.conduct.TOWARD")
    means = codes("Of orders.rules.conduct.MEANS")
    occasions = models.PositiveSmallIntegerField(default=ONCE)
    key = models.UUIDField(editable=False)
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    alerted_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    lead_told_at = models.DateTimeField(null=True, blank=True)
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
            models.CheckConstraint(
                condition=models.Q(occasions__gte=ONCE, occasions__lte=MOST_OCCASIONS),
                name="breach_was_on_some_occasions",
            ),
        ]

    def __str__(self) -> str:
        return f"Breach {self.pk}"


class BrokenRule(models.Model):
    """One condition or term that a breach is said to have broken, or the duty to come back; one may break several."""

    PRIVACY: ClassVar = dict.fromkeys(["id", "breach", "condition", "term", "surrender"], Privacy.OPERATIONAL)

    breach = models.ForeignKey(Breach, on_delete=models.CASCADE, related_name="broken")
    condition = models.ForeignKey(
        BailCondition, on_delete=models.PROTECT, null=True, blank=True, related_name="breaches"
    )
    term = models.ForeignKey(OrderTerm, on_delete=models.PROTECT, null=True, blank=True, related_name="breaches")
    surrender = models.OneToOneField(Surrender, on_delete=models.PROTECT, null=True, blank=True, related_name="broken")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["breach", "condition"], name="one_row_of_a_broken_condition"),
            models.UniqueConstraint(fields=["breach", "term"], name="one_row_of_a_broken_term"),
            models.CheckConstraint(
                condition=models.Q(condition__isnull=False, term__isnull=True, surrender__isnull=True)
                | models.Q(condition__isnull=True, term__isnull=False, surrender__isnull=True)
                | models.Q(condition__isnull=True, term__isnull=True, surrender__isnull=False),
                name="broken_is_a_condition_a_term_or_a_return",
            ),
        ]

    def __str__(self) -> str:
        return f"Broken in {self.breach_id}"


@pghistory.track()
class BreachEvidence(models.Model):
    """One piece of what shows a breach: what it is, its reference, and where it is kept (C45)."""

    class Kind(models.TextChoices):
        """What it is. A doorbell recording is overwritten within days, so it stands first."""

        DOORBELL = "doorbell", "Doorbell video"
        PHONE = "phone", "Telephone, such as a call log"
        CCTV = "cctv", "CCTV"
        WITNESS = "witness", "Somebody who saw or heard it"
        MESSAGE = "message", "Messages"
        TAG = "tag", "Tag or other monitoring"

    PRIVACY: ClassVar = {
        **dict.fromkeys(["id", "breach", "kind", "key", "recorded_at", "recorded_by"], Privacy.OPERATIONAL),
        **dict.fromkeys(["reference", "kept_where"], Privacy.SENSITIVE),
    }

    breach = models.ForeignKey(Breach, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    reference = models.CharField(max_length=100, blank=True, help_text="An exhibit number, or what it is")
    kept_where = models.CharField(max_length=100, blank=True, help_text="Empty: nobody has it yet")
    key = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["breach", "key", "kind"], name="one_evidence_of_a_kind_of_a_form")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of breach {self.breach_id}"
