"""Arrests, bail, orders and breaches as the services make them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from cases.models import Case
from orders.models import Arrest, Attendance, Bail, Breach, ProtectionOrder
from orders.queries.holding import breakable
from orders.services import arrests, attendance, bail, breaches, protection
from orders.services.typed import RuleIn
from soteria.clocks.services import load_limits
from suspects.models import Suspect
from tests.factories import InvolvementFactory, SuspectFactory

NO_CONTACT = RuleIn("no_contact", "Rosalind Ashdown", "victim")
KEEP_AWAY = RuleIn("keep_away", "Harbour Street", "victim")


def ago(**amount: float) -> datetime:
    """A moment some time ago, to the minute as people type it."""
    return (timezone.now() - timedelta(**amount)).replace(second=0, microsecond=0)


def suspect_in(case: Case, **facts: Any) -> Suspect:
    """A suspect of a case who is known by name."""
    return InvolvementFactory(case=case, suspect=SuspectFactory(**facts)).suspect


def an_arrest(case: Case, suspect: Suspect | None = None, *, at: datetime | None = None) -> Arrest:
    """An arrest two days ago, recorded by the officer in the case."""
    load_limits()
    suspect = suspect or suspect_in(case)
    return arrests.record_arrest(case, suspect_id=suspect.pk, arrested_at=at or ago(days=2), key=uuid4(), by=case.oic)


def a_bail(case: Case, *rules: RuleIn, arrest: Arrest | None = None, at: datetime | None = None) -> Bail:
    """Bail two hours after the arrest, not to contact the victim."""
    arrest = arrest or an_arrest(case)
    return bail.grant_bail(
        arrest,
        route="s37(2)",
        granted_at=at or arrest.arrested_at + timedelta(hours=2),
        authorised_by="PS 1234",
        conditions=rules or (NO_CONTACT,),
        key=uuid4(),
        by=case.oic,
    )


ATTENDANCE = {
    "option": "voluntary",
    "risk": "He knows where she lives, and has not been there since",
    "victim_view": "declined",
    "bail_need": "not_needed",
    "reason": "He has a solicitor and has agreed to come on Monday",
}


def an_attendance(case: Case, suspect: Suspect | None = None, by: Any = None, **said: Any) -> Attendance:
    """A decision of the officer in the case that a suspect attends voluntarily."""
    suspect = suspect or suspect_in(case)
    facts = ATTENDANCE | {"key": uuid4(), "by": by or case.oic} | said
    return attendance.record_attendance(case, suspect_id=suspect.pk, **facts)


def an_order(case: Case, *rules: RuleIn, suspect: Suspect | None = None, **facts: Any) -> ProtectionOrder:
    """A full non-molestation order made ten days ago, until further order."""
    load_limits()
    suspect = suspect or suspect_in(case)
    usual = {"type": "non_molestation", "stage": "full", "court": "Harbourside Family Court"}
    usual["made_on"] = timezone.localdate() - timedelta(days=10)
    return protection.record_order(
        case, suspect_id=suspect.pk, terms=rules or (KEEP_AWAY,), key=uuid4(), by=case.oic, **(usual | facts)
    )


def a_breach(case: Case, by: Any = None, **facts: Any) -> Breach:
    """A breach an hour ago of the first condition or term of the case; bail is made where there is none."""
    if not breakable(case, timezone.now()):
        a_bail(case)
    usual = {"broken": [breakable(case, timezone.now())[0].key], "happened_at": ago(hours=1), "told_by": "victim"}
    usual |= {"account": "He rang her twice from a number she did not know.", "key": uuid4()}
    return breaches.log_breach(case, by=by or case.oic, **(usual | facts))
