"""Each step by which a bail period is made longer: who, in which order, what must have happened: ss.47ZC–47ZJ. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from orders.rules.faults import Fault, in_future, out_of_order
from orders.rules.ranks import too_low
from soteria.clocks.calendar import london_date
from soteria.ui.dates import day, moment

COURT, AGENCY = "magistrates", "agency"
SECTIONS = {
    "inspector": "PACE 1984 s.47ZD",
    "superintendent": "PACE 1984 s.47ZDA",
    "commander": "PACE 1984 s.47ZE",
    AGENCY: "PACE 1984 s.47ZDB",
    COURT: "PACE 1984 s.47ZF and s.47ZG",
}
BEFORE = {"superintendent": "inspector", "commander": "superintendent"}
# Who must have extended before a court may.
BEFORE_COURT = ("superintendent", AGENCY, "commander", COURT)
CONDITIONS = ("A", "B", "C", "D")


@dataclass(frozen=True)
class Extension:
    """An extension as it was typed. The three moments are of a police extension, and the last may be still to come."""

    rank: str
    decided_at: datetime
    authorised_by: str
    officer_rank: str = ""
    to_months: int | None = None
    told_at: datetime | None = None
    considered_at: datetime | None = None
    outcome_told_at: datetime | None = None
    representations: str = ""
    grounds: Mapping[str, str] = field(default_factory=dict)
    designated_on: date | None = None
    dpp_consulted_on: date | None = None


@dataclass(frozen=True)
class Standing:
    """How bail stands when it is to be extended. `ends_at` is None while the period stands still; `allowed` is what a
    court may give, in months from the start.
    """

    granted_at: datetime
    ends_at: datetime | None
    ranks_before: Collection[str] = ()
    is_agency: bool = False
    allowed: Collection[int] = ()


def faults(asked: Extension, bail: Standing, now: datetime) -> list[Fault]:
    """Everything that stands in the way of an extension, in words that say the rule and its section."""
    return [
        *_when(asked, bail, now),
        *_step(asked, bail),
        *(_court(asked, bail) if asked.rank == COURT else _told(asked)),
        *_conditions(asked),
    ]


def _when(asked: Extension, bail: Standing, now: datetime) -> list[Fault]:
    """Every step must come before the period ends: an ended period cannot be revived."""
    why = f"bail lasts no longer until somebody has decided so ({SECTIONS[asked.rank]})"
    found = _too_late(asked, bail, now)
    found += in_future("decided_at", "When the extension was given", asked.decided_at, now, why)
    found += out_of_order("decided_at", "When the extension was given", asked.decided_at, bail.granted_at, "release")
    return found


def _too_late(asked: Extension, bail: Standing, now: datetime) -> list[Fault]:
    if bail.ends_at is None or asked.decided_at <= bail.ends_at:
        return []
    ended = "ended" if bail.ends_at <= now else "ends"
    words = f"This extension came too late. Bail {ended} on {moment(bail.ends_at)}, and ended bail cannot be extended"
    return [Fault("decided_at", f"{words} ({SECTIONS[asked.rank]})")]


def _step(asked: Extension, bail: Standing) -> list[Fault]:
    """The rank, the step before it, and what an exceptionally complex case needs."""
    found = too_low("officer_rank", asked.officer_rank, asked.rank)
    section = f"({SECTIONS[asked.rank]})"
    before = BEFORE.get(asked.rank)
    if before and before not in bail.ranks_before:
        found.append(Fault("rank", f"An extension by {_an(before)} must come before this one {section}"))
    if bail.is_agency and asked.rank in ("inspector", "superintendent", "commander"):
        found.append(Fault("rank", f"Bail of an agency is extended by the agency’s decision-maker {section}"))
    if asked.rank == AGENCY and not bail.is_agency:
        found.append(Fault("rank", f"Only bail of an agency is extended by its decision-maker {section}"))
    if asked.rank == "commander":
        found += _designated(asked, section)
    return found


def _designated(asked: Extension, section: str) -> list[Fault]:
    """The DPP designates the case, and is consulted, before the decision: each on its day at the latest."""
    what = {
        "designated_on": "designated the case as exceptionally complex",
        "dpp_consulted_on": "was consulted on this extension",
    }
    dpp, decided_on = "the Director of Public Prosecutions", london_date(asked.decided_at)
    found = []
    for name, done in what.items():
        on = getattr(asked, name)
        if on is None:
            found.append(Fault(name, f"Enter when {dpp} {done} {section}"))
        elif on > decided_on:
            words = f"{dpp[:1].upper()}{dpp[1:]} {done} on {day(on)}, after the decision of {day(decided_on)}"
            found.append(Fault(name, f"{words}. It must come first {section}"))
    return found


def _told(asked: Extension) -> list[Fault]:
    """The suspect is told that it will be decided, what they say is considered, and they are told the outcome."""
    section = f"({SECTIONS[asked.rank]}(3) to (5))"
    found = []
    if asked.told_at is None:
        found.append(Fault("told_at", f"Enter when the suspect was told that it would be decided {section}"))
    elif asked.told_at > asked.decided_at:
        found.append(Fault("told_at", f"The suspect must be told before the decision {section}"))
    if asked.considered_at is None:
        found.append(Fault("considered_at", f"Enter when what the suspect said was considered {section}"))
    elif asked.considered_at > asked.decided_at or (asked.told_at and asked.considered_at < asked.told_at):
        words = f"What the suspect said must be considered after telling them, and before the decision {section}"
        found.append(Fault("considered_at", words))
    return found + outcome_faults(asked.outcome_told_at, asked.decided_at, section)


def outcome_faults(told_at: datetime | None, decided_at: datetime, section: str = "") -> list[Fault]:
    """The outcome is told once it is known."""
    if told_at is not None and told_at < decided_at:
        return [Fault("outcome_told_at", f"The outcome can only be told after the decision {section}".strip())]
    return []


def _court(asked: Extension, bail: Standing) -> list[Fault]:
    found = _before_court("rank", bail)
    if asked.to_months is None:
        return [*found, Fault("to_months", "Enter how many months from the arrest the court allowed")]
    if bail.allowed and asked.to_months not in bail.allowed:
        allowed = " or ".join(map(str, sorted(bail.allowed)))
        words = f"A court can allow {allowed} months here, and you entered {asked.to_months} ({SECTIONS[COURT]})"
        return [*found, Fault("to_months", words)]
    return found


def _before_court(field: str, bail: Standing) -> list[Fault]:
    """A court extends only a period that the police or an agency extended as far as they may."""
    if set(BEFORE_COURT) & set(bail.ranks_before):
        return []
    before = "the agency’s decision-maker" if bail.is_agency else "a superintendent"
    return [Fault(field, f"An extension by {before} must come before one by a court (PACE 1984 s.47ZF(1))")]


def _conditions(asked: Extension) -> list[Fault]:
    """Conditions A to D; a court decides on B to D."""
    needed = CONDITIONS[1:] if asked.rank == COURT else CONDITIONS
    missing = [code for code in needed if not asked.grounds.get(code, "").strip()]
    return [Fault(f"ground_{code}", f"Enter why condition {code} is met (PACE 1984 s.47ZC)") for code in missing]


def _an(rank: str) -> str:
    return f"an {rank}" if rank[0] in "aeiou" else f"a {rank}"


def court_months(ranks: Collection[str], longest: int, limits: Mapping[str, int]) -> tuple[int, ...]:
    """To how many months a court may extend: by what came before it. Later extensions add to the period so far."""
    if COURT in ranks:
        return (longest + limits["later"], longest + limits["later_long"])
    if {"commander", AGENCY} & set(ranks):
        return (limits["after_twelve"], limits["after_twelve_long"])
    return (limits["first"], limits["first_long"])


def application_faults(*, lodged_at: datetime, bail: Standing, why: str, now: datetime) -> list[Fault]:
    """An application is lodged before the period ends; later it cannot keep bail (s.47ZJ)."""
    found = in_future("lodged_at", "When the application was lodged", lodged_at, now)
    found += out_of_order("lodged_at", "When the application was lodged", lodged_at, bail.granted_at, "release")
    if bail.ends_at is not None and lodged_at > bail.ends_at:
        words = (
            f"This application came too late. Bail ended on {moment(bail.ends_at)}, and ended bail cannot be extended"
        )
        found.append(Fault("lodged_at", f"{words} (PACE 1984 s.47ZJ)"))
    found += _before_court("lodged_at", bail)
    if not why.strip():
        found.append(Fault("why", "Enter how conditions B to D are met, and why it was not made earlier"))
    return found
