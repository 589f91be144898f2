"""The + of RFGV+: an officer's judgement on top of the number, bounded, reasoned, authorised by another, and short."""

from datetime import date, timedelta
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models import Case
from soteria.privacy import Privacy
from suspects.models.people import Suspect
from suspects.rules.judgements import ALONE, DAYS, LEAST_WORDS, POINTS


class JudgementQuerySet(models.QuerySet["Judgement"]):
    """The words for judgements."""

    def waiting(self) -> "JudgementQuerySet":
        """Put forward, and nobody has authorised, turned down or withdrawn them."""
        return self.filter(authorised_at=None, withdrawn_at=None)

    def for_superintendent(self) -> "JudgementQuerySet":
        """Those that only a superintendent may authorise, as `rules.judgements.rank_needed` has it."""
        return self.filter(Q(rests_on_acquittal=True) | Q(points__gt=ALONE) | Q(points__lt=-ALONE))

    def standing(self) -> "JudgementQuerySet":
        """Authorised and not withdrawn; whether one holds depends on the day."""
        return self.filter(authorised_at__isnull=False, withdrawn_at=None)

    def past(self, on: date) -> "JudgementQuerySet":
        """Past their last day on a London date, and not ended yet, whether or not anybody authorised them."""
        return self.filter(ends_on__lt=on, withdrawn_at=None, expired_at=None)

    def live(self, on: date) -> "JudgementQuerySet":
        """Those that add to a score on a London date."""
        return self.standing().filter(starts_on__lte=on, ends_on__gte=on)


@pghistory.track()
class Judgement(models.Model):
    """Points that an officer's judgement adds to a suspect's score, or takes off it, between two dates, both included.

    It adds nothing until somebody else of the rank that it needs has authorised it. One stands at a time.
    """

    class Reason(models.TextChoices):
        """Why the number alone is not enough, in a code that can be counted."""

        ESCALATING = "escalating", "What is alleged is becoming more serious or more frequent"
        ACCESS = "access", "Has new access to somebody who could be harmed"
        INTELLIGENCE = "intelligence", "Intelligence that cannot be counted in the number"
        ACQUITTAL = "acquittal", "The circumstances of a case that ended in an acquittal"
        CONTROLLED = "controlled", "Is managed or restrained in a way that the number does not know of"
        DISPUTED = "disputed", "What was recorded is doubtful or disputed"
        OTHER = "other", "Another reason, said below"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            [
                "id",
                "suspect",
                "key",
                "authored_at",
                "authored_by",
                "authorised_at",
                "authorised_by",
                "authorised_rank",
                "withdrawn_at",
                "withdrawn_by",
                "expired_at",
                "starts_on",
                "ends_on",
                "cases",
                "rests_on_acquittal",
            ],
            Privacy.OPERATIONAL,
        ),
        **dict.fromkeys(["points", "reason", "words", "evidence", "withdrawn_why"], Privacy.SENSITIVE),
    }

    suspect = models.ForeignKey(Suspect, on_delete=models.PROTECT, related_name="judgements")
    points = models.SmallIntegerField()
    reason = models.CharField(max_length=12, choices=Reason.choices)
    words = models.TextField(help_text="Why, in at least 30 characters")
    evidence = models.TextField(help_text="What it rests on: references of records, not their contents")
    cases = models.ManyToManyField(Case, related_name="+", blank=True)
    rests_on_acquittal = models.BooleanField()
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="The last day on which it adds anything")
    key = models.UUIDField(editable=False)
    authored_at = models.DateTimeField()
    authored_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    authorised_at = models.DateTimeField(null=True, blank=True)
    authorised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    authorised_rank = models.CharField(max_length=20, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_why = models.CharField(max_length=300, blank=True)
    expired_at = models.DateTimeField(null=True, blank=True, help_text="When the suspect was scored without it")

    objects = JudgementQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["suspect", "-authored_at"], name="judgements_of_a_suspect")]
        constraints = [
            models.UniqueConstraint(fields=["authored_by", "key"], name="one_judgement_of_a_form"),
            models.UniqueConstraint(
                fields=["suspect"],
                condition=Q(withdrawn_at__isnull=True, expired_at__isnull=True),
                name="one_judgement_of_a_suspect_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(points__gte=-POINTS, points__lte=POINTS) & ~Q(points=0), name="judgement_is_bounded"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on"), ends_on__lt=F("starts_on") + timedelta(days=DAYS)),
                name="judgement_is_short",
            ),
            models.CheckConstraint(
                condition=Q(words__regex=f".{{{LEAST_WORDS}}}") & ~Q(evidence=""), name="judgement_says_why"
            ),
            models.CheckConstraint(
                condition=Q(authorised_at__isnull=True, authorised_by__isnull=True, authorised_rank="")
                | (Q(authorised_at__isnull=False, authorised_by__isnull=False) & ~Q(authorised_rank="")),
                name="judgement_authorised_at_with_by",
            ),
            models.CheckConstraint(
                condition=Q(authorised_by__isnull=True) | ~Q(authorised_by=F("authored_by")),
                name="judgement_is_authorised_by_another",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")),
                name="judgement_withdrawn_at_with_by",
            ),
        ]

    def __str__(self) -> str:
        return f"Judgement {self.pk}"
