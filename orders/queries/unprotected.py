"""Nothing in place: suspects who are a live risk, with neither bail nor an order in force, in the reader's cases.

The set-based form of orders.rules.protection, which says what a live risk is.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from cases.models import Case, Offence
from cases.queries.keyset import Order, Place, cursor, place
from cases.queries.listing import Count as Number
from cases.queries.sight import reaching
from orders.models import Bail, NothingInPlace, OrderApplication, ProtectionOrder
from orders.queries import counted, periods
from orders.queries.order_register import live_on
from orders.rules import applications as steps
from orders.rules.protection import HELD, NOT_SUSPECTED, Facts
from soteria.accounts.roles import Level, Section
from soteria.clocks.models import Clock
from soteria.clocks.rules import State
from suspects.models import Custody, Involvement, InvolvementStatus

SIZE = 25
OLDEST = Order("reported", ("case__reported_at", "pk"))
# unanswered: no reason yet, or one whose day of review has come.
UNANSWERED, ANSWERED, ALL = "unanswered", "answered", "all"
SHOWS = {UNANSWERED: "No reason yet, or to be read again", ANSWERED: "With a reason", ALL: "All"}


@dataclass(frozen=True)
class Unprotected:
    """One suspect with nothing in place."""

    case_id: int
    suspect_id: int
    slug: str
    reference: str
    suspect: str
    officer: str
    team: str
    reported_at: datetime
    reason: str
    words: str
    review_on: date | None
    seeking: str
    is_answered: bool


@dataclass(frozen=True)
class UnprotectedPage:
    """One page, with the cursors of its neighbours."""

    rows: tuple[Unprotected, ...]
    after: str = ""
    before: str = ""


def parts_of(cases: Any, now: datetime) -> QuerySet[Any]:
    """Suspects of these cases with what is recorded of each: status, custody, bail and orders, in the case."""
    today = timezone.localdate(now)
    same = {"case": OuterRef("case"), "suspect": OuterRef("suspect")}
    steps_taken = InvolvementStatus.objects.filter(involvement=OuterRef("pk"), withdrawn_at=None)
    held = Custody.objects.filter(suspect=OuterRef("suspect"), withdrawn_at=None, on__lte=today)
    orders = ProtectionOrder.objects.filter(live_on(today), **same)
    return Involvement.objects.filter(case__in=cases).annotate(
        status_now=Coalesce(
            Subquery(steps_taken.order_by("-on", "-recorded_at", "-pk").values("status")[:1]), Value("")
        ),
        held_now=Coalesce(Subquery(held.order_by("-on", "-recorded_at", "-pk").values("kind")[:1]), Value("")),
        on_bail=Exists(live_bail(now)),
        has_order=Exists(orders),
        has_offence=Exists(Offence.objects.filter(case=OuterRef("case"))),
    )


def live_bail(now: datetime) -> QuerySet[Bail]:
    """Bail of the row's case and suspect that was not ended and whose period has not passed."""
    source = Concat(Value(periods.source_of("")), Cast(OuterRef("arrest__pk"), CharField()))
    clocks = Clock.objects.filter(case_id=OuterRef("arrest__case_id"), kind=periods.KIND, source=source)
    over = clocks.filter(due__lt=now).exclude(state=State.SUSPENDED)
    same = {"arrest__case": OuterRef("case"), "arrest__suspect": OuterRef("suspect")}
    return Bail.objects.filter(~Exists(over), ended_at=None, **same)


def unprotected(cases: Any, now: datetime) -> QuerySet[Any]:
    """The suspects of these cases whom the rule finds with nothing in place."""
    rows = parts_of(cases, now).filter(suspect__isnull=False, case__closed_at=None, has_offence=True)
    rows = rows.exclude(held_now__in=HELD).exclude(status_now__in=NOT_SUSPECTED)
    return rows.filter(on_bail=False, has_order=False)


def facts_of(row: Any) -> Facts:
    """What the rule takes, of a row that `parts_of` annotated."""
    return Facts(
        is_open=row.case.closed_at is None,
        is_named=row.suspect_id is not None,
        alleged=int(row.has_offence),
        status=row.status_now,
        custody=row.held_now,
        on_bail=row.on_bail,
        orders=int(row.has_order),
    )


def rows_of(user: Any, now: datetime, show: str = ALL) -> QuerySet[Involvement]:
    """The rows that this supervisor answers for; behind every number and page."""
    cases = Case.objects.visible_to(user).open().filter(reaching(user, Section.REVIEW, Level.FULL))
    newest = NothingInPlace.objects.filter(case=OuterRef("case"), suspect=OuterRef("suspect")).order_by(
        "-recorded_at", "-pk"
    )
    rows = unprotected(cases.values("pk"), now).annotate(
        review_on=Subquery(newest.values("review_on")[:1], output_field=DateField())
    )
    answered = Q(review_on__gt=timezone.localdate(now))
    if show == ANSWERED:
        return rows.filter(answered)
    return rows.filter(Q(review_on=None) | ~answered) if show == UNANSWERED else rows


def counts(user: Any, now: datetime) -> dict[str, Number]:
    """How many rows each of SHOWS has, told no further than 1,000. 1 query."""
    return counted.each({show: rows_of(user, now, show) for show in SHOWS})


def place_of(after: str, before: str) -> Place:
    """Where a page starts, from an address."""
    return place(after[:200], before[:200], (datetime, int))


def page(user: Any, now: datetime, show: str, at: Place, size: int = SIZE) -> UnprotectedPage:
    """One page, the oldest report first. 1 query."""
    found = rows_of(user, now, show).filter(at.condition(OLDEST)).order_by(*OLDEST.by(is_backwards=at.is_backwards))
    rows = list(_told(found)[: size + 1])
    has_more, rows = len(rows) > size, rows[:size]
    if at.is_backwards:
        rows.reverse()
    has_after, has_before = has_more or at.is_backwards, has_more if at.is_backwards else bool(at.after)
    today = timezone.localdate(now)
    return UnprotectedPage(
        tuple(_row(row, today) for row in rows),
        cursor((rows[-1].case.reported_at, rows[-1].pk)) if rows and has_after else "",
        cursor((rows[0].case.reported_at, rows[0].pk)) if rows and has_before else "",
    )


def _told(rows: QuerySet[Involvement]) -> QuerySet[Involvement]:
    same = {"case": OuterRef("case"), "suspect": OuterRef("suspect")}
    newest = NothingInPlace.objects.filter(**same).order_by("-recorded_at", "-pk")
    seeking = OrderApplication.objects.filter(**same).exclude(stage__in=steps.OVER).order_by("-opened_at")
    return rows.select_related("case__oic", "case__team", "suspect").annotate(
        reason_now=Subquery(newest.values("reason")[:1]),
        words_now=Subquery(newest.values("words")[:1]),
        seeking=Subquery(seeking.values("stage")[:1]),
        reported=F("case__reported_at"),
    )


def _row(row: Any, today: date) -> Unprotected:
    case = row.case
    return Unprotected(
        case_id=case.pk,
        suspect_id=row.suspect_id,
        slug=case.slug,
        reference=case.reference,
        suspect=str(row.suspect),
        officer=str(case.oic or "Nobody yet"),
        team=str(case.team or ""),
        reported_at=case.reported_at,
        reason=NothingInPlace.Reason(row.reason_now).label if row.reason_now else "",
        words=row.words_now or "",
        review_on=row.review_on,
        seeking=steps.SAID.get(row.seeking, "") if row.seeking else "",
        is_answered=row.review_on is not None and row.review_on > today,
    )
