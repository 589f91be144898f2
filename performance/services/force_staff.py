"""The people of an invented force: teams, and enough officers to work its cases. Who is there already is kept."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from soteria.accounts.models import Force, Membership, Team, User
from soteria.accounts.roles import Role
from soteria.audit import services as audit

PROCESS = "make_force"
TEAMS = ("Ferrow Vale", "Eastmere", "Larkhill", "Saltmarsh", "Brindle Moor")
# For 2,500 cases a year (our own sizes); an investigator for every 45 cases a year, and never fewer than these.
CASES_A_YEAR_EACH = 45
LEAST = {Role.OIC: 3, Role.SUPERVISOR: 2, Role.DI: 1, Role.VEO: 2}
HEADQUARTERS = {
    Role.ORDERS_OFFICER: 1,
    Role.DMI: 2,
    Role.INTEL_ANALYST: 1,
    Role.OFFENDER_MANAGER: 1,
    Role.PERFORMANCE_ANALYST: 1,
    Role.LEAD: 1,
}
# One team is loaded lightly and one heavily, so that spread is there to be seen.
WEIGHTS = (12.0, 17.0, 17.0, 18.0, 30.0)
NAMES = ("Alder", "Birch", "Cedar", "Elm", "Hazel", "Larch", "Maple", "Oak", "Pine", "Rowan", "Sorrel", "Yew")


@dataclass
class Staff:
    """Who may be given work, by team, and who of the whole force."""

    teams: list[Team]
    of_team: dict[tuple[int, Role], list[User]] = field(default_factory=lambda: defaultdict(list))
    anywhere: dict[Role, list[User]] = field(default_factory=lambda: defaultdict(list))

    def of(self, team: Team, role: Role) -> list[User]:
        """The people of a role in a team or, where it has none, in the force."""
        return self.of_team[team.pk, role] or self.anywhere[role]


def prepare(force: Force, *, cases: int, years: int, on: date) -> Staff:
    """Make the teams and people that are missing for so many cases, and return everybody who works in the teams.

    Those made cannot sign in. A force with teams of its own keeps them.
    """
    teams = _teams(force)
    wanted = LEAST | {Role.OIC: max(LEAST[Role.OIC], round(cases / years / CASES_A_YEAR_EACH / len(teams)))}
    held = _seats(force, on)
    seats = [(team, role, wanted[role] - held[team.pk, role]) for team in teams for role in wanted]
    seats += [(teams[0], role, count - _held(held, role)) for role, count in HEADQUARTERS.items()]
    _hire(force, seats, on)
    return _staff(force, teams, on)


def _teams(force: Force) -> list[Team]:
    """Teams that imported crimes come to; a force without any gets five."""
    if not Team.objects.filter(force=force).exclude(district="").exists():
        Team.objects.bulk_create(Team(force=force, name=f"{name} RASSO", district=name) for name in TEAMS)
    return list(Team.objects.filter(force=force).exclude(district="").order_by("name"))


def _seats(force: Force, on: date) -> dict[tuple[int, Role], int]:
    held: dict[tuple[int, Role], int] = defaultdict(int)
    seats = Membership.objects.current(on).filter(team__force=force, user__is_active=True)
    for team, role in seats.values_list("team", "role"):
        held[team, Role(role)] += 1
    return held


def _held(held: dict[tuple[int, Role], int], role: Role) -> int:
    return sum(count for (_, each), count in held.items() if each is role)


def _hire(force: Force, seats: Iterable[tuple[Team, Role, int]], on: date) -> None:
    wanted = [(team, role) for team, role, count in seats for _ in range(max(0, count))]
    made = User.objects.bulk_create(_person(force, number, role) for number, (_, role) in enumerate(wanted, 1))
    Membership.objects.bulk_create(
        Membership(user=user, team=team, role=role, starts_on=date(2020, 1, 1))
        for user, (team, role) in zip(made, wanted, strict=True)
    )
    audit.record_many(
        audit.event("person.added", user, process=PROCESS, after={"user_name": user.username}) for user in made
    )


def _person(force: Force, number: int, role: Role) -> User:
    """An officer with no password, so with no way to sign in."""
    collar = f"G{number:05}"
    return User(
        username=f"{force.code}-{collar}".lower(),
        collar_number=collar,
        first_name=NAMES[number % len(NAMES)],
        last_name=f"Officer {number}",
        password="!",  # noqa: S106 - Django's mark for no password
        force=force,
        is_demonstration=True,
    )


def _staff(force: Force, teams: list[Team], on: date) -> Staff:
    found = Staff(teams)
    seats = Membership.objects.current(on).filter(team__force=force, user__is_active=True).select_related("user")
    for seat in seats.order_by("user__collar_number", "pk"):
        found.of_team[seat.team_id, Role(seat.role)].append(seat.user)
        found.anywhere[Role(seat.role)].append(seat.user)
    return found
