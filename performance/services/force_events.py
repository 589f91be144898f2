"""Write what happened in a batch of invented cases: contacts, arrests, bail, breaches, orders, and their clocks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from orders.models import Arrest, Bail, BailCondition
from performance.rules.force.shapes import BailMade, ContactMade, SuspectMade, VictimMade
from performance.services.force_breaches import key_of, write_breaches
from performance.services.force_cases import Part, Placed
from performance.services.force_releases import write_decisions
from performance.services.force_staff import Staff
from soteria.clocks.services import Fact
from soteria.copying import copy_in
from victims.models import Contact, Victim

UNDONE = 6  # of so many open cases, one whose victim was not told in time
REMEMBERED = 2  # contacts of an open case that its clocks are counted from: the last ones
ENDED = {"rui": "released_under_investigation", "charged": "charge"}


def report_facts(placed: Sequence[Placed]) -> Iterator[Fact]:
    """The reports of open cases, which start their clocks; closed ones have nothing left to be done."""
    for one in placed:
        if one.made.is_open:
            yield Fact(one.row.pk, "reported", one.row.reported_at, source=f"case:{one.row.pk}")
            yield from _duties_done(one)


def _duties_done(one: Placed) -> Iterator[Fact]:
    """What was done in time for the victims of most open cases; of some it was not, so that there is work to do."""
    if one.made.number % UNDONE == 0:
        return
    name = f"force:{one.row.pk}"
    yield Fact(one.row.pk, "support_referred", one.row.reported_at + timedelta(hours=20), source=f"{name}:support")
    for who in one.made.suspects:
        for event, at in _told_of(who):
            yield Fact(
                one.row.pk, "victim_told", at + timedelta(hours=5), source=f"{name}:told:{event}", attrs={"of": event}
            )


def _told_of(who: SuspectMade) -> Iterator[tuple[str, datetime]]:
    if who.arrested_at:
        yield "arrest", who.arrested_at
    if who.bail:
        yield "bail_granted", who.bail.granted_at
        if who.bail.ended_at and who.bail.ended_why in ENDED:
            yield ENDED[who.bail.ended_why], who.bail.ended_at


def write_contacts(found: Sequence[tuple[Placed, VictimMade, Victim]]) -> list[Fact]:
    """Contacts with victims; where the case is open, the facts that the wait for the next one is counted from."""
    said = [(one, made, row) for one, victim, row in found for made in victim.contacts]
    rows = copy_in(
        Contact(
            victim_id=row.pk,
            at=made.at,
            by_id=one.veo.pk,
            channel=made.channel,
            outcome=made.outcome,
            is_two_way=made.outcome == "reached",
            next_on=made.next_on,
            recorded_at=made.at,
            key=key_of("contact", row.pk, place),
        )
        for place, (one, made, row) in enumerate(said)
    )
    last: dict[int, list[tuple[Placed, ContactMade, Contact]]] = {}
    for (one, made, row), contact in zip(said, rows, strict=True):
        if one.made.is_open:
            last.setdefault(row.pk, []).append((one, made, contact))
    return [_contact_fact(*each) for of_victim in last.values() for each in of_victim[-REMEMBERED:]]


def _contact_fact(one: Placed, made: ContactMade, contact: Contact) -> Fact:
    attrs = {"two_way": contact.is_two_way, "next_on": made.next_on}
    return Fact(
        one.row.pk,
        "victim_contact",
        made.at,
        source=f"contact:{contact.pk}",
        subject=f"victim:{contact.victim_id}",
        attrs=attrs,
    )


@dataclass(frozen=True)
class Held:
    """A suspect's arrest."""

    part: Part
    row: Arrest

    def fact(self, event: str, at: datetime, source: str, **attrs: str) -> Fact:
        """A dated fact of the suspect's time in the case."""
        part = self.part
        subject = f"suspect:{part.suspect.pk}"
        return Fact(part.placed.row.pk, event, at, source=source, subject=subject, attrs=attrs)


@dataclass(frozen=True)
class Released(Held):
    """A suspect's bail after an arrest, as it was made and as the row it became."""

    made: BailMade
    bail: Bail


def write_custody(parts: Sequence[Part], staff: Staff) -> list[Fact]:
    """Arrests, bail with its conditions, and breaches with their decisions; returns the facts for the clocks."""
    arrested = [(part, at) for part in parts if (at := part.made.arrested_at)]
    rows = copy_in(_arrest(part, at) for part, at in arrested)
    held = [Held(part, row) for (part, _), row in zip(arrested, rows, strict=True)]
    bailed = [(each, made) for each in held if (made := each.part.made.bail)]
    bails = copy_in(_bail(each, made) for each, made in bailed)
    released = [Released(**vars(each), made=made, bail=bail) for (each, made), bail in zip(bailed, bails, strict=True)]
    conditions = copy_in(_condition(each.bail, one) for each in released for one in each.made.conditions)
    write_decisions(released)
    first = {condition.bail_id: condition for condition in reversed(conditions)}
    said = [(each.part, first[each.bail.pk], made) for each in released for made in each.made.breaches]
    broken = write_breaches(said, staff)
    return [*_custody_facts(held, released), *broken]


def _arrest(part: Part, at: datetime) -> Arrest:
    return Arrest(
        case_id=part.placed.row.pk,
        suspect_id=part.suspect.pk,
        arrested_at=at,
        station="Wetherby",
        custody_reference=f"12C/{part.placed.row.pk}/{at:%y}",
        is_qualifying=True,
        key=key_of("arrest", part.placed.row.pk),
        recorded_at=at,
        recorded_by_id=part.placed.oic.pk,
    )


def _bail(held: Held, made: BailMade) -> Bail:
    officer = held.part.placed.oic.pk
    return Bail(
        arrest_id=held.row.pk,
        granted_at=made.granted_at,
        route=Bail.Route.INQUIRIES,
        authorised_by="Custody sergeant",
        ended_at=made.ended_at,
        ended_by_id=officer if made.ended_at else None,
        ended_why=made.ended_why,
        key=key_of("bail", held.row.pk),
        recorded_at=made.granted_at,
        recorded_by_id=officer,
    )


def _condition(bail: Bail, made: tuple[str, str, str]) -> BailCondition:
    kind, words, protects = made
    return BailCondition(bail_id=bail.pk, kind=kind, words=words, protects=protects, starts_at=bail.granted_at)


def _custody_facts(held: Sequence[Held], released: Sequence[Released]) -> Iterator[Fact]:
    for each in held:
        if each.part.placed.made.is_open:
            yield each.fact("arrest", each.row.arrested_at, f"arrest:{each.row.pk}")
    for one in released:
        if one.part.placed.made.is_open:
            yield from _bail_facts(one)


def _bail_facts(one: Released) -> Iterator[Fact]:
    bail = one.bail
    arrest = f"arrest:{one.row.pk}"
    yield one.fact("bail_granted", bail.granted_at, f"bail:{bail.pk}", route=str(bail.route), arrest=arrest)
    event = ENDED.get(bail.ended_why)
    if event and bail.ended_at:
        yield one.fact(event, bail.ended_at, f"bail_ended:{bail.pk}", arrest=arrest)
