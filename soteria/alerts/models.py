"""Who must know what, by when."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models

from soteria.privacy import Privacy


class AlertQuerySet(models.QuerySet["Alert"]):
    """The words for alerts."""

    def waiting(self) -> "AlertQuerySet":
        """Its reader has not said that they know, and somebody is still needed."""
        return self.filter(acknowledged_at__isnull=True, settled_at__isnull=True)

    def undelivered(self, before: datetime) -> "AlertQuerySet":
        """Raised before a time, not delivered yet, and still needed."""
        return self.filter(delivered_at__isnull=True, settled_at__isnull=True, raised_at__lt=before)

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
            "title",
            "due_at",
            "dedupe_key",
            "raised_at",
            "delivered_at",
            "acknowledged_at",
            "acknowledged_by",
            "settled_at",
            "settled_by",
        ],
        Privacy.OPERATIONAL,
    )

    kind = models.CharField(max_length=60)
    for_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="alerts")
    case_id = models.BigIntegerField(null=True)
    title = models.CharField(max_length=200, help_text="Plain words without names of people")
    due_at = models.DateTimeField(null=True)
    dedupe_key = models.CharField(max_length=120, unique=True)
    raised_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    settled_at = models.DateTimeField(null=True, help_text="When somebody else did what it asked for")
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

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
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | models.Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="alert_acknowledged_at_with_by",
            ),
            models.CheckConstraint(
                condition=models.Q(settled_at__isnull=True, settled_by__isnull=True)
                | models.Q(settled_at__isnull=False, settled_by__isnull=False),
                name="alert_settled_at_with_by",
            ),
        ]

    def __str__(self) -> str:
        return self.title
