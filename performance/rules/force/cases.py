"""One invented case, whole. Plain Python."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from performance.rules.force import events, people
from performance.rules.force.careers import WINDOW, Charge, Report, report_of, victim_sex
from performance.rules.force.chances import Shares, days, is_one_in, lots_of, pick, to_minute
from performance.rules.force.people import MISSING
from performance.rules.force.shapes import CaseMade, SuspectMade, VictimMade

YEARS = 3
# Outcomes 14 and 18 say that nobody was identified (Counting Rules, section H); together they are the published mix,
# with the charges that come of a report's own life.
OUTCOMES = {
    True: Shares({"16": 48, "15": 27, "9": 0.5, "10": 0.5, "21": 0.5, "20": 1.5}),
    False: Shares({"14": 12, "18": 4}),
}
WITHDRAWN = ("14", "16")
CLOSED_AFTER = {"16": 60.0, "14": 30.0, "15": 150.0, "18": 90.0}
AT_HOME = 0.8  # of reports about somebody, made in the district where most of theirs are
VICTIMS_FROM, MOST_VICTIMS = 820_000_000, 32  # of the numbers that lots are drawn by, so that each victim has their own
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
    report = report_of(seed, number)
    since = 20 * lots.random() if is_special else WINDOW - report.days
    reported = to_minute(now - timedelta(days=since, hours=2))
    outcome = "1" if report.charge else OUTCOMES[report.kind == "known"].draw(lots)
    decided, closed = (None, None) if is_special else _ends(lots, outcome, report.charge, reported, now)
    outcome = outcome if decided else ""
    is_detailed = closed is None or is_one_in(lots, 0.2)
    victims = _victims(lots, seed, report, reported, closed or now, now, is_detailed=is_detailed)
    if outcome in WITHDRAWN:
        victims = tuple(replace(one, supports="N") for one in victims)
    suspect = people.suspect(lots, seed, number, report)
    suspect = events.pursue(lots, suspect, reported, decided, outcome, now)
    if report.charge and decided:
        suspect = events.try_in_court(suspect, report.charge, decided, closed)
    suspect = events.judge(suspect, () if is_special else report.judged, reported, now)
    return CaseMade(
        number=number,
        team=report.home if is_one_in(lots, AT_HOME) else lots.random(),
        officer=lots.random(),
        reported_at=reported,
        reported_how=HOW.draw(lots),
        code=report.code,
        is_attempt=is_one_in(lots, 0.06),
        occurred=_occurred(reported, report.delay),
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


def _ends(
    lots: Random, outcome: str, charge: Charge | None, reported: datetime, now: datetime
) -> tuple[datetime | None, datetime | None]:
    """When the outcome was given and when the case closed, each None if not yet; after a charge it goes on at court."""
    wait = (
        timedelta(days=charge.after) if charge else timedelta(days=1) + days(lots, CLOSED_AFTER.get(outcome, 90.0), 0.8)
    )
    decided = to_minute(reported + wait)
    if decided >= now:
        return None, None
    if charge is None:
        return decided, decided
    closed = to_minute(decided + timedelta(days=charge.court))
    return decided, closed if closed < now else None


def _victims(
    lots: Random, seed: int, report: Report, reported: datetime, end: datetime, now: datetime, *, is_detailed: bool
) -> tuple[VictimMade, ...]:
    at = reported - timedelta(days=report.delay[1])
    made = [_victim(lots, seed, report, at, now, is_detailed=is_detailed)]
    if is_one_in(lots, 0.04):
        made.append(people.victim(lots, report.code, victim_sex(lots, report.code), at, is_detailed=is_detailed))
    is_open = end == now
    return tuple(replace(one, contacts=events.contacts(lots, reported, end, is_open=is_open)) for one in made)


def _victim(lots: Random, seed: int, report: Report, at: datetime, now: datetime, *, is_detailed: bool) -> VictimMade:
    """Whom the report names: where others name them too, drawn from their own number, so that all say the same."""
    if report.victim_since is None or report.place is None:
        return people.victim(lots, report.code, report.sex, at, is_detailed=is_detailed)
    own = lots_of(seed, VICTIMS_FROM + report.place * MOST_VICTIMS + report.victim)
    since = now - timedelta(days=WINDOW - report.victim_since)
    ref = f"G{seed}-V{report.place}-{report.victim}"
    return people.victim(own, report.code, report.sex, since, ref=ref, is_detailed=is_detailed)


def _postcode(lots: Random) -> str:
    """A postcode of an area that does not exist."""
    return f"WZ{1 + int(lots.random() * 20)} {pick(lots, '123456789')}{pick(lots, 'ABDEFGH')}{pick(lots, 'JLNPQRS')}"


def _occurred(reported: datetime, delay: tuple[int, float]) -> tuple[str, datetime | None, datetime | None]:
    """How exactly the time is known, and its range: the older, the less exactly."""
    most, days_ = delay
    at = to_minute(reported - timedelta(days=days_))
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
