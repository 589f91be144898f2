"""From when scores may be told to a reader: none from before a case that is now hidden from them was restricted.

A score of then may hold that case: beside the lower one after it, it would tell that there is such a case. The scoring
that the restriction itself asked for is left out too, as a fall on that day would say the same.
"""

from datetime import datetime
from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from cases.models import Case
from soteria.audit import queries as audit
from suspects.models import ListChange, Score
from suspects.queries.sight import cases_in_sight

RESTRICTED = "case.restricted"


def hidden_from(user: Any) -> QuerySet[Case]:
    """Restricted cases on which this person is not named."""
    return Case.objects.filter(is_restricted=True).exclude(Exists(cases_in_sight(user).filter(pk=OuterRef("pk"))))


def cut_of(user: Any, suspect_id: int) -> datetime | None:
    """The moment after which this person is told of a suspect's scores; None where all are. 1 query, or 2."""
    hidden = hidden_from(user).filter(involvements__suspect=suspect_id)
    since = audit.last_at(RESTRICTED, hidden.values("pk"))
    if since is None:
        return None
    scored: datetime | None = _scored_after(suspect_id, since).aggregate(first=Min("run__at"))["first"]
    return scored or since


def told(changes: QuerySet[ListChange], user: Any) -> QuerySet[ListChange]:
    """Of comings and goings, those that this person may be told of."""
    hidden = hidden_from(user).filter(involvements__suspect=OuterRef(OuterRef("suspect")))
    changes = changes.annotate(since=Subquery(audit.last_of(RESTRICTED, hidden.values("pk"))))
    return changes.filter(Q(since=None) | Q(run__at__gt=after(OuterRef("since"))))


def after(since: Any) -> Coalesce:
    """In a query of rows with a suspect: when he was first scored after a moment, and that moment where he was not."""
    first = _scored_after(OuterRef("suspect"), since).order_by("run__at").values("run__at")[:1]
    return Coalesce(Subquery(first), Value(since) if isinstance(since, datetime) else F(since.name))


def _scored_after(suspect: Any, since: Any) -> QuerySet[Score]:
    return Score.objects.filter(suspect=suspect, run__at__gt=since)
