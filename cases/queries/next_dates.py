"""The next dates of a case, for the reader whose sight it carries."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.models import Case
from cases.queries import loaded
from soteria.accounts.roles import Level, Section
from soteria.clocks.queries import NextClock, next_of
from soteria.clocks.rules import State

LIMIT = 8
# What a clock is about, by the start of its kind, and so who may know of it. Any other is about bail and orders.
SECTIONS = {
    "code": Section.SUMMARY,
    "nfa": Section.SUMMARY,
    "vrr": Section.SUMMARY,
    "contact": Section.SUMMARY,
    "phone": Section.DIGITAL,
    "biometrics": Section.SUSPECT,
}


@dataclass(frozen=True)
class NextDate:
    """One clock as the page shows it. `by_law` is the law's end where our working date comes before it."""

    title: str
    at: date | datetime
    by_law: date | datetime | None
    stands_still: bool
    authority: str
    working: tuple[str, ...]


def of(case: Case) -> list[NextDate]:
    """The clocks that still count and that this reader may know of, the most urgent first. 1 query."""
    seen = [clock for clock in next_of(loaded.clocks(case), limit=100) if _may_see(case, clock)]
    return [_next_date(clock) for clock in seen[:LIMIT]]


def _may_see(case: Case, clock: NextClock) -> bool:
    section = SECTIONS.get(clock.kind.partition(".")[0], Section.BAIL_ORDERS)
    return bool(case.sight.may(section, Level.PART))


def _next_date(clock: NextClock) -> NextDate:
    return NextDate(
        title=clock.title,
        at=clock.act_by,
        by_law=clock.due if clock.due != clock.act_by else None,
        stands_still=clock.state is State.SUSPENDED,
        authority=clock.authority,
        working=clock.working,
    )
