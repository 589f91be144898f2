"""The record that plans and nominations carry, with what their tables share.

None of it follows from a score: each carries its own record of why it is justified, authorised, proportionate,
auditable and necessary, and why it may interfere with private life (Human Rights Act 1998, Article 8). The database
keeps no live plan or proposed nomination without that record.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from soteria.privacy import Privacy
from suspects.rules.action import RECORD


def person(*, optional: bool = False) -> Any:
    """Who did something, always with its time."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=optional, blank=optional, related_name="+"
    )


def done(what: str) -> models.CheckConstraint:
    """That a time and its person are there together or not at all."""
    both = {f"{what}_at__isnull": False, f"{what}_by__isnull": False}
    neither = {f"{what}_at__isnull": True, f"{what}_by__isnull": True}
    return models.CheckConstraint(condition=Q(**both) | Q(**neither), name=f"%(class)s_{what}_at_with_by")


def full(names: Any) -> Q:
    """That every one of these texts says something."""
    return Q(*(~Q(**{name: ""}) for name in names))


class Aim(models.TextChoices):
    """What Article 8(2) allows an interference for."""

    CRIME = "crime", "Preventing disorder or crime"
    OTHERS = "others", "Protecting the rights and freedoms of others"
    SAFETY = "safety", "Public safety"
    HEALTH = "health", "Protecting health or morals"


class View(models.TextChoices):
    """Whether what the victim wants is known; never guessed."""

    GIVEN = "given", "Yes"
    NOT_SAFE = "not_safe", "Not safe to ask"
    DECLINED = "declined", "The victim did not want to say"
    NOT_ASKED = "not_asked", "Not asked yet"


class Disclosure(models.TextChoices):
    """What was decided about telling somebody at risk (domestic violence and child sex offender disclosure schemes)."""

    MADE = "made", "A disclosure is made or asked for"
    NOT_MADE = "not_made", "Considered, and not made"
    NOBODY = "nobody", "Nobody is known to be at risk"


class Proportionality(models.Model):
    """The record that goes before any act: JAPAN and Article 8, with the score that was seen."""

    RECORD_PRIVACY: ClassVar = {
        **dict.fromkeys(["legal_basis", "article8_aim", "disclosure", "victim_view"], Privacy.OPERATIONAL),
        **dict.fromkeys(
            [name for name in RECORD if name not in ("legal_basis", "article8_aim", "disclosure", "victim_view")],
            Privacy.SENSITIVE,
        ),
        **dict.fromkeys(["victim_words", "score_seen"], Privacy.SENSITIVE),
    }

    justification = models.TextField(blank=True)
    legal_basis = models.CharField(max_length=30, blank=True, help_text="A code of plan_options.yaml")
    authorisation = models.TextField(blank=True)
    proportionality = models.TextField(blank=True)
    least_intrusive = models.TextField(blank=True)
    necessity = models.TextField(blank=True)
    article8_aim = models.CharField(max_length=10, choices=Aim.choices, blank=True)
    interference = models.TextField(blank=True)
    audit_trail = models.TextField(blank=True)
    victim_safety = models.TextField(blank=True)
    victim_view = models.CharField(max_length=10, choices=View.choices, blank=True)
    victim_words = models.TextField(blank=True)
    disclosure = models.CharField(max_length=10, choices=Disclosure.choices, blank=True)
    equality = models.TextField(blank=True)
    score_seen = models.JSONField(default=dict, blank=True, help_text="The score as it stood when this was sent")

    class Meta:
        abstract = True

    def said(self) -> dict[str, Any]:
        """What the record says, by name."""
        return {name: getattr(self, name) for name in (*RECORD, "victim_words")}
