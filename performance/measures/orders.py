"""Measures of protection orders: N24 sought, granted and interim, and the days from the decision to court."""

from django.db.models import BooleanField, DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from cases.models import Case
from orders.models import ApplicationStep, OrderApplication
from performance.measures.base import SECONDS_A_DAY, Measure, Rows, seconds, with_columns
from performance.rules.definitions import Definition
from performance.rules.months import Window


def _applied(cases: QuerySet[Case], window: Window) -> QuerySet[OrderApplication]:
    """Orders applied for in the window; one that a court made with no application kept here is none of them."""
    first, beyond = timezone.localdate(window.start), timezone.localdate(window.end)
    return OrderApplication.objects.filter(applied_on__gte=first, applied_on__lt=beyond, case__in=cases)


def _columns(rows: QuerySet[OrderApplication], counts: Q | Exists) -> Rows:
    return with_columns(
        rows,
        of_case=F("case_id"),
        of_team=F("case__team_id"),
        at=Cast(F("applied_on"), DateTimeField()),
        counts=ExpressionWrapper(counts, output_field=BooleanField()),
        whole=ExpressionWrapper(Q(considered_on__isnull=False), output_field=BooleanField()),
        amount=seconds(F("heard_on") - F("considered_on")) / SECONDS_A_DAY,
    )


def granted(cases: QuerySet[Case], window: Window, definition: Definition) -> Rows:
    """Orders applied for in the window; those that were made count, also where an appeal follows.

    Steps that were taken back count nowhere: the dates of an application are folded without them.
    """
    made = ApplicationStep.objects.live().filter(application=OuterRef("pk"), kind=ApplicationStep.Kind.MADE)
    return _columns(_applied(cases, window), Exists(made))


def interim(cases: QuerySet[Case], window: Window, definition: Definition) -> Rows:
    """The same orders; those for which an interim order was made count."""
    return _columns(_applied(cases, window), Q(interim_on__isnull=False))


def waits(cases: QuerySet[Case], window: Window, definition: Definition) -> Rows:
    """The same orders that a court has heard of; the value is the days from the decision to seek one."""
    rows = _applied(cases, window).filter(heard_on__isnull=False, considered_on__isnull=False)
    return _columns(rows, Q(interim_on__isnull=False) | Q(decided_on__isnull=False))


N24 = Measure("N24", granted, at_words="Applied for", amount_words="Days from the decision to court")
N24I = Measure("N24I", interim, at_words="Applied for", amount_words="Days from the decision to court")
N24D = Measure("N24D", waits, at_words="Applied for", amount_words="Days from the decision to court")
