"""A decision to take no further action: decided, signed off by another, and put to the victim in a letter."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.models import Case
from soteria.accounts.models import User
from soteria.work import jobs
from tests.factories import OffenceFactory, VictimFactory
from tests.journeys import kit
from victims.models import Letter, LetterFile, Victim


@pytest.fixture
def victim(reference, case: Case) -> Victim:
    OffenceFactory(case=case)
    return VictimFactory(case=case, known_as="Ros")


def looks_right(page: Page, name: str) -> None:
    kit.axe(page)
    kit.no_sideways_scroll(page)
    assert page.locator("h1").count() == 1
    kit.screenshot(page, f"nfa-{name}")
    kit.screenshot(page, f"nfa-{name}", width=320)
    assert not any(word in page.title() for word in ("Rosalind", "Ashdown", "Ros "))


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def test_a_decision_is_signed_off_and_its_letter_is_printed(
    page: Page, live_server, case: Case, victim: Victim, oic: User, supervisor: User
) -> None:
    closure = f"{live_server.url}/cases/{case.slug}/closure/"
    kit.sign_in(page, oic, live_server.url)
    page.goto(closure)
    looks_right(page, "nothing-decided")
    _decide(page)
    looks_right(page, "waiting")

    kit.sign_in(page, supervisor, live_server.url)
    page.goto(closure)
    page.get_by_role("button", name="Check the decision").click()
    _sign_off(page)
    looks_right(page, "signed-off")

    _make_the_letter_final(page, oic)
    jobs.drain(timezone.now())
    page.get_by_role("link", name="Look again").click()
    looks_right(page, "printed")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the letter (PDF)").click()
    assert download.value.path().read_bytes() == bytes(LetterFile.objects.get().pdf)
    _send(page)
    assert Letter.objects.get().sent_how == "hand"


def _decide(page: Page) -> None:
    page.get_by_role("button", name="Decide to take no further action").click()
    looks_right(page, "decide")
    press(page, "Send to a supervisor")
    looks_right(page, "decide-error")
    kit.errors_lead_to_their_fields(page)
    page.get_by_role("group", name="Who decided it?").get_by_label("The police").check()
    page.get_by_label("18: Investigation complete").check()
    page.get_by_label("Nobody could be identified").check()
    page.get_by_label("Why, for the file").fill("Every line of enquiry was followed.")
    page.get_by_label("What supports the case").fill("You gave us a clear account, and we are grateful.")
    page.get_by_label("What stands in its way").fill("We could not find out who did this.")
    for group in ("Does the decision rest", "Does it rest on what", "Does it rest on how long"):
        page.get_by_role("group", name=group).get_by_label("No", exact=True).check()
    press(page, "Send to a supervisor")
    expect(page.get_by_text("The decision is with a supervisor.")).to_be_visible()


def _sign_off(page: Page) -> None:
    page.get_by_label("Yes, sign it off and close the case").check()
    page.get_by_label("Why, or what has to be done first").fill("I agree.")
    press(page, "Save")
    expect(page.get_by_text("Not signed off yet. Ask Ros").first).to_be_visible()
    looks_right(page, "not-yet")
    address = page.url
    _see_to_the_checklist(page)
    page.goto(address)
    page.get_by_label("Yes, sign it off and close the case").check()
    page.get_by_label("Why, or what has to be done first").fill("I agree.")
    press(page, "Save")
    expect(page.get_by_text("The case is closed. Now tell the victim.")).to_be_visible()


def _see_to_the_checklist(page: Page) -> None:
    address = page.url
    page.get_by_role("link", name="Safe contact is known").click()
    page.get_by_role("group", name="Safest way").get_by_label("Text message").check()
    press(page, "Save")
    page.goto(address)
    page.get_by_role("link", name="Support from an adviser was offered").click()
    page.get_by_label("They have one").check()
    press(page, "Save")


def _make_the_letter_final(page: Page, oic: User) -> None:
    page.get_by_role("link", name="Letter to Rosalind Ashdown").click()
    expect(page.get_by_text("Dear Ros", exact=True)).to_be_visible()
    looks_right(page, "letter-draft")
    press(page, "Make it final and print it")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    looks_right(page, "letter-unfilled")
    page.get_by_role("link", name="Fill in how to reach the officer").click()
    looks_right(page, "letter-edit")
    page.get_by_label("Talking about it").fill("I would like to meet you. Ring me on 0117 496 0123.")
    press(page, "Save")
    expect(page.get_by_text("Ring me on 0117 496 0123.")).to_be_visible()
    press(page, "Make it final and print it")
    expect(page.get_by_text("The letter is final. It is being printed.")).to_be_visible()
    looks_right(page, "letter-printing")


def _send(page: Page) -> None:
    page.get_by_role("button", name="Record how it went").click()
    page.get_by_label("By post", exact=True).check()
    press(page, "Save")
    looks_right(page, "send-error")
    kit.errors_lead_to_their_fields(page)
    page.get_by_label("Given to them when we met").check()
    press(page, "Save")
    expect(page.get_by_text("How the letter went is recorded.")).to_be_visible()
    looks_right(page, "sent")
