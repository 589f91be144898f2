"""A person signs in with a password and a code, sets up and uses a second factor, and looks after their sessions."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page, expect

from soteria.accounts.models import User
from tests.door import PASSWORD, WRONG, code_of, enrol, recovery_codes, with_password
from tests.journeys import kit


@pytest.fixture(autouse=True)
def _clean_counters() -> None:
    cache.clear()


def sound(page: Page, name: str) -> None:
    """axe is clean, a phone shows it whole, and there is a picture to look at."""
    kit.axe(page)
    kit.no_sideways_scroll(page)
    kit.screenshot(page, name, width=320)


def visit(page: Page, live_server, name: str, *args: object) -> None:
    page.goto(live_server.url + reverse(name, args=args))


def give_password(page: Page, live_server, username: str, password: str = PASSWORD) -> None:
    """Fill in the sign-in form; it leads to one's sessions, a page that everybody has."""
    page.goto(f"{live_server.url}{reverse('account_login')}?next={reverse('usersessions_list')}")
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def give_code(page: Page, code: str, button: str = "Sign in") -> None:
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name=button).click()


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def test_password_then_code_then_in(page: Page, live_server, oic: User) -> None:
    secret = enrol(with_password(oic))
    page.goto(live_server.url + reverse("account_login"))
    sound(page, "sign-in")

    give_password(page, live_server, "", "")
    kit.errors_lead_to_their_fields(page)
    sound(page, "sign-in-empty")
    give_password(page, live_server, "OIC", WRONG)
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter a user name and password that go together")
    sound(page, "sign-in-wrong")

    give_password(page, live_server, "OIC")
    heading(page, "Enter a code")
    sound(page, "code")
    give_code(page, "000000")
    kit.errors_lead_to_their_fields(page)
    sound(page, "code-wrong")

    give_code(page, code_of(secret))
    heading(page, "Where you are signed in")
    sound(page, "sessions")
    page.get_by_role("button", name="Sign out").click()
    heading(page, "Sign in")


def test_a_recovery_code_stands_in_for_the_app_once(page: Page, live_server, oic: User) -> None:
    enrol(with_password(oic))
    code = recovery_codes(oic)[0]
    give_password(page, live_server, "oic")
    give_code(page, code)
    heading(page, "Where you are signed in")
    page.get_by_role("button", name="Sign out").click()

    give_password(page, live_server, "oic")
    give_code(page, code)

    expect(page.locator(".govuk-error-summary")).to_contain_text("a recovery code that you have not used")


def test_a_second_factor_is_set_up_used_and_taken_away(page: Page, live_server, oic: User) -> None:
    with_password(oic)
    give_password(page, live_server, "oic")
    visit(page, live_server, "mfa_index")
    sound(page, "factor-none")
    page.get_by_role("button", name="Set up an authenticator app").click()
    sound(page, "factor-set-up")
    secret = page.locator("code").inner_text()
    page.get_by_label("Code from the app").fill("000000")
    page.get_by_role("button", name="Set up").click()
    kit.errors_lead_to_their_fields(page)
    sound(page, "factor-set-up-wrong")
    assert page.locator("code").inner_text() == secret

    page.get_by_label("Code from the app").fill(code_of(secret))
    page.get_by_role("button", name="Set up").click()
    heading(page, "Recovery codes")
    sound(page, "recovery-codes")
    shown = [found.strip() for found in page.locator("main code").all_inner_texts()]
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the codes").click()
    assert all(code in download.value.path().read_text() for code in shown)

    page.get_by_role("link", name="make new codes").click()
    sound(page, "recovery-codes-new")
    page.get_by_role("button", name="Make new codes").click()
    heading(page, "Recovery codes")
    assert not set(shown) & {found.strip() for found in page.locator("main code").all_inner_texts()}

    visit(page, live_server, "mfa_index")
    sound(page, "factor")
    page.get_by_role("link", name="Remove the app").click()
    sound(page, "factor-remove")
    page.get_by_role("button", name="Remove the app").click()
    expect(page.get_by_text("The authenticator app is removed")).to_be_visible()


def test_who_one_is_is_asked_again_by_code(page: Page, live_server, sysadmin: User) -> None:
    secret = enrol(with_password(sysadmin))
    kit.sign_in(page, sysadmin, live_server.url)

    visit(page, live_server, "accounts:add")
    heading(page, "Confirm it is you")
    sound(page, "confirm")
    give_code(page, "000000", "Continue")
    kit.errors_lead_to_their_fields(page)
    sound(page, "confirm-wrong")
    give_code(page, code_of(secret), "Continue")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Add a person")


def test_sessions_and_password_are_looked_after(page: Page, live_server, oic: User, browser) -> None:
    with_password(oic)
    elsewhere = browser.new_page()
    give_password(elsewhere, live_server, "oic")
    give_password(page, live_server, "oic")
    page.goto(page.url)
    page.get_by_role("button", name=re.compile("End this session")).click()
    expect(page.get_by_text("The session has ended")).to_be_visible()
    elsewhere.goto(elsewhere.url)
    heading(elsewhere, "Sign in")
    elsewhere.close()

    visit(page, live_server, "account_change_password")
    sound(page, "password")
    page.get_by_label("Current password").fill(WRONG)
    page.get_by_label("New password", exact=True).fill("short")
    page.get_by_label("New password again").fill("short")
    page.get_by_role("button", name="Change password").click()
    kit.errors_lead_to_their_fields(page)
    sound(page, "password-wrong")
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_label("New password", exact=True).fill("quiet-harvest-tunnel-3")
    page.get_by_label("New password again").fill("quiet-harvest-tunnel-3")
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_text("Password changed. You are signed out everywhere else.")).to_be_visible()


def test_too_many_tries_are_told_to_wait(page: Page, live_server, oic: User) -> None:
    with_password(oic)
    for _ in range(6):
        give_password(page, live_server, "oic", WRONG)

    expect(page.get_by_role("heading", level=1)).to_contain_text("Wait before you try again")
    sound(page, "too-many")


def test_an_administrator_brings_a_person_in_and_shows_them_out(
    page: Page, live_server, sysadmin: User, team, oic: User
) -> None:
    with_password(sysadmin)
    give_password(page, live_server, "sysadmin")
    visit(page, live_server, "accounts:people")
    sound(page, "people")
    page.get_by_role("button", name="Add a person").click()
    sound(page, "person-add")
    page.get_by_role("button", name="Add person").click()
    kit.errors_lead_to_their_fields(page)
    sound(page, "person-add-wrong")
    page.get_by_label("First name").fill("Nia")
    page.get_by_label("Last name").fill("Pugh")
    page.get_by_label("User name").fill("DC5005")
    page.get_by_role("button", name="Add person").click()
    heading(page, "Nia Pugh")
    sound(page, "person")

    page.get_by_role("button", name="Grant a role").click()
    sound(page, "role")
    page.get_by_role("button", name="Grant role").click()
    kit.errors_lead_to_their_fields(page)
    sound(page, "role-wrong")
    page.get_by_label("Investigator (OIC)").check()
    page.get_by_label("Team").select_option(label=team.name)
    page.get_by_role("button", name="Grant role").click()
    expect(page.get_by_text("Role granted")).to_be_visible()

    page.get_by_role("button", name="Make a link to choose a password").click()
    sound(page, "invited")
    link = page.locator("main code").inner_text()
    _choose_a_password(page, link)
    visit(page, live_server, "accounts:people")
    page.get_by_role("link", name="Nia Pugh").click()
    page.get_by_role("link", name=re.compile("^End")).click()
    sound(page, "role-end")
    page.get_by_label("Why?").fill("Moved to another unit")
    page.get_by_role("button", name="End role now").click()
    page.get_by_role("link", name="Close this account").click()
    sound(page, "person-close")
    page.get_by_role("button", name="Close account").click()
    kit.errors_lead_to_their_fields(page)
    page.get_by_label("Why?").fill("Left the force")
    page.get_by_role("button", name="Close account").click()
    expect(page.get_by_text("Account closed and signed out everywhere")).to_be_visible()


def _choose_a_password(page: Page, link: str) -> None:
    """Use the link in a browser of its own, as the person would."""
    theirs = page.context.browser.new_page()
    theirs.goto(link)
    sound(theirs, "begin")
    theirs.get_by_role("button", name="Save password").click()
    kit.errors_lead_to_their_fields(theirs)
    theirs.get_by_label("Password", exact=True).fill(PASSWORD)
    theirs.get_by_label("Password again").fill(PASSWORD)
    theirs.get_by_role("button", name="Save password").click()
    expect(theirs.get_by_text("You have a password. Sign in with it.")).to_be_visible()
    theirs.goto(link)
    heading(theirs, "This link does not work")
    sound(theirs, "link-over")
    theirs.close()


def test_signing_in_needs_no_script(no_script_page: Page, live_server, oic: User) -> None:
    secret = enrol(with_password(oic))

    give_password(no_script_page, live_server, "oic")
    give_code(no_script_page, code_of(secret))

    expect(no_script_page.get_by_role("heading", level=1)).to_contain_text("Where you are signed in")


def test_a_lost_second_factor_is_reset_by_an_administrator(
    page: Page, live_server, sysadmin: User, oic: User, case, browser
) -> None:
    enrol(with_password(oic))
    with_password(sysadmin)
    give_password(page, live_server, "sysadmin")
    visit(page, live_server, "accounts:person", oic.pk)
    page.get_by_role("link", name="Reset their second factor").click()
    sound(page, "factor-reset")
    kit.screenshot(page, "factor-reset")
    page.get_by_role("button", name="Reset second factor").click()
    kit.errors_lead_to_their_fields(page)
    sound(page, "factor-reset-wrong")
    page.get_by_label("Why?").fill("Telephone lost; seen in person")
    page.get_by_role("button", name="Reset second factor").click()
    expect(page.get_by_text("Second factor reset. They must set up another.")).to_be_visible()
    page.get_by_role("link", name="Close this account").click()
    heading(page, "This account cannot be closed yet")
    expect(page.get_by_text(case.reference)).to_be_visible()
    sound(page, "person-still-held")
    kit.screenshot(page, "person-still-held")

    theirs = browser.new_page()
    give_password(theirs, live_server, "oic")
    heading(theirs, "Where you are signed in")
    visit(theirs, live_server, "cases:alerts")
    expect(theirs.get_by_role("rowheader", name="Your second factor was reset.")).to_be_visible()
    theirs.close()
