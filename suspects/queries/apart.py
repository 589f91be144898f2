"""Who stands apart from the list: children, police employees and those held in custody."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from cases.models import Case
from soteria.accounts.access import reach_of
from soteria.accounts.roles import Role
from suspects.models import Involvement, Score, Suspect
from suspects.queries.restricted import is_apart, is_child, is_named, serving
from suspects.queries.sight import cases_in_sight


def may_open(user: Any, suspect_id: int) -> bool:
    """Whether the suspect is on no restricted list, or the person is of a role that reads those."""
    return is_named(user) or not Suspect.objects.filter(is_apart(timezone.localdate()), pk=suspect_id).exists()


@dataclass(frozen=True)
class Apart:
    """One line of a restricted list. `score` is the last that was given, None for children, who are never scored."""

    suspect_id: int
    name: str
    born: date | None
    cases: int
    newest: date
    score: float | None
    since: date | None
    may_open: bool


MOST = 500  # lines of a restricted list; both are short in any force


def children(user: Any) -> list[Apart]:
    """Suspects under 18 in cases that this person may know of, newest report first. 1 query."""
    return _rows(user, is_child(timezone.localdate(), "suspect", born="suspect__date_of_birth"), is_scored=False)


def police(user: Any) -> list[Apart]:
    """Suspects who are police employees in cases that this person may know of, newest report first. 1 query."""
    service = serving(timezone.localdate()).filter(suspect=OuterRef("suspect"))
    return _rows(user, Q(Exists(service)), is_scored=True)


def _rows(user: Any, who: Q, *, is_scored: bool) -> list[Apart]:
    cases = _cases(user)
    opens = cases_in_sight(user)
    parts = Involvement.objects.filter(who, suspect__isnull=False, case__in=cases).order_by()
    last = Score.objects.filter(suspect=OuterRef("suspect")).order_by("-pk").values("base")[:1]
    since = serving(timezone.localdate()).filter(suspect=OuterRef("suspect")).order_by("on").values("on")[:1]
    seen = Involvement.objects.filter(suspect=OuterRef("suspect"), case__in=opens)
    found = (
        parts.values("suspect_id", "suspect__forenames", "suspect__surname", "suspect__date_of_birth")
        .annotate(
            cases=Count("case", distinct=True),
            newest=Max("case__reported_at"),
            score=Subquery(last),
            since=Subquery(since),
            may_open=Exists(seen),
        )
        .order_by("-newest", "-suspect_id")[:MOST]
    )
    return [_row(row, is_scored=is_scored) for row in found]


def _row(row: dict[str, Any], *, is_scored: bool) -> Apart:
    name = f"{row['suspect__forenames']} {row['suspect__surname']}".strip() or "Name not known"
    score = row["score"] if is_scored else None
    newest = timezone.localdate(row["newest"])
    born = row["suspect__date_of_birth"]
    return Apart(row["suspect_id"], name, born, row["cases"], newest, score, row["since"], row["may_open"])


def _cases(user: Any) -> QuerySet[Case]:
    """The cases whose suspects of a restricted list this person is told of.

    Professional standards look after the whole force, but restricted cases name their people, and a conflict bars all.
    """
    reach = reach_of(user)
    forces = {seat.force_id for seat in reach.seats if seat.role is Role.AUDITOR}
    whole = Case.objects.filter(force__in=forces, is_restricted=False).not_barred(user)
    return whole | Case.objects.filter(pk__in=cases_in_sight(user).values("pk")) if forces else cases_in_sight(user)
