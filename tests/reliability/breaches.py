"""Breaches for real workers, and the ledger of the alerts that must come of them: each once, none missing."""

from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cases.models import Case
from orders.models import Breach
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from tests.factories import CaseFactory, TeamFactory, allocate, member
from tests.factories.orders import a_bail, a_breach


def case_on_bail(**of_team: str) -> tuple[Case, User, User]:
    """A case with a suspect on bail, its officer and the supervisor of its team."""
    team = TeamFactory(**of_team)
    oic, supervisor = member(Role.OIC, team), member(Role.SUPERVISOR, team)
    case = allocate(CaseFactory(team=team), oic)
    a_bail(case)
    return case, oic, supervisor


def log(case: Case, count: int, *, minutes_ago: int = 0) -> list[int]:
    """Log this many breaches in one transaction, so that all fall due for their alerts together."""
    at = timezone.now() - timedelta(minutes=minutes_ago)
    with transaction.atomic():
        return [a_breach(case, now=at).pk for _ in range(count)]


def wanted(breaches: list[int], *people: User) -> Counter[str]:
    """The alerts that must be there: one for each person and breach."""
    return Counter(f"orders.breach:{breach}:{person.pk}" for breach in breaches for person in people)


def ledger() -> Counter[str]:
    """The alerts that are there."""
    return Counter(Alert.objects.filter(kind="orders.breach").values_list("dedupe_key", flat=True))


def told() -> int:
    """How many breaches have been told of."""
    return Breach.objects.filter(alerted_at__isnull=False).count()


def audited() -> Counter[str]:
    """How often each alert was recorded as raised: a second raising would be a second event."""
    return Counter(AuditEvent.objects.filter(verb="alert.raised").values_list("object_id", flat=True))
