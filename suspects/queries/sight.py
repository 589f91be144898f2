"""Which suspects a person may see a score of: those in at least one case where they read intelligence and suspects."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cases.access import sight_of
from cases.models import Case, CaseAccess, live_access
from cases.queries.sight import reaching
from soteria.accounts.access import Refused, Unseen, reach_of
from soteria.accounts.roles import Level, Section
from suspects.models import Involvement, Merge, MergedPart, Suspect
from suspects.queries.restricted import REFUSED, is_apart, is_named


def cases_in_sight(user: Any) -> QuerySet[Case]:
    """Cases whose suspects, and what is made of them, this person reads."""
    visible = Case.objects.visible_to(user).filter(reaching(user, Section.INTEL, Level.READ))
    return visible.filter(reaching(user, Section.SUSPECT, Level.READ))


def get_suspect(user: Any, suspect_id: int) -> Suspect:
    """One suspect, if in a case in sight. Raises Unseen, the same for one who is not there."""
    found = Suspect.objects.filter(pk=suspect_id, involvements__case__in=cases_in_sight(user)).first()
    if found is None:
        raise Unseen(asked_for="suspect")
    return found


def folded_in(cases: Any, suspect_id: Any) -> QuerySet[Merge]:
    """Merges into a suspect of records that a reader of these cases knows: each had, or has, a part in one of them.

    A record that was of restricted cases alone stays unknown to whoever sees the suspect elsewhere.
    """
    moved = MergedPart.objects.filter(merge=OuterRef("pk"), involvement__case__in=cases)
    own = Involvement.objects.filter(suspect=OuterRef("folded"), case__in=cases)
    return Merge.objects.filter(Q(Exists(moved)) | Q(Exists(own)), kept=suspect_id, undone=None)


def of_records(user: Any, suspect: Suspect) -> Q:
    """The condition on rows of a suspect, and of the records joined to him that this person may know of."""
    return Q(suspect=suspect) | Q(suspect__in=folded_in(cases_in_sight(user), suspect.pk).values("folded"))


@dataclass(frozen=True)
class Seen:
    """A suspect as one person reaches him: through which cases, and whether only because their role reads the force.

    `is_apart` says whether he is on a restricted list; `has_bars`, whether the person is barred from any case at all.
    """

    suspect_id: int
    cases: Mapping[int, Case]
    is_outside: bool
    is_apart: bool = False
    has_bars: bool = True


def see(user: Any, suspect_id: int) -> Seen:
    """How this person reaches a suspect. 1 query. Raises Unseen, the same for one who is not there.

    Raises Refused for one who is on a restricted list, unless the person's role reads those.
    A suspect of one's own case, or of one's own team's, is one's own caseload: such looks are not asked for a purpose.
    """
    seen = reached(user, suspect_id)
    if seen is None:
        raise Unseen(asked_for="suspect")
    if seen.is_apart and not is_named(user):
        raise Refused(REFUSED, section=Section.INTEL)
    return seen


def see_to_keep(user: Any, suspect_id: int) -> Seen:
    """How this person reaches a suspect whom they keep in a case. 1 query, 2 by the force alone. Raises Unseen.

    Raises Refused for one on a restricted list whom the person reaches by the force alone, unless their role reads
    those lists. Who investigates a case records what is so of its suspect, whoever he is.
    """
    kept = Case.objects.visible_to(user).filter(reaching(user, Section.SUSPECT, Level.FULL))
    found = _reached(user, kept, suspect_id)
    if found is None:
        raise Unseen(asked_for="suspect")
    if found.is_outside and (read := reached(user, suspect_id)) is not None:
        # As the question of the purpose sees it: a case of one's own that is only read is one's own caseload too.
        found = replace(found, is_outside=read.is_outside)
    refuse_apart(user, found)
    return found


def see_through(user: Any, through: QuerySet[Case], suspect_id: int) -> Seen:
    """How this person reaches a suspect through cases that they read otherwise. 1 query. Raises Unseen.

    Raises Refused for one on a restricted list, as `refuse_apart` says. Every case of `through` must be one that this
    person sees.
    """
    found = _reached(user, through, suspect_id)
    if found is None:
        raise Unseen(asked_for="suspect")
    refuse_apart(user, found)
    return found


def refuse_apart(user: Any, seen: Seen) -> None:
    """Raise Refused for one on a restricted list, save to roles that read those and to those of his own cases."""
    if seen.is_apart and seen.is_outside and not is_named(user):
        raise Refused(REFUSED, section=Section.SUSPECT)


def reached(user: Any, suspect_id: int) -> Seen | None:
    """How this person reaches a suspect through cases in sight, None where through none. 1 query."""
    return _reached(user, cases_in_sight(user), suspect_id)


def _reached(user: Any, through: QuerySet[Case], suspect_id: int) -> Seen | None:
    why = ArraySubquery(live_access(user).filter(case=OuterRef("pk")).values_list("reach"))
    apart = Exists(Suspect.objects.filter(is_apart(timezone.localdate()), pk=suspect_id))
    bars = Exists(live_access(user).filter(reach=CaseAccess.Reach.BARRED))
    found = through.filter(involvements__suspect=suspect_id).annotate(reaches=why, apart=apart, has_bars=bars)
    cases = {case.pk: case for case in found.order_by("pk")}
    if not cases:
        return None
    # A list, so that every case gets its levels, also those behind one of the person's own caseload.
    outside = [_is_outside(user, case) for case in cases.values()]
    first: Any = next(iter(cases.values()))
    return Seen(suspect_id, cases, all(outside), first.apart, first.has_bars)


def kept_from(user: Any) -> Q:
    """The condition on suspects on a restricted list of whom this person is not told.

    As refuse_apart has it: told are the roles that read those lists, and whoever reaches the suspect by a case of their
    own caseload, since who investigates him knows him.
    """
    if is_named(user):
        return Q(pk__in=[])
    # As cases.access.Sight.is_outside_own_caseload, of many cases at once.
    own = Q(team__in=sorted(reach_of(user).team_ids(Section.SUMMARY, Level.PART)))
    own |= Q(pk__in=live_access(user).values("case"))
    cases = Case.objects.visible_to(user).filter(own, reaching(user, Section.SUSPECT, Level.READ))
    known = Involvement.objects.filter(suspect=OuterRef("pk"), case__in=cases)
    return is_apart(timezone.localdate()) & ~Q(Exists(known))


def _is_outside(user: Any, case: Case) -> bool:
    case.sight = sight_of(user, case, frozenset(case.__dict__.pop("reaches")))
    return case.sight.is_outside_own_caseload


def reads_the_force(user: Any) -> bool:
    """Whether the list shows this person more than their team's suspects: then it is asked for a purpose."""
    reach = reach_of(user)
    return bool(reach.force_ids(Section.INTEL, Level.READ) & reach.force_ids(Section.SUSPECT, Level.READ))
