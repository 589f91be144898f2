"""Measures of keeping fingerprints and DNA: N27 section 63G considered, N27A applied."""

from datetime import date, datetime

from django.db.models import BooleanField, DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from cases.models import Case
from orders.models import BiometricMaterial, BiometricRetention, RetentionStep
from orders.rules.biometric_steps import Step
from performance.measures.base import Measure, Rows, with_columns
from performance.rules.definitions import Definition
from performance.rules.months import Window


def considered(cases: QuerySet[Case], window: Window, definition: Definition) -> Rows:
    """Decisions of the window not to charge somebody arrested for a qualifying offence; those with an answer to the
    question of section 63G count. `whole` says whether what was taken is on record.
    """
    return _asked(cases, window, counts=_truth(~Q(answer="")))


def applied(cases: QuerySet[Case], window: Window, definition: Definition) -> Rows:
    """The same decisions; those after which an application was submitted count."""
    submitted = RetentionStep.objects.filter(retention=OuterRef("pk"), kind=Step.SUBMITTED)
    return _asked(cases, window, counts=Exists(submitted))


def _asked(cases: QuerySet[Case], window: Window, **counts: object) -> Rows:
    first, end = _day(window.start), _day(window.end)
    asked = BiometricRetention.objects.filter(case__in=cases, arrest__withdrawn_at=None)
    return with_columns(
        asked.filter(opened_on__gte=first, opened_on__lt=end),
        of_case=F("case_id"),
        of_team=F("case__team_id"),
        at=Cast(F("opened_on"), DateTimeField()),
        whole=_truth(Exists(BiometricMaterial.objects.filter(retention=OuterRef("pk"))) | Q(no_reason="no_material")),
        **counts,
    )


def _day(at: datetime) -> date:
    return timezone.localdate(at)


def _truth(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


N27 = Measure("N27", considered, at_words="Decided not to charge")
N27A = Measure("N27A", applied, at_words="Decided not to charge")
