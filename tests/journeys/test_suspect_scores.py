"""An analyst opens the list of suspects by score and reads what one score is made of; an officer records a status."""

from datetime import date, timedelta
from itertools import count

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from soteria.accounts.roles import Role
from suspects import jobs
from suspects.models import InvolvementStatus, Judgement, StaleScore
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

NAMES = ("Gareth Thornbury", "Kofi Ashbarford", "Piotr Oakpenwick", "Lee Halgarmanfeatherstonehaugh-Langmorton")


NUMBERS = count(40_000)  # references of their own, beside that of the cast


def a_case(**facts):
    """One more case."""
    return CaseFactory(reference=f"55/{next(NUMBERS)}/26", **facts)


def is_sound(page: Page, name: str) -> None:
    """axe is clean, a phone shows it whole, and there is a picture to look at."""
    kit.axe(page)
    kit.no_sideways_scroll(page)
    assert page.locator("h1").count() == 1
    kit.screenshot(page, name)
    kit.screenshot(page, name, width=320)


@pytest.fixture
def accused(case, reference):
    """Four suspects of the team's cases, the first in three of them, with every kind of row; all are scored."""
    people = []
    for number, name in enumerate(NAMES):
        forenames, surname = name.split()
        people.append(SuspectFactory(forenames=forenames, surname=surname, date_of_birth=date(1980 + number, 3, 27)))
        accuse(case if number == 0 else a_case(team=case.team), people[-1], "19C" if number < 2 else "88E")
    accuse(a_case(team=case.team, outcome_code="16"), people[0], "20A", precision="year")
    acquitted = accuse(a_case(team=case.team), people[0], "19C")
    InvolvementStatus.objects.create(
        involvement=acquitted, status="ACQUITTED", on=timezone.localdate(), recorded_at=timezone.now()
    )
    jobs.score_everybody(timezone.localdate(), key="journey", why="asked")
    return people


def accuse(case, suspect, code, precision="day"):
    """Somebody said to have done one thing in the case, a month before it was reported."""
    happened = case.reported_at - timedelta(days=30)
    OffenceFactory(case=case, offence_class_id=code, precision=precision, occurred_from=happened)
    VictimFactory(case=case)
    return InvolvementFactory(case=case, suspect=suspect, relationship="ex-partner")


def test_an_analyst_opens_the_list_and_reads_a_score(page: Page, live_server, accused, team):
    analyst = member(Role.INTEL_ANALYST, TeamFactory(force=team.force, name="Force intelligence"))
    kit.sign_in(page, analyst, live_server.url)
    page.goto(live_server.url)
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Suspects").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Why do you need these lists of suspects?")
    page.get_by_role("button", name="Continue").click()
    kit.errors_lead_to_their_fields(page)
    is_sound(page, "suspects-purpose-error")
    page.get_by_label("Purpose").fill("Weekly tasking meeting of the force")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Suspects by score (4)")
    expect(page.get_by_text("Allegations, not findings.")).to_be_visible()
    expect(page.get_by_role("row").nth(1)).to_contain_text("Gareth Thornbury")
    is_sound(page, "suspects-by-score")

    page.get_by_label("Former partner").check()
    page.get_by_label("Not charged").check()
    page.get_by_role("button", name="Apply filters").click()
    expect(page.get_by_role("link", name="Remove this filter: Former partner")).to_be_visible()
    page.get_by_role("link", name="Gareth Thornbury").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Gareth Thornbury")
    expect(page.get_by_text("rank 1", exact=False).first).to_be_visible()
    expect(page.get_by_role("heading", name="What one fact would do")).to_be_visible()
    with page.expect_download() as paper:
        page.get_by_role("link", name="Download this page as PDF").click()
    assert paper.value.suggested_filename.startswith("score-")
    expect(page.get_by_text("Not counted: Acquitted, or conviction quashed.")).to_be_visible()
    expect(page.get_by_text("Worked out: no exact date")).to_be_visible()
    is_sound(page, "suspect-score")


def test_an_empty_list_says_what_to_do_next(page: Page, live_server, team, reference):
    kit.sign_in(page, member(Role.INTEL_ANALYST, team), live_server.url)
    page.goto(live_server.url + reverse("suspects:ranked"))
    page.get_by_label("Purpose").fill("Weekly tasking meeting of the force")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("No suspect in a case that you can see has a score.")).to_be_visible()
    is_sound(page, "suspects-by-score-empty")


def test_an_officer_records_a_status_and_takes_it_back(page: Page, live_server, accused, case, oic):
    allocate(case, oic)
    kit.sign_in(page, oic, live_server.url)
    page.goto(live_server.url + reverse("cases:place", args=[case.slug, "suspects"]))
    page.get_by_role("link", name="Record status of Gareth Thornbury").click()
    is_sound(page, "suspect-status")
    page.get_by_role("button", name="Save status").click()
    kit.errors_lead_to_their_fields(page)
    is_sound(page, "suspect-status-error")

    today = timezone.localdate()
    page.get_by_label("Charged").check()
    for box, value in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        page.get_by_label(box, exact=True).fill(str(value))
    page.get_by_role("button", name="Save status").click()
    expect(page.get_by_text("The suspect’s status is saved.")).to_be_visible()
    expect(page.get_by_text("Charged,")).to_be_visible()
    assert StaleScore.objects.count() == 1

    page.get_by_role("link", name="Record status of Gareth Thornbury").click()
    page.get_by_role("link", name="Withdraw Charged").click()
    page.get_by_label("Why is this status withdrawn?").fill("Another person of this name was charged")
    is_sound(page, "suspect-status-withdraw")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The status is withdrawn.")).to_be_visible()
    assert InvolvementStatus.objects.get(status="CHARGED").withdrawn_by == oic


def test_a_judgement_is_put_forward_and_authorised_and_a_lead_proposes_a_version(
    page: Page, live_server, accused, supervisor, di, lead
):
    kit.sign_in(page, supervisor, live_server.url)
    page.goto(live_server.url + reverse("suspects:propose-judgement", args=[accused[0].pk]))
    page.get_by_role("button", name="Put forward").click()
    kit.errors_lead_to_their_fields(page)
    page.get_by_label("How many points?").fill("8")
    page.get_by_label("Has new access to somebody who could be harmed").check()
    page.get_by_label("Why?", exact=True).fill("Has moved in with somebody who has two small children")
    page.get_by_label("What does it rest on?").fill("Report 12")
    page.get_by_label("No", exact=True).check()
    last = timezone.localdate() + timedelta(days=30)
    for question, day in (("From when?", timezone.localdate()), ("Until when?", last)):
        boxes = page.get_by_role("group", name=question)
        for box, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            boxes.get_by_label(box, exact=True).fill(str(value))
    is_sound(page, "judgement-new")
    page.get_by_role("button", name="Put forward").click()
    expect(page.get_by_text("Waits for authority")).to_be_visible()

    kit.sign_out(page)
    kit.sign_in(page, di, live_server.url)
    page.goto(live_server.url + reverse("suspects:authorise-judgement", args=[Judgement.objects.get().pk]))
    is_sound(page, "judgement-authorise")
    page.get_by_label("Yes, it counts from its first day").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Counts now")).to_be_visible()
    is_sound(page, "judgements")

    kit.sign_out(page)
    kit.sign_in(page, lead, live_server.url)
    page.goto(live_server.url + reverse("suspects:versions"))
    is_sound(page, "score-versions")
    page.get_by_role("button", name="Propose a version").click()
    page.get_by_label("Why should the score change?").fill("The force works fewer suspects for longer")
    page.get_by_label("Days in which recency halves").fill("100")
    is_sound(page, "score-propose")
    page.get_by_role("button", name="Propose, and see who would move").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Who would move by version v1")
    is_sound(page, "score-preview")
