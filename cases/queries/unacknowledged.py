"""Alerts that their readers have not said they know of: a supervisor reads those of their cases, a lead how many."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cases.models import Case
from cases.queries.keyset import Order, cursor, place
from cases.queries.sight import reaching
from soteria.accounts.access import Reach, reach_of
from soteria.accounts.roles import Level, Role, Section
from soteria.alerts.models import Alert, of_case
from soteria.prepared import NOW

SIZE = 50
OLDEST = Order("raised", ("raised_at", "id"))


@dataclass(frozen=True)
class Line:
    """One alert: what of, in which case, for whom, and whether it was passed on."""

    title: str
    slug: str
    reference: str
    reader: str
    raised_at: datetime
    due_at: datetime | None
    escalated_at: datetime | None


@dataclass(frozen=True)
class Page:
    """Some of the list; `after` is the cursor of what comes next."""

    rows: tuple[Line, ...]
    after: str
    is_first: bool


@dataclass(frozen=True)
class OfTeam:
    """How many alerts of one team's cases nobody has said they know of, and since when the oldest waits."""

    team: str
    number: int
    oldest: datetime


def reads_lists(reach: Reach) -> bool:
    """Whether somebody with this reach reads the alerts themselves."""
    return reach.allows(Section.REVIEW, Level.FULL)


def reads_numbers(reach: Reach) -> bool:
    """Whether they read how many there are by team."""
    return Role.LEAD in reach.roles


def unacknowledged(user: Any) -> QuerySet[Alert]:
    """Alerts of cases that this person supervises which waited too long; the number of its tile and its list.

    Of a case that they do not see there is nothing here, and nothing that tells of it.
    """
    cases = Case.objects.visible_to(user).filter(reaching(user, Section.REVIEW, Level.FULL))
    return Alert.objects.unread(NOW).filter(of_case(cases))


def page(user: Any, after: str = "") -> Page:
    """One page of the list, what has waited longest first. 1 query."""
    start = place(after[:200], "", (datetime, int))
    its_case = Case.objects.filter(pk=Coalesce(OuterRef("case_id"), OuterRef("concerns_id")))
    rows = unacknowledged(user).filter(start.condition(OLDEST)).order_by(*OLDEST.by()).select_related("for_user")
    rows = rows.annotate(slug=Subquery(its_case.values("slug")), reference=Subquery(its_case.values("reference")))
    found: list[Any] = list(rows[: SIZE + 1])
    last = found[SIZE - 1] if len(found) > SIZE else None
    after = cursor((last.raised_at, last.pk)) if last else ""
    return Page(tuple(map(_line, found[:SIZE])), after, is_first=not start.after)


def _line(row: Any) -> Line:
    reader = str(row.for_user)
    return Line(row.title, row.slug, row.reference, reader, row.raised_at, row.due_at, row.escalated_at)


def by_team(user: Any) -> list[OfTeam]:
    """How many there are in each team of the forces that a lead reads; restricted cases are left out. 1 query."""
    forces = sorted(reach_of(user).home_force_ids)
    cases = Case.objects.filter(force__in=forces, is_restricted=False).not_barred(user)
    teams = Case.objects.filter(pk=Coalesce(OuterRef("case_id"), OuterRef("concerns_id"))).values("team__name")
    rows = Alert.objects.unread(NOW).filter(of_case(cases))
    found = rows.annotate(team=Subquery(teams[:1])).order_by().values("team")
    counted = found.annotate(number=Count("pk"), oldest=Min("raised_at")).order_by("team")
    return [OfTeam(row["team"] or "No team", row["number"], row["oldest"]) for row in counted]
