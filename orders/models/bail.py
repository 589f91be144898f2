"""Arrests, and bail before charge with its conditions: PACE 1984 Part IV, for arrests from 28 October 2022."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models

from cases.models import Case
from orders.models.shared import Rank, Rule
from soteria.privacy import Privacy
from suspects.models import Suspect


def recorder() -> "models.ForeignKey[object, object]":
    """Who recorded a row, always with `recorded_at`."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


class ArrestQuerySet(models.QuerySet["Arrest"]):
    """The words for arrests."""

    def standing(self) -> "ArrestQuerySet":
        """Not taken back as recorded by mistake."""
        return self.filter(withdrawn_at__isnull=True)


@pghistory.track()
class Arrest(models.Model):
    """A suspect arrested in a case. The bail period counts from the day after it, s.47ZB(4)(a).

    It has a custody reference, or says why there is none yet: a man once stood as arrested for thirteen days who was
    at large. One recorded by mistake is taken back, and never deleted. `notice_at` is when the suspect was told in
    writing that there will be no prosecution.
    """

    class NoReference(models.TextChoices):
        """Why there is no custody reference yet."""

        ON_THE_WAY = "on_the_way", "On the way to the station"
        STREET = "street", "Bailed or released elsewhere than at a station, section 30A"
        HOSPITAL = "hospital", "Taken to hospital first"
        OTHER_FORCE = "other_force", "Held by another force, whose reference is not known"
        NOT_ASKED = "not_asked", "Recorded before it was asked for"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            [
                "id",
                "case",
                "suspect",
                "arrested_at",
                "arrived_at",
                "custody_reference",
                "no_reference",
                "is_qualifying",
                "withdrawn_at",
                "withdrawn_by",
                "notice_at",
                "notice_by",
                "key",
                "recorded_at",
                "recorded_by",
            ],
            Privacy.OPERATIONAL,
        ),
        **dict.fromkeys(["station", "withdrawn_why"], Privacy.SENSITIVE),
    }

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="arrests")
    suspect = models.ForeignKey(Suspect, on_delete=models.PROTECT, related_name="arrests")
    arrested_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True, blank=True, help_text="At a police station; empty: not recorded")
    station = models.CharField(max_length=100, blank=True)
    custody_reference = models.CharField(max_length=40, blank=True)
    no_reference = models.CharField(max_length=12, choices=NoReference.choices, blank=True)
    is_qualifying = models.BooleanField(
        null=True, help_text="For a qualifying offence, section 65A; derived from the offences of the case"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_why = models.CharField(max_length=300, blank=True)
    notice_at = models.DateTimeField(null=True, blank=True, help_text="Written notice that there is no prosecution")
    notice_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    key = models.UUIDField(editable=False, help_text="Of the form it was sent with, so that it is kept once")
    recorded_at = models.DateTimeField()
    recorded_by = recorder()

    objects = ArrestQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["case", "-arrested_at"], name="arrests_of_a_case"),
            models.Index(
                fields=["recorded_at"],
                name="arrests_without_reference",
                condition=models.Q(custody_reference="", withdrawn_at__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["recorded_by", "key"], name="one_arrest_of_a_form"),
            models.CheckConstraint(
                condition=~models.Q(custody_reference="") | ~models.Q(no_reference=""),
                name="arrest_has_a_reference_or_says_why_not",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why="")
                | (models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~models.Q(withdrawn_why="")),
                name="arrest_withdrawn_at_with_by",
            ),
            models.CheckConstraint(
                condition=models.Q(arrived_at__isnull=True) | models.Q(arrived_at__gte=models.F("arrested_at")),
                name="arrest_comes_before_the_station",
            ),
            models.CheckConstraint(
                condition=models.Q(notice_at__isnull=True, notice_by__isnull=True)
                | models.Q(notice_at__isnull=False, notice_by__isnull=False),
                name="arrest_notice_at_with_by",
            ),
        ]

    def __str__(self) -> str:
        return f"Arrest {self.pk}"


@pghistory.track()
class Bail(models.Model):
    """Release on bail after an arrest; a later release on the same arrest is another row, on the same period."""

    class Route(models.TextChoices):
        """The power used; only these release on bail."""

        INQUIRIES = "s37(2)", "For more inquiries, section 37(2)"
        CHARGING = "s37(7)(a)", "For a charging decision by CPS, section 37(7)(a)"
        FURTHER = "s37(7)(b)", "For another purpose, section 37(7)(b)"
        INTERRUPTED = "s34(5)", "Detention no longer justified, section 34(5)"
        STREET = "s30A", "Street bail, section 30A"
        AGAIN = "s37C(2)(b)", "Again after arrest for a breach, section 37C(2)(b)"
        AGAIN_DPP = "s37CA(2)(b)", "Again after arrest for a breach, section 37CA(2)(b)"

    class Ended(models.TextChoices):
        """Why bail ended before its period did."""

        CHARGED = "charged", "Charged"
        RUI = "rui", "Released under investigation, without bail"
        NFA = "nfa", "No further action"
        REPLACED = "replaced", "Bailed again after an arrest for a breach"
        CANCELLED = "cancelled", "Bail cancelled for another reason"

    class Anew(models.TextChoices):
        """Why a suspect who is on bail already has a second period."""

        OFFENCE = "offence", "This arrest was for another offence"
        EVIDENCE = "evidence", "New evidence of the same offence came to light since, section 47(2)"

    class Agency(models.TextChoices):
        """Agencies whose bail periods have other lengths: s.47ZB(1)(a) and s.47ZDB."""

        FCA = "fca", "Financial Conduct Authority"
        HMRC = "hmrc", "HM Revenue and Customs"
        NCA = "nca", "National Crime Agency"
        SFO = "sfo", "Serious Fraud Office"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            [
                "id",
                "arrest",
                "granted_at",
                "route",
                "agency",
                "anew",
                "authorised_by",
                "surrender_at",
                "station",
                "ended_at",
                "ended_by",
                "ended_why",
                "ended_officer",
                "ended_rank",
                "key",
                "recorded_at",
                "recorded_by",
                "version",
            ],
            Privacy.OPERATIONAL,
        ),
        **dict.fromkeys(["anew_words", "ended_words"], Privacy.SENSITIVE),
    }

    arrest = models.ForeignKey(Arrest, on_delete=models.CASCADE, related_name="bails")
    granted_at = models.DateTimeField()
    route = models.CharField(max_length=12, choices=Route.choices)
    agency = models.CharField(max_length=4, choices=Agency.choices, blank=True, help_text="Empty: the police")
    anew = models.CharField(max_length=8, choices=Anew.choices, blank=True)
    anew_words = models.CharField(max_length=300, blank=True, help_text="Which other offence, or which new evidence")
    authorised_by = models.CharField(max_length=100, help_text="The custody officer, by rank and collar number")
    surrender_at = models.DateTimeField(null=True, blank=True)
    station = models.CharField(max_length=100, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_why = models.CharField(max_length=10, choices=Ended.choices, blank=True)
    ended_words = models.CharField(max_length=300, blank=True, help_text="Why, where nothing else on record says so")
    ended_officer = models.CharField(max_length=100, blank=True, help_text="The custody officer who cancelled it")
    ended_rank = models.CharField(max_length=20, choices=Rank.choices, blank=True)
    key = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField()
    recorded_by = recorder()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["id"], name="bails_not_ended", condition=models.Q(ended_at__isnull=True))]
        constraints = [
            models.UniqueConstraint(fields=["recorded_by", "key"], name="one_bail_of_a_form"),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True, ended_why="")
                | (models.Q(ended_at__isnull=False, ended_by__isnull=False) & ~models.Q(ended_why="")),
                name="bail_ended_at_with_by",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("granted_at")),
                name="bail_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=models.Q(anew="") | ~models.Q(anew_words=""), name="bail_anew_says_why"),
        ]

    def __str__(self) -> str:
        return f"Bail {self.pk}"


@pghistory.track()
class BailCondition(Rule):
    """One condition of bail (Bail Act 1976 s.3(6)), and what it protects."""

    PRIVACY: ClassVar = Rule.RULE_PRIVACY | {"bail": Privacy.OPERATIONAL}

    bail = models.ForeignKey(Bail, on_delete=models.CASCADE, related_name="conditions")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=models.F("starts_at")),
                name="condition_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="passport") | ~models.Q(words=""), name="condition_says_with_whom_or_where"
            ),
        ]
