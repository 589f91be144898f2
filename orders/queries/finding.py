"""Find the case that a breach belongs to, among those on which this person may log one."""

from dataclasses import dataclass
from typing import Any

from cases.models import Case
from cases.queries import rows, search
from cases.queries.rows import CaseRow
from cases.queries.search import Person
from cases.queries.sight import reaching
from soteria.accounts.roles import Level, Section

SIZE = 25


@dataclass(frozen=True)
class Found:
    """The cases that answer a search with the names found in each; `exact` is the one whose reference was typed."""

    rows: tuple[tuple[CaseRow, tuple[Person, ...]], ...]
    is_capped: bool
    exact: str = ""


def find(user: Any, typed: str) -> Found:
    """Search by reference or by a name that this person may read. Raises search.TooShort."""
    hits = search.find(user, typed)
    first = hits.hits[: SIZE + 1]
    may = Case.objects.visible_to(user).filter(
        reaching(user, Section.BAIL_ORDERS, Level.PART), pk__in=[hit.case_id for hit in first]
    )
    allowed = set(may.values_list("pk", flat=True))
    shown = [hit for hit in first[:SIZE] if hit.case_id in allowed]
    cases = {row.case_id: row for row in rows.of(user, [hit.case_id for hit in shown])}
    listed = tuple((cases[hit.case_id], hit.people) for hit in shown if hit.case_id in cases)
    exact = [cases[hit.case_id].slug for hit in shown if hit.is_exact and hit.case_id in cases]
    return Found(listed, len(first) > SIZE, exact[0] if len(exact) == 1 else "")
