"""What one fact would move a score into another band, by scoring each single change; and what changed since a score.

Everything is reckoned by the pure reference (suspects.rules.rfgv), so what is said would come of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from suspects.rules.bands import Edges, band_of
from suspects.rules.rfgv import P0, RANKED_TO, Allegation, Parameters, score

LONGEST_DAYS = 3650  # time is looked ahead no further than ten years


class Kind(StrEnum):
    """What changes."""

    GONE = "gone"  # a row no longer counts: acquitted, or the crime was cancelled
    FULL = "full"  # a row counts in full: charged, or the identity was confirmed
    NEW = "new"  # one more report, of another incident with another victim
    TIME = "time"  # nothing new for so many days


@dataclass(frozen=True)
class Change:
    """One fact, the score with it, and the band that this is. `row` is the place of the row among those given.

    For one more report `offence` is its class; for time alone `days` says how long.
    """

    kind: Kind
    to: float
    band: str
    row: int = -1
    offence: str = ""
    days: int = 0


@dataclass(frozen=True)
class Case:
    """What a change is made to: the rows, the day, the numbers, the judgement's points and the edges of the bands."""

    rows: Sequence[Allegation]
    as_of: date
    edges: Edges
    points: float = 0.0
    parameters: Parameters = P0

    def final(self, rows: Iterable[Allegation], as_of: date | None = None) -> float | None:
        """The score of some rows with the judgement, as it is ranked; None where nothing counts."""
        found = score(rows, as_of or self.as_of, self.parameters)
        if found is None:
            return None
        return round(min(100.0, max(0.0, found.base + self.points)), RANKED_TO)

    @property
    def now(self) -> float | None:
        """The score as it is."""
        return self.final(self.rows)


def lower(case: Case) -> Change | None:
    """The smallest change of one row that puts the score in a lower band; None where no single row does.

    No row that counts is left: then the suspect is not scored, and the band is "".
    """
    without = ((n, _without(case.rows, n)) for n, row in enumerate(case.rows) if row.status_weight > 0)
    found = (_change(case, Kind.GONE, rows, row=n) for n, rows in without)
    return _least(case, (each for each in found if _is_below(case, each)))


def higher(case: Case, classes: Mapping[str, float]) -> Change | None:
    """The smallest change that puts the score in a higher band: a row that counts in full, or one more report today.

    `classes` gives the days of harm of each offence class that a report may be of.
    """
    fuller = ((n, _with(case.rows, n)) for n, row in enumerate(case.rows) if 0 < row.status_weight < 1)
    found = [_change(case, Kind.FULL, rows, row=n) for n, rows in fuller]
    found += [_change(case, Kind.NEW, [*case.rows, _report(case, days)], offence=c) for c, days in classes.items()]
    return _least(case, (each for each in found if _is_above(case, each)))


def by_time(case: Case) -> Change | None:
    """In how many days the score falls into a lower band if nothing new is recorded; None within ten years."""
    now = case.now
    if now is None:
        return None
    low, high = 0, LONGEST_DAYS
    if not _has_fallen(case, high):
        return None
    while high - low > 1:  # the score never rises with time alone, so the day is found by halving
        middle = (low + high) // 2
        low, high = (low, middle) if _has_fallen(case, middle) else (middle, high)
    to = case.final(case.rows, case.as_of + timedelta(days=high)) or 0.0
    return Change(Kind.TIME, to, band_of(to, case.edges), days=high)


def _has_fallen(case: Case, days: int) -> bool:
    then = case.final(case.rows, case.as_of + timedelta(days=days)) or 0.0
    return band_of(then, case.edges) != band_of(case.now or 0.0, case.edges)


def _without(rows: Sequence[Allegation], n: int) -> list[Allegation]:
    return [*rows[:n], *rows[n + 1 :]]


def _with(rows: Sequence[Allegation], n: int) -> list[Allegation]:
    return [*rows[:n], rows[n]._replace(status_weight=1.0), *rows[n + 1 :]]


def _report(case: Case, days: float) -> Allegation:
    return Allegation("one more", "somebody else", case.as_of, case.as_of, days, 1.0, 0.0)


def _change(case: Case, kind: Kind, rows: Iterable[Allegation], *, row: int = -1, offence: str = "") -> Change:
    final = case.final(rows)
    return Change(kind, final or 0.0, "" if final is None else band_of(final, case.edges), row, offence)


def _is_below(case: Case, change: Change) -> bool:
    return change.band == "" or _edge(case, change.band) < _edge(case, band_of(case.now or 0.0, case.edges))


def _is_above(case: Case, change: Change) -> bool:
    now = case.now
    return change.band != "" and (now is None or _edge(case, change.band) > _edge(case, band_of(now, case.edges)))


def _edge(case: Case, band: str) -> float:
    return case.edges.get(band, 0.0)


def _least(case: Case, changes: Iterable[Change]) -> Change | None:
    now = case.now or 0.0
    return min(changes, key=lambda each: (abs(each.to - now), each.kind, each.row, each.offence), default=None)


@dataclass(frozen=True)
class Moved:
    """One reason why a score is another than the one before it, and by how many points."""

    why: str
    points: float


@dataclass(frozen=True)
class Then:
    """The score before: its rows, day and numbers, the points of a judgement, and the score that was given."""

    rows: Sequence[Allegation]
    as_of: date
    parameters: Parameters
    points: float = 0.0


def moved(then: Then, now: Case) -> list[Moved]:
    """Why a score is another than the one before it, one step at a time: time, facts, version, judgement.

    The steps add up to the difference of the two bases with their judgements, before the bounds of 0 and 100.
    """
    start = _base(then.rows, then.as_of, then.parameters)
    later = _base(then.rows, now.as_of, then.parameters)
    facts = _base(now.rows, now.as_of, then.parameters)
    version = _base(now.rows, now.as_of, now.parameters)
    steps = [
        Moved("time", later - start),
        Moved("facts", facts - later),
        Moved("version", version - facts),
        Moved("judgement", now.points - then.points),
    ]
    return [step for step in steps if round(step.points, 2)]


def _base(rows: Iterable[Allegation], as_of: date, parameters: Parameters) -> float:
    found = score(rows, as_of, parameters)
    return found.base if found else 0.0
