"""Protection orders that a court made, and their terms. Applications and service grow on these rows."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models

from cases.models import Case
from orders.models.bail import recorder
from orders.models.shared import Rule
from soteria.privacy import Privacy
from suspects.models import Suspect


@pghistory.track()
class ProtectionOrder(models.Model):
    """An order against a suspect. `type` is a code of orders/reference/order_types.yaml."""

    class Stage(models.TextChoices):
        """An interim order holds until the court decides the application."""

        INTERIM = "interim", "Interim"
        FULL = "full", "Full"

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id",
            "case",
            "suspect",
            "type",
            "stage",
            "made_on",
            "ends_on",
            "served_on",
            "court",
            "court_reference",
            "discharged_at",
            "discharged_by",
            "key",
            "recorded_at",
            "recorded_by",
            "version",
        ],
        Privacy.OPERATIONAL,
    )

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="protection_orders")
    suspect = models.ForeignKey(Suspect, on_delete=models.PROTECT, related_name="protection_orders")
    type = models.CharField(max_length=30)
    stage = models.CharField(max_length=8, choices=Stage.choices)
    made_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="Empty: until further order")
    served_on = models.DateField(null=True, blank=True)
    court = models.CharField(max_length=100)
    court_reference = models.CharField(max_length=40, blank=True)
    discharged_at = models.DateTimeField(null=True, blank=True)
    discharged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    key = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField()
    recorded_by = recorder()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["case", "-made_on"], name="orders_of_a_case")]
        constraints = [
            models.UniqueConstraint(fields=["recorded_by", "key"], name="one_order_of_a_form"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("made_on")),
                name="order_ends_after_it_is_made",
            ),
            models.CheckConstraint(
                condition=models.Q(served_on__isnull=True) | models.Q(served_on__gte=models.F("made_on")),
                name="order_is_served_after_it_is_made",
            ),
            models.CheckConstraint(
                condition=models.Q(discharged_at__isnull=True, discharged_by__isnull=True)
                | models.Q(discharged_at__isnull=False, discharged_by__isnull=False),
                name="order_discharged_at_with_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.pk}"


@pghistory.track()
class OrderTerm(Rule):
    """One prohibition or requirement of an order."""

    PRIVACY: ClassVar = Rule.RULE_PRIVACY | {"order": Privacy.OPERATIONAL}

    order = models.ForeignKey(ProtectionOrder, on_delete=models.CASCADE, related_name="terms")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=models.F("starts_at")),
                name="term_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="passport") | ~models.Q(words=""), name="term_says_with_whom_or_where"
            ),
        ]
