"""What a custody officer's decision to release must hold: PACE 1984 ss.34, 36, 37 and 50A. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from orders.rules.faults import Fault, in_future, out_of_order
from orders.rules.ranks import is_least
from soteria.ui.dates import moment

FACTORS = ("surrender", "offending", "victims", "suspect", "public")
WITHOUT_BAIL = ("s37(2A)", "s37(7)(c)")
# Release again after an arrest for a breach: nothing new is proposed, so nobody has to be asked (s.47ZZA(1)).
AGAIN = ("s37C(2)(b)", "s37CA(2)(b)")
STREET = "s30A"
# Bail that is still needed ends with its period all the same, and cannot be revived (s.47ZB): then the truth may be
# recorded.
PERIOD_ENDED = "period_ended"
LEAST = 20  # characters; "necessary" is not a reason
NOT_ON_THE_STREET = ("surety", "sureties", "security", "recognisance", "recognizance", "hostel")


@dataclass(frozen=True)
class Decided:
    """A custody officer's decision as it was typed. `factors` says of each factor what was found, by its code."""

    officer: str
    officer_rank: str
    is_independent: bool
    is_necessary: bool
    is_proportionate: bool
    representations: str
    words: str
    factors: Mapping[str, str] = field(default_factory=dict)
    stands_in: bool = False
    said: str = ""


def faults(decided: Decided, *, route: str, no_bail: str = "") -> list[Fault]:
    """What the decision lacks for this route, beside its question; `no_bail` is why the release is without bail."""
    must_be = no_bail != PERIOD_ENDED
    return [*_officer(decided, route), *_factors(decided), *_necessity(decided, route, must_be), *_said(decided)]


def _officer(decided: Decided, route: str) -> list[Fault]:
    found = []
    if not is_least(decided.officer_rank, "sergeant") and not decided.stands_in:
        words = (
            "A custody officer is a sergeant or above. Another officer may act only where none is readily available: "
            "say so, if that was the case (PACE 1984 s.36(3) and (4))"
        )
        found.append(Fault("officer_rank", words))
    if not decided.is_independent:
        words = "Whoever decides must not be involved in the investigation (PACE 1984 s.36(5))"
        found.append(Fault("is_independent", words))
    return found


def _factors(decided: Decided) -> list[Fault]:
    section = "(PACE 1984 s.50A(2))"
    missing = [code for code in FACTORS if not decided.factors.get(code, "").strip()]
    return [Fault(f"factor_{code}", f"Enter what was found, or that it does not apply {section}") for code in missing]


def _necessity(decided: Decided, route: str, must_be: bool) -> list[Fault]:
    found = []
    is_bail = route not in WITHOUT_BAIL
    if is_bail and not (decided.is_necessary and decided.is_proportionate):
        words = "Bail must be necessary and proportionate (PACE 1984 s.50A(1)(a)). If it is not, record release without"
        found.append(Fault("is_necessary" if not decided.is_necessary else "is_proportionate", f"{words} bail instead"))
    if must_be and not is_bail and decided.is_necessary and decided.is_proportionate:
        words = "Bail that is necessary and proportionate must be used (PACE 1984 s.37(2) and (7)). Record bail instead"
        found.append(Fault("is_necessary", words))
    if len(decided.words.strip()) < LEAST:
        found.append(Fault("words", f"Enter why, in {LEAST} characters or more"))
    return found


def _said(decided: Decided) -> list[Fault]:
    if decided.representations == "made" and not decided.said.strip():
        return [Fault("said", "Enter what the suspect or the representative said (PACE 1984 s.50A(1)(b))")]
    if decided.representations not in ("made", "none"):
        words = "Select whether the suspect or the representative said anything (PACE 1984 s.50A(1)(b))"
        return [Fault("representations", words)]
    return []


def when_faults(*, arrested_at: datetime, decided_at: datetime, now: datetime) -> list[Fault]:
    """Release follows the arrest, and is not to come."""
    found = in_future("decided_at", "When the suspect was released", decided_at, now)
    return found + out_of_order("decided_at", "When the suspect was released", decided_at, arrested_at, "the arrest")


def off_the_street(
    route: str, *, arrived_at: datetime | None, custody_reference: str, is_bailed_before: bool
) -> list[Fault]:
    """Street bail is for a person who is released before arriving at a police station (s.30A(2)), and once."""
    if route != STREET:
        return []
    section = "(PACE 1984 s.30A(2)). Select the power that was used at the station"
    words = "Street bail is granted before the suspect arrives at a police station, and"
    if is_bailed_before:
        return [Fault("route", f"{words} bail is recorded already on this arrest {section}")]
    if arrived_at is not None:
        return [Fault("route", f"{words} this suspect arrived at one on {moment(arrived_at)} {section}")]
    if custody_reference:
        return [Fault("route", f"{words} this suspect has the custody reference {custody_reference} {section}")]
    return []


def street_faults(route: str, conditions: list[str]) -> list[Fault]:
    """Street bail can ask for no surety, security or recognizance, and no bail hostel."""
    if route != STREET:
        return []
    asked = [words for words in conditions if any(name in words.casefold() for name in NOT_ON_THE_STREET)]
    told = "Street bail cannot ask for a surety, a security, a recognizance or a bail hostel (PACE 1984 s.30A(3A))"
    return [Fault("rules", f"{told}: “{words}”") for words in asked]
