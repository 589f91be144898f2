"""The service navigation: who sees what, and which link is current."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from soteria.accounts.models import User
from soteria.ui import context, nav


def request_of(user: object, path: str = "/") -> object:
    request = RequestFactory().get(path)
    request.user = user
    return request


@pytest.fixture
def items() -> nav.Items:
    found = nav.Items()
    found.add(nav.Item("Privacy", "ui:privacy", order=20))
    found.add(nav.Item("Gallery", "ui:gallery", order=10, count=lambda request: 7))
    found.add(nav.Item("Nowhere", "no-such:page"))
    found.add(nav.Item("Hidden", "ui:help", shows=lambda request: False))
    return found


def test_links_are_ordered_and_those_that_cannot_be_used_are_left_out(items: nav.Items) -> None:
    links = items.links(request_of(User(username="a"), "/gallery/"))

    assert links == [nav.Link("Gallery", "/gallery/", True, 7), nav.Link("Privacy", "/privacy/", False, 0)]


def test_nobody_who_is_not_signed_in_sees_navigation(items: nav.Items) -> None:
    assert items.links(request_of(AnonymousUser())) == []
    assert items.links(RequestFactory().get("/")) == []


def test_registering_a_page_again_replaces_its_item(items: nav.Items) -> None:
    items.add(nav.Item("Picture book", "ui:gallery"))

    assert [link.text for link in items.links(request_of(User(username="a")))] == ["Privacy", "Picture book"]


def test_only_the_nearest_of_nested_pages_is_current(items: nav.Items) -> None:
    links = nav._nearest([nav.Link("All", "/cases/", True), nav.Link("Mine", "/cases/mine/", True)])

    assert [link.is_current for link in links] == [False, True]


def some_links(number: int, **counts: int) -> list[nav.Link]:
    return [nav.Link(f"L{n}", f"/{n}/", n == 10, counts.get(f"L{n}", 0)) for n in range(number)]


def test_a_short_menu_is_one_row() -> None:
    found = nav.menu(some_links(nav.IN_ROW + 1))

    assert (len(found.row), found.more, found.is_within) == (nav.IN_ROW + 1, (), False)


def test_a_long_menu_keeps_its_first_links_and_its_numbers_in_sight() -> None:
    found = nav.menu(some_links(13, L11=4))

    assert [link.text for link in found.row] == [*(f"L{n}" for n in range(nav.IN_ROW)), "L11"]
    assert [link.text for link in found.more] == ["L9", "L10", "L12"]
    assert found.is_within  # the page is at L10


def test_the_shell_knows_the_way_out_and_the_time_left(settings) -> None:
    settings.SESSION_IDLE_SECONDS = 1800
    settings.EXIT_PAGE_URL = "https://example.org/weather"
    shown = context.shell(request_of(AnonymousUser()))

    assert shown["exit_url"] == "https://example.org/weather"
    assert (shown["idle_minutes"], shown["warn_after_seconds"], shown["idle_seconds"]) == (30, 1500, 1800)
    assert context.optional_url("no-such:page") == ""
