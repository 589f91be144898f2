"""A lead opens a number and finds the list equal; every role's home; the deck with and without scripts."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from performance import jobs
from performance.services import force as building
from soteria.accounts.models import Force, Team, User
from soteria.accounts.roles import Role
from soteria.clocks import services as clocks
from tests.factories import TeamFactory, member
from tests.journeys import kit


def check(page: Page, name: str) -> None:
    """Accessible and whole at a desk and on a phone, with a picture of each."""
    kit.screenshot(page, name)
    kit.screenshot(page, name, width=320)
    kit.no_sideways_scroll(page)
    kit.axe(page)


def build(team: Team, cases: int) -> Force:
    """A force with three years of invented cases, counted by month."""
    TeamFactory(force=team.force, name="Northmoor RASSO", district="Northmoor")
    building.build(team.force, cases=cases, seed=5, on=timezone.localdate(), progress=lambda done: None)
    jobs.take_snapshots(timezone.now())
    return team.force


@pytest.fixture
def force(live_server, reference, team: Team) -> Force:
    """A small force, in which most months are hidden from a lead."""
    return build(team, 120)


@pytest.fixture
def large_force(live_server, reference, team: Team) -> Force:
    """A force whose months hold enough outcomes to be shown."""
    return build(team, 900)


def numbers_in(text: str) -> list[int]:
    """The whole numbers in a text."""
    return [int(each.replace(",", "")) for each in re.findall(r"\d[\d,]*", text)]


def test_a_lead_opens_a_number_and_finds_the_list_equal(page: Page, live_server, large_force, lead: User) -> None:
    kit.sign_in(page, lead, live_server.url)
    page.goto(f"{live_server.url}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Flight deck")
    check(page, "flight-deck-lead")

    page.get_by_role("link", name="Victim does not support", exact=True).click()
    drawn = page.locator(".app-chart__drawn svg")
    expect(drawn).to_be_visible()
    wide_as = "svg => (svg.setAttribute('width', '1600'), svg.getBoundingClientRect().width)"
    assert drawn.evaluate(wide_as) < kit.DESK["width"], "a drawing older than its window widens the page"
    check(page, "measure-lead")
    (total,) = numbers_in(page.get_by_role("link", name=re.compile("^List all")).inner_text().split(" outcomes")[0])

    page.get_by_role("link", name=re.compile("^List all")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Why do you need this list?")
    check(page, "measure-purpose")
    page.get_by_role("button", name="Continue").click()
    kit.errors_lead_to_their_fields(page)
    check(page, "measure-purpose-error")
    page.get_by_label("Purpose").fill("Preparing the monthly meeting on victims")
    page.get_by_role("button", name="Continue").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text(f"({total})")
    check(page, "measure-list-lead")
    rows = page.locator("tbody tr").count()
    while page.get_by_role("link", name="Next page").count():
        page.get_by_role("link", name="Next page").click()
        page.wait_for_load_state()
        rows += page.locator("tbody tr").count()
    assert rows == total


def test_the_chart_stands_without_scripts(no_script_page: Page, live_server, force, supervisor: User) -> None:
    page = no_script_page
    kit.sign_in(page, supervisor, live_server.url)
    page.goto(f"{live_server.url}/flight-deck/N01/")
    picture = page.locator(".app-chart img")
    expect(picture).to_be_visible()
    assert "by month" in (picture.get_attribute("alt") or "")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    kit.screenshot(page, "measure-no-script")


def test_a_team_reads_whole_numbers_and_an_empty_force_says_so(page: Page, live_server, team, supervisor: User) -> None:
    kit.sign_in(page, supervisor, live_server.url)
    page.goto(f"{live_server.url}/flight-deck/")
    expect(page.get_by_text("There were no open cases")).to_be_visible()
    check(page, "flight-deck-empty")
    page.get_by_role("link", name="Silence", exact=True).click()
    expect(page.get_by_text("No month can be shown yet")).to_be_visible()
    check(page, "measure-empty")


def test_a_role_without_numbers_is_told_who_can_help(page: Page, live_server, team) -> None:
    kit.sign_in(page, member(Role.SYSTEM_ADMIN, team), live_server.url)
    page.goto(f"{live_server.url}/flight-deck/")
    expect(page.get_by_text("These roles can help")).to_be_visible()
    check(page, "flight-deck-forbidden")


def test_every_role_has_a_home_to_work_from(page: Page, live_server, force, team) -> None:
    """One force serves them all: inventing and counting it takes longer than all of their pages."""
    for role in Role:
        kit.sign_out(page)
        kit.sign_in(page, member(role, team, first_name="Robin", last_name=role.label), live_server.url)
        page.goto(f"{live_server.url}/")
        assert page.get_by_role("main").get_by_role("link").count() >= 2, role
        check(page, f"home-{role}")


def test_a_supervisor_opens_every_count_of_the_home_page(page: Page, live_server, force, supervisor: User) -> None:
    kit.sign_in(page, supervisor, live_server.url)
    page.goto(f"{live_server.url}/")
    check(page, "home-supervisor-work")
    tiles = page.locator(".app-tiles--counts a")
    for place in range(tiles.count()):
        (total, *_) = numbers_in(tiles.nth(place).inner_text())
        tiles.nth(place).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"({total})")
        page.go_back()
    page.get_by_text("The same numbers as a table, each with its list").click()
    loads = page.locator("#caseload ~ details tbody a")
    assert loads.count()
    (count, *_) = numbers_in(loads.first.inner_text())
    loads.first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Cases ({count})")


def test_a_veo_opens_the_contacts_that_are_due(page: Page, live_server, reference, case, veo: User) -> None:
    long_ago = timezone.now() - timezone.timedelta(days=40)
    clocks.note(case.pk, "victim_contact", long_ago, source="contact:1", subject="victim:1", two_way=True)
    kit.sign_in(page, veo, live_server.url)
    page.goto(f"{live_server.url}/")
    page.get_by_role("link", name="See only contacts with victims that are due").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"Contacts with victims: .* \(1\)"))
    check(page, "work-contacts")
