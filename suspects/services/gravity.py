"""Keep tables of days of harm: shipped, or read from the workbook of the Cambridge Crime Harm Index."""

import hashlib
import json
from collections.abc import Callable, Sequence

from django.db import transaction
from django.utils import timezone

from soteria.audit import services as audit
from suspects.models import GravityTable, GravityWeight
from suspects.queries.weights import days_in
from suspects.reference import Gravity, GravityRow

PROCESS = "suspects.gravity"


class TableUsed(Exception):
    """A table that scores were made with says something else now; the sentence says what to do instead."""


def digest_of(rows: Sequence[GravityRow]) -> str:
    """What a table says, as one value: the same titles, classes and days give the same digest, in any order."""
    said = sorted([row.code, row.title, row.days] for row in rows)
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


@transaction.atomic
def load_bundled(said: Gravity, is_used: Callable[[GravityTable], bool]) -> GravityTable:
    """Make a shipped table say what its file says. Raises TableUsed where scores were made with other days."""
    held = GravityTable.objects.filter(code=said.code).first()
    digest, days = digest_of(said.rows), said.days()
    if held is not None and held.digest == digest:
        return held
    if held is not None and is_used(held) and any(days.get(each) != old for each, old in days_in(held.pk).items()):
        raise TableUsed(f"The table {said.code} of days of harm has been used and cannot be changed. Add one instead.")
    facts = {"title": said.title, "source": said.source, "loaded_from": "gravity_tables.yaml", "digest": digest}
    table, _ = GravityTable.objects.update_or_create(code=said.code, defaults=facts | {"loaded_at": timezone.now()})
    _write(table, said.rows)
    return table


@transaction.atomic
def keep_table(*, code: str, title: str, source: str, loaded_from: str, rows: Sequence[GravityRow]) -> GravityTable:
    """Keep a table that was read from a file; the same table read again is the one that is held.

    No score changes until a lead adopts a version that names it. Raises TableUsed for a code that is taken.
    """
    digest = digest_of(rows)
    held = GravityTable.objects.filter(code=code).first()
    if held is not None and held.digest == digest:
        return held
    if held is not None:
        raise TableUsed(f"A table called {code} is held already and says something else. Give this one another --code.")
    table = GravityTable.objects.create(
        code=code, title=title, source=source, loaded_from=loaded_from, loaded_at=timezone.now(), digest=digest
    )
    _write(table, rows)
    audit.record(
        "gravity.loaded", table, process=PROCESS, after={"code": code, "titles": len(rows), "file": loaded_from}
    )
    return table


def _write(table: GravityTable, rows: Sequence[GravityRow]) -> None:
    table.weights.all().delete()
    GravityWeight.objects.bulk_create(
        GravityWeight(
            table=table,
            offence_class=row.code,
            title=row.title,
            group=row.group,
            sub_group=row.sub_group,
            days=row.days,
            source=row.source,
            confidence=row.confidence,
            needs_confirmation=row.needs_confirmation,
        )
        for row in rows
    )
