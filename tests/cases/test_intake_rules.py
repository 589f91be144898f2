"""The rules of reading one row: dates, precision, people, and every reason to wait."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.models import Case, CrimeReport, Offence, OffenceClass
from cases.rules import intake_dates, intake_offence, intake_people, intake_report, intake_rows
from cases.rules.intake_columns import TEXT_COLUMNS
from suspects.models import Involvement, Suspect, SuspectAddress
from victims.models import Victim

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
CODES = {"19C": True, "8L": False}
ROW = {
    "crime_ref": "55/1/26",
    "reported_at": "01/02/2026 10:00",
    "offence_from": "31/01/2026 22:00",
    "offence_to": "31/01/2026 23:00",
    "ho_code": "19C",
    "suspect_surname": "Thornbury",
}


def read(**values):
    return intake_rows.read_row(ROW | values, codes=CODES, now=NOW)


@pytest.mark.parametrize(
    ("values", "reason", "column"),
    [
        ({"ho_code": "99Z"}, "unknown offence code", "ho_code"),
        ({"ho_code": ""}, "unknown offence code", "ho_code"),
        ({"reported_at": ""}, "report date missing", "reported_at"),
        ({"reported_at": "N/K"}, "report date missing", "reported_at"),
        ({"reported_at": "01/01/1900"}, "report date missing", "reported_at"),
        ({"reported_at": "1900-01-01 00:00"}, "report date missing", "reported_at"),
        ({"reported_at": "31/02/2026 10:00"}, "date that does not exist", "reported_at"),
        ({"reported_at": "soon"}, "date that does not exist", "reported_at"),
        ({"reported_at": "01/02/2026 25:00"}, "date that does not exist", "reported_at"),
        ({"victim_dob": "2001-02-30"}, "date that does not exist", "victim_dob"),
        ({"bail_until": "32/01/2026"}, "date that does not exist", "bail_until"),
        ({"reported_at": "01/05/2062 09:00"}, "report date in the future", "reported_at"),
        ({"offence_from": "01/02/2026 10:01", "offence_to": ""}, "offence after report", "offence_from"),
        ({"offence_from": "02/02/2026", "offence_to": ""}, "offence after report", "offence_from"),
        ({"offence_to": "31/01/2026 21:00"}, "offence ends before it starts", "offence_to"),
        ({"crime_ref": " "}, "crime reference missing", "crime_ref"),
        ({"outcome_code": "15", "suspect_surname": ""}, "outcome 15 without a suspect", "suspect_surname"),
        ({"outcome_code": "16", "suspect_surname": "N/K"}, "outcome 16 without a suspect", "suspect_surname"),
        ({"outcome_code": "21", "suspect_surname": ""}, "outcome 21 without a suspect", "suspect_surname"),
        ({"crime_ref": "5" * 41}, "text too long for its column", "crime_ref"),
    ],
)
def test_a_row_waits_with_its_reason_and_the_column_to_mend(values, reason, column):
    assert read(**values) == intake_rows.Fault(reason, column)


@pytest.mark.parametrize("code", ["", "0", "1", "14", "18", "9"])
def test_other_outcomes_need_no_suspect(code):
    assert read(outcome_code=code, suspect_surname="").outcome_code == code


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("18/02/2023 11:12", "2023-02-18T11:12:00+00:00"),
        ("18/07/2023 11:12", "2023-07-18T10:12:00+00:00"),
        ("2023-07-18T11:12:30", "2023-07-18T10:12:30+00:00"),
        ("2023-07-18 11:12:30.123", "2023-07-18T10:12:30+00:00"),
        ("2023-07-18T11:12Z", "2023-07-18T11:12:00+00:00"),
        ("2023-07-18T11:12+02:00", "2023-07-18T09:12:00+00:00"),
        ("18.7.2023", "2023-07-17T23:00:00+00:00"),
        (" 2023-07-18 ", "2023-07-17T23:00:00+00:00"),
        ("26/03/2023 01:30", "2023-03-26T01:30:00+00:00"),  # skipped by the clocks: counts as before they went forward
        ("29/10/2023 01:30", "2023-10-29T00:30:00+00:00"),  # came twice: the first
        ("05/05/1941 10:00", "1941-05-05T08:00:00+00:00"),  # double summer time
    ],
)
def test_local_times_are_read_as_the_clocks_stood(text, at):
    assert intake_dates.read(text).at.isoformat() == at


@pytest.mark.parametrize(
    "text", ["00/01/2026", "1/13/2026", "2026-02-29", "18/02/23", "9999-12-31T23:59-05:00", "\uff11/2/2026"]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(intake_dates.NoSuchDate):
        intake_dates.read(text)


@pytest.mark.parametrize("text", ["", " ", "N/K", "n/k", "Not known", "01/01/1900", "1900-01-01"])
def test_placeholders_are_no_date(text):
    assert intake_dates.read(text) is None


@given(st.datetimes(min_value=datetime(1920, 1, 1), max_value=datetime(2100, 1, 1)))
def test_both_styles_of_a_date_say_the_same(moment):
    british, iso = f"{moment:%d/%m/%Y %H:%M}", f"{moment:%Y-%m-%d %H:%M}"

    assert intake_dates.read(british) == intake_dates.read(iso)
    assert intake_dates.canonical(british) == intake_dates.canonical(iso)


def test_a_date_without_a_time_is_not_the_same_as_midnight():
    assert intake_dates.canonical("1/2/2026") != intake_dates.canonical("1/2/2026 00:00")
    assert intake_dates.canonical("31/02/2026") == "31/02/2026"
    assert intake_dates.canonical("") == ""


def test_a_report_in_the_hour_that_comes_twice_may_be_after_the_offence():
    crime = read(offence_from="26/10/2025 01:50", offence_to="", reported_at="26/10/2025 01:10")

    assert isinstance(crime, intake_rows.CrimeIn)


@pytest.mark.parametrize(
    ("start", "end", "precision"),
    [
        ("31/01/2026 22:00", "31/01/2026 22:00", "exact"),
        ("31/01/2026 22:00", "", "exact"),
        ("31/01/2026", "31/01/2026", "day"),
        ("31/01/2026", "", "day"),
        ("31/01/2026 00:00", "31/01/2026 23:59", "day"),
        ("31/01/2026 22:00", "31/01/2026", "between"),
        ("01/01/2020", "31/12/2020", "year"),
        ("01/02/2020", "29/02/2020", "month"),
        ("01/12/2020", "31/12/2020", "month"),
        ("01/02/2020", "28/02/2020", "between"),
        ("01/02/2020", "31/03/2020", "between"),
        ("01/01/2019", "31/12/2020", "between"),
        ("13/02/2006 05:40", "01/09/2006 05:40", "between"),
        ("", "", "unknown"),
        ("01/01/1900", "01/09/2006", "unknown"),
    ],
)
def test_a_range_says_how_exactly_it_is_known(start, end, precision):
    occurred = read(offence_from=start, offence_to=end).occurred

    assert occurred.precision == precision
    assert (occurred.start is None) == (precision == "unknown")
    assert not (occurred.start and occurred.end) or occurred.start <= occurred.end


@pytest.mark.parametrize(
    ("title", "is_attempt"),
    [("Attempted rape of a female", True), ("Rape - attempt", True), ("Rape of a female", False), ("", False)],
)
def test_an_attempt_is_told_by_its_title(title, is_attempt):
    assert read(offence_title=title).is_attempt is is_attempt


@pytest.mark.parametrize(
    ("outcome", "role", "stage"),
    [
        ("0", "", "allocation"),
        ("", "SUSPECT", "allocation"),
        ("0", "ARRESTED", "suspect"),
        ("0", "VOLUNTARY", "suspect"),
        ("0", "CHARGED", "court"),
        ("1", "CHARGED", "court"),
        ("15", "ARRESTED", "outcome"),
        ("16", "CHARGED", "outcome"),
    ],
)
def test_the_stage_follows_what_was_done(outcome, role, stage):
    assert intake_offence.stage(outcome, role) == stage


def test_a_digest_is_of_what_is_said_and_not_of_how_the_file_says_it():
    said = intake_rows.digest(ROW)

    assert intake_rows.digest(dict(reversed(ROW.items()))) == said
    assert intake_rows.digest(ROW | {"extracted_at": "today", "flags": " "}) == said
    assert intake_rows.digest(ROW | {"reported_at": "2026-02-01 10:00"}) == said
    assert intake_rows.digest(ROW | {"summary": "More"}) != said


def test_people_are_read_with_the_reason_for_each_gap():
    crime = read(
        victim_surname="  O'Neill ",
        victim_sex="Female",
        victim_ethnicity="W1 - British",
        victim_dob="01/01/1900",
        victim_language="unknown",
        victim_supports="maybe",
        suspect_aliases="Roy   Pearce; N/K | Roy Pearce;Big Al",
        suspect_sex="m",
        suspect_ethnicity="NS",
        suspect_role="arrested",
    )

    assert (crime.victim.surname, crime.victim.sex, crime.victim.ethnicity) == ("O'Neill", "F", "W1")
    assert crime.victim.missing == {
        "forenames": "not_recorded",
        "date_of_birth": "not_known",
        "language": "not_known",
        "supports_investigation": "not_understood",
    }
    assert crime.suspect.aliases == ("Roy Pearce", "Big Al")
    assert (crime.suspect.kind, crime.suspect.role, crime.suspect.ethnicity) == ("known", "ARRESTED", "NS")


def test_somebody_without_a_name_is_described_or_unknown():
    assert read(suspect_surname="").suspect.kind == "unknown"
    described = read(suspect_surname="N/K", suspect_aliases="Big Al", suspect_sex="M", suspect_dob="01/02/1990").suspect
    assert described.kind == "described"
    assert described.description == "Known as: Big Al. Sex: M. Date of birth: 01/02/1990"


def test_formulas_are_counted_and_stay_text():
    row = ROW | {"summary": "=HYPERLINK(1)", "postcode": "+44", "flags": "-1", "district": "@x", "oic_name": "a=b"}

    assert intake_rows.formulas(row) == 4
    assert intake_rows.read_row(row, codes=CODES, now=NOW).summary == "=HYPERLINK(1)"


def test_every_column_that_is_kept_fits_its_field():
    kept = {
        "crime_ref": (Case, "reference"),
        "report_type": (Case, "report_type"),
        "ho_code": (OffenceClass, "code"),
        "offence_title": (Offence, "title"),
        "district": (Case, "district"),
        "premises_type": (Case, "premises_type"),
        "postcode": (Case, "postcode"),
        "victim_id": (Victim, "external_ref"),
        "victim_surname": (Victim, "surname"),
        "victim_forenames": (Victim, "forenames"),
        "victim_language": (Victim, "language"),
        "suspect_nominal_id": (Suspect, "nominal"),
        "suspect_surname": (Suspect, "surname"),
        "suspect_forenames": (Suspect, "forenames"),
        "suspect_pnc_id": (Suspect, "pnc_id"),
        "suspect_address": (SuspectAddress, "address"),
        "suspect_postcode": (SuspectAddress, "postcode"),
        "relationship": (Involvement, "relationship"),
        "outcome_code": (Case, "outcome_code"),
        "outcome_by": (Case, "outcome_by"),
    }
    for column, (model, field) in kept.items():
        assert TEXT_COLUMNS[column] == model._meta.get_field(field).max_length, column
    for field in ("reference", "report_type", "title", "district"):
        assert (
            CrimeReport._meta.get_field(field).max_length
            >= (Case if field in {"reference", "report_type", "district"} else Offence)
            ._meta.get_field(field)
            .max_length
        )


def test_the_report_lists_references_before_row_numbers_in_order():
    tally = intake_report.Tally()
    for reference, number in [("55/2/26", 1), ("", 12), ("", 3), ("55/1/26", 4)]:
        tally.hold("crime reference missing", reference, number)

    assert tally.report()["quarantine"] == {"crime reference missing": ["55/1/26", "55/2/26", "row 3", "row 12"]}
    assert "changed" not in tally.report()
    tally.changed = 2
    assert tally.report()["changed"] == 2


def test_a_row_without_a_victim_says_nothing_of_one():
    assert not read().victim.is_said
    assert read(victim_id="V1").victim.is_said
    assert intake_people.victim(
        {"victim_dob": "1/2/1990"}, {"victim_dob": intake_dates.read("1/2/1990")}
    ).date_of_birth == date(1990, 2, 1)
