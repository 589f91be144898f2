"""The steps of an application as the rules take them, and what became of the order that one of them made."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from orders.models import (
    ApplicationStep,
    BreachDecision,
    BrokenRule,
    NoticeArrest,
    OrderApplication,
    OrderChange,
    ProtectionOrder,
)
from orders.rules import applications as rules
from orders.rules import mistakes

Kind = ApplicationStep.Kind
STAGES = {Kind.MADE: ProtectionOrder.Stage.FULL, Kind.INTERIM_MADE: ProtectionOrder.Stage.INTERIM}


def as_rule(row: ApplicationStep) -> rules.Step:
    """A step as the rules take it."""
    return rules.Step(row.kind, row.on, row.next_on, row.interim, row.pk)


def of(application: OrderApplication) -> list[rules.Step]:
    """The steps that nobody took back. 1 query."""
    return [as_rule(row) for row in application.steps.live().order_by("on", "pk")]


def with_last(rows: QuerySet[ApplicationStep]) -> QuerySet[Any]:
    """Steps with whether each was taken back, and the last of its application that was not; give each to `last_of`."""
    live = ApplicationStep.objects.live().filter(application=OuterRef("application")).order_by("-on", "-pk")
    return rows.select_related("taken_back").annotate(
        last=Subquery(live.values(kept=JSONObject(pk="pk", kind="kind", on="on"))[:1])
    )


def last_of(row: Any) -> rules.Step:
    """The last step that nobody took back, of a row that `with_last` annotated; itself where none is left."""
    kept = row.last or {"pk": row.pk, "kind": row.kind, "on": row.on.isoformat()}
    return rules.Step(kept["kind"], date.fromisoformat(kept["on"]), number=kept["pk"])


def made_by(step: ApplicationStep) -> Any:
    """The order that a step made and that stands, with what was done on it; None where it made none. 1 query at most.

    Give it to `since`. A breach that was found to be without evidence is none.
    """
    if step.kind not in STAGES:
        return None
    dropped = BreachDecision.Reason.NO_EVIDENCE
    broken = BrokenRule.objects.filter(term__order=OuterRef("pk")).exclude(breach__decision__reason=dropped)
    changes = OrderChange.objects.filter(order=OuterRef("pk")).order_by("-on", "-pk")
    rows = ProtectionOrder.objects.standing().filter(application=step.application_id, stage=STAGES[Kind(step.kind)])
    return rows.annotate(
        is_broken=Exists(broken),
        changed_on=Subquery(changes.values("on")[:1]),
        has_arrest=Exists(NoticeArrest.objects.filter(order=OuterRef("pk"))),
    ).first()


def since(order: Any) -> mistakes.Since:
    """What became of an order; the service that its own form recorded is part of the same mistake. No query."""
    return mistakes.Since(
        served_on=order.served_on if order.served_how else None,
        is_broken=order.is_broken,
        changed_on=order.changed_on,
        has_arrest=order.has_arrest,
        ended_on=timezone.localdate(order.discharged_at) if order.discharged_at else None,
        notified_on=order.notified_on,
    )
