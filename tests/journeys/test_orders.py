"""Orders in a browser: the register, the way to an order, its card, the breaches, and who has nothing in place."""

from collections.abc import Iterable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from soteria.clocks.services import load_limits
from tests.factories import OffenceFactory
from tests.factories.orders import a_breach, an_application, applied_for, made_on, suspect_in
from tests.journeys import kit

pytestmark = pytest.mark.django_db(transaction=True)
REGISTER, UNPROTECTED = reverse("orders:register"), reverse("orders:unprotected")
BREACHES, WHICH = reverse("orders:breach-register"), reverse("orders:which-order")


def is_sound(page: Page, name: str) -> None:
    """axe is clean, a phone shows it whole, and there is a picture to look at."""
    kit.axe(page)
    kit.no_sideways_scroll(page)
    assert page.locator("h1").count() == 1
    kit.screenshot(page, f"orders-{name}")
    kit.screenshot(page, f"orders-{name}", width=320)


def refuses_blanks(page: Page, path: str, name: str, words: Iterable[str]) -> None:
    """A form is sound as it opens, and as it comes back when nothing was answered, with these errors among others."""
    page.goto(path)
    is_sound(page, name)
    page.get_by_role("button", name="Save").click()
    kit.errors_lead_to_their_fields(page)
    told = page.get_by_role("alert").get_by_role("link").all_inner_texts()
    assert set(words) <= set(told)
    is_sound(page, f"{name}-error")


def test_lists_of_orders_are_sound_empty_full_and_asked_in_vain(page: Page, live_server, case, supervisor):
    kit.sign_in(page, supervisor, live_server.url)
    for path in (REGISTER, UNPROTECTED, BREACHES):
        page.goto(live_server.url + path)
        expect(page.get_by_role("heading", level=1)).to_contain_text("(0)")
        is_sound(page, f"empty{path.replace('/', '-')}")

    load_limits()
    OffenceFactory(case=case)
    an_application(case)
    made_on(applied_for(case))
    a_breach(case)
    expected = {REGISTER: "(2)", UNPROTECTED: "(1)", BREACHES: "(1)", WHICH: "Which order?"}
    for path, words in expected.items():
        page.goto(live_server.url + path)
        expect(page.get_by_role("heading", level=1)).to_contain_text(words)
        is_sound(page, f"full{path.replace('/', '-')}")
    page.goto(f"{live_server.url}{REGISTER}?stage=nonsense")
    kit.errors_lead_to_their_fields(page)
    is_sound(page, "register-error")
    page.goto(f"{live_server.url}{BREACHES}?state=wanted")
    is_sound(page, "breaches-none-wanted")


def test_the_way_to_an_order_and_its_card_are_sound(page: Page, live_server, case, supervisor):
    load_limits()
    OffenceFactory(case=case)
    first, second, made = an_application(case), applied_for(case), made_on(applied_for(case))
    kit.sign_in(page, supervisor, live_server.url)

    def at(name: str, *rest: object) -> str:
        return live_server.url + reverse(f"orders:{name}", args=[case.slug, *rest])

    asked = [
        ("consider", at("consider"), ["Select whether an order is to be sought", "Enter why"]),
        ("asked", at("step", first.pk, "advice_asked"), ["Enter who was asked"]),
        ("withdrawn", at("step", first.pk, "withdrawn"), ["Enter why, in your own words"]),
        ("refused", at("step", second.pk, "refused"), ["Enter who refused it", "Enter what they said"]),
        ("made", at("step", second.pk, "made"), ["Enter the date the order was made"]),
        ("served", at("serve-order", made.pk), ["Enter the date of service"]),
        ("varied", at("vary-order", made.pk), ["Enter the date of the variation"]),
        ("nothing", at("nothing", suspect_in(case).pk), ["Enter why, in your own words"]),
    ]
    for name, path, words in asked:
        refuses_blanks(page, path, name, words)
    page.goto(live_server.url + reverse("cases:place", args=[case.slug, "bail-and-orders"]))
    expect(page.get_by_role("heading", name="Sexual risk order – not served")).to_be_visible()
    is_sound(page, "card")
