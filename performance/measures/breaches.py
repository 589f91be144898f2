"""Measures of what is done when protection is broken: N25 bail breach response."""

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet

from cases.models import Case
from orders.models import Breach, BreachDecision
from performance.measures.base import Measure, Rows, seconds, with_columns, within
from performance.rules.definitions import Definition
from performance.rules.months import Window

ACTED = (BreachDecision.Outcome.ARREST, BreachDecision.Outcome.OTHER_OFFENCE)
SECONDS_AN_HOUR = 3600.0


def responses(cases: QuerySet[Case], window: Window, definition: Definition) -> Rows:
    """Breaches of bail reported in the window; those acted on count. The value is the hours until it was decided."""
    breaches = Breach.objects.filter(kind=Breach.Kind.BAIL, case__in=cases).filter(within("reported_at", window))
    decided = Q(decision__isnull=False)
    return with_columns(
        breaches,
        of_case=F("case_id"),
        of_team=F("case__team_id"),
        at=F("reported_at"),
        counts=ExpressionWrapper(Q(decision__outcome__in=ACTED) & decided, output_field=BooleanField()),
        whole=ExpressionWrapper(decided, output_field=BooleanField()),
        amount=seconds(F("decision__decided_at") - F("reported_at")) / SECONDS_AN_HOUR,
    )


N25 = Measure("N25", responses, at_words="Reported", amount_words="Hours to the decision")
