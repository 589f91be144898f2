"""People on the lists, and what a client reads of them."""

from datetime import timedelta
from itertools import count

from django.urls import reverse
from django.utils import timezone

from suspects import jobs
from tests.factories import CaseFactory, InvolvementFactory, OffenceFactory, SuspectFactory, VictimFactory

LIST = "/suspects/"
NUMBERS = count(70_000)


def accuse(team, surname="Thornbury", code="19C", suspect=None, **facts):
    """Somebody said to have done one thing in a case of their own, reported this month."""
    relationship = facts.pop("relationship", "")
    now = timezone.now() - timedelta(days=3)
    case = CaseFactory(reference=f"55/{next(NUMBERS)}/26", team=team, reported_at=now, **facts)
    OffenceFactory(case=case, offence_class_id=code, occurred_from=now)
    VictimFactory(case=case)
    suspect = suspect or SuspectFactory(surname=surname)
    return InvolvementFactory(case=case, suspect=suspect, relationship=relationship)


def score_all(key="all", day=None):
    jobs.score_everybody(day or timezone.localdate(), key=key, why="asked")


def said(client, address=LIST):
    return client.post(
        reverse("suspects:list-purpose") + f"?next={address}", {"purpose": "Weekly tasking meeting"}, follow=True
    )
