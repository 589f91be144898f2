"""A supervisor finds a case by a misspelt name, in a list filtered, sorted and kept; an outsider finds none."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from cases.services import names
from cases.services.names import NameRow
from soteria.accounts.roles import Role
from soteria.clocks import services as clocks
from tests.factories import REPORTED, CaseFactory, InvolvementFactory, OffenceFactory, VictimFactory, member
from tests.journeys import kit


@pytest.fixture
def listed(case, team, oic):
    """Thirty cases of the team, one of them with a victim and a suspect who are named."""
    OffenceFactory(case=case)
    victim, involvement = VictimFactory(case=case), InvolvementFactory(case=case)
    suspect = involvement.suspect
    names.index(
        [
            NameRow(case.pk, "victim", victim.pk, victim.forenames, victim.surname),
            NameRow(case.pk, "suspect", suspect.pk, suspect.forenames, suspect.surname, ["Gaz"]),
        ]
    )
    clocks.note(case.pk, "reported", REPORTED, source=f"case:{case.pk}")
    for number in range(29):
        OffenceFactory(
            case=CaseFactory(
                team=team,
                reference=f"55/{30000 + number}/26",
                flags=["DA"] if number % 2 else [],
                oic=oic if number % 3 else None,
            )
        )
    return case


def visit(page: Page, live_server, name: str, *args: object) -> None:
    """Open a page of ours."""
    page.goto(live_server.url + reverse(name, args=args))


def is_sound(page: Page, name: str) -> None:
    """axe is clean, a phone shows it whole, and there is a picture to look at."""
    kit.axe(page)
    kit.no_sideways_scroll(page)
    kit.screenshot(page, name)
    kit.screenshot(page, name, width=320)


def test_a_supervisor_finds_a_case_by_a_misspelt_name(page: Page, live_server, reference, listed, supervisor):
    kit.sign_in(page, supervisor, live_server.url)
    visit(page, live_server, "cases:search")
    is_sound(page, "search")

    page.get_by_role("button", name="Search").click()
    kit.errors_lead_to_their_fields(page)
    is_sound(page, "search-error")

    page.get_by_label("Reference or name").fill("Thornbery Garith")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", name="1 case found")).to_be_visible()
    expect(page.get_by_text("Names the other way round")).to_be_visible()
    assert "Thornb" not in page.url
    is_sound(page, "search-found")

    page.get_by_role("link", name=listed.reference).click()
    expect(page).to_have_url(f"{live_server.url}{reverse('cases:detail', args=[listed.slug])}")
    assert "Thornbury" not in page.title() and "Ashdown" not in page.title()

    visit(page, live_server, "cases:search")
    page.get_by_label("Reference or name").fill(listed.reference.replace("/", " "))
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}{reverse('cases:detail', args=[listed.slug])}")

    visit(page, live_server, "cases:search")
    page.get_by_label("Reference or name").fill("Quennell")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", name="0 cases found")).to_be_visible()
    is_sound(page, "search-nothing")


def test_the_list_is_filtered_sorted_kept_and_emptied(page: Page, live_server, reference, listed, supervisor):
    kit.sign_in(page, supervisor, live_server.url)
    visit(page, live_server, "cases:list")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cases (30)")
    is_sound(page, "cases")

    page.get_by_role("link", name="Next page").click()
    expect(page.locator("tbody tr")).to_have_count(5)
    page.get_by_role("link", name="Previous page").click()
    expect(page.locator("tbody tr")).to_have_count(25)

    page.get_by_role("link", name="Next due").click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Next due")
    expect(page.locator("tbody tr").first).to_contain_text(listed.reference)

    page.get_by_label("Domestic abuse").check()
    page.get_by_role("button", name="Apply filters").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cases (14)")
    is_sound(page, "cases-filtered")

    page.get_by_text("Save this filter").click()
    page.get_by_role("button", name="Save filter").click()
    kit.errors_lead_to_their_fields(page)
    is_sound(page, "cases-save-error")
    page.get_by_label("Name for this filter").fill("Domestic abuse, soonest first")
    page.get_by_role("button", name="Save filter").click()
    expect(page.get_by_text("is saved")).to_be_visible()

    page.get_by_role("link", name="Remove this filter: Domestic abuse").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cases (30)")
    page.get_by_role("link", name="Domestic abuse, soonest first").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cases (14)")

    page.get_by_label("Closed", exact=True).check()
    page.get_by_role("button", name="Apply filters").click()
    expect(page.get_by_text("No case that you can see has all of these.")).to_be_visible()
    is_sound(page, "cases-none")
    page.get_by_role("button", name="Delete the filter Domestic abuse, soonest first").click()
    expect(page.get_by_text("is deleted")).to_be_visible()


def test_somebody_with_a_whole_force_is_asked_why(page: Page, live_server, reference, listed, team):
    kit.sign_in(page, member(Role.INTEL_ANALYST, team), live_server.url)
    visit(page, live_server, "cases:search")
    page.get_by_label("Reference or name").fill("Ashdown")
    page.get_by_role("button", name="Search").click()
    kit.errors_lead_to_their_fields(page)
    is_sound(page, "search-purpose")
    page.get_by_label("Why you are searching").fill("Intelligence about a vehicle near the scene")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", name="0 cases found")).to_be_visible()


def test_an_outsider_is_refused_everywhere(page: Page, live_server, reference, listed, outsider):
    kit.sign_in(page, outsider, live_server.url)
    visit(page, live_server, "cases:list")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cases (0)")
    is_sound(page, "cases-outsider")
    for typed in ("Thornbury", "Ashdown", listed.reference):
        visit(page, live_server, "cases:search")
        page.get_by_label("Reference or name").fill(typed)
        page.get_by_role("button", name="Search").click()
        expect(page.get_by_role("heading", name="0 cases found")).to_be_visible()
    for name in ("cases:detail", "cases:access"):
        visit(page, live_server, name, listed.slug)
        expect(page.get_by_role("heading", level=1)).not_to_contain_text(listed.reference)
    assert page.request.get(f"{live_server.url}{reverse('cases:detail', args=[listed.slug])}").status == 404


def test_the_list_works_without_scripts(no_script_page: Page, live_server, reference, listed, supervisor):
    kit.sign_in(no_script_page, supervisor, live_server.url)
    visit(no_script_page, live_server, "cases:list")
    no_script_page.get_by_label("Domestic abuse").check()
    no_script_page.get_by_role("button", name="Apply filters").click()
    expect(no_script_page.get_by_role("heading", level=1)).to_have_text("Cases (14)")
