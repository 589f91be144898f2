"""Find cases by reference or by a person's name, spelt as it may be, among those that the reader may see."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial, reduce
from operator import add, and_, or_
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case as Choose
from django.db.models import F, IntegerField, Q, QuerySet, When
from django.db.models.expressions import Combinable

from cases.models import Case, CaseAccess, CaseName, live_access, mark
from cases.queries import words
from cases.queries.sight import reaching
from cases.rules import names, ranking, reference
from soteria import prepared
from soteria.accounts.access import reach_of
from soteria.accounts.models import Force
from soteria.accounts.roles import Level, Section

# Whoever sees a section in part sees it masked, so a name is searched only where it would also be shown.
SECTION_OF = {CaseName.Kind.VICTIM: Section.SUMMARY, CaseName.Kind.SUSPECT: Section.SUSPECT}
LEAST_LETTERS, MOST_WORDS, CANDIDATES = 3, 5, 300
# Not the bare column: names are to be found by their words and then sorted, never walked through from the newest.
_NEWEST = (F("case_id") + 0).desc()
TOO_SHORT = "Enter at least 3 letters of a name, or a case reference"


@dataclass(frozen=True)
class Person:
    """A name that was found in a case, whose it is, and why it was found."""

    name: str
    kind: str
    reason: str


@dataclass(frozen=True)
class Hit:
    """A case that answers a search, with the names found in it, best first; none where the reference was asked for."""

    case_id: int
    score: float
    reported_at: datetime
    people: tuple[Person, ...]
    is_exact: bool = False


@dataclass(frozen=True)
class Hits:
    """Every answer in order, best first; `is_capped` when there may be more than are ranked."""

    hits: tuple[Hit, ...]
    is_capped: bool = False


class TooShort(ValueError):
    """Too little was typed to search for; the sentence says how much is needed."""


_Sets = list[list[int]]
_NAME = ("case_id", "kind", "person_id", "name", "words")


def asks_purpose(user: Any) -> bool:
    """Whether the person can find cases that neither they nor their team work on, and so has to say why."""
    return bool(reach_of(user).force_ids(Section.SUMMARY, Level.PART))


@dataclass(frozen=True)
class _Row:
    case_id: int
    kind: str
    person_id: int
    name: str
    words: list[int]
    reported_at: datetime = datetime.min


def find(user: Any, typed: str) -> Hits:
    """Answer a search. Raises TooShort below three letters, so that no search reads everything.

    At most 7 queries: the words, the names, those shown of each kind, and names again when no one has every word.
    """
    if reference.looks_like_reference(typed):
        return _by_reference(user, typed)
    asked = names.words_of(typed)[:MOST_WORDS]
    if sum(map(len, asked)) < LEAST_LETTERS or max(map(len, asked), default=0) < 2:
        raise TooShort(TOO_SHORT)
    return _by_name(user, words.look_up(asked))


def _by_reference(user: Any, typed: str) -> Hits:
    codes = Force.objects.filter(pk__in=reach_of(user).home_force_ids).order_by("code").values_list("code", flat=True)
    slugs = reference.slugs(typed, codes)
    if not slugs:
        raise TooShort(TOO_SHORT)
    starting = reduce(or_, [Q(slug__startswith=slug) for slug in slugs])
    rows = Case.objects.visible_to(user).filter(starting).order_by("-reported_at", "-pk")
    found = list(rows.values_list("pk", "slug", "reported_at")[:CANDIDATES])
    hits = [Hit(pk, 1.0 if slug in slugs else 0.8, at, (), slug in slugs) for pk, slug, at in found]
    return Hits(tuple(sorted(hits, key=_best_first)), len(found) == CANDIDATES)


def _by_name(user: Any, tokens: words.Tokens) -> Hits:
    exact = [token.exact for token in tokens.each]
    rows = _rows(user, _all_words(tokens), exact)
    if not rows and len(tokens.each) > 1:
        rows = _rows(user, _any_word(tokens), exact)
    meanings = [(token.typed, token.means) for token in tokens.each]
    judged = [(row, ranking.judge(row.name, _texts(row, tokens), meanings)) for row in rows]
    return Hits(tuple(sorted(_grouped(judged), key=_best_first)), len(rows) >= CANDIDATES)


def _texts(row: _Row, tokens: words.Tokens) -> dict[int, str]:
    return {pk: tokens.words[pk] for pk in row.words if pk in tokens.words}


def _all_words(tokens: words.Tokens) -> _Sets:
    """A name is to have every typed word: one of each set of ids. None where a word is like no recorded one."""
    sets = [list(token.means) for token in tokens.each]
    return sets if all(sets) else []


def _any_word(tokens: words.Tokens) -> _Sets:
    """A name is to have one of the typed words; initials alone do not count."""
    long = [pk for token in tokens.each if len(token.typed) >= LEAST_LETTERS for pk in token.means]
    return [long] if long else []


def _rows(user: Any, wanted: _Sets, exact: _Sets) -> list[_Row]:
    """Names with one word of each wanted set, in cases where this reader is shown them; the likest, then the newest.

    `exact` are the typed words in their very spelling: the more of them a name has, the later the cap cuts it off.
    """
    if not wanted:
        return []
    values = _named("wanted", wanted) | _named("exact", exact)
    key = ("names", reach_of(user), len(wanted), len(exact))
    rows = prepared.rows(key, lambda: _likely(user, len(wanted), len(exact)), **values)
    return _shown(user, list({row[:3]: _Row(*row) for row in rows}.values()))


def _named(name: str, sets: _Sets) -> dict[str, list[int]]:
    return {f"{name}{number}": ids for number, ids in enumerate(sets)}


def _likely(user: Any, wanted: int, exact: int) -> QuerySet[Any, tuple[Any, ...]] | None:
    """One read for each way of seeing cases, since each has its own index: a team's names carry its mark; a person's
    own cases are few. What they return is only likely: `_shown` asks the one rule of access about every case.
    """
    condition = reduce(and_, [Q(words__overlap=_ids(f"wanted{number}")) for number in range(wanted)])
    rightness = reduce(add, [_has(f"exact{number}") for number in range(exact)])
    parts = [
        CaseName.objects.filter(near, condition)
        .annotate(rightness=rightness)
        .order_by("-rightness", _NEWEST)
        .values_list(*_NAME)[:CANDIDATES]
        for near in _whereabouts(user)
    ]
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else next(iter(parts), None)


def _ids(name: str) -> prepared.Slot:
    return prepared.Slot(name, None, ArrayField(IntegerField()))


def _has(name: str) -> Combinable:
    return Choose(When(words__overlap=_ids(name), then=1), default=0)


def _whereabouts(user: Any) -> list[Q]:
    """Where names that this person may be shown are to be found."""
    reach = reach_of(user)
    found = [Q(case__in=live_access(user).exclude(reach=CaseAccess.Reach.BARRED).values("case"))] if reach.seats else []
    for kind, section in SECTION_OF.items():
        if reach.force_ids(section, Level.READ):
            found.append(Q(kind=kind))
        if teams := reach.team_ids(section, Level.READ):
            found.append(Q(words__overlap=[mark(team, kind) for team in sorted(teams)]))
    return found


def _shown(user: Any, rows: Sequence[_Row]) -> list[_Row]:
    """Those of the names that this reader is shown, with the date of the report. At most 2 queries."""
    dates: dict[tuple[int, str], datetime] = {}
    for kind, section in SECTION_OF.items():
        if ids := [row.case_id for row in rows if row.kind == kind]:
            key = ("names shown", section, reach_of(user))
            found = prepared.rows(key, partial(_dated, user, section), ids=ids)
            dates |= {(pk, kind): at for pk, at in found}
    return [replace(row, reported_at=at) for row in rows if (at := dates.get((row.case_id, row.kind)))]


def _dated(user: Any, section: Section) -> QuerySet[Any, tuple[Any, ...]]:
    asked = prepared.IsAny(F("pk"), prepared.Slot("ids"))
    shown = Case.objects.visible_to(user).filter(reaching(user, section, Level.READ), asked)
    return shown.values_list("pk", "reported_at")


def _grouped(judged: Iterable[tuple[_Row, ranking.Answer]]) -> Iterator[Hit]:
    by_case: dict[int, list[tuple[_Row, ranking.Answer]]] = defaultdict(list)
    for row, answer in judged:
        by_case[row.case_id].append((row, answer))
    for case_id, found in by_case.items():
        yield _hit(case_id, sorted(found, key=lambda pair: -pair[1].score))


def _hit(case_id: int, found: Sequence[tuple[_Row, ranking.Answer]]) -> Hit:
    people = tuple(Person(row.name, CaseName.Kind(row.kind).label, answer.reason) for row, answer in found)
    row, best = found[0]
    return Hit(case_id, best.score, row.reported_at, people)


def _best_first(hit: Hit) -> tuple[float, float]:
    return -hit.score, -hit.reported_at.timestamp()
