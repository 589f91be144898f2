"""Other crime reports that may disclose a sexual offence: who sees them, what is shown, and what is decided."""

import re
import time
from threading import Thread

import pytest
from django.db import connection, transaction
from django.urls import reverse

from cases.models import Case, CrimeReport, ReportDecision
from cases.services import disclosures, restriction
from cases.services.disclosures import AlreadyDecided, CannotConvert, Disclosed
from soteria.accounts.models import Team
from soteria.accounts.roles import Role
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from suspects.models import Involvement
from tests.factories import CaseFactory, ForceFactory, TeamFactory, member
from tests.factories.reports import SAID, a_report, an_imported_report
from victims.models import Victim

pytestmark = pytest.mark.django_db

URL = "/hidden/"
YES = Disclosed("19C", same_victim=True, same_suspect=True, same_dates=True)
ANSWERS = {"code": "19C", "victim": "yes", "suspect": "yes", "dates": "yes"}


def url(name: str, report: CrimeReport) -> str:
    return reverse(f"cases:{name}", args=[report.pk])


@pytest.fixture
def report(reference, team) -> CrimeReport:
    """A report of the team's force that an import brought and the scan found."""
    return an_imported_report(team.force)


@pytest.mark.parametrize(
    "role", [Role.OIC, Role.VEO, Role.LEAD, Role.AUDITOR, Role.OFFENDER_MANAGER, Role.SYSTEM_ADMIN, Role.CASE_ISVA]
)
def test_other_roles_see_neither_the_list_nor_a_report(team, sign_in, role):
    client, report = sign_in(member(role, team)), a_report(team.force)

    pages = [URL, f"{URL}export/", *(url(name, report) for name in ("disclosure", "disclosure-convert"))]
    assert [client.get(page).status_code for page in pages] == [403] * len(pages)
    assert client.post(url("disclosure-reject", report), {"why": "nothing"}).status_code == 403
    assert not ReportDecision.objects.exists()


def test_another_force_s_report_is_not_there(team, supervisor, sign_in):
    report, client = a_report(ForceFactory(code="56", name="Eastmere Police")), sign_in(supervisor)

    names = ("disclosure", "disclosure-convert", "disclosure-reject", "disclosure-ask", "disclosure-answer")
    assert [client.get(url(name, report)).status_code for name in names] == [404] * len(names)
    assert "No report waits for you" in client.get(URL).content.decode()


def test_an_officer_who_was_not_asked_cannot_read_it(team, oic, sign_in):
    assert sign_in(oic).get(url("disclosure-answer", a_report(team.force))).status_code == 404


def test_a_report_of_a_restricted_case_is_gone_for_those_not_named(report, team, supervisor, di, sign_in):
    case = disclosures.convert(report=report, disclosed=YES, by=di)
    client = sign_in(supervisor)
    assert client.get(url("disclosure", report)).status_code == 200

    restriction.restrict_case(case=case, reason="The suspect is an officer.", people=[], by=di)

    assert client.get(url("disclosure", report)).status_code == 404
    assert report.reference not in client.get(f"{URL}?state=settled").content.decode()


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.DI, Role.INTEL_ANALYST])
def test_reviewers_of_the_force_see_it_whatever_their_team(team, sign_in, role):
    a_report(team.force)
    other = TeamFactory(name="Northmoor RASSO", district="Northmoor")

    page = sign_in(member(role, other)).get(URL).content.decode()

    assert "Possible disclosures in other crime reports (1)" in page
    assert '<mark class="app-found">She said he raped her in March.</mark>' in page


def test_the_weightiest_comes_first_and_pages_go_on(team, supervisor, sign_in):
    for number in range(30):
        a_report(team.force, number=number, weight=50 + number)
    client = sign_in(supervisor)

    first = client.get(URL)
    second = client.get(f"{URL}?after={first.context['after']}")

    shown = [row.reading.weight for page in (first, second) for row in page.context["rows"]]
    assert shown == list(range(79, 49, -1))
    assert "79 of 100" in first.content.decode()


def test_the_list_asks_as_much_for_one_as_for_twenty(team, supervisor, sign_in, max_queries):
    a_report(team.force)
    client = sign_in(supervisor)
    client.get(URL)
    with max_queries(8):
        client.get(URL)
    for number in range(2, 21):
        a_report(team.force, number=number)

    with max_queries(8):
        assert len(client.get(URL).context["rows"]) == 20


def test_text_of_a_report_is_never_markup(team, supervisor, sign_in):
    text = SAID.replace("Window", "<script>alert(1)</script>")
    report = a_report(team.force, summary=text)

    for page in (URL, url("disclosure", report)):
        shown = sign_in(supervisor).get(page).content.decode()
        assert "<script>alert(1)" not in shown
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


def test_the_list_is_narrowed_by_state_district_flag_and_offence(team, supervisor, sign_in):
    a_report(team.force, number=1, district="Harbourside", flags=["DA"])
    settled = a_report(team.force, number=2, district="Northmoor")
    disclosures.reject(report=settled, why="nothing", by=supervisor)
    client = sign_in(supervisor)

    def shown(query: str) -> list[str]:
        return re.findall(r"Crime (55/\d+/26)", client.get(f"{URL}?{query}").content.decode())

    assert shown("") == shown("flag=DA") == shown("district=Harbourside") == shown("offence=8N") == ["55/40001/26"]
    assert shown("state=settled") == ["55/40002/26"]
    assert shown("state=asked") == shown("flag=CSE") == shown("district=Northmoor") == []
    assert shown("state=nonsense") == ["55/40001/26"]


def test_the_file_holds_no_word_of_the_report(team, supervisor, sign_in):
    a_report(team.force)

    lines = b"".join(sign_in(supervisor).get(f"{URL}export/").streaming_content).decode("utf-8-sig").splitlines()

    assert lines[1].startswith("55/40001/26,75,Likely,")
    assert "March" not in "".join(lines)
    assert AuditEvent.objects.get(verb="exported").after == {"what": "disclosures", "rows": 1}


def test_reading_a_report_is_recorded_and_shows_all_of_it(report, supervisor, sign_in, max_queries):
    client = sign_in(supervisor)
    client.get(URL)

    with max_queries(8):
        page = client.get(url("disclosure", report)).content.decode()

    assert "Window of the flat broken." in page
    assert "<li>rape or sexual assault, as done to somebody</li>" in page
    assert "1 victim, 1 suspect" in page
    assert "Thornbury" not in page
    assert AuditEvent.objects.filter(verb="viewed", object_id=str(report.pk)).exists()


@pytest.mark.parametrize("name", ["disclosure-convert", "disclosure-reject", "disclosure-ask"])
def test_the_pages_that_ask_what_is_decided_are_reads_too(report, supervisor, sign_in, name):
    shown = sign_in(supervisor).get(url(name, report))

    assert shown.status_code == 200
    (event,) = AuditEvent.objects.filter(verb="viewed", object_id=str(report.pk))
    assert (event.actor_id, event.after["part"].split(",")[0]) == (supervisor.pk, "disclosure")


def test_it_is_made_a_case_with_its_victim_and_suspect_and_nothing_of_the_other_crime(report, supervisor, sign_in):
    response = sign_in(supervisor).post(url("disclosure-convert", report), ANSWERS)

    case = Case.objects.get()
    assert response.url == f"/cases/{case.slug}/"
    assert (case.reference, case.account, case.is_open, case.outcome_code) == (report.reference, SAID, True, "")
    assert case.offences.get().offence_class_id == "19C"
    assert Victim.objects.get(case=case).surname == "Ashdown"
    involvement = Involvement.objects.get(case=case)
    assert involvement.suspect.surname == "Thornbury"
    assert [step.status for step in involvement.statuses.all()] == ["SUSPECT"]
    report.refresh_from_db()
    assert report.case == case
    event = AuditEvent.objects.get(verb="report.converted")
    assert (event.actor_id, event.case_id, event.after) == (supervisor.pk, case.pk, {"code": "19C"})
    assert not AuditEvent.objects.filter(verb="crime.received_again").exists()


def test_another_victim_suspect_or_time_is_not_taken_from_the_report(report, supervisor):
    disclosed = Disclosed("19D", same_victim=False, same_suspect=False, same_dates=False)

    case = disclosures.convert(report=report, disclosed=disclosed, by=supervisor)

    assert case.offences.get().precision == "unknown"
    assert not Victim.objects.filter(case=case, surname="Ashdown").exists()
    assert Involvement.objects.get(case=case).suspect is None


def test_a_second_click_leads_to_the_one_case(report, supervisor, sign_in):
    client = sign_in(supervisor)

    answers = [client.post(url("disclosure-convert", report), ANSWERS).url for _ in range(2)]

    assert answers[0] == answers[1]
    assert Case.objects.count() == 1


def test_two_reviewers_at_once_decide_once_and_the_second_is_told(report, supervisor, di, sign_in):
    disclosures.reject(report=report, why="words_only", by=di)

    page = sign_in(supervisor).post(url("disclosure-convert", report), ANSWERS, follow=True).content.decode()

    assert "Somebody else has decided this report. What you chose was not saved." in page
    assert "A threat or an insult, and no act" in page
    assert not Case.objects.exists()
    with pytest.raises(AlreadyDecided):
        disclosures.convert(report=report, disclosed=YES, by=supervisor)
    with pytest.raises(AlreadyDecided):
        disclosures.ask(report=report, officer=di, question="Sure?", by=supervisor)


def test_whoever_decides_after_it_became_a_case_out_of_sight_is_told_so(report, team, di, sign_in):
    analyst_of_elsewhere = member(Role.SUPERVISOR, TeamFactory(name="Northmoor RASSO", district="Northmoor"))
    disclosures.convert(report=report, disclosed=YES, by=di)
    client = sign_in(analyst_of_elsewhere)

    assert client.get(url("disclosure", report)).status_code == 404
    assert client.post(url("disclosure-reject", report), {"why": "nothing"}).status_code == 404


def test_a_case_of_another_team_is_made_and_leads_back_to_the_list(report, sign_in):
    elsewhere = member(Role.SUPERVISOR, TeamFactory(name="Northmoor RASSO", district="Northmoor"))

    page = sign_in(elsewhere).post(url("disclosure-convert", report), ANSWERS, follow=True).content.decode()

    assert f"Crime {report.reference} is a case now." in page
    assert Team.objects.get(name="Harbourside RASSO") == Case.objects.get().team


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"outcome_code": "0"}, ""),
        ({"summary": ""}, "Its rows from the records system are not kept here"),
        ({"crime_ref": "55-20001-26"}, "too like that of another case"),
    ],
)
def test_what_cannot_become_a_case_says_why(reference, team, supervisor, sign_in, values, words):
    CaseFactory(team=team, reference="55/20001/26")
    report = an_imported_report(team.force, **(values | {"summary": SAID}))
    if values.get("summary") == "":
        report.import_rows.update(crime_report=None)

    page = sign_in(supervisor).post(url("disclosure-convert", report), ANSWERS)

    assert (words in page.content.decode()) if words else page.status_code == 302
    assert ReportDecision.objects.exists() is (not words)


def test_a_row_that_the_rules_refuse_as_rasso_says_which(report, supervisor):
    row = report.import_rows.get()
    row.received |= {"reported_at": "31/02/2026"}
    row.save()

    with pytest.raises(CannotConvert, match="Row 1 of its import cannot be taken as RASSO: date that does not exist"):
        disclosures.convert(report=report, disclosed=YES, by=supervisor)


def test_it_is_set_aside_with_a_coded_reason(team, supervisor, sign_in):
    report, client = a_report(team.force), sign_in(supervisor)
    address = url("disclosure-reject", report)

    assert "Select why it is not a disclosure" in client.post(address, {}).content.decode()
    known = client.post(address, {"why": "known"}).content.decode()
    assert "Enter the reference of the crime under which it is recorded" in known
    assert client.post(address, {"why": "known", "words": "55/1/26"}).url == URL

    decision = ReportDecision.objects.get()
    assert (decision.decision, decision.why, decision.words) == ("not", "known", "55/1/26")
    assert AuditEvent.objects.get(verb="report.rejected").after == {"why": "known"}
    assert client.get(address).url == url("disclosure", report)


def test_the_officer_is_asked_answers_and_the_reviewer_decides(report, team, supervisor, sign_in):
    officer = member(Role.OIC, team, collar_number="PC77001")
    client, asking = sign_in(supervisor), url("disclosure-ask", report)
    assert 'value="PC77001"' in client.get(asking).content.decode()
    assert "Nobody of this force" in client.post(asking, {"collar": "X9", "question": "Why?"}).content.decode()

    for _ in range(2):
        client.post(asking, {"collar": "pc77001", "question": "What did she say?"})
    assert Alert.objects.waiting().get(for_user=officer).title == f"A reviewer asks you about crime report {report}"
    asked = sign_in(officer)
    assert "Read the question" in asked.get("/alerts/").content.decode()
    assert report.reference in asked.get("/hidden/asked/").content.decode()
    answering = url("disclosure-answer", report)
    assert "Window of the flat broken." in asked.get(answering).content.decode()
    assert "Enter your answer" in asked.post(answering, {}).content.decode()
    assert asked.post(answering, {"words": "She meant her cousin."}).url == "/hidden/asked/"
    assert asked.get(answering).status_code == 404

    assert not Alert.objects.waiting().filter(for_user=officer).exists()
    assert Alert.objects.waiting().filter(for_user=supervisor, kind="report.answered").count() == 1
    assert "She meant her cousin." in client.get(url("disclosure", report)).content.decode()
    assert client.post(url("disclosure-reject", report), {"why": "officer"}).status_code == 302
    assert ReportDecision.objects.get().events.count() == 3
    with pytest.raises(AlreadyDecided):
        disclosures.answer(report=report, words="Late", by=officer)


def test_an_answer_to_nobody_is_refused(report, di):
    with pytest.raises(AlreadyDecided) as refused:
        disclosures.answer(report=report, words="Unasked", by=di)

    assert refused.value.reading.report == report
    assert not ReportDecision.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_crosses_the_decision_is_told_so(report, oic, supervisor, sign_in):
    disclosures.ask(report=report, officer=oic, question="What did she say?", by=supervisor)
    client, answers = sign_in(oic), []

    def officer():
        answers.append(client.post(url("disclosure-answer", report), {"words": "Late"}, follow=True))
        connection.close()

    answering = Thread(target=officer)
    with transaction.atomic():
        disclosures.reject(report=report, why="nothing", by=supervisor)
        answering.start()
        wait_until_somebody_waits()
    answering.join(20)

    assert "This report has been decided already, so your answer is not needed." in answers[0].content.decode()
    assert not Alert.objects.waiting().filter(for_user=oic).exists()
    assert ReportDecision.objects.get().answer == ""


def wait_until_somebody_waits():
    """Return once another transaction waits for a row that this one holds."""
    ends = time.monotonic() + 20
    held_up = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
    with connection.cursor() as cursor:
        while time.monotonic() < ends:
            cursor.execute(held_up)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    raise AssertionError("Nobody waits for a row of this transaction.")
