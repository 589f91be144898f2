"""An outsider opens a case in an emergency, in the open; a supervisor decides who may see a case."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from soteria.alerts import services as alerts
from soteria.alerts.models import Alert
from soteria.audit.queries import changes_of_case
from soteria.clocks import services as clocks
from tests.journeys import kit

PASSWORD = "three quiet rivers 88"
REASON = "A caller says that the suspect is at the door now, and we hold no address"


def visit(page: Page, live_server, name: str, *args: object) -> None:
    """Open a page of ours."""
    page.goto(live_server.url + reverse(name, args=args))


def is_sound(page: Page, name: str) -> None:
    """axe is clean, a phone shows it whole, and there is a picture to look at."""
    kit.axe(page)
    kit.no_sideways_scroll(page)
    kit.screenshot(page, name)
    kit.screenshot(page, name, width=320)


@pytest.fixture
def outside(outsider):
    """An outsider who can prove who they are."""
    outsider.set_password(PASSWORD)
    outsider.save()
    return outsider


def test_emergency_access_leaves_its_trace(page: Page, live_server, case, outside, di):
    kit.sign_in(page, outside, live_server.url)
    visit(page, live_server, "cases:detail", case.slug)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Page not found")
    kit.axe(page)

    visit(page, live_server, "cases:emergency")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Open a case in an emergency")
    is_sound(page, "emergency")

    page.get_by_label("Case reference").fill("55/99999/26")
    page.get_by_label("Why you need this case now").fill(REASON)
    page.get_by_role("button", name="Open the case").click()
    expect(page.get_by_label("Why you need this case now")).to_have_value(REASON)
    kit.errors_lead_to_their_fields(page)
    is_sound(page, "emergency-error")

    page.get_by_label("Case reference").fill(case.reference)
    page.get_by_role("button", name="Open the case").click()
    expect(page.get_by_text("You can read this case for 60 minutes")).to_be_visible()

    kit.sign_in(page, di, live_server.url)
    visit(page, live_server, "cases:emergency-reviews")
    is_sound(page, "emergency-reviews")
    page.get_by_role("link", name=case.reference).click()
    expect(page.get_by_text(REASON)).to_be_visible()
    page.get_by_role("button", name="Record the review").click()
    is_sound(page, "emergency-review-error")
    page.get_by_label("What your review found").fill("Needed. The caller was found and is safe.")
    page.get_by_role("button", name="Record the review").click()
    expect(page.get_by_text("No emergency access waits for your review")).to_be_visible()
    kit.axe(page)

    assert Alert.objects.filter(for_user=di, kind="break_glass").count() == 1
    assert {"break_glass.opened", "break_glass.reviewed"} <= {e.verb for e in changes_of_case(case.pk)}


def test_an_inspector_restricts_a_case_and_the_supervisor_loses_it(page: Page, live_server, case, di, supervisor):
    kit.sign_in(page, di, live_server.url)
    visit(page, live_server, "cases:access", case.slug)
    is_sound(page, "access")

    page.get_by_role("link", name="Restrict the case").click()
    page.get_by_role("button", name="Restrict").click()
    kit.errors_lead_to_their_fields(page)
    is_sound(page, "restrict-error")
    page.get_by_label("Reason for restricting the case").fill("The suspect works for the police")
    page.get_by_role("button", name="Restrict").click()
    expect(page.get_by_text("The case is restricted.").first).to_be_visible()
    is_sound(page, "access-restricted")

    kit.sign_in(page, supervisor, live_server.url)
    visit(page, live_server, "cases:access", case.slug)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Page not found")


def test_a_supervisor_allocates_by_keyboard_alone(page: Page, live_server, case, supervisor, oic):
    kit.sign_in(page, supervisor, live_server.url)
    visit(page, live_server, "cases:allocate", case.slug)
    kit.axe(page)
    page.get_by_label("Officer in the case").focus()
    page.keyboard.type(str(supervisor))
    page.keyboard.press("Tab")
    page.keyboard.type("Olive is on leave")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The case has a new officer.")).to_be_visible()
    case.refresh_from_db()
    assert case.oic == supervisor


def test_each_home_and_the_alerts_fit_and_are_sound(page: Page, live_server, case, supervisor, lead, reference):
    at = timezone.now() - timedelta(days=30)
    clocks.note(case.pk, "reported", at, source=f"case:{case.pk}")
    alerts.raise_alert("x", for_user=supervisor, title="Bail ends tomorrow", dedupe_key="x", due_at=at, case=case)
    for person in (supervisor, lead):
        kit.sign_in(page, person, live_server.url)
        visit(page, live_server, "cases:home")
        is_sound(page, f"home-{person.username}")
    kit.sign_in(page, supervisor, live_server.url)
    visit(page, live_server, "cases:alerts")
    is_sound(page, "alerts")
    page.get_by_role("button", name="I know").click()
    expect(page.get_by_text("No alerts wait for you")).to_be_visible()
