"""An investigator logs a case in a real browser: over two sittings, by keyboard alone, without scripts."""

import re
from uuid import uuid4

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from cases.models import Case, CaseDraft
from cases.services import drafts
from soteria.accounts.models import User
from tests.factories import CaseFactory, InvolvementFactory, SuspectFactory, allocate
from tests.journeys import kit
from tests.journeys.keyboard import Keyboard

MOST_PAGES, MOST_PRESSES = 12, 40


@pytest.fixture(autouse=True)
def _reference(transactional_db: None) -> None:
    call_command("load_reference", verbosity=0)


@pytest.fixture
def at_start(page: Page, live_server, oic: User) -> Page:
    kit.sign_in(page, oic, live_server.url)
    page.goto(f"{live_server.url}/cases/log/")
    return page


def looks_right(page: Page, name: str) -> None:
    """Nothing found by axe, nothing to scroll sideways, no name in the title; and pictures to look at."""
    kit.axe(page)
    kit.no_sideways_scroll(page)
    kit.screenshot(page, f"log-{name}")
    kit.screenshot(page, f"log-{name}", width=320)
    assert not re.search("Rosalind|Ashdown|Thornbury", page.title())


def press(page: Page, name: str) -> None:
    """Press a button and wait for the page that answers, which on a busy machine is not at once."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def open_task(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()


def test_a_case_is_logged_over_two_sittings(at_start: Page, oic: User, live_server) -> None:
    page = at_start
    looks_right(page, "start-empty")
    press(page, "Log a new case")
    looks_right(page, "tasks-empty")
    _offence_after_a_mistake(page)
    _victim(page)
    _half_a_place(page)

    kit.sign_out(page)
    page.goto(page.url)
    assert "/cases/log/" not in page.url or "Sign in" in page.content()
    kit.sign_in(page, oic, live_server.url)
    page.goto(f"{live_server.url}/cases/log/")

    looks_right(page, "start")
    page.get_by_role("link", name=re.compile("^Resume")).click()
    expect(page.get_by_text("Incomplete")).to_be_visible()
    looks_right(page, "tasks-half")
    _finish_the_place(page)
    _suspect_described(page)
    _response(page)
    _report(page)
    _check_and_log(page)

    case = Case.objects.get()
    assert (case.oic, case.victims.get().surname, case.place) == (oic, "Ashdown", "the path behind the leisure centre")


def _offence_after_a_mistake(page: Page) -> None:
    open_task(page, "Add an offence")
    looks_right(page, "offence")
    press(page, "Save and continue")
    kit.errors_lead_to_their_fields(page)
    page.get_by_label("Offence", exact=True).fill("rape female")
    page.get_by_label("On an exact date").check()
    page.get_by_label("Day", exact=True).first.fill("31")
    page.get_by_label("Month", exact=True).first.fill("2")
    page.get_by_label("Year", exact=True).first.fill("2026")
    press(page, "Save and continue")
    looks_right(page, "offence-error")
    page.get_by_label("Rape of a female aged 16 or over (19C)", exact=True).check()
    page.get_by_label("Day", exact=True).first.fill("27")
    page.get_by_label("Time of day, if you know it").fill("11:30pm")
    press(page, "Save and continue")
    expect(page.get_by_text("Rape of a female aged 16 or over")).to_be_visible()


def _victim(page: Page) -> None:
    open_task(page, "Add a victim")
    looks_right(page, "victim")
    press(page, "Save and continue")
    looks_right(page, "victim-error")
    page.get_by_label("First names").fill("Rosalind")
    page.get_by_label("Last name").fill("Ashdown")
    page.get_by_label("Text message").check()
    page.get_by_label("Number, address or person").fill("07700 900123")
    page.get_by_label("Never do this").fill("Do not write to the address")
    page.get_by_role("group", name="If you left anything blank, why?").get_by_label("Not asked yet").check()
    press(page, "Save and continue")
    expect(page.get_by_text("Rosalind Ashdown")).to_be_visible()


def _half_a_place(page: Page) -> None:
    open_task(page, "Where it happened")
    page.get_by_label("Postcode").fill("IV95/7TF")
    page.get_by_label("The place in words").fill("the path behind the leisure centre")
    press(page, "Save and come back later")
    expect(page.get_by_text("Where it happened is saved as you left it.")).to_be_visible()


def _finish_the_place(page: Page) -> None:
    open_task(page, "Where it happened")
    expect(page.get_by_label("Postcode")).to_have_value("IV95/7TF")
    looks_right(page, "where")
    press(page, "Save and continue")
    kit.errors_lead_to_their_fields(page)
    looks_right(page, "where-error")
    page.get_by_label("Postcode").fill("IV95 7TF")
    page.get_by_role("group", name="If you left anything blank, why?").get_by_label("Not known").check()
    press(page, "Save and continue")


def _suspect_described(page: Page) -> None:
    open_task(page, "Add a suspect")
    press(page, "Save and continue")
    looks_right(page, "suspect-error")
    page.get_by_label("A description, but no name").check()
    page.get_by_role("textbox", name="Description").fill("Tall, a northern voice, a scar on the left hand")
    page.get_by_label("Who is the suspect to the victim?").select_option("stranger")
    looks_right(page, "suspect")
    press(page, "Save and continue")


def _response(page: Page) -> None:
    open_task(page, "First response")
    looks_right(page, "response")
    page.get_by_role("group", name="Is the victim in a safe place now?").get_by_label("Yes").check()
    page.get_by_role("group", name="If you left anything blank, why?").get_by_label("Not asked yet").check()
    press(page, "Save and continue")


def _report(page: Page) -> None:
    open_task(page, "The report")
    press(page, "Save and continue")
    kit.errors_lead_to_their_fields(page)
    looks_right(page, "report-error")
    for label, text in {"Day": "28", "Month": "2", "Year": "2026", "Time": "9:40am"}.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("999 or 101 call").check()
    page.get_by_label("What was reported").fill("She rang from a friend’s house.\nShe is safe there.")
    looks_right(page, "report")
    press(page, "Save and continue")


def _check_and_log(page: Page) -> None:
    looks_right(page, "tasks")
    page.get_by_role("button", name="Check your answers").click()
    expect(
        page.get_by_text(
            "Victim 1, not asked yet: Date of birth; Sex; Ethnicity; Language they prefer; Do they need an interpreter?"
        )
    ).to_be_visible()
    looks_right(page, "check")
    page.get_by_role("link", name="Change postcode (where it happened)").click()
    expect(page.get_by_label("Postcode")).to_be_focused()
    press(page, "Save and continue")
    page.get_by_role("button", name="Check your answers").click()
    press(page, "Log this case")
    expect(page.get_by_text("Case logged", exact=True)).to_be_visible()
    looks_right(page, "done")


def test_a_least_case_costs_few_presses_and_pages(at_start: Page) -> None:
    keys = Keyboard(at_start)
    keys.skip()
    keys.to(name="Log a new case")
    keys.enter()
    keys.to(name="Add an offence")
    keys.enter()
    _offence_by_keyboard(keys)
    keys.to(name="The report")
    keys.enter()
    _report_by_keyboard(keys)
    keys.to(name="Check your answers")
    keys.enter()
    keys.skip()
    keys.to(name="Log this case")
    keys.enter()

    expect(at_start.get_by_text("Case logged", exact=True)).to_be_visible()
    print(f"{keys.presses} presses, {keys.pages} pages")  # noqa: T201
    assert keys.pages <= MOST_PAGES
    assert keys.presses <= MOST_PRESSES


def _offence_by_keyboard(keys: Keyboard) -> None:
    keys.skip()
    keys.to(name="Offence")
    keys.type("19C")
    keys.to(name="On an exact date")
    keys.press("ArrowUp")
    keys.enter()


def _report_by_keyboard(keys: Keyboard) -> None:
    keys.skip()
    for label, text in {"Day": "28", "Month": "2", "Year": "2026", "Time": "9:40am"}.items():
        keys.to(name=label)
        keys.type(text)
    keys.enter()


def test_the_whole_of_it_works_without_scripts(no_script_page: Page, live_server, oic: User) -> None:
    page = no_script_page
    kit.sign_in(page, oic, live_server.url)
    page.goto(f"{live_server.url}/cases/log/")
    press(page, "Log a new case")
    open_task(page, "Add an offence")
    page.get_by_label("Offence", exact=True).fill("rape of a male")
    page.get_by_label("Not known").check()
    press(page, "Save and continue")
    page.get_by_label("Rape of a male aged 16 or over (19F)", exact=True).check()
    press(page, "Save and continue")
    _people_without_scripts(page)
    open_task(page, "The report")
    for label, text in {"Day": "28", "Month": "2", "Year": "2026", "Time": "9:40am"}.items():
        page.get_by_label(label, exact=True).fill(text)
    press(page, "Save and continue")
    page.get_by_role("button", name="Check your answers").click()
    press(page, "Log this case")

    expect(page.get_by_text("Case logged", exact=True)).to_be_visible()
    assert Case.objects.get().offences.get().offence_class_id == "19F"


def _people_without_scripts(page: Page) -> None:
    open_task(page, "Add a victim")
    page.get_by_label("First names").fill("Rosalind")
    page.get_by_role("group", name="If you left anything blank, why?").get_by_label("Not asked yet").check()
    press(page, "Save and continue")
    open_task(page, "Add a suspect")
    page.get_by_label("A name", exact=True).check()
    page.get_by_label("Last name").fill("Walker")
    page.get_by_role("group", name="If you left anything blank, why?").get_by_label("Not known").check()
    press(page, "Save and continue")
    expect(page.get_by_text("Walker")).to_be_visible()


def test_a_suspect_on_record_is_found_before_another_is_made(at_start: Page, oic: User) -> None:
    page = at_start
    known = SuspectFactory()
    earlier = allocate(CaseFactory(team=oic.memberships.get().team), oic)
    InvolvementFactory(case=earlier, suspect=known)
    _index(known, earlier)
    press(page, "Log a new case")
    open_task(page, "Add a suspect")
    page.get_by_label("A name", exact=True).check()
    page.get_by_label("First names").fill("Thornberry")
    page.get_by_label("Last name").fill("Garreth")
    looks_right(page, "suspect-named")
    page.get_by_role("group", name="If you left anything blank, why?").get_by_label("Not known").check()
    press(page, "Save and continue")

    expect(page.get_by_text("In 1 case you can see")).to_be_visible()
    looks_right(page, "same-person")
    press(page, "Save and continue")
    kit.errors_lead_to_their_fields(page)
    looks_right(page, "same-person-error")
    page.get_by_label("Gareth Thornbury").check()
    press(page, "Save and continue")
    section = CaseDraft.objects.get().sections.get()
    assert (section.values["suspect_id"], section.is_complete) == (known.pk, True)


def _index(suspect, case: Case) -> None:
    from cases.services import names

    names.index([names.NameRow(case.pk, "suspect", suspect.pk, suspect.forenames, suspect.surname)])


def test_a_second_window_is_told_and_both_answers_are_kept(at_start: Page, oic: User, live_server) -> None:
    first = at_start
    draft = drafts.start(key=uuid4(), by=oic)
    url = f"{live_server.url}/cases/log/{draft.key}/where/"
    first.goto(url)
    second = first.context.new_page()
    second.goto(url)
    for window, words in ((first, "by the canal"), (second, "under the bridge")):
        window.get_by_label("The place in words").fill(words)
        window.get_by_role("group", name="If you left anything blank, why?").get_by_label("Not known").check()
        press(window, "Save and continue")

    expect(second.get_by_text("Another window saved this first")).to_be_visible()
    expect(second.get_by_role("cell", name="by the canal")).to_be_visible()
    expect(second.get_by_role("cell", name="under the bridge")).to_be_visible()
    looks_right(second, "conflict")


def test_a_draft_is_discarded_only_after_asking(at_start: Page, oic: User) -> None:
    page = at_start
    press(page, "Log a new case")
    page.get_by_role("link", name="Discard this draft").click()
    looks_right(page, "discard")
    press(page, "Discard draft")

    expect(page.get_by_text("You are not logging any cases.")).to_be_visible()
