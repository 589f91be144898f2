"""What hangs on an arrest or on bail, each in one line as it is read out, with what is still to be recorded of it."""

from dataclasses import dataclass
from datetime import date

from orders.models import (
    BailCheck,
    BailExtension,
    BailVariation,
    CourtApplication,
    Pause,
    Rank,
    SurrenderChange,
    VictimViews,
)
from orders.rules.surrender import when
from soteria.ui.dates import day, moment


@dataclass(frozen=True)
class Line:
    """Something that happened to bail, in words; `todo` is what is still to be done about it, and the row it is of.

    `act` is the page on which it is done, where the kind of row does not say so.
    """

    pk: int
    words: str
    todo: str = ""
    act: str = ""


def extension(row: BailExtension) -> Line:
    """Who extended bail, when and to how long, and the three recorded events; what of them is left to do."""
    months = f", to {row.to_months} months" if row.to_months else ""
    who = row.authorised_by + (f", {Rank(row.officer_rank).label.lower()}" if row.officer_rank else "")
    words = f"{row.get_rank_display()} ({who}), {moment(row.decided_at)}{months}"
    if row.rank == BailExtension.Rank.MAGISTRATES:
        return Line(row.pk, words)
    told = [("told before", row.told_at), ("heard", row.considered_at), ("told the outcome", row.outcome_told_at)]
    said = "; ".join(f"{what} {moment(at)}" for what, at in told if at)
    todo = "" if row.outcome_told_at else "Record that the suspect was told the outcome"
    return Line(row.pk, f"{words}. Suspect {said}" if said else words, todo)


def variation(row: BailVariation, *, is_asked: bool) -> Line:
    """A change of conditions, and whether the victim's views on it were asked for."""
    todo = "" if is_asked else "Record the victim’s views on this change"
    words = f"{moment(row.varied_at)}, asked for by {row.get_asked_by_display().lower()}: {row.why}"
    return Line(row.pk, words, todo)


def surrender(row: SurrenderChange) -> Line:
    """A notice of another day to come back, or of none (s.47(4A))."""
    to = f"to return {moment(row.surrender_at)}" if row.surrender_at else "not to return"
    before = f", before that {when(row.was_at)}" if row.was_at else ""
    return Line(row.pk, f"Notice of {moment(row.notice_at)}: {to}{before}")


def views(row: VictimViews) -> Line:
    """A victim's views, or why they were not asked for, and when they were passed on and answered (s.47ZZA)."""
    said = row.words or row.why_not or row.get_state_display()
    spoke = f", through {row.representative}" if row.representative else ""
    passed = f". Passed on {moment(row.passed_on_at)}" if row.passed_on_at else ""
    told = f". Told {moment(row.told_at)}" if row.told_at else ""
    todo = "Correct when the victim was told" if row.told_at else "Record that the victim was told"
    return Line(row.pk, f"{row.victim}{spoke}: {said}{passed}{told}", todo)


def application(row: CourtApplication) -> Line:
    """What was asked of a court, and what came of it."""
    words = f"{row.court}, lodged {moment(row.lodged_at)}, for {row.months} months"
    if row.granted_id:
        return Line(row.pk, f"{words}. Granted")
    if row.refused_at:
        return Line(row.pk, f"{words}. Refused {moment(row.refused_at)}")
    return Line(row.pk, f"{words}. Waits for the court, and bail lasts until then", "Record that the court refused")


def check(row: BailCheck) -> str:
    """One look at whether conditions are kept."""
    return f"{moment(row.checked_at)}, {row.get_how_display().lower()}: {row.words}"


def pause(row: Pause) -> Line:
    """Time that does not count: in hospital, or until CPS had what it asked for (s.47ZL, s.47ZM)."""
    if row.kind == Pause.Kind.HOSPITAL:
        last: date = row.last_on  # type: ignore[assignment]
        words = f"In hospital from {day(row.starts_at)} to {day(last)}"
        return Line(row.pk, words, "Record that the suspect was there for longer", "orders:lengthen-stay")
    if row.met_at:
        return Line(row.pk, f"CPS asked for information {moment(row.starts_at)}, sent {moment(row.met_at)}")
    words = f"CPS asked for information {moment(row.starts_at)}"
    return Line(row.pk, words, "Record that it was sent", "orders:cps-met")
