"""Arrests and what hangs on them as the page of a case shows them: plain values, named as they are read out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orders.models import (
    AttendanceDue,
    BailCheck,
    BailExtension,
    BailVariation,
    CourtApplication,
    Factor,
    Pause,
    Release,
    Surrender,
    SurrenderChange,
    VictimViews,
)
from orders.queries import custody_lines, periods
from orders.queries.custody_lines import Line
from orders.queries.periods import Period
from orders.rules import surrender as surrender_rules
from soteria.ui.dates import moment

Rows = Mapping[str, Sequence[Any]]
OF_BAIL = "bail__arrest__case_id"


def _attendances(case_id: Any) -> Any:
    """What waits for an answer and what comes next; what came before is counted in the station's register."""
    rows = AttendanceDue.objects.filter(condition__bail__arrest__case_id=case_id, answered_at=None)
    return rows.select_related("condition").order_by("opens_at")[:60]


BUILDS: Mapping[str, Any] = {
    "extensions": lambda case_id: BailExtension.objects.filter(**{OF_BAIL: case_id}).order_by("decided_at"),
    "releases": lambda case_id: Release.objects.filter(arrest__case_id=case_id).order_by("-decided_at"),
    "variations": lambda case_id: BailVariation.objects.filter(**{OF_BAIL: case_id}).order_by("varied_at"),
    "surrenders": lambda case_id: SurrenderChange.objects.filter(**{OF_BAIL: case_id}).order_by("notice_at"),
    "views": lambda case_id: (
        VictimViews.objects.filter(**{OF_BAIL: case_id}).select_related("victim").order_by("recorded_at")
    ),
    "to_court": lambda case_id: CourtApplication.objects.filter(**{OF_BAIL: case_id}).order_by("lodged_at"),
    "pauses": lambda case_id: Pause.objects.filter(arrest__case_id=case_id).order_by("starts_at"),
    "checks": lambda case_id: BailCheck.objects.filter(**{OF_BAIL: case_id}).order_by("-checked_at")[:40],
    "attendances_due": _attendances,
    "returns": lambda case_id: Surrender.objects.filter(**{OF_BAIL: case_id}).order_by("due_at"),
}


@dataclass(frozen=True)
class ConditionShown:
    """A condition: what it says, what it protects, from when to when."""

    words: str
    protects: str
    starts_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class ReleaseShown:
    """A custody officer's decision in words."""

    pk: int
    decided_at: datetime
    route: str
    officer: str
    is_bail: bool
    no_bail: str
    words: str
    factors: tuple[tuple[str, str], ...]
    representations: str
    is_seen: bool


@dataclass(frozen=True)
class DueShown:
    """A time to report that nobody has answered for."""

    pk: int
    opens_at: datetime
    station: str
    is_missed: bool
    is_over: bool


@dataclass(frozen=True)
class ReturnShown:
    """A time to come back to the station: what came of it, or that nobody has answered."""

    pk: int
    due_at: datetime
    words: str
    is_over: bool
    is_answered: bool


@dataclass(frozen=True)
class BailShown:
    """One release on bail."""

    pk: int
    granted_at: datetime
    route: str
    authorised_by: str
    must_return: str
    station: str
    ended_at: datetime | None
    ended_why: str
    ended_words: str
    anew: str
    release: ReleaseShown | None
    conditions: tuple[ConditionShown, ...]
    extensions: tuple[Line, ...]
    variations: tuple[Line, ...]
    surrenders: tuple[Line, ...]
    views: tuple[Line, ...]
    applications: tuple[Line, ...]
    checks: tuple[str, ...]
    due: tuple[DueShown, ...]
    returns: tuple[ReturnShown, ...]


@dataclass(frozen=True)
class ArrestShown:
    """An arrest with the bail that followed, and when its bail period ends."""

    pk: int
    suspect: str
    arrested_at: datetime
    arrived_at: datetime | None
    station: str
    custody_reference: str
    no_reference: str
    withdrawn: str
    notice_at: datetime | None
    period: Period | None
    bails: tuple[BailShown, ...]
    releases: tuple[ReleaseShown, ...]
    pauses: tuple[Line, ...]

    @property
    def is_on_bail(self) -> bool:
        """Whether a bail of this arrest has not been ended."""
        return any(bail.ended_at is None for bail in self.bails)


def by(rows: Iterable[Any], name: str) -> dict[int, list[Any]]:
    """Rows by what they belong to."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def arrests(rows: Rows, names: Mapping[int, str], now: datetime) -> Iterator[ArrestShown]:
    """Every arrest of a case, from the rows that were read together."""
    ends = {clock.source: periods.as_period(clock) for clock in rows["periods"]}
    of_bail = {name: by(rows[name], "bail_id") for name in ("conditions", "returns", *_OF_BAIL)}
    releases, pauses = by(rows["releases"], "arrest_id"), by(rows["pauses"], "arrest_id")
    decided = {row.bail_id: release(row) for row in rows["releases"] if row.bail_id}
    due = _due(rows["attendances_due"], now)
    bails = by(rows["bails"], "arrest_id")
    for row in rows["arrests"]:
        shown = (_bail(bail, of_bail, decided.get(bail.pk), due[bail.pk], now) for bail in bails[row.pk])
        yield ArrestShown(
            pk=row.pk,
            suspect=names[row.suspect_id],
            arrested_at=row.arrested_at,
            arrived_at=row.arrived_at,
            station=row.station,
            custody_reference=row.custody_reference,
            no_reference=row.get_no_reference_display(),
            withdrawn=row.withdrawn_why,
            notice_at=row.notice_at,
            period=ends.get(periods.source_of(row.pk)),
            bails=tuple(shown),
            releases=tuple(release(one) for one in releases[row.pk] if one.bail_id is None),
            pauses=tuple(map(custody_lines.pause, pauses[row.pk])),
        )


_OF_BAIL = ("extensions", "variations", "surrenders", "views", "to_court", "checks")


def _bail(
    bail: Any,
    of_bail: Mapping[str, dict[int, list[Any]]],
    decided: ReleaseShown | None,
    due: Sequence[DueShown],
    now: datetime,
) -> BailShown:
    rows = {name: found[bail.pk] for name, found in of_bail.items()}
    asked = {one.variation_id for one in rows["views"]}
    return BailShown(
        pk=bail.pk,
        granted_at=bail.granted_at,
        route=bail.get_route_display(),
        authorised_by=bail.authorised_by,
        must_return=surrender_rules.when(bail.surrender_at) if bail.surrender_at else "",
        station=bail.station,
        ended_at=bail.ended_at,
        ended_why=_why_ended(bail),
        ended_words=bail.ended_words,
        anew=f"{bail.get_anew_display()}: {bail.anew_words}" if bail.anew else "",
        release=decided,
        conditions=tuple(map(_condition, rows["conditions"])),
        extensions=tuple(map(custody_lines.extension, rows["extensions"])),
        variations=tuple(custody_lines.variation(one, is_asked=one.pk in asked) for one in rows["variations"]),
        surrenders=tuple(map(custody_lines.surrender, rows["surrenders"])),
        views=tuple(map(custody_lines.views, rows["views"])),
        applications=tuple(map(custody_lines.application, rows["to_court"])),
        checks=tuple(custody_lines.check(one) for one in rows["checks"][:3]),
        due=tuple(due),
        returns=tuple(_return(one, now) for one in rows["returns"]),
    )


def _why_ended(bail: Any) -> str:
    who = f". Custody officer: {bail.get_ended_rank_display()} {bail.ended_officer}" if bail.ended_officer else ""
    return f"{bail.get_ended_why_display()}{who}"


def _return(row: Surrender, now: datetime) -> ReturnShown:
    back = row.state == Surrender.State.RETURNED and row.returned_at
    why = f": {row.get_excuse_display()}" if row.excuse else ""
    words = f"Came back {moment(back)}" if back else f"{row.get_state_display()}{why}"
    return ReturnShown(row.pk, row.due_at, words, row.due_at <= now, row.answered_at is not None)


def _condition(row: Any) -> ConditionShown:
    return ConditionShown(str(row), row.get_protects_display(), row.starts_at, row.ends_at)


def release(row: Release) -> ReleaseShown:
    """A decision in words."""
    said = f"{row.get_representations_display()}{f': {row.said}' if row.said else ''}"
    return ReleaseShown(
        pk=row.pk,
        decided_at=row.decided_at,
        route=row.get_route_display(),
        officer=f"{row.get_officer_rank_display()} {row.officer}",
        is_bail=row.bail_id is not None,
        no_bail=row.get_no_bail_display(),
        words=row.words,
        factors=tuple((factor.label, row.factors.get(factor.value, "")) for factor in Factor),
        representations=said,
        is_seen=row.seen_at is not None,
    )


def _due(rows: Iterable[AttendanceDue], now: datetime) -> dict[int, list[DueShown]]:
    """By bail: everything that waits for an answer, and the next time to come."""
    found: dict[int, list[DueShown]] = defaultdict(list)
    for row in rows:
        known = found[row.condition.bail_id]
        is_over = row.opens_at <= now
        if is_over or not known or known[-1].is_over:
            known.append(DueShown(row.pk, row.opens_at, row.station, row.state == AttendanceDue.State.MISSED, is_over))
    return found
