"""The nightly count: each measure of each recent month, kept as it stood."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import connection, transaction

from performance import reference
from performance.measures import MEASURES, PARTS
from performance.models import Snapshot
from performance.queries import figures
from performance.queries.figures import Counted, Figure
from performance.queries.scopes import of_force
from performance.rules.definitions import Definition
from performance.rules.months import Month, Window
from soteria.accounts.models import Force

# Any number, the same in every process: one count at a time.
COUNTING = 7_301
AT_ONCE = 16  # measures and months in one statement, so that none runs too long
HISTORY = 36  # months that are counted once, if they never were
STILL_MOVING = 3  # months that are counted again each night, since outcomes and contacts are recorded late
VALUES = ("counted", "base", "whole", "low", "middle", "high", "ninth", "taken_at")


@transaction.atomic
def take_snapshots(now: datetime) -> int:
    """Count the months that may still change, and any month of the last 36 that never was; how many rows were written.

    A second run at the same moment writes the same rows. Two at once wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [COUNTING])
    return sum(_count(force, now) for force in Force.objects.order_by("pk"))


def _count(force: Force, now: datetime) -> int:
    this = Month.of(now)
    known = set(
        Snapshot.objects.filter(force=force, team=None).values_list("measure", "version", "month"),
    )
    moving = {this.back(months) for months in range(STILL_MOVING)}
    wanted = [
        (one, month)
        for month in Window.of(this, HISTORY)
        for one in reference.in_force(month.last).values()
        if one.id not in PARTS
        if month in moving or (one.id, one.version, month.first) not in known
    ]
    rows = list(_snapshots(force, wanted, now))
    Snapshot.objects.bulk_create(
        rows,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["force", "team", "measure", "version", "month"],
        update_fields=list(VALUES),
    )
    return len(rows)


def _snapshots(force: Force, wanted: Iterable[tuple[Definition, Month]], now: datetime) -> Iterator[Snapshot]:
    view = of_force(force)
    for asked in _batched(wanted, AT_ONCE):
        rows = [(w := Window.of(month), view.rows(MEASURES[one.id], w, one)) for one, month in asked]
        for (one, month), counted in zip(asked, figures.count(rows), strict=True):
            for team, figure in _places(counted, view.teams):
                yield _snapshot(force.pk, team, one, month, figure, now)


def _batched(wanted: Iterable[tuple[Definition, Month]], size: int) -> Iterator[list[tuple[Definition, Month]]]:
    found = list(wanted)
    return (found[start : start + size] for start in range(0, len(found), size))


def _places(counted: Counted, teams: Iterable[int]) -> Iterator[tuple[int | None, Figure]]:
    """The force, and each of its teams, also those where nothing was counted: nought is a number."""
    yield None, counted.total
    for team in teams:
        yield team, counted.teams.get(team, figures.NOTHING)


def _snapshot(
    force_id: int, team_id: int | None, one: Definition, month: Month, figure: Figure, now: datetime
) -> Snapshot:
    return Snapshot(
        measure=one.id,
        version=one.version,
        force_id=force_id,
        team_id=team_id,
        month=month.first,
        taken_at=now,
        **{name: getattr(figure, name) for name in VALUES if name != "taken_at"},
    )
