"""Record an arrest; its clocks and the suspect's part in the case follow."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cases.models import Case
from orders.models import Arrest
from orders.queries import periods
from orders.rules import bail as rules
from orders.rules.faults import Fault, SentBefore, refuse
from orders.services import wanted
from orders.services.typed import ANOTHER
from soteria.audit import services as audit
from soteria.clocks import services as clocks
from suspects.models import Involvement, InvolvementStatus
from suspects.services import scoring


@transaction.atomic
def record_arrest(
    case: Case,
    *,
    suspect_id: int,
    arrested_at: datetime,
    key: UUID,
    station: str = "",
    custody_reference: str = "",
    now: datetime | None = None,
    by: Any,
) -> Arrest:
    """Record that a suspect of the case was arrested, and start the clocks that an arrest starts.

    The same form sent twice is one arrest. Raises NotRecorded for an arrest in the future, one recorded already, or a
    person who is no suspect of the case, and SentBefore.
    """
    at = now or timezone.now()
    if known := Arrest.objects.filter(recorded_by=by, key=key).first():
        if (known.case_id, known.suspect_id, known.arrested_at) != (case.pk, suspect_id, arrested_at):
            raise SentBefore(Fault("arrested_at", ANOTHER.format("An arrest")))
        return known
    refuse(rules.arrest_faults(arrested_at=arrested_at, now=at) + _arrest_clashes(case, suspect_id, arrested_at))
    arrest = Arrest.objects.create(
        case=case,
        suspect_id=suspect_id,
        arrested_at=arrested_at,
        station=station,
        custody_reference=custody_reference,
        key=key,
        recorded_at=at,
        recorded_by=by,
    )
    _mark_arrested(arrest)
    clocks.note(case.pk, "arrest", arrested_at, source=periods.source_of(arrest.pk), subject=f"suspect:{suspect_id}")
    audit.record("arrest.recorded", arrest, by=by, case=case)
    wanted.answered_by(arrest, by=by)
    # An arrest is a status that the score weighs.
    scoring.ask_rescore(suspect_id, why_key=periods.source_of(arrest.pk))
    return arrest


def _arrest_clashes(case: Case, suspect_id: int, arrested_at: datetime) -> list[Fault]:
    if not Involvement.objects.filter(case=case, suspect=suspect_id).exists():
        return [Fault("suspect", "Select a suspect of this case")]
    if Arrest.objects.filter(case=case, suspect=suspect_id, arrested_at=arrested_at).exists():
        return [Fault("arrested_at", "This arrest is recorded already")]
    return []


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
