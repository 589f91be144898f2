"""Keep a search and end it; suspects.search_watch tells its maker of what answers it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from soteria.accounts.access import Unseen
from soteria.audit import services as audit
from soteria.clocks import limits
from suspects import search_watch
from suspects.linkage import facts as comparing
from suspects.models import KeptSearch
from suspects.queries import finding
from suspects.queries import kept_searches as queries
from suspects.queries.alike import Asked

MOST = 20  # searches that one person keeps at a time
LIMIT = "suspects.kept_search"


class CannotKeep(Exception):
    """The sentence says why a search cannot be kept."""


def is_exact(asked: Asked) -> bool:
    """Whether a search asks for something that few share: a name or a date of birth alone would tell of strangers."""
    return bool(finding.keys_of(asked) or _place(asked))


def last_day(on: date) -> date:
    """The last London date of a search that is kept on a date."""
    return on + timedelta(days=limits.in_force(LIMIT, on).amount)


@transaction.atomic
def keep(asked: Asked, *, facts: Sequence[tuple[str, str]], reason: str, by: Any) -> KeptSearch:
    """Keep a search until its last day, with what answers it already, of which nobody is told again.

    The same question of the same person is kept once. Raises CannotKeep beyond 20, or for nothing but a name, a date
    of birth, a nominal number or a postcode.
    """
    if not is_exact(asked):
        raise CannotKeep("Give a telephone number, a PNC ID, a CRO number or an address with the number of the house.")
    now = timezone.now()
    day = timezone.localdate(now)
    question = {"by": by, "keys": finding.keys_of(asked), "place": _place(asked)}
    rest = {"facts": [list(fact) for fact in facts], "reason": reason, "kept_at": now, "until": last_day(day)}
    if queries.of(by, day).exclude(**question).count() >= MOST:
        raise CannotKeep(f"You can keep {MOST} searches. End one first.")
    search, is_new = KeptSearch.objects.get_or_create(**question, defaults=rest)
    if is_new:
        audit.record("search.kept", search, by=by, after={"until": str(search.until)}, reason=reason)
        search_watch.answer(search, queries.matches(day, search=search.pk).get(search.pk, []), is_told=False)
    return search


@transaction.atomic
def end(pk: int, *, by: Any) -> None:
    """Forget a search of one's own. Raises Unseen (404) for anybody else's."""
    search = KeptSearch.objects.select_for_update().filter(pk=pk, by=by).first()
    if search is None:
        raise Unseen(asked_for="kept search")
    audit.record("search.ended", search, by=by)
    search.delete()


def _place(asked: Asked) -> str:
    code, number = comparing.place(asked.address, asked.postcode)
    return f"{code}/{number}" if code and number else ""
