"""A person adds a security key, signs in with it, renames and removes it; Chromium's own virtual key answers."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import CDPSession, Page, expect

from soteria.accounts.models import User
from tests.door import code_of, enrol, recovery_codes, with_password
from tests.journeys import kit
from tests.journeys.test_sign_in import give_code, give_password, heading, sound, visit


@pytest.fixture(autouse=True)
def _clean_counters() -> None:
    cache.clear()


@pytest.fixture
def virtual_key(page: Page) -> Iterator[CDPSession]:
    """A key in the browser that answers as soon as it is asked; a test may say that nobody touches it."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable", {"enableUI": False})
    facts = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True}
    facts |= {"hasResidentKey": False, "hasUserVerification": True, "isUserVerified": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": facts})
    yield devices
    devices.detach()


def add_a_key(page: Page, live_server, name: str) -> None:
    visit(page, live_server, "mfa_add_webauthn")
    page.get_by_label("Name of the key").fill(name)
    page.get_by_role("button", name="Add the key").click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    heading(page, "Sign in")


def test_a_key_is_added_and_signs_in(page: Page, live_server, oic: User, virtual_key: CDPSession) -> None:
    with_password(oic)
    give_password(page, live_server, "oic")
    visit(page, live_server, "mfa_index")
    page.get_by_role("button", name="Add a security key").click()
    sound(page, "key-add")
    kit.screenshot(page, "key-add")
    page.get_by_label("Name of the key").fill("Blue key")
    page.get_by_role("button", name="Add the key").click()
    heading(page, "Recovery codes")
    visit(page, live_server, "mfa_index")
    expect(page.get_by_role("term").filter(has_text="Blue key")).to_be_visible()
    sound(page, "factor-key")
    kit.screenshot(page, "factor-key")
    sign_out(page)

    give_password(page, live_server, "oic")
    heading(page, "Use your security key or a code")
    sound(page, "key-sign-in")
    kit.screenshot(page, "key-sign-in")
    page.get_by_role("button", name="Use your security key").click()

    heading(page, "Where you are signed in")


def test_a_key_that_is_not_used_says_so_and_a_code_does_instead(
    page: Page, live_server, oic: User, virtual_key: CDPSession
) -> None:
    secret = enrol(with_password(oic))
    give_password(page, live_server, "oic")
    give_code(page, code_of(secret))
    add_a_key(page, live_server, "Blue key")
    heading(page, "Second factor")
    expect(page.get_by_text("The security key is added")).to_be_visible()
    add_a_key(page, live_server, "Blue key again")
    expect(page.get_by_text("This key is added already. Use another key.")).to_be_visible()
    sound(page, "key-added-already")
    sign_out(page)

    give_password(page, live_server, "oic")
    page.evaluate(
        "() => { navigator.credentials.get = () => Promise.reject(new DOMException('x', 'NotAllowedError')) }"
    )
    page.get_by_role("button", name="Use your security key").click()
    expect(page.get_by_text("No key was used. Try again.")).to_be_visible()
    sound(page, "key-not-used")
    give_code(page, recovery_codes(oic)[0])

    heading(page, "Where you are signed in")


def test_a_key_is_asked_for_again_renamed_and_removed(
    page: Page, live_server, sysadmin: User, virtual_key: CDPSession
) -> None:
    with_password(sysadmin)
    give_password(page, live_server, "sysadmin")
    add_a_key(page, live_server, "Blue key")
    heading(page, "Recovery codes")
    kit.sign_out(page)
    kit.sign_in(page, sysadmin, live_server.url)

    visit(page, live_server, "accounts:add")
    heading(page, "Confirm it is you")
    sound(page, "key-confirm")
    page.get_by_role("button", name="Use your security key").click()
    heading(page, "Add a person")

    visit(page, live_server, "mfa_index")
    page.get_by_role("link", name="Rename Blue key").click()
    page.get_by_label("Name of the key").fill("")
    page.get_by_role("button", name="Save").click()
    kit.errors_lead_to_their_fields(page)
    sound(page, "key-rename-wrong")
    page.get_by_label("Name of the key").fill("Key on my lanyard")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Remove Key on my lanyard").click()
    sound(page, "key-remove")
    page.get_by_role("button", name="Remove the key").click()
    expect(page.get_by_text("The security key is removed")).to_be_visible()


def test_without_script_a_code_is_asked_for(
    page: Page, no_script_page: Page, live_server, oic: User, virtual_key: CDPSession
) -> None:
    with_password(oic)
    give_password(page, live_server, "oic")
    add_a_key(page, live_server, "Blue key")
    heading(page, "Recovery codes")

    give_password(no_script_page, live_server, "oic")
    expect(no_script_page.get_by_role("button", name="Use your security key")).to_be_hidden()
    give_code(no_script_page, recovery_codes(oic)[0])
    heading(no_script_page, "Where you are signed in")
    no_script_page.goto(live_server.url + reverse("mfa_add_webauthn"))

    expect(no_script_page.get_by_text("Adding a key needs JavaScript")).to_be_visible()
    expect(no_script_page.get_by_role("button", name="Add the key")).to_be_hidden()
