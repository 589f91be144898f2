"""The quarantine: who sees a row, what is told of it, and how it is put right or set aside."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, CrimeReport, ImportRow, ImportRun
from cases.rules import intake_rows
from cases.rules.intake_file import RawRow
from cases.services import intake_batch, intake_crimes, intake_mend, restriction
from soteria.accounts.roles import Role
from soteria.audit.models import AuditEvent
from suspects.models import Suspect
from tests.factories import CaseFactory, ForceFactory, TeamFactory, member
from victims.models import Victim

GOOD = {
    "crime_ref": "55/30001/26",
    "report_type": "CRIME",
    "reported_at": "01/02/2026 10:00",
    "offence_from": "31/01/2026 22:00",
    "offence_to": "31/01/2026 23:00",
    "ho_code": "19C",
    "offence_title": "Rape of a female aged 16 or over",
    "district": "Harbourside",
    "victim_id": "V1",
    "victim_surname": "Ashdown",
    "victim_forenames": "Rosalind",
    "suspect_nominal_id": "S1",
    "suspect_surname": "Thornbury",
    "suspect_forenames": "Gareth",
    "outcome_code": "0",
    "summary": "Reported at the front desk.",
}
URL = "/imports/quarantine/"


@pytest.fixture
def run(reference, team) -> ImportRun:
    """An import of the team's force."""
    return ImportRun.objects.create(
        force=team.force, file_name="night.csv", file_sha256="0" * 64, started_at=timezone.now()
    )


@pytest.fixture
def waiting(run):
    """Import one row that has something wrong with it, and give back what waits."""

    def imported(number: int = 1, is_whole: bool = True, **values: str) -> ImportRow:
        at = intake_crimes.intake(run.force, run, now=timezone.now())
        reading = intake_batch.read(RawRow(number, GOOD | values, is_whole), at)
        intake_batch.write([reading], at)
        return ImportRow.objects.get(digest=reading.digest)

    return imported


def row_url(row: ImportRow) -> str:
    return reverse("cases:quarantine-row", args=[row.pk])


def mendable(row: ImportRow, **values: str) -> dict[str, str]:
    from cases.forms.intake import MENDABLE

    return {name: row.received.get(name, "") for name in MENDABLE} | values


def test_a_row_is_mended_through_the_same_rules_and_becomes_a_case(waiting, supervisor, sign_in):
    row = waiting(reported_at="31/02/2026 10:00")

    response = sign_in(supervisor).post(row_url(row), mendable(row, reported_at="1/2/2026 10:00"))

    assert response.status_code == 302
    row.refresh_from_db()
    case = Case.objects.get(reference="55/30001/26")
    assert (row.state, row.case, row.handled_by) == (ImportRow.State.MENDED, case, supervisor)
    assert row.received["reported_at"] == "31/02/2026 10:00"
    assert row.mended == {"reported_at": "1/2/2026 10:00"}
    assert Victim.objects.get(case=case).surname == "Ashdown"
    assert Suspect.objects.get(nominal="S1").involvements.get().case == case
    event = AuditEvent.objects.get(verb="import_row.mended")
    assert (event.before, event.after) == ({"reported_at": "31/02/2026 10:00"}, {"reported_at": "1/2/2026 10:00"})


@pytest.mark.parametrize(
    ("faulty", "typed", "words"),
    [
        ({"reported_at": "31/02/2026"}, {}, "Reported must be a real date, such as 27/3/2026"),
        ({"reported_at": ""}, {}, "Enter when the crime was reported"),
        ({"reported_at": "01/05/2062"}, {}, "Reported must be today or in the past"),
        ({"offence_from": "02/02/2026"}, {}, "Offence from must be the same as or before the report"),
        ({"offence_to": "30/01/2026"}, {}, "Offence to must be the same as or after its start"),
        ({"ho_code": "99Z"}, {"ho_code": "99Y"}, "Enter a Home Office code that is known here, such as 19C"),
        ({"crime_ref": ""}, {}, "Enter the crime reference"),
        (
            {"outcome_code": "15", "suspect_nominal_id": "", "suspect_surname": "", "suspect_forenames": "N/K"},
            {},
            "Enter the suspect’s surname, or an outcome that does not need a suspect",
        ),
        ({"suspect_pnc_id": "9" * 21}, {}, "Suspect’s PNC number must be 20 characters or fewer"),
    ],
)
def test_what_is_still_wrong_is_told_beside_its_field(waiting, supervisor, sign_in, faulty, typed, words):
    row = waiting(**faulty)

    response = sign_in(supervisor).post(row_url(row), mendable(row, **(faulty | typed)))

    assert response.status_code == 200
    [(field, errors)] = response.context["form"].errors.items()
    assert errors == [words]
    assert words in response.content.decode()
    assert field in response.context["form"].fields
    row.refresh_from_db()
    assert row.state == ImportRow.State.QUARANTINED


def test_a_mended_crime_that_is_not_rasso_is_a_report(waiting, supervisor):
    row = waiting(ho_code="99Z")

    intake_mend.mend(row=row, values={"ho_code": "8L"}, by=supervisor)

    assert CrimeReport.objects.get(reference="55/30001/26").import_rows.get() == row


def test_two_officers_at_once_mend_a_row_once_and_the_second_is_told(waiting, supervisor, di, sign_in):
    row = waiting(reported_at="")
    intake_mend.mend(row=row, values={"reported_at": "01/02/2026"}, by=di)

    page = sign_in(supervisor).post(row_url(row), mendable(row, reported_at="02/02/2026")).content.decode()

    assert "Somebody else handled this row while you were working" in page
    assert "02/02/2026" in page
    assert "01/02/2026" in page
    assert Case.objects.count() == 1
    with pytest.raises(intake_mend.AlreadyHandled):
        intake_mend.set_aside(row=row, reason="A mistake", by=supervisor)


def test_a_row_is_set_aside_only_with_a_reason(waiting, supervisor, sign_in):
    row, client = waiting(ho_code="99Z"), sign_in(supervisor)
    url = reverse("cases:set-aside", args=[row.pk])

    assert "Enter why this row is set aside" in client.post(url, {"reason": " "}).content.decode()
    with pytest.raises(intake_mend.NeedsReason):
        intake_mend.set_aside(row=row, reason=" ", by=supervisor)

    assert client.post(url, {"reason": "Recorded by mistake"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.handled_why, row.case) == (ImportRow.State.SET_ASIDE, "Recorded by mistake", None)
    assert AuditEvent.objects.filter(verb="import_row.set_aside", reason="Recorded by mistake").exists()
    assert client.get(row_url(row)).status_code == 200
    assert client.post(url, {"reason": "Again"}).status_code == 302


def test_a_row_with_the_wrong_number_of_values_can_only_be_set_aside(waiting, supervisor, sign_in):
    row = waiting(is_whole=False)

    page = sign_in(supervisor).get(row_url(row)).content.decode()

    assert row.reason == intake_rows.WRONG_COLUMNS
    assert "Accept the row" not in page
    assert "Set this row aside" in page
    with pytest.raises(intake_mend.StillFaulty):
        intake_mend.mend(row=row, values={}, by=supervisor)


def test_a_row_that_the_rules_now_allow_is_accepted_as_it_is(waiting, supervisor, sign_in, django_user_model):
    row = waiting(ho_code="19C", reported_at="01/02/2026", crime_ref="")

    intake_mend.mend(row=row, values={"crime_ref": "55/30002/26"}, by=supervisor)

    row.refresh_from_db()
    assert (row.reference, row.received["crime_ref"]) == ("55/30002/26", "")


def test_importing_the_file_again_leaves_a_mended_row_alone(waiting, supervisor):
    row = waiting(reported_at="")
    intake_mend.mend(row=row, values={"reported_at": "01/02/2026"}, by=supervisor)

    assert waiting(reported_at="").state == ImportRow.State.MENDED
    assert Case.objects.count() == 1


def test_a_row_cannot_be_added_to_a_case_that_the_person_cannot_see(waiting, team, supervisor, di):
    case = CaseFactory(team=team, reference="55/40000/26")
    restriction.restrict_case(case=case, reason="Police suspect", people=[], by=di)
    row = waiting(crime_ref="")

    with pytest.raises(intake_mend.StillFaulty) as refused:
        intake_mend.mend(row=row, values={"crime_ref": "55/40000/26"}, by=supervisor)

    assert refused.value.fault.reason == intake_rows.REFERENCE_CLASH
    assert not Victim.objects.exists()


def test_each_supervisor_sees_the_rows_of_their_own_district_and_of_none(waiting, team, supervisor, sign_in):
    theirs = TeamFactory(force=team.force, name="Northmoor RASSO", district="Northmoor")
    other = member(Role.SUPERVISOR, theirs)
    mine, nobodys, elsewhere = (
        waiting(crime_ref=f"55/{number}/26", ho_code="99Z", district=district)
        for number, district in [(1, " harbourside"), (2, "Atlantis"), (3, "Northmoor")]
    )

    assert set(sign_in(supervisor).get(URL).context["rows"]) == {mine, nobodys}
    assert set(sign_in(other).get(URL).context["rows"]) == {nobodys, elsewhere}
    assert sign_in(supervisor).get(row_url(elsewhere)).status_code == 404
    assert sign_in(supervisor).post(row_url(elsewhere), mendable(elsewhere)).status_code == 404


def test_a_row_of_a_restricted_case_is_not_shown_to_its_team(waiting, team, supervisor, di, sign_in):
    case = CaseFactory(team=team, reference="55/40000/26")
    restriction.restrict_case(case=case, reason="Police suspect", people=[], by=di)
    row = waiting(crime_ref="55/40000/26", ho_code="99Z")

    assert list(sign_in(supervisor).get(URL).context["rows"]) == []
    assert sign_in(supervisor).get(row_url(row)).status_code == 404
    assert list(sign_in(di).get(URL).context["rows"]) == [row]


def test_another_force_and_other_roles_see_nothing(waiting, oic, outsider, sign_in):
    row = waiting(ho_code="99Z")

    assert sign_in(oic).get(URL).status_code == 403
    assert sign_in(oic).get(row_url(row)).status_code == 403
    assert sign_in(outsider).post(row_url(row)).status_code == 403


def test_a_supervisor_of_another_force_sees_nothing_of_it(waiting, sign_in):
    row = waiting(ho_code="99Z", district="")
    abroad = TeamFactory(force=ForceFactory(code="43", name="Other"), name="Other RASSO", district="Harbourside")
    client = sign_in(member(Role.SUPERVISOR, abroad))

    assert list(client.get(URL).context["rows"]) == []
    assert list(client.get("/imports/").context["runs"]) == []
    assert client.get(row_url(row)).status_code == 404
    assert client.post(reverse("cases:set-aside", args=[row.pk]), {"reason": "Mine"}).status_code == 404


def test_the_list_counts_by_reason_and_filters(waiting, supervisor, sign_in):
    client = sign_in(supervisor)
    waiting(crime_ref="55/1/26", ho_code="99Z")
    waiting(crime_ref="55/2/26", ho_code="99Z")
    dated = waiting(crime_ref="55/3/26", reported_at="")

    page = client.get(URL)
    assert page.context["total"] == 3
    assert page.context["counts"] == [("unknown offence code", 2), ("report date missing", 1)]
    assert list(client.get(URL, {"reason": "report date missing"}).context["rows"]) == [dated]
    assert list(client.get(URL, {"reference": "55/3/26"}).context["rows"]) == [dated]
    assert "No row in quarantine is like that" in client.get(URL, {"reference": "55/9/26"}).content.decode()


def test_the_list_and_the_row_ask_no_more_questions_for_more_rows(waiting, supervisor, sign_in, max_queries):
    client = sign_in(supervisor)
    for number in range(60):
        row = waiting(crime_ref=f"55/{number}/26", ho_code="99Z")
    client.get(URL)

    with max_queries(9):
        first = client.get(URL)
    assert len(first.context["rows"]) == 50
    assert len(client.get(URL, {"after": first.context["next_page"]}).context["rows"]) == 10
    with max_queries(9):
        client.get(row_url(row))


def test_the_download_is_audited_and_holds_no_names(waiting, supervisor, sign_in):
    waiting(crime_ref="=1+1", ho_code="99Z")

    text = b"".join(sign_in(supervisor).get("/imports/quarantine/export/").streaming_content).decode("utf-8-sig")

    assert "night.csv,1,'=1+1,unknown offence code,Harbourside" in text
    assert "Ashdown" not in text
    assert AuditEvent.objects.get(verb="exported").after == {"what": "quarantine", "rows": 1}


def test_reading_a_row_is_audited(waiting, supervisor, sign_in):
    row = waiting(ho_code="99Z")

    sign_in(supervisor).get(row_url(row))

    assert AuditEvent.objects.get(verb="viewed").object_id == str(row.pk)


def test_imports_are_listed_with_what_still_waits(waiting, supervisor, outsider, sign_in, max_queries):
    waiting(ho_code="99Z")
    client = sign_in(supervisor)

    with max_queries(8):
        page = client.get("/imports/")

    assert [run.waiting for run in page.context["runs"]] == [1]
    assert "night.csv" in page.content.decode()


def test_an_empty_quarantine_says_what_next(team, supervisor, sign_in):
    assert "No row waits for you" in sign_in(supervisor).get(URL).content.decode()
    assert "Nothing has been imported" in sign_in(supervisor).get("/imports/").content.decode()
