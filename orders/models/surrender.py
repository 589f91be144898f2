"""When a suspect on bail must come back to the police station, and what came of it: PACE 1984 ss.30A, 46A and 47."""

from datetime import datetime
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from orders.models.bail import Bail
from orders.rules.surrender import has_no_hour
from soteria.privacy import Privacy
from soteria.ui.dates import day, moment


def return_words(station: str, due_at: datetime) -> str:
    """The duty to come back as it is read out beside conditions."""
    when = day(due_at) if has_no_hour(due_at) else moment(due_at)
    return f"Return to {station or 'the police station'} on {when}"


class SurrenderQuerySet(models.QuerySet["Surrender"]):
    """The words for returns."""

    def expected(self) -> "SurrenderQuerySet":
        """Nobody has recorded yet what came of it."""
        return self.filter(state=Surrender.State.EXPECTED)

    def to_answer(self) -> "SurrenderQuerySet":
        """Its time passed with nothing recorded, and somebody must say what happened."""
        return self.filter(state=Surrender.State.MISSED)

    def in_open_cases(self) -> "SurrenderQuerySet":
        """Of an arrest that stands, in a case that is not closed."""
        return self.filter(bail__arrest__withdrawn_at=None, bail__arrest__case__closed_at=None)


@pghistory.track()
class Surrender(models.Model):
    """One time at which a suspect must come back. Not recorded, it is put forward as a breach until a person answers.

    Not to come back is a power to arrest (s.46A(1), s.30D(1)); after bail under the Bail Act 1976, which street bail is
    not, it may be an offence too (s.6).
    """

    class State(models.TextChoices):
        """What came of it."""

        EXPECTED = "expected", "Expected"
        RETURNED = "returned", "Came back"
        MISSED = "missed", "Not recorded as coming back: is it a breach?"
        BREACH = "breach", "Did not come back, logged as a breach"
        EXCUSED = "excused", "Did not come back, no breach"

    class Excuse(models.TextChoices):
        """Why not coming back is no breach."""

        CHANGED = "changed", "The time was changed or cancelled beforehand, and it was not recorded"
        NOT_TOLD = "not_told", "The suspect was not told of the time in writing"
        HELD = "held", "The suspect was in hospital or in custody"
        STATION = "station", "The station could not take the suspect then"
        OTHER = "other", "Another reason"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            [
                "id",
                "bail",
                "due_at",
                "station",
                "state",
                "missed_at",
                "passed_on_at",
                "returned_at",
                "excuse",
                "answered_at",
                "answered_by",
            ],
            Privacy.OPERATIONAL,
        ),
        "words": Privacy.SENSITIVE,
    }

    bail = models.ForeignKey(Bail, on_delete=models.CASCADE, related_name="returns")
    due_at = models.DateTimeField()
    station = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.EXPECTED)
    missed_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was found, or said, that nothing came of it"
    )
    passed_on_at = models.DateTimeField(null=True, blank=True, help_text="When the supervisors were told as well")
    returned_at = models.DateTimeField(null=True, blank=True)
    excuse = models.CharField(max_length=8, choices=Excuse.choices, blank=True)
    words = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = SurrenderQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="returns_expected", condition=Q(state="expected")),
            models.Index(fields=["missed_at", "id"], name="returns_to_answer", condition=Q(state="missed")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["bail", "due_at"], name="one_return_at_a_time"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, state__in=["expected", "missed"])
                | Q(answered_at__isnull=False, answered_by__isnull=False, state__in=["returned", "breach", "excused"]),
                name="return_answered_at_with_by",
            ),
            models.CheckConstraint(
                condition=Q(state="returned", returned_at__isnull=False)
                | (~Q(state="returned") & Q(returned_at__isnull=True)),
                name="return_says_when",
            ),
            models.CheckConstraint(
                condition=(Q(state="excused") & ~Q(excuse="") & ~Q(words="")) | (~Q(state="excused") & Q(excuse="")),
                name="return_excused_says_why",
            ),
        ]

    def __str__(self) -> str:
        return return_words(self.station, self.due_at)
