"""That the victim was told what was decided about a breach, after it was decided."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from orders.models.bail import recorder
from orders.models.decision import BreachDecision
from soteria.privacy import Privacy


class DecisionTelling(models.Model):
    """What became of telling the victim: by whom and how they were told, or why not. Never changed; the last stands."""

    class Answer(models.TextChoices):
        """As `VictimTold` says, without "not yet"."""

        TOLD = "told", "Yes"
        NOT_SAFE = "not_safe", "Not safe to tell"
        DECLINED = "declined", "The victim asked not to be told"

    class How(models.TextChoices):
        """How they were told."""

        IN_PERSON = "in_person", "In person"
        PHONE = "phone", "Phone call"
        MESSAGE = "message", "Text message or email"
        LETTER = "letter", "Letter"
        SUPPORTER = "supporter", "Through somebody who supports them, such as an ISVA"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            ["id", "decision", "answer", "how", "told_at", "told_by", "key", "recorded_at", "recorded_by"],
            Privacy.OPERATIONAL,
        ),
        "words": Privacy.SENSITIVE,
    }

    decision = models.ForeignKey(BreachDecision, on_delete=models.CASCADE, related_name="tellings")
    answer = models.CharField(max_length=8, choices=Answer.choices)
    how = models.CharField(max_length=9, choices=How.choices, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.CharField(max_length=100, blank=True, help_text="By rank and collar number, or who else")
    words = models.TextField(blank=True, help_text="Why the victim was not told")
    key = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField()
    recorded_by = recorder()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recorded_by", "key"], name="one_telling_of_a_form"),
            models.UniqueConstraint(fields=["decision"], condition=Q(answer="told"), name="a_victim_is_told_once"),
            models.CheckConstraint(
                condition=(Q(answer="told", told_at__isnull=False) & ~Q(how="") & ~Q(told_by=""))
                | (~Q(answer="told") & Q(told_at=None, how="", told_by="") & ~Q(words="")),
                name="telling_says_who_when_and_how_or_why_not",
            ),
        ]

    def __str__(self) -> str:
        return self.get_answer_display()
