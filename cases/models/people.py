"""Who works on a case, who is named on it, who is barred from it, and who broke in."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from guardian.models import UserObjectPermissionBase

from cases.models.case import Case
from soteria.privacy import Privacy


@pghistory.track()
class Allocation(models.Model):
    """A person who supports the case beside its OIC, for a time."""

    class Duty(models.TextChoices):
        """What they do on the case."""

        VEO = "veo", "Victim engagement officer"
        SOLO = "solo", "Sexual offences liaison officer"
        DMI = "dmi", "Digital media investigator"
        DEPUTY = "deputy", "Deputy OIC"
        ORDERS = "orders", "Prevention orders officer"
        OTHER = "other", "Other"

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "case", "user", "duty", "starts_at", "ends_at", "allocated_by"], Privacy.OPERATIONAL
    )

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="allocations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(max_length=10, choices=Duty.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    allocated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user", "duty"], condition=models.Q(ends_at__isnull=True), name="one_open_allocation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.duty} on {self.case_id}"


class CaseGrant(UserObjectPermissionBase):
    """guardian's record that a person is named on a restricted case; reads use CaseAccess instead."""

    PRIVACY: ClassVar = dict.fromkeys(["id", "user", "permission", "content_object"], Privacy.OPERATIONAL)

    content_object = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="grants")


@pghistory.track()
class ConflictBar(models.Model):
    """A declared conflict of interest. It beats every role until somebody lifts it."""

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            ["id", "case", "user", "declared_at", "declared_by", "lifted_at", "lifted_by"], Privacy.OPERATIONAL
        ),
        "reason": Privacy.PERSONAL,
    }

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="bars")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"], condition=models.Q(lifted_at__isnull=True), name="one_standing_bar"
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | models.Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="bar_lifted_at_with_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} barred from {self.case_id}"


class BreakGlass(models.Model):
    """Emergency access: a reason, a fresh second factor, sixty minutes, and notice to the DI and data protection."""

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            ["id", "case", "user", "started_at", "ends_at", "ended_at", "reviewed_at", "reviewed_by"],
            Privacy.OPERATIONAL,
        ),
        "reason": Privacy.SENSITIVE,
        "review": Privacy.SENSITIVE,
    }

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="break_ins")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    review = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"], condition=models.Q(ended_at__isnull=True), name="one_open_break_in"
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | models.Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="break_in_reviewed_at_with_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} broke into {self.case_id}"
