"""Who is on the list of suspects that are worked on: the one definition, for lists, alerts and measures alike.

Listed is whoever stands in band A or B by the version of the score that holds, with the judgement that holds, and
whoever is a repeat suspect by its definition. Standings leave out restricted cases, people under 18, police employees
and those who have died, so the list does too. Every stay on it is a row (ListEntry), so that a month that is past can
be counted.
"""

from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Greatest, TruncDate

from cases.models import Case
from soteria.ui.parts import LONDON
from suspects.models import DisruptionPlan, ListEntry, NoPlan, Standing
from suspects.rules.listing import BANDS


def standings() -> QuerySet[Standing]:
    """Where those who are to be on the list stand. A standing holds points, final score and band as they are now."""
    return Standing.objects.filter(Q(band__in=BANDS) | Q(is_repeat=True))


def entries(day: date) -> QuerySet[ListEntry]:
    """Whoever was on the list at the end of a day."""
    return ListEntry.objects.on(day)


def with_cover(rows: QuerySet[ListEntry], day: date) -> QuerySet[Any]:
    """Entries with what answers for them on a day: `live`, `has_no_plan` (a decision that holds), `uncovered_since`.

    Nothing answers from the day on which he came onto the list, the last plan ended, or the last decision to have none
    ran out, whichever is latest.
    """
    plans = DisruptionPlan.objects.filter(suspect=OuterRef("suspect"))
    decisions = NoPlan.objects.filter(suspect=OuterRef("suspect"))
    ended = plans.exclude(ended_at=None).order_by().values("suspect").annotate(last=Max("ended_at")).values("last")
    ran_out = decisions.order_by().values("suspect").annotate(last=Max("review_on")).values("last")
    return rows.annotate(
        live=Exists(plans.filter(state=DisruptionPlan.State.LIVE)),
        has_no_plan=Exists(decisions.filter(review_on__gte=day)),
        uncovered_since=Greatest(
            F("entered_on"),
            Cast(TruncDate(Subquery(ended), tzinfo=LONDON), DateField()),
            Cast(Subquery(ran_out), DateField()),
        ),
    )


def uncovered(day: date, days: int) -> QuerySet[Any]:
    """Open entries for which nothing has answered for more than so many days on a day, the longest first."""
    found = with_cover(ListEntry.objects.open(), day)
    late = found.filter(live=False, has_no_plan=False, uncovered_since__lt=day - timedelta(days=days))
    return late.order_by("uncovered_since", "pk")


def newest_case(suspect: str) -> QuerySet[Case]:
    """The newest case that is not restricted of a suspect, named by the column of the query around it."""
    involved = Case.objects.filter(involvements__suspect=OuterRef(suspect), is_restricted=False)
    return involved.order_by("-reported_at", "-pk")


def not_told(field: str) -> Q:
    """Entries of whom nobody was told since nothing answered for them; `field` keeps the day on which it was."""
    return Q(**{field: None}) | Q(**{f"{field}__lt": F("uncovered_since")})
