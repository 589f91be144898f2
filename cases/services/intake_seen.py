"""What one run has met so far, kept by the database for the length of the run, so that memory stays flat."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection

from cases.rules.intake_report import Tally
from cases.rules.intake_rows import CrimeIn

MAKE = """
CREATE TEMP TABLE intake_digest (digest text PRIMARY KEY);
CREATE TEMP TABLE intake_crime (reference text PRIMARY KEY, is_rasso boolean, is_n100 boolean);
CREATE TEMP TABLE intake_changed (reference text PRIMARY KEY);
"""
DROP = "DROP TABLE IF EXISTS intake_digest, intake_crime, intake_changed"
MEET = "INSERT INTO intake_digest SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING RETURNING digest"
CHANGE = "INSERT INTO intake_changed SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING"
COUNT = """
INSERT INTO intake_crime SELECT * FROM unnest(%s::text[], %s::boolean[], %s::boolean[]) ON CONFLICT DO NOTHING
"""
TOTAL = """
SELECT count(*) FILTER (WHERE is_rasso), count(*) FILTER (WHERE NOT is_rasso), count(*) FILTER (WHERE is_n100)
FROM intake_crime
"""


@contextmanager
def remembered() -> Iterator[None]:
    """Remember the rows and crimes of one run while the block lasts."""
    with connection.cursor() as cursor:
        cursor.execute(DROP)
        cursor.execute(MAKE)
    yield
    with connection.cursor() as cursor:  # where the block failed, the connection ends or the next run drops them
        cursor.execute(DROP)


def first_met(digests: Iterable[str]) -> set[str]:
    """Those of the digests that this run had not met before."""
    with connection.cursor() as cursor:
        cursor.execute(MEET, [list(digests)])
        return {digest for (digest,) in cursor.fetchall()}


def count(crimes: Iterable[tuple[CrimeIn, bool]]) -> None:
    """Count crimes once each, with whether each is RASSO, however many rows they have."""
    rows = [(crime.reference, is_rasso, crime.is_n100) for crime, is_rasso in crimes]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(COUNT, [list(column) for column in zip(*rows, strict=True)])


def changed(references: Iterable[str]) -> int:
    """How many of these crimes had not been counted as changed before in this run."""
    with connection.cursor() as cursor:
        cursor.execute(CHANGE, [list(references)])
        return cursor.rowcount


def total(tally: Tally) -> None:
    """Write the numbers of crimes into the tally."""
    with connection.cursor() as cursor:
        cursor.execute(TOTAL)
        tally.rasso_crimes, tally.other_crimes, tally.n100 = cursor.fetchone()
