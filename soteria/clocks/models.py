"""Limits, the dated facts of cases, and the clocks computed from them. Cases are known by id: they stand above us."""

from datetime import date, datetime
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from soteria.clocks import rules
from soteria.clocks.rules import Confidence, State, Unit
from soteria.privacy import Privacy

# Facts by which a suspect leaves custody without a charge.
RELEASES = ["bail_granted", "released_under_investigation"]
# Clocks of which somebody is told when they are late: hours and days of the law that have no other watch.
LATE_IS_TOLD = [
    "bail.victim_views",
    "order.dapn_court",
    "order.dapo_hearing",
    "order.dapo_notification",
    "order.dvpn_court",
    "order.dvpo_hearing",
    "order.part2_notification",
    "order.slavery_notification",
    "order.spo_notification",
    "order.sro_notification",
    "rui.review",
    "voluntary.review",
]
STILL_COUNTING = [str(state) for state in rules.OPEN]


# From a date up to, and not with, another; null is for ever.
IN_FORCE = Func(F("since"), F("until"), function="DATERANGE", output_field=DateRangeField())


def one_of(field: str, values: type[Confidence] | type[State] | type[Unit]) -> models.CheckConstraint:
    """A constraint that the field holds one of the coded values."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": [str(value) for value in values]}), name=f"%(class)s_{field}_known"
    )


class LimitQuerySet(models.QuerySet["Limit"]):
    """The words for limits."""

    def in_force(self, on: date) -> "LimitQuerySet":
        """In force on this London date."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=on), since__lte=on)


class Limit(models.Model):
    """One dated, cited number, as reviewed in limits.yaml. In force from `since` until the day before `until`."""

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "name", "amount", "unit", "since", "until", "source", "confidence", "needs_confirmation"], Privacy.NONE
    )

    name = models.CharField(max_length=80)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=12)
    since = models.DateField()
    until = models.DateField(null=True)
    source = models.CharField(max_length=200)
    confidence = models.CharField(max_length=1)
    needs_confirmation = models.BooleanField(default=False)

    objects = LimitQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "since"]
        constraints: ClassVar = [
            ExclusionConstraint(
                name="one_limit_of_a_name_at_a_time",
                expressions=[(IN_FORCE, RangeOperators.OVERLAPS), ("name", RangeOperators.EQUAL)],
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="limit_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="limit_amount_is_positive"),
            one_of("unit", Unit),
            one_of("confidence", Confidence),
        ]

    def __str__(self) -> str:
        return f"{self.name} from {self.since}"

    def as_rule(self) -> rules.Limit:
        """The same limit as the rules take it."""
        return rules.Limit(
            name=self.name,
            amount=self.amount,
            unit=Unit(self.unit),
            since=self.since,
            until=self.until,
            source=self.source,
            confidence=Confidence(self.confidence),
            needs_confirmation=self.needs_confirmation,
        )


class CaseTimeline(models.Model):
    """What holds for all clocks of one case. Its row is also the lock under which they are recomputed."""

    PRIVACY: ClassVar = {
        "case_id": Privacy.OPERATIONAL,
        "victim_enhanced": Privacy.PERSONAL,
        "closed_at": Privacy.OPERATIONAL,
        "closed_reason": Privacy.OPERATIONAL,
    }

    case_id = models.BigIntegerField(primary_key=True)
    victim_enhanced = models.BooleanField(default=True, help_text="Enhanced rights: every RASSO victim unless recorded")
    closed_at = models.DateTimeField(null=True)
    closed_reason = models.CharField(max_length=80, blank=True, help_text="A coded reason, never free text")

    def __str__(self) -> str:
        return f"Timeline of case {self.case_id}"


class ClockEvent(models.Model):
    """One dated fact of a case. `source` names the record it comes from, so that noting it twice changes nothing."""

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "case_id", "event", "subject", "at", "source", "attrs", "noted_at"], Privacy.OPERATIONAL
    )

    case_id = models.BigIntegerField()
    event = models.CharField(max_length=40)
    subject = models.CharField(max_length=60, blank=True, help_text="The record it is about, such as suspect:12")
    at = models.DateTimeField()
    source = models.CharField(max_length=120, unique=True)
    attrs = models.JSONField(default=dict, blank=True)
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case_id", "at"], name="events_of_a_case"),
            models.Index(fields=["noted_at"], name="releases_newest", condition=Q(event__in=RELEASES)),
        ]

    def __str__(self) -> str:
        return f"{self.event} ({self.source})"


class ClockQuerySet(models.QuerySet["Clock"]):
    """The words for clocks."""

    def open(self) -> "ClockQuerySet":
        """Still to be met."""
        return self.filter(state__in=STILL_COUNTING)

    def of_case(self, case_id: int) -> "ClockQuerySet":
        """The clocks of one case."""
        return self.filter(case_id=case_id)

    def overdue(self, now: datetime) -> "ClockQuerySet":
        """Open, and past the law's end, whether or not the sweep has seen it yet."""
        return self.open().filter(due__lt=now)

    def by_urgency(self) -> "ClockQuerySet":
        """The next to act on first."""
        return self.order_by("act_by", "due", "kind", "id")


class Clock(models.Model):
    """A clock of a case, recomputed from its facts and never ticked.

    `source` is the fact that started it. Counted in days (`by_day`), it holds the last moment of a day in London.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id",
            "case_id",
            "subject",
            "kind",
            "source",
            "starts",
            "due",
            "act_by",
            "due_soon_from",
            "by_day",
            "is_window",
            "state",
            "authority",
            "working",
        ],
        Privacy.OPERATIONAL,
    )

    case_id = models.BigIntegerField()
    subject = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=60)
    source = models.CharField(max_length=120)
    starts = models.DateTimeField()
    due = models.DateTimeField(help_text="The law's end")
    act_by = models.DateTimeField(help_text="Our working date: the earlier one where the law leaves doubt")
    due_soon_from = models.DateTimeField()
    by_day = models.BooleanField()
    is_window = models.BooleanField(help_text="A time in which something may be done: it closes, it is never overdue")
    state = models.CharField(max_length=10)
    authority = models.CharField(max_length=200)
    working = models.JSONField(default=list)

    objects = ClockQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case_id", "kind", "source"], name="one_clock_of_a_kind_for_a_fact"),
            models.CheckConstraint(condition=Q(act_by__lte=F("due")), name="clock_act_by_is_not_after_due"),
            one_of("state", State),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["case_id", "act_by"], name="next_clocks_of_a_case", condition=Q(state__in=STILL_COUNTING)
            ),
            models.Index(fields=["act_by", "case_id"], name="clocks_by_urgency", condition=Q(state__in=STILL_COUNTING)),
            models.Index(fields=["due"], name="clocks_to_fall_due", condition=Q(state__in=["running", "due_soon"])),
            models.Index(
                fields=["due"],
                name="clocks_late_is_told",
                condition=Q(kind__in=LATE_IS_TOLD, state__in=STILL_COUNTING),
            ),
            models.Index(fields=["due_soon_from"], name="clocks_to_fall_due_soon", condition=Q(state="running")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of case {self.case_id}"
