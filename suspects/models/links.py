"""Two records that may be one person, what was decided about them, and how records were joined and parted again."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from soteria.accounts.models import Force
from soteria.privacy import Privacy
from suspects.models.people import Involvement, Suspect

STAYS = pgtrigger.Update | pgtrigger.Delete


class Pair(models.Model):
    """Two suspects of one force, the lower id on the left, so that a pair is one row whichever way it is named."""

    left = models.ForeignKey(Suspect, on_delete=models.PROTECT, related_name="+", db_index=False)
    right = models.ForeignKey(Suspect, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class PersonLink(Pair):
    """A pair that the linking model finds likely, with what speaks for and against it. Nothing joins by itself.

    `parts` are the bars of the waterfall as the model's version gave them. `block` is the plain reason why the pair
    may not be joined, "" where it may. Scoring again changes the weight, never the state: that is a person's.
    """

    class State(models.TextChoices):
        """What people made of it."""

        WAITING = "waiting", "Waiting for a decision"
        CONFIRMED = "confirmed", "Confirmed: the same person"
        REJECTED = "rejected", "Rejected: different people"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            ["id", "left", "right", "force", "model_version", "scored_at", "state"],
            Privacy.OPERATIONAL,
        ),
        **dict.fromkeys(["weight", "probability", "parts", "block"], Privacy.PERSONAL),
    }

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+", db_index=False)
    weight = models.FloatField(help_text="The match weight: a power of two, above nought where one person is likelier")
    probability = models.FloatField()
    parts = models.JSONField(default=list)
    block = models.CharField(max_length=200, blank=True)
    model_version = models.CharField(max_length=40)
    scored_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="one_link_of_a_pair"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="link_left_is_lower"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "confirmed", "rejected"]), name="link_state_is_known"
            ),
        ]
        indexes = [models.Index(fields=["state", "-weight", "-id"], name="links_by_weight")]

    def __str__(self) -> str:
        return f"Link {self.pk}"


class LinkDecision(Pair):
    """What a person decided about a pair, and why. Never changed: the newest of a pair counts, over any score."""

    class Kind(models.TextChoices):
        """What was decided."""

        SAME = "same", "The same person"
        DIFFERENT = "different", "Different people"
        OPEN = "open", "To be looked at again"

    class Reason(models.TextChoices):
        """Why, coded so that it can be counted."""

        FACTS = "facts", "The facts shown here"
        IDENTIFIED = "identified", "Fingerprints, DNA or a photograph"
        PAPERS = "papers", "Custody, court or other records"
        KNOWN = "known", "An officer knows the person or people"
        RELATIVES = "relatives", "Twins, or other relatives"
        HOUSEHOLD = "household", "People of one address or phone"
        MISTAKE = "mistake", "The decision before was a mistake"
        OTHER = "other", "Something else"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            ["id", "left", "right", "kind", "reason", "weight", "model_version", "by", "at"], Privacy.OPERATIONAL
        ),
        "words": Privacy.SENSITIVE,
    }

    kind = models.CharField(max_length=9, choices=Kind.choices)
    reason = models.CharField(max_length=10, choices=Reason.choices)
    words = models.CharField(max_length=500, blank=True)
    weight = models.FloatField(null=True, blank=True, help_text="The match weight that the person saw")
    model_version = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="decision_left_is_lower"),
            models.CheckConstraint(condition=~Q(reason="other") | ~Q(words=""), name="other_reasons_have_words"),
        ]
        indexes = [models.Index(fields=["left", "right", "-id"], name="decisions_of_a_pair")]
        triggers: ClassVar = [pgtrigger.Protect(name="decisions_stay_as_made", operation=STAYS)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, decision {self.pk}"


class Merge(models.Model):
    """Two records joined: `folded` is kept with its history, and its parts in cases point to `kept` from then on.

    `taken` is what the kept record was given of the folded one, so that undoing takes back that and nothing else.
    """

    PRIVACY: ClassVar = {
        **dict.fromkeys(["id", "kept", "folded", "decision", "by", "at"], Privacy.OPERATIONAL),
        "taken": Privacy.PERSONAL,
    }

    kept = models.ForeignKey(Suspect, on_delete=models.PROTECT, related_name="merges")
    folded = models.ForeignKey(Suspect, on_delete=models.PROTECT, related_name="foldings")
    decision = models.OneToOneField(LinkDecision, on_delete=models.PROTECT, related_name="merge")
    taken = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(kept=F("folded")), name="a_record_is_not_its_own")]
        triggers: ClassVar = [pgtrigger.Protect(name="merges_stay_as_made", operation=STAYS)]

    def __str__(self) -> str:
        return f"Merge {self.pk}"


class MergedPart(models.Model):
    """One part in a case that a merge moved from the folded record to the kept one."""

    PRIVACY: ClassVar = dict.fromkeys(["id", "merge", "involvement"], Privacy.OPERATIONAL)

    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="parts")
    involvement = models.ForeignKey(Involvement, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["merge", "involvement"], name="one_move_of_a_part")]
        triggers: ClassVar = [pgtrigger.Protect(name="moves_stay_as_made", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"Part {self.involvement_id} of merge {self.merge_id}"


class Unmerge(models.Model):
    """A merge taken back, with the decision that says why. Never changed; a second merge of the pair is a new one."""

    PRIVACY: ClassVar = dict.fromkeys(["id", "merge", "decision", "by", "at"], Privacy.OPERATIONAL)

    merge = models.OneToOneField(Merge, on_delete=models.PROTECT, related_name="undone")
    decision = models.OneToOneField(LinkDecision, on_delete=models.PROTECT, related_name="unmerge")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = [pgtrigger.Protect(name="unmerges_stay_as_made", operation=STAYS)]

    def __str__(self) -> str:
        return f"Undoing of merge {self.merge_id}"


class StaleLink(models.Model):
    """A suspect about whom a fact changed since the links were last looked for. Rows are only added and taken."""

    PRIVACY: ClassVar = dict.fromkeys(["id", "suspect", "asked_at"], Privacy.OPERATIONAL)

    suspect = models.ForeignKey(Suspect, on_delete=models.CASCADE, related_name="+", db_index=False)
    asked_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"Links of suspect {self.suspect_id} are to be looked for again"
