"""What tests of letters share."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from soteria.accounts.models import User
from tests.factories import VictimFactory
from victims.models import Letter, SafeContact, Victim
from victims.rules.needs import Answer, Status
from victims.services import needs

ADVISER = Answer("adviser", Status.CONFIRMED, "has", "", date(2026, 3, 3), "victim")


def url(name: str, letter: Letter) -> str:
    return reverse(f"victims:{name}", args=[letter.victim.case.slug, letter.pk])


def ready(case: Case, by: User, **who: object) -> Victim:
    """A victim of whom everything is known that a closure asks for."""
    victim = VictimFactory(case=case, **who)
    SafeContact.objects.create(victim=victim, method="text", agreed_at=timezone.now())
    needs.update_needs(victim, said=[ADVISER], by=by)
    return victim
