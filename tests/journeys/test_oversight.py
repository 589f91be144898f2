"""Those who watch the system: the trail searched and explained, its health read, a dead letter put back."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from soteria.accounts.models import User
from soteria.audit import services as audit
from soteria.work import jobs
from soteria.work import services as work
from tests.journeys import kit


def leave_traces(case, oic: User) -> None:
    """A few things that happened to a case."""
    audit.record("case.logged", case, by=oic, case=case, after={"place": "Harbour steps"})
    for part in ("Summary", "Suspect", "Needs assessment"):
        audit.viewed(case, by=oic, case=case, part=part, reason="Preparing the interview")
    audit.record("refused", by=oic, case=case, reason="")


def check(page: Page, name: str) -> None:
    """Accessible and whole at a desk and on a phone, with a picture of each."""
    kit.screenshot(page, name)
    kit.screenshot(page, name, width=320)
    kit.no_sideways_scroll(page)
    kit.axe(page)


@pytest.fixture
def at(page: Page, live_server):
    """Go to an address of the product."""
    return lambda path: page.goto(f"{live_server.url}{path}")


def test_an_auditor_follows_the_trail_of_a_case(page: Page, at, live_server, auditor: User, oic: User, case) -> None:
    leave_traces(case, oic)
    kit.sign_in(page, auditor, live_server.url)
    at("/")
    page.get_by_label("Menu").get_by_role("link", name="Audit trail").click()
    check(page, "audit-trail")

    page.get_by_label("Case reference").fill(case.reference)
    page.get_by_label("What was done").select_option(label="Logged the case")
    page.get_by_role("button", name="Apply filters").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Audit trail (1)")
    check(page, "audit-trail-filtered")

    page.get_by_role("link", name="open this event").click()
    expect(page.get_by_text("This event holds: place.")).to_be_visible()
    check(page, "audit-event")
    page.get_by_role("button", name="Show values").click()
    kit.errors_lead_to_their_fields(page)
    check(page, "audit-event-error")
    page.get_by_label("Why do you need this?").fill("Complaint 17 of this year")
    page.get_by_role("button", name="Show values").click()
    expect(page.get_by_role("cell", name="Harbour steps")).to_be_visible()
    check(page, "audit-event-values")


def test_a_wrong_date_and_an_empty_result_are_accessible(page: Page, at, live_server, auditor: User) -> None:
    kit.sign_in(page, auditor, live_server.url)

    at("/audit/?since_day=31&since_month=2&since_year=2026")
    expect(page.get_by_text("From must be a real date").first).to_be_visible()
    check(page, "audit-trail-error")
    at("/audit/?reference=55/99999/26")
    expect(page.get_by_text("No event has all of these.")).to_be_visible()
    check(page, "audit-trail-empty")


def test_an_administrator_puts_a_dead_letter_back(page: Page, at, live_server, sysadmin: User) -> None:
    kit.sign_in(page, sysadmin, live_server.url)
    at("/jobs/dead/")
    check(page, "dead-letters-empty")
    for number in range(3):
        work.enqueue("test.unheard", number, key=str(number))
    jobs.drain(timezone.now())

    at("/")
    page.get_by_label("Menu").get_by_role("link", name="System health").click()
    expect(page.get_by_text("Something needs attention.")).to_be_visible()
    check(page, "system-health")
    page.get_by_role("link", name="Dead letters").click()
    check(page, "dead-letters")
    page.get_by_role("button", name="Put back").first.click()

    expect(page.get_by_text("is back in the queue")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dead letters (2)")
    check(page, "dead-letters-put-back")
