"""The shell of every page: leaving at once, staying signed in, being told, and working without scripts."""

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from soteria.accounts.models import User
from tests.door import with_password
from tests.journeys import kit
from tests.journeys.test_sign_in import give_password

STATIC_PAGES = ["/accessibility/", "/privacy/", "/help/"]
ERROR_PAGES = [f"/gallery/errors/{name}/" for name in ("400", "403", "404", "500", "503", "csrf")]


@pytest.fixture
def neutral(live_server, settings) -> str:
    """A neutral page of our own to leave to, since no journey may leave this machine."""
    settings.EXIT_PAGE_URL = f"{live_server.url}/help/?neutral"
    return settings.EXIT_PAGE_URL


@pytest.fixture
def signed_in(page: Page, live_server, oic: User) -> Page:
    """A page of an investigator's browser."""
    kit.sign_in(page, oic, live_server.url)
    return page


@pytest.mark.parametrize("path", [*STATIC_PAGES, *ERROR_PAGES])
def test_static_and_error_pages_are_accessible(signed_in: Page, live_server, path: str) -> None:
    signed_in.goto(live_server.url + path)

    kit.axe(signed_in)
    kit.no_sideways_scroll(signed_in)
    assert signed_in.locator("h1").count() == 1
    kit.screenshot(signed_in, path.strip("/").replace("/", "-"))


def test_exit_leaves_at_once_and_the_way_back_shows_no_case(signed_in: Page, live_server, neutral: str) -> None:
    signed_in.goto(f"{live_server.url}/privacy/")
    signed_in.goto(f"{live_server.url}/gallery/")

    signed_in.get_by_role("button", name="Exit this page").click()
    signed_in.wait_for_url(neutral)
    signed_in.go_back()

    assert "/gallery/" not in signed_in.url
    signed_in.goto(f"{live_server.url}/gallery/")
    assert "/sign-in/" in signed_in.url


def test_three_presses_of_shift_leave(signed_in: Page, live_server, neutral: str) -> None:
    signed_in.goto(f"{live_server.url}/gallery/")

    for _ in range(3):
        signed_in.keyboard.press("Shift")
    signed_in.wait_for_url(neutral)

    signed_in.goto(f"{live_server.url}/gallery/")
    assert "/sign-in/" in signed_in.url


def test_typing_capitals_does_not_leave(signed_in: Page, live_server, neutral: str) -> None:
    signed_in.goto(f"{live_server.url}/gallery/")

    signed_in.locator("#id_reference").press("Shift+A")
    signed_in.locator("#id_reference").press("Shift+B")
    signed_in.locator("#id_reference").press("Shift+C")

    assert "/gallery/" in signed_in.url


def test_exit_works_without_scripts(no_script_page: Page, live_server, oic: User, neutral: str) -> None:
    kit.sign_in(no_script_page, oic, live_server.url)
    no_script_page.goto(f"{live_server.url}/gallery/")

    no_script_page.get_by_role("button", name="Exit this page").click()

    assert no_script_page.url == neutral


def test_pages_work_without_scripts(no_script_page: Page, live_server, oic: User) -> None:
    kit.sign_in(no_script_page, oic, live_server.url)
    no_script_page.goto(f"{live_server.url}/gallery/?q=ab")

    expect(no_script_page.locator("#id_reason")).to_be_visible()
    expect(no_script_page.get_by_role("button", name="Log a breach")).to_be_visible()
    no_script_page.get_by_role("link", name="Remove this filter: ab").click()
    assert no_script_page.url == f"{live_server.url}/gallery/?"


def test_the_end_of_the_session_is_announced_and_can_be_put_off(signed_in: Page, live_server) -> None:
    signed_in.clock.install()
    signed_in.goto(f"{live_server.url}/gallery/")
    dialog = signed_in.get_by_role("dialog", name="You will be signed out soon")

    signed_in.clock.run_for(24 * 60 * 1000)
    expect(dialog).to_be_hidden()
    signed_in.clock.run_for(61 * 1000)
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="Stay signed in")).to_be_focused()
    kit.axe(signed_in)
    kit.screenshot(signed_in, "timeout")

    with signed_in.expect_response("**/stay/") as answer:
        dialog.get_by_role("button", name="Stay signed in").click()
    assert answer.value.status == 204
    expect(dialog).to_be_hidden()


def test_the_way_out_covers_no_error_where_nothing_stands_beside_it(page: Page, live_server, oic: User) -> None:
    """Emergency access has neither a back link nor the bar of a case."""
    give_password(page, live_server, with_password(oic).username)
    page.goto(f"{live_server.url}/emergency-access/")
    page.get_by_role("button", name="Open the case").click()
    kit.screenshot(page, "exit-and-errors")
    for width in (641, 900, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        summary = page.locator(".govuk-error-summary").bounding_box()
        way_out = page.locator(".app-exit .govuk-exit-this-page__button").bounding_box()
        assert summary["y"] >= way_out["y"] + way_out["height"], f"{width} px"


def test_a_session_that_has_ended_shows_the_sign_in_page(signed_in: Page, live_server, settings) -> None:
    signed_in.clock.install()
    signed_in.goto(f"{live_server.url}/gallery/")

    settings.SESSION_IDLE_SECONDS = 0
    signed_in.clock.run_for(31 * 60 * 1000)

    signed_in.wait_for_url("**/sign-in/**")
    expect(signed_in.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_the_skip_link_comes_first_and_leads_to_the_content(signed_in: Page, live_server) -> None:
    signed_in.goto(f"{live_server.url}/help/")

    signed_in.keyboard.press("Tab")
    expect(signed_in.get_by_role("link", name="Skip to main content")).to_be_focused()
    signed_in.keyboard.press("Enter")
    assert signed_in.evaluate("document.activeElement.id") == "main-content"


def test_the_second_link_of_every_page_leaves_it(signed_in: Page, live_server, neutral: str) -> None:
    signed_in.goto(f"{live_server.url}/gallery/")
    signed_in.locator(".govuk-js-exit-this-page-skiplink").focus()

    signed_in.keyboard.press("Enter")

    expect(signed_in).to_have_url(neutral)


def test_errors_take_the_focus_and_lead_to_their_fields(signed_in: Page, live_server) -> None:
    signed_in.goto(f"{live_server.url}/gallery/")

    expect(signed_in.locator(".govuk-error-summary")).to_be_focused()
    lines = signed_in.locator(".govuk-error-summary__list a")
    for index in range(lines.count()):
        target = (lines.nth(index).get_attribute("href") or "#")[1:]
        lines.nth(index).click()
        assert signed_in.evaluate("document.activeElement.id") == target


def test_a_choice_reveals_its_fields(signed_in: Page, live_server) -> None:
    signed_in.goto(f"{live_server.url}/gallery/")
    reason = signed_in.locator("#id_reason")

    expect(reason).to_be_hidden()
    signed_in.locator("#id_decision-3").check()
    expect(reason).to_be_visible()


def test_acts_open_behind_one_button(signed_in: Page, live_server) -> None:
    signed_in.goto(f"{live_server.url}/gallery/")
    act = signed_in.locator("#main-content").get_by_text("Log a breach", exact=True)

    expect(act).to_be_hidden()
    signed_in.get_by_role("button", name="Actions").click()
    expect(act).to_be_visible()
    kit.axe(signed_in)


def test_pages_are_readable_in_the_persons_own_colours_and_on_paper(signed_in: Page, live_server) -> None:
    signed_in.emulate_media(forced_colors="active")
    signed_in.goto(f"{live_server.url}/gallery/")
    kit.axe(signed_in)
    kit.screenshot(signed_in, "gallery-forced-colours")

    signed_in.emulate_media(forced_colors="none", media="print")
    expect(signed_in.locator(".app-exit")).to_be_hidden()
    expect(signed_in.locator(".app-filtered__filter")).to_be_hidden()
    expect(signed_in.get_by_role("heading", name="Gallery of components")).to_be_visible()


def test_a_supervisors_menu_keeps_to_one_line_and_opens_the_rest(page: Page, live_server, supervisor: User) -> None:
    kit.sign_in(page, supervisor, live_server.url)
    page.goto(f"{live_server.url}/help/")
    menu, more = page.get_by_role("navigation", name="Menu"), page.locator(".app-more summary")
    tops = {round(box["y"]) for box in map(_box, menu.locator("#navigation > li").all())}
    assert len(tops) == 1, "the menu takes more than one line at a desk"
    expect(menu.get_by_role("link", name="Flight deck")).to_be_hidden()

    more.focus()
    page.keyboard.press("Enter")
    kit.axe(page)
    page.keyboard.press("Tab")
    expect(menu.get_by_role("link", name="Orders")).to_be_focused()
    page.keyboard.press("Escape")
    expect(more).to_be_focused()
    expect(menu.get_by_role("link", name="Flight deck")).to_be_hidden()

    more.click()
    page.set_viewport_size(kit.PHONE)
    page.get_by_role("button", name="Menu").click()
    more.click()
    kit.axe(page)
    kit.no_sideways_scroll(page)
    menu.get_by_role("link", name="Flight deck").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Flight deck")


def test_the_rest_of_the_menu_opens_without_scripts(no_script_page: Page, live_server, supervisor: User) -> None:
    kit.sign_in(no_script_page, supervisor, live_server.url)
    no_script_page.goto(f"{live_server.url}/help/")

    no_script_page.get_by_text("More", exact=True).click()
    no_script_page.get_by_role("link", name="Orders", exact=True).click()

    expect(no_script_page.get_by_role("heading", level=1)).to_contain_text("Register of orders")


def _box(link: Locator) -> FloatRect:
    box = link.bounding_box()
    assert box
    return box
