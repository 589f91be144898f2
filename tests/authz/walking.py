"""What each role may be answered on each route in each relation to a case, and how one request is made and undone."""

from contextlib import suppress

from django.core.cache import cache as counters
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cases.models import CaseAccess
from cases.services import restriction
from soteria.accounts.declared import ELSEWHERE
from soteria.accounts.models import User
from soteria.accounts.roles import MATRIX, Level, Role, Scope
from tests.authz.routes import Route, routes
from tests.authz.world import World
from tests.factories import TeamFactory, member

ROUTES = routes()
RELATIONS = ("own", "team", "other team", "barred", "not named")
WRONG_VERB = 405  # told before anything about access, and tells nothing


class RolledBack(Exception):
    """Undoes what one request did, so that the next meets the same world."""


def expected(route: Route, role: Role, relation: str) -> set[int]:
    """What the server may answer, worked out from the matrix and the relation alone."""
    need = route.need
    if route.name in ELSEWHERE:  # pages of a second factor that this person has not set up are not there
        return ALLOWED_ELSEWHERE
    if need and need.roles and role not in need.roles:
        return {403}
    if need is None or need.section is None:
        return ALLOWED_ELSEWHERE if route.params else ALLOWED
    cell = MATRIX[role][need.section]
    if cell.level < need.level:
        return {403}
    if not route.is_of_a_case:
        return ALLOWED_ELSEWHERE if route.params else ALLOWED
    if not _reaches(role, "summary", Level.PART, relation):
        return {404}
    return ALLOWED if _reaches(role, need.section.value, need.level, relation) else {403}


# Anything but a refusal or a fault.
ALLOWED = {200, 201, 204, 302, 400, 415, 422}
# A page of something that is not a case (a draft, an alert, a row) is its owner's: to others it is not there.
ALLOWED_ELSEWHERE = ALLOWED | {404}


def _reaches(role: Role, section: str, level: Level, relation: str) -> bool:
    cell = {s.value: g for s, g in MATRIX[role].items()}[section]
    if relation in ("barred", "not named") or cell.level < level:
        return False
    if relation == "own":
        return cell.scope >= Scope.ASSIGNED
    return cell.scope is Scope.FORCE or (cell.scope is Scope.TEAM and relation == "team")


def person(role: Role, relation: str, world: World) -> User:
    """Somebody with a role, standing in a relation to the world's case."""
    elsewhere = TeamFactory(force=world.case.force, name="Riverton RASSO", district="Riverton")
    user = member(role, elsewhere if relation == "other team" else world.case.team)
    if relation == "own":
        CaseAccess.objects.create(user=user, case=world.case, reach=CaseAccess.Reach.ALLOCATED)
    if relation == "barred":
        CaseAccess.objects.create(user=user, case=world.case, reach=CaseAccess.Reach.ALLOCATED)
        restriction.declare_conflict(case=world.case, user=user, reason="Neighbour", by=world.di)
    if relation == "not named":
        restriction.restrict_case(case=world.case, reason="Police suspect", people=[], by=world.di)
    return user


def walked(role: Role, relation: str) -> list[Route]:
    """The routes that a relation can change the answer of. Those of no case, and those that the role is refused in a
    case of its own, are walked once for each role: nobody reaches further into a case than those who work on it.
    """
    stays = [route for route in ROUTES if route.name not in World.LEAVES]
    return [route for route in stays if relation == "own" or (route.is_of_a_case and _may(role, route))]


def _may(role: Role, route: Route) -> bool:
    need = route.need
    return need is None or need.section is None or MATRIX[role][need.section].level >= need.level


def answer(client: Client, method: str, url: str) -> int:
    """The status of one request whose effects are undone; how often one may export is proved elsewhere."""
    counters.clear()
    status = 0
    with suppress(RolledBack), transaction.atomic():
        status = getattr(client, method)(url).status_code
        raise RolledBack
    return status


def walk(role: Role, relation: str, world: World, client: Client) -> list[str]:
    """Every route by GET and POST as one person; what was answered otherwise than it should be, in words."""
    wrong, things = [], world.things_for(client)
    client.get(reverse("account_login"))  # seen a moment ago, so that no request needs to write that down and undo it
    for route in walked(role, relation):
        for method in ("get", "post"):
            status = answer(client, method, route.url(things))
            if status not in {*expected(route, role, relation), WRONG_VERB}:
                wrong.append(f"{method} {route.name}: {status}, not {sorted(expected(route, role, relation))}")
    return wrong
