"""What answers the searches that people keep: parts in cases that their maker may see, and was not shown before."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from suspects.models import Involvement, KeptAnswer, KeptSearch, Suspect
from suspects.queries.alike import visible_cases
from suspects.queries.link_sql import KEYS, LIVE, PLACE
from suspects.queries.sight import kept_from

# Which live searches which records answer. Searches are few and records many: each key and place is read by its index.
# A house's letter may stand in either case.
MATCHES = f"""
WITH asked AS (SELECT id, keys::text[] AS keys, place FROM suspects_keptsearch
  WHERE until >= %(day)s AND (%(search)s::bigint IS NULL OR id = %(search)s::bigint))
SELECT q.id, s.id FROM asked q JOIN suspects_suspect s ON {KEYS} && q.keys
WHERE q.keys <> '{{}}' AND {LIVE} AND (%(ids)s::int[] IS NULL OR s.id = ANY(%(ids)s::int[]))
UNION
SELECT q.id, s.id FROM asked q
  CROSS JOIN LATERAL (
    VALUES (upper(q.place)), (split_part(q.place, '/', 1) || '/' || lower(split_part(q.place, '/', 2))))
    AS v(place)
  JOIN suspects_suspectaddress a ON {PLACE} = v.place JOIN suspects_suspect s ON s.id = a.suspect_id
WHERE q.place <> '' AND {LIVE} AND (%(ids)s::int[] IS NULL OR s.id = ANY(%(ids)s::int[]))
"""  # noqa: S608 - no text from outside


def matches(day: date, changed: Sequence[int] | None = None, *, search: int | None = None) -> dict[int, list[int]]:
    """Ids of live searches, or of one, each with the records that answer it, among those that changed or among all.

    1 query. What a search's maker may see of them is another question: `unanswered`.
    """
    ids = None if changed is None else list(changed)
    with connection.cursor() as cursor:
        cursor.execute(MATCHES, {"day": day, "ids": ids, "search": search})
        found: dict[int, list[int]] = defaultdict(list)
        for search_id, suspect_id in cursor.fetchall():
            found[search_id].append(suspect_id)
    return dict(found)


def unanswered(search: KeptSearch, suspects: Sequence[int]) -> QuerySet[Involvement]:
    """Parts of these suspects in cases that the search's maker may see, of which they were not told yet.

    Nothing of a restricted case to whoever is not named on it, and nobody on a restricted list to whom he is kept from.
    """
    known = KeptAnswer.objects.filter(search=search, involvement=OuterRef("pk"))
    hidden = Suspect.objects.filter(kept_from(search.by), pk=OuterRef("suspect"))
    rows = Involvement.objects.filter(suspect__in=suspects, case__in=visible_cases(search.by))
    return rows.filter(~Exists(known), ~Exists(hidden)).select_related("case").order_by("pk")


def of(user: Any, day: date) -> QuerySet[KeptSearch]:
    """The live searches of a person, the newest first."""
    return KeptSearch.objects.filter(by=user).live(day).order_by("-kept_at", "-pk")


def answers(user: Any, searches: Sequence[KeptSearch]) -> dict[int, list[KeptAnswer]]:
    """What answered these searches, the newest first, as far as the person may still see it. 1 query."""
    hidden = Suspect.objects.filter(kept_from(user), pk=OuterRef("involvement__suspect"))
    rows = KeptAnswer.objects.filter(~Exists(hidden), search__in=searches, involvement__case__in=visible_cases(user))
    found: dict[int, list[KeptAnswer]] = defaultdict(list)
    for row in rows.select_related("involvement__case", "involvement__suspect").order_by("-found_at", "-pk"):
        found[row.search_id].append(row)
    return dict(found)
