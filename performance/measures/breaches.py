"""Measures of what is done when protection is broken: N25 bail breach response, N26 that of orders, and their hours."""

from collections.abc import Callable

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet

from cases.models import Case
from orders.models import Breach, BreachDecision
from performance.measures.base import Measure, Rows, seconds, with_columns, within
from performance.rules.definitions import Definition
from performance.rules.months import Window

ACTED = (BreachDecision.Outcome.ARREST, BreachDecision.Outcome.OTHER_OFFENCE)
SECONDS_AN_HOUR = 3600.0
Counting = Callable[[QuerySet[Case], Window, Definition], Rows]


def responses(kind: str, *, decided_only: bool = False) -> Counting:
    """Breaches of a kind reported in the window; those acted on count. The value is the hours until it was decided.

    With `decided_only`, those that somebody has decided, for the hours alone.
    """

    def rows(cases: QuerySet[Case], window: Window, definition: Definition) -> Rows:
        breaches = Breach.objects.filter(kind=kind, case__in=cases).filter(within("reported_at", window))
        decided = Q(decision__isnull=False)
        return with_columns(
            breaches.filter(decided) if decided_only else breaches,
            of_case=F("case_id"),
            of_team=F("case__team_id"),
            at=F("reported_at"),
            counts=ExpressionWrapper(Q(decision__outcome__in=ACTED) & decided, output_field=BooleanField()),
            whole=ExpressionWrapper(decided, output_field=BooleanField()),
            amount=seconds(F("decision__decided_at") - F("reported_at")) / SECONDS_AN_HOUR,
        )

    return rows


BAIL, ORDER = Breach.Kind.BAIL, Breach.Kind.ORDER
REPORTED, HOURS = "Reported", "Hours to the decision"
N25 = Measure("N25", responses(BAIL), at_words=REPORTED, amount_words=HOURS)
N25H = Measure("N25H", responses(BAIL, decided_only=True), at_words=REPORTED, amount_words=HOURS)
N26 = Measure("N26", responses(ORDER), at_words=REPORTED, amount_words=HOURS)
N26H = Measure("N26H", responses(ORDER, decided_only=True), at_words=REPORTED, amount_words=HOURS)
