"""Who came onto the list of scored suspects, into its bands A and B, or left either, with why, as its reader may see.

Bands A and B are kept as each run found them (suspects.models.ListChange). The rest of the list follows from the scores
themselves: whoever was scored and was not before, or was and is not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.utils import timezone

from cases.queries.keyset import Place, cursor, place
from suspects.models import Involvement, ListChange, Score, ScoreWeight
from suspects.queries import cutoff
from suspects.queries.restricted import is_apart
from suspects.queries.sight import cases_in_sight
from suspects.rules.bands import band_of

SIZE = 25
TOLD_FOR = timedelta(days=365)
LIST, BANDS = 0, 1  # of one run, what came of bands A and B stands first
MOST = 2**63 - 1  # beyond every id
WORDS = {
    (BANDS, True): "Came into bands A and B",
    (BANDS, False): "Left bands A and B",
    (LIST, True): "Came onto the list",
    (LIST, False): "Left the list",
}


@dataclass(frozen=True)
class Change:
    """One coming or going, as it is told."""

    suspect_id: int
    name: str
    on: date
    what: str
    why: str
    band: str
    final: float | None
    is_on: bool


@dataclass(frozen=True)
class ChangePage:
    """One page, with the cursors of its neighbours, empty where there is none."""

    rows: tuple[Change, ...]
    after: str = ""
    before: str = ""


def place_of(after: str, before: str) -> Place:
    """Where a page starts, from an address: an id of each source."""
    return place(after, before, (int, int))


def page(user: Any, at: Place, size: int = SIZE) -> ChangePage:
    """One page of the comings and goings of 12 months, newest first, of suspects in sight on no restricted list.

    Those from before a case now hidden from the reader was restricted, and the one that this made, are left out.
    3 queries. Each source is read in the order of its ids, which is that of the runs, and no further than a page.
    """
    sources = {LIST: _of_list(user), BANDS: _of_bands(user)}
    found = [row for source, rows in sources.items() for row in _part(rows, source, at, size)]
    found.sort(key=_key, reverse=not at.is_backwards)
    has_more, rows = len(found) > size, found[:size]
    if at.is_backwards:
        rows.reverse()
    has_after, has_before = has_more or at.is_backwards, has_more if at.is_backwards else bool(at.after)
    return ChangePage(
        _lines(rows),
        cursor([_oldest(rows, source, at) for source in sources]) if rows and has_after else "",
        cursor([_newest(rows, source, at) for source in sources]) if rows and has_before else "",
    )


def _key(row: Any) -> tuple[int, int, int]:
    return row.run_id, row.source, row.pk


def _part(rows: QuerySet[Any], source: int, at: Place, size: int) -> list[Any]:
    """What one source adds to a page."""
    if at.is_backwards:
        rows = rows.filter(pk__gt=at.before[source]).order_by("pk")
    else:
        rows = (rows.filter(pk__lt=at.after[source]) if at.after else rows).order_by("-pk")
    return list(rows.select_related("suspect", "run")[: size + 1])


def _oldest(rows: Sequence[Any], source: int, at: Place) -> int:
    """Whence a source goes on after these rows: before the oldest of them, or where the page began."""
    ids = [row.pk for row in rows if row.source == source]
    if ids:
        return min(ids)
    return at.before[source] + 1 if at.is_backwards else (at.after[source] if at.after else MOST)


def _newest(rows: Sequence[Any], source: int, at: Place) -> int:
    """Whence a source goes on before these rows: after the newest of them, or where the page began."""
    ids = [row.pk for row in rows if row.source == source]
    if ids:
        return max(ids)
    return at.before[source] if at.is_backwards else at.after[source] - 1


def _of_bands(user: Any) -> QuerySet[Any]:
    return _seen(user, ListChange.objects.annotate(source=Value(BANDS)))


def _of_list(user: Any) -> QuerySet[Any]:
    """Scores of whoever had none before, and the end of them; not where the same run moved bands A and B with it."""
    earlier = Score.objects.filter(suspect=OuterRef("suspect"), pk__lt=OuterRef("pk")).order_by("-pk")
    with_bands = ListChange.objects.filter(suspect=OuterRef("suspect"), run=OuterRef("run"))
    scores = Score.objects.annotate(
        source=Value(LIST), was=Subquery(earlier.values("base")[:1]), is_first=~Exists(earlier)
    )
    came, went = Q(base__isnull=False, was=None), Q(base=None, was__isnull=False)
    return _seen(user, scores.filter(came | went).exclude(Exists(with_bands)))


def _seen(user: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of the last 12 months, of suspects in sight who are on no restricted list, as far as they may be told."""
    cases = cases_in_sight(user).filter(is_restricted=False)
    seen = Involvement.objects.filter(suspect=OuterRef("suspect"), case__in=cases)
    rows = rows.filter(Exists(seen), run__at__gte=timezone.now() - TOLD_FOR)
    rows = rows.exclude(is_apart(timezone.localdate(), "suspect", born="suspect__date_of_birth"))
    return cutoff.told(rows, user)


def _lines(rows: Sequence[Any]) -> tuple[Change, ...]:
    edges = _edges({row.run.version_id for row in rows if row.source == LIST})
    return tuple(_of_band(row) if row.source == BANDS else _of_score(row, edges) for row in rows)


def _edges(versions: set[int]) -> Mapping[int, dict[str, float]]:
    """The lowest scores of the bands of these versions. 1 query."""
    found: dict[int, dict[str, float]] = {version: {} for version in versions}
    rows = ScoreWeight.objects.filter(version__in=versions, kind=ScoreWeight.Kind.BAND)
    for version, code, value in rows.values_list(F("version_id"), "code", "value"):
        found[version][code] = value
    return found


def _of_band(row: ListChange) -> Change:
    what = WORDS[BANDS, row.is_on]
    why = row.get_why_display()
    return Change(row.suspect_id, str(row.suspect), row.run.as_of, what, why, row.band, row.final, row.is_on)


def _of_score(row: Any, edges: Mapping[int, dict[str, float]]) -> Change:
    is_on = row.base is not None
    came = ListChange.Why.FIRST if row.is_first else ListChange.Why.RECORDED
    why = came if is_on else ListChange.Why(row.left_out)
    band = band_of(row.base, edges[row.run.version_id]) if is_on else ""
    what = WORDS[LIST, is_on]
    return Change(row.suspect_id, str(row.suspect), row.run.as_of, what, why.label, band, row.base, is_on)
