"""Record the orders and notices that were made, and their service; what follows starts its clocks."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cases.models import Case
from orders import late_watch, order_types
from orders.models import ApplicationStep, OrderApplication, OrderTerm, ProtectionOrder
from orders.order_types import OrderType
from orders.queries import holding
from orders.rules import applications as steps_rules
from orders.rules import availability, terms
from orders.rules import orders as rules
from orders.rules.faults import Fault, NotRecorded, SentBefore, refuse
from orders.services import notifying, order_ends, steps
from orders.services.order_ends import NOTICE_OF, Ended, Stage
from orders.services.typed import ANOTHER, UNDONE, RuleIn, last_moment
from soteria.audit import services as audit
from soteria.clocks import services as clocks
from soteria.clocks.calendar import end_of_day
from suspects.models import Involvement

GOING = [kind for kind in steps_rules.SAID if kind not in (*steps_rules.OVER, steps_rules.APPEALED)]


@transaction.atomic
def record_order(
    case: Case,
    *,
    suspect_id: int,
    type: str,
    stage: str,
    made_on: date,
    court: str,
    terms: Iterable[RuleIn],
    key: UUID,
    ends_on: date | None = None,
    served_on: date | None = None,
    court_reference: str = "",
    notification: str = "",
    application: OrderApplication | None = None,
    heard_at: datetime | None = None,
    now: datetime | None = None,
    by: Any,
) -> ProtectionOrder:
    """Record an order that was made, with its terms; where notification follows, its clock starts.

    `heard_at` is when the court sat, where the hours of a notice count.
    The same form sent twice is one order. It is the answer to `application`, or the whole of one that was not kept
    here. Raises NotRecorded for dates that cannot be, an order that the law or the force's area did not know on that
    day, terms or a length outside what the law allows, a step out of its turn, and SentBefore.
    """
    at, said = now or timezone.now(), list(terms)
    if known := _known(key, by, (case.pk, suspect_id, type, stage, made_on, ends_on)):
        return known
    today = timezone.localdate(at)
    kind = _kind(case, suspect_id, type, stage, application)
    facts: dict[str, Any] = {"suspect_id": suspect_id, "type": type, "stage": stage, "made_on": made_on}
    refuse(_clashes(case, court, court_reference, facts))
    refuse(_faults(case, kind, stage, made_on, ends_on, served_on, today, said) + notifying.faults(kind, notification))
    held = _step(case, suspect_id, type, stage, made_on, application, heard_at, key, at, by)
    order = ProtectionOrder.objects.create(
        case=case,
        application=held,
        ends_on=ends_on,
        served_on=served_on,
        court=court,
        court_reference=court_reference,
        notification=notification,
        key=key,
        recorded_at=at,
        recorded_by=by,
        **facts,
    )
    add_terms(order, said, holding.start_of(order))
    _follow(order, held, heard_at, at, by)
    audit.record("order.recorded", order, by=by, case=case, after={"type": type, "terms": order.terms.count()})
    return order


def _known(key: UUID, by: Any, facts: tuple[object, ...]) -> ProtectionOrder | None:
    """The order that this form recorded before, if it did; raises SentBefore where it said something else."""
    found = ProtectionOrder.objects.filter(recorded_by=by, key=key).first()
    if found is None:
        return None
    if facts != (found.case_id, found.suspect_id, found.type, found.stage, found.made_on, found.ends_on):
        raise SentBefore(Fault("type", ANOTHER.format("An order")))
    if found.is_mistake:
        raise SentBefore(Fault("type", UNDONE.format("An order")))
    return found


def _clashes(case: Case, court: str, court_reference: str, facts: dict[str, Any]) -> list[Fault]:
    """The same court's order of the same day is one, unless a court reference tells two apart."""
    same = ProtectionOrder.objects.standing().filter(case=case, court__iexact=court.strip(), **facts)
    if reference := court_reference.strip():
        same = same.filter(court_reference__in=["", reference])
    if not same.exists():
        return []
    words = "This order is recorded already: the same suspect, type, court and day. Nothing was changed"
    return [Fault("made_on", f"{words}. If the court made two that day, enter the court reference of each")]


def _follow(order: ProtectionOrder, held: OrderApplication, heard_at: datetime | None, at: datetime, by: Any) -> None:
    """What follows from an order: prompts are answered, clocks start, and a full one ends those that were interim."""
    steps.answer_prompts(held, at, by)
    note_service(order)
    if order.stage == Stage.FULL:
        order_ends.end_interims(held, on=order.made_on, why=Ended.DETERMINED, now=at, by=by)
        note_heard(held, order.made_on, heard_at)
    late_watch.seen_to(order.case_id, by=by)


def add_terms(order: ProtectionOrder, said: Sequence[RuleIn], starts_at: datetime) -> None:
    """Keep terms as rows, each to its own end where it has one."""
    for term in said:
        row = OrderTerm(order=order, starts_at=starts_at, kind=term.kind, words=term.words, protects=term.protects)
        row.ends_at = last_moment(term)
        row.save()


def _kind(case: Case, suspect_id: int, code: str, stage: str, application: OrderApplication | None) -> OrderType:
    kind = order_types.all_types().get(code)
    if kind is None:
        raise NotRecorded(Fault("type", "Select the type of order"))
    if stage != Stage.FULL and not kind.has_interim:
        raise NotRecorded(Fault("stage", "There is no interim order of this type"))
    if not Involvement.objects.filter(case=case, suspect=suspect_id).exists():
        raise NotRecorded(Fault("suspect", "Select a suspect of this case"))
    if application is None and (going := open_application(case, suspect_id, code)) is not None:
        words = f"An application for this order is recorded: {steps_rules.SAID[going.stage]}"
        raise NotRecorded(Fault("type", f"{words}. Record the next step on it instead"))
    return kind


def _faults(
    case: Case,
    kind: OrderType,
    stage: str,
    made_on: date,
    ends_on: date | None,
    served_on: date | None,
    today: date,
    said: Sequence[RuleIn],
) -> list[Fault]:
    found = _before_the_law(kind, made_on, "made_on") + rules.faults(
        made_on=made_on,
        ends_on=ends_on,
        served_on=served_on,
        today=today,
        is_full=stage == Stage.FULL,
        least=kind.least,
        most=kind.most,
        source=kind.source,
        interim_source=kind.interim_fixed_by,
    )
    if kind.hearing_event and served_on:
        words = "Leave this empty for a notice, and record its service with the time: 48 hours count from it"
        found.append(Fault("served_on", f"{words} ({kind.source})"))
    of = [terms.Term(term.kind, term.words, getattr(term, "ends_on", None)) for term in said]
    return found or terms.faults(of, allowed=kind.allowed, made_on=made_on, starts_on=made_on, ends_on=ends_on)


def unavailable(case: Case, kind: OrderType, on: date, field: str) -> list[Fault]:
    """Why our force cannot apply for an order on that day, beside the question; nothing where it can. One that a court
    elsewhere made is another matter: it binds everywhere, and is recorded.
    """
    if found := _before_the_law(kind, on, field):
        return found
    if not kind.by_force:
        return []
    where = order_types.availability()
    if availability.found(where, type=kind.code, force=case.force.code, on=on) is not None:
        return []
    other = order_types.title("dvpn" if kind.is_notice else "dvpo")
    words = f"{kind.title}s exist only where a pilot runs, and none ran in {case.force.name} on that day"
    return [Fault(field, f"{words} ({kind.source}). Consider a {other[:1].lower()}{other[1:]}")]


def _before_the_law(kind: OrderType, on: date, field: str) -> list[Fault]:
    if kind.could_be_made_on(on):
        return []
    return [Fault(field, f"Courts could not make this order on that day ({kind.source})")]


def open_application(case: Case, suspect_id: int, code: str) -> OrderApplication | None:
    """The application for this order that still goes on, if there is one. 1 query."""
    rows = OrderApplication.objects.filter(case=case, suspect=suspect_id, type=code, stage__in=GOING)
    return rows.order_by("-pk").first()


def _step(
    case: Case,
    suspect_id: int,
    code: str,
    stage: str,
    on: date,
    application: OrderApplication | None,
    heard_at: datetime | None,
    key: UUID,
    now: datetime,
    by: Any,
) -> OrderApplication:
    """The step that the order is: the court's answer, in its turn, or all that is known of an application elsewhere."""
    kind = ApplicationStep.Kind.MADE if stage == Stage.FULL else ApplicationStep.Kind.INTERIM_MADE
    said = dict(steps.BLANK) | {"heard_at": heard_at}
    if application is not None:
        held = steps.locked(application.pk)
        steps.check(held, kind, on, said, now)
        steps.write(held, kind, on=on, key=key, now=now, by=by, **said)
        return held
    refuse(steps_rules.hour_faults(on, heard_at, now))
    held = OrderApplication(case=case, suspect_id=suspect_id, type=code, stage=kind, stage_on=on)
    held.opened_at, held.opened_by = now, by
    held.save()
    steps.write(held, kind, on=on, key=key, now=now, by=by, **said)
    return held


def note_service(order: ProtectionOrder) -> None:
    """Start the clocks of an order: notification, and for a notice the hours within which a court must hear of it."""
    kind = order_types.all_types()[order.type]
    notifying.note_duty(order)
    if kind.hearing_event and order.served_at:
        clocks.note(
            order.case_id,
            kind.hearing_event,
            order.served_at,
            source=f"order:{order.pk}:notice",
            subject=f"suspect:{order.suspect_id}",
        )


def heard_source(application: OrderApplication, on: date) -> str:
    """The name under which the clocks know that a court heard an application on a day."""
    return f"application:{application.pk}:heard:{on.isoformat()}"


def note_heard(application: OrderApplication, on: date, heard_at: datetime | None = None) -> None:
    """A court heard the application that a notice leads to: its hours are met, at the end of the day at the latest."""
    if application.type in NOTICE_OF:
        source = heard_source(application, on)
        subject = f"suspect:{application.suspect_id}"
        clocks.note(application.case_id, "notice_heard", heard_at or end_of_day(on), source=source, subject=subject)
