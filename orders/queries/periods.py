"""The applicable bail period of an arrest, as the clocks have worked it out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat, JSONObject

from orders.models import BailExtension
from soteria.clocks import limits
from soteria.clocks.models import Clock
from soteria.clocks.queries import as_it_was
from soteria.clocks.rules import Limit, State
from soteria.ui.dates import day

KIND = "bail.applicable_period"
INITIAL = "initial"
STANDS_STILL = "Stands still"


def source_of(arrest_id: object) -> str:
    """The name under which the clocks know an arrest."""
    return f"arrest:{arrest_id}"


@dataclass(frozen=True)
class Period:
    """When bail without charge ends, by law and by our earlier working date; `stands_still` while CPS has the file."""

    due: datetime
    act_by: datetime
    stands_still: bool

    @property
    def ends_at(self) -> datetime | None:
        """The moment after which bail on the arrest is over; None while the period stands still."""
        return None if self.stands_still else self.due


def of_arrest(arrest: str) -> Subquery:
    """The period of each row's arrest, to be read in the row's own query; `arrest` is the path to it.

    Give each value to `read`.
    """
    source = Concat(Value(source_of("")), Cast(OuterRef(f"{arrest}__pk"), CharField()))
    clocks = Clock.objects.filter(case_id=OuterRef(f"{arrest}__case_id"), kind=KIND, source=source)
    return Subquery(clocks.values(kept=JSONObject(due="due", act_by="act_by", state="state"))[:1])


def read(kept: Mapping[str, Any] | None) -> Period | None:
    """The period that `of_arrest` annotated, or None where no bail was granted."""
    if kept is None:
        return None
    due, act_by = (datetime.fromisoformat(kept[name]) for name in ("due", "act_by"))
    return Period(due, act_by, kept["state"] == State.SUSPENDED)


def period_of(case_id: int, arrest_id: int) -> Period | None:
    """The period of one arrest. 1 query."""
    found = Clock.objects.filter(case_id=case_id, kind=KIND, source=source_of(arrest_id)).first()
    return as_period(found) if found else None


def end_given_by(extension: BailExtension) -> str:
    """When the period ended by law once this extension was given, in words, whatever came after it. 3 queries."""
    arrest = extension.bail.arrest
    found = as_it_was(arrest.case_id, KIND, source_of(arrest.pk), extension.decided_at)
    return STANDS_STILL if found is None or found.state is State.SUSPENDED else day(found.due)


def legal_end(case_id: int, arrest_id: int) -> str:
    """When the period of an arrest ends by law, in words, as it stands now. 1 query."""
    period = period_of(case_id, arrest_id)
    return STANDS_STILL if period is None or period.stands_still else day(period.due)


def as_period(clock: Clock) -> Period:
    """The period that a clock counts."""
    return Period(clock.due, clock.act_by, clock.state == State.SUSPENDED)


def lengths(arrested_on: date, ranks: Iterable[str]) -> dict[str, Limit]:
    """To how long the period starts, and each rank may extend it, for an arrest on a London date. 1 query.

    A rank that had no power then is left out: before 28 October 2022 an inspector had none.
    """
    known = limits.all_limits()
    found = {name: known.find(f"{KIND}.{name}", arrested_on) for name in (INITIAL, *ranks)}
    return {name: limit for name, limit in found.items() if limit}


COURT = {"first", "first_long", "after_twelve", "after_twelve_long", "later", "later_long"}


def court_limits(arrested_on: date) -> dict[str, int]:
    """What a court may give, in months, for an arrest on a London date; nothing where no rule is known. 1 query."""
    known = limits.all_limits()
    found = {name: known.find(f"bail.court.{name}", arrested_on) for name in COURT}
    return {name: limit.amount for name, limit in found.items() if limit} if all(found.values()) else {}
