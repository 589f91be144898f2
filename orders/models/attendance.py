"""How a suspect is brought to answer: by arrest, or asked to attend; decided with reasons, and by whom (C33)."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models import Case
from orders.models.bail import recorder
from soteria.privacy import Privacy
from suspects.models import Suspect


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    """The words for decisions."""

    def waiting(self) -> "AttendanceQuerySet":
        """A supervisor has still to approve."""
        return self.filter(state=Attendance.State.WAITING)


@pghistory.track()
class Attendance(models.Model):
    """One decision: arrest, or voluntary attendance. Never changed; a later decision is another row.

    Without an arrest there is no bail, so no condition that protects anybody: to ask a repeat suspect to attend takes
    a second mind. `is_repeat` is how it was when it was decided.
    """

    class Option(models.TextChoices):
        """The two ways."""

        ARREST = "arrest", "Arrest"
        VOLUNTARY = "voluntary", "Voluntary attendance"

    class State(models.TextChoices):
        """Whether it stands."""

        DECIDED = "decided", "Decided"
        WAITING = "waiting", "Waits for a supervisor"
        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Not approved"

    class View(models.TextChoices):
        """Whether what the victim wants is known; never guessed."""

        GIVEN = "given", "Yes"
        NOT_SAFE = "not_safe", "Not safe to ask"
        DECLINED = "declined", "The victim did not want to say"
        NOT_ASKED = "not_asked", "Not asked yet"

    class Bail(models.TextChoices):
        """Whether conditions are needed, which only an arrest makes possible."""

        NEEDED = "needed", "Yes, conditions are needed to protect somebody"
        NOT_NEEDED = "not_needed", "No"
        OTHERWISE = "otherwise", "Protected otherwise, such as by an order"

    class Necessity(models.TextChoices):
        """The reasons that make an arrest necessary: PACE 1984 s.24(5), Code G paragraph 2.9."""

        NAME = "name", "To find out the name"
        ADDRESS = "address", "To find out the address"
        INJURY = "injury", "To prevent injury, loss, damage, indecency or obstruction"
        PROTECT = "protect", "To protect a child or another vulnerable person"
        PROMPT = "prompt", "For a prompt and effective investigation"
        DISAPPEAR = "disappear", "To prevent the suspect disappearing"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            [
                "id",
                "case",
                "suspect",
                "option",
                "state",
                "is_repeat",
                "necessity",
                "victim_view",
                "bail_need",
                "decided_at",
                "decided_by",
                "approved_at",
                "approved_by",
                "key",
            ],
            Privacy.OPERATIONAL,
        ),
        **dict.fromkeys(["risk", "victim_words", "reason", "approval_words"], Privacy.SENSITIVE),
    }

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="attendances")
    suspect = models.ForeignKey(Suspect, on_delete=models.PROTECT, related_name="attendances")
    option = models.CharField(max_length=10, choices=Option.choices)
    state = models.CharField(max_length=8, choices=State.choices)
    is_repeat = models.BooleanField()
    risk = models.TextField(help_text="To the victim, to others, and to the evidence")
    necessity = models.JSONField(default=list, blank=True, help_text="Codes of Necessity, for an arrest")
    victim_view = models.CharField(max_length=10, choices=View.choices)
    victim_words = models.TextField(blank=True)
    bail_need = models.CharField(max_length=10, choices=Bail.choices)
    reason = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = recorder()
    approved_at = models.DateTimeField(null=True, blank=True, help_text="Approved, or refused")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approval_words = models.TextField(blank=True)
    key = models.UUIDField(editable=False)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["case", "suspect", "-decided_at"], name="attendances_of_a_case"),
            models.Index(fields=["suspect"], name="attendances_of_a_suspect"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["decided_by", "key"], name="one_attendance_of_a_form"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True, state__in=["decided", "waiting"])
                | Q(approved_at__isnull=False, approved_by__isnull=False, state__in=["approved", "refused"]),
                name="attendance_approved_at_with_by",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=models.F("decided_by")),
                name="attendance_is_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(option="voluntary", is_repeat=True, state="decided"),
                name="repeat_suspects_attend_with_approval",
            ),
            models.CheckConstraint(condition=~Q(risk="") & ~Q(reason=""), name="attendance_is_explained"),
        ]

    def __str__(self) -> str:
        return f"Attendance {self.pk}"
