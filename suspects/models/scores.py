"""Scores as they were given, never changed afterwards, and where each suspect stands now."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from soteria.accounts.models import Force
from soteria.privacy import Privacy
from suspects.models.people import Suspect
from suspects.models.weights import ScoreVersion

COMPONENTS = ("recency", "frequency", "gravity", "victim")
# What a score on a later day is made of, as long as no fact changes (suspects.rules.rfgv.Terms).
HARM = ("harm_lasting", "harm_fading")
FLAGS = ("is_repeat", "is_serial")


class ScoreRun(models.Model):
    """One scoring: of everybody, or of those about whom a fact changed. Two asks with one key are one run.

    A run in which only time passed gives no new scores: `scored` says how many standings it moved, and nobody was
    looked at who has none, so `not_scored` is None.
    """

    class Why(models.TextChoices):
        """What asked for it."""

        NIGHTLY = "nightly", "Nightly"
        PROOF = "proof", "Derived again from every fact"
        CHANGE = "change", "A fact changed"
        ASKED = "asked", "Asked for by a command"

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "key", "why", "as_of", "version", "at", "scored", "not_scored"], Privacy.OPERATIONAL
    )

    key = models.CharField(max_length=60, unique=True)
    why = models.CharField(max_length=8, choices=Why.choices)
    as_of = models.DateField()
    version = models.ForeignKey(ScoreVersion, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(help_text="When it was made")
    scored = models.PositiveIntegerField()
    not_scored = models.PositiveIntegerField(null=True)

    class Meta:
        triggers: ClassVar = [
            pgtrigger.Protect(name="runs_stay_as_made", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.get_why_display()} as on {self.as_of}"


class Score(models.Model):
    """What one run gave one suspect: a reason to look, made of allegations. Not scored is never a score of nothing.

    Kept for every change of fact and never for the passing of time: with its terms, the score of any later day follows.
    Harm is in days of sentence; what fades halves with each half-life. `rank` is among the suspects of the force, and
    is given by runs of everybody alone. `digest` names the rows that it was made of (ScoreInput), and the flags are by
    the definition of the run's version.
    """

    class LeftOut(models.TextChoices):
        """Why somebody is not scored."""

        NOTHING_COUNTS = "nothing", "Nothing recorded counts towards a score"
        CHILD = "child", "Under 18: children have a process of their own"
        DIED = "died", "Has died"
        JOINED = "joined", "Joined to another record, which is scored"

    PRIVACY: ClassVar = {
        **dict.fromkeys(["id", "run", "suspect", "digest"], Privacy.OPERATIONAL),
        **dict.fromkeys([*COMPONENTS, *HARM, *FLAGS, "base", "rank", "left_out"], Privacy.SENSITIVE),
    }

    # Not checked row by row: the run is written in the same transaction, and no run is ever deleted.
    run = models.ForeignKey(ScoreRun, on_delete=models.PROTECT, related_name="scores", db_constraint=False)
    suspect = models.ForeignKey(Suspect, on_delete=models.PROTECT, related_name="scores", db_index=False)
    recency = models.FloatField(null=True)
    frequency = models.FloatField(null=True)
    gravity = models.FloatField(null=True)
    victim = models.FloatField(null=True)
    base = models.FloatField(null=True)
    harm_lasting = models.FloatField(null=True)
    harm_fading = models.FloatField(null=True)
    rank = models.PositiveIntegerField(null=True)
    left_out = models.CharField(max_length=8, choices=LeftOut.choices, blank=True)
    is_repeat = models.BooleanField(default=False, db_default=False)
    is_serial = models.BooleanField(default=False, db_default=False)
    digest = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(left_out="", **{f"{name}__isnull": False for name in (*COMPONENTS, "base")})
                | (~Q(left_out="") & Q(**{f"{name}__isnull": True for name in (*COMPONENTS, "base", "rank")})),
                name="scored_or_left_out",
            )
        ]
        indexes = [models.Index(fields=["suspect", "-id"], name="scores_of_a_suspect")]
        triggers: ClassVar = [
            pgtrigger.Protect(name="scores_stay_as_given", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"Score {self.pk}"


class Standing(models.Model):
    """Each scored suspect's newest score as it is on `as_of`, for the ranked list. `base` is rounded as it is ranked.

    Made anew each night: from itself where only time has passed, and from a new score where a fact changed. The keys of
    a score were checked, so its own are not: that would cost half of the run.
    """

    PRIVACY: ClassVar = {
        **dict.fromkeys(["suspect", "force", "score", "version", "as_of", "is_held"], Privacy.OPERATIONAL),
        **dict.fromkeys([*COMPONENTS, *HARM, *FLAGS, "base", "points", "final", "band"], Privacy.SENSITIVE),
    }

    suspect = models.OneToOneField(
        Suspect, on_delete=models.CASCADE, primary_key=True, related_name="standing", db_constraint=False
    )
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    score = models.ForeignKey(Score, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    version = models.ForeignKey(
        ScoreVersion, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    as_of = models.DateField()
    recency = models.FloatField()
    frequency = models.FloatField()
    gravity = models.FloatField()
    victim = models.FloatField()
    harm_lasting = models.FloatField()
    harm_fading = models.FloatField()
    base = models.FloatField()
    is_repeat = models.BooleanField(default=False, db_default=False)
    is_serial = models.BooleanField(default=False, db_default=False)
    points = models.SmallIntegerField(db_default=0, help_text="Of the judgement that holds")
    final = models.FloatField(help_text="The base with the points, between 0 and 100, rounded as it is ranked")
    band = models.CharField(max_length=1)
    is_held = models.BooleanField(db_default=False, help_text="In custody: on a list apart, with the release date")

    class Meta:
        indexes = [
            # A reader's list is read in its order, whatever forces it is of; a place is counted in one force.
            models.Index(fields=["-final", "-suspect"], name="suspects_in_order"),
            models.Index(fields=["force", "-final"], name="suspects_by_rank"),
            # Few suspects are judged or held, so that these cost the nightly run next to nothing.
            models.Index(fields=["force"], name="suspects_judged", condition=~Q(points=0)),
            models.Index(fields=["-final", "-suspect"], name="suspects_held", condition=Q(is_held=True)),
        ]

    def __str__(self) -> str:
        return f"Standing of suspect {self.suspect_id}"


class StaleScore(models.Model):
    """A suspect about whom a fact changed since the last score, written with that fact. Rows are only added and taken.

    Never updated: a fact that is not yet committed keeps its own row, so no change is taken for one already scored.
    """

    PRIVACY: ClassVar = dict.fromkeys(["id", "suspect", "asked_at"], Privacy.OPERATIONAL)

    suspect = models.ForeignKey(Suspect, on_delete=models.CASCADE, related_name="+", db_index=False)
    asked_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"Suspect {self.suspect_id} is to be scored again"
