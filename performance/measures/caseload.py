"""Measures of load: N35 caseload."""

from django.db.models import BigIntegerField, Count, DateTimeField, F, FloatField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast
from django.db.models.lookups import GreaterThan

from cases.models import Case
from cases.queries.keyset import Order
from performance.measures.base import Measure, Rows, with_columns
from performance.measures.contact import open_at
from performance.rules.definitions import Definition
from performance.rules.months import Window
from soteria.accounts.models import Membership, User


def loads(cases: QuerySet[Case], window: Window, definition: Definition) -> Rows:
    """Officers of cases open at the end of the window, each with how many; those above the cap count.

    An officer is of the team they sit in then, whatever team the cases are of.
    """
    held = open_at(cases, window).filter(oic__isnull=False)
    count = held.filter(oic=OuterRef("pk")).order_by().values("oic").annotate(n=Count("pk")).values("n")
    seats = Membership.objects.current(window.last.last).filter(user=OuterRef("pk")).order_by("starts_on", "pk")
    load = Cast(Subquery(count), FloatField())
    return with_columns(
        User.objects.filter(pk__in=held.values("oic")),
        of_case=Value(None, output_field=BigIntegerField()),
        of_team=Subquery(seats.values("team")[:1]),
        at=Value(None, output_field=DateTimeField()),
        amount=load,
        counts=GreaterThan(load, definition.settings["cap"]),
        officer=F("collar_number"),
    )


N35 = Measure("N35", loads, at_words="", amount_words="Open cases", order=Order("officer", ("officer", "unit")))
