"""From when scores may be told to a reader: none from before a case that is now hidden from them was restricted.

A score of then may hold that case: beside the lower one after it, it would tell that there is such a case. The scoring
that the restriction itself asked for is left out too, as a fall on that day would say the same.
"""

from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cases.models import Case
from soteria.audit import queries as audit
from suspects.models import Score, Suspect
from suspects.queries.sight import cases_in_sight

RESTRICTED = "case.restricted"


def hidden_from(user: Any) -> QuerySet[Case]:
    """Restricted cases on which this person is not named."""
    return Case.objects.filter(is_restricted=True).exclude(Exists(cases_in_sight(user).filter(pk=OuterRef("pk"))))


def cut_of(user: Any, suspect_id: int) -> datetime | None:
    """The moment after which this person is told of a suspect's scores; None where all are. 1 query."""
    found: datetime | None = with_cut(Suspect.objects.filter(pk=suspect_id), user).values_list("cut", flat=True).first()
    return found


def with_cut(suspects: QuerySet[Suspect], user: Any) -> QuerySet[Any]:
    """Suspects with `cut`, as cut_of has it."""
    hidden = hidden_from(user).filter(involvements__suspect=OuterRef(OuterRef("pk")))
    suspects = suspects.annotate(since=Subquery(audit.last_of(RESTRICTED, hidden.values("pk"))))
    return suspects.annotate(cut=first_told())


def first_told() -> Coalesce:
    """In a query of suspects with `since`: when each was first scored after it, and that moment where he was not."""
    first = _scored_after(OuterRef("pk"), OuterRef("since")).order_by("run__at").values("run__at")[:1]
    return Coalesce(Subquery(first), F("since"))


def told(changes: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Of rows of a suspect and a run, comings and goings or scores, those that this person may be told of."""
    hidden = hidden_from(user).filter(involvements__suspect=OuterRef(OuterRef("suspect")))
    changes = changes.annotate(since=Subquery(audit.last_of(RESTRICTED, hidden.values("pk"))))
    first = _scored_after(OuterRef("suspect"), OuterRef("since")).order_by("run__at").values("run__at")[:1]
    return changes.filter(Q(since=None) | Q(run__at__gt=Coalesce(Subquery(first), F("since"))))


def _scored_after(suspect: Any, since: Any) -> QuerySet[Score]:
    return Score.objects.filter(suspect=suspect, run__at__gt=since)
