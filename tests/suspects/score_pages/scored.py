"""People said to have done something, scored, and the page of their score."""

from itertools import count

from django.urls import reverse
from django.utils import timezone

from suspects import jobs
from suspects.models import InvolvementStatus
from tests.factories import CaseFactory, InvolvementFactory, OffenceFactory, SuspectFactory, VictimFactory

LIST = "/suspects/"
NUMBERS = count(40_000)  # references of their own, beside that of the cast


def a_case(**facts):
    """One more case."""
    return CaseFactory(reference=f"55/{next(NUMBERS)}/26", **facts)


def accuse(case, suspect=None, code="19C", **facts):
    """Somebody said to have done one thing in the case."""
    OffenceFactory(case=case, offence_class_id=code, **facts)
    VictimFactory(case=case)
    return InvolvementFactory(case=case, suspect=suspect or SuspectFactory())


def score_all(key="all"):
    jobs.score_everybody(timezone.localdate(), key=key, why="asked")


def page_of(suspect_id):
    return reverse("suspects:score", args=[suspect_id])


def plain(content):
    """The page without what is new in every answer."""
    text = content.decode().split("<h1", 1)[1]
    return "\n".join(line for line in text.splitlines() if "csrf" not in line and "nonce" not in line)


def note(part, status):
    InvolvementStatus.objects.create(
        involvement=part, status=status, on=timezone.localdate(), recorded_at=timezone.now()
    )
