"""A form that makes something is sent once: the second half of a double click leads where the first one led."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cases.models import SentForm

KEPT = timedelta(days=1)


@transaction.atomic
def begin(*, key: UUID, path: str, typed: Mapping[str, Sequence[str]], by: Any) -> tuple[SentForm, bool]:
    """The sending of the form with this key, and whether it is this one.

    A second sending that comes while the first is being saved waits for it here, at the unique index. The same key
    with other answers, as after going back, is `(row, True)` with a row of its own: those answers are not saved yet.
    """
    now = timezone.now()
    SentForm.objects.filter(user=by, sent_at__lt=now - KEPT).delete()
    facts = {"digest": _digest(path, typed), "sent_at": now}
    row, is_new = SentForm.objects.get_or_create(user=by, key=key, defaults=facts)
    if not is_new and row.digest != facts["digest"]:
        return begin(key=_next(key), path=path, typed=typed, by=by)
    return row, is_new


@transaction.atomic
def finish(row: SentForm, *, led_to: str) -> None:
    """Remember where the sending led; "" says that nothing was saved, and the form may be sent again."""
    if not led_to:
        row.delete()
        return
    row.led_to = led_to
    row.save(update_fields=["led_to"])


def _next(key: UUID) -> UUID:
    """The key of the same form's next, differing sending: fixed by the first, so that it too is sent once."""
    return UUID(bytes=salted_hmac("cases.once.next", key.hex, algorithm="sha256").digest()[:16])


def _digest(path: str, typed: Mapping[str, Sequence[str]]) -> str:
    words = json.dumps([path, sorted((name, list(values)) for name, values in typed.items())])
    return salted_hmac("cases.once", words, algorithm="sha256").hexdigest()
