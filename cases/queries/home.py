"""What waits for one person: the clocks of their cases by day, their alerts, and what they were last looking at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case as Choice
from django.db.models import CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from cases.models import Case, CaseDraft
from cases.queries import cautions
from cases.queries.filters import start_of
from cases.queries.keyset import Order, Place, cursor
from cases.queries.sight import OWN, live_access
from soteria.accounts.access import reach_of
from soteria.accounts.roles import Level, Role, Section
from soteria.alerts.models import Alert
from soteria.audit import queries as audit
from soteria.clocks.calendar import london_date
from soteria.clocks.models import Clock
from soteria.clocks.rules.words import TITLES

DAYS_AHEAD = 7
SHOWN = 10  # of each group on the home page; its count opens the whole list
PAGE = 50
OVERDUE, TODAY, SOON = "overdue", "today", "soon"
GROUPS = {OVERDUE: "Overdue", TODAY: "Today", SOON: "Next 7 days"}
CONTACT = "contact.next"
BY_URGENCY = Order("act_by", ("act_by", "pk"))
# Alerts that ask their reader for a decision, by kind. The officer in the case is told of a breach too, and does not
# decide about it.
TO_REVIEW = ("break_glass",)
TO_DECIDE = (
    "orders.breach",
    "orders.breach_late",
    "orders.breach_agree",
    "orders.breach_sent_back",
    "orders.attendance",
    "orders.consider",
    "orders.section_63g",
    "suspects.nomination_to_decide",
    "suspects.plan_to_approve",
    "closure.check",
    *TO_REVIEW,
)


@dataclass(frozen=True)
class Duty:
    """One clock of one case, as a work list shows it. `act_by` is a date, or a moment for clocks counted in hours.

    Its case holds what a link needs and nothing else. `caution` is what to know before the victim is contacted.
    """

    case: Case
    title: str
    act_by: date | datetime
    is_by_contact: bool = False
    caution: str = ""


@dataclass(frozen=True)
class Work:
    """Duties grouped as they are met: overdue, today, the next seven days; with how many each group has in all."""

    overdue: list[Duty] = field(default_factory=list)
    today: list[Duty] = field(default_factory=list)
    soon: list[Duty] = field(default_factory=list)
    totals: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits within the week."""
        return not any(self.totals.values())

    @property
    def groups(self) -> list[tuple[str, str, list[Duty], int]]:
        """Each group that holds something: its slug, its heading, its first duties, and how many there are."""
        of = {OVERDUE: self.overdue, TODAY: self.today, SOON: self.soon}
        return [(slug, GROUPS[slug], of[slug], total) for slug in GROUPS if (total := self.totals.get(slug, 0))]


@dataclass(frozen=True)
class DutyPage:
    """One page of duties, with how many there are in all and the cursors of its neighbours."""

    duties: list[Duty]
    total: int
    after: str
    before: str


def own_cases(user: Any) -> QuerySet[Case]:
    """The open cases that a person answers for: a supervisor's team's, anybody else's own. Visible ones only."""
    visible = Case.objects.visible_to(user).open()
    reach = reach_of(user)
    if {Role.SUPERVISOR, Role.DI} & reach.roles:
        return visible.filter(team_id__in=sorted(reach.team_ids(Section.REVIEW, Level.FULL)))
    return visible.filter(pk__in=user_cases(user))


def user_cases(user: Any) -> QuerySet[Any]:
    """The ids of the cases that a person is allocated to or named on, whatever their team."""
    return live_access(user).filter(reach__in=OWN).values("case")


def duties_of(user: Any, now: datetime, *, kind: str = "") -> QuerySet[Any]:
    """The open clocks of a person's cases to be acted on within seven days, each with its group and its case."""
    today = timezone.localdate(now)
    until, tomorrow = start_of(today + timedelta(days=DAYS_AHEAD + 1)), start_of(today + timedelta(days=1))
    of_case = Case.objects.filter(pk=OuterRef("case_id"))
    group = Choice(
        When(act_by__lt=now, then=Value(OVERDUE)),
        When(act_by__lt=tomorrow, then=Value(TODAY)),
        default=Value(SOON),
        output_field=CharField(),
    )
    found = Clock.objects.open().filter(case_id__in=own_cases(user).values("pk"), act_by__lt=until)
    found = found.filter(kind=kind) if kind else found
    return found.annotate(
        group=group, reference=Subquery(of_case.values("reference")), slug=Subquery(of_case.values("slug"))
    )


def work_of(user: Any, now: datetime, *, kind: str = "") -> Work:
    """The first duties of each group, and how many each holds. 1 query."""
    by = ["act_by", "due", "kind", "id"]
    clocks = duties_of(user, now, kind=kind).annotate(
        total=Window(Count("pk"), partition_by=[F("group")]),
        place=Window(RowNumber(), partition_by=[F("group")], order_by=by),
    )
    of: dict[str, list[Duty]] = {slug: [] for slug in GROUPS}
    totals: dict[str, int] = {}
    for clock in clocks.filter(place__lte=SHOWN).order_by(*by):
        of[clock.group].append(_duty(clock))
        totals[clock.group] = clock.total
    return Work(of[OVERDUE], of[TODAY], of[SOON], totals)


def page_of_work(user: Any, now: datetime, *, group: str, kind: str, at: Place) -> DutyPage:
    """One page of the duties that a count on the home page counts. 3 queries."""
    duties = duties_of(user, now, kind=kind)
    duties = duties.filter(group=group) if group in GROUPS else duties
    found = list(
        duties.filter(at.condition(BY_URGENCY)).order_by(*BY_URGENCY.by(is_backwards=at.is_backwards))[: PAGE + 1]
    )
    has_more, found = len(found) > PAGE, found[:PAGE]
    if at.is_backwards:
        found.reverse()
    keys = [(clock.act_by, clock.pk) for clock in found]
    listed = [_duty(clock) for clock in found]
    return DutyPage(
        with_cautions(listed, cautions.of(user, _of_contact(listed))),
        duties.count(),
        cursor(keys[-1]) if keys and (has_more or at.is_backwards) else "",
        cursor(keys[0]) if keys and (has_more if at.is_backwards else bool(at.after)) else "",
    )


def _duty(clock: Any) -> Duty:
    case = Case(pk=clock.case_id, reference=clock.reference, slug=clock.slug)
    act_by = london_date(clock.act_by) if clock.by_day else clock.act_by
    return Duty(case, TITLES.get(clock.kind, clock.kind), act_by, cautions.leads_to_contact(clock.kind))


def with_cautions(duties: Iterable[Duty], lines: Mapping[int, str]) -> list[Duty]:
    """The duties, those of contact with the line of their case."""
    return [replace(duty, caution=lines.get(duty.case.pk, "")) if duty.is_by_contact else duty for duty in duties]


def _of_contact(duties: Iterable[Duty]) -> set[int]:
    return {duty.case.pk for duty in duties if duty.is_by_contact}


@dataclass(frozen=True)
class Load:
    """How many open cases one officer carries, among those that the reader may see."""

    name: str
    collar: str
    is_nobody: bool
    count: int

    @property
    def query(self) -> str:
        """The filter of the case list that lists these cases; nothing for an officer without a collar number."""
        if self.is_nobody:
            return urlencode({"state": "open", "oic": "none"})
        return urlencode({"state": "open", "oic": "collar", "collar": self.collar}) if self.collar else ""


def caseload(user: Any) -> list[Load]:
    """The open cases that the reader may see, by officer, in order of name: as the case list filters them. 1 query."""
    cases = Case.objects.visible_to(user).open()
    officers = ("oic", "oic__collar_number", "oic__first_name", "oic__last_name")
    rows = cases.order_by().values(*officers).annotate(n=Count("pk")).order_by("oic__last_name", *officers)
    return [Load(_called(row), row["oic__collar_number"] or "", row["oic"] is None, row["n"]) for row in rows]


def _called(row: Mapping[str, Any]) -> str:
    name = f"{row['oic__first_name'] or ''} {row['oic__last_name'] or ''}".strip()
    return name or row["oic__collar_number"] or "Nobody yet"


def waiting_alerts(user: Any) -> QuerySet[Alert]:
    """Alerts that a person has not said they know of, nearest first; those of a case only while they may see it.

    One that concerns a case which they may not open says its reference: no more once it is restricted, or they have a
    conflict of interest.
    """
    seen = Case.objects.visible_to(user).values("pk")
    told = Case.objects.filter(is_restricted=False).not_barred(user).values("pk")
    alerts = Q(case_id=None, concerns_id=None) | Q(case_id__in=seen) | Q(concerns_id__in=seen) | Q(concerns_id__in=told)
    return Alert.objects.waiting().filter(alerts, for_user=user).order_by("due_at", "-raised_at", "-id")


def first_alerts(user: Any, limit: int) -> tuple[list[Alert], int, int]:
    """The nearest alerts, those to be decided first; how many there are, and how many wait for a decision. 1 query."""
    decide = _to_decide(user)
    rows = waiting_alerts(user).annotate(
        is_to_decide=Choice(When(decide, then=Value(1)), default=Value(0)),
        total=Window(Count("pk")),
        deciding=Window(Count("pk", filter=decide)),
    )
    found: list[Any] = list(rows.order_by("-is_to_decide", "due_at", "-raised_at", "-id")[:limit])
    return (found, found[0].total, found[0].deciding) if found else ([], 0, 0)


def alerts_to_decide(user: Any) -> QuerySet[Alert]:
    """Alerts that wait for this person's decision."""
    return waiting_alerts(user).filter(_to_decide(user))


def _to_decide(user: Any) -> Q:
    return Q(kind__in=TO_DECIDE if reach_of(user).allows(Section.REVIEW, Level.FULL) else TO_REVIEW)


def drafts_of(user: Any) -> QuerySet[CaseDraft]:
    """Cases that a person is still logging."""
    return CaseDraft.objects.filter(owner=user, case=None, discarded_at=None)


def recent_beside(user: Any, work: Work, limit: int = 5) -> tuple[list[Case], Work]:
    """The cases that a person last opened and may still see, newest first; and their work with what to know before a
    victim is contacted. 2 queries.
    """
    ids = audit.cases_viewed_by(user.pk, limit=limit)
    asked = _of_contact([*work.overdue, *work.today, *work.soon])
    seen = Case.objects.visible_to(user).select_related("stage")
    found = cautions.with_lines(seen, user).in_bulk({*ids, *asked})
    lines = {pk: cautions.line_of(found[pk]) for pk in asked if pk in found}
    overdue, today, soon = (with_cautions(duties, lines) for duties in (work.overdue, work.today, work.soon))
    return [found[pk] for pk in ids if pk in found], Work(overdue, today, soon, work.totals)


def with_cases(user: Any, alerts: Iterable[Alert]) -> list[tuple[Alert, Case | None]]:
    """Each alert beside its case. 2 queries."""
    found = list(alerts)
    cases = Case.objects.visible_to(user).in_bulk({alert.case_id for alert in found if alert.case_id})
    return [(alert, cases.get(alert.case_id or 0)) for alert in found]
