"""Measures of outcomes given: N03 charge rate, N05 victim does not support, N08 days from report to charge."""

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Coalesce

from cases.models import Case
from performance.measures.base import SECONDS_A_DAY, Measure, Rows, seconds, with_columns, within
from performance.rules.definitions import Definition
from performance.rules.months import Window

# Home Office Counting Rules, section H.
CHARGED = ("1", "1A")
NO_SUPPORT = ("14", "16")
NONE = ("", "0")


def _given(cases: QuerySet[Case], window: Window, counts: Q, **more: object) -> Rows:
    """Cases whose outcome was given in the window. One without a date of its own counts when the case was closed."""
    dated = cases.exclude(outcome_code__in=NONE).annotate(at=Coalesce("outcome_at", "closed_at"))
    return with_columns(
        dated.filter(within("at", window)),
        of_case=F("pk"),
        of_team=F("team_id"),
        counts=ExpressionWrapper(counts, output_field=BooleanField()),
        whole=ExpressionWrapper(Q(outcome_at__isnull=False), output_field=BooleanField()),
        **more,
    )


def charges(cases: QuerySet[Case], window: Window, definition: Definition) -> Rows:
    """Outcomes given in the window; charges count."""
    return _given(cases, window, Q(outcome_code__in=CHARGED))


def withdrawals(cases: QuerySet[Case], window: Window, definition: Definition) -> Rows:
    """Outcomes given in the window; those where the victim does not support count."""
    return _given(cases, window, Q(outcome_code__in=NO_SUPPORT))


def days_to_charge(cases: QuerySet[Case], window: Window, definition: Definition) -> Rows:
    """Cases charged in the window, each with the days since its report."""
    charged = cases.filter(outcome_code__in=CHARGED)
    days = seconds(F("at") - F("reported_at")) / SECONDS_A_DAY
    return _given(charged, window, Q(outcome_code__in=CHARGED), amount=days)


N03 = Measure("N03", charges, at_words="Outcome given")
N05 = Measure("N05", withdrawals, at_words="Outcome given")
N08 = Measure("N08", days_to_charge, at_words="Charged", amount_words="Days from report to charge")
