"""The base score of RFGV+: how recent, how often, how grave, and how many and how vulnerable the victims are.

No public formula exists: HMICFRS (22 August 2024, chapter 2) names the parts and not the weights. This one is ours, its
constants are dated data (suspects/reference/score_weights.yaml), and what it gives is an order in which a person looks,
never a finding: everything counted is an allegation.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import fsum, log
from typing import NamedTuple, TypeVar

RANKED_TO = 6  # decimal places: sums made in another order differ in the last bits, and those must not part a tie
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Parameters:
    """The constants of one version. Days are days; the four weights add up to 1, the two shares of victim to 100."""

    half_life_days: float = 365
    report_credit: float = 0.5
    harm_floor: float = 0.25
    frequency_cap: float = 7
    harm_cap_days: float = 5475
    gravity_power: float = 0.5
    victim_span: float = 4
    victim_number: float = 60
    victim_vulnerability: float = 40
    weight_recency: float = 0.25
    weight_frequency: float = 0.20
    weight_gravity: float = 0.30
    weight_victim: float = 0.25


P0 = Parameters()


class Allegation(NamedTuple):
    """One offence that one suspect is said to have done to one victim.

    `harm_days` are days of sentence by the harm index; the two weights lie in 0 to 1. A status weight of 0 means that
    the row does not count. Without a date of offence, the date of report stands for it.
    """

    incident: object
    victim: object
    offence_end: date | None
    report_date: date
    harm_days: float
    status_weight: float
    vulnerability: float


@dataclass(frozen=True, slots=True)
class Score:
    """The four components, each 0 to 100, and the base made of them."""

    recency: float
    frequency: float
    gravity: float
    victim: float
    base: float


@dataclass(frozen=True, slots=True)
class Terms:
    """What a score is made of on a day, parted by what time does to it.

    Recency and the fading days of harm halve with each half-life; frequency, victim and the lasting days of harm stay
    as they are. So, as long as no fact changes, any later day's score needs these five numbers and no allegation.
    """

    recency: float
    frequency: float
    victim: float
    harm_lasting: float
    harm_fading: float


class Incident(NamedTuple):
    """All that is said of one incident, counted once: the most of each, as a principal crime is."""

    status_weight: float
    harm_days: float
    recency: float


def score(allegations: Iterable[Allegation], as_of: date, parameters: Parameters = P0) -> Score | None:
    """Score one suspect's allegations on a day; None, and never 0, when not one of them counts.

    The order of the rows, and a row given twice, change nothing.
    """
    terms = terms_of(allegations, as_of, parameters)
    return score_of(terms, parameters) if terms else None


def terms_of(allegations: Iterable[Allegation], as_of: date, parameters: Parameters = P0) -> Terms | None:
    """The terms of one suspect's score on a day; None when not one allegation counts."""
    counted = [row for row in allegations if row.status_weight > 0]
    if not counted:
        return None
    incidents = incidents_of(counted, as_of, parameters).values()
    return Terms(
        recency=100 * max(one.status_weight * one.recency for one in incidents),
        frequency=_frequency(incidents, parameters),
        victim=_victim(counted, parameters),
        harm_lasting=fsum(lasting_of(one, parameters) for one in incidents),
        harm_fading=fsum(harm_of(one, parameters) - lasting_of(one, parameters) for one in incidents),
    )


def faded(terms: Terms, days: int, parameters: Parameters = P0) -> Terms:
    """The terms some days later, when no fact has changed and none of its dates lay ahead."""
    left = 2.0 ** (-days / parameters.half_life_days)
    return replace(terms, recency=terms.recency * left, harm_fading=terms.harm_fading * left)


def score_of(terms: Terms, parameters: Parameters = P0) -> Score:
    """The components and the base that terms make."""
    gravity = _gravity(terms.harm_lasting + terms.harm_fading, parameters)
    base = (
        parameters.weight_recency * terms.recency
        + parameters.weight_frequency * terms.frequency
        + parameters.weight_gravity * gravity
        + parameters.weight_victim * terms.victim
    )
    return Score(terms.recency, terms.frequency, gravity, terms.victim, base)


def recency_of(row: Allegation, as_of: date, parameters: Parameters = P0) -> float:
    """How recent a row is, 0 to 1: it halves each half-life from the offence, or from half credit at the report.

    So a new report of something long ago comes to notice without posing as a new offence.
    """
    since_offence = max(0, (as_of - (row.offence_end or row.report_date)).days)
    since_report = max(0, (as_of - row.report_date).days)
    half = parameters.half_life_days
    return max(2.0 ** (-since_offence / half), parameters.report_credit * 2.0 ** (-since_report / half))


def incidents_of(counted: Iterable[Allegation], as_of: date, parameters: Parameters = P0) -> dict[object, Incident]:
    """The incidents of rows that count, by what identifies them."""
    found: dict[object, Incident] = {}
    for row in counted:
        new = Incident(row.status_weight, row.harm_days, recency_of(row, as_of, parameters))
        old = found.get(row.incident)
        found[row.incident] = Incident(*map(max, old, new)) if old else new
    return found


def harm_of(incident: Incident, parameters: Parameters = P0) -> float:
    """The days of harm that an incident adds; what is old keeps the floor, so that it never vanishes."""
    floor = parameters.harm_floor
    return incident.status_weight * incident.harm_days * (floor + (1 - floor) * incident.recency)


def lasting_of(incident: Incident, parameters: Parameters = P0) -> float:
    """The days of harm of an incident that no time takes away."""
    return incident.status_weight * incident.harm_days * parameters.harm_floor


def _frequency(incidents: Iterable[Incident], parameters: Parameters) -> float:
    """By the logarithm, so that recording more of the same counts less and less."""
    number = fsum(one.status_weight for one in incidents)
    return 100 * min(1.0, log(1 + number) / log(1 + parameters.frequency_cap))


def _gravity(days: float, parameters: Parameters) -> float:
    return 100 * min(1.0, days / parameters.harm_cap_days) ** parameters.gravity_power


def _victim(counted: Iterable[Allegation], parameters: Parameters) -> float:
    """The number of different victims, and the one who was most at risk."""
    weights: dict[object, float] = {}
    risks: dict[object, float] = {}
    for row in counted:
        weights[row.victim] = max(row.status_weight, weights.get(row.victim, 0.0))
        risks[row.victim] = max(row.vulnerability, risks.get(row.victim, 0.0))
    others = (fsum(weights.values()) - 1) / parameters.victim_span
    most = max(weight * risks[victim] for victim, weight in weights.items())
    return parameters.victim_number * min(1.0, max(0.0, others)) + parameters.victim_vulnerability * min(1.0, most)


def ranks(bases: Mapping[Key, float]) -> dict[Key, int]:
    """The place of each by base, highest first; equal bases share a place, and the next place is left out."""
    rounded = {key: round(base, RANKED_TO) for key, base in bases.items()}
    places: dict[float, int] = {}
    for place, base in enumerate(sorted(rounded.values(), reverse=True), 1):
        places.setdefault(base, place)
    return {key: places[base] for key, base in rounded.items()}
