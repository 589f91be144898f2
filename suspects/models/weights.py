"""The constants of RFGV+ as dated, cited rows: one version holds on a day, and one that was used never changes."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from soteria.privacy import Privacy
from suspects.models.definitions import RepeatDefinition
from suspects.models.gravity import GravityTable


class ScoreVersionQuerySet(models.QuerySet["ScoreVersion"]):
    """The words for versions."""

    def in_force(self, on: date) -> "ScoreVersion | None":
        """The version that holds on a London date, or None. A proposal holds on no day."""
        held = self.filter(Q(until=None) | Q(until__gt=on), since__lte=on).select_related("definition", "gravity")
        return held.order_by("-since").first()

    def proposed(self) -> "ScoreVersionQuerySet":
        """Proposals that nobody has adopted yet, the newest first."""
        return self.filter(since=None).order_by("-pk")


class ScoreVersion(models.Model):
    """One set of constants: shipped with the system, or proposed by a lead and adopted from a day.

    Forces differ and no national set is public, so each is the force's own decision, with author, authority and reason.
    `since` is empty while it is a proposal.
    """

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            ["id", "code", "since", "until", "source", "confidence", "needs_confirmation", "gravity", "definition"],
            Privacy.NONE,
        ),
        **dict.fromkeys(
            ["based_on", "authority", "reason", "proposed_at", "proposed_by", "agreed_at", "agreed_by"],
            Privacy.OPERATIONAL,
        ),
    }

    code = models.CharField(max_length=20, unique=True)
    since = models.DateField(unique=True, null=True, blank=True)
    until = models.DateField(null=True, blank=True, help_text="The first day on which it no longer holds")
    source = models.CharField(max_length=300)
    confidence = models.CharField(max_length=1)
    needs_confirmation = models.BooleanField(default=True)
    gravity = models.ForeignKey(GravityTable, on_delete=models.PROTECT, related_name="versions")
    definition = models.ForeignKey(RepeatDefinition, on_delete=models.PROTECT, related_name="versions")
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    authority = models.CharField(max_length=300, blank=True, help_text="Who or what decided that it should hold")
    reason = models.TextField(blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ScoreVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="version_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(proposed_at__isnull=True, proposed_by__isnull=True, since__isnull=False)
                | (Q(proposed_at__isnull=False, proposed_by__isnull=False) & ~Q(reason="")),
                name="version_is_shipped_or_proposed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True, agreed_by__isnull=True)
                | (Q(agreed_at__isnull=False, agreed_by__isnull=False, since__isnull=False) & ~Q(authority="")),
                name="version_agreed_at_with_by_and_authority",
            ),
            models.CheckConstraint(
                condition=Q(proposed_at__isnull=True) | Q(since__isnull=True) | Q(agreed_at__isnull=False),
                name="a_proposal_holds_once_it_is_agreed",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_proposal(self) -> bool:
        """Whether nobody has adopted it yet."""
        return self.since is None


class ScoreWeight(models.Model):
    """One number of a version, with where it comes from."""

    class Kind(models.TextChoices):
        """What the number weighs; `code` says which of them."""

        PARAMETER = "parameter", "Constant of the formula"
        STATUS = "status", "Status of the suspect"
        OUTCOME = "outcome", "Outcome of the case"
        REPORT = "report", "Type of report"
        FOUND = "found", "How the police came to know"
        BREACH = "breach", "What was decided about a breach of an order or of bail"
        AGE = "age", "Age of the victim at the offence"
        CARE = "care", "Care and support needs of the victim"
        RELATIONSHIP = "relationship", "What the suspect is to the victim"
        EXPLOITATION = "exploitation", "Offence class of exploitation"
        FLOOR = "floor", "Least days of harm of an offence class: force policy"
        BAND = "band", "Lowest score of a band"

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "version", "kind", "code", "value", "source", "confidence", "needs_confirmation"], Privacy.NONE
    )

    version = models.ForeignKey(ScoreVersion, on_delete=models.PROTECT, related_name="weights", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    code = models.CharField(max_length=30)
    value = models.FloatField()
    source = models.CharField(max_length=300)
    confidence = models.CharField(max_length=1)
    needs_confirmation = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "kind", "code"], name="one_weight_of_a_code_in_a_version"),
            models.CheckConstraint(condition=Q(value__gte=0), name="weight_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}: {self.value:g}"
