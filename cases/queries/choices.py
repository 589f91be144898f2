"""What a list may be filtered by, for one reader, in one query: stages, offences, their teams, their saved filters."""

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast
from django.http import QueryDict

from cases.models import OffenceClass, SavedFilter, Stage
from soteria import prepared
from soteria.accounts.access import reach_of
from soteria.accounts.models import Team
from soteria.accounts.roles import Level, Section


@dataclass(frozen=True)
class Saved:
    """A saved filter: its name and the address that asks it afresh."""

    pk: int
    name: str
    address: str


Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Choices:
    """Pairs of code and words, in the order they are shown."""

    stages: Pairs = ()
    offences: Pairs = ()
    teams: Pairs = ()
    districts: tuple[str, ...] = ()
    saved: tuple[Saved, ...] = ()


def choices(user: Any, listed: str = "cases") -> Choices:
    """The choices of this reader, with the saved filters of one list. 1 query."""
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for kind, code, title, extra, _ in prepared.rows(("choices", listed, reach_of(user)), lambda: _query(user, listed)):
        found[kind].append((code, title, extra))
    return Choices(
        stages=_pairs(found["stage"]),
        offences=tuple((code, f"{title} ({code})") for code, title, _ in found["offence"]),
        teams=_pairs(found["team"]),
        districts=tuple(sorted({district for _, _, district in found["team"] if district})),
        saved=tuple(Saved(int(pk), name, address_of(json.loads(kept))) for pk, name, kept in found["saved"]),
    )


def _query(user: Any, listed: str) -> QuerySet[Any, tuple[Any, ...]]:
    parts = [
        _part("stage", Stage.objects.all(), "code", "title", "order"),
        _part("offence", OffenceClass.objects.filter(is_rasso=True), "code", "title", None),
        _part("team", _teams(user), "pk", "name", None, extra="district"),
        _part("saved", SavedFilter.objects.filter(user_id=user.pk, listed=listed), "pk", "name", None, extra="choices"),
    ]
    return parts[0].union(*parts[1:], all=True).order_by("kind", "place", "words")


def address_of(kept: dict[str, list[str]]) -> str:
    """The address that asks a saved filter's question."""
    query = QueryDict(mutable=True)
    for key, values in kept.items():
        query.setlist(key, values)
    return f"?{query.urlencode()}"


def _pairs(rows: list[tuple[str, str, str]]) -> Pairs:
    return tuple((code, title) for code, title, _ in rows)


def _teams(user: Any) -> QuerySet[Team]:
    """Teams whose cases the person may have: those in reach, and every team of a force they reach or work in."""
    reach = reach_of(user)
    own = Team.objects.filter(pk__in=reach.team_ids(Section.SUMMARY, Level.PART))
    wide = reach.force_ids(Section.SUMMARY, Level.PART)
    return own | Team.objects.filter(force__in=wide) if wide else own


def _part(kind: str, rows: QuerySet[Any], code: str, title: str, place: str | None, extra: str = "") -> QuerySet[Any]:
    """One kind of choice, in columns that every kind shares."""
    text: CharField[str, str] = CharField()
    columns = {
        "kind": Value(kind, output_field=text),
        "key": Cast(code, text),
        "words": Cast(title, text),
        "extra": Cast(extra, text) if extra else Value("", output_field=text),
        "place": Cast(F(place), IntegerField()) if place else Value(0),
    }
    return rows.order_by().annotate(**columns).values_list(*columns)
