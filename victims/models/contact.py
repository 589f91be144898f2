"""Every time that we were in touch with a victim, or tried to be."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from soteria.privacy import Privacy
from victims.models.victim import Victim


class Contact(models.Model):
    """One contact. Never changed: what was wrong is put right by another. Two-way means that the victim was reached."""

    class Channel(models.TextChoices):
        """How."""

        PHONE = "phone", "Phone call"
        TEXT = "text", "Text message"
        EMAIL = "email", "Email"
        LETTER = "letter", "Letter"
        IN_PERSON = "in_person", "In person"
        VIDEO = "video", "Video call"
        THIRD_PARTY = "third_party", "Through somebody they trust"

    class Outcome(models.TextChoices):
        """What came of it."""

        REACHED = "reached", "We were in touch: we spoke, or they replied"
        LEFT = "left", "I sent or left something and have had no reply yet"
        NO_ANSWER = "no_answer", "No answer"
        NOT_SAFE = "not_safe", "It was not safe to talk"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            [
                "id",
                "victim",
                "at",
                "by",
                "is_two_way",
                "channel",
                "outcome",
                "next_on",
                "told_of",
                "recorded_at",
                "key",
            ],
            Privacy.OPERATIONAL,
        ),
        **dict.fromkeys(["words", "unsafe_reason"], Privacy.SENSITIVE),
    }

    victim = models.ForeignKey(Victim, on_delete=models.CASCADE, related_name="contacts")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=12, choices=Channel.choices)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    is_two_way = models.BooleanField()
    next_on = models.DateField(null=True, blank=True, help_text="The day agreed for the next contact")
    told_of = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, help_text="Events they were told of"
    )
    words = models.TextField(blank=True)
    unsafe_reason = models.CharField(max_length=300, blank=True, help_text="Why another way than the safe one was used")
    recorded_at = models.DateTimeField()
    key = models.UUIDField(editable=False, help_text="Of the form it was sent with, so that it is kept once")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["victim", "-at"], name="contacts_of_a_victim")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["by", "key"], name="one_contact_of_a_form"),
            models.CheckConstraint(
                condition=Q(outcome="reached", is_two_way=True) | (~Q(outcome="reached") & Q(is_two_way=False)),
                name="reached_is_two_way",
            ),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Contact {self.pk}"
