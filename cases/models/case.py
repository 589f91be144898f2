"""The case, and the words for choosing cases."""

from typing import Any, ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from soteria.accounts.access import Reach, reach_of
from soteria.accounts.models import Force, Team
from soteria.accounts.roles import Level, Section
from soteria.prepared import NOW
from soteria.privacy import Privacy


class Stage(models.Model):
    """A step of the investigator's journey; the list is data, since forces name their steps differently."""

    PRIVACY: ClassVar = dict.fromkeys(["code", "title", "order", "is_open", "needs_confirmation"], Privacy.NONE)

    code = models.CharField(max_length=30, primary_key=True)
    title = models.CharField(max_length=80)
    order = models.PositiveSmallIntegerField()
    is_open = models.BooleanField(default=True)
    needs_confirmation = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["order"]

    def __str__(self) -> str:
        return self.title


class CaseQuerySet(models.QuerySet["Case"]):
    """Adjectives for cases."""

    def visible_to(self, user: Any) -> "CaseQuerySet":
        """Every case that this person may know exists (docs/adr/0003); the one filter under every list and count."""
        branches = visible_branches(user)
        if not branches:
            return self.none()
        return self.filter(Q.create(branches, connector=Q.OR)).not_barred(user)  # type: ignore[arg-type]

    def not_barred(self, user: Any) -> "CaseQuerySet":
        """Without the cases in which the person has a conflict of interest; that beats every role."""
        return self.exclude(Exists(live_access(user).filter(case=OuterRef("pk"), reach=CaseAccess.Reach.BARRED)))

    def open(self) -> "CaseQuerySet":
        """Not closed."""
        return self.filter(closed_at__isnull=True)

    def closed(self) -> "CaseQuerySet":
        """Closed."""
        return self.filter(closed_at__isnull=False)


def live_access(user: Any) -> models.QuerySet["CaseAccess"]:
    """The person's own rows of the access table that still hold."""
    live = Q(until__isnull=True) | Q(until__gt=NOW)
    return CaseAccess.objects.filter(live, user_id=user.pk)


def visible_branches(user: Any) -> list[Q]:
    """The ways in which this person sees cases, as conditions that no case meets twice.

    Kept apart because PostgreSQL reads each from its own index, where an OR would scan (docs/performance.md).
    """
    reach = reach_of(user)
    if not reach.seats:
        return []
    place = _place(reach)
    if place is None:
        return [_personal(user)]
    return [place & Q(is_restricted=False), _personal(user) & (Q(is_restricted=True) | ~place)]


def _personal(user: Any) -> Q:
    """Allocated, or named where the case is restricted. Driven by the person's own few rows."""
    rows = live_access(user).exclude(reach=CaseAccess.Reach.BARRED)
    named = rows.filter(reach__in=CaseAccess.NAMED)
    return Q(pk__in=rows.values("case")) & (Q(is_restricted=False) | Q(pk__in=named.values("case")))


def _place(reach: Reach) -> Q | None:
    teams = reach.team_ids(Section.SUMMARY, Level.PART)
    forces = reach.force_ids(Section.SUMMARY, Level.PART)
    if forces:
        in_force = Q(force_id__in=sorted(forces))
        return in_force | Q(team_id__in=sorted(teams)) if teams else in_force
    return Q(team_id__in=sorted(teams)) if teams else None


@pghistory.track()
class Case(models.Model):
    """One investigation. It belongs to a team; its offences, victims and suspects hang on it."""

    class Source(models.TextChoices):
        """How the case came in."""

        BROWSER = "browser", "Logged here"
        IMPORT = "import", "Imported from the records system"

    class ReportedHow(models.TextChoices):
        """How the report reached the police."""

        CALL = "call", "999 or 101 call"
        IN_PERSON = "in_person", "In person"
        ONLINE = "online", "Online"
        THIRD_PARTY = "third_party", "Through another service, such as a sexual assault referral centre"
        POLICE = "police", "Officers learnt of it while doing something else"
        OTHER = "other", "Another way"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            [
                "id",
                "reference",
                "slug",
                "force",
                "team",
                "oic",
                "stage",
                "source",
                "report_type",
                "reported_at",
                "reported_how",
                "logged_at",
                "logged_by",
                "flags",
                "district",
                "premises_type",
                "is_restricted",
                "outcome_code",
                "outcome_at",
                "outcome_by",
                "closed_at",
                "version",
            ],
            Privacy.OPERATIONAL,
        ),
        **dict.fromkeys(["postcode", "place", "restricted_reason"], Privacy.PERSONAL),
        "account": Privacy.SENSITIVE,
        "missing": Privacy.OPERATIONAL,
    }

    reference = models.CharField(max_length=40)
    slug = models.CharField(max_length=50, unique=True, editable=False)
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="cases")
    oic = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.BROWSER)
    report_type = models.CharField(max_length=10, default="CRIME", help_text="CRIME, or N100/1 to N100/3")
    reported_at = models.DateTimeField()
    reported_how = models.CharField(max_length=12, choices=ReportedHow.choices, blank=True, default="", db_default="")
    logged_at = models.DateTimeField(default=timezone.now)
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    flags = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    district = models.CharField(max_length=100, blank=True)
    premises_type = models.CharField(max_length=60, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    place = models.CharField(max_length=300, blank=True)
    account = models.TextField(blank=True, help_text="What was reported, in the recorder's words")
    missing = models.JSONField(default=dict, blank=True, help_text="Coded reason for each fact that is not known")
    is_restricted = models.BooleanField(default=False)
    restricted_reason = models.CharField(max_length=300, blank=True)
    outcome_code = models.CharField(max_length=4, blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)
    outcome_by = models.CharField(max_length=10, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    sight: Any  # how whoever opened it sees it; set by cases.access.get_case

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["force", "reference"], name="one_reference_in_a_force"),
            models.CheckConstraint(
                condition=models.Q(is_restricted=False) | ~models.Q(restricted_reason=""),
                name="restriction_has_a_reason",
            ),
        ]
        indexes = [
            # With what visible_to asks of a row beside them, so that a list is counted without reading its rows.
            models.Index(fields=["team", "-reported_at", "-id"], include=["is_restricted"], name="cases_of_a_team"),
            models.Index(fields=["force", "-reported_at", "-id"], include=["is_restricted"], name="cases_of_a_force"),
            models.Index(fields=["-reported_at", "-id"], name="cases_by_report"),
            models.Index(fields=["oic", "-reported_at"], name="cases_of_an_oic"),
            models.Index(
                fields=["team", "-reported_at", "-id"], name="open_cases_of_a_team", condition=Q(closed_at=None)
            ),
        ]
        triggers: ClassVar = [
            # Names are searched within teams: cases.models.names says how.
            pgtrigger.Trigger(
                name="move_marks",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("team_id"),
                condition=pgtrigger.Condition("OLD.team_id IS DISTINCT FROM NEW.team_id"),
                func="UPDATE cases_casename SET words = words WHERE case_id = NEW.id; RETURN NULL;",
            )
        ]
        permissions: ClassVar = [("named_on_case", "Named on a restricted case")]

    def __str__(self) -> str:
        return self.reference

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the URL form of the reference, which is the reference without its slashes."""
        self.slug = slug_of(self.reference)
        super().save(*args, **kwargs)

    @property
    def is_open(self) -> bool:
        """Whether it is still investigated."""
        return self.closed_at is None


def slug_of(reference: str) -> str:
    """The reference as it stands in a URL: 55/10000/23 becomes 55-10000-23."""
    return reference.replace("/", "-").replace(" ", "-")


class CaseAccess(models.Model):
    """The projection that reads use: who reaches which case, why, and until when. Written with what it projects."""

    class Reach(models.TextChoices):
        """Why a person reaches a case, or may not."""

        ALLOCATED = "allocated", "Allocated"
        LOGGED = "logged", "Took the report"
        NAMED = "named", "Named on a restricted case"
        BREAK_GLASS = "break_glass", "Emergency access"
        BARRED = "barred", "Conflict of interest"

    OWN: ClassVar = [Reach.ALLOCATED, Reach.LOGGED]
    NAMED: ClassVar = [Reach.NAMED, Reach.BREAK_GLASS]
    PRIVACY: ClassVar = dict.fromkeys(["id", "user", "case", "reach", "until"], Privacy.OPERATIONAL)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="access")
    reach = models.CharField(max_length=12, choices=Reach.choices)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "case", "reach"], name="one_access_row_of_a_kind")]
        indexes = [models.Index(fields=["user", "reach", "case"], include=["until"], name="access_by_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.reach} {self.case_id}"
