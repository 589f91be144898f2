"""The session ends while somebody is typing: they sign in again, and what they typed is there."""

from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page, expect

from cases.models import Case, Note
from cases.services import drafts
from soteria.accounts.models import User
from tests.door import PASSWORD, with_password
from tests.journeys import kit
from tests.journeys.test_sign_in import heading, sound

WORDS = "She rang at nine. Call back on Tuesday after four."


@pytest.fixture(autouse=True)
def _clean_counters() -> None:
    cache.clear()


def sign_in_again(page: Page) -> None:
    page.get_by_label("User name").fill("oic")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def half_an_hour_passes() -> None:
    """Every session was last used 31 minutes ago."""
    for row in Session.objects.all():
        session = row.get_decoded() | {"seen_at": 0.0}
        Session.objects.filter(pk=row.pk).update(session_data=Session.objects.encode(session))


def test_a_note_sent_too_late_is_there_after_signing_in(page: Page, live_server, oic: User, case: Case) -> None:
    kit.sign_in(page, with_password(oic), live_server.url)
    page.goto(live_server.url + reverse("cases:notes", args=[case.slug]))
    half_an_hour_passes()
    page.get_by_label("Note").fill(WORDS)
    page.get_by_role("button", name="Save note").click()
    heading(page, "Sign in")
    expect(page.get_by_text("What you typed is kept for 15 minutes")).to_be_visible()
    sound(page, "late-sign-in")

    sign_in_again(page)

    expect(page.get_by_label("Note")).to_have_value(WORDS)
    expect(page.get_by_text("You were signed out before this was saved")).to_be_visible()
    sound(page, "late-note")
    kit.screenshot(page, "late-note")
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_text("Your note is saved.")).to_be_visible()
    expect(page.get_by_label("Note")).to_have_value("")
    assert [note.text for note in Note.objects.all()] == [WORDS]


def test_a_page_left_because_time_is_up_keeps_what_is_in_its_box(
    page: Page, live_server, oic: User, case: Case, settings
) -> None:
    kit.sign_in(page, with_password(oic), live_server.url)
    page.clock.install()
    page.goto(live_server.url + reverse("cases:notes", args=[case.slug]))
    page.get_by_label("Note").fill(WORDS)
    half_an_hour_passes()
    page.clock.run_for(31 * 60 * 1000)
    page.wait_for_url("**/sign-in/**")
    expect(page.get_by_text("What you typed is kept for 15 minutes")).to_be_visible()
    page.clock.resume()

    sign_in_again(page)

    expect(page.get_by_label("Note")).to_have_value(WORDS)
    assert not Note.objects.exists()


def test_without_scripts_a_section_of_a_draft_is_there_too(no_script_page: Page, live_server, oic: User, team) -> None:
    page = no_script_page
    draft = drafts.start(key=uuid4(), by=with_password(oic))
    kit.sign_in(page, oic, live_server.url)
    page.goto(live_server.url + reverse("cases:log-where", kwargs={"key": draft.key}))
    half_an_hour_passes()
    box = page.locator("main textarea, main input[type=text]").first
    box.fill(WORDS)
    page.get_by_role("button", name="Save and come back later").click()
    heading(page, "Sign in")

    sign_in_again(page)

    expect(page.locator("main textarea, main input[type=text]").first).to_have_value(WORDS)
    page.get_by_role("button", name="Save and come back later").click()
    expect(page.get_by_text("is saved as you left it")).to_be_visible()
    assert WORDS in str(draft.sections.get().typed)


def test_somebody_else_at_the_same_computer_does_not_see_it(
    page: Page, live_server, oic: User, supervisor: User, case: Case
) -> None:
    kit.sign_in(page, with_password(oic), live_server.url)
    page.goto(live_server.url + reverse("cases:notes", args=[case.slug]))
    half_an_hour_passes()
    page.get_by_label("Note").fill(WORDS)
    page.get_by_role("button", name="Save note").click()
    heading(page, "Sign in")
    with_password(supervisor)

    page.get_by_label("User name").fill("supervisor")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_label("Note")).to_have_value("")
    names = {cookie["name"] for cookie in page.context.cookies()}
    assert {"soteria-kept", django_settings.SESSION_COOKIE_NAME} <= names
