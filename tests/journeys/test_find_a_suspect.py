"""A sergeant has a telephone number: who uses it, and to be told when it is given again."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from soteria.work import jobs as work
from suspects.services import linking
from tests.factories import CaseFactory, InvolvementFactory, OffenceFactory, SuspectFactory, VictimFactory
from tests.journeys import kit

PHONE = "07700900123"


def given(team, number):
    """Somebody who uses the number, in a case of the team."""
    case = CaseFactory(team=team, reference=f"55/{number}/26")
    OffenceFactory(case=case)
    VictimFactory(case=case)
    return InvolvementFactory(case=case, suspect=SuspectFactory(force=team.force, phones=[PHONE]))


def is_sound(page: Page) -> None:
    """axe is clean, and a phone shows it whole."""
    kit.axe(page)
    kit.no_sideways_scroll(page)


@pytest.mark.usefixtures("reference")
def test_a_number_is_found_and_its_next_case_is_told(page: Page, live_server, team, supervisor) -> None:
    there = given(team, 74001)
    kit.sign_in(page, supervisor, live_server.url)
    page.goto(f"{live_server.url}/cases/search/")
    page.get_by_role("link", name="Find a suspect by telephone number").click()
    is_sound(page)

    page.get_by_role("button", name="Search").click()
    kit.errors_lead_to_their_fields(page)
    is_sound(page)
    page.get_by_label("Telephone number").fill("+44 7700 900123")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="1 person found")).to_be_visible()
    expect(page.get_by_text("Same telephone number.")).to_be_visible()
    is_sound(page)

    page.get_by_role("button", name="Tell me when this is given").click()
    page.get_by_role("button", name="Keep this search").click()
    kit.errors_lead_to_their_fields(page)
    is_sound(page)
    page.get_by_label("Why do you need to be told?").fill("Operation Lantern")
    page.get_by_role("button", name="Keep this search").click()
    expect(page.get_by_text("there when you kept it")).to_be_visible()
    is_sound(page)

    new = given(team, 74002)
    linking.ask_link(new.suspect_id, why_key="journey")
    work.drain(timezone.now())
    page.goto(f"{live_server.url}/alerts/")
    expect(page.get_by_role("rowheader", name="A search that you keep has a new answer")).to_be_visible()
    page.goto(f"{live_server.url}/suspects/find/kept/")
    expect(page.get_by_role("link", name=new.case.reference)).to_be_visible()
    expect(page.get_by_role("link", name=there.case.reference)).to_be_visible()
    page.get_by_role("button", name="End this search").click()
    expect(page.get_by_text("You keep no searches.")).to_be_visible()
    is_sound(page)
