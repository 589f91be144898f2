"""Extend a bail period, tell the outcome, and apply to a court; the clock follows."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from orders import late_watch
from orders.models import Bail, BailExtension, CourtApplication
from orders.queries import periods
from orders.rules import extensions as rules
from orders.rules.extensions import Extension, Standing
from orders.rules.faults import Fault, NotRecorded, in_future, refuse
from orders.services import surrender
from orders.services.bail import note, settle
from orders.services.typed import must_be_same
from soteria.audit import services as audit
from soteria.ui.dates import moment

COURT = BailExtension.Rank.MAGISTRATES


def standing_of(bail: Bail) -> Standing:
    """How bail stands for a longer period: until when, what came before, what a court may give. 3 queries."""
    arrest = bail.arrest
    rows = BailExtension.objects.filter(bail__arrest=arrest.pk)
    before = list(rows.values_list("rank", "to_months"))
    ranks = [rank for rank, _ in before]
    longest = max((months for _, months in before if months), default=0)
    period = periods.period_of(arrest.case_id, arrest.pk)
    limits = periods.court_limits(timezone.localdate(arrest.arrested_at))
    return Standing(
        granted_at=bail.granted_at,
        ends_at=period.ends_at if period else None,
        ranks_before=ranks,
        is_agency=bool(bail.agency),
        allowed=rules.court_months(ranks, longest, limits) if limits else (),
    )


@transaction.atomic
def extend_bail(bail: Bail, asked: Extension, *, now: datetime | None = None, by: Any) -> BailExtension:
    """Record a longer bail period, given before the end of the one before it; the clock moves.

    The very same extension sent twice is one. Raises NotRecorded when it says something else, when bail has ended, the
    step came too late, the rank is too low or its turn has not come, the suspect was not told and heard, or a condition
    of s.47ZC has no reason.
    """
    at = now or timezone.now()
    known = bail.extensions.filter(rank=asked.rank, decided_at=asked.decided_at).first()
    if known is not None:
        return _same(known, asked)
    refuse(_clashes(bail, asked) + rules.faults(asked, standing_of(bail), at))
    extension = BailExtension.objects.create(bail=bail, recorded_at=at, recorded_by=by, **_facts(asked))
    _settle_application(bail, extension)
    months = {"to_months": asked.to_months} if extension.to_months else {}
    note(bail, "bail_extended", asked.decided_at, f"bail_extension:{extension.pk}", rank=asked.rank, **months)
    surrender.follow_period(bail.arrest, by)
    settle(bail, by)
    audit.record("bail.extended", bail, by=by, case=bail.arrest.case, after={"rank": asked.rank})
    return extension


def _same(known: BailExtension, asked: Extension) -> BailExtension:
    """The extension that was recorded, where the very same is sent again; raises NotRecorded with what it says.

    When the suspect was told the outcome may have been added since.
    """
    facts = _facts(asked)
    if facts["outcome_told_at"] is None:
        del facts["outcome_told_at"]
    if all(getattr(known, name) == value for name, value in facts.items()):
        return known
    words = f"An extension of {moment(known.decided_at)} by {known.get_rank_display().lower()} is recorded already"
    said = f"{words}, authorised by {known.authorised_by}, and says something else. Yours is not saved"
    raise NotRecorded(Fault("decided_at", said))


def _clashes(bail: Bail, asked: Extension) -> list[Fault]:
    if bail.ended_at is not None:
        return [Fault("decided_at", "This bail has ended, so it cannot be extended")]
    rows = BailExtension.objects.filter(bail__arrest=bail.arrest_id)
    if asked.rank != COURT and rows.filter(rank=asked.rank).exists():
        return [Fault("rank", "An extension by this rank is recorded already")]
    if bail.extensions.filter(decided_at=asked.decided_at).exists():
        return [Fault("decided_at", "An extension at this time is recorded already")]
    return []


def _facts(asked: Extension) -> dict[str, Any]:
    """What is kept of an extension: of a court's, nothing that only police have to do, and of police, no months."""
    if asked.rank == COURT:
        asked = replace(asked, officer_rank="", told_at=None, considered_at=None, outcome_told_at=None)
    else:
        asked = replace(asked, to_months=None)
    return vars(asked) | {"grounds": dict(asked.grounds)}


def _settle_application(bail: Bail, extension: BailExtension) -> None:
    """A court that extends has decided the application that waits."""
    if extension.rank == COURT:
        bail.applications.filter(granted=None, refused_at=None).update(granted=extension)


@transaction.atomic
def tell_outcome(extension: BailExtension, *, told_at: datetime, now: datetime | None = None, by: Any) -> BailExtension:
    """Record that the suspect was told the outcome of a police extension. The caller holds the row locked.

    Doing it twice with the same time changes nothing. Raises NotRecorded.
    """
    if extension.outcome_told_at == told_at:
        return extension
    if extension.outcome_told_at is not None or extension.rank == COURT:
        raise NotRecorded(Fault("outcome_told_at", "That the suspect was told is recorded already, or a court told it"))
    found = in_future("outcome_told_at", "When the suspect was told", told_at, now or timezone.now())
    refuse(found + rules.outcome_faults(told_at, extension.decided_at, f"({rules.SECTIONS[extension.rank]}(5))"))
    extension.outcome_told_at = told_at
    extension.save(update_fields=["outcome_told_at"])
    late_watch.done(late_watch.OUTCOME, extension.pk, by=by)
    audit.record("bail.outcome_told", extension, by=by, case=extension.bail.arrest.case)
    return extension


@transaction.atomic
def lodge_application(
    bail: Bail,
    *,
    lodged_at: datetime,
    court: str,
    months: int,
    why: str,
    key: UUID,
    now: datetime | None = None,
    by: Any,
) -> CourtApplication:
    """Record an application to a court, lodged before the period ends: bail lasts until it is decided (s.47ZJ).

    The same form sent twice is one. Raises NotRecorded, and SentBefore.
    """
    at = now or timezone.now()
    if known := CourtApplication.objects.filter(recorded_by=by, key=key).first():
        said = {"lodged_at": lodged_at, "court": court, "months": months, "why": why.strip()}
        must_be_same(known, "lodged_at", "An application", bail=bail, **said)
        return known
    standing = standing_of(bail)
    found = rules.application_faults(lodged_at=lodged_at, bail=standing, why=why, now=at)
    if standing.allowed and months not in standing.allowed:
        allowed = " or ".join(map(str, sorted(standing.allowed)))
        found.append(Fault("months", f"A court can allow {allowed} months here ({rules.SECTIONS['magistrates']})"))
    refuse(found + _waiting(bail))
    row = CourtApplication.objects.create(
        bail=bail,
        lodged_at=lodged_at,
        court=court,
        months=months,
        why=why.strip(),
        key=key,
        recorded_at=at,
        recorded_by=by,
    )
    note(bail, "bail_application_lodged", lodged_at, f"bail_application:{row.pk}")
    settle(bail, by)
    audit.record("bail.application_lodged", row, by=by, case=bail.arrest.case)
    return row


def _waiting(bail: Bail) -> list[Fault]:
    if bail.ended_at is not None:
        return [Fault("lodged_at", "This bail has ended, so it cannot be extended")]
    if bail.applications.filter(granted=None, refused_at=None).exists():
        return [Fault("lodged_at", "An application is waiting for the court already")]
    return []


@transaction.atomic
def refuse_application(
    row: CourtApplication, *, refused_at: datetime, now: datetime | None = None, by: Any
) -> CourtApplication:
    """Record that the court refused. The caller holds the row locked. The period then ends as s.47ZJ says."""
    if row.refused_at == refused_at:
        return row
    if row.refused_at is not None or row.granted_id is not None:
        raise NotRecorded(Fault("refused_at", "The court’s decision is recorded already"))
    found = in_future("refused_at", "When the court refused", refused_at, now or timezone.now())
    if refused_at < row.lodged_at:
        found.append(Fault("refused_at", "The court can only decide after the application was lodged"))
    refuse(found)
    row.refused_at = refused_at
    row.save(update_fields=["refused_at"])
    note(row.bail, "bail_application_refused", refused_at, f"bail_application:{row.pk}:refused")
    audit.record("bail.application_refused", row, by=by, case=row.bail.arrest.case)
    return row
