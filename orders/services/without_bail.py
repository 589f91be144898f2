"""Record release without bail with its reason, and the reviews of whoever has no date to come back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from orders import late_watch, watching
from orders.models import Arrest, Attendance, Bail, Release, StatusReview
from orders.queries import detention, periods
from orders.rules import release as rules
from orders.rules.faults import Fault, in_future, refuse
from orders.rules.release import Decided
from orders.services import bail as bails
from orders.services import releases
from orders.services.typed import must_be_same
from soteria.audit import services as audit
from soteria.clocks import services as clocks


@transaction.atomic
def release_without_bail(
    arrest: Arrest,
    *,
    route: str,
    decided_at: datetime,
    decision: Decided,
    no_bail: str,
    key: UUID,
    now: datetime | None = None,
    by: Any,
) -> Release:
    """Record release under investigation with why there is no bail; bail that runs ends, supervisors are told why.

    The same form sent twice is one release. Raises NotRecorded, and SentBefore.
    """
    at = now or timezone.now()
    if known := Release.objects.filter(recorded_by=by, key=key).first():
        said = {"route": route, "decided_at": decided_at, "no_bail": no_bail}
        must_be_same(known, "decided_at", "A release", arrest=arrest, **said, **releases.facts(decision))
        return known
    refuse(_faults(arrest, route, decided_at, decision, no_bail, at))
    for bail in arrest.bails.filter(ended_at=None):
        bails.end(bail, ended_at=decided_at, why=Bail.Ended.RUI, now=at, by=by)
    found = releases.keep(
        arrest, decision, route=route, decided_at=decided_at, key=key, at=at, recorded_by=by, no_bail=no_bail
    )
    _note(found, "released_under_investigation", decided_at, "")
    _note(found, "rui_review_set", decided_at, ":review")
    audit.record("release.without_bail", found, by=by, case=arrest.case, after={"route": route, "why": no_bail})
    watching.tell_of_release(found, at)
    return found


def _faults(
    arrest: Arrest, route: str, decided_at: datetime, decision: Decided, no_bail: str, at: datetime
) -> list[Fault]:
    found = rules.when_faults(arrested_at=arrest.arrested_at, decided_at=decided_at, now=at)
    found += detention.faults(arrest, "decided_at", decided_at)
    if arrest.withdrawn_at is not None:
        found.append(Fault("decided_at", "This arrest was recorded by mistake and taken back"))
    if route not in rules.WITHOUT_BAIL:
        found.append(Fault("route", "Select the power used to release without bail (PACE 1984 s.37(2A) or (7)(c))"))
    if not no_bail:
        found.append(Fault("no_bail", "Select why there is no bail"))
    if no_bail == rules.PERIOD_ENDED and not arrest.bails.exists():
        found.append(Fault("no_bail", "No bail is recorded on this arrest, so no period of it can have ended"))
    return found + rules.faults(decision, route=route, no_bail=no_bail)


def _note(found: Release, event: str, at: datetime, more: str) -> None:
    arrest = found.arrest
    facts = {"subject": f"suspect:{arrest.suspect_id}", "arrest": periods.source_of(arrest.pk)}
    clocks.note(arrest.case_id, event, at, source=f"release:{found.pk}{more}", **facts)


@transaction.atomic
def review(
    *,
    release: Release | None = None,
    attendance: Attendance | None = None,
    reviewed_at: datetime,
    words: str,
    key: UUID,
    now: datetime | None = None,
    by: Any,
) -> StatusReview:
    """Record that a suspect without bail, or one who attends voluntarily, was looked at again; the next look is set.

    The days between are a dated limit of the force, which is to be confirmed. Raises NotRecorded, and SentBefore.
    """
    at = now or timezone.now()
    if known := StatusReview.objects.filter(recorded_by=by, key=key).first():
        said = {"reviewed_at": reviewed_at, "words": words.strip()}
        must_be_same(known, "words", "A review", release=release, attendance=attendance, **said)
        return known
    found = in_future("reviewed_at", "When it was reviewed", reviewed_at, at)
    found += [] if len(words.strip()) >= rules.LEAST else [Fault("words", "Enter what was read and why, in a sentence")]
    refuse(found)
    row = StatusReview.objects.create(
        release=release,
        attendance=attendance,
        reviewed_at=reviewed_at,
        words=words.strip(),
        key=key,
        recorded_at=at,
        recorded_by=by,
    )
    case_id, suspect_id, event = _of(release, attendance)
    facts = {"subject": f"suspect:{suspect_id}"}
    clocks.note(case_id, "review_done", reviewed_at, source=f"status_review:{row.pk}", of=event, **facts)
    clocks.note(case_id, event, reviewed_at, source=f"status_review:{row.pk}:next", **facts)
    late_watch.seen_to(case_id, by=by)
    audit.record("release.reviewed", row, by=by, case=(release.arrest if release else attendance).case)  # type: ignore[union-attr]
    return row


def _of(release: Release | None, attendance: Attendance | None) -> tuple[int, int, str]:
    if release is not None:
        return release.arrest.case_id, release.arrest.suspect_id, "rui_review_set"
    if attendance is None:
        raise ValueError("A review is of a release or of an attendance")
    return attendance.case_id, attendance.suspect_id, "voluntary_review_set"
