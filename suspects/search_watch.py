"""Watch over the searches that people keep: their makers are told of what answers one, once for each part in a case.

Asked with each change of a record, and of everything at night, since what a person may see changes too.
"""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from soteria.alerts import services as alerts
from soteria.audit import services as audit
from suspects.models import KeptAnswer, KeptSearch
from suspects.queries import kept_searches as queries

KIND, PROCESS = "suspects.kept_search", "suspects.kept_searches"
TITLE = "A search that you keep has a new answer in this case"


@transaction.atomic
def look(changed: Sequence[int] | None = None) -> int:
    """Tell whoever keeps a search of what answers it since a record changed, or, with None, of whatever does.

    Returns how many answers were new. Run twice it tells nobody twice.
    """
    day = timezone.localdate()
    found = queries.matches(day, changed)
    searches = KeptSearch.objects.filter(pk__in=found, by__is_active=True).select_related("by").order_by("pk")
    return sum(answer(one, found[one.pk], is_told=True) for one in searches.select_for_update(of=("self",)))


@transaction.atomic
def end_past(day: date) -> int:
    """Forget what was asked in searches whose last day is over; how many."""
    past = list(KeptSearch.objects.filter(until__lt=day).select_for_update().order_by("pk"))
    audit.record_many([audit.event("search.ended", one, process=PROCESS) for one in past])
    KeptSearch.objects.filter(pk__in=[one.pk for one in past]).delete()
    return len(past)


@transaction.atomic
def answer(search: KeptSearch, suspects: Sequence[int], *, is_told: bool) -> int:
    """Note the parts of these suspects that the search's maker may see and was not shown yet; how many.

    With `is_told` an alert says so of each. The caller holds the search locked, so two at once tell once.
    """
    now, new = timezone.now(), list(queries.unanswered(search, suspects))
    KeptAnswer.objects.bulk_create(
        KeptAnswer(search=search, involvement=part, found_at=now, is_told=is_told) for part in new
    )
    for part in new if is_told else ():
        key = f"{KIND}:{search.pk}:{part.pk}:{search.by_id}"
        alerts.raise_alert(KIND, for_user=search.by, title=TITLE, dedupe_key=key, case=part.case, is_passed_on=False)
    return len(new)
