"""Measures of what is done about suspects: N21 arrest or voluntary attendance, N23 repeat suspects with a live plan."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db.models import (
    BooleanField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Cast
from django.utils import timezone

from cases.models import Case
from orders.models import Arrest, Attendance
from performance.measures.base import Measure, Rows, with_columns, within
from performance.rules.definitions import Definition
from performance.rules.months import Window
from suspects.models import DisruptionPlan, Involvement, InvolvementStatus, PlanReview, Suspect
from suspects.queries import listed, repeat

Status = InvolvementStatus.Status


def brought(cases: QuerySet[Case], window: Window, definition: Definition) -> Rows:
    """Suspects of reports of the window who were arrested or attended voluntarily; those arrested count.

    Whoever attended and was arrested later was arrested. `whole` says whether the decision is on record.
    """
    parts = Involvement.objects.filter(within("case__reported_at", window), suspect__isnull=False, case__in=cases)
    steps = InvolvementStatus.objects.filter(involvement=OuterRef("pk"), withdrawn_at=None)
    same = {"case": OuterRef("case"), "suspect": OuterRef("suspect")}
    decided = Attendance.objects.filter(**same).exclude(state=Attendance.State.REFUSED)
    arrested = (
        Q(arrested_at__isnull=False)
        | Exists(Arrest.objects.standing().filter(**same))
        | Exists(steps.filter(status=Status.ARRESTED))
    )
    attended = decided.filter(option=Attendance.Option.VOLUNTARY).exclude(state=Attendance.State.WAITING)
    voluntary = Exists(steps.filter(status=Status.VOLUNTARY)) | Exists(attended)
    rows = parts.annotate(was_arrested=ExpressionWrapper(arrested, output_field=BooleanField()))
    return with_columns(
        rows.filter(Q(was_arrested=True) | voluntary),
        of_case=F("case_id"),
        of_team=F("case__team_id"),
        at=F("case__reported_at"),
        counts=F("was_arrested"),
        whole=Exists(decided),
    )


def _of_repeats(*, wanted: bool) -> Callable[[QuerySet[Case], Window, Definition], Rows]:
    """The same of repeat suspects alone, or of others: whoever is one by the definition in force (docs/adr/0021).

    Restricted cases make nobody one. Every row is in one of the two, so they add up to the whole.
    """

    def rows(cases: QuerySet[Case], window: Window, definition: Definition) -> Rows:
        named = Involvement.objects.filter(within("case__reported_at", window), suspect__isnull=False)
        some = Suspect.objects.filter(pk__in=named.values("suspect"))
        is_repeat = repeat.by_definition(some, _last_day(window))
        return brought(cases, window, definition).filter(is_repeat if wanted else ~is_repeat)

    return rows


def _last_day(window: Window) -> date:
    """The last London date of a window that is not ahead."""
    return timezone.localdate(min(window.end, timezone.now()) - timedelta(microseconds=1))


def planned(cases: QuerySet[Case], window: Window, definition: Definition) -> Rows:
    """Suspects on the list at the end of the window; those with a plan that was live and read within 28 days count.

    Each stands under his newest case that is not restricted, for the list and for its team.
    """
    end = min(window.end, timezone.now())
    newest = listed.newest_case("suspect").filter(pk__in=cases)
    return with_columns(
        listed.entries(_last_day(window)).filter(Exists(newest)),
        of_case=Subquery(newest.values("pk")[:1]),
        of_team=Subquery(newest.values("team")[:1]),
        at=Cast(F("entered_on"), DateTimeField()),
        counts=Exists(_live_and_read(end, definition.settings["days"])),
    )


def _live_and_read(end: datetime, days: int) -> QuerySet[DisruptionPlan]:
    """Plans of the row's suspect that were live at a moment, and approved or read in the days before it."""
    since = end - timedelta(days=days)
    read = PlanReview.objects.filter(plan=OuterRef("pk"), reviewed_at__gte=since, reviewed_at__lt=end)
    live = DisruptionPlan.objects.filter(suspect=OuterRef("suspect"), approved_at__lt=end)
    live = live.filter(Q(ended_at=None) | Q(ended_at__gte=end))
    return live.filter(Q(approved_at__gte=since) | Exists(read))


N21 = Measure("N21", brought, at_words="Reported")
N21R = Measure("N21R", _of_repeats(wanted=True), at_words="Reported")
N21X = Measure("N21X", _of_repeats(wanted=False), at_words="Reported")
N23 = Measure("N23", planned, at_words="On the list since")
