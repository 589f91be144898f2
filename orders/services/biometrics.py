"""Record what was taken on an arrest, and answer the question of section 63G when nobody is charged."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from orders.biometric_state import note_arrest, refresh, retention_of, subject_of
from orders.models import Arrest, BiometricMaterial, BiometricRetention
from orders.queries import biometrics_record as records
from orders.queries import people
from orders.rules import biometrics as rules
from orders.rules.biometric_steps import KEEPING, WITH_COMMISSIONER, State, Step
from orders.rules.biometrics import Ground
from orders.rules.faults import Fault, NotRecorded, SentBefore, refuse
from orders.services.typed import ANOTHER
from soteria.audit import services as audit
from soteria.clocks import services as clocks
from soteria.clocks.calendar import start_of_day

UNLAWFUL = BiometricRetention.NoReason.UNLAWFUL
# An answer may be changed until the application is with the Commissioner, or the material is gone.
ANSWERABLE = (State.OPEN, State.TO_APPLY, State.DESTROY, State.INDEFINITE, State.NOTHING)


@transaction.atomic
def record_material(
    arrest: Arrest, *, kind: str, taken_on: date, key: UUID, reference: str = "", now: datetime | None = None, by: Any
) -> BiometricMaterial:
    """Record that fingerprints or a DNA sample were taken; the period of keeping begins with the first.

    The same form sent twice is one taking. Raises NotRecorded for a day to come, one before the arrest (s.61 and s.63
    take from a person in detention), and one recorded already, and SentBefore.
    """
    at = now or timezone.now()
    if known := BiometricMaterial.objects.filter(recorded_by=by, key=key).first():
        if (known.retention.arrest_id, known.kind, known.taken_on) != (arrest.pk, kind, taken_on):
            raise SentBefore(Fault("taken_on", ANOTHER.format("What was taken")))
        return known
    found = retention_of(arrest)
    refuse(_taking_faults(found, kind, taken_on, timezone.localdate(at)))
    facts = {"kind": kind, "taken_on": taken_on, "reference": reference.strip(), "key": key}
    row = BiometricMaterial.objects.create(retention=found, recorded_at=at, recorded_by=by, **facts)
    note_arrest(arrest)
    note(found, "biometrics_taken", taken_on, f"biometrics:{row.pk}:taken")
    audit.record("biometrics.taken", row, by=by, case=found.case, after={"kind": kind})
    refresh(found, today=timezone.localdate(at), by=by)
    return row


def _taking_faults(found: BiometricRetention, kind: str, on: date, today: date) -> list[Fault]:
    arrested = timezone.localdate(found.arrest.arrested_at)
    if on > today:
        return [Fault("taken_on", "The date must be today or in the past")]
    if on < arrested:
        return [Fault("taken_on", "They are taken after the arrest: check the date (PACE 1984 ss.61 and 63)")]
    if found.state == State.DESTROYED:
        return [Fault("taken_on", "Their destruction is recorded. Record the later arrest on which more was taken")]
    if found.material.filter(kind=kind, taken_on=on).exists():
        return [Fault("taken_on", "This taking is recorded already")]
    return []


@transaction.atomic
def answer_question(
    found: BiometricRetention,
    *,
    answer: str,
    words: str,
    rank: str,
    grounds: Sequence[str] = (),
    reason: str = "",
    now: datetime | None = None,
    by: Any,
) -> BiometricRetention:
    """Answer whether the Commissioner is asked to let fingerprints and DNA be kept. The caller holds the row locked.

    Once an application is made, only that the taking was unlawful changes the answer (s.63D(2)).

    Raises NotRecorded where no question waits, the person does not decide on the case, no reason is given, or the
    grounds do not go together. The same answer of the same person twice is one.
    """
    at, is_apply = now or timezone.now(), answer == rules.APPLY
    said = {
        "answer": answer,
        "grounds": list(grounds) if is_apply else [],
        "no_reason": "" if is_apply else reason,
        "words": words.strip(),
        "answered_rank": rank,
    }
    if found.answered_by_id == by.pk and all(getattr(found, name) == value for name, value in said.items()):
        return found
    _check_answer(found, said, by)
    vars(found).update(said | {"answered_at": at, "answered_by_id": by.pk})
    stands = refresh(found, today=timezone.localdate(at), by=by)
    _note_answer(found, at, is_apply=is_apply)
    after = {"answer": answer, "reason": found.no_reason, "grounds": found.grounds, "state": stands.state.value}
    audit.record("biometrics.answered", found, by=by, case=found.case, after=after)
    return found


def _check_answer(found: BiometricRetention, said: dict[str, Any], by: Any) -> None:
    if not _may_change(found, said):
        words = "The question is asked when it is decided not to charge, and answered before an application is made"
        raise NotRecorded(Fault("answer", f"{words} (PACE 1984 s.63G)"))
    if not people.may_decide(by, found.case):
        raise NotRecorded(Fault("answer", "A supervisor or inspector of the case’s team answers this"))
    certain = {Ground.UNDER_18.value} & set(records.grounds_shown(found.arrest))
    facts = {"grounds": said["grounds"], "recorded": certain, "reason": said["no_reason"], "words": said["words"]}
    refuse([*rules.answer_faults(answer=said["answer"], **facts), *_no_material(found, said)])


def _may_change(found: BiometricRetention, said: dict[str, Any]) -> bool:
    """Whether this answer is possible: the first, another before any step, or "unlawful" while it runs."""
    if found.opened_on is None:
        return False
    if not found.answer:
        return found.state not in KEEPING
    if said["no_reason"] == UNLAWFUL:
        return found.state in (*ANSWERABLE, *WITH_COMMISSIONER)
    return found.state in ANSWERABLE and not found.steps.exists()


def _no_material(found: BiometricRetention, said: dict[str, Any]) -> list[Fault]:
    has = found.material.exists()
    if said["answer"] == rules.APPLY and found.steps.filter(kind=Step.DESTROYED).exists():
        return [Fault("answer", "Their destruction is recorded, so there is nothing to keep (PACE 1984 s.63G)")]
    if said["answer"] == rules.APPLY and not has:
        words = "Record what was taken, and when, before you apply: there is nothing on record to keep"
        return [Fault("answer", f"{words} (PACE 1984 s.63F(6))")]
    if said["no_reason"] == "no_material" and has:
        return [Fault("reason", "Fingerprints or DNA are recorded on this arrest. Choose another reason")]
    return []


def _note_answer(found: BiometricRetention, at: datetime, *, is_apply: bool) -> None:
    """Not to apply meets the clock of applying; an answer that was changed to apply lets it run again."""
    source = f"biometrics:{found.pk}:declined"
    if is_apply:
        clocks.retract(source)
    else:
        clocks.note(found.case_id, "s63g_declined", at, source=source, subject=subject_of(found))


def note(found: BiometricRetention, event: str, on: date, source: str) -> None:
    """Tell the clocks a fact of a London day."""
    clocks.note(found.case_id, event, start_of_day(on), source=source, subject=subject_of(found))
