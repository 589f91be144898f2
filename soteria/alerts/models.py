"""Who must know what, by when."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from soteria.accounts.models import Membership
from soteria.alerts.rules import Step
from soteria.privacy import Privacy


def of_case(cases: Any) -> Q:
    """The condition on alerts about these cases, whether their readers may open the case or not."""
    return Q(case_id__in=cases.values("pk")) | Q(concerns_id__in=cases.values("pk"))


class AlertQuerySet(models.QuerySet["Alert"]):
    """The words for alerts."""

    def waiting(self) -> "AlertQuerySet":
        """Its reader has not said that they know, and somebody is still needed."""
        return self.filter(acknowledged_at__isnull=True, settled_at__isnull=True)

    def undelivered(self, before: datetime) -> "AlertQuerySet":
        """Raised before a time, not delivered yet, and still needed."""
        return self.filter(delivered_at__isnull=True, settled_at__isnull=True, raised_at__lt=before)

    def unread(self, now: Any) -> "AlertQuerySet":
        """Waiting longer than its reader had to say that they know, or passed on."""
        return self.waiting().filter(Q(escalate_at__lte=now) | Q(escalated_at__isnull=False))

    def to_pass_on(self, now: datetime, on: date) -> "AlertQuerySet":
        """Not passed on yet, and due to be: its time is over, or its reader is disabled or has left.

        Where somebody above has it too, or somebody beside said that they know, it goes no further.
        """
        here = Membership.objects.current(on).filter(user=OuterRef("for_user"))
        gone = Q(for_user__is_active=False) | ~Exists(here)
        same = Alert.objects.filter(kind=OuterRef("kind"), about=OuterRef("about")).exclude(pk=OuterRef("pk"))
        above = same.filter(step__gt=OuterRef("step"))
        beside = same.filter(step=OuterRef("step"), acknowledged_at__isnull=False)
        rows = self.waiting().filter(escalate_at__isnull=False, escalated_at__isnull=True)
        return rows.filter(Q(escalate_at__lte=now) | gone).exclude(Exists(above)).exclude(Exists(beside))

    def overdue(self, now: datetime) -> "AlertQuerySet":
        """Waiting past the time by which somebody had to know."""
        return self.waiting().filter(due_at__lt=now)


class Alert(models.Model):
    """One thing that one person must know. The case is named by id: whether to show it is asked when it is read."""

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id",
            "kind",
            "for_user",
            "case_id",
            "concerns_id",
            "title",
            "due_at",
            "dedupe_key",
            "raised_at",
            "delivered_at",
            "acknowledged_at",
            "acknowledged_by",
            "settled_at",
            "settled_by",
            "about",
            "step",
            "escalate_at",
            "escalated_at",
            "place",
        ],
        Privacy.OPERATIONAL,
    )

    kind = models.CharField(max_length=60)
    for_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="alerts")
    case_id = models.BigIntegerField(null=True)
    concerns_id = models.BigIntegerField(
        null=True, help_text="The case that it is about, where its reader may not open that case"
    )
    title = models.CharField(max_length=200, help_text="Plain words without names of people")
    due_at = models.DateTimeField(null=True)
    dedupe_key = models.CharField(max_length=120, unique=True)
    raised_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    settled_at = models.DateTimeField(null=True, help_text="When nobody was needed any more for what it asked")
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Who did what it asked for; empty: a process found that nobody was needed",
    )

    about = models.CharField(max_length=120, default="", help_text="The same for all who hear of one thing")
    step = models.PositiveSmallIntegerField(default=int(Step.OFFICER), help_text="Of soteria.alerts.rules")
    escalate_at = models.DateTimeField(null=True, help_text="When it goes to the next step; empty: it never does")
    escalated_at = models.DateTimeField(null=True, help_text="When it was passed on")
    place = models.CharField(
        max_length=60, default="", help_text="The page where it is dealt with and a number, of soteria.alerts.places"
    )

    objects = AlertQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["for_user", "due_at"],
                name="alerts_waiting",
                condition=models.Q(acknowledged_at__isnull=True, settled_at__isnull=True),
            ),
            models.Index(
                fields=["raised_at"], name="alerts_undelivered", condition=models.Q(delivered_at__isnull=True)
            ),
            models.Index(
                fields=["escalate_at"],
                name="alerts_to_pass_on",
                condition=models.Q(acknowledged_at__isnull=True, settled_at__isnull=True, escalate_at__isnull=False),
            ),
            models.Index(fields=["kind", "about"], name="alerts_about"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | models.Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="alert_acknowledged_at_with_by",
            ),
            models.CheckConstraint(
                condition=models.Q(settled_by__isnull=True) | models.Q(settled_at__isnull=False),
                name="alert_settled_by_with_at",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def about_case_id(self) -> int | None:
        """The case that it is about, if it is about one."""
        return self.case_id or self.concerns_id
