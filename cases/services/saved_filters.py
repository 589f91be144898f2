"""Keep a filter of the list under a name, and forget it. A filter holds a question, never the cases that answer it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from cases.models import SavedFilter
from soteria.accounts.access import Unseen
from soteria.audit import services as audit

MOST = 30


class TooMany(Exception):
    """The sentence says how many a person may keep."""


@transaction.atomic
def save_filter(*, name: str, choices: Mapping[str, Sequence[str]], by: Any) -> SavedFilter:
    """Keep what a list is filtered by; the same name again replaces it. Raises TooMany beyond 30."""
    kept = {key: list(values) for key, values in choices.items()}
    others = SavedFilter.objects.filter(user=by).exclude(name=name)
    if others.count() >= MOST:
        raise TooMany(f"You can keep {MOST} filters. Delete one first.")
    saved, _ = SavedFilter.objects.update_or_create(user=by, name=name, defaults={"choices": kept})
    audit.record("filter.saved", saved, by=by, after={"keys": sorted(kept)})
    return saved


@transaction.atomic
def delete_filter(*, pk: int, by: Any) -> str:
    """Forget a filter of one's own and return its name. Raises Unseen (404) for anybody else's."""
    saved = SavedFilter.objects.filter(pk=pk, user=by).first()
    if saved is None:
        raise Unseen
    audit.record("filter.deleted", saved, by=by)
    saved.delete()
    return saved.name
