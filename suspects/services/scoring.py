"""Ask for suspects to be scored: one within seconds of a change, or everybody on demand."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from cases.models import Case
from cases.rules.intake_rows import ImportedRow
from soteria.copying import copy_in
from soteria.work import services as work
from suspects import jobs
from suspects.models import Involvement, ScoreRun, ScoreVersion, StaleScore
from suspects.services import weights


class CannotScore(Exception):
    """The sentence says what stands in the way."""


@transaction.atomic
def ask_rescore(suspect_id: int, *, why_key: str) -> None:
    """Have one suspect scored again within seconds, in the transaction of the fact that changed.

    `why_key` names that fact, such as "status:12"; asking twice for one fact is one job.
    """
    ask_rescore_many([suspect_id], why_key=why_key)


@transaction.atomic
def ask_rescore_many(suspect_ids: Iterable[int], *, why_key: str) -> None:
    """Have many suspects scored again by one job; nothing for nobody."""
    ids = sorted(set(suspect_ids))
    if ids:
        now = timezone.now()
        copy_in(StaleScore(suspect_id=pk, asked_at=now) for pk in ids)
        work.enqueue("suspects.rescore", ids[0], key=f"suspects.rescore:{why_key}"[:120])


def rescore_case(*, case: Case, **facts: Any) -> None:
    """Subscriber to what changes the facts of a case: its suspects are scored again."""
    rescore_cases([case.pk], why_key=f"case:{case.pk}:{uuid4()}")


def rescore_imported(*, rows: Sequence[ImportedRow]) -> None:
    """Subscriber to "crimes.imported", after the suspects are kept: one job a batch."""
    rescore_cases({row.case_id for row in rows}, why_key=f"import:{uuid4()}")


def rescore_cases(case_ids: Iterable[int], *, why_key: str) -> None:
    """Have every known suspect of some cases scored again. 1 query to find them."""
    found = Involvement.objects.filter(case__in=list(case_ids), suspect__isnull=False)
    ask_rescore_many(found.values_list("suspect_id", flat=True), why_key=why_key)


def score_on_demand(as_of: date) -> jobs.Scored:
    """Score everybody now, as on a day that is not to come. Raises CannotScore."""
    if as_of > timezone.localdate():
        raise CannotScore("--as-of cannot be after today for the suspects on record.")
    if not ScoreVersion.objects.exists():
        weights.load()
    try:
        scored = jobs.score_everybody(as_of, key=f"asked:{uuid4()}", why=ScoreRun.Why.ASKED)
    except jobs.NoVersion as refusal:
        raise CannotScore(str(refusal)) from refusal
    if scored is None:  # pragma: no cover - a key of its own is never met twice
        raise CannotScore("The suspects have been scored already.")
    return scored
