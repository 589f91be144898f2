"""Ask for a warning marker on PNC, and record that it was placed, not placed, read again or taken off (C43)."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from soteria.alerts import services as alerts
from soteria.audit import services as audit
from soteria.clocks import limits
from suspects import watch
from suspects.models import Marker, Suspect
from suspects.rules.action import LEAST_WORDS, Fault, NotComplete

State = Marker.State


@transaction.atomic
def ask_for_marker(suspect: Suspect, *, kind: str, reason: str, by: Any, now: datetime | None = None) -> Marker:
    """Ask for a marker, to be placed within the force's days. Raises NotComplete for one that is there already."""
    at = now or timezone.now()
    if len(reason.strip()) < LEAST_WORDS:
        raise NotComplete(Fault("reason", f"Enter why, in {LEAST_WORDS} characters or more"))
    Suspect.objects.select_for_update().get(pk=suspect.pk)
    if Marker.objects.filter(suspect=suspect, kind=kind, state__in=[State.ASKED, State.PLACED]).exists():
        raise NotComplete(Fault("kind", "A marker of this kind is asked for or placed already"))
    place_by = timezone.localdate(at) + _days("suspects.marker_placing", at)
    facts = {"kind": kind, "reason": reason.strip(), "place_by": place_by}
    marker = Marker.objects.create(suspect=suspect, asked_at=at, asked_by=by, **facts)
    audit.record("marker.asked", marker, by=by, after={"kind": kind})
    return marker


def _days(name: str, at: datetime) -> timedelta:
    return timedelta(days=limits.in_force(name, timezone.localdate(at)).amount)


@transaction.atomic
def place_marker(marker: Marker, *, on: date, by: Any, now: datetime | None = None) -> Marker:
    """Record that a marker is on PNC since a day, or was read again on it; it is read next within the force's days.

    The caller holds the row locked. Raises NotComplete for a day to come, and for a marker that is closed.
    """
    at = now or timezone.now()
    _check_open(marker)
    if on > timezone.localdate(at):
        raise NotComplete(Fault("on", "The date must be today or in the past"))
    marker.placed_on = marker.placed_on or on
    marker.state, marker.review_on, marker.alerted_on = State.PLACED, on + _days("suspects.marker_review", at), None
    marker.version += 1
    marker.save()
    audit.record("marker.placed", marker, by=by, after={"review_on": str(marker.review_on)})
    alerts.settle(watch.MARKER, keys=f"{watch.MARKER}:{marker.pk}:", by=by)
    return marker


@transaction.atomic
def close_marker(marker: Marker, *, why: str, by: Any, now: datetime | None = None) -> Marker:
    """Record that a marker is not placed after all, or was taken off, and why. The caller holds the row locked.

    Raises NotComplete.
    """
    _check_open(marker)
    if not why.strip():
        raise NotComplete(Fault("words", "Enter why"))
    marker.state = State.REMOVED if marker.state == State.PLACED else State.DECLINED
    marker.closed_at, marker.closed_by, marker.closed_why = now or timezone.now(), by, why.strip()
    marker.version += 1
    marker.save()
    audit.record("marker.closed", marker, by=by, after={"state": marker.state})
    alerts.settle(watch.MARKER, keys=f"{watch.MARKER}:{marker.pk}:", by=by)
    return marker


def _check_open(marker: Marker) -> None:
    if marker.state not in (State.ASKED, State.PLACED):
        raise NotComplete(Fault("__all__", "This marker is closed already"))
