"""Which forms have been sent, so that a double click makes one thing."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from soteria.privacy import Privacy


class SentForm(models.Model):
    """One drawing of a form that was sent and saved, and the page that its sending led to. Kept for a day."""

    PRIVACY: ClassVar = dict.fromkeys(["id", "user", "key", "digest", "led_to", "sent_at"], Privacy.OPERATIONAL)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField(help_text="Of the form as it was drawn")
    digest = models.CharField(max_length=64, help_text="Keyed; of what was sent")
    led_to = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_sending_of_a_form")]

    def __str__(self) -> str:
        return f"Sent form {self.pk}"
