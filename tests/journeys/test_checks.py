"""An officer records the checks of a suspect and what was said of controlling or coercive behaviour."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.factories import InvolvementFactory, SuspectFactory, VictimFactory
from tests.journeys import kit


def is_sound(page: Page, name: str) -> None:
    """axe is clean, a phone shows it whole, and there is a picture to look at."""
    kit.axe(page)
    kit.no_sideways_scroll(page)
    assert page.locator("h1").count() == 1
    kit.screenshot(page, f"checks-{name}")
    kit.screenshot(page, f"checks-{name}", width=320)


@pytest.fixture
def accused(case):
    """A former partner of the victim."""
    VictimFactory(case=case)
    suspect = SuspectFactory(forenames="Gareth", surname="Thornbury")
    return InvolvementFactory(case=case, suspect=suspect, relationship="ex-partner")


def open_suspects(page: Page, live_server, case) -> None:
    page.goto(live_server.url + reverse("cases:place", args=[case.slug, "suspects"]))


def test_a_check_that_is_a_gap_is_recorded(page: Page, live_server, case, accused, oic):
    kit.sign_in(page, oic, live_server.url)
    page.goto(live_server.url + reverse("cases:detail", args=[case.slug]))
    page.locator("#gaps summary").click()
    is_sound(page, "gaps")
    page.get_by_role("link", name="10 of 10 intelligence checks not done").click()
    page.get_by_role("link", name="check “Police National Computer”").click()
    is_sound(page, "check")
    page.get_by_label("Something found").check()
    page.get_by_role("button", name="Save").click()
    kit.errors_lead_to_their_fields(page)
    is_sound(page, "check-error")
    answered = page.get_by_role("group", name="When was that?")
    for part, value in (("Day", "1"), ("Month", "3"), ("Year", "2026")):
        page.get_by_role("group", name="When was it asked?").get_by_label(part).fill(value)
        answered.get_by_label(part).fill(value)
    page.get_by_label("What was found, or why it cannot be asked").fill("One caution in 2021")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Police National Computer: saved.")).to_be_visible()
    expect(page.get_by_text("1 of 10 checks done")).to_be_visible()
    is_sound(page, "list")


def test_signs_of_control_ask_to_consider_the_offence(page: Page, live_server, case, accused, oic):
    kit.sign_in(page, oic, live_server.url)
    open_suspects(page, live_server, case)
    is_sound(page, "panel-empty")
    page.get_by_role("link", name="Record answers").click()
    is_sound(page, "control")
    for question in ("control the victim’s money?", "keep the victim from friends or family?"):
        page.get_by_role("group", name=question).get_by_label("Yes").check()
    page.get_by_role("button", name="Save").click()
    kit.errors_lead_to_their_fields(page)
    is_sound(page, "control-error")
    page.get_by_role("group", name="Who said so?").get_by_label("The victim").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Consider the offence of controlling or coercive behaviour")).to_be_visible()
    is_sound(page, "panel")
    page.get_by_role("link", name="Record answers").click()
    expect(page.get_by_text("This page decides nothing")).to_be_visible()
    is_sound(page, "control-again")


def test_both_pages_work_without_scripts(no_script_page: Page, live_server, case, accused, oic):
    page = no_script_page
    kit.sign_in(page, oic, live_server.url)
    open_suspects(page, live_server, case)
    page.get_by_role("link", name="See and record checks").click()
    page.get_by_role("link", name="Record the check “Firearms").click()
    page.get_by_label("No answer yet").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Firearms and shotgun certificates: saved.")).to_be_visible()
    page.get_by_role("link", name="Record controlling or coercive behaviour").click()
    page.get_by_role("group", name="control the victim’s money?").get_by_label("Not known").check()
    page.get_by_role("group", name="Who said so?").get_by_label("A police record").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("0 of 13 answered yes")).to_be_visible()
