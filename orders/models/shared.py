"""What a condition of bail and a term of an order have in common: what it says, whom it protects, from when to when."""

from typing import ClassVar

from django.db import models

from soteria.privacy import Privacy


class Kind(models.TextChoices):
    """What a condition or a term is about; `words` beside it say with whom, or where."""

    NO_CONTACT = "no_contact", "No contact with"
    KEEP_AWAY = "keep_away", "Not to enter"
    RESIDE = "reside", "Live and sleep at"
    REPORT = "report", "Report to"
    SURRENDER_PASSPORT = "passport", "Surrender passport"
    MUST_DO = "must_do", "Must"
    MUST_NOT = "must_not", "Must not"
    MONITORED = "monitored", "Electronic monitoring of"
    NO_TRAVEL = "no_travel", "Not to travel to"
    OTHER = "other", "Other"


class Protects(models.TextChoices):
    """What a condition is for: Bail Act 1976 s.3A(5) allows it for no other purpose."""

    VICTIM = "victim", "The victim"
    WITNESS = "witness", "A witness, or the evidence"
    PUBLIC = "public", "Other people, by preventing offences"
    SURRENDER = "surrender", "That the suspect comes back"
    SUSPECT = "suspect", "The suspect"


class Rank(models.TextChoices):
    """Ranks of the police service, from the lowest; which decides what is in orders.rules.ranks."""

    CONSTABLE = "constable", "Constable"
    SERGEANT = "sergeant", "Sergeant"
    INSPECTOR = "inspector", "Inspector"
    CHIEF_INSPECTOR = "chief_inspector", "Chief inspector"
    SUPERINTENDENT = "superintendent", "Superintendent"
    CHIEF_SUPERINTENDENT = "chief_superintendent", "Chief superintendent"
    COMMANDER = "commander", "Commander or assistant chief constable"
    ABOVE = "above", "Above that"


class Rule(models.Model):
    """One thing that a suspect must do or must not do."""

    RULE_PRIVACY: ClassVar = {
        **dict.fromkeys(["id", "kind", "starts_at", "ends_at", "protects"], Privacy.OPERATIONAL),
        "words": Privacy.SENSITIVE,
    }

    kind = models.CharField(max_length=12, choices=Kind.choices)
    words = models.CharField(max_length=300, blank=True, help_text="With whom, where, or what else")
    protects = models.CharField(max_length=10, choices=Protects.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return sentence(self.kind, self.words)


def sentence(kind: str, words: str) -> str:
    """A condition or term as it is read out: "No contact with Rosalind Ashdown", "Must: Sign on each Monday"."""
    if kind in (Kind.OTHER, Kind.MUST_DO):
        return words if kind == Kind.OTHER else f"{Kind.MUST_DO.label}: {words}"
    return f"{Kind(kind).label} {words}".strip()
