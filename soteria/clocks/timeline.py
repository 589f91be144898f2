"""What happened, as dated facts: the vocabulary of events that start, move and meet clocks, and its reading from
plain data. Pure.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from soteria.clocks.calendar import in_london, london_date

# Outside these years nobody alive reports a crime, and period arithmetic could leave the calendar.
FIRST_YEAR, LAST_YEAR = 1900, 2200
LONGEST_BAIL = 120  # months; a court's order past ten years is a slip of the keyboard
LONGEST_NAME = 120  # characters of the name of an arrest, as of the record that it comes from
OUTCOME = re.compile("[0-9]{1,2}[A-Z]?")


class BadTimeline(ValueError):
    """A timeline that cannot be read; the message is one sentence that names the event and the fault."""


@dataclass(frozen=True)
class Event:
    """One dated fact, `at` in UTC. `subject` is the person or thing it is about ("" for the whole case).

    `source` names the record that the fact comes from.
    """

    name: str
    at: datetime
    subject: str = ""
    source: str = ""
    attrs: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def on(self) -> date:
        """The London date on which it happened: limits and day-counting go by it."""
        return london_date(self.at)

    @property
    def arrest(self) -> str:
        """The arrest that it hangs on, by name: as it says, or of an arrest the record it comes from; "" where it names
        none.
        """
        return str(self.attrs.get("arrest", "")) or (self.source if self.name == "arrest" else "")

    @property
    def order(self) -> tuple[Any, ...]:
        """Sorts facts by time, then as they happen in life, then by content: the order of input must not matter."""
        content = json.dumps(dict(self.attrs), sort_keys=True, default=str)
        return (self.at, IN_LIFE[self.name], self.subject, content, self.source)

    def concerns(self, other: "Event") -> bool:
        """True when both facts may be about the same person, and the same arrest where both name one: the same
        subject, or either about the whole case.
        """
        if self.arrest and other.arrest and self.arrest != other.arrest:
            return False
        return self.subject == other.subject or not self.subject or not other.subject


@dataclass(frozen=True)
class Timeline:
    """The facts of one case. `enhanced`: the victim has enhanced rights under the Code (every RASSO victim unless
    recorded otherwise).

    `closed_at`: when the case closed, if it did; what outlives a closure is decided by the rules.
    """

    events: tuple[Event, ...]
    enhanced: bool = True
    closed_at: datetime | None = None
    closed_reason: str = ""


@dataclass(frozen=True)
class Attribute:
    """One attribute that an event may carry: how to read it (ValueError with what was expected), and whether it must
    be there.
    """

    name: str
    read: Callable[[Any], Any]
    required: bool = False


def day(value: Any) -> date:
    """Reads an ISO date; refuses what does not exist, and years out of range."""
    try:
        found = value if isinstance(value, date) else date.fromisoformat(value)
    except (TypeError, ValueError):
        found = None
    if found is None or isinstance(found, datetime) or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError(f"use a real date such as 2026-01-10, from {FIRST_YEAR} to {LAST_YEAR}")
    return found


def one_of(*allowed: str) -> Callable[[Any], str]:
    """A reader of coded values, without regard to case; refuses anything not allowed."""
    known = {value.casefold(): value for value in allowed}

    def read(value: Any) -> str:
        if not isinstance(value, str) or value.strip().casefold() not in known:
            raise ValueError("use " + _listed(allowed))
        return known[value.strip().casefold()]

    return read


def true_or_false(value: Any) -> bool:
    """Reads a JSON truth value; refuses words and numbers, which could mean either."""
    if not isinstance(value, bool):
        raise ValueError("use true or false")
    return value


def months(value: Any) -> int:
    """Reads a whole number of months that a court could order."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= LONGEST_BAIL:
        raise ValueError(f"use a whole number of months from 1 to {LONGEST_BAIL}")
    return value


def named(value: Any) -> str:
    """Reads the name of an arrest, as its custody reference; without blanks around it."""
    if not isinstance(value, str) or not 1 <= len(value.strip()) <= LONGEST_NAME:
        raise ValueError(f"use the name of an arrest, in quotes and of at most {LONGEST_NAME} characters")
    return value.strip()


def moment(value: Any) -> datetime:
    """Reads an ISO date and time as UTC; without an offset it is London time. Refuses what does not exist, and years
    out of range.
    """
    at = _parsed(value)
    if at is None or not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise ValueError(f"use a real date and time such as 2026-01-10T14:00, from {FIRST_YEAR} to {LAST_YEAR}")
    return (in_london(at) if at.tzinfo is None else at).astimezone(UTC)


def _parsed(value: Any) -> datetime | None:
    try:
        return (
            datetime.fromisoformat(value) if isinstance(value, str) else value if isinstance(value, datetime) else None
        )
    except ValueError:
        return None


def outcome(value: Any) -> str:
    """An outcome code of the Home Office Counting Rules, section H. Raises ValueError for anything else."""
    if not (isinstance(value, str) and OUTCOME.fullmatch(value)):
        raise ValueError("use an outcome code such as 15 or 1A, in quotes")
    return value


TOLD_OF = (
    "arrest",
    "interview",
    "bail_granted",
    "released_under_investigation",
    "bail_varied",
    "bail_cancelled",
    "suspect_nfa",
    "charge",
    "nfa",
)
# s.37(2), (7)(a), (7)(b), s.34(5): station bail; s.30A: street bail; ss.37C, 37CA: release again after a breach.
DUTIES_TO_NOTIFY = ("sro_served", "spo_served", "dapo_made", "part2_began", "slavery_order_served")
ROUTES = ("s37(2)", "s37(7)(a)", "s37(7)(b)", "s34(5)", "s30A", "s37C(2)(b)", "s37CA(2)(b)")
RANKS = ("inspector", "superintendent", "commander", "agency", "magistrates")
# Agencies whose bail periods are of other lengths: s.47ZB(1)(a), s.47ZDB.
AGENCIES = ("fca", "hmrc", "nca", "sfo")
REVIEWS = ("rui_review_set", "voluntary_review_set")

# Which arrest a fact of bail hangs on, where that is known; an arrest may be given a name of its own.
ARREST = Attribute("arrest", named)

# The events, in the order in which they happen in life when two carry the same time.
EVENTS: dict[str, tuple[Attribute, ...]] = {
    "reported": (),
    "support_referred": (),
    "victim_phone_taken": (),
    "victim_phone_returned": (),
    "arrest": (Attribute("qualifying", true_or_false), ARREST),
    "biometrics_taken": (),
    "biometrics_destroyed": (),
    "interview": (),
    "bail_granted": (Attribute("route", one_of(*ROUTES)), Attribute("agency", one_of(*AGENCIES)), ARREST),
    "released_under_investigation": (ARREST,),
    "released_without_charge": (),
    "bail_varied": (),
    "bail_extended": (
        Attribute("rank", one_of(*RANKS), True),
        Attribute("to_months", months),
        Attribute("applied_at", moment),
        ARREST,
    ),
    "bail_application_lodged": (ARREST,),
    "bail_application_refused": (ARREST,),
    "hospital_inpatient": (Attribute("until", day, True),),
    "victim_views_needed": (),
    "victim_views_noted": (),
    "rui_review_set": (),
    "voluntary_review_set": (),
    "review_done": (Attribute("of", one_of(*REVIEWS), True),),
    "cps_requests_information": (ARREST,),
    "cps_information_sent": (ARREST,),
    "breach_reported": (),
    "breach_arrest_at_station": (),
    "breach_decided": (),
    "bail_cancelled": (ARREST,),
    "suspect_nfa": (ARREST,),
    "charge": (ARREST,),
    "nfa": (Attribute("by", one_of("police", "cps")), Attribute("outcome", outcome), ARREST),
    "victim_told": (Attribute("of", one_of(*TOLD_OF), True),),
    "nfa_letter_sent": (),
    "victim_contact": (Attribute("two_way", true_or_false, True), Attribute("next_on", day)),
    "vrr_requested": (),
    "vrr_acknowledged": (),
    "vrr_decided": (),
    "s63g_applied": (),
    "s63g_declined": (),
    "s63g_notice_given": (),
    "retention_extended": (),
    "sro_served": (),
    "spo_served": (),
    "dapo_made": (),
    "part2_began": (),
    "slavery_order_served": (),
    "dvpn_served": (),
    "dapn_given": (),
    "notice_heard": (),
    "dvpn_arrest": (),
    "dapn_arrest": (),
    "notice_court": (),
    "order_notified": (Attribute("of", one_of(*DUTIES_TO_NOTIFY), True),),
}
IN_LIFE = {name: place for place, name in enumerate(EVENTS)}


def make_event(name: str, at: Any, given: Mapping[str, Any], *, subject: str = "", source: str = "") -> Event:
    """One event checked against the vocabulary; attributes that it does not know are left out.

    Raises BadTimeline for an unknown name, a missing or impossible time, and a missing or wrong attribute.
    """
    if name not in EVENTS:
        raise BadTimeline(f"{_quoted(name)} is not a known event")
    attrs = {
        attribute.name: _read(name, attribute, given) for attribute in EVENTS[name] if _is_given(name, attribute, given)
    }
    if attrs.get("rank") == "magistrates" and "to_months" not in attrs:
        raise BadTimeline('bail_extended by magistrates needs "to_months": the length in months that the court ordered')
    return Event(name, _read(name, Attribute("at", moment), {"at": at}), subject, source, attrs)


def read_timeline(data: Any) -> Timeline:
    """A timeline from parsed JSON: `{"victim": {"enhanced": bool}, "events": [{"event", "at", …}]}`.

    Raises BadTimeline with one sentence that names the first fault.
    """
    if not isinstance(data, dict) or not isinstance(data.get("events"), list):
        raise BadTimeline('The timeline must be an object with a list of "events"')
    victim = data.get("victim", {})
    if not isinstance(victim, dict) or not isinstance(victim.get("enhanced", True), bool):
        raise BadTimeline('"victim" must be an object, and its "enhanced" true or false')
    events = tuple(_read_event(n, raw) for n, raw in enumerate(data["events"], 1))
    _check_arrests(events)
    return Timeline(events, victim.get("enhanced", True))


def _check_arrests(events: tuple[Event, ...]) -> None:
    """A fact that hangs on an arrest which is not there would be left out without a word."""
    known = {event.arrest for event in events if event.name == "arrest"}
    for event in events:
        if event.arrest and event.arrest not in known:
            what = f"{event.source.capitalize()} ({_quoted(event.name)}) names {_quoted(event.arrest)}"
            raise BadTimeline(f"{what}, which is the name of no arrest in the timeline")


def _read_event(number: int, raw: Any) -> Event:
    if not isinstance(raw, dict):
        raise BadTimeline(f"Event {number} must be an object")
    name, subject = raw.get("event"), raw.get("subject", "")
    if not isinstance(name, str) or not isinstance(subject, str):
        raise BadTimeline(
            f'Event {number}: "event" must name what happened, and "subject", if given, who it is about, in words'
        )
    if "at" not in raw:
        raise BadTimeline(f'Event {number} ({_quoted(name)}) has no "at": say when it happened')
    try:
        return make_event(name, raw["at"], raw, subject=subject, source=f"event {number}")
    except BadTimeline as fault:
        raise BadTimeline(f"Event {number}: {fault}") from None


def _is_given(name: str, attribute: Attribute, given: Mapping[str, Any]) -> bool:
    if given.get(attribute.name) is not None:
        return True
    if attribute.required:
        raise BadTimeline(f'{name} needs "{attribute.name}"')
    return False


def _read(name: str, attribute: Attribute, given: Mapping[str, Any]) -> Any:
    value = given[attribute.name]
    try:
        return attribute.read(value)
    except (ValueError, OverflowError) as fault:
        raise BadTimeline(f'{name}: "{attribute.name}" cannot be {_quoted(value)}: {fault}') from None


def _quoted(value: Any) -> str:
    """The value on one line, in plain letters and cut short, since it may be anything."""
    text = json.dumps(value, default=str)
    return text if len(text) <= 60 else text[:59] + "…"


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(words[:-1]) + " or " + words[-1]
