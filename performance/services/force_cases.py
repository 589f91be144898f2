"""Write a batch of invented cases: the case, its offence, who works on it and who may see it. By COPY."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate

from django.contrib.auth.models import Permission

from cases.models import Allocation, Case, CaseAccess, CaseGrant, Offence, slug_of
from performance.rules.force.shapes import CaseMade, SuspectMade
from performance.services.force_staff import WEIGHTS, Staff
from soteria.accounts.models import Force, Team, User
from soteria.accounts.roles import Role
from soteria.copying import copy_in
from suspects.models import Suspect

RESTRICTED = "The suspect is an officer of this force."
# Who supports an open case: every second one, and so on.
SUPPORT = (
    (Role.SOLO, Allocation.Duty.SOLO, 2),
    (Role.DMI, Allocation.Duty.DMI, 3),
    (Role.CASE_ISVA, Allocation.Duty.OTHER, 4),
)
UNEVEN = 1.6  # above 1: some officers carry several times what others do, as forces report


@dataclass(frozen=True)
class Work:
    """An invented case before it is a row: where it goes and who works on it."""

    made: CaseMade
    team: Team
    oic: User
    veo: User


@dataclass(frozen=True)
class Placed(Work):
    """An invented case with the rows that it became."""

    row: Case
    offence_id: int


@dataclass(frozen=True)
class Part:
    """One named suspect's part in a case, with the row that the person became."""

    placed: Placed
    made: SuspectMade
    suspect: Suspect


def write_cases(force: Force, staff: Staff, made: Sequence[CaseMade]) -> list[Placed]:
    """Cases with their offences, allocations and access."""
    works = [_work(staff, one) for one in made]
    cases = copy_in(_case(force, work) for work in works)
    offences = copy_in(_offence(work.made, case) for work, case in zip(works, cases, strict=True))
    placed = [
        Placed(**vars(work), row=case, offence_id=offence.pk)
        for work, case, offence in zip(works, cases, offences, strict=True)
    ]
    copy_in(_access(one, one.oic) for one in placed)
    _support([one for one in placed if one.made.is_open], staff)
    for one in placed:
        if one.made.is_restricted:
            _name(one, {one.oic, *staff.of(one.team, Role.DI)[:1]})
    return placed


def _work(staff: Staff, made: CaseMade) -> Work:
    team = staff.teams[_place(made.team, len(staff.teams))]
    officers, veos = staff.of(team, Role.OIC), staff.of(team, Role.VEO)
    return Work(made, team, officers[int(made.officer**UNEVEN * len(officers))], veos[made.number % len(veos)])


def _place(draw: float, teams: int) -> int:
    """The team of a draw between 0 and 1."""
    sums = list(accumulate(WEIGHTS[place % len(WEIGHTS)] for place in range(teams)))
    return next(place for place, reached in enumerate(sums) if draw * sums[-1] < reached)


def _case(force: Force, work: Work) -> Case:
    made = work.made
    reference = f"{force.code}/G{made.number:05}/{made.reported_at:%y}"
    return Case(
        reference=reference,
        slug=slug_of(reference),
        force_id=force.pk,
        team_id=work.team.pk,
        oic_id=work.oic.pk,
        stage_id=made.stage,
        source=Case.Source.IMPORT,
        reported_at=made.reported_at,
        reported_how=made.reported_how,
        logged_at=made.reported_at + timedelta(hours=1),
        flags=list(made.flags),
        district=work.team.district,
        premises_type=made.premises,
        postcode=made.postcode,
        account=made.account,
        missing=made.missing,
        is_restricted=made.is_restricted,
        restricted_reason=RESTRICTED if made.is_restricted else "",
        outcome_code=made.outcome_code,
        outcome_at=made.outcome_at,
        outcome_by=_decided_by(made.outcome_code),
        closed_at=made.closed_at,
    )


def _decided_by(code: str) -> str:
    """Who gives an outcome: the prosecutor says whether somebody is charged, and what the public interest is (9)."""
    return "" if not code else "cps" if code in ("1", "9") else "police"


def _offence(made: CaseMade, case: Case) -> Offence:
    precision, start, end = made.occurred
    return Offence(
        case_id=case.pk,
        offence_class_id=made.code,
        is_attempt=made.is_attempt,
        precision=precision,
        occurred_from=start,
        occurred_to=end,
    )


def _access(one: Placed, person: User) -> CaseAccess:
    return CaseAccess(user_id=person.pk, case_id=one.row.pk, reach=CaseAccess.Reach.ALLOCATED)


def _support(placed: Sequence[Placed], staff: Staff) -> None:
    """Those who support open cases, each once on a case, with the access that goes with it while it lasts."""
    given = {
        (one.row.pk, person.pk): (one, _allocation(one, duty, person))
        for one in placed
        for duty, person in _helpers(one, staff)
        if person.pk != one.oic.pk
    }
    allocations = copy_in(allocation for _, allocation in given.values())
    current = {(row.case_id, row.user_id) for row in allocations if row.ends_at is None}
    copy_in(CaseAccess(user_id=user, case_id=case, reach=CaseAccess.Reach.ALLOCATED) for case, user in sorted(current))


def _helpers(one: Placed, staff: Staff) -> Iterable[tuple[str, User]]:
    yield Allocation.Duty.VEO, one.veo
    number = one.made.number
    for role, duty, every in SUPPORT:
        people = staff.anywhere[role]
        if people and number % every == 0:
            yield duty, people[number % len(people)]
    protected = any(who.bail or who.order for who in one.made.suspects)
    if protected and (officers := staff.anywhere[Role.ORDERS_OFFICER]):
        yield Allocation.Duty.ORDERS, officers[number % len(officers)]


def _allocation(one: Placed, duty: str, person: User) -> Allocation:
    """A part in the case; an adviser whose consent the victim took back has lost theirs."""
    is_over = one.made.is_adviser_revoked and duty == Allocation.Duty.OTHER
    starts = one.row.reported_at + timedelta(hours=1)
    ends = starts + timedelta(minutes=30) if is_over else None
    return Allocation(case_id=one.row.pk, user_id=person.pk, duty=duty, starts_at=starts, ends_at=ends)


def _name(one: Placed, people: Iterable[User]) -> None:
    """Name people on a restricted case; guardian keeps the record, the access table is what is read."""
    permission = Permission.objects.get(codename="named_on_case", content_type__app_label="cases")
    for person in people:
        CaseGrant.objects.create(user=person, permission=permission, content_object=one.row)
        CaseAccess.objects.create(user=person, case=one.row, reach=CaseAccess.Reach.NAMED)
