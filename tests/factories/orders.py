"""Arrests, bail, orders and breaches as the services make them."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from cases.models import Case
from orders.models import (
    Arrest,
    Attendance,
    Bail,
    BailExtension,
    Breach,
    NoticeArrest,
    OrderApplication,
    ProtectionOrder,
    Release,
)
from orders.queries.holding import breakable
from orders.rules.extensions import Extension
from orders.rules.release import Decided
from orders.rules.reporting import Times
from orders.services import (
    applications,
    arrests,
    attendance,
    bail,
    breaches,
    changes,
    extensions,
    protection,
    without_bail,
)
from orders.services.typed import ReportIn, RuleIn, report_rule
from soteria.clocks.services import load_limits
from suspects.models import Suspect
from tests.factories import InvolvementFactory, SuspectFactory

NO_CONTACT = RuleIn("no_contact", "Rosalind Ashdown", "victim")
KEEP_AWAY = RuleIn("keep_away", "Harbour Street", "victim")


FACTORS = {
    "surrender": "Came back each time before",
    "offending": "Two reports by one person in a month",
    "victims": "She lives alone and is afraid of him",
    "suspect": "Does not apply",
    "public": "Does not apply",
}
DECIDED = Decided(
    officer="PS 1234 Hale",
    officer_rank="sergeant",
    is_independent=True,
    is_necessary=True,
    is_proportionate=True,
    representations="none",
    words="Conditions keep him from the victim while phones are read",
    factors=FACTORS,
)
ANEW: dict[str, Any] = {"anew": "offence", "anew_words": "Burglary of another house in the same street"}
GROUNDS = {
    "A": "An account, and messages that fit it",
    "B": "The phone is still to be read",
    "C": "Submitted within a week of the arrest",
    "D": "She is still afraid of him",
}


def times_of(days: tuple[int, ...] = tuple(range(7)), opens: time = time(14), closes: time = time(16)) -> ReportIn:
    """A condition to report at a station, every day from two to four unless it is said otherwise."""
    return report_rule(Times("Harbourside police station", days, opens, closes), "surrender")


def ago(**amount: float) -> datetime:
    """A moment some time ago, to the minute as people type it."""
    return (timezone.now() - timedelta(**amount)).replace(second=0, microsecond=0)


def suspect_in(case: Case, **facts: Any) -> Suspect:
    """A suspect of a case who is known by name."""
    return InvolvementFactory(case=case, suspect=SuspectFactory(**facts)).suspect


def an_arrest(case: Case, suspect: Suspect | None = None, *, at: datetime | None = None, **facts: Any) -> Arrest:
    """An arrest two days ago, recorded by the officer in the case."""
    load_limits()
    suspect = suspect or suspect_in(case)
    usual = {"arrested_at": at or ago(days=2), "custody_reference": "55C/1/26", "key": uuid4(), "by": case.oic}
    return arrests.record_arrest(case, suspect_id=suspect.pk, **(usual | facts))


ON_THE_STREET: dict[str, Any] = {"custody_reference": "", "no_reference": "street"}


def a_bail(case: Case, *rules: RuleIn, arrest: Arrest | None = None, at: datetime | None = None, **facts: Any) -> Bail:
    """Bail two hours after the arrest, not to contact the victim."""
    arrest = arrest or an_arrest(case)
    usual = {"route": "s37(2)", "granted_at": at or arrest.arrested_at + timedelta(hours=2), "decision": DECIDED}
    usual |= {"conditions": rules or (NO_CONTACT,), "key": uuid4(), "by": case.oic}
    return bail.grant_bail(arrest, **(usual | facts))


WHY_ENDED = {
    "words": "She has moved away and asked for it to end",
    "officer": "1234 Hale",
    "officer_rank": "sergeant",
}


def an_end(bail_row: Bail, *, ended_at: datetime, why: str = "cancelled", **facts: Any) -> Bail:
    """The end of bail, with the reason and the officer that it needs."""
    usual = {"by": bail_row.arrest.case.oic} | (WHY_ENDED if why in ("cancelled", "nfa") else {})
    return bail.end_bail(bail_row, ended_at=ended_at, why=why, **(usual | facts))


def a_release(case: Case, arrest: Arrest | None = None, **facts: Any) -> Release:
    """Release without bail two hours after the arrest, since it was not necessary."""
    arrest = arrest or an_arrest(case)
    decision = replace(DECIDED, is_necessary=False, words="No contact since, and he lives elsewhere")
    usual = {"route": "s37(2A)", "decided_at": arrest.arrested_at + timedelta(hours=2), "decision": decision}
    usual |= {"no_bail": "not_necessary", "key": uuid4(), "by": case.oic}
    return without_bail.release_without_bail(arrest, **(usual | facts))


def asked_for(rank: str = "inspector", decided_at: datetime | None = None, **facts: Any) -> Extension:
    """An extension an hour ago of which everything is in order."""
    at = decided_at or ago(hours=1)
    told = {"told_at": at - timedelta(hours=5), "considered_at": at - timedelta(hours=1), "outcome_told_at": at}
    usual = {"officer_rank": rank, "authorised_by": "DI 55", "grounds": GROUNDS} | told
    return Extension(rank=rank, decided_at=at, **(usual | facts))


def an_extension(bail_row: Bail, rank: str = "inspector", **facts: Any) -> BailExtension:
    """An extension of bail by its officer in the case."""
    return extensions.extend_bail(bail_row, asked_for(rank, **facts), by=bail_row.arrest.case.oic)


def extended_by_police(bail_row: Bail) -> Bail:
    """Bail that an inspector and a superintendent have extended, as a court asks for."""
    an_extension(bail_row, decided_at=ago(hours=20))
    an_extension(bail_row, "superintendent", decided_at=ago(hours=19))
    return bail_row


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


WHY = "He waits outside her work, and she is afraid to go there."


def an_application(
    case: Case, suspect: Suspect | None = None, *, on: date | None = None, **facts: Any
) -> OrderApplication:
    """A sexual risk order that is to be sought, considered twenty days ago."""
    load_limits()
    suspect, day = suspect or suspect_in(case), on or days_ago(20)
    usual = {"type": "sro", "is_sought": True, "words": WHY, "key": uuid4(), "by": case.oic}
    return applications.consider(case, suspect_id=suspect.pk, on=day, **(usual | facts))


def none_sought(case: Case) -> None:
    """For each named suspect of a case it is recorded why no order is sought, as closing it asks."""
    for part in case.involvements.exclude(suspect=None):
        an_application(case, part.suspect, is_sought=False, type="", reason="bail")


def days_ago(days: int) -> date:
    """A day some days ago."""
    return timezone.localdate() - timedelta(days=days)


def applied_for(case: Case, suspect: Suspect | None = None, **facts: Any) -> OrderApplication:
    """An application for a sexual risk order that its court has listed, with an interim order asked for."""
    found, by = an_application(case, suspect, **facts), case.oic
    found = applications.ask_advice(found, on=days_ago(18), who="Force solicitor", key=uuid4(), by=by)
    found = applications.give_advice(found, on=days_ago(12), who="J Hale", answer="apply", key=uuid4(), by=by)
    found = applications.apply(found, on=days_ago(10), who="Chief officer", interim="yes", key=uuid4(), by=by)
    return applications.list_hearing(found, on=days_ago(9), next_on=days_ago(3), key=uuid4(), by=by)


def made_on(application: OrderApplication, *, interim: bool = False, **facts: Any) -> ProtectionOrder:
    """The order that the court made on an application three days ago."""
    usual = {"court": "Harbourside Magistrates’ Court", "made_on": days_ago(3), "terms": (KEEP_AWAY,), "key": uuid4()}
    usual |= {"ends_on": days_ago(-60)} if interim else {}
    return protection.record_order(
        application.case,
        suspect_id=application.suspect_id,
        type=application.type,
        stage="interim" if interim else "full",
        application=application,
        by=application.case.oic,
        **(usual | facts),
    )


def a_notice(case: Case, suspect: Suspect | None = None) -> ProtectionOrder:
    """A domestic violence protection notice given three days ago, and served then."""
    notice = an_order(case, suspect=suspect, type="dvpn", court="Superintendent Obi", made_on=days_ago(3))
    at = ago(days=2)
    return changes.serve_order(
        notice, served_on=at.date(), served_at=at, served_by="PC 1", served_how="in_person", by=case.oic
    )


def a_notice_arrest(case: Case) -> NoticeArrest:
    """An arrest for breaking a notice, a day ago."""
    return changes.arrest_on_notice(a_notice(case), arrested_at=ago(days=1), key=uuid4(), by=case.oic)


def a_breach(case: Case, by: Any = None, **facts: Any) -> Breach:
    """A breach an hour ago of the first condition or term of the case; bail is made where there is none."""
    if not breakable(case, timezone.now()):
        a_bail(case)
    usual = {"broken": [breakable(case, timezone.now())[0].key], "happened_at": ago(hours=1), "told_by": "victim"}
    usual |= {"account": "He rang her twice from a number she did not know.", "key": uuid4()}
    return breaches.log_breach(case, by=by or case.oic, **(usual | facts))
