"""What was recorded by mistake: a step of an application that was taken back, and a date of notification corrected."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models

from orders.models.application import ApplicationStep
from orders.models.bail import recorder
from orders.models.order import ProtectionOrder
from soteria.privacy import Privacy

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class StepTakenBack(models.Model):
    """That a step was recorded by mistake: who says so, when and why. The step itself stays as it was recorded."""

    class Reason(models.TextChoices):
        """What was wrong with the step."""

        APPLICATION = "application", "It was recorded on the wrong application"
        DATE = "date", "The date is wrong"
        STEP = "step", "It is the wrong step"
        NOT_YET = "not_yet", "It has not happened yet"
        OTHER = "other", "Another reason, said below"

    PRIVACY: ClassVar = {
        **dict.fromkeys(["id", "step", "reason", "taken_back_at", "taken_back_by"], Privacy.OPERATIONAL),
        "words": Privacy.SENSITIVE,
    }

    step = models.OneToOneField(ApplicationStep, on_delete=models.CASCADE, related_name="taken_back")
    reason = models.CharField(max_length=11, choices=Reason.choices)
    words = models.TextField()
    taken_back_at = models.DateTimeField()
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(words=""), name="a_step_taken_back_is_explained"),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return self.get_reason_display()


class NotificationCorrection(models.Model):
    """That the day on which a suspect notified police was recorded wrongly: what it said, what it says now, and why.

    `notified_on` is empty where the suspect has not notified police after all. Never changed; the last stands.
    """

    class Reason(models.TextChoices):
        """What was wrong with what was recorded."""

        DATE = "date", "The date is wrong"
        ORDER = "order", "It was for another order or person"
        NOT_DONE = "not_done", "The suspect has not notified police"
        OTHER = "other", "Another reason, said below"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            ["id", "order", "was_on", "notified_on", "reason", "key", "recorded_at", "recorded_by"],
            Privacy.OPERATIONAL,
        ),
        "words": Privacy.SENSITIVE,
    }

    order = models.ForeignKey(ProtectionOrder, on_delete=models.CASCADE, related_name="notification_corrections")
    was_on = models.DateField()
    notified_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=8, choices=Reason.choices)
    words = models.TextField()
    key = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField()
    recorded_by = recorder()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recorded_by", "key"], name="one_correction_of_a_form"),
            models.CheckConstraint(condition=~models.Q(words=""), name="a_correction_is_explained"),
            models.CheckConstraint(
                condition=models.Q(notified_on=None) | ~models.Q(notified_on=models.F("was_on")),
                name="a_correction_changes_the_day",
            ),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return self.get_reason_display()
