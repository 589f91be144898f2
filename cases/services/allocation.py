"""Give a case to the people who work on it, and keep the access table in step."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.models import Allocation, Case, CaseAccess, ConflictBar
from soteria.accounts.access import reach_of
from soteria.accounts.models import User
from soteria.accounts.roles import Level, Section
from soteria.audit import services as audit
from soteria.registry import CASE_EVENTS


class CannotAllocate(Exception):
    """The sentence says why this person cannot be given this case, and what to do instead."""


@transaction.atomic
def allocate_oic(*, case: Case, user: User | None, reason: str = "", by: Any) -> Case:
    """Make a person the officer in the case, or leave it without one (None); the former OIC loses their own reach.

    Raises CannotAllocate when the person has left, has no investigating role, or has a conflict of interest.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    if user is not None:
        _check(case, user)
    former, case.oic = case.oic, user
    case.version += 1
    case.save(update_fields=["oic", "version", "slug"])
    for person in {former, user} - {None}:
        project_own(case, person)
    audit.record(
        "case.allocated",
        case,
        by=by,
        case=case,
        before={"oic": former.pk if former else None},
        after={"oic": user.pk if user else None},
        reason=reason,
    )
    CASE_EVENTS.emit("case.allocated", case=case, oic=user, by=by)
    return case


@transaction.atomic
def allocate_support(*, case: Case, user: User, duty: str, starts_at: datetime | None = None, by: Any) -> Allocation:
    """Allocate a person to support the case. Asking twice changes nothing. Raises CannotAllocate."""
    _check(case, user)
    allocation, is_new = Allocation.objects.get_or_create(
        case=case,
        user=user,
        duty=duty,
        ends_at=None,
        defaults={"starts_at": starts_at or timezone.now(), "allocated_by": by},
    )
    if is_new:
        project_own(case, user)
        audit.record("case.support_allocated", allocation, by=by, case=case, after={"user": user.pk, "duty": duty})
    return allocation


@transaction.atomic
def end_support(*, allocation: Allocation, by: Any) -> None:
    """End an allocation now; the person's own reach ends with it unless something else gives it."""
    allocation = Allocation.objects.select_for_update().select_related("case", "user").get(pk=allocation.pk)
    if allocation.ends_at is not None:
        return
    allocation.ends_at = timezone.now()
    allocation.save(update_fields=["ends_at"])
    project_own(allocation.case, allocation.user)
    audit.record("case.support_ended", allocation, by=by, case=allocation.case, before={"duty": allocation.duty})


def _check(case: Case, user: User) -> None:
    if not user.is_active:
        raise CannotAllocate(f"{user} has left. Choose somebody else.")
    if not reach_of(user).allows(Section.SUMMARY, Level.PART):
        raise CannotAllocate(f"{user} has no role that works on cases. Ask a system administrator to give them one.")
    if ConflictBar.objects.filter(case=case, user=user, lifted_at=None).exists():
        raise CannotAllocate(f"{user} has declared a conflict of interest in this case. Choose somebody else.")


def project_own(case: Case, user: Any) -> None:
    """Make the person's `allocated` row agree with the facts: it stands while they are the OIC or support the case."""
    rows = CaseAccess.objects.filter(case=case, user=user, reach=CaseAccess.Reach.ALLOCATED)
    supports = Allocation.objects.filter(case=case, user=user, ends_at=None).exists()
    if case.oic_id == user.pk or supports:
        CaseAccess.objects.get_or_create(case=case, user=user, reach=CaseAccess.Reach.ALLOCATED)
    else:
        rows.delete()
