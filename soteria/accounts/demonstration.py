"""The demonstration force: its teams, one named sign-in for each role, and the officers of the export.

Everybody here is invented and marked `is_demonstration`; outside the demonstration they are refused (backends.py).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction

from soteria.accounts.models import Force, Membership, Team, User
from soteria.accounts.roles import Role
from soteria.audit import services as audit

FORCE_CODE, FORCE_NAME = "55", "Wessmere Police"
DISTRICTS = ("Castle Vale East", "Northmoor", "Riverton", "Elmstead", "Harbourside")
HEADQUARTERS = "Wessmere headquarters"
# Known to everybody who reads this file, so it opens invented records only.
PASSWORD = "lantern-harbour-willow-71"  # noqa: S105
SINCE = date(2022, 1, 1)


@dataclass(frozen=True)
class SignIn:
    """One person who can sign in to the demonstration; the user name is the collar number."""

    role: Role
    collar: str
    first_name: str
    last_name: str
    team: str


def rasso(district: str) -> str:
    """The name of a district's team."""
    return f"{district} RASSO"


HARBOURSIDE, NORTHMOOR = rasso("Harbourside"), rasso("Northmoor")
# DC1046 and DC1014 are officers of the export, so whoever signs in as an investigator has cases to work on.
SIGN_INS = (
    SignIn(Role.OIC, "DC1046", "Olive", "Carter", HARBOURSIDE),
    SignIn(Role.SUPERVISOR, "DS2001", "Samir", "Doyle", HARBOURSIDE),
    SignIn(Role.DI, "DI2002", "Helen", "Marsh", HARBOURSIDE),
    SignIn(Role.VEO, "VE2003", "Grace", "Okafor", HARBOURSIDE),
    SignIn(Role.SOLO, "DC2004", "Tom", "Vance", HARBOURSIDE),
    SignIn(Role.DMI, "DM2005", "Ines", "Kaur", HARBOURSIDE),
    SignIn(Role.CPS_LIAISON, "CL2006", "Peter", "Lowe", HARBOURSIDE),
    SignIn(Role.CASE_ISVA, "IS2007", "Ruth", "Abara", HARBOURSIDE),
    SignIn(Role.CALL_HANDLER, "CH2008", "Megan", "Frost", HEADQUARTERS),
    SignIn(Role.INTEL_ANALYST, "IA2009", "Dev", "Rao", HEADQUARTERS),
    SignIn(Role.ORDERS_OFFICER, "PO2010", "Nadia", "Finch", HEADQUARTERS),
    SignIn(Role.OFFENDER_MANAGER, "OM2011", "Luke", "Brandt", HEADQUARTERS),
    SignIn(Role.PANEL_MEMBER, "PM2012", "Joan", "Ellery", HEADQUARTERS),
    SignIn(Role.PERFORMANCE_ANALYST, "PA2013", "Owen", "Tait", HEADQUARTERS),
    SignIn(Role.LEAD, "CO2014", "Margaret", "Hale", HEADQUARTERS),
    SignIn(Role.AUDITOR, "AU2015", "Simon", "Pryce", HEADQUARTERS),
    SignIn(Role.SYSTEM_ADMIN, "SA2016", "Farah", "Nolan", HEADQUARTERS),
    SignIn(Role.SYSTEM_ADMIN, "SA2017", "Ewan", "Birch", HEADQUARTERS),  # a second, since nobody grants their own role
    SignIn(Role.OIC, "DC1014", "Adam", "Reyes", rasso("Riverton")),
    SignIn(Role.SUPERVISOR, "DS2018", "Carys", "Webb", NORTHMOOR),
)
FORENAMES = ("Alice", "Ben", "Chloe", "Daniel", "Esther", "Farid", "Gemma", "Harvey", "Isla", "Jonah", "Kate", "Liam")
SURNAMES = ("Archer", "Bryant", "Cole", "Dalton", "Everett", "Foley", "Gower", "Hobbs", "Ingram", "Jarvis", "Keane")


@transaction.atomic
def build() -> None:
    """Make the force, its teams and the sign-ins; what is there already is left as it is."""
    force = _force()
    wanted = {entry.collar: entry for entry in SIGN_INS}
    missing = [entry for collar, entry in wanted.items() if collar not in _known(force, wanted)]
    password = make_password(PASSWORD) if missing else ""  # one hash for all: each costs a third of a second
    _add([_user(force, e.collar, e.first_name, e.last_name, password) for e in missing])
    people, teams = _known(force, wanted), _teams(force)
    _seat((people[entry.collar], teams[entry.team], entry.role) for entry in SIGN_INS)


@transaction.atomic
def officers(home: Mapping[str, str]) -> dict[str, User]:
    """The investigators of an export by collar number, made where they are missing, with no way to sign in.

    `home` maps a collar number to the district that holds most of the officer's crimes; an unknown district means
    headquarters. An officer who is there already, with or without a password, keeps name and team.
    """
    force = _force()
    missing = sorted(set(home) - set(_known(force, home)))
    _add([_user(force, collar, *_name(number), make_password(None)) for number, collar in enumerate(missing)])
    people, teams = _known(force, home), _teams(force)
    _seat((people[c], teams.get(rasso(home[c]), teams[HEADQUARTERS]), Role.OIC) for c in missing)
    return people


def listing() -> list[str]:
    """One line a role, "role: user name / password", in the order of the roles; later sign-ins of a role are extra."""
    first = {entry.role: entry for entry in reversed(SIGN_INS)}
    return [f"{role.label}: {first[role].collar} / {PASSWORD}" for role in Role]


def _force() -> Force:
    force, _ = Force.objects.get_or_create(code=FORCE_CODE, defaults={"name": FORCE_NAME})
    places = {HEADQUARTERS: "", **{rasso(district): district for district in DISTRICTS}}
    Team.objects.bulk_create(
        [Team(force=force, name=name, district=district) for name, district in places.items()], ignore_conflicts=True
    )
    return force


def _teams(force: Force) -> dict[str, Team]:
    return {team.name: team for team in Team.objects.filter(force=force)}


def _known(force: Force, collars: Iterable[str]) -> dict[str, User]:
    return {user.collar_number: user for user in User.objects.filter(force=force, collar_number__in=list(collars))}


def _user(force: Force, collar: str, first_name: str, last_name: str, password: str) -> User:
    return User(
        username=collar,
        collar_number=collar,
        first_name=first_name,
        last_name=last_name,
        force=force,
        password=password,
        is_demonstration=True,
    )


def _name(number: int) -> tuple[str, str]:
    return FORENAMES[number % len(FORENAMES)], SURNAMES[number % len(SURNAMES)]


def _add(people: list[User]) -> None:
    made = User.objects.bulk_create(people)
    audit.record_many(
        audit.event("person.added", user, process="demonstration", after={"user_name": user.username}) for user in made
    )


def _seat(seats: Iterable[tuple[User, Team, Role]]) -> None:
    wanted = {(user.pk, team.pk, role.value) for user, team, role in seats}
    held = Membership.objects.filter(user_id__in={user for user, _, _ in wanted})
    new = wanted - set(held.values_list("user_id", "team_id", "role"))
    made = Membership.objects.bulk_create(
        Membership(user_id=user, team_id=team, role=role, starts_on=SINCE) for user, team, role in sorted(new)
    )
    audit.record_many(
        audit.event("role.granted", seat, process="demonstration", after={"role": seat.role, "team": seat.team_id})
        for seat in made
    )
