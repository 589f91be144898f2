"""An offender manager writes a plan and an inspector approves it; an officer asks a repeat suspect to attend."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from orders.models import Attendance
from soteria.accounts.roles import Role
from suspects.models import DisruptionPlan
from tests.factories import CaseFactory, InvolvementFactory, TeamFactory, allocate, member
from tests.factories.action import PLAN_SAID, RECORD_SAID, list_since, stand
from tests.factories.orders import ATTENDANCE
from tests.journeys import kit

BOXES = ("aim", "tactics", "exit_criteria", *(name for name, said in RECORD_SAID.items() if len(said) > 20))


def is_sound(page: Page, name: str) -> None:
    """axe is clean, a phone shows it whole, and there is a picture to look at."""
    kit.axe(page)
    kit.no_sideways_scroll(page)
    assert page.locator("h1").count() == 1
    kit.screenshot(page, name)
    kit.screenshot(page, name, width=320)


@pytest.fixture
def suspect(case, team):
    """A repeat suspect by the force's definition, on the list for weeks, named in two reports."""
    suspect = InvolvementFactory(case=case).suspect
    InvolvementFactory(case=CaseFactory(team=team, reference="55/40001/26"), suspect=suspect)
    list_since(suspect, timezone.localdate() - timedelta(days=40))
    stand(suspect, is_repeat=True)
    return suspect


def test_a_plan_is_written_approved_and_printed(page: Page, live_server, suspect, team, di):
    manager = member(Role.OFFENDER_MANAGER, TeamFactory(force=team.force, name="Offender management"))
    kit.sign_in(page, manager, live_server.url)
    page.goto(live_server.url)
    page.get_by_role("link", name="1 without a plan").click()
    page.get_by_label("Purpose").fill("Weekly meeting of offender managers")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Plans for suspects (1)")
    is_sound(page, "plans-list")
    page.get_by_role("link", name="Gareth Thornbury").click()
    is_sound(page, "plans-none")
    page.get_by_role("button", name="Write a plan").click()
    page.get_by_label("What is the plan to achieve?").fill(PLAN_SAID["aim"])
    page.get_by_role("button", name="Send for approval").click()
    kit.errors_lead_to_their_fields(page)
    is_sound(page, "plans-write-error")
    assert DisruptionPlan.objects.get().aim == PLAN_SAID["aim"]  # nothing is lost

    for name in BOXES:
        page.locator(f"#id_{name}").fill(PLAN_SAID[name])
    page.get_by_label("Offender manager visits, by agreement").check()
    page.locator("#id_legal_basis").select_option("common_law")
    page.get_by_label("Preventing disorder or crime").check()
    page.get_by_label("The victim did not want to say").check()
    page.get_by_label("Considered, and not made").check()
    page.get_by_role("button", name="Send for approval").click()
    expect(page.get_by_text("The plan waits for a supervisor’s approval.")).to_be_visible()

    kit.sign_in(page, di, live_server.url)
    page.goto(live_server.url + reverse("suspects:action", args=[suspect.pk]))
    page.get_by_role("button", name="Approve or send back the plan").click()
    is_sound(page, "plans-decide")
    page.get_by_label("Approve the plan").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The plan is live.")).to_be_visible()
    is_sound(page, "plans-live")
    assert DisruptionPlan.objects.get().approved_by == di
    page.goto(live_server.url + reverse("suspects:plans"))
    link = page.get_by_role("link", name="Everybody who is worked on").get_attribute("href")
    agenda = page.request.get(live_server.url + link)
    assert agenda.headers["content-type"] == "application/pdf" and agenda.body().startswith(b"%PDF")


def test_a_repeat_suspect_attends_once_a_supervisor_agrees(page: Page, live_server, suspect, case, oic, supervisor):
    allocate(case, oic)
    kit.sign_in(page, oic, live_server.url)
    page.goto(live_server.url + reverse("cases:place", args=[case.slug, "bail-and-orders"]))
    expect(page.get_by_text("neither an arrest nor voluntary attendance is decided.")).to_be_visible()
    page.get_by_role("link", name="Decide on arrest or voluntary attendance").click()
    page.get_by_role("button", name="Record the decision").click()
    kit.errors_lead_to_their_fields(page)
    page.get_by_label("Voluntary attendance").check()
    page.get_by_label("What is the risk").fill(ATTENDANCE["risk"])
    page.get_by_label("The victim did not want to say").check()
    page.get_by_label("No", exact=True).check()
    page.get_by_label("Why, in your own words?").fill(ATTENDANCE["reason"])
    is_sound(page, "attendance-decide")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("A supervisor must approve it")).to_be_visible()
    is_sound(page, "attendance-waits")

    kit.sign_in(page, supervisor, live_server.url)
    page.goto(live_server.url + reverse("cases:place", args=[case.slug, "bail-and-orders"]))
    page.get_by_role("link", name="Approve or refuse").click()
    is_sound(page, "attendance-approve")
    page.get_by_label("Yes, voluntary attendance is enough").check()
    page.get_by_role("button", name="Record your answer").click()
    expect(page.get_by_text("Voluntary attendance is approved.")).to_be_visible()
    assert Attendance.objects.get().approved_by == supervisor
