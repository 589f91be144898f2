"""Every route is declared and pinned, nobody gets in without signing in, and odd methods open nothing (ASVS 8.2)."""

from functools import cache

import pytest
import yaml
from django.conf import settings
from django.test import Client

from soteria.accounts.roles import Role
from tests.authz.routes import Route
from tests.authz.walking import ROUTES, answer, person
from tests.authz.world import World

PINNED = settings.BASE_DIR / "tests" / "data" / "authz" / "routes.yaml"


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
