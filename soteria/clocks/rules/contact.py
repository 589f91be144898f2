"""The next contact with a victim: the day that was promised, or the end of the longest silence that we allow."""

from collections.abc import Iterator
from datetime import date

from soteria.clocks.calendar import days_after
from soteria.clocks.rules.duties import Duty, met
from soteria.clocks.rules.values import Ground, Limit, Run
from soteria.clocks.rules.words import say_amount, say_date
from soteria.clocks.timeline import Event

NEXT = Duty("contact.next", "victim_contact", met_by="victim_contact")


def next_contact(ground: Ground) -> Iterator[Run]:
    """When each victim must hear from us again (Right 6: as often as was agreed with them).

    A contact that reached the victim starts the wait anew; a try that did not starts one only where it promised a day.
    The next contact that reaches the victim meets it.
    """
    contacts = ground.of(NEXT.starts_at)
    for place, contact in enumerate(contacts):
        limit = ground.limits.find(NEXT.clock, contact.on)
        if limit is not None and _starts_a_wait(contact, ground):
            yield met(_run(contact, limit), _answer(contact, contacts[place + 1 :]))


def _starts_a_wait(contact: Event, ground: Ground) -> bool:
    """A promise always does; after the case has closed nothing else does."""
    closed_at = ground.timeline.closed_at
    is_open = closed_at is None or contact.at <= closed_at
    return bool(contact.attrs.get("next_on")) or (contact.attrs["two_way"] and is_open)


def _answer(contact: Event, later: list[Event]) -> dict[Event, Event]:
    reached = [reply for reply in later if reply.attrs["two_way"] and reply.subject == contact.subject]
    return {contact: reached[0]} if reached else {}


def _run(contact: Event, limit: Limit) -> Run:
    promised = contact.attrs.get("next_on")
    due = max(promised, contact.on) if promised else days_after(contact.on, limit.amount)
    return Run(NEXT.clock, contact, limit, contact.on, due, _working(contact, limit, promised, due))


def _working(contact: Event, limit: Limit, promised: date | None, due: date) -> tuple[str, ...]:
    how = "Agreed with the victim" if promised else f"{say_amount(limit)} after it, since no day was agreed"
    return (f"Contact with the victim: {say_date(contact.on)}.", f"{how}: {say_date(due)}.")
