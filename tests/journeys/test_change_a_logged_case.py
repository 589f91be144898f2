"""Two officers change one case in real browsers at the same time, and people are added and named later."""

import pytest
from playwright.sync_api import Browser, Page, expect

from cases.models import Case
from cases.services import names
from soteria.accounts.models import User
from suspects.models import Involvement
from suspects.services.recording import name_row
from tests.factories import CaseFactory, InvolvementFactory, OffenceFactory, SuspectFactory, VictimFactory, allocate
from tests.journeys import kit


@pytest.fixture
def case_page(page: Page, live_server, case: Case, oic: User) -> Page:
    OffenceFactory(case=case)
    kit.sign_in(page, oic, live_server.url)
    page.goto(f"{live_server.url}/cases/{case.slug}/")
    return page


def looks_right(page: Page, name: str) -> None:
    kit.axe(page)
    kit.no_sideways_scroll(page)
    kit.screenshot(page, f"change-{name}")
    kit.screenshot(page, f"change-{name}", width=320)
    assert not any(word in page.title() for word in ("Rosalind", "Ashdown", "Thornbury", "Walker"))


def save(page: Page) -> None:
    """Save and wait for the page that answers, which on a busy machine is not at once."""
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()


def test_two_officers_at_one_form_lose_nothing(
    page: Page, browser: Browser, live_server, case: Case, oic: User, supervisor: User
) -> None:
    victim = VictimFactory(case=case)
    url = f"{live_server.url}/cases/{case.slug}/victims/{victim.pk}/edit/"
    second = browser.new_context(viewport=kit.DESK).new_page()
    for window, user in ((page, oic), (second, supervisor)):
        kit.sign_in(window, user, live_server.url)
        window.goto(url)
    page.get_by_label("Last name").fill("Ashdowne")
    _blanks(page, "Not asked yet")
    save(page)
    expect(page.get_by_text("The victim’s details are saved.")).to_be_visible()

    second.get_by_label("Last name").fill("Ashtown")
    second.get_by_label("What should we call them?").fill("Ros")
    _blanks(second, "Not asked yet")
    save(second)

    expect(second.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(second.get_by_text("Ashdowne").first).to_be_visible()
    looks_right(second, "conflict")
    second.get_by_label("Ashdowne").check()
    save(second)
    expect(second.get_by_text("The victim’s details are saved.")).to_be_visible()
    victim.refresh_from_db()
    assert (victim.surname, victim.known_as) == ("Ashdowne", "Ros")


def _blanks(page: Page, why: str) -> None:
    page.get_by_role("group", name="If you left anything blank, why?").get_by_label(why).check()


def test_people_are_added_after_logging(case_page: Page, case: Case, oic: User) -> None:
    page = case_page
    known = InvolvementFactory(case=allocate(CaseFactory(team=case.team), oic), suspect=SuspectFactory())
    names.index([name_row(known)])
    _add_victim(page)
    _change_safe_contact(page)
    _add_suspect(page)

    added = case.involvements.get()
    assert (added.suspect, added.relationship) == (known.suspect, "ex-partner")


def _add_victim(page: Page) -> None:
    page.get_by_role("link", name="Victims", exact=True).click()
    page.get_by_role("link", name="Add a victim").click()
    looks_right(page, "add-victim")
    save(page)
    kit.errors_lead_to_their_fields(page)
    page.get_by_label("First names").fill("Rosalind")
    _blanks(page, "Not asked yet")
    save(page)
    expect(page.get_by_text("The victim is added.")).to_be_visible()
    looks_right(page, "victims")


def _change_safe_contact(page: Page) -> None:
    page.get_by_role("link", name="Record how to contact Rosalind").click()
    save(page)
    kit.errors_lead_to_their_fields(page)
    looks_right(page, "safe-contact-error")
    page.get_by_label("Phone call").check()
    page.get_by_label("Number, address or person").fill("07700 900456")
    page.get_by_label("Never do this").fill("Never ring at weekends")
    save(page)
    expect(page.get_by_text("07700 900456")).to_be_visible()
    looks_right(page, "safe-contact")


def _add_suspect(page: Page) -> None:
    page.get_by_role("link", name="Suspects", exact=True).click()
    page.get_by_role("link", name="Add a suspect").click()
    page.get_by_label("A name", exact=True).check()
    page.get_by_label("Last name").fill("Thornbury")
    page.get_by_label("First names").fill("Garry")
    page.get_by_label("Who is the suspect to the victim?").select_option("ex-partner")
    _blanks(page, "Not known")
    save(page)
    expect(page.get_by_text("In 1 case you can see")).to_be_visible()
    kit.errors_lead_to_their_fields(page)
    looks_right(page, "add-suspect")
    page.get_by_label("Gareth Thornbury").check()
    save(page)
    expect(page.get_by_text("The suspect is saved.")).to_be_visible()
    looks_right(page, "suspects")


def test_an_unknown_suspect_is_named(case_page: Page, case: Case, live_server) -> None:
    page = case_page
    unknown = InvolvementFactory(case=case, suspect=None, kind=Involvement.Kind.UNKNOWN)
    page.goto(f"{live_server.url}/cases/{case.slug}/suspects/")
    page.get_by_role("link", name="Name Suspect 1").click()
    page.get_by_label("Last name").fill("Walker")
    looks_right(page, "identify")
    _blanks(page, "Not known")
    save(page)

    expect(page.get_by_role("heading", name="Walker")).to_be_visible()
    unknown.refresh_from_db()
    assert unknown.kind == "known"


def test_where_and_the_first_response_are_recorded_later(case_page: Page, case: Case) -> None:
    page = case_page
    looks_right(page, "overview")
    page.get_by_role("link", name="Change where it happened").click()
    page.get_by_label("The place in words").fill("the path behind the leisure centre")
    _blanks(page, "Not known")
    looks_right(page, "place")
    save(page)
    expect(page.get_by_text("Where it happened is saved.")).to_be_visible()
    page.get_by_text("not recorded yet").first.click()
    with page.expect_navigation():
        page.get_by_role("link", name="The first response").click()
    looks_right(page, "response")
    page.get_by_role("group", name="Is the victim injured?").get_by_label("No", exact=True).check()
    _blanks(page, "Not asked yet")
    save(page)
    expect(page.get_by_text("The first response is saved.")).to_be_visible()
    looks_right(page, "overview-after")
