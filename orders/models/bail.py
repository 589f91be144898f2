"""Arrests, and bail before charge with its conditions: PACE 1984 Part IV, for arrests from 28 October 2022."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models

from cases.models import Case
from orders.models.shared import Rule
from soteria.privacy import Privacy
from suspects.models import Suspect


def recorder() -> "models.ForeignKey[object, object]":
    """Who recorded a row, always with `recorded_at`."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


@pghistory.track()
class Arrest(models.Model):
    """A suspect arrested in a case. The bail period counts from the day after it, s.47ZB(4)(a)."""

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            ["id", "case", "suspect", "arrested_at", "custody_reference", "key", "recorded_at", "recorded_by"],
            Privacy.OPERATIONAL,
        ),
        "station": Privacy.SENSITIVE,
    }

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="arrests")
    suspect = models.ForeignKey(Suspect, on_delete=models.PROTECT, related_name="arrests")
    arrested_at = models.DateTimeField()
    station = models.CharField(max_length=100, blank=True)
    custody_reference = models.CharField(max_length=40, blank=True)
    key = models.UUIDField(editable=False, help_text="Of the form it was sent with, so that it is kept once")
    recorded_at = models.DateTimeField()
    recorded_by = recorder()

    class Meta:
        indexes = [models.Index(fields=["case", "-arrested_at"], name="arrests_of_a_case")]
        constraints = [models.UniqueConstraint(fields=["recorded_by", "key"], name="one_arrest_of_a_form")]

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

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id",
            "arrest",
            "granted_at",
            "route",
            "authorised_by",
            "surrender_at",
            "station",
            "ended_at",
            "ended_by",
            "ended_why",
            "key",
            "recorded_at",
            "recorded_by",
            "version",
        ],
        Privacy.OPERATIONAL,
    )

    arrest = models.ForeignKey(Arrest, on_delete=models.CASCADE, related_name="bails")
    granted_at = models.DateTimeField()
    route = models.CharField(max_length=12, choices=Route.choices)
    authorised_by = models.CharField(max_length=100, help_text="The custody officer, by rank and collar number")
    surrender_at = models.DateTimeField(null=True, blank=True)
    station = models.CharField(max_length=100, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_why = models.CharField(max_length=10, choices=Ended.choices, blank=True)
    key = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField()
    recorded_by = recorder()
    version = models.PositiveIntegerField(default=1)

    class Meta:
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


@pghistory.track()
class BailExtension(models.Model):
    """A longer bail period, given before the end of the one before it: ss.47ZD, 47ZDA, 47ZF and 47ZG."""

    class Rank(models.TextChoices):
        """Who may extend. To how many months is a dated limit of the clocks, `bail.applicable_period.RANK`."""

        INSPECTOR = "inspector", "An inspector"
        SUPERINTENDENT = "superintendent", "A superintendent"
        MAGISTRATES = "magistrates", "A magistrates’ court"

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "bail", "rank", "decided_at", "to_months", "authorised_by", "recorded_at", "recorded_by"],
        Privacy.OPERATIONAL,
    )

    bail = models.ForeignKey(Bail, on_delete=models.CASCADE, related_name="extensions")
    rank = models.CharField(max_length=14, choices=Rank.choices)
    decided_at = models.DateTimeField()
    to_months = models.PositiveSmallIntegerField(null=True, blank=True, help_text="As the court ordered")
    authorised_by = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()
    recorded_by = recorder()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rank="magistrates", to_months__isnull=False)
                | (~models.Q(rank="magistrates") & models.Q(to_months__isnull=True)),
                name="court_extension_has_its_months",
            ),
            # One step of a rank; only a court may extend again (s.47ZG).
            models.UniqueConstraint(
                fields=["bail", "rank"], condition=~models.Q(rank="magistrates"), name="one_extension_of_a_rank"
            ),
            models.UniqueConstraint(fields=["bail", "decided_at"], name="one_extension_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"Extension {self.pk}"
