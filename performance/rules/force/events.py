"""What happens in an invented case after the report: contacts, arrest, bail, breaches. Plain Python."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from performance.rules.force.careers import Charge
from performance.rules.force.chances import Shares, between, days, is_one_in, to_minute
from performance.rules.force.judgements import Read
from performance.rules.force.shapes import BailMade, BreachMade, ContactMade, JudgementMade, SuspectMade

CHANNELS = Shares({"phone": 50, "text": 20, "email": 10, "in_person": 12, "video": 3, "letter": 3, "third_party": 2})
REACHED = Shares({"reached": 72, "no_answer": 16, "left": 10, "not_safe": 2})
MOST_CONTACTS, MOST_OF_CLOSED = (
    8,
    4,
)  # about as many; fewer, so that a force can be large
KEPT = timedelta(days=150)  # of an open case; what was said before that is left out, so that a force can be large
SILENT = 0.2  # of open cases nobody has spoken with the victim for a month or more
SENTENCE = timedelta(days=5 * 365)  # to the earliest release; our own number
PERIOD = timedelta(days=85)  # of bail, before the end of its three months (PACE s.47ZB)
BROKEN = 0.18  # of those on bail
DECIDED = Shares({"no_arrest": 45, "arrest": 45, "other_offence": 10})
TOLD_BY = Shares({"victim": 50, "supporter": 20, "officer": 20, "recording": 10})
CONDITIONS = (
    ("no_contact", "the victim, directly or through anybody else", "victim"),
    ("keep_away", "the street where the victim lives", "victim"),
    ("reside", "the address given at the station", "surrender"),
    ("report", "the police station every Monday", "surrender"),
)
ORDERS = Shares({"sro": 5, "shpo_application": 5, "non_molestation": 4, "spo": 2})


def contacts(lots: Random, start: datetime, end: datetime, *, is_open: bool) -> tuple[ContactMade, ...]:
    """Contacts from report to the end of a case, or to now; of some open cases they stopped weeks ago."""
    if is_open and is_one_in(lots, SILENT):
        end -= timedelta(days=30 + lots.random() * 40)
    most = MOST_CONTACTS if is_open else MOST_OF_CLOSED
    start = max(start, end - KEPT) if is_open else start
    gap = 12.0 if is_open else max(12.0, (end - start).days / most)
    at = start + timedelta(days=1 + lots.random() * 2)
    made: list[ContactMade] = []
    while at < end and len(made) < 2 * most:
        moment = min(to_minute(at).replace(hour=9 + int(lots.random() * 9)), end)
        agreed = (moment + timedelta(days=14 + int(lots.random() * 14))).date() if is_open else None
        made.append(ContactMade(moment, CHANNELS.draw(lots), REACHED.draw(lots), agreed))
        at += days(lots, gap, 0.4)
    return tuple(made)


def pursue(
    lots: Random, who: SuspectMade, reported: datetime, ended: datetime | None, outcome: str, now: datetime
) -> SuspectMade:
    """What was done about a named suspect until the case ended, or until now."""
    last = min(ended or now, now)
    if who.kind != "known" or not is_one_in(lots, 0.5):
        return who
    arrested = to_minute(reported + days(lots, 6, 1.2))
    if arrested + timedelta(days=1) >= last:
        return who
    charged = last.date() if outcome in ("1", "1A") and ended else None
    bail = _bail(lots, arrested, last, is_over=ended is not None, charged=bool(charged), now=now)
    order = ORDERS.draw(lots) if is_one_in(lots, 0.02) else ""
    return replace(who, arrested_at=arrested, charged_on=charged, bail=bail, order=order)


def try_in_court(who: SuspectMade, charge: Charge, charged: datetime, ended: datetime | None) -> SuspectMade:
    """The charge and what became of it: remand, the verdict, and a sentence or a release."""
    held: list[tuple[str, datetime, date | None]] = [("remanded", charged, None)] if charge.is_remanded else []
    if ended and charge.is_convicted:
        held.append(("serving", ended, (ended + SENTENCE).date()))
    elif ended and charge.is_remanded:
        held.append(("released", ended, None))
    verdict = "" if ended is None else "CONVICTED" if charge.is_convicted else "ACQUITTED"
    return replace(who, charged_on=charged.date(), held=tuple(held), verdict=verdict)


def judge(who: SuspectMade, judged: tuple[Read, ...], reported: datetime, now: datetime) -> SuspectMade:
    """What an analyst wrote of them after the report, and somebody else has authorised by now."""
    made = (_judgement(one, reported) for one in judged)
    return replace(who, judgements=tuple(one for one in made if one.authorised_at < now))


def _judgement(one: Read, reported: datetime) -> JudgementMade:
    authored = to_minute(reported + timedelta(days=one.after))
    ends = (authored + timedelta(days=one.lasts - 1)).date()
    return JudgementMade(authored, authored + timedelta(days=one.waits), ends, one.points, one.reason)


def _bail(
    lots: Random, arrested: datetime, last: datetime, *, is_over: bool, charged: bool, now: datetime
) -> BailMade | None:
    if not is_one_in(lots, 0.8):
        return None
    granted = to_minute(arrested + timedelta(hours=3 + lots.random() * 18))
    if granted + timedelta(hours=1) >= last:
        return None
    ended, why = _bail_end(granted, last, is_over=is_over, charged=charged)
    count = 2 + int(lots.random() * 3)
    made = BailMade(granted, CONDITIONS[:count], ended, why)
    return replace(made, breaches=_breaches(lots, granted, ended, now))


def _bail_end(granted: datetime, last: datetime, *, is_over: bool, charged: bool) -> tuple[datetime | None, str]:
    if granted + PERIOD < last:
        return granted + PERIOD, "rui"
    return (last, "charged" if charged else "nfa") if is_over else (None, "")


def _breaches(lots: Random, granted: datetime, ended: datetime | None, now: datetime) -> tuple[BreachMade, ...]:
    """Up to three breaches, in order; on bail that still runs, the last one was reported within the day."""
    if not is_one_in(lots, BROKEN):
        return ()
    end = ended or now - timedelta(days=2)
    count = 1 + int(lots.random() * 2) if granted < end else 0
    found = [_breach(lots, between(lots, granted, end), now) for _ in range(count)]
    if ended is None:
        found.append(_fresh(lots, granted, now))
    return tuple(sorted((each for each in found if each), key=lambda each: each.reported_at))


def _breach(lots: Random, happened: datetime, now: datetime) -> BreachMade | None:
    reported = to_minute(happened + timedelta(hours=lots.random() * 30))
    decided = to_minute(reported + days(lots, 0.6, 0.8))
    if decided >= now:
        return None
    return BreachMade(happened, reported, TOLD_BY.draw(lots), DECIDED.draw(lots), decided)


def _fresh(lots: Random, granted: datetime, now: datetime) -> BreachMade | None:
    reported = to_minute(now - timedelta(hours=1 + lots.random() * 22))
    happened = reported - timedelta(hours=1)
    return BreachMade(happened, reported, "victim") if granted < happened else None
