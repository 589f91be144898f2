"""Write what became of fingerprints and DNA in a batch of invented cases, as the services would have left it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from orders import qualifying
from orders.models import Arrest, BiometricMaterial, BiometricRetention, RetentionApplication, RetentionStep
from orders.queries.biometrics_record import period_of
from orders.rules import biometrics as rules
from orders.rules.biometric_steps import Record as OnRecord
from orders.rules.biometric_steps import State, Step, Taken, stand
from orders.rules.biometrics import Facts, power
from performance.rules.force.biometrics import Story, story
from performance.rules.months import LONDON
from performance.services.force_cases import Part
from performance.services.force_events import key_of
from performance.services.force_staff import Staff
from soteria.accounts.roles import Role
from soteria.clocks import limits
from soteria.clocks.rules import Limits
from soteria.copying import copy_in

INVENTED = "Invented for this force."
WRITTEN = {
    "allegation": "The suspect is said to have used a position of trust. The account was recorded on the day. "
    + INVENTED,
    "no_charge": "What was found beside the account did not reach the test. " + INVENTED,
    "compelling": "Two earlier reports by other people describe the same approach. Keeping the profile would help to "
    "find or to rule out the suspect if it is reported again. " + INVENTED,
    "fairness": "He has no conviction and denies it. Three years is a limited time, and it ends by itself. " + INVENTED,
}
NAMES = {
    "not_apply": "It is not necessary to keep them, and not proportionate.",
    "apply": "The risk to others is high.",
}
CHARGED = "charged"
TOLD_WITHIN = timedelta(days=92)  # of a date: nobody is told of what is long over


@dataclass(frozen=True)
class Made:
    """One arrest's material before and after it is a row."""

    part: Part
    arrest: Arrest
    taken_on: date
    told: Story
    row: BiometricRetention


def write(parts: Sequence[Part], staff: Staff, now: datetime) -> None:
    """The material of every arrest of a batch, the answers to section 63G, applications and their steps."""
    known, today = limits.all_limits(), timezone.localdate(now)
    cases = [part.placed.row.pk for part in parts if part.made.arrested_at]
    arrests = {(row.case_id, row.suspect_id): row for row in Arrest.objects.filter(case__in=cases).order_by("-pk")}
    found = [(part, arrests.get((part.placed.row.pk, part.suspect.pk))) for part in parts]
    made = [_made(part, arrest, staff, known, today) for part, arrest in found if arrest]
    copy_in(each.row for each in made)
    copy_in(row for each in made for row in _material(each))
    applied = [each for each in made if each.told.answer == "apply"]
    copy_in(_application(each) for each in applied)
    copy_in(_step(each, step, on) for each in made for step, on in each.told.steps)


def _made(part: Part, arrest: Arrest, staff: Staff, known: Limits, today: date) -> Made:
    placed, arrested = part.placed, timezone.localdate(arrest.arrested_at)
    kept = period_of([arrested], known)
    is_charged = part.made.charged_on is not None or bool(part.made.bail and part.made.bail.ended_why == CHARGED)
    closed = timezone.localdate(placed.made.closed_at) if placed.made.closed_at else None
    qualifies = placed.made.code in qualifying.classes()
    asks = qualifies and closed is not None and not is_charged
    told = story(placed.made.number, closed, kept.last, today) if asks and closed and kept else Story()
    row = BiometricRetention(case_id=placed.row.pk, arrest_id=arrest.pk, is_charged=is_charged)
    if asks and closed:
        _answer(row, told, closed, known, staff, part)
    record = OnRecord(
        power(
            Facts(
                is_qualifying=qualifies,
                is_concluded=bool(closed) or is_charged,
                is_charged=is_charged,
                is_convicted_before=told.reason == "conviction",
            )
        ),
        concluded_on=closed,
        opened_on=row.opened_on,
        apply_by=row.apply_by,
        answer=row.answer,
        answered_on=closed if row.answer else None,
        no_reason=row.no_reason,
        last=kept.last if kept else None,
        longer=rules.extended(kept.last, known.in_force("biometrics.longer", arrested)) if kept else None,
        opens_on=kept.opens_on if kept else None,
        answer_ends=_answer_ends(told, known),
        steps=tuple(Taken(Step(step), on) for step, on in told.steps),
    )
    _fold(row, record, today)
    return Made(part, arrest, arrested, told, row)


def _answer_ends(told: Story, known: Limits) -> date | None:
    notice = next((on for step, on in told.steps if step == Step.NOTICE), None)
    return rules.representations_end(notice, known.in_force("biometrics.representations", notice)) if notice else None


def _answer(row: BiometricRetention, told: Story, on: date, known: Limits, staff: Staff, part: Part) -> None:
    row.opened_on, row.opened_why = on, BiometricRetention.Why.CLOSURE
    row.apply_by = rules.apply_by(on, known.in_force("biometrics.s63g_apply", on))
    if told.answer:
        row.answer, row.no_reason, row.grounds = told.answer, told.reason, list(told.grounds)
        row.words, row.answered_rank = f"{NAMES[told.answer]} {INVENTED}", BiometricRetention.Rank.INSPECTOR
        row.answered_at = _at(on)
        row.answered_by_id = staff.of(part.placed.team, Role.DI)[0].pk


def _fold(row: BiometricRetention, record: OnRecord, today: date) -> None:
    """Where it stands, as the services keep it; what waits is told by the next sweep."""
    now = stand(record)
    row.state, row.next_on, row.keep_until = now.state.value, now.next_on, now.keep_until
    row.window_on = record.opens_on if now.state is State.KEPT else None
    if now.next_on and abs(today - now.next_on) <= TOLD_WITHIN:
        row.alert_on = max(today, row.window_on or today)


def _at(on: date) -> datetime:
    return datetime.combine(on, time(9, 30), LONDON)


def _material(made: Made) -> list[BiometricMaterial]:
    placed = made.part.placed
    facts = {"retention_id": made.row.pk, "recorded_at": made.arrest.arrested_at, "recorded_by_id": placed.oic.pk}
    number = placed.made.number
    return [
        BiometricMaterial(
            kind=kind,
            taken_on=made.taken_on,
            reference=f"{kind[:1].upper()}{number:07}",
            key=key_of("biometrics", kind, made.arrest.pk),
            **facts,
        )
        for kind in BiometricMaterial.Kind.values
    ]


def _application(made: Made) -> RetentionApplication:
    placed = made.part.placed
    at = made.row.answered_at or made.arrest.arrested_at
    return RetentionApplication(
        retention_id=made.row.pk,
        applicant="Assistant Chief Constable R. Holloway",
        rank=RetentionApplication.Rank.ACC,
        saved_at=at + timedelta(days=1),
        saved_by_id=placed.oic.pk,
        **WRITTEN,
    )


def _step(made: Made, step: str, on: date) -> RetentionStep:
    return RetentionStep(
        retention_id=made.row.pk,
        kind=step,
        on=on,
        method=RetentionStep.Method.POST if step == Step.NOTICE else "",
        court="Wetherby Magistrates’ Court" if step in (Step.SOUGHT, Step.EXTENDED) else "",
        words=INVENTED,
        key=key_of("biometric step", step, made.arrest.pk),
        recorded_at=_at(on),
        recorded_by_id=made.part.placed.oic.pk,
    )
