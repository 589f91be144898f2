"""Judgements as they are read: who may see and authorise one, and where a suspect stands with it."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from cases.models import Case
from soteria.accounts.access import Unseen, reach_of
from soteria.accounts.roles import Role
from suspects.models import InvolvementStatus, Judgement, Standing, Suspect
from suspects.queries.bars import barred
from suspects.queries.restricted import is_apart
from suspects.queries.sight import Seen, cases_in_sight, kept_from, reached, refuse_apart
from suspects.rules import judgements as rules
from suspects.rules.judgements import Rank

RANKS = {Role.DI: Rank.INSPECTOR, Role.LEAD: Rank.SUPERINTENDENT}
PEOPLE = ("suspect", "authored_by", "authorised_by", "withdrawn_by")
# The points that hold on a day, as rows of suspect_id and points: one of a suspect at most (Judgement.live).
LIVE = """SELECT suspect_id, points FROM suspects_judgement
  WHERE authorised_at IS NOT NULL AND withdrawn_at IS NULL AND starts_on <= %(today)s AND ends_on >= %(today)s"""


def rank_of(user: Any, force_id: int) -> Rank:
    """The rank by which somebody authorises in a force today, from the roles that they hold."""
    seats = (seat for seat in reach_of(user).seats if seat.force_id == force_id)
    return max((RANKS.get(seat.role, Rank.NONE) for seat in seats), default=Rank.NONE)


def of_suspect(suspect: Suspect) -> QuerySet[Judgement]:
    """Every judgement of a suspect, the newest first."""
    return Judgement.objects.filter(suspect=suspect).select_related(*PEOPLE).order_by("-authored_at", "-pk")


def of_score(suspect_id: int, on: date) -> Judgement | None:
    """The judgement that adds to a suspect's score on a London date, if any. 1 query."""
    return Judgement.objects.live(on).filter(suspect=suspect_id).select_related(*PEOPLE).first()


def get_judgement(user: Any, judgement_id: int) -> Judgement:
    """One judgement of a suspect in sight; or one that waits for a superintendent of the force, for its leads.

    A lead opens no case, but must read what they are asked to authorise, and reads no more than that. Raises Unseen;
    and Refused for a suspect on a restricted list, unless the person's role reads those or he is of their own caseload.
    3 queries.
    """
    found = Judgement.objects.select_related(*PEOPLE).filter(pk=judgement_id).first()
    if found is None:
        raise Unseen(asked_for="judgement")
    seen = reached(user, found.suspect_id)
    if seen is None and not _is_put_to(user, found):
        raise Unseen(asked_for="judgement")
    refuse_apart(user, seen or _as_put_to(found))
    return found


def _as_put_to(judgement: Judgement) -> Seen:
    """The suspect as a lead meets him, who opens none of his cases."""
    apart = Suspect.objects.filter(is_apart(timezone.localdate()), pk=judgement.suspect_id)
    return Seen(judgement.suspect_id, {}, is_outside=True, is_apart=apart.exists())


def _is_put_to(user: Any, judgement: Judgement) -> bool:
    needed = rules.rank_needed(judgement.points, rests_on_acquittal=judgement.rests_on_acquittal)
    waits = judgement.authorised_at is None and judgement.withdrawn_at is None and judgement.expired_at is None
    is_named = judgement.authored_by_id == user.pk or judgement.authorised_by_id == user.pk
    has_rank = rank_of(user, judgement.suspect.force_id) >= Rank.SUPERINTENDENT
    return has_rank and (is_named or (waits and needed >= Rank.SUPERINTENDENT))


def put_to(user: Any, today: date) -> QuerySet[Judgement]:
    """Judgements that wait and that this person may decide on, the first to end first; each act asks again.

    As `get_judgement` and `rules.barred` have it, of many at once: an inspector by a case in sight, a lead without one
    where only a superintendent may. 1 query.
    """
    seats = reach_of(user).seats
    forces = {rank: {seat.force_id for seat in seats if RANKS.get(seat.role) == rank} for rank in RANKS.values()}
    in_sight = Q(suspect__involvements__case__in=cases_in_sight(user))
    above = Q(pk__in=Judgement.objects.waiting().for_superintendent())
    mine = Q(suspect__force__in=forces[Rank.SUPERINTENDENT]) & (above | in_sight)
    mine |= Q(suspect__force__in=forces[Rank.INSPECTOR]) & in_sight & ~above
    told = Suspect.objects.exclude(kept_from(user))
    rows = Judgement.objects.waiting().filter(mine, expired_at=None, ends_on__gte=today, suspect__in=told)
    found = rows.exclude(authored_by=user).exclude(barred(user))
    return Judgement.objects.filter(pk__in=found).select_related("authored_by").order_by("ends_on", "pk")


def citable(user: Any, suspect: Suspect) -> QuerySet[Case]:
    """The cases that a judgement may name: the suspect's, in sight, and never a restricted one."""
    return cases_in_sight(user).filter(involvements__suspect=suspect, is_restricted=False).order_by("-reported_at")


def ended_in_acquittal(suspect_id: int, cases: list[int]) -> bool:
    """Whether the suspect's newest status in any of these cases is an acquittal. 1 query."""
    steps = InvolvementStatus.objects.filter(
        involvement__suspect=suspect_id, involvement__case__in=cases, withdrawn_at=None
    )
    newest = steps.order_by("involvement", "-on", "-recorded_at", "-pk").distinct("involvement")
    return any(step.status == InvolvementStatus.Status.ACQUITTED for step in newest)


def places(suspect_id: int, points: int) -> tuple[int | None, int | None]:
    """The place in the force by base, and what it becomes with so many points; None for somebody not scored. 2 queries.

    Always as it is now, and never kept: a place of a day before a case was restricted would tell of that case.
    """
    standing = Standing.objects.filter(suspect=suspect_id).first()
    if standing is None:
        return None, None
    others = Standing.objects.filter(force=standing.force_id).exclude(suspect=suspect_id)
    final = rules.final(standing.base, points)
    found = others.aggregate(
        base=Count("pk", filter=Q(base__gt=standing.base)), final=Count("pk", filter=Q(final__gt=final))
    )
    return 1 + found["base"], 1 + found["final"]
