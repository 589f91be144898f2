"""A detective reads a case from top to bottom, writes a note twice by mistake, and sees who has looked."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.models import FirstResponse, Note
from cases.services import names
from soteria.accounts.roles import Role
from soteria.audit import services as audit
from soteria.clocks import services as clocks
from tests.factories import (
    CaseFactory,
    InvolvementFactory,
    OffenceFactory,
    SuspectFactory,
    TeamFactory,
    VictimFactory,
    allocate,
    member,
)
from tests.journeys import kit
from victims.models import SafeContact

PAGES = ("detail", "timeline", "notes", "who-looked", "print")


def visit(page: Page, live_server, name: str, *args: object) -> None:
    """Open a page of ours."""
    page.goto(live_server.url + reverse(f"cases:{name}", args=args))


def is_sound(page: Page, name: str) -> None:
    """axe is clean, a phone shows it whole, and there is a picture to look at."""
    kit.axe(page)
    kit.no_sideways_scroll(page)
    assert page.locator("h1").count() == 1
    kit.screenshot(page, name)
    kit.screenshot(page, name, width=320)


@pytest.fixture
def told(case, reference, di):
    """A case with something of everything."""
    case.account = "She said that he would not let her leave.\n\nShe rang her sister, who came."
    case.place, case.premises_type, case.district, case.flags = (
        "Path by the leisure centre",
        "Park",
        "Harbourside",
        ["DA"],
    )
    case.reported_at = timezone.now() - timedelta(days=12)
    case.save()
    OffenceFactory(case=case, when_in_words="The week the schools broke up")
    OffenceFactory(case=case, precision="unknown", occurred_from=None)
    victim = VictimFactory(case=case, missing={"ethnicity": "not_asked"}, known_as="Ros")
    SafeContact.objects.create(
        victim=victim,
        method="text",
        details="07700 900123",
        avoid="Calling the house. He answers it",
        safe_times="Weekdays before 3pm",
        agreed_at=timezone.now(),
    )
    found = InvolvementFactory(case=case)
    InvolvementFactory(case=case, kind="described", suspect=None, description="Tall, grey coat, local accent")
    FirstResponse.objects.create(case=case, in_safe_place="yes", injured="not_asked", words="Officers stayed with her.")
    names.index(
        [
            names.NameRow(case.pk, "victim", victim.pk, "Rosalind", "Ashdown"),
            names.NameRow(case.pk, "suspect", found.suspect_id, "Gareth", "Thornbury"),
        ]
    )
    clocks.note(case.pk, "reported", case.reported_at, source=f"case:{case.pk}")
    clocks.note(case.pk, "arrest", timezone.now() - timedelta(days=2), source="arrest:1", subject="suspect:1")
    clocks.note(case.pk, "bail_granted", timezone.now() - timedelta(days=2), source="bail:1", subject="suspect:1")
    audit.record("case.logged", case, by=case.oic, case=case)
    audit.record("case.support_allocated", case, by=di, case=case, reason="Needs a liaison officer")
    return case


def test_a_detective_reads_a_case_and_each_of_its_pages_is_sound(page: Page, live_server, told, oic):
    kit.sign_in(page, oic, live_server.url)
    visit(page, live_server, "detail", told.slug)
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    page.get_by_text("facts are not recorded yet").click()
    page.get_by_text("How this date is worked out").first.click()
    is_sound(page, "case-overview")

    for place in ("Victims", "Suspects", "Timeline", "Notes", "Who has looked"):
        page.get_by_role("navigation", name="Parts of this case").get_by_role("link", name=place).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(place)
        expect(page.get_by_text("Never:").first).to_be_visible()
        is_sound(page, f"case-{place.lower().replace(' ', '-')}")


def test_an_empty_case_says_what_to_do_next_and_is_sound(page: Page, live_server, case, oic):
    kit.sign_in(page, oic, live_server.url)
    for name in PAGES:
        visit(page, live_server, name, case.slug)
        is_sound(page, f"case-empty-{name}")
    visit(page, live_server, "place", case.slug, "victims")
    expect(page.get_by_text("No victim is recorded")).to_be_visible()
    is_sound(page, "case-empty-victims")


def test_a_note_that_is_not_saved_stays_and_one_sent_twice_is_kept_once(page: Page, live_server, told, oic):
    kit.sign_in(page, oic, live_server.url)
    visit(page, live_server, "notes", told.slug)
    page.get_by_role("button", name="Save note").click()
    kit.errors_lead_to_their_fields(page)
    is_sound(page, "case-notes-error")

    page.get_by_label("Note").fill("Rang the hospital at 2pm.")
    page.get_by_role("button", name="Save note").dblclick()
    expect(page.get_by_text("Your note is saved.")).to_be_visible()
    expect(page.get_by_text("Rang the hospital at 2pm.")).to_be_visible()
    assert Note.objects.count() == 1
    is_sound(page, "case-notes-saved")


def test_an_analyst_says_why_and_the_officer_reads_it(page: Page, live_server, told, oic):
    analyst = member(Role.INTEL_ANALYST, TeamFactory(force=told.force, name="Force intelligence"), last_name="Reid")
    kit.sign_in(page, analyst, live_server.url)
    visit(page, live_server, "detail", told.slug)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Why do you need this case?")
    page.get_by_role("button", name="Continue").click()
    kit.errors_lead_to_their_fields(page)
    is_sound(page, "case-purpose-error")
    page.get_by_label("Purpose").fill("A linked series in Riverton")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Victim: name hidden")).to_be_visible()
    is_sound(page, "case-masked")

    kit.sign_in(page, oic, live_server.url)
    visit(page, live_server, "who-looked", told.slug)
    expect(page.get_by_role("row", name="Reid")).to_contain_text("A linked series in Riverton")


def test_the_summary_is_made_for_paper(page: Page, live_server, told, oic):
    kit.sign_in(page, oic, live_server.url)
    visit(page, live_server, "print", told.slug)
    is_sound(page, "case-print")
    page.emulate_media(media="print")
    expect(page.get_by_text("OFFICIAL-SENSITIVE").first).to_be_visible()
    expect(page.get_by_text("Press Ctrl and P")).to_be_hidden()
    expect(page.get_by_role("link", name="Change").first).to_be_hidden()
    kit.screenshot(page, "case-print-paper", width=794)


def test_the_pages_work_without_scripts(browser, browser_context_args, live_server, told, oic):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    kit.sign_in(page, oic, live_server.url)
    visit(page, live_server, "notes", told.slug)
    page.get_by_label("Note").fill("Rang the hospital at 2pm.")
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_text("Your note is saved.")).to_be_visible()
    page.get_by_role("button", name="Print a summary").click()
    expect(page.get_by_text("OFFICIAL-SENSITIVE").first).to_be_visible()
    context.close()


def test_a_case_of_many_is_still_readable(page: Page, live_server, team, oic):
    case = allocate(CaseFactory(team=team), oic)
    for number in range(12):
        VictimFactory(case=case, surname=f"Ashdown-Featherstonehaugh{number}")
        InvolvementFactory(case=case, suspect=SuspectFactory(nominal=f"S{number}"))
    kit.sign_in(page, oic, live_server.url)
    visit(page, live_server, "detail", case.slug)
    is_sound(page, "case-many")
    assert case.reference in page.content()
