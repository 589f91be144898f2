"""The demonstration's present week: what its people did in the last days, done by the very services that they use.

So an officer has bail to watch, a supervisor a breach to decide, and a victim engagement officer a call to make.
"""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils import timezone

from cases.models import Case
from orders.models import Arrest, Bail, Kind, Protects
from orders.rules.release import Decided
from orders.rules.reporting import Times
from orders.services import arrests
from orders.services import bail as bails
from orders.services.typed import RuleIn, report_rule
from performance.services import live_breaches
from suspects.models import Involvement
from victims.models import Contact, Victim
from victims.services import contacts

OFFICER, SUPPORTER = "DC1046", "VE2003"
CONDITIONS = (
    RuleIn(Kind.NO_CONTACT, "the victim, directly or through anybody else", Protects.VICTIM),
    RuleIn(Kind.KEEP_AWAY, "Harbourside Road and the streets that meet it", Protects.VICTIM),
    report_rule(Times("Harbourside police station", (0, 3), time(14), time(16)), Protects.SURRENDER),
)
DECISION = Decided(
    officer="4417 Hale",
    officer_rank="sergeant",
    is_independent=True,
    is_necessary=True,
    is_proportionate=True,
    representations="made",
    said="The solicitor asked for no condition about Harbourside Road.",
    words="The victim lives nearby and the phones are still to be read. Conditions are enough, and no less would do.",
    factors={
        "surrender": "Has a fixed address and came when asked before.",
        "offending": "Two other reports, by one person, in the last year.",
        "victims": "The victim lives alone and says that she is afraid of contact.",
        "suspect": "Does not apply.",
        "public": "Does not apply.",
    },
)


def _key(act: str) -> UUID:
    """The same act has the same key, so a second run does it no second time."""
    return uuid5(NAMESPACE_URL, f"soteria:live-week:{act}")


@transaction.atomic
def make(people: dict[str, Any], now: datetime) -> None:
    """Arrest, bail, breaches, and a promised contact, in cases of the demonstration's own people.

    `people` are users by collar number. Acts for which there is no fitting case are left out. All of it is one
    transaction, so where the arrest is there, so is the rest: a demonstration that was cut short later goes on.
    """
    if Arrest.objects.filter(key=_key("arrest")).exists():
        return
    officer, supporter = people[OFFICER], people[SUPPORTER]
    part = _suspect_at_large(officer)
    if part is not None:
        bail = _bail(part, officer, now)
        live_breaches.make(bail.arrest.case, people, _key("breach"), now)
    for victim in Victim.objects.filter(case__in=_supported(supporter)).order_by("-case__reported_at", "pk")[:2]:
        _promise(victim, supporter, now)


def _suspect_at_large(officer: Any) -> Involvement | None:
    """A named suspect of one of the officer's newest open cases whom nobody has arrested."""
    parts = Involvement.objects.filter(case__oic=officer, case__closed_at=None, case__is_restricted=False)
    free = parts.filter(suspect__isnull=False, arrested_at=None, case__victims__isnull=False)
    return free.select_related("case").order_by("-case__reported_at", "pk").first()


def _supported(supporter: Any) -> Any:
    mine = Case.objects.visible_to(supporter).open()
    return mine.filter(allocations__user=supporter, is_restricted=False).values("pk")


def _bail(part: Involvement, officer: Any, now: datetime) -> Bail:
    arrest = arrests.record_arrest(
        part.case,
        suspect_id=part.suspect_id or 0,
        arrested_at=max(part.case.reported_at, now - timedelta(days=3)),
        station="Harbourside",
        custody_reference="55C/4417/26",
        key=_key("arrest"),
        now=now,
        by=officer,
    )
    return bails.grant_bail(
        arrest,
        route=Bail.Route.INQUIRIES,
        granted_at=arrest.arrested_at + timedelta(hours=14),
        decision=DECISION,
        conditions=CONDITIONS,
        key=_key("bail"),
        now=now,
        by=officer,
    )


def _promise(victim: Victim, supporter: Any, now: datetime) -> None:
    """Reached six days ago, and promised a call tomorrow."""
    said = {"at": now - timedelta(days=6), "channel": Contact.Channel.PHONE, "outcome": Contact.Outcome.REACHED}
    values = said | {"next_on": timezone.localdate(now) + timedelta(days=1)}
    contacts.record_contact(victim, values=values, key=_key(f"contact:{victim.pk}"), by=supporter)
