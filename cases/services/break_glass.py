"""Emergency access: a threat to life or an urgent duty, for sixty minutes, in the open."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases import jobs
from cases.models import BreakGlass, Case, CaseAccess, ConflictBar, slug_of
from soteria.accounts.access import reach_of
from soteria.accounts.models import Membership, User
from soteria.accounts.roles import Level, Role, Section
from soteria.alerts import services as alerts
from soteria.audit import services as audit

MINUTES = 60  # then it ends by itself
MINIMUM_REASON = 20  # characters; "urgent" explains nothing to whoever reviews it
REFUSED = "No case with that reference can be opened this way. Check the reference, or ring the duty inspector."


class CannotBreakGlass(Exception):
    """The sentence is the same whether the case is missing or barred, so that it tells nothing."""


@transaction.atomic
def break_glass(*, reference: str, reason: str, by: Any) -> BreakGlass:
    """Open a case that the person cannot otherwise see, read-only, until sixty minutes from now.

    The caller has just proved who they are with a second factor. Its DI and data protection are told in the same
    transaction. Raises CannotBreakGlass without a reason that explains, or when there is nothing to open this way.
    """
    if len(reason.strip()) < MINIMUM_REASON:
        raise CannotBreakGlass(f"Enter a reason of at least {MINIMUM_REASON} characters: who is at risk, and of what.")
    case = _openable(reference, by)
    now = timezone.now()
    broken, is_new = BreakGlass.objects.get_or_create(
        case=case,
        user=by,
        ended_at=None,
        defaults={"reason": reason.strip(), "started_at": now, "ends_at": now + timedelta(minutes=MINUTES)},
    )
    if is_new:
        CaseAccess.objects.update_or_create(
            case=case, user=by, reach=CaseAccess.Reach.BREAK_GLASS, defaults={"until": broken.ends_at}
        )
        audit.record("break_glass.opened", broken, by=by, case=case, reason=reason)
        _tell(broken)
    return broken


def _openable(reference: str, by: Any) -> Case:
    case = Case.objects.select_related("team").filter(slug=slug_of(reference.strip())).first()
    barred = case and ConflictBar.objects.filter(case=case, user=by, lifted_at=None).exists()
    works_here = case and case.force_id in reach_of(by).home_force_ids
    if case is None or barred or not works_here or not reach_of(by).allows(Section.SUMMARY, Level.PART):
        raise CannotBreakGlass(REFUSED)
    jobs.end_break_glass(timezone.now())
    if Case.objects.visible_to(by).filter(pk=case.pk).exists() and not _is_open(case, by):
        raise CannotBreakGlass("You can already open this case. Find it in your case list.")
    return case


def _is_open(case: Case, by: Any) -> bool:
    return BreakGlass.objects.filter(case=case, user=by, ended_at=None).exists()


def _tell(broken: BreakGlass) -> None:
    """Alert the inspectors of the case's team (of the force, where the team has none) and data protection."""
    for person in _to_tell(broken.case):
        alerts.raise_alert(
            "break_glass",
            for_user=person,
            title=f"Emergency access to case {broken.case.reference} needs your review",
            dedupe_key=f"break_glass:{broken.pk}:{person.pk}",
            due_at=broken.started_at + timedelta(days=1),
            case=broken.case,
        )


def _to_tell(case: Case) -> list[User]:
    seats = Membership.objects.current(timezone.localdate()).filter(team__force=case.force_id)
    inspectors = seats.filter(role=Role.DI, team=case.team_id) or seats.filter(role=Role.DI)
    auditors = seats.filter(role=Role.AUDITOR)
    return list(User.objects.filter(is_active=True, memberships__in=[*inspectors, *auditors]).distinct())


@transaction.atomic
def review(*, broken: BreakGlass, finding: str, by: Any) -> BreakGlass:
    """Record what the review found (within one working day). The person who broke in cannot review themselves."""
    broken = BreakGlass.objects.select_for_update().select_related("case").get(pk=broken.pk)
    if broken.user_id == by.pk:
        raise CannotBreakGlass("Somebody else must review your emergency access.")
    if not finding.strip():
        raise CannotBreakGlass("Enter what your review found.")
    if broken.reviewed_at is None:
        broken.review, broken.reviewed_at, broken.reviewed_by = finding.strip(), timezone.now(), by
        broken.save(update_fields=["review", "reviewed_at", "reviewed_by"])
        audit.record("break_glass.reviewed", broken, by=by, case=broken.case, reason=finding)
    return broken
