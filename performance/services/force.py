"""Build an invented force of any size from a seed: the same seed and day make the same rows."""

from collections.abc import Callable
from datetime import date, datetime, time

from django.db import connection, transaction

from cases.models import Case
from cases.services import intake_reference
from performance.rules.force import cases as rules
from performance.rules.months import LONDON
from performance.services import force_biometrics as biometrics
from performance.services import force_events as events
from performance.services import force_judgements as judgements
from performance.services import force_orders
from performance.services import force_people as people
from performance.services import force_staff as staffing
from performance.services.force_cases import write_cases
from performance.services.force_closures import write_closures
from performance.services.force_staff import PROCESS, Staff
from soteria.accounts.models import Force
from soteria.audit import services as audit
from soteria.clocks import services as clocks

BATCH = 1000
MOST = 2_000_000
LONGEST_CODE = 8
Progress = Callable[[int], object]


class CannotMake(Exception):
    """The sentence says what stands in the way; nothing was changed."""


def force_of(seed: int) -> Force:
    """The force of a seed, made where it is missing. Raises CannotMake for a seed out of range."""
    code = f"G{seed}"
    if not seed >= 0 or len(code) > LONGEST_CODE:
        raise CannotMake("The seed must be a number from 0 to 9999999.")
    force, _ = Force.objects.get_or_create(code=code, defaults={"name": f"Invented force {seed}"})
    return force


def here(force: Force) -> int:
    """How many invented cases a force holds already."""
    return Case.objects.filter(force=force, reference__startswith=f"{force.code}/G").count()


def build(force: Force, *, cases: int, seed: int, on: date, progress: Progress) -> int:
    """Make the cases of a seed that the force does not hold yet, as they stand at the start of a London day; how many.

    Each batch is whole or not there: a build that was cut short goes on where it stopped, and a second one makes
    nothing. Raises CannotMake for a number out of range.
    """
    if not 1 <= cases <= MOST:
        raise CannotMake(f"The number of cases must be from 1 to {MOST:,}.")
    intake_reference.load_where_empty()
    done = here(force)
    if done >= cases:
        return 0
    now = datetime.combine(on, time.min, LONDON)
    staff = staffing.prepare(force, cases=cases, years=rules.YEARS, on=on)
    for first in range(done + 1, cases + 1, BATCH):
        numbers = range(first, min(first + BATCH, cases + 1))
        _write(force, staff, seed, numbers, now)
        progress(len(numbers))
    _refresh_statistics()
    return cases - done


@transaction.atomic
def _write(force: Force, staff: Staff, seed: int, numbers: range, now: datetime) -> None:
    """One batch, whole or not at all, with one audit event that says which cases it made."""
    placed = write_cases(force, staff, [rules.make(seed, number, now) for number in numbers])
    contacts = events.write_contacts(people.write_victims(placed))
    parts = people.write_suspects(force, placed)
    custody = events.write_custody(parts, staff)
    people.write_held(parts)
    judgements.write_judgements(parts, staff, now)
    force_orders.write_orders(parts, now)
    ended = write_closures(placed, staff, now)
    biometrics.write(parts, staff, now)
    clocks.note_many([*events.report_facts(placed), *contacts, *custody, *ended])
    made = {"seed": seed, "first": numbers[0], "last": numbers[-1]}
    audit.record("force.built", force, process=PROCESS, after=made)


def _refresh_statistics() -> None:
    """Tell the planner what is there now; a query over a table it thinks empty is slow."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
