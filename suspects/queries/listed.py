"""Who is on the list of suspects that are worked on: the one definition, for lists, alerts and measures alike.

Listed is whoever's score, with the judgement that holds, is in band A or B, and whoever is a repeat suspect by the
force's definition. Standings leave out restricted cases, people under 18 and those who have died, so the list does
too. Every stay on it is a row (ListEntry), so that a month that is past can be counted.
"""

from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, Exists, F, FloatField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce, Greatest, TruncDate

from cases.models import Case
from soteria.ui.parts import LONDON
from suspects.models import DisruptionPlan, Involvement, Judgement, ListEntry, NoPlan, Standing
from suspects.rules.judgements import POINTS
from suspects.rules.listing import BAND_B

REPORTS, YEARS = 2, 3  # named in so many reports within so many years: a repeat suspect


def standings(day: date) -> QuerySet[Any]:
    """Where those who are to be on the list stand; `reached` is the score with the judgement that holds then."""
    judged = Judgement.objects.live(day).filter(suspect=OuterRef("suspect")).values("points")[:1]
    within = Standing.objects.filter(Q(base__gte=BAND_B - POINTS) | Q(is_repeat=True))
    found = within.annotate(reached=F("base") + Coalesce(Cast(Subquery(judged), FloatField()), 0.0))
    return found.filter(Q(reached__gte=BAND_B) | Q(is_repeat=True))


def entries(day: date) -> QuerySet[ListEntry]:
    """Whoever was on the list at the end of a day."""
    return ListEntry.objects.on(day)


def is_listed(suspect_id: int) -> bool:
    """Whether a suspect is on the list now. 1 query."""
    return ListEntry.objects.open().filter(suspect=suspect_id).exists()


def is_repeat(suspect_id: int, day: date) -> bool:
    """Whether a suspect is one by the force's definition, or was named in two reports within three years. 2 queries.

    The second holds also for those who have no score, such as people under 18. Restricted cases are left out of both,
    so that the answer never says that there is one.
    """
    if Standing.objects.filter(suspect=suspect_id, is_repeat=True).exists():
        return True
    reports = Involvement.objects.filter(
        suspect=suspect_id,
        case__is_restricted=False,
        case__reported_at__date__gte=day - timedelta(days=365 * YEARS),
        case__reported_at__date__lte=day,
    )
    return reports.values("case").distinct().count() >= REPORTS


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
