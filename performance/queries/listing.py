"""The list behind a number: the very rows that it counts, as one reader may see them."""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from cases.models import Case
from cases.queries.keyset import Place, cursor, place
from performance.measures import MEASURES
from performance.measures.base import Measure, Rows
from performance.queries.deck import Number
from performance.queries.scopes import View, sees_references
from soteria.accounts.models import Team, User

SIZE = 50
EXPORT_MOST = 5000
HIDDEN = "Hidden"
RESTRICTED = "Restricted case"
EVERY, ONLY_COUNTED = "all", "counted"


@dataclass(frozen=True)
class Entry:
    """One row of a list. `slug` is empty where this reader may not open the case.

    `counts` is None where the reader may not know whether the row counted: it tells what became of a hidden case.
    """

    name: str
    slug: str
    stage: str
    team: str
    at: datetime | None
    counts: bool | None
    amount: float | None


@dataclass(frozen=True)
class Page:
    """One page of a list, with how many rows the list has."""

    entries: tuple[Entry, ...]
    total: int
    after: str
    before: str


def rows_of(view: View, number: Number, *, part: str = EVERY, team: str = "") -> Rows:
    """The rows that a number counts: all of its denominator, or its numerator alone; of one team, or of none."""
    rows = view.rows(MEASURES[number.definition.id], number.window, number.definition)
    if part == ONLY_COUNTED:
        rows = rows.filter(counts=True)
    if team:
        rows = rows.filter(of_team=None if team == "none" else int(team))
    return rows


def page(user: Any, view: View, number: Number, rows: Rows, after: str, before: str) -> Page:
    """One page of the list. 3 queries, whatever its length."""
    measure = MEASURES[number.definition.id]
    at = _place(measure, after, before)
    found = list(_ordered(rows.filter(at.condition(measure.order)), measure, at)[: SIZE + 1])
    has_more, found = len(found) > SIZE, found[:SIZE]
    if at.is_backwards:
        found.reverse()
    keys = [tuple(row[name] for name in measure.order.fields) for row in found]
    return Page(
        tuple(_entries(user, view, measure, found)),
        rows.count(),
        _sealed(keys[-1]) if keys and (has_more or at.is_backwards) else "",
        _sealed(keys[0]) if keys and (has_more if at.is_backwards else bool(at.after)) else "",
    )


def every(user: Any, view: View, number: Number, rows: Rows) -> list[Entry]:
    """The same rows as all pages together, one more than may be exported where there are too many."""
    measure = MEASURES[number.definition.id]
    return list(_entries(user, view, measure, list(_ordered(rows, measure, Place())[: EXPORT_MOST + 1])))


def _place(measure: Measure, after: str, before: str) -> Place:
    kinds = (str, int) if measure.order.key == "officer" else (datetime, int)
    return place(_opened(after), _opened(before), kinds)


def _sealed(values: Sequence[Any]) -> str:
    """The place of a row as it stands in an address, unreadable: the row may be a restricted case, whose day and id the
    list hides, or stand under a pseudonym.
    """
    return _seal().encrypt(cursor(values).encode()).decode()


def _opened(text: str) -> str:
    """The place that `_sealed` closed; one that is not ours is the start."""
    try:
        return _seal().decrypt(text[:500].encode()).decode()
    except InvalidToken:
        return ""


def _seal() -> Fernet:
    key = salted_hmac("performance.cursor", "", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))


def _ordered(rows: Rows, measure: Measure, at: Place) -> QuerySet[Any]:
    names = dict.fromkeys(["unit", "of_case", "of_team", "at", "counts", "amount", *measure.order.fields])
    return rows.order_by(*measure.order.by(is_backwards=at.is_backwards)).values(*names)


def _entries(user: Any, view: View, measure: Measure, found: list[dict[str, Any]]) -> Iterable[Entry]:
    if measure.order.key == "officer":
        people = User.objects.in_bulk([row["unit"] for row in found])
        return [_officer(row, people[row["unit"]], view) for row in found]
    cases = _seen(user, view, [row["of_case"] for row in found])
    return [_case(row, cases.get(row["of_case"]), view, user) for row in found]


def _seen(user: Any, view: View, ids: list[int]) -> dict[int, Case]:
    """The cases of a list that may be named to this reader: visible ones or, for a whole force, those that are neither
    restricted nor barred.
    """
    cases = Case.objects.filter(is_restricted=False).not_barred(user) if view.masks else Case.objects.visible_to(user)
    return cases.select_related("stage", "team").in_bulk(ids)


def _case(row: dict[str, Any], case: Case | None, view: View, user: Any) -> Entry:
    if case is None:
        return Entry(RESTRICTED, "", HIDDEN, HIDDEN, None, None, None)
    name = case.reference if not view.masks or sees_references(user) else pseudonym(case.pk)
    team = case.team.name if case.team else "No team"
    slug = "" if view.masks else case.slug
    return Entry(name, slug, case.stage.title, team, row["at"], row["counts"], row["amount"])


def _officer(row: dict[str, Any], person: User, view: View) -> Entry:
    team = view.teams.get(row["of_team"], view.label if row["of_team"] else "No team")
    return Entry(str(person), "", "", team, None, row["counts"], row["amount"])


def pseudonym(case_id: int) -> str:
    """A name for a case that tells it from others and nobody which it is; it is the same on every list."""
    return "P-" + salted_hmac("performance.pseudonym", str(case_id), algorithm="sha256").hexdigest()[:10].upper()


def team_name(team: str) -> str:
    """The name of a team as a heading says it; empty for none asked."""
    if team == "none":
        return "No team"
    return Team.objects.get(pk=int(team)).name if team else ""
