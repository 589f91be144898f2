"""A supervisor puts right a row that an import could not take."""

import re

from django.utils import timezone
from playwright.sync_api import expect

from cases.models import Case, ImportRow, ImportRun
from cases.rules.intake_file import RawRow
from cases.services import intake_batch, intake_crimes, intake_reference
from soteria.accounts.roles import Role
from tests.cases.test_intake_quarantine import GOOD
from tests.factories import TeamFactory, member
from tests.journeys import kit


def _import(team, **values):
    """One row of a file that came in last night."""
    intake_reference.load()
    run = ImportRun.objects.create(
        force=team.force, file_name="night.csv", file_sha256="0" * 64, started_at=timezone.now()
    )
    at = intake_crimes.intake(team.force, run, now=timezone.now())
    intake_batch.write([intake_batch.read(RawRow(452, GOOD | values, True), at)], at)


def test_a_supervisor_mends_a_row_and_sets_another_aside(live_server, transactional_db, page):
    team = TeamFactory()
    _import(team, reported_at="31/02/2026 10:00")
    _import(team, crime_ref="55/30002/26", ho_code="99Z")
    supervisor = member(Role.SUPERVISOR, team, username="supervisor")
    kit.sign_in(page, supervisor, live_server.url)

    page.goto(f"{live_server.url}/imports/quarantine/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rows in quarantine (2)")
    kit.screenshot(page, "quarantine")
    kit.axe(page)
    kit.no_sideways_scroll(page)
    page.get_by_label("Reason", exact=True).select_option("date that does not exist")
    page.get_by_role("button", name="Apply filters").click()
    page.get_by_role("link", name="Row 452").click()
    expect(page.get_by_role("heading", name="As received")).to_be_visible()
    kit.screenshot(page, "quarantine-row")
    kit.axe(page)
    kit.no_sideways_scroll(page)

    page.get_by_role("button", name="Accept the row").click()
    expect(page).to_have_title(re.compile("^Error: "))
    kit.errors_lead_to_their_fields(page)
    kit.axe(page)

    page.get_by_label("Reported", exact=True).fill("1/2/2026 10:00")
    page.get_by_role("button", name="Accept the row").click()
    expect(page.get_by_text("Row accepted as crime 55/30001/26. It is a case.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rows in quarantine (1)")
    assert Case.objects.get().reference == "55/30001/26"

    page.get_by_role("link", name="Row 452").click()
    page.get_by_role("link", name="Set this row aside instead").click()
    page.get_by_role("button", name="Set aside").click()
    kit.errors_lead_to_their_fields(page)
    kit.axe(page)
    page.get_by_label("Why this row is set aside").fill("Corrected in the records system.")
    page.get_by_role("button", name="Set aside").click()
    expect(page.get_by_text("No row waits for you")).to_be_visible()
    kit.axe(page)
    assert ImportRow.objects.filter(state=ImportRow.State.SET_ASIDE).count() == 1

    page.goto(f"{live_server.url}/imports/")
    kit.axe(page)
    kit.no_sideways_scroll(page)
    kit.screenshot(page, "imports")
