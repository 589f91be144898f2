"""Write an application to the Commissioner, and record each dated step that follows it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from orders.biometric_state import refresh
from orders.models import BiometricRetention, RetentionApplication, RetentionStep
from orders.queries import biometrics_record as records
from orders.queries import people
from orders.rules import biometric_steps as rules
from orders.rules.biometric_steps import State, Step
from orders.rules.biometrics import LEAST
from orders.rules.faults import Fault, NotRecorded, SentBefore, refuse
from orders.services.biometrics import note
from orders.services.typed import ANOTHER
from soteria.audit import services as audit

WRITTEN = ("applicant", "rank", "allegation", "no_charge", "compelling", "fairness")
TEXTS = ("allegation", "no_charge", "compelling", "fairness")
# The fact that a step is to the clocks of the case.
EVENTS = {
    Step.SUBMITTED: "s63g_applied",
    Step.NOTICE: "s63g_notice_given",
    Step.EXTENDED: "retention_extended",
    Step.APPEAL_EXTENDED: "retention_extended",
    Step.DESTROYED: "biometrics_destroyed",
}


@transaction.atomic
def save_application(
    found: BiometricRetention, *, values: Mapping[str, str], now: datetime | None = None, by: Any
) -> RetentionApplication:
    """Keep what the application says, until it is submitted. The caller holds the row locked.

    The same words saved twice are saved once. Raises NotRecorded where no application is to be made, or one was.
    """
    if found.state != State.TO_APPLY:
        words = "An application is written after the decision to apply, and does not change once it is submitted"
        raise NotRecorded(Fault("", f"{words} (PACE 1984 s.63G)"))
    said = {name: str(values.get(name, "")).strip() for name in WRITTEN}
    row = RetentionApplication.objects.select_for_update().filter(retention=found).first()
    if row and all(getattr(row, name) == value for name, value in said.items()):
        return row
    row = row or RetentionApplication(retention=found, version=0)
    vars(row).update(said | {"saved_at": now or timezone.now(), "saved_by_id": by.pk})
    row.version += 1
    row.save()
    audit.record("biometrics.application_saved", row, by=by, case=found.case, after={"version": row.version})
    return row


@transaction.atomic
def take_step(
    found: BiometricRetention,
    *,
    kind: str,
    on: date,
    key: UUID,
    words: str = "",
    method: str = "",
    court: str = "",
    now: datetime | None = None,
    by: Any,
) -> RetentionStep:
    """Record that a step was taken on a day, and where the material stands after it. The caller holds the row locked.

    The same form sent twice is one step. Raises NotRecorded for a step whose turn it is not, a day that cannot be, an
    applicant below the rank of chief officer, a withdrawal by anybody but a supervisor, or a step that is not
    explained, and SentBefore.
    """
    at, step = now or timezone.now(), Step(kind)
    if step is Step.WITHDRAWN and not people.may_decide(by, found.case):
        raise NotRecorded(Fault("on", "A supervisor or inspector of the case’s team takes back the decision to apply"))
    if known := RetentionStep.objects.filter(recorded_by=by, key=key).first():
        if (known.retention_id, known.kind, known.on) != (found.pk, kind, on):
            raise SentBefore(Fault("on", ANOTHER.format("A step")))
        return known
    record = records.record_of(found)
    refuse(rules.faults(step, on, record, timezone.localdate(at)) or _lacks(found, step, words, method))
    facts = {"kind": kind, "on": on, "words": words.strip(), "method": method, "court": court.strip(), "key": key}
    row = RetentionStep.objects.create(retention=found, recorded_at=at, recorded_by=by, **facts)
    if event := EVENTS.get(step):
        note(found, event, on, f"biometrics:{row.pk}:{kind}")
    stands = refresh(found, today=timezone.localdate(at), by=by)
    after = {"step": kind, "state": stands.state.value}
    audit.record("biometrics.step_taken", row, by=by, case=found.case, after=after)
    return row


def _lacks(found: BiometricRetention, step: Step, words: str, method: str) -> list[Fault]:
    if step is Step.SUBMITTED:
        return _application_faults(found)
    if step is Step.NOTICE and not method:
        return [Fault("method", "Select how the notice was given (PACE 1984 s.63G(7))")]
    if step is Step.NO_ADDRESS and len(words.strip()) < LEAST:
        return [Fault("words", "Enter what was done to find the suspect: a reasonable inquiry (PACE 1984 s.63G(8))")]
    if step is Step.WITHDRAWN and len(words.strip()) < LEAST:
        return [Fault("words", f"Enter why it was withdrawn, in {LEAST} characters or more: the material then goes")]
    if step is Step.DESTROYED and not words.strip():
        return [Fault("words", "Enter how it was destroyed and by whom")]
    return []


def _application_faults(found: BiometricRetention) -> list[Fault]:
    """What an application lacks: it is written whole, and a chief officer makes it."""
    row = RetentionApplication.objects.filter(retention=found).first()
    if row is None:
        return [Fault("on", "Write the application before you record that it was submitted (form BC1)")]
    lacking = [name for name in TEXTS if len(getattr(row, name)) < LEAST]
    if lacking:
        words = "The application is not whole: each part needs its words, the compelling reasons above all"
        return [Fault("on", f"{words} (Commissioner’s form BC1)")]
    return [Fault("on", fault.words) for fault in rules.rank_faults(row.rank)]
