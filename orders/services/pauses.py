"""Record what does not count towards a bail period: requests of CPS (s.47ZL) and days in hospital (s.47ZM)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from orders.models import Arrest, Pause
from orders.queries import periods
from orders.rules.faults import Fault, NotRecorded, in_future, refuse
from orders.services import surrender
from orders.services.typed import must_be_same
from soteria.audit import services as audit
from soteria.clocks import services as clocks
from soteria.clocks.calendar import start_of_day
from soteria.ui.dates import day


@transaction.atomic
def ask_by_cps(arrest: Arrest, *, asked_at: datetime, key: UUID, now: datetime | None = None, by: Any) -> Pause:
    """Record that CPS asked for information, from which day the bail period runs again (s.47ZL(6)).

    The same form sent twice is one. Raises NotRecorded, and SentBefore.
    """
    at = now or timezone.now()
    if known := _known(arrest, key, by, starts_at=asked_at):
        return known
    found = in_future("asked_at", "When CPS asked", asked_at, at)
    if not arrest.bails.filter(route__in=("s37(7)(a)", "s37C(2)(b)"), granted_at__lte=asked_at).exists():
        words = "The file goes to CPS with bail for a charging decision. No such bail is recorded before this"
        found.append(Fault("asked_at", f"{words} (PACE 1984 s.47ZL(1))"))
    if arrest.pauses.filter(kind=Pause.Kind.CPS, met_at=None).exists():
        found.append(Fault("asked_at", "A request that is not met is recorded already"))
    refuse(found)
    row = _keep(arrest, at, by, kind=Pause.Kind.CPS, starts_at=asked_at, key=key)
    _note(row, "cps_requests_information", asked_at, "")
    surrender.follow_period(arrest, by)
    audit.record("bail.cps_asked", row, by=by, case=arrest.case)
    return row


@transaction.atomic
def meet_cps(row: Pause, *, met_at: datetime, now: datetime | None = None, by: Any) -> Pause:
    """Record that what CPS asked for was sent: the period stands still again (s.47ZL(10)). The row is held locked."""
    if row.met_at == met_at:
        return row
    if row.met_at is not None or row.kind != Pause.Kind.CPS:
        raise NotRecorded(Fault("met_at", "That the information was sent is recorded already"))
    found = in_future("met_at", "When it was sent", met_at, now or timezone.now())
    if met_at < row.starts_at:
        found.append(Fault("met_at", "It can only be sent after CPS asked for it"))
    refuse(found)
    row.met_at = met_at
    row.save(update_fields=["met_at"])
    _note(row, "cps_information_sent", met_at, ":met")
    audit.record("bail.cps_answered", row, by=by, case=row.arrest.case)
    return row


@transaction.atomic
def record_stay(
    arrest: Arrest, *, from_on: date, last_on: date, key: UUID, now: datetime | None = None, by: Any
) -> Pause:
    """Record days in hospital as an in-patient, up to the last one known. They do not count where the period would end
    on one of them (s.47ZM). The same form sent twice is one. Raises NotRecorded, and SentBefore.
    """
    at = now or timezone.now()
    starts_at, today = start_of_day(from_on), timezone.localdate(at)
    if known := _known(arrest, key, by, starts_at=starts_at, last_on=last_on):
        return known
    found = [Fault("last_on", "The last day must be today or in the past")] if last_on > today else []
    if last_on < from_on:
        found.append(Fault("last_on", "The last day must be the same as or after the first"))
    refuse(found)
    row = _keep(arrest, at, by, kind=Pause.Kind.HOSPITAL, starts_at=starts_at, last_on=last_on, key=key)
    _note(row, "hospital_inpatient", starts_at, "", until=last_on)
    surrender.follow_period(arrest, by)
    audit.record("bail.stay_recorded", row, by=by, case=arrest.case)
    return row


@transaction.atomic
def lengthen_stay(row: Pause, *, last_on: date, now: datetime | None = None, by: Any) -> Pause:
    """Record that a suspect was still in hospital on a later day, so that the days up to it do not count either
    (s.47ZM). The row is held locked. The same day again changes nothing. Raises NotRecorded.
    """
    if row.last_on == last_on:
        return row
    if row.kind != Pause.Kind.HOSPITAL or row.last_on is None:
        raise NotRecorded(Fault("last_on", "This is no stay in hospital"))
    if last_on < row.last_on:
        words = f"{day(row.last_on)} is recorded already. Enter a later day, on which the suspect was still in hospital"
        raise NotRecorded(Fault("last_on", words))
    if last_on > timezone.localdate(now):
        raise NotRecorded(Fault("last_on", "The last day must be today or in the past"))
    row.last_on = last_on
    row.save(update_fields=["last_on"])
    _note(row, "hospital_inpatient", row.starts_at, "", until=last_on)
    surrender.follow_period(row.arrest, by)
    audit.record("bail.stay_lengthened", row, by=by, case=row.arrest.case)
    return row


def _known(arrest: Arrest, key: UUID, by: Any, **said: Any) -> Pause | None:
    known = Pause.objects.filter(recorded_by=by, key=key).first()
    if known:
        must_be_same(known, "__all__", "Something", arrest=arrest, **said)
    return known


def _keep(arrest: Arrest, at: datetime, by: Any, **facts: Any) -> Pause:
    return Pause.objects.create(arrest=arrest, recorded_at=at, recorded_by=by, **facts)


def _note(row: Pause, event: str, at: datetime, more: str, **attrs: Any) -> None:
    arrest = row.arrest
    facts = {"subject": f"suspect:{arrest.suspect_id}", "arrest": periods.source_of(arrest.pk)}
    clocks.note(arrest.case_id, event, at, source=f"pause:{row.pk}{more}", **facts, **attrs)
