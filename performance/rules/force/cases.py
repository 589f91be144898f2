"""One invented case, whole. Plain Python."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from performance.rules.force import events, people
from performance.rules.force.chances import Shares, between, days, is_one_in, lots_of, pick, to_minute
from performance.rules.force.people import MISSING
from performance.rules.force.shapes import CaseMade, SuspectMade, VictimMade

YEARS = 3
# Two in five are rape, as in the published ratio of rape to other recorded sexual offences; the rest is our own mix.
CODES = Shares(
    {"19C": 33, "19F": 4.5, "19D": 2.5, "20A": 32, "17A": 4, "88E": 8, "22B": 6, "88A": 4, "71": 3, "22A": 2, "70": 1}
)
OUTCOMES = Shares({"16": 48, "14": 12, "15": 27, "18": 4, "1": 6, "9": 0.5, "10": 0.5, "21": 0.5, "20": 1.5})
WITHDRAWN = ("14", "16")
CLOSED_AFTER = {"16": 60.0, "14": 30.0, "15": 150.0, "18": 90.0, "1": 400.0}
AT_COURT = 406.0  # days from charge to the end at court
DELAYS = Shares({(0, 1): 30, (2, 7): 15, (8, 28): 8, (29, 365): 14, (366, 1826): 13, (1827, 9000): 20})
HOW = Shares({"call": 60, "in_person": 12, "online": 12, "third_party": 10, "police": 5, "other": 1})
PREMISES = Shares({"Home": 60, "Licensed premises": 9, "Street": 8, "Vehicle": 5, "Student housing": 6, "Other": 12})
STAGES = ((3, "immediate_safety"), (10, "allocation"), (25, "victim_account"), (60, "evidence"), (110, "digital"))
LATER = ("suspect", "early_advice", "review", "file", "decision")
ACCOUNT = "What was reported is written here in the words of whoever told it. Invented for this force."
# Told apart in every force, whatever its size (our own rule): by the number of the case.
RESTRICTED, REVOKED, REOPENED = 5, 8, 11


def make(seed: int, number: int, now: datetime) -> CaseMade:
    """The case of this number; it depends on nothing else that is made. Everything happens before `now`."""
    lots = lots_of(seed, number)
    is_special = number in (RESTRICTED, REVOKED, REOPENED)
    reported = to_minute(now - timedelta(days=(20 if is_special else 365.25 * YEARS) * lots.random(), hours=2))
    code, outcome = CODES.draw(lots), OUTCOMES.draw(lots)
    decided, closed = (None, None) if is_special else _ends(lots, outcome, reported, now)
    outcome = outcome if decided else ""
    is_detailed = closed is None or is_one_in(lots, 0.2)
    victims = _victims(lots, code, reported, closed or now, is_open=closed is None, is_detailed=is_detailed)
    if outcome in WITHDRAWN:
        victims = tuple(replace(one, supports="N") for one in victims)
    suspect = people.suspect(lots, seed, number, victims[0].sex)
    suspect = events.pursue(lots, suspect, reported, decided, outcome, now)
    return CaseMade(
        number=number,
        team=lots.random(),
        officer=lots.random(),
        reported_at=reported,
        reported_how=HOW.draw(lots),
        code=code,
        is_attempt=is_one_in(lots, 0.06),
        occurred=_occurred(lots, reported),
        stage=_stage(lots, outcome, suspect, (now - reported).days),
        flags=("DA",) if suspect.relationship in ("partner", "family") else (),
        premises=PREMISES.draw(lots),
        postcode=_postcode(lots),
        account=ACCOUNT,
        missing={"place": MISSING},
        outcome_code=outcome,
        outcome_at=decided,
        closed_at=closed,
        victims=victims,
        suspects=(suspect,),
        is_restricted=number == RESTRICTED,
        is_adviser_revoked=number == REVOKED,
        is_reopened=number == REOPENED,
    )


def _ends(lots: Random, outcome: str, reported: datetime, now: datetime) -> tuple[datetime | None, datetime | None]:
    """When the outcome was given and when the case closed, each None if not yet; after a charge it goes on at court."""
    decided = to_minute(reported + timedelta(days=1) + days(lots, CLOSED_AFTER.get(outcome, 90.0), 0.8))
    court = days(lots, AT_COURT, 0.4)
    if decided >= now:
        return None, None
    if outcome != "1":
        return decided, decided
    closed = to_minute(decided + court)
    return decided, closed if closed < now else None


def _victims(
    lots: Random, code: str, reported: datetime, end: datetime, *, is_open: bool, is_detailed: bool
) -> tuple[VictimMade, ...]:
    count = 2 if is_one_in(lots, 0.04) else 1
    made = (people.victim(lots, code, reported, is_detailed=is_detailed) for _ in range(count))
    return tuple(replace(one, contacts=events.contacts(lots, reported, end, is_open=is_open)) for one in made)


def _postcode(lots: Random) -> str:
    """A postcode of an area that does not exist."""
    return f"WZ{1 + int(lots.random() * 20)} {pick(lots, '123456789')}{pick(lots, 'ABDEFGH')}{pick(lots, 'JLNPQRS')}"


def _occurred(lots: Random, reported: datetime) -> tuple[str, datetime | None, datetime | None]:
    """How exactly the time is known, and its range: the older, the less exactly."""
    least, most = DELAYS.draw(lots)
    at = between(lots, reported - timedelta(days=most), reported - timedelta(days=least, minutes=30))
    if most <= 1:
        return "exact", at, None
    day = at.replace(hour=0, minute=0)
    if most <= 365:
        return "day", day, None
    return "between", day, min(day + timedelta(days=90), reported)


def _stage(lots: Random, outcome: str, suspect: SuspectMade, age: int) -> str:
    if outcome == "1":
        return "court"
    if outcome:
        return "outcome"
    if suspect.bail is not None and suspect.bail.ended_at is None:
        return "suspect"
    return next((code for days_, code in STAGES if age < days_), None) or pick(lots, LATER)
