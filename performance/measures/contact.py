"""Measures of contact with victims: N30 silence."""

from datetime import timedelta

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from cases.models import Case
from performance.measures.base import Measure, Rows, with_columns
from performance.rules.definitions import Definition
from performance.rules.months import Window
from victims.models import Contact, Victim


def open_at(cases: QuerySet[Case], window: Window) -> QuerySet[Case]:
    """Cases open at the end of the window: reported by then and not closed by then."""
    still_open = Q(closed_at__isnull=True) | Q(closed_at__gte=window.end)
    return cases.filter(still_open, reported_at__lt=window.end)


def silences(cases: QuerySet[Case], window: Window, definition: Definition) -> Rows:
    """Cases open at the end of the window; those reported more than so many days before without two-way contact since
    count.
    """
    since = window.end - timedelta(days=definition.settings["days"])
    heard = Contact.objects.filter(victim__case=OuterRef("pk"), is_two_way=True, at__gte=since, at__lt=window.end)
    return with_columns(
        open_at(cases, window),
        of_case=F("pk"),
        of_team=F("team_id"),
        at=F("reported_at"),
        counts=ExpressionWrapper(Q(reported_at__lt=since) & ~Q(Exists(heard)), output_field=BooleanField()),
        whole=Exists(Victim.objects.filter(case=OuterRef("pk"))),
    )


N30 = Measure("N30", silences, at_words="Reported")
