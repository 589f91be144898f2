"""A decision to take no further action: reasoned by one person, checked by another."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.models.case import Case
from cases.rules import closure_words
from soteria.privacy import Privacy

PERSON = settings.AUTH_USER_MODEL


@pghistory.track()
class Closure(models.Model):
    """One decision on a case. It waits for a supervisor, who signs it off or sends it back; both are kept."""

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            [
                "id", "case", "outcome_code", "decision_maker", "reasons", "myths", "decided_at", "decided_by",
                "signed_off_at", "signed_off_by", "returned_at", "returned_by", "key",
            ],
            Privacy.OPERATIONAL,
        ),
        **dict.fromkeys(
            ["reason_text", "evidence_for", "evidence_against", "myth_words", "supervisor_words"], Privacy.SENSITIVE
        ),
    }  # fmt: skip

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="closures")
    outcome_code = models.CharField(max_length=4, help_text="Of cases/reference/closure.yaml")
    decision_maker = models.CharField(max_length=10, choices=[("police", "Police"), ("cps", "CPS")])
    reasons = ArrayField(models.CharField(max_length=30))
    reason_text = models.TextField(help_text="Why, for the file")
    evidence_for = models.TextField(help_text="What supports the case, in words that can go to the victim")
    evidence_against = models.TextField(help_text="What stands in its way, in words that can go to the victim")
    myths = models.JSONField(default=dict, help_text="Yes or no to each question")
    myth_words = models.TextField(blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    signed_off_at = models.DateTimeField(null=True)
    signed_off_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    supervisor_words = models.TextField(blank=True)
    key = models.UUIDField(editable=False, help_text="Of the form it was sent with, so that it is kept once")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decided_by", "key"], name="one_closure_of_a_form"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(signed_off_at=None, returned_at=None),
                name="one_closure_waits_for_a_supervisor",
            ),
            models.CheckConstraint(
                condition=Q(signed_off_at=None, signed_off_by=None)
                | Q(signed_off_at__isnull=False, signed_off_by__isnull=False),
                name="signed_off_at_with_signed_off_by",
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None, returned_by=None)
                | Q(returned_at__isnull=False, returned_by__isnull=False),
                name="returned_at_with_returned_by",
            ),
            models.CheckConstraint(
                condition=Q(signed_off_at=None) | Q(returned_at=None), name="signed_off_or_returned"
            ),
            models.CheckConstraint(
                condition=Q(signed_off_by=None) | ~Q(signed_off_by=F("decided_by")), name="signed_off_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"Outcome {self.outcome_code}"

    @property
    def outcome_title(self) -> str:
        """The outcome in words; a code that is no longer used stands alone."""
        outcome = closure_words.outcomes().get(self.outcome_code)
        return outcome.title if outcome else ""

    @property
    def reason_titles(self) -> list[str]:
        """The coded reasons in words."""
        known = closure_words.reasons()
        return [known[code].title if code in known else code for code in self.reasons]

    @property
    def myth_answers(self) -> list[tuple[str, str]]:
        """Each question about myths with its answer."""
        return [(each.question, self.myths.get(code, "").capitalize()) for code, each in closure_words.myths().items()]

    @property
    def is_waiting(self) -> bool:
        """Whether a supervisor has still to check it."""
        return self.signed_off_at is None and self.returned_at is None
