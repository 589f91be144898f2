"""Restrict a case to named people, and bar people who have a conflict of interest."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from guardian.shortcuts import assign_perm, remove_perm

from cases.models import Case, CaseAccess, CaseGrant, ConflictBar
from soteria.accounts.models import User
from soteria.audit import services as audit
from soteria.registry import CASE_EVENTS

NAMED = "cases.named_on_case"


class CannotRestrict(Exception):
    """The sentence says what stands in the way."""


@transaction.atomic
def restrict_case(*, case: Case, reason: str, people: Iterable[User], by: Any) -> Case:
    """Keep a case to named people; whoever restricts it is always among them, or nobody could lift it.

    Raises CannotRestrict without a written reason, or when a named person has a conflict of interest.
    """
    if not reason.strip():
        raise CannotRestrict("Enter a reason for restricting this case.")
    case = Case.objects.select_for_update().get(pk=case.pk)
    for person in {by, *people}:
        _name(case, person)
    case.is_restricted, case.restricted_reason, case.version = True, reason.strip(), case.version + 1
    case.save(update_fields=["is_restricted", "restricted_reason", "version", "slug"])
    audit.record(
        "case.restricted", case, by=by, case=case, reason=reason, after={"named": sorted(p.pk for p in {by, *people})}
    )
    CASE_EVENTS.emit("case.facts_changed", case=case)
    return case


@transaction.atomic
def name_on_case(*, case: Case, user: User, by: Any) -> None:
    """Name one more person on a restricted case. Raises CannotRestrict when they have a conflict of interest."""
    _name(case, user)
    audit.record("case.named", case, by=by, case=case, after={"user": user.pk})


@transaction.atomic
def unname(*, case: Case, user: User, by: Any) -> None:
    """Take a person off the list. The last named person cannot be taken off: nobody could open the case."""
    others = CaseGrant.objects.select_for_update().filter(content_object=case).exclude(user=user)
    if not others.exists():
        raise CannotRestrict("Name somebody else first. A restricted case must have at least one named person.")
    remove_perm(NAMED, user, case)
    CaseAccess.objects.filter(case=case, user=user, reach=CaseAccess.Reach.NAMED).delete()
    audit.record("case.unnamed", case, by=by, case=case, before={"user": user.pk})


@transaction.atomic
def lift_restriction(*, case: Case, reason: str, by: Any) -> Case:
    """Open a restricted case to its team again, with a written reason."""
    if not reason.strip():
        raise CannotRestrict("Enter a reason for lifting the restriction.")
    case = Case.objects.select_for_update().get(pk=case.pk)
    for grant in CaseGrant.objects.filter(content_object=case).select_related("user"):
        remove_perm(NAMED, grant.user, case)
    CaseAccess.objects.filter(case=case, reach=CaseAccess.Reach.NAMED).delete()
    case.is_restricted, case.restricted_reason, case.version = False, "", case.version + 1
    case.save(update_fields=["is_restricted", "restricted_reason", "version", "slug"])
    audit.record("case.restriction_lifted", case, by=by, case=case, reason=reason)
    CASE_EVENTS.emit("case.facts_changed", case=case)
    return case


def _name(case: Case, user: User) -> None:
    if ConflictBar.objects.filter(case=case, user=user, lifted_at=None).exists():
        raise CannotRestrict(f"{user} has a conflict of interest in this case and cannot be named on it.")
    assign_perm(NAMED, user, case)
    CaseAccess.objects.get_or_create(case=case, user=user, reach=CaseAccess.Reach.NAMED)


@transaction.atomic
def declare_conflict(*, case: Case, user: User, reason: str, by: Any) -> ConflictBar:
    """Bar a person from a case. It beats every role, at once; declaring twice changes nothing."""
    if not reason.strip():
        raise CannotRestrict("Enter what the conflict of interest is.")
    bar, is_new = ConflictBar.objects.get_or_create(
        case=case,
        user=user,
        lifted_at=None,
        defaults={"reason": reason.strip(), "declared_at": timezone.now(), "declared_by": by},
    )
    if is_new:
        CaseAccess.objects.get_or_create(case=case, user=user, reach=CaseAccess.Reach.BARRED)
        audit.record("case.conflict_declared", bar, by=by, case=case, reason=reason, after={"user": user.pk})
    return bar


@transaction.atomic
def lift_conflict(*, bar: ConflictBar, reason: str, by: Any) -> None:
    """End a bar. The barred person cannot end their own (two-person rule)."""
    bar = ConflictBar.objects.select_for_update().select_related("case").get(pk=bar.pk)
    if bar.user_id == by.pk:
        raise CannotRestrict("Somebody else must lift your conflict of interest.")
    if not reason.strip():
        raise CannotRestrict("Enter why the conflict of interest has ended.")
    if bar.lifted_at is not None:
        return
    bar.lifted_at, bar.lifted_by = timezone.now(), by
    bar.save(update_fields=["lifted_at", "lifted_by"])
    CaseAccess.objects.filter(case=bar.case, user=bar.user, reach=CaseAccess.Reach.BARRED).delete()
    audit.record("case.conflict_lifted", bar, by=by, case=bar.case, reason=reason, before={"user": bar.user_id})
