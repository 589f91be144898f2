"""An export as `import_crimes` reads it: every dialect, names of columns, people, outcomes, and how it runs."""

import json
from datetime import UTC, datetime

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection

from cases.models import Case, CrimeReport, ImportRow, ImportRun, Offence, OffenceClass
from cases.rules import intake_file
from cases.services import intake
from soteria.accounts.models import Force
from soteria.clocks.models import ClockEvent
from suspects.models import Involvement, InvolvementStatus, Suspect
from tests.cases.exports import HEADER, refused, write
from tests.cases.test_intake import EXPORT, everything, expected, run_import
from tests.cases.test_intake_quarantine import GOOD
from tests.factories import ForceFactory
from victims.models import Victim


def test_a_dry_run_reports_the_same_and_keeps_nothing(load, reference):
    before = everything()

    report = load(EXPORT, dry_run=True)

    assert report["accepted"] == expected()["accepted"]
    assert everything() == before
    assert not ImportRun.objects.exists()


def test_a_dry_run_needs_nothing_set_up(db, tmp_path):
    assert run_import(EXPORT, tmp_path / "report.json", dry_run=True)["accepted"] == expected()["accepted"]
    assert not Force.objects.exists()
    assert not OffenceClass.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_common_dialect_is_read(load, file, encoding, delimiter):
    write(
        file,
        GOOD | {"victim_surname": "Zoë", "summary": 'One; two, "three"\nfour\t|'},
        encoding=encoding,
        delimiter=delimiter,
    )

    assert load(file)["accepted"] == 1
    assert Victim.objects.get().surname == "Zoë"
    assert Case.objects.get().account == 'One; two, "three"\nfour\t|'


def test_columns_are_known_by_name_in_any_order_and_case_and_others_are_kept(load, file):
    header = ["Extract Time", *reversed(HEADER), "note"]
    text = ["Crime Ref" if name == "crime_ref" else name.upper() if "victim" in name else name for name in header]
    values = GOOD | {"Extract Time": "23:00", "note": "ours"}
    file.write_text(",".join(text) + "\n" + ",".join(values[name] for name in header) + "\n")

    assert load(file)["accepted"] == 1
    received = ImportRow.objects.get().received
    assert (received["Extract Time"], received["note"]) == ("23:00", "ours")
    assert received["crime_ref"] == "55/30001/26"


def test_the_same_export_in_iso_dates_and_another_order_changes_nothing(load, file, tmp_path):
    load(write(file, GOOD))
    before = everything()
    iso = GOOD | {
        "reported_at": "2026-02-01T10:00:00",
        "offence_from": "2026-01-31 22:00",
        "offence_to": "2026-01-31 23:00",
    }

    again = write(tmp_path / "iso.csv", iso, header=HEADER[::-1], encoding="utf-16", delimiter=";")

    assert "changed" not in load(again)
    assert everything() == before


@pytest.mark.parametrize(
    "mapping", ["Their Ref: crime_ref\nLogged: reported_at", "crime_ref: Their Ref\nreported_at: Logged"]
)
def test_a_mapping_says_what_their_columns_are(load, file, tmp_path, mapping):
    header = ["Their Ref" if name == "crime_ref" else "Logged" if name == "reported_at" else name for name in HEADER]
    file.write_text(",".join(header) + "\n" + ",".join(GOOD.values()) + "\n")
    (tmp_path / "mapping.yaml").write_text(mapping)

    assert load(file, mapping=tmp_path / "mapping.yaml")["accepted"] == 1


def test_a_mapping_comes_before_our_own_names(load, file, tmp_path):
    file.write_text(",".join([*HEADER, "urn"]) + "\n" + ",".join([*GOOD.values(), "55/77777/26"]) + "\n")
    (tmp_path / "mapping.yaml").write_text("urn: crime_ref")

    load(file, mapping=tmp_path / "mapping.yaml")

    assert Case.objects.get().reference == "55/77777/26"
    assert ImportRow.objects.get().received["crime_ref (1)"] == "55/30001/26"


def test_rows_of_the_wrong_length_wait_and_empty_lines_are_no_rows(load, file):
    good = ",".join(GOOD.values())
    file.write_text("\n".join([",".join(HEADER), good + ",,", "", "55/2/26,CRIME", ",,,", good + ",x", ""]))

    report = load(file)

    assert report["rows"] == 3
    assert report["accepted"] == 1
    assert report["quarantine"] == {"wrong number of columns": ["55/2/26", "55/30001/26"]}
    assert ImportRow.objects.get(row_number=3).received[f"column {len(HEADER) + 1}"] == "x"


def test_quotation_marks_inside_a_cell_are_part_of_it(load, file):
    values = GOOD | {"summary": 'he said "no" twice'}
    file.write_text(",".join(HEADER) + "\n" + ",".join(values.values()))

    load(file)

    assert Case.objects.get().account == 'he said "no" twice'


def test_one_crime_may_have_several_victims_and_suspects_anywhere_in_the_file(load, file):
    second = GOOD | {
        "victim_id": "V2",
        "victim_surname": "Byrne",
        "suspect_nominal_id": "S2",
        "suspect_surname": "Cole",
    }
    other = GOOD | {"crime_ref": "55/30002/26", "victim_id": "V9"}

    report = load(write(file, GOOD, other, second, GOOD))

    case = Case.objects.get(reference="55/30001/26")
    assert (report["accepted"], report["duplicate_rows"]) == (2, 1)
    assert case.victims.count() == 2
    assert case.involvements.count() == 2
    assert Suspect.objects.count() == 2
    assert Suspect.objects.get(nominal="S1").involvements.count() == 2


def test_a_changed_row_is_kept_and_adds_people_without_touching_what_is_here(load, file, tmp_path):
    load(write(file, GOOD))
    Victim.objects.update(known_as="Ros", surname="Ashdown-Lee")
    later = GOOD | {
        "suspect_nominal_id": "S2",
        "suspect_surname": "Cole",
        "outcome_code": "16",
        "victim_forenames": "R",
    }

    report = load(write(tmp_path / "later.csv", GOOD, later))

    case = Case.objects.get()
    assert report["changed"] == 1
    assert case.outcome_code == ""
    assert case.import_rows.count() == 2
    assert list(case.victims.values_list("surname", "known_as")) == [("Ashdown-Lee", "Ros")]
    assert set(case.involvements.values_list("suspect__surname", flat=True)) == {"Thornbury", "Cole"}
    assert "changed" not in load(tmp_path / "later.csv")


def test_people_without_numbers_are_the_same_by_name_within_a_case(load, file, tmp_path):
    plain = GOOD | {"victim_id": "", "suspect_nominal_id": ""}
    load(write(file, plain))

    load(write(tmp_path / "later.csv", plain | {"flags": "DA", "victim_surname": "ASHDOWN"}))

    assert (Victim.objects.count(), Suspect.objects.count(), Involvement.objects.count()) == (1, 1, 1)


def test_a_crime_recorded_as_rasso_later_becomes_a_case_and_the_report_points_to_it(load, file, tmp_path):
    load(write(file, GOOD | {"ho_code": "8L"}))

    assert load(write(tmp_path / "later.csv", GOOD))["changed"] == 1

    case = Case.objects.get()
    assert CrimeReport.objects.get().case == case
    assert ClockEvent.objects.get(case_id=case.pk).event == "reported"
    assert Offence.objects.get().offence_class_id == "19C"


def test_a_crime_that_is_a_case_stays_one_when_it_is_recorded_as_something_else(load, file, tmp_path):
    load(write(file, GOOD))

    load(write(tmp_path / "later.csv", GOOD | {"ho_code": "8L"}))

    assert not CrimeReport.objects.exists()
    assert Case.objects.get().import_rows.count() == 2


def test_a_row_in_quarantine_is_taken_once_its_code_is_known(load, file):
    load(write(file, GOOD | {"ho_code": "99Z"}))
    OffenceClass.objects.create(code="99Z", title="New", is_rasso=True, source="Test", confidence="M")

    assert load(file)["accepted"] == 1

    row = ImportRow.objects.get()
    assert (row.state, row.reason, row.case) == (ImportRow.State.ACCEPTED, "", Case.objects.get())


def test_references_that_would_share_an_address_wait(load, file, tmp_path):
    report = load(write(file, GOOD, GOOD | {"crime_ref": "55-30001-26"}))

    assert report["quarantine"] == {"reference too like that of another crime": ["55-30001-26"]}
    again = load(write(tmp_path / "more.csv", GOOD | {"crime_ref": "55 30001/26"}))
    assert again["quarantine"] == {"reference too like that of another crime": ["55 30001/26"]}


@pytest.mark.parametrize(
    ("values", "statuses"),
    [
        ({"suspect_role": "SUSPECT"}, [("SUSPECT", "2026-02-01")]),
        ({"suspect_role": "ARRESTED", "arrested_at": "03/02/2026 00:30"}, [("ARRESTED", "2026-02-03")]),
        ({"suspect_role": "ARRESTED", "arrested_at": ""}, [("ARRESTED", "2026-02-01")]),
        ({"suspect_role": "VOLUNTARY", "arrested_at": ""}, [("VOLUNTARY", "2026-02-01")]),
        (
            {"suspect_role": "CHARGED", "arrested_at": "03/02/2026", "outcome_code": "1", "outcome_at": "05/02/2026"},
            [("ARRESTED", "2026-02-03"), ("CHARGED", "2026-02-05")],
        ),
        ({"suspect_role": "SOMETHING", "arrested_at": ""}, []),
    ],
)
def test_what_was_done_with_a_suspect_is_dated(load, file, values, statuses):
    header = [*HEADER, "suspect_role", "arrested_at", "outcome_at"]

    load(write(file, GOOD | values, header=header))

    found = InvolvementStatus.objects.order_by("on").values_list("status", "on")
    assert [(status, on.isoformat()) for status, on in found] == statuses


@pytest.mark.parametrize(
    ("outcome", "at", "is_open", "missing"),
    [
        ("0", "", True, False),
        ("", "", True, False),
        ("1", "05/02/2026", True, False),
        ("15", "05/02/2026", False, False),
        ("15", "", False, True),
    ],
)
def test_an_outcome_closes_a_case_and_a_charge_does_not(load, file, outcome, at, is_open, missing):
    load(write(file, GOOD | {"outcome_code": outcome, "outcome_at": at}, header=[*HEADER, "outcome_at"]))

    case = Case.objects.get()
    assert case.is_open is is_open
    assert ("outcome_at" in case.missing) is missing


def test_the_force_is_told_by_code_or_by_the_references(load, file, capsys):
    ForceFactory(code="43", name="Other")
    load(write(file, GOOD))
    assert Case.objects.get().force.code == "55"

    load(write(file, GOOD), force_code="43")
    assert ImportRun.objects.last().force.code == "43"


def test_a_first_import_needs_nothing_set_up(db, file):
    call_command("import_crimes", str(write(file, GOOD)), verbosity=0)

    assert Case.objects.get().force.code == "55"


def test_a_summary_is_printed_and_progress_on_request_only(load, file, capsys):
    call_command("import_crimes", str(write(file, GOOD)), progress=True)
    told = capsys.readouterr()
    assert told.out.startswith("1 rows: 1 RASSO crimes, 0 other crimes, 0 rows in quarantine")
    assert "rows/s" in told.err or "1/1" in told.err

    call_command("import_crimes", str(file), dry_run=True)
    told = capsys.readouterr()
    assert told.out.startswith("Dry run, nothing kept. ")
    assert told.err == ""


def test_two_imports_of_a_force_at_once_are_refused(load, file, capsys):
    other = psycopg2.connect(**connection.get_connection_params() | {"cursor_factory": None})
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [intake.IMPORTING, Force.objects.get().pk])
    try:
        assert refused(write(file, GOOD), capsys).startswith("Another import for Wessmere Police is running.")
    finally:
        other.close()
    assert load(file)["accepted"] == 1


def test_a_fault_in_a_batch_leaves_nothing_of_it_and_the_next_run_takes_it_up(load, file, monkeypatch):
    write(file, *[GOOD | {"crime_ref": f"55/{number}/26", "victim_id": f"V{number}"} for number in range(30)])
    monkeypatch.setattr(intake, "BATCH", 10)
    export = intake_file.open_export(file, {})
    assert intake.check(export, Force.objects.get(), now=datetime(2026, 11, 1, tzinfo=UTC)).rows == 30
    done = []

    def stop_after_two_batches(rows):
        done.append(rows)
        if len(done) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        intake.run(export, Force.objects.get(), now=datetime(2026, 11, 1, tzinfo=UTC), progress=stop_after_two_batches)
    assert Case.objects.count() == 20
    assert ImportRun.objects.get().finished_at is None

    report = load(file)

    assert report["accepted"] == 30
    assert "changed" not in report
    assert (Case.objects.count(), Victim.objects.count(), Suspect.objects.count()) == (30, 30, 1)
    assert ImportRun.objects.get().finished_at is not None


def test_a_report_is_not_written_over_the_export(db, file, capsys):
    before = write(file, GOOD).read_bytes()

    assert "--report and the export are the same file" in refused(file, capsys, report=file)
    assert file.read_bytes() == before


def test_the_report_is_json_in_the_agreed_order(load, tmp_path, file):
    assert list(load(write(file, GOOD))) == list(expected())
    assert json.loads((tmp_path / "report.json").read_text())["rows"] == 1
