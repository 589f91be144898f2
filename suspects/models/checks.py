"""What was asked about a suspect for one case: intelligence checks, and signs of controlling or coercive behaviour.

Rows are never changed or removed: what is said later is a row of its own, and the highest number is the present one.
"""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from soteria.privacy import Privacy
from suspects.models.people import Involvement
from suspects.rules.control import ANSWERS

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete
_KEPT = ("id", "involvement", "code", "number", "recorded_at", "recorded_by")


class SaidOnce(models.Model):
    """What every such row holds: of which suspect in which case, about what, the how manieth, and who recorded it."""

    involvement = models.ForeignKey(Involvement, on_delete=models.CASCADE, related_name="%(class)s_rows")
    code = models.CharField(max_length=40, help_text="Of an entry of the reference file")
    number = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class IntelligenceCheck(SaidOnce):
    """One check of what is known of a suspect: when it was asked, and what came of it and when. Days are London's."""

    class Result(models.TextChoices):
        """What came of it."""

        WAITING = "waiting", "No answer yet"
        NOTHING = "nothing", "Nothing found"
        FOUND = "found", "Something found"
        CANNOT = "cannot", "Cannot be asked"

    PRIVACY: ClassVar = {
        **dict.fromkeys([*_KEPT, "requested_on", "result_on"], Privacy.OPERATIONAL),
        **dict.fromkeys(["result", "words"], Privacy.SENSITIVE),
    }

    requested_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=8, choices=Result.choices)
    result_on = models.DateField(null=True, blank=True)
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["involvement", "code", "number"], name="one_check_of_a_number"),
            models.CheckConstraint(
                condition=Q(requested_on__isnull=False) | Q(result="cannot"), name="a_check_was_asked_on_a_day"
            ),
            models.CheckConstraint(
                condition=Q(result="waiting", result_on__isnull=True)
                | (~Q(result="waiting") & Q(result_on__isnull=False)),
                name="a_check_has_a_result_with_its_day",
            ),
            models.CheckConstraint(
                condition=Q(requested_on=None) | Q(result_on=None) | Q(result_on__gte=F("requested_on")),
                name="a_check_is_answered_after_it_was_asked",
            ),
            models.CheckConstraint(
                condition=~Q(result__in=["found", "cannot"]) | ~Q(words=""),
                name="a_check_says_what_was_found_or_why_not",
            ),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"

    @property
    def is_done(self) -> bool:
        """Whether there is an answer, or a reason why it cannot be asked."""
        return self.result != self.Result.WAITING


class ControlIndicator(SaidOnce):
    """One answer about controlling or coercive behaviour; `number` is of the saving of the page that brought it."""

    PRIVACY: ClassVar = {
        **dict.fromkeys([*_KEPT, "told_by"], Privacy.OPERATIONAL),
        **dict.fromkeys(["answer", "note"], Privacy.SENSITIVE),
    }

    answer = models.CharField(max_length=10, choices=[(code.value, words) for code, words in ANSWERS.items()])
    told_by = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["involvement", "code", "number"], name="one_indicator_of_a_number"),
            models.CheckConstraint(
                condition=Q(answer="not_asked", told_by="", note="") | (~Q(answer="not_asked") & ~Q(told_by="")),
                name="an_answered_indicator_says_who_said_so",
            ),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"
