"""Watch over bail: count down to its end, expect attendances, find what was missed and what nobody recorded; that the
suspect came back too (orders.surrender_watch).

Each is safe to run twice, or by two schedules at once: what was told is kept, each alert is one.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from cases.models import Case
from orders import surrender_watch, telling
from orders.models import Arrest, AttendanceDue, BailCondition, Countdown, Release, ReportingTimes
from orders.queries import closures, endings, people
from orders.rules import countdown, reporting
from orders.rules.reporting import Times
from soteria.alerts import services as alerts
from soteria.alerts.models import Alert
from soteria.audit import services as audit
from soteria.ui.dates import day, moment

ENDING, EXPIRED, BAIL_ENDED = "orders.bail_ending", "orders.bail_expired", "orders.bail_ended"
NO_BAIL, NO_REFERENCE, WITHDRAWN = "orders.no_bail", "orders.no_reference", "orders.arrest_withdrawn"
MISSED = "orders.attendance_missed"
AT_ONCE = 500
PROCESS = "orders.watch"
UNREFERENCED = timedelta(hours=24)  # our own: how long an arrest may stand without its custody reference


def sweep(now: datetime) -> dict[str, int]:
    """Do everything that time asks of bail; returns how much of each was done."""
    return {
        "moved": settle_moved(),
        "told": sum(tell_of_end(pk, now) for pk in endings.to_tell(now)[:AT_ONCE]),
        "laid_out": sum(lay_out(pk, now) for pk in _to_lay_out(now)),
        "missed": sum(find_missed(pk, now) for pk in _maybe_missed(now)),
        "told_missed": sum(tell_of_missed(pk, now) for pk in list(_missed_untold()[:AT_ONCE])),
        "unreferenced": sum(tell_of_no_reference(pk, now) for pk in _unreferenced(now)),
        **surrender_watch.sweep(now),
    }


@transaction.atomic
def tell_of_end(bail_id: int, now: datetime) -> bool:
    """Tell that bail ends soon, or that it ended and nothing is recorded; once for each step of each end."""
    bail = endings.locked(bail_id)
    step = endings.step_now(bail, now) if bail else None
    if bail is None or step is None:
        return False
    row = {"arrest_id": bail.arrest_id, "act_by": bail.act_by, "step": step}
    if Countdown.objects.filter(**row).exists() or not _count_down(bail, step, now):
        return False
    Countdown.objects.create(**row, told_at=now)
    return True


def _count_down(bail: Any, step: int, now: datetime) -> bool:
    """Tell of one step; False where nobody is there to be told, so that the next watch asks again."""
    case, today = bail.arrest.case, timezone.localdate(now)
    left = (timezone.localdate(bail.act_by) - today).days
    kind = EXPIRED if step == countdown.OVER else ENDING
    title = f"{countdown.words(step, left)}: {day(bail.act_by)}. Extend it in time, end it, or release"
    if step == countdown.OVER:
        title = f"{countdown.words(step, left)} since {day(bail.act_by)}. It cannot be extended: end it"
    key = f"{_end_key(kind, bail.arrest_id, bail.act_by)}{step}"
    both = countdown.tells_supervisor(step)
    found = (telling.officer_and_supervisors if both else telling.officer_or_supervisors)(case, today)
    told = telling.hearers(case, found, today)
    telling.tell(told, kind, title=title, key=key, due_at=bail.act_by)
    return bool(told.people)


def settle_moved() -> int:
    """Settle what was told of an end of bail that has moved since, as by days in hospital; returns how many waited."""
    waiting = Alert.objects.waiting().filter(kind__in=(ENDING, EXPIRED))
    told = {(kind, about, int(about.split(":")[1])) for kind, about in waiting.values_list("kind", "about")}
    ends = endings.ends_of({arrest for _, _, arrest in told})
    moved = [
        (kind, about)
        for kind, about, arrest in sorted(told)
        if (end := ends.get(arrest)) is None or not about.startswith(_end_key(kind, arrest, end))
    ]
    return sum(alerts.settle(kind, keys=f"{about}:", process=PROCESS) for kind, about in moved)


def _end_key(kind: str, arrest_id: int, end: datetime) -> str:
    """How the keys of all that is told of one end of bail begin."""
    return f"{kind}:{arrest_id}:{timezone.localdate(end):%y%m%d}:"


def _tell(kind: str, case: Case, pk: int, title: str, now: datetime) -> bool:
    """Tell the officer in the case and the supervisors; False where nobody is there to be told."""
    today = timezone.localdate(now)
    told = telling.hearers(case, telling.officer_and_supervisors(case, today), today)
    telling.tell(told, kind, title=title, key=f"{kind}:{pk}")
    return bool(told.people)


def tell_of_release(release: Release, now: datetime) -> None:
    """Have the supervisors read why a suspect was released without bail."""
    case, today = release.arrest.case, timezone.localdate(now)
    told = telling.hearers(case, people.supervisors(case, today), today)
    title = "A suspect was released without bail: read why"
    telling.tell(told, NO_BAIL, title=title, key=f"{NO_BAIL}:{release.pk}")


def tell_of_withdrawal(arrest: Arrest, now: datetime) -> None:
    """Tell everybody of the case that nobody was arrested after all, so that the suspect is looked for again."""
    alerts.settle(NO_REFERENCE, keys=f"{NO_REFERENCE}:{arrest.pk}:", by=arrest.withdrawn_by)
    title = f"The arrest of {day(arrest.arrested_at)} was recorded by mistake: that suspect was not arrested"
    _tell(WITHDRAWN, arrest.case, arrest.pk, title, now)


def _unreferenced(now: datetime) -> list[int]:
    rows = Arrest.objects.standing().filter(custody_reference="", recorded_at__lt=now - UNREFERENCED)
    rows = rows.filter(no_reference__in=ASKED, case__closed_at=None).exclude(countdowns__step=Countdown.NO_REFERENCE)
    return list(rows.order_by("recorded_at").values_list("pk", flat=True)[:AT_ONCE])


# An arrest released on the street never has a reference, and one of long ago was not asked for it.
ASKED = (Arrest.NoReference.ON_THE_WAY, Arrest.NoReference.HOSPITAL, Arrest.NoReference.OTHER_FORCE)


@transaction.atomic
def tell_of_no_reference(arrest_id: int, now: datetime) -> bool:
    """Tell that an arrest has stood for a day without a custody reference: perhaps nobody was arrested."""
    arrest = Arrest.objects.select_for_update(of=("self",)).select_related("case__oic").get(pk=arrest_id)
    row = {"arrest_id": arrest_id, "act_by": arrest.recorded_at, "step": Countdown.NO_REFERENCE}
    title = f"The arrest of {day(arrest.arrested_at)} has no custody reference: give it, or take the arrest back"
    is_known = Countdown.objects.filter(**row).exists()
    if is_known or not _tell(NO_REFERENCE, arrest.case, arrest.pk, title, now):
        return False
    Countdown.objects.create(**row, told_at=now)
    return True


def _to_lay_out(now: datetime) -> list[int]:
    soon = now + reporting.AHEAD - timedelta(days=1)
    rows = ReportingTimes.objects.filter(laid_out_to__lt=soon, condition__ends_at=None, condition__bail__ended_at=None)
    rows = rows.filter(condition__bail__arrest__case__closed_at=None)
    return list(rows.order_by("laid_out_to").values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def lay_out(times_id: int, now: datetime) -> int:
    """Lay out the times to report of one condition for the next two weeks; returns how many are new.

    Of bail that ended, or in a closed case, none are; nor of the time for which a reopened case stood closed.
    """
    rows = ReportingTimes.objects.select_for_update(of=("self",)).select_related("condition__bail__arrest__case")
    kept = rows.get(pk=times_id)
    until = now + reporting.AHEAD
    bail = kept.condition.bail
    if bail.ended_at is not None or bail.arrest.case.closed_at is not None or kept.laid_out_to >= until:
        return 0
    times = Times(kept.station, tuple(kept.days), kept.opens_at, kept.closes_at)
    closed = closures.spans(bail.arrest.case_id) if kept.laid_out_to < now else []
    due = [
        AttendanceDue(condition_id=kept.condition_id, opens_at=opens, closes_at=closes, station=kept.station)
        for opens, closes in reporting.expected(times, kept.laid_out_to, until)
        if not reporting.falls_in(opens, closes, closed)
    ]
    AttendanceDue.objects.bulk_create(due, ignore_conflicts=True)
    ReportingTimes.objects.filter(pk=times_id).update(laid_out_to=until)
    return len(due)


def _maybe_missed(now: datetime) -> list[int]:
    rows = AttendanceDue.objects.overdue(now - reporting.GRACE).filter(condition__bail__arrest__case__closed_at=None)
    return list(rows.order_by("closes_at").values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def find_missed(due_id: int, now: datetime) -> bool:
    """Put an attendance that nobody recorded forward as a breach; one that was not due any more, or fell while the
    case stood closed, is forgotten, and one of a closed case left alone.
    """
    due = AttendanceDue.objects.select_for_update(of=("self",)).filter(pk=due_id).first()
    if due is None or due.state != AttendanceDue.State.EXPECTED or not reporting.is_missed(due.closes_at, now):
        return False
    condition = BailCondition.objects.select_related("bail__arrest__case__oic").get(pk=due.condition_id)
    case = condition.bail.arrest.case
    if case.closed_at is not None:
        return False
    fell_while_closed = reporting.falls_in(due.opens_at, due.closes_at, closures.spans(case.pk))
    if fell_while_closed or not endings.held_at(condition, due.opens_at):
        due.delete()
        return False
    put_forward(due, condition, now)
    return True


def put_forward(due: AttendanceDue, condition: BailCondition, now: datetime) -> None:
    """Ask the people of the case whether a missed attendance is a breach. Where nobody is there, the watch asks."""
    due.state, due.missed_at = AttendanceDue.State.MISSED, now
    due.save(update_fields=["state", "missed_at"])
    case = condition.bail.arrest.case
    _ask_of_missed(due, case, now)
    audit.record("attendance.missed", due, process=PROCESS, case=case)


def _missed_untold() -> Any:
    about = Concat(Value(f"{MISSED}:"), Cast(OuterRef("pk"), CharField()))
    told = Alert.objects.filter(kind=MISSED, about=about)
    rows = AttendanceDue.objects.to_confirm().filter(condition__bail__arrest__case__closed_at=None)
    return rows.filter(~Exists(told)).order_by("-missed_at", "-pk").values_list("pk", flat=True)


@transaction.atomic
def tell_of_missed(due_id: int, now: datetime) -> bool:
    """Ask of a missed attendance that nobody was there to be asked of; False where nobody is there yet."""
    rows = AttendanceDue.objects.select_for_update(of=("self",)).select_related("condition__bail__arrest__case__oic")
    due = rows.filter(pk__in=_missed_untold()).filter(pk=due_id).first()
    return due is not None and _ask_of_missed(due, due.condition.bail.arrest.case, now)


def _ask_of_missed(due: AttendanceDue, case: Case, now: datetime) -> bool:
    title = f"A suspect on bail is not recorded as reporting on {moment(due.opens_at)}: is it a breach?"
    return _tell(MISSED, case, due.pk, title, now)
