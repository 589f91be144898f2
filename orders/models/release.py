"""What a custody officer decided on release, on bail or without it, and why: PACE 1984 ss.34, 37 and 50A."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from orders.models.attendance import Attendance
from orders.models.bail import Arrest, Bail, recorder
from orders.models.shared import Rank
from soteria.privacy import Privacy


class Factor(models.TextChoices):
    """The five things to which a custody officer must have regard: s.50A(2)."""

    SURRENDER = "surrender", "That the suspect comes back"
    OFFENDING = "offending", "Preventing offences by the suspect"
    VICTIMS = "victims", "Safeguarding victims and witnesses, with their vulnerabilities"
    SUSPECT = "suspect", "Safeguarding the suspect, with their vulnerabilities"
    PUBLIC = "public", "Managing risks to the public"


class ReleaseQuerySet(models.QuerySet["Release"]):
    """The words for releases."""

    def without_bail(self) -> "ReleaseQuerySet":
        """Released under investigation."""
        return self.filter(bail__isnull=True)


@pghistory.track()
class Release(models.Model):
    """One decision of a custody officer to release; `bail` is empty where it was without bail.

    `factors` holds what was found on each of the five factors, by its code. Never changed, only looked at.
    """

    class Route(models.TextChoices):
        """The powers that release without bail; those on bail are Bail.Route."""

        RUI = "s37(2A)", "More inquiries, without bail, section 37(2A)"
        RUI_OTHER = "s37(7)(c)", "Enough to charge but no decision yet, without bail, section 37(7)(c)"

    class Representations(models.TextChoices):
        """Whether the suspect or the legal representative said anything."""

        MADE = "made", "Yes, and they were considered"
        NONE = "none", "They were asked and said nothing"

    class NoBail(models.TextChoices):
        """Why bail was not used."""

        NOT_NECESSARY = "not_necessary", "Bail was not necessary: no risk that conditions would reduce"
        NOT_PROPORTIONATE = "not_proportionate", "Bail was not proportionate"
        ORDER = "order", "A protection order already does what conditions would"
        HELD = "held", "The suspect is held or recalled for something else"
        PERIOD_ENDED = "period_ended", "The bail period ended, or could not be extended"
        OTHER = "other", "Another reason"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            [
                "id",
                "arrest",
                "bail",
                "route",
                "decided_at",
                "officer",
                "officer_rank",
                "stands_in",
                "is_independent",
                "is_necessary",
                "is_proportionate",
                "representations",
                "no_bail",
                "seen_at",
                "seen_by",
                "key",
                "recorded_at",
                "recorded_by",
            ],
            Privacy.OPERATIONAL,
        ),
        **dict.fromkeys(["factors", "words", "said"], Privacy.SENSITIVE),
    }

    arrest = models.ForeignKey(Arrest, on_delete=models.CASCADE, related_name="releases")
    bail = models.OneToOneField(Bail, on_delete=models.CASCADE, null=True, blank=True, related_name="release")
    route = models.CharField(max_length=12, choices=[*Bail.Route.choices, *Route.choices])
    decided_at = models.DateTimeField()
    officer = models.CharField(max_length=100)
    officer_rank = models.CharField(max_length=20, choices=Rank.choices)
    stands_in = models.BooleanField(help_text="No custody officer was readily available, s.36(4)")
    is_independent = models.BooleanField(help_text="Not involved in the investigation, s.36(5)")
    is_necessary = models.BooleanField()
    is_proportionate = models.BooleanField()
    factors = models.JSONField(default=dict)
    representations = models.CharField(max_length=4, choices=Representations.choices)
    said = models.TextField(blank=True, help_text="What the suspect or the representative said")
    words = models.TextField(help_text="Why, in the custody officer's words")
    no_bail = models.CharField(max_length=17, choices=NoBail.choices, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True, help_text="When a supervisor read why there is no bail")
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    key = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField()
    recorded_by = recorder()

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["decided_at", "id"], name="releases_without_bail", condition=models.Q(bail__isnull=True)
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["recorded_by", "key"], name="one_release_of_a_form"),
            models.CheckConstraint(
                condition=Q(bail__isnull=False, no_bail="") | (Q(bail__isnull=True) & ~Q(no_bail="")),
                name="release_without_bail_says_why",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="release_is_explained"),
            models.CheckConstraint(
                condition=Q(seen_at__isnull=True, seen_by__isnull=True)
                | Q(seen_at__isnull=False, seen_by__isnull=False),
                name="release_seen_at_with_by",
            ),
        ]

    def __str__(self) -> str:
        return f"Release {self.pk}"


@pghistory.track()
class StatusReview(models.Model):
    """Somebody read again whether a suspect without bail, or one who attends voluntarily, is still rightly so."""

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            ["id", "release", "attendance", "reviewed_at", "key", "recorded_at", "recorded_by"], Privacy.OPERATIONAL
        ),
        "words": Privacy.SENSITIVE,
    }

    release = models.ForeignKey(Release, on_delete=models.CASCADE, null=True, blank=True, related_name="reviews")
    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, null=True, blank=True, related_name="reviews")
    reviewed_at = models.DateTimeField()
    words = models.TextField(help_text="What was read, and why nothing else is right now")
    key = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField()
    recorded_by = recorder()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recorded_by", "key"], name="one_status_review_of_a_form"),
            models.CheckConstraint(
                condition=Q(release__isnull=False, attendance__isnull=True)
                | Q(release__isnull=True, attendance__isnull=False),
                name="status_review_is_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"Review {self.pk}"
