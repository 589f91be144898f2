"""A supervisor keeps a filter, reads who came and left, compares records, and says what brought a case to light."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.services import names
from suspects import jobs
from suspects.services import recording
from tests.factories import CaseFactory, InvolvementFactory, OffenceFactory, SuspectFactory, VictimFactory
from tests.journeys import kit


def is_sound(page: Page, name: str) -> None:
    """axe is clean, a phone shows it whole, and there is a picture to look at."""
    kit.axe(page)
    kit.no_sideways_scroll(page)
    assert page.locator("h1").count() == 1
    kit.screenshot(page, f"acts-{name}")
    kit.screenshot(page, f"acts-{name}", width=320)


@pytest.fixture
def accused(case, team, reference):
    """Two suspects of the team, whom no model would take for one, scored."""
    people = []
    for number, (forenames, surname) in enumerate((("Gareth", "Thornbury"), ("Ibrahim", "Walker"))):
        held = case if number == 0 else CaseFactory(team=team, reference="55/40009/26")
        OffenceFactory(case=held)
        VictimFactory(case=held)
        suspect = SuspectFactory(forenames=forenames, surname=surname, date_of_birth=date(1980 + number, 3, 27))
        part = InvolvementFactory(case=held, suspect=suspect)
        names.index([recording.name_row(part)])
        people.append(part)
    jobs.score_everybody(timezone.localdate(), key="journey", why="asked")
    return people


def test_a_supervisor_works_with_the_list(page: Page, live_server, accused, supervisor):
    kit.sign_in(page, supervisor, live_server.url)
    page.goto(f"{live_server.url}{reverse('suspects:ranked')}?plan=no")
    page.get_by_text("Save this filter").click()
    is_sound(page, "filter")
    page.get_by_label("Name for this filter").fill("Without a plan")
    page.get_by_role("button", name="Save filter").click()
    expect(page.get_by_text("Filter “Without a plan” is saved.")).to_be_visible()
    is_sound(page, "filters")
    page.get_by_role("link", name="Came and left").click()
    expect(page.get_by_text("Came onto the list").first).to_be_visible()
    is_sound(page, "changes")


def test_two_records_are_compared(page: Page, live_server, accused, supervisor):
    kit.sign_in(page, supervisor, live_server.url)
    page.goto(live_server.url + reverse("suspects:score", args=[accused[0].suspect_id]))
    is_sound(page, "score")
    page.get_by_role("link", name="Compare with another record").click()
    for label in ("First names", "Last name"):
        page.get_by_label(label, exact=True).fill("")
    page.get_by_role("button", name="Find records").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter a name, a date of birth")
    is_sound(page, "compare-error")
    page.get_by_label("Last name", exact=True).fill("Walker")
    page.get_by_role("button", name="Find records").click()
    is_sound(page, "compare")
    page.get_by_role("link", name="Compare with Ibrahim Walker").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Are these the same person?")
    is_sound(page, "pair")
    page.get_by_role("button", name="Reject: different people").click()
    kit.errors_lead_to_their_fields(page)
    is_sound(page, "pair-error")
    page.get_by_label("The facts shown here").check()
    page.get_by_role("button", name="Reject: different people").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kept apart as different people")


def test_what_brought_a_case_to_light_is_recorded(page: Page, live_server, case, accused, supervisor):
    kit.sign_in(page, supervisor, live_server.url)
    page.goto(live_server.url + reverse("cases:place", args=[case.slug, "suspects"]))
    page.get_by_role("link", name="Police work that brought the case").click()
    is_sound(page, "finding")
    page.get_by_role("button", name="Save").click()
    kit.errors_lead_to_their_fields(page)
    is_sound(page, "finding-error")
    page.get_by_label("A visit, a check or another step of a plan").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("It is recorded. The case no longer adds to a score.")).to_be_visible()
    is_sound(page, "found")
