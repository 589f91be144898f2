"""Protection orders and notices that were made, their terms, and what changed: variation, renewal, arrests on them."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models

from cases.models import Case
from orders.models.application import ApplicationStep, OrderApplication
from orders.models.bail import recorder
from orders.models.shared import Rule
from soteria.privacy import Privacy
from suspects.models import Suspect


class OrderQuerySet(models.QuerySet["ProtectionOrder"]):
    """The words for orders."""

    def standing(self) -> "OrderQuerySet":
        """Without those that were recorded by mistake: no court made them, so they never held."""
        return self.exclude(ended_why=ProtectionOrder.Ended.MISTAKE)


@pghistory.track()
class ProtectionOrder(models.Model):
    """An order against a suspect. `type` is a code of orders/reference/order_types.yaml."""

    class Stage(models.TextChoices):
        """An interim order holds until the court decides the application."""

        INTERIM = "interim", "Interim"
        FULL = "full", "Full"

    class Served(models.TextChoices):
        """How the suspect got it."""

        IN_PERSON = "in_person", "Given to the suspect in person"
        AT_COURT = "at_court", "Given at court"
        LEFT = "left", "Left at, or posted to, their last known address"
        OTHERWISE = "otherwise", "As the court said otherwise"

    class Notification(models.TextChoices):
        """What is known of the duty to notify police, where it is not simply as the law says for the type."""

        ORDERED = "ordered", "The court ordered it (slavery and trafficking orders)"
        ALREADY = "already", "The suspect notifies police already, under Part 2 of the Sexual Offences Act 2003"

    class Ended(models.TextChoices):
        """Why it ended before its date; the last says that it never held."""

        DISCHARGED = "discharged", "The court discharged it"
        DETERMINED = "determined", "The court decided the application that it was interim to"
        WITHDRAWN = "withdrawn", "The application that it was interim to was withdrawn"
        APPEAL = "appeal", "An appeal against it was allowed"
        HEARD = "heard", "A court decided about the order that the notice led to"
        MISTAKE = "mistake", "It was recorded by mistake"

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id",
            "case",
            "suspect",
            "type",
            "stage",
            "made_on",
            "ends_on",
            "application",
            "served_on",
            "served_at",
            "served_by",
            "served_how",
            "notification",
            "notified_on",
            "court",
            "court_reference",
            "discharged_at",
            "discharged_by",
            "ended_why",
            "ended_with",
            "expiry_told",
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
    application = models.ForeignKey(
        OrderApplication, on_delete=models.PROTECT, null=True, blank=True, related_name="orders"
    )
    served_on = models.DateField(null=True, blank=True)
    served_at = models.DateTimeField(null=True, blank=True, help_text="To the minute, where hours count from it")
    served_by = models.CharField(max_length=100, blank=True, help_text="By rank and collar number, or who else")
    served_how = models.CharField(max_length=10, choices=Served.choices, blank=True)
    notification = models.CharField(max_length=8, choices=Notification.choices, blank=True)
    notified_on = models.DateField(null=True, blank=True, help_text="When the suspect gave police their details")
    court = models.CharField(max_length=100)
    court_reference = models.CharField(max_length=40, blank=True)
    discharged_at = models.DateTimeField(null=True, blank=True)
    discharged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_why = models.CharField(max_length=10, choices=Ended.choices, blank=True)
    ended_with = models.ForeignKey(
        ApplicationStep,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="orders_ended",
        help_text="The step of an application that ended it",
    )
    expiry_told = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Of how many days before its end somebody was told"
    )
    key = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField()
    recorded_by = recorder()
    version = models.PositiveIntegerField(default=1)

    objects = OrderQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["case", "-made_on"], name="orders_of_a_case"),
            models.Index(fields=["suspect"], name="orders_of_a_suspect"),
            models.Index(
                fields=["made_on"],
                name="orders_not_served",
                condition=models.Q(discharged_at=None, served_on=None),
            ),
            models.Index(
                fields=["ends_on"],
                name="orders_that_will_end",
                condition=models.Q(discharged_at=None, ends_on__isnull=False),
            ),
        ]
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
                condition=models.Q(served_at=None) | models.Q(served_on__isnull=False),
                name="order_served_at_is_on_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(discharged_at__isnull=True, discharged_by__isnull=True)
                | models.Q(discharged_at__isnull=False, discharged_by__isnull=False),
                name="order_discharged_at_with_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.pk}"

    @property
    def is_mistake(self) -> bool:
        """Whether it was recorded by mistake, so that it never held."""
        return self.ended_why == self.Ended.MISTAKE


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


@pghistory.track()
class OrderChange(models.Model):
    """That a court varied an order, or renewed it to a later end. Never changed; the terms carry their own dates."""

    class Kind(models.TextChoices):
        """What the court did."""

        VARIED = "varied", "Varied"
        RENEWED = "renewed", "Renewed"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            ["id", "order", "kind", "on", "old_end", "new_end", "key", "recorded_at", "recorded_by"],
            Privacy.OPERATIONAL,
        ),
        "words": Privacy.SENSITIVE,
    }

    order = models.ForeignKey(ProtectionOrder, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    on = models.DateField()
    old_end = models.DateField(null=True, blank=True)
    new_end = models.DateField(null=True, blank=True)
    words = models.TextField(blank=True)
    key = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField()
    recorded_by = recorder()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recorded_by", "key"], name="one_change_of_a_form"),
            models.CheckConstraint(
                condition=~models.Q(kind="renewed") | models.Q(new_end__gt=models.F("old_end")),
                name="a_renewal_is_longer",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


@pghistory.track()
class NoticeArrest(models.Model):
    """An arrest for breaking a notice: a court must have the suspect within 24 hours, some days left out."""

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "order", "arrested_at", "court_at", "key", "recorded_at", "recorded_by"], Privacy.OPERATIONAL
    )

    order = models.ForeignKey(ProtectionOrder, on_delete=models.CASCADE, related_name="notice_arrests")
    arrested_at = models.DateTimeField()
    court_at = models.DateTimeField(null=True, blank=True, help_text="When the suspect was before the court")
    key = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField()
    recorded_by = recorder()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recorded_by", "key"], name="one_notice_arrest_of_a_form"),
            models.CheckConstraint(
                condition=models.Q(court_at=None) | models.Q(court_at__gte=models.F("arrested_at")),
                name="court_follows_the_arrest",
            ),
        ]

    def __str__(self) -> str:
        return f"Arrest on notice {self.order_id}"
