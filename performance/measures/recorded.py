"""Measures of cases recorded: N01 recorded rape, N22 reports of a repeat suspect."""

from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from cases.models import Case, Offence
from performance.measures.base import Measure, Rows, with_columns, within
from performance.rules.definitions import Definition
from performance.rules.months import Window
from suspects.models import Involvement

# SOA 2003 ss.1 and 5 as the Home Office counts them; attempts keep the class of the full offence.
RAPE = ("19C", "19D", "19E", "19F", "19G", "19H")
OF_THE_CASE = {"of_case": F("pk"), "of_team": F("team_id"), "at": F("reported_at")}


def recorded(cases: QuerySet[Case], window: Window, definition: Definition) -> Rows:
    """Cases reported in the window; those with an offence of rape count."""
    offences = Offence.objects.filter(case=OuterRef("pk"))
    rape = Exists(offences.filter(offence_class_id__in=RAPE))
    whole = Exists(offences)
    return with_columns(cases.filter(within("reported_at", window)), counts=rape, whole=whole, **OF_THE_CASE)


def repeats(cases: QuerySet[Case], window: Window, definition: Definition) -> Rows:
    """Cases reported in the window that name a suspect; those whose suspect was named before count.

    What came later changes nothing, so a month keeps its number. A rule of its own, whose numbers are said
    in its definition alone; who is worked on goes by the force's definition (suspects.queries.repeat). A restricted
    report makes nobody one who was named before: the number would tell of it (docs/adr/0021).
    """
    # The window is said of the involvement too, so that only those of the window are looked into.
    of_window = Involvement.objects.filter(within("case__reported_at", window), suspect__isnull=False)
    named = of_window.filter(case=OuterRef("pk"))
    years = timedelta(days=365 * definition.settings["years"])
    earlier = Involvement.objects.filter(
        suspect=OuterRef("suspect"),
        case__reported_at__lt=OuterRef("case__reported_at"),
        case__reported_at__gte=OuterRef("case__reported_at") - years,
        case__is_restricted=False,
    )
    needed = definition.settings["reports"] - 1
    before = earlier.order_by().values("suspect").annotate(n=Count("case", distinct=True)).filter(n__gte=needed)
    identified = ~Q(suspect__date_of_birth=None) | ~Q(suspect__pnc_id="")
    return with_columns(
        cases.filter(within("reported_at", window)).filter(Exists(named)),
        counts=Exists(named.filter(Exists(before))),
        whole=Exists(named.filter(identified)),
        **OF_THE_CASE,
    )


N01 = Measure("N01", recorded, at_words="Reported")
N22 = Measure("N22", repeats, at_words="Reported")
