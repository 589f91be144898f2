"""Every route × role × relation × method: what the matrix says is what the server does (ASVS 8.2; docs/adr/0003)."""

from collections.abc import Callable
from contextlib import suppress
from functools import cache

import pytest
import yaml
from django.conf import settings
from django.core.cache import cache as counters
from django.db import transaction
from django.test import Client

from cases.models import CaseAccess
from cases.services import restriction
from soteria.accounts.declared import ELSEWHERE
from soteria.accounts.models import User
from soteria.accounts.roles import MATRIX, Level, Role, Scope
from tests.authz.routes import Route, routes
from tests.authz.world import World
from tests.factories import TeamFactory, member

ROUTES = routes()
PINNED = settings.BASE_DIR / "tests" / "data" / "authz" / "routes.yaml"
RELATIONS = ("own", "team", "other team", "barred", "not named")


WRONG_VERB = 405  # told before anything about access, and tells nothing


class RolledBack(Exception):
    """Undoes what one request did, so that the next meets the same world."""


@cache
def pinned() -> dict[str, str]:
    """The need of each route as it was reviewed; a changed need must be changed here too, where a reviewer sees it."""
    return yaml.safe_load(PINNED.read_text())


def spoken(route: Route) -> str:
    """A route's need in words."""
    if route.need is None:
        return "undeclared"
    if route.need.roles:
        return "role " + ", ".join(sorted(route.need.roles))
    if route.need.section is None:
        return route.need.kind
    return f"{route.need.section.value} {route.need.level.name.lower()}"


def test_every_route_is_declared_and_as_it_was_reviewed():
    assert {route.name: spoken(route) for route in ROUTES} == pinned()


def test_an_undeclared_route_is_caught():
    assert spoken(Route("planted", (), None)) not in set(pinned().values())


@pytest.mark.django_db
def test_a_view_that_declares_nothing_is_refused(rf, oic):
    from soteria.accounts.access import Refused
    from soteria.accounts.middleware import DeclaredAccessMiddleware

    request = rf.get("/")
    request.resolver_match, request.user = None, oic
    with pytest.raises(Refused):
        DeclaredAccessMiddleware(lambda r: None).process_view(request, lambda r: None, (), {})


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


def walked(relation: str) -> list[Route]:
    """The routes that a relation can change the answer of; those of no case are walked once for each role."""
    stays = [route for route in ROUTES if route.name not in World.LEAVES]
    return [route for route in stays if route.is_of_a_case or relation == "own"]


def answer(client: Client, method: str, url: str) -> int:
    """The status of one request whose effects are undone; how often one may export is proved elsewhere."""
    counters.clear()
    status = 0
    with suppress(RolledBack), transaction.atomic():
        status = getattr(client, method)(url).status_code
        raise RolledBack
    return status


@pytest.fixture
def world(db: None) -> World:
    """One of everything that an address can name."""
    return World.make()


@pytest.mark.django_db
@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("role", list(Role))
def test_each_role_meets_what_the_matrix_says(role, relation, world, proved: Callable[[User], Client]):
    client = proved(person(role, relation, world))
    wrong = []
    for route in walked(relation):
        things = world.things_for(client)
        for method in ("get", "post"):
            status = answer(client, method, route.url(things))
            if status not in {*expected(route, role, relation), WRONG_VERB}:
                wrong.append(f"{method} {route.name}: {status}, not {sorted(expected(route, role, relation))}")
    assert not wrong, f"{role} ({relation})\n" + "\n".join(wrong)


@pytest.mark.django_db
def test_nobody_is_let_in_without_signing_in(world):
    client, wrong = Client(), []
    for route in (r for r in ROUTES if r.need and r.need.kind != "public" and r.name not in World.LEAVES):
        for method in ("get", "post"):
            response = getattr(client, method)(route.url(world.things))
            if not (response.status_code in (401, 403, 405) or "/sign-in/" in response.headers.get("Location", "")):
                wrong.append(f"{method} {route.name}: {response.status_code}")
    assert not wrong


@pytest.mark.django_db
def test_a_barred_case_and_a_missing_one_are_answered_alike(world, sign_in):
    """Checklist 23: the same body, apart from what differs on every answer."""
    client = sign_in(person(Role.SUPERVISOR, "barred", world))
    for route in (r for r in ROUTES if r.params == ("slug",)):
        barred = client.get(route.url(world.things))
        missing = client.get(route.url(world.things | {"slug": "55-99999-99"}))
        assert _comparable(barred) == _comparable(missing), route.name


def _comparable(response: object) -> tuple[int, str]:
    import re

    text = response.content.decode()
    text = re.sub(r'(nonce|value|content)="[^"]{20,}"', "", text)
    text = re.sub(r"X-CSRFToken[^}]*", "", text).replace("55-20001-26", "REF").replace("55-99999-99", "REF")
    return response.status_code, text


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["head", "options", "put", "patch", "delete", "trace"])
def test_odd_methods_open_nothing(world, sign_in, method):
    """Checklist 37: the same decision as GET, or 405."""
    client, wrong = sign_in(person(Role.SYSTEM_ADMIN, "other team", world)), []
    for route in (r for r in ROUTES if r.is_of_a_case and r.need and r.need.section):
        status = answer(client, method, route.url(world.things))
        if status not in (401, 403, 404, 405):
            wrong.append(f"{method} {route.name}: {status}")
    assert not wrong
