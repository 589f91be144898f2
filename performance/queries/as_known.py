"""The record as it was known at a past moment, under the names of the tables that hold it now.

A statement that follows these common table expressions reads the past without knowing it: PostgreSQL takes a name from
them before it takes a table's. So the score of a past day is made by the very statement that makes today's.

What Soteria recorded itself is read from its history, as it stood at the moment. What was loaded later, from records of
before, is taken as recorded on the day it was reported, with its dated outcome and statuses cut off at the moment; its
other columns have no history from before, and are read as they were loaded.
"""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db import models

from cases.models import Case, Offence
from suspects.models import Involvement, InvolvementStatus
from victims.models import Victim

WITH_THE_CASE = "interval '1 day'"  # what was loaded with a case is known with it; what was added later is not
KNOWN = "%(known)s"
OUTCOME = ("outcome_code", "outcome_by")
# When a case was loaded here, and whether it came with its past.
LOADED = f"""loaded AS MATERIALIZED (
  SELECT c.id AS case_id, c.source = '{Case.Source.IMPORT}' AS had_past, min(e.pgh_created_at) AS at
  FROM cases_case c JOIN cases_caseevent e ON e.pgh_obj_id = c.id GROUP BY 1, 2)"""  # noqa: S608 - our own word
# Facts that are added and never changed, with the moment of each.
DATED = {
    "victims_needsassessment": "made_at",
    "orders_breach": "logged_at",
    "orders_breachdecision": "decided_at",
}
# When each step was recorded; one that was loaded with the past has no author, and counts from its own day.
STEPS = """steps AS MATERIALIZED (
  SELECT s.id, s.involvement_id, CASE WHEN s.recorded_by_id IS NULL AND l.had_past
    THEN s."on"::timestamp AT TIME ZONE 'Europe/London' ELSE s.recorded_at END AS at
  FROM suspects_involvementstatus s JOIN suspects_involvement i ON i.id = s.involvement_id
  JOIN loaded l ON l.case_id = i.case_id)"""
# Somebody is named from the first step that says so; where no step is recorded at all, from the report.
NAMED = f"""e.pgh_obj_id NOT IN (
    SELECT involvement_id FROM steps GROUP BY 1 HAVING min(at) >= {KNOWN})"""  # noqa: S608 - our own names


def tables() -> str:
    """The common table expressions, to stand first in a statement that is given `known`, an aware moment.

    It is given `parts` and `labels` too, lists as long as each other: these involvements are read as another suspect's.
    """
    parts = [LOADED, STEPS, _case(), _table(Offence), _table(Victim), *_involvements(), _statuses()]
    parts += [f"{table} AS (SELECT * FROM {table} WHERE {at} < {KNOWN})" for table, at in DATED.items()]  # noqa: S608
    return ",\n".join(parts)


def _case() -> str:
    given = f"e.outcome_at < {KNOWN}"
    return _table(
        Case,
        key="e.pgh_obj_id",
        only=f"e.reported_at < {KNOWN}",
        given={
            **{name: f"CASE WHEN {given} THEN e.{name} ELSE '' END" for name in OUTCOME},
            "outcome_at": f"CASE WHEN {given} THEN e.outcome_at END",
            "closed_at": f"CASE WHEN e.closed_at < {KNOWN} THEN e.closed_at END",
        },
    )


def _table(
    model: type[models.Model],
    *,
    key: str = "e.case_id",
    only: str = "true",
    given: Mapping[str, str] | None = None,
    name: str = "",
) -> str:
    """One table as it was: the newest state of each row by the moment, or the one it was loaded with."""
    known = f"e.pgh_created_at < {KNOWN}"
    loaded = f"l.had_past AND e.pgh_created_at <= l.at + {WITH_THE_CASE}"
    columns = _columns(model, _own(model, "e") | dict(given or {}))
    return f"""{name or model._meta.db_table} AS MATERIALIZED (
  SELECT DISTINCT ON (e.pgh_obj_id) {columns}
  FROM {_history(model)} e JOIN loaded l ON l.case_id = {key}
  WHERE e.pgh_obj_id IS NOT NULL AND ({known} OR ({loaded})) AND {only}
  ORDER BY e.pgh_obj_id, ({known}) DESC, CASE WHEN {known} THEN e.pgh_id ELSE -e.pgh_id END DESC)"""  # noqa: S608


def _involvements() -> tuple[str, ...]:
    """Who is involved, as whichever suspect the links say."""
    named = "involvement_known"
    columns = _columns(Involvement, _own(Involvement, "k") | {"suspect_id": "coalesce(r.suspect_id, k.suspect_id)"})
    return (
        _table(Involvement, only=NAMED, name=named),
        f"""suspects_involvement AS MATERIALIZED (
  SELECT {columns} FROM {named} k
  LEFT JOIN unnest(%(parts)s::bigint[], %(labels)s::bigint[]) AS r(id, suspect_id) ON r.id = k.id)""",  # noqa: S608
    )


def _statuses() -> str:
    taken_back = {
        name: f"CASE WHEN s.withdrawn_at < {KNOWN} THEN s.{name} END" for name in ("withdrawn_at", "withdrawn_by_id")
    }
    return f"""suspects_involvementstatus AS MATERIALIZED (
  SELECT {_columns(InvolvementStatus, _own(InvolvementStatus, "s") | taken_back)}
  FROM suspects_involvementstatus s JOIN steps k ON k.id = s.id WHERE k.at < {KNOWN})"""  # noqa: S608 - our own names


def _own(model: type[models.Model], alias: str) -> dict[str, str]:
    """Each column of a model as itself."""
    return {name: f'{alias}."{name}"' for name in _names(model)}


def _names(model: type[models.Model]) -> list[str]:
    return [field.column for field in model._meta.local_concrete_fields]


def _columns(model: type[models.Model], given: Mapping[str, str]) -> str:
    return ", ".join(f'{given[name]} AS "{name}"' for name in _names(model))


def _history(model: type[models.Model]) -> str:
    """The table in which a model's history is kept."""
    event: Any = apps.get_model(model._meta.app_label, f"{model.__name__}Event")
    return str(event._meta.db_table)
