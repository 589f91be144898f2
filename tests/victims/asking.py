"""What tests of needs share."""

from datetime import date

from django.urls import reverse

from cases.models import Case
from victims.models import Victim
from victims.rules.needs import Answer, Status

SAFE = Answer("feels_safe", Status.CONFIRMED, "unsafe", "He has a key", date(2026, 3, 3), "victim")
POST = Answer("post", Status.CONFIRMED, "no", "She opens my post", date(2026, 3, 3), "victim", ("adviser",))


def edit(case: Case, victim: Victim, group: str = "safety") -> str:
    return reverse("victims:edit-needs", args=[case.slug, victim.pk, group])


def history(case: Case, victim: Victim) -> str:
    return reverse("victims:needs-history", args=[case.slug, victim.pk])
