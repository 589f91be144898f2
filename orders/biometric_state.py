"""Bring one arrest's fingerprints and DNA level with what is on record, and tell whoever has to act."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from orders.models import Arrest, BiometricRetention
from orders.queries import biometrics_record as records
from orders.queries import people, periods
from orders.rules import biometric_alerts as rules
from orders.rules.biometric_steps import Record, Stand, State, stand
from soteria.accounts.models import User
from soteria.alerts import services as alerts
from soteria.clocks import limits
from soteria.clocks import services as clocks
from soteria.clocks.calendar import end_of_day
from soteria.clocks.rules import Limits

KIND, ASKS = "orders.biometrics", "orders.section_63g"  # the second waits for a decision
FOLDED = ("state", "next_on", "keep_until", "window_on")


def retention_of(arrest: Arrest) -> BiometricRetention:
    """The record of an arrest's fingerprints and DNA, locked; begun where there was none. Within a transaction."""
    BiometricRetention.objects.get_or_create(arrest=arrest, defaults={"case_id": arrest.case_id})
    return locked().get(arrest=arrest)


def locked() -> QuerySet[BiometricRetention]:
    """Records to be changed, with what every act reads of them. Within a transaction."""
    return BiometricRetention.objects.select_for_update(of=("self",)).select_related("case__oic", "arrest")


def subject_of(found: BiometricRetention) -> str:
    """The suspect as the clocks know him."""
    return f"suspect:{found.arrest.suspect_id}"


def note_arrest(arrest: Arrest) -> None:
    """Tell the clocks whether an arrest was for a qualifying offence, as the case's offences now say."""
    facts = {"source": periods.source_of(arrest.pk), "subject": f"suspect:{arrest.suspect_id}"}
    is_qualifying = records.qualifying_of(arrest) is not None
    clocks.note(arrest.case_id, "arrest", arrest.arrested_at, qualifying=is_qualifying, **facts)


def refresh(found: BiometricRetention, *, today: date | None = None, by: Any) -> Stand:
    """Fold what is on record again and keep it, saving every field; who is needed no more is told so, who is now, too.

    To be called in the transaction of the act, with the row locked.
    """
    day, known = today or timezone.localdate(), limits.all_limits()
    found.is_charged = records.was_charged(found.arrest)
    record = records.record_of(found, known)
    now = stand(record)
    before = [getattr(found, name) for name in FOLDED]
    found.state, found.next_on, found.keep_until = now.state.value, now.next_on, now.keep_until
    found.window_on = record.opens_on if now.state is State.KEPT else None
    found.version += 1
    found.save()
    if by and before[:2] != [found.state, found.next_on]:
        _settle(found, by)
    tell(found, record, now, known, day)
    return now


def end_alerts(found: BiometricRetention, *, by: Any) -> None:
    """Nobody is needed for this record any more, nor told of it again."""
    _settle(found, by)
    BiometricRetention.objects.filter(pk=found.pk).update(alert_on=None)


def _settle(found: BiometricRetention, by: Any) -> None:
    for kind in (KIND, ASKS):
        alerts.settle(kind, keys=f"{KIND}:{found.pk}:", by=by)


def tell(found: BiometricRetention, record: Record, now: Stand, known: Limits, today: date) -> int:
    """Raise the telling that is due, each once, and keep when the next one is; returns how many alerts are new."""
    tellings = rules.tellings(
        now,
        begun=_begun(found, record, today),
        opens_on=found.window_on,
        notice_given=records.notice_given(record),
        days=_days(known, today),
    )
    found.alert_on = rules.following(tellings, today)
    BiometricRetention.objects.filter(pk=found.pk).update(alert_on=found.alert_on)
    telling = rules.due(tellings, today)
    if telling is None:
        return 0
    told = _who(found, telling, today)
    # Who only sees to it may not open the case, and an alert of a case is shown to those alone who may.
    case = found.case if told or found.case.is_restricted else None
    told = told or people.who_sees_to_it(found.case, today)
    return sum(_raise(found, now, telling.stage, person, case) for person in told)


def _begun(found: BiometricRetention, record: Record, today: date) -> date:
    """The day from which a state is told: that of the last thing on record."""
    days = [taken.on for taken in record.steps]
    days += [day for day in (record.answered_on, record.concluded_on) if day]
    return min(max(days, default=today), today)


def _days(known: Limits, today: date) -> rules.Days:
    names = ("due_soon.biometrics.s63g_apply", "due_soon.biometrics.extension", "biometrics.destruction")
    return rules.Days(*(known.in_force(name, today).amount for name in names))


def _who(found: BiometricRetention, telling: rules.Telling, today: date) -> list[User]:
    """The officer in the case and the supervisors of its team; the inspectors too when it is late."""
    case = found.case
    told = [
        *people.supervisors(case, today),
        *(people.inspectors(case, today) if telling.stage is rules.Stage.LATE else ()),
    ]
    told += [case.oic] if case.oic else []
    return list(dict.fromkeys(told))


def _raise(found: BiometricRetention, now: Stand, stage: rules.Stage, person: User, case: Any) -> bool:
    return alerts.raise_alert(
        ASKS if now.state is State.OPEN else KIND,
        for_user=person,
        title=rules.title(now, stage),
        dedupe_key=f"{KIND}:{found.pk}:{now.state}:{now.next_on or ''}:{stage}:{person.pk}",
        due_at=end_of_day(now.next_on) if now.next_on else None,
        case=case,
        concerns=found.case,
    )
