"""Keep a filter of a list under a name, and forget it. A filter holds a question, never what answers it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from cases.models import SavedFilter
from soteria.accounts.access import Unseen
from soteria.audit import services as audit

MOST = 30
CASES = "cases"  # the list that a filter is of, where nothing else is said


class TooMany(Exception):
    """The sentence says how many a person may keep."""


@transaction.atomic
def save_filter(*, name: str, choices: Mapping[str, Sequence[str]], by: Any, listed: str = CASES) -> SavedFilter:
    """Keep what a list is filtered by; the same name again replaces it. Raises TooMany beyond 30 of one list."""
    kept = {key: list(values) for key, values in choices.items()}
    own = SavedFilter.objects.filter(user=by, listed=listed)
    if own.exclude(name=name).count() >= MOST:
        raise TooMany(f"You can keep {MOST} filters. Delete one first.")
    saved, _ = SavedFilter.objects.update_or_create(user=by, listed=listed, name=name, defaults={"choices": kept})
    audit.record("filter.saved", saved, by=by, after={"keys": sorted(kept)})
    return saved


@transaction.atomic
def delete_filter(*, pk: int, by: Any, listed: str = CASES) -> str:
    """Forget a filter of one's own and return its name. Raises Unseen (404) for anybody else's, or another list's."""
    saved = SavedFilter.objects.filter(pk=pk, user=by, listed=listed).first()
    if saved is None:
        raise Unseen
    audit.record("filter.deleted", saved, by=by)
    saved.delete()
    return saved.name
