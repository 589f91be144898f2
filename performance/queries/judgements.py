"""Authorised judgements on scores, with the month and what group of suspects each is about."""

from collections.abc import Collection
from datetime import datetime
from typing import cast

from django.db.models import OuterRef, QuerySet, Subquery

from cases.models import Case
from performance.rules.evaluation_groups import NOT_KNOWN, age_band, ethnicity_of
from performance.rules.judgements import Judged
from performance.rules.months import Month, Window
from soteria.ui.dates import london_date
from suspects.models import Judgement
from suspects.rules.facts import age_on


def authorised(forces: Collection[int], window: Window) -> list[Judged]:
    """Every judgement authorised in the window about a suspect of these forces, also one taken back later. 1 query."""
    return [_judged(row) for row in _rows(forces, window)]


def _rows(forces: Collection[int], window: Window) -> QuerySet[Judgement]:
    """With the district of the suspect's newest case: a restricted one is left out, as it is of every score."""
    cases = Case.objects.filter(involvements__suspect=OuterRef("suspect"), is_restricted=False)
    newest = cases.order_by("-reported_at", "pk").values("district")[:1]
    held = Judgement.objects.filter(suspect__force__in=forces)
    held = held.filter(authorised_at__gte=window.start, authorised_at__lt=window.end)
    return held.select_related("suspect", "authored_by").annotate(district=Subquery(newest)).order_by("pk")


def _judged(row: Judgement) -> Judged:
    on = london_date(cast("datetime", row.authorised_at))
    groups = {
        "age": age_band(age_on(row.suspect.date_of_birth, on)),
        "ethnicity": ethnicity_of(row.suspect.ethnicity),
        "district": row.district or NOT_KNOWN,  # type: ignore[attr-defined]
    }
    return Judged(Month.of(on), (str(row.authored_by), row.authored_by_id), row.points, groups)
