"""Letters to victims: drafted from the case, made final by a person, printed once and never changed after."""

from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models import Closure
from soteria.privacy import Privacy
from victims.models.victim import Victim

PERSON = settings.AUTH_USER_MODEL


@pghistory.track()
class Letter(models.Model):
    """One letter about one decision. While a draft its fields are filled afresh; `content` holds it once final."""

    class How(models.TextChoices):
        """How it went."""

        HAND = "hand", "Given to them when we met"
        POST = "post", "By post"
        PLAIN_POST = "plain_post", "By post in a plain envelope"
        EMAIL = "email", "By email"
        SUPPORTER = "supporter", "Through somebody they trust"
        NOT_WANTED = "not_wanted", "Not sent: they do not want a letter"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            [
                "id", "victim", "closure", "template", "drafted_at", "version", "finished_at", "finished_by",
                "sent_at", "sent_by", "sent_how",
            ],
            Privacy.OPERATIONAL,
        ),
        **dict.fromkeys(["parts", "content", "sent_reason"], Privacy.SENSITIVE),
    }  # fmt: skip

    victim = models.ForeignKey(Victim, on_delete=models.CASCADE, related_name="letters")
    closure = models.ForeignKey(Closure, on_delete=models.PROTECT, related_name="letters")
    template = models.CharField(max_length=20, help_text="Which text it was drafted from")
    parts = models.JSONField(help_text="Slug, heading and text of each part, its fields in double braces")
    drafted_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    content = models.JSONField(null=True, help_text="What stands on the paper, once it is final")
    finished_at = models.DateTimeField(null=True)
    finished_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    sent_how = models.CharField(max_length=12, choices=How.choices, blank=True)
    sent_reason = models.CharField(max_length=300, blank=True, help_text="Why another way than a safe one was used")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["victim", "closure"], name="one_letter_of_a_decision"),
            models.CheckConstraint(
                condition=Q(finished_at=None, finished_by=None, content__isnull=True)
                | Q(finished_at__isnull=False, finished_by__isnull=False, content__isnull=False),
                name="finished_at_with_finished_by",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None, sent_by=None, sent_how="")
                | Q(sent_at__isnull=False, sent_by__isnull=False, sent_how__gt=""),
                name="sent_at_with_sent_by",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="final_words_stay",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.finished_at IS NOT NULL AND (OLD.parts, OLD.content, OLD.finished_at, OLD.finished_by_id)"
                    " IS DISTINCT FROM (NEW.parts, NEW.content, NEW.finished_at, NEW.finished_by_id)"
                ),
            )
        ]

    def __str__(self) -> str:
        return f"Letter {self.pk}"

    @property
    def state(self) -> str:
        """How far it has come, in words."""
        if self.sent_how == self.How.NOT_WANTED:
            return "Not wanted"
        if self.sent_at:
            return "Sent"
        return "Ready to send" if self.finished_at else "Draft"


class LetterFile(models.Model):
    """The letter as it was printed. Added once, and never changed or removed."""

    PRIVACY: ClassVar = {
        **dict.fromkeys(["id", "letter", "sha256", "rendered_at"], Privacy.OPERATIONAL),
        "pdf": Privacy.SENSITIVE,
    }

    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="file")
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    rendered_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.sha256
