"""A supervisor reads crime reports that may disclose a sexual offence, makes a case of one and sets another aside."""

from playwright.sync_api import expect

from cases.models import Case, ReportDecision
from cases.services import intake_reference
from soteria.accounts.roles import Role
from tests.factories import TeamFactory, member
from tests.factories.reports import an_imported_report
from tests.journeys import kit

THREAT = "Text message received. Victim was sexually assaulted at a works party, she told the caller."


def test_a_supervisor_makes_a_case_of_one_report_and_sets_another_aside(live_server, transactional_db, page):
    intake_reference.load()
    team = TeamFactory()
    an_imported_report(team.force)
    an_imported_report(team.force, crime_ref="55/40002/26", summary=THREAT, flags="")
    kit.sign_in(page, member(Role.SUPERVISOR, team, username="supervisor"), live_server.url)

    page.goto(f"{live_server.url}/hidden/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Possible disclosures in other crime reports (2)")
    expect(page.locator("mark").first).to_be_visible()
    kit.screenshot(page, "disclosures")
    kit.axe(page)
    kit.no_sideways_scroll(page)

    page.get_by_role("link", name="Crime 55/40001/26").click()
    expect(page.locator("mark")).to_have_text("She said he raped her in March.")
    kit.screenshot(page, "disclosure")
    kit.axe(page)
    kit.no_sideways_scroll(page)
    page.get_by_role("button", name="It is: make it a case").click()
    page.get_by_role("button", name="Make it a case").click()
    kit.errors_lead_to_their_fields(page)
    kit.screenshot(page, "disclosure-convert")
    kit.axe(page)
    page.get_by_label("Offence that is disclosed").select_option("19C")
    page.get_by_role("group", name="Did it happen to the victim of this report?").get_by_label("Yes").check()
    page.get_by_role("group", name="Is the suspect of this report").get_by_label("Yes").check()
    page.get_by_role("group", name="Did it happen on the dates").get_by_label("No, or it is not known yet").check()
    page.get_by_role("button", name="Make it a case").click()
    expect(page.get_by_text("Crime 55/40001/26 is a case now.")).to_be_visible()
    assert Case.objects.get().offences.get().precision == "unknown"

    page.goto(f"{live_server.url}/hidden/")
    page.get_by_role("link", name="Crime 55/40002/26").click()
    page.get_by_role("link", name="It is not a disclosure").click()
    page.get_by_role("button", name="Set it aside").click()
    kit.errors_lead_to_their_fields(page)
    kit.axe(page)
    page.get_by_label("It is recorded already as another crime").check()
    page.get_by_label("In your own words").fill("55/39990/26")
    page.get_by_role("button", name="Set it aside").click()
    expect(page.get_by_text("No report waits for you")).to_be_visible()
    kit.axe(page)
    assert set(ReportDecision.objects.values_list("decision", flat=True)) == {"case", "not"}
