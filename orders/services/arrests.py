"""Record an arrest, give its custody reference, and take one back; its clocks and the suspect's part follow."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cases.models import Case, Offence
from orders import late_watch, qualifying, watching
from orders.models import Arrest
from orders.queries import periods
from orders.rules import bail as rules
from orders.rules.faults import Fault, NotRecorded, SentBefore, refuse
from orders.services import wanted
from orders.services.typed import ANOTHER
from soteria.alerts import services as alerts
from soteria.audit import services as audit
from soteria.clocks import services as clocks
from soteria.registry import CASE_EVENTS
from suspects.models import Involvement, InvolvementStatus
from suspects.services import scoring


@transaction.atomic
def record_arrest(
    case: Case,
    *,
    suspect_id: int,
    arrested_at: datetime,
    key: UUID,
    arrived_at: datetime | None = None,
    station: str = "",
    custody_reference: str = "",
    no_reference: str = "",
    now: datetime | None = None,
    by: Any,
) -> Arrest:
    """Record that a suspect of the case was arrested, and start the clocks that an arrest starts.

    The same form sent twice is one arrest. Raises NotRecorded for an arrest in the future, one recorded already, one
    with neither a custody reference nor why there is none, or a person who is no suspect of the case, and SentBefore.
    """
    at = now or timezone.now()
    if known := Arrest.objects.filter(recorded_by=by, key=key).first():
        if (known.case_id, known.suspect_id, known.arrested_at) != (case.pk, suspect_id, arrested_at):
            raise SentBefore(Fault("arrested_at", ANOTHER.format("An arrest")))
        return known
    held = {"custody_reference": custody_reference.strip(), "no_reference": no_reference}
    found = rules.arrest_faults(arrested_at=arrested_at, now=at, **held)
    found += rules.arrival_faults(arrived_at=arrived_at, arrested_at=arrested_at, now=at)
    refuse(found + _arrest_clashes(case, suspect_id, arrested_at))
    arrest = Arrest.objects.create(
        case=case,
        suspect_id=suspect_id,
        arrested_at=arrested_at,
        arrived_at=arrived_at,
        station=station,
        custody_reference=held["custody_reference"],
        no_reference="" if held["custody_reference"] else no_reference,
        is_qualifying=is_qualifying(case),
        key=key,
        recorded_at=at,
        recorded_by=by,
    )
    _mark_arrested(arrest)
    _note(arrest)
    late_watch.seen_to(case.pk, by=by)
    audit.record("arrest.recorded", arrest, by=by, case=case)
    wanted.answered_by(arrest, by=by)
    # An arrest is a status that the score weighs.
    scoring.ask_rescore(suspect_id, why_key=periods.source_of(arrest.pk))
    return arrest


def is_qualifying(case: Case) -> bool:
    """Whether an arrest in this case is for a qualifying offence (s.65A), by the reviewed list of classes."""
    return Offence.objects.filter(case=case, offence_class__in=list(qualifying.classes())).exists()


def _note(arrest: Arrest) -> None:
    """Tell the clocks. Nothing is said of the offence where it does not qualify, since one may yet be added."""
    facts = {"source": periods.source_of(arrest.pk), "subject": f"suspect:{arrest.suspect_id}"}
    more: dict[str, Any] = {"qualifying": True} if arrest.is_qualifying else {}
    clocks.note(arrest.case_id, "arrest", arrest.arrested_at, **facts, **more)


def _arrest_clashes(case: Case, suspect_id: int, arrested_at: datetime) -> list[Fault]:
    if not Involvement.objects.filter(case=case, suspect=suspect_id).exists():
        return [Fault("suspect", "Select a suspect of this case")]
    known = Arrest.objects.standing().filter(case=case, suspect=suspect_id, arrested_at=arrested_at)
    return [Fault("arrested_at", "This arrest is recorded already")] if known.exists() else []


def _mark_arrested(arrest: Arrest) -> None:
    """The suspect's part in the case says that he was arrested, and first when."""
    part = Involvement.objects.get(case=arrest.case_id, suspect=arrest.suspect_id)
    if part.arrested_at is None or part.arrested_at > arrest.arrested_at:
        Involvement.objects.filter(pk=part.pk).update(arrested_at=arrest.arrested_at, version=F("version") + 1)
    InvolvementStatus.objects.get_or_create(
        involvement=part,
        status=InvolvementStatus.Status.ARRESTED,
        on=timezone.localdate(arrest.arrested_at),
        withdrawn_at=None,
        defaults={"recorded_at": arrest.recorded_at, "recorded_by": arrest.recorded_by},
    )


@transaction.atomic
def give_reference(
    arrest: Arrest,
    *,
    custody_reference: str,
    arrived_at: datetime | None = None,
    station: str = "",
    now: datetime | None = None,
    by: Any,
) -> Arrest:
    """Record the custody reference of an arrest that had none, and when the suspect arrived at the station.

    The caller holds the row locked. Raises NotRecorded.
    """
    reference = custody_reference.strip()
    if arrest.custody_reference == reference and reference:
        return arrest
    if arrest.withdrawn_at is not None or arrest.custody_reference:
        raise NotRecorded(Fault("custody_reference", "This arrest was taken back, or has a custody reference already"))
    if not reference:
        raise NotRecorded(Fault("custody_reference", "Enter the custody reference"))
    arrest.custody_reference, arrest.no_reference = reference, ""
    arrived = arrived_at or arrest.arrived_at
    refuse(rules.arrival_faults(arrived_at=arrived, arrested_at=arrest.arrested_at, now=now or timezone.now()))
    arrest.station, arrest.arrived_at = station.strip() or arrest.station, arrived
    arrest.save(update_fields=["custody_reference", "no_reference", "station", "arrived_at"])
    audit.record("arrest.reference_given", arrest, by=by, case=arrest.case)
    wanted.answered_by(arrest, by=by)
    alerts.settle(watching.NO_REFERENCE, keys=f"{watching.NO_REFERENCE}:{arrest.pk}:", by=by)
    return arrest


@transaction.atomic
def withdraw_arrest(arrest: Arrest, *, why: str, now: datetime | None = None, by: Any) -> Arrest:
    """Take back an arrest that was recorded by mistake, and tell the people of the case that the suspect is at large.

    The row and the reason stay. The caller holds the row locked. Doing it twice changes nothing. Raises NotRecorded
    without a reason, or while bail on it runs.
    """
    if arrest.withdrawn_at is not None:
        return arrest
    at = now or timezone.now()
    refuse(rules.withdrawal_faults(why=why, has_live_bail=arrest.bails.filter(ended_at=None).exists()))
    arrest.withdrawn_at, arrest.withdrawn_by, arrest.withdrawn_why = at, by, why.strip()
    arrest.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    _unmark_arrested(arrest, at, by)
    wanted.wanted_again(arrest, by=by)
    clocks.retract(periods.source_of(arrest.pk))
    clocks.retract(wanted.arrival_of(arrest))
    _unreleased(arrest, by)
    _unbailed(arrest, by)
    audit.record("arrest.withdrawn", arrest, by=by, case=arrest.case, reason=why.strip())
    CASE_EVENTS.emit("arrest.withdrawn", arrest=arrest, by=by)
    watching.tell_of_withdrawal(arrest, at)
    scoring.ask_rescore(arrest.suspect_id, why_key=f"{periods.source_of(arrest.pk)}:withdrawn")
    return arrest


def _unreleased(arrest: Arrest, by: Any) -> None:
    """Nobody who was not arrested is released: no victim is told so, and nobody reviews it or reads why."""
    for found in arrest.releases.filter(bail=None).prefetch_related("reviews"):
        again = [name for row in found.reviews.all() for name in (_review(row.pk), f"{_review(row.pk)}:next")]
        for source in (f"release:{found.pk}", f"release:{found.pk}:review", *again):
            clocks.retract(source)
        alerts.settle(watching.NO_BAIL, keys=f"{watching.NO_BAIL}:{found.pk}:", by=by)


def _unbailed(arrest: Arrest, by: Any) -> None:
    """Bail of somebody who was not arrested never ended either: nobody reads why, and no victim is told of its end."""
    for found in arrest.bails.all():
        clocks.retract(f"bail_ended:{found.pk}")
        alerts.settle(watching.BAIL_ENDED, keys=f"{watching.BAIL_ENDED}:{found.pk}:", by=by)


def _review(pk: int) -> str:
    return f"status_review:{pk}"


def _unmark_arrested(arrest: Arrest, at: datetime, by: Any) -> None:
    """The suspect's part says what the arrests that stand say."""
    part = Involvement.objects.get(case=arrest.case_id, suspect=arrest.suspect_id)
    left = Arrest.objects.standing().filter(case=arrest.case_id, suspect=arrest.suspect_id)
    first = left.order_by("arrested_at").values_list("arrested_at", flat=True).first()
    Involvement.objects.filter(pk=part.pk).update(arrested_at=first, version=F("version") + 1)
    on = timezone.localdate(arrest.arrested_at)
    if not any(timezone.localdate(other.arrested_at) == on for other in left):
        part.statuses.filter(status=InvolvementStatus.Status.ARRESTED, on=on, withdrawn_at=None).update(
            withdrawn_at=at, withdrawn_by=by, withdrawn_why="The arrest was recorded by mistake"
        )


@transaction.atomic
def note_notice(arrest: Arrest, *, notice_at: datetime, now: datetime | None = None, by: Any) -> Arrest:
    """Record that the suspect was told in writing that there will be no prosecution (s.34(5C), s.37(6B), s.37B(5)).

    The caller holds the row locked. Raises NotRecorded for a time to come, and a second, different one.
    """
    if arrest.notice_at == notice_at:
        return arrest
    at = now or timezone.now()
    if arrest.notice_at is not None:
        raise NotRecorded(Fault("notice_at", "When the notice was given is recorded already"))
    refuse(rules.end_faults(ended_at=notice_at, granted_at=arrest.arrested_at, now=at))
    arrest.notice_at, arrest.notice_by = notice_at, by
    arrest.save(update_fields=["notice_at", "notice_by"])
    audit.record("arrest.notice_given", arrest, by=by, case=arrest.case)
    return arrest
