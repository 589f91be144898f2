"""A victim engagement officer keeps what a victim needs true, and writes down a contact."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.models import Case
from soteria.accounts.models import User
from tests.factories import OffenceFactory, VictimFactory
from tests.journeys import kit
from victims.models import Contact, SafeContact, Victim


@pytest.fixture
def victim(reference, case: Case) -> Victim:
    OffenceFactory(case=case)
    victim = VictimFactory(case=case, known_as="Ros")
    SafeContact.objects.create(
        victim=victim, method="text", details="07700 900123", avoid="Calling the house", agreed_at=timezone.now()
    )
    return victim


def looks_right(page: Page, name: str) -> None:
    kit.axe(page)
    kit.no_sideways_scroll(page)
    assert page.locator("h1").count() == 1
    kit.screenshot(page, f"needs-{name}")
    kit.screenshot(page, f"needs-{name}", width=320)
    assert not any(word in page.title() for word in ("Rosalind", "Ashdown", "Ros "))


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def test_a_veo_updates_an_assessment_and_records_a_contact(
    page: Page, live_server, case: Case, victim: Victim, veo: User
) -> None:
    kit.sign_in(page, veo, live_server.url)
    page.goto(f"{live_server.url}/cases/{case.slug}/")
    places = page.get_by_role("navigation", name="Parts of this case")
    places.get_by_role("link", name="Needs").click()
    expect(page.get_by_text("Nobody has asked about their needs yet.")).to_be_visible()
    looks_right(page, "empty")

    _ask_about_safe_contact(page)
    _mend_an_error(page)
    page.get_by_role("link", name="Earlier versions of the needs").click()
    expect(page.get_by_role("heading", name="Version 2")).to_be_visible()
    looks_right(page, "history")

    places.get_by_role("link", name="Contact", exact=True).click()
    looks_right(page, "contact-empty")
    _record_a_contact(page)
    contact = Contact.objects.get()
    assert (contact.is_two_way, contact.unsafe_reason) == (True, "She rang us")


def _ask_about_safe_contact(page: Page) -> None:
    page.get_by_role("link", name="Update safe contact of Rosalind Ashdown").click()
    expect(page.get_by_text("Do not leave a message or voicemail")).to_be_visible()
    looks_right(page, "edit")
    page.get_by_role("group", name="Are letters safe?").get_by_label("No", exact=True).check()
    page.get_by_label("In their own words: letters").fill("She opens my post")
    press(page, "Save")
    expect(page.get_by_text("The needs are saved.")).to_be_visible()
    expect(page.get_by_text("Do not send letters: She opens my post")).to_be_visible()
    looks_right(page, "saved")


def _mend_an_error(page: Page) -> None:
    page.get_by_role("link", name="Update safety of Rosalind Ashdown").click()
    page.get_by_label("In their own words: threats since the report").fill("Texts from his brother")
    press(page, "Save")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    looks_right(page, "error")
    kit.errors_lead_to_their_fields(page)
    page.get_by_role("group", name="Have there been threats").get_by_label("Yes", exact=True).check()
    press(page, "Save")
    expect(page.get_by_text("Yes: “Texts from his brother”")).to_be_visible()


def _record_a_contact(page: Page) -> None:
    page.get_by_role("group", name="How?").get_by_label("Phone call").check()
    page.get_by_label("We were in touch: we spoke, or they replied").check()
    press(page, "Record contact")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    looks_right(page, "contact-error")
    kit.errors_lead_to_their_fields(page)
    page.get_by_label("If it was not their safe way, why?").fill("She rang us")
    press(page, "Save")
    expect(page.get_by_text("The contact is recorded.")).to_be_visible()
    expect(page.get_by_text("Not their safe way: She rang us")).to_be_visible()
    looks_right(page, "contact")
