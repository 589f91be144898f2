"""Days of harm come from the Cambridge workbook, whole or not at all, and move no score by themselves."""

import zipfile
from io import StringIO

import pytest
from django.core.management import call_command

from soteria.audit.models import AuditEvent
from suspects.models import GravityTable, GravityWeight, ScoreVersion
from suspects.queries.weights import weights_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
HEADER = "FULL_OFFENCE_TITLE,CCHI Score,GROUP,SUB_GROUP\n"
GOOD = HEADER + (
    "Rape of a Female aged 16 or over,1825,Sexual offences,Rape\n"
    "19E Rape of a female child under 13 by a male,2920,Sexual offences,Rape\n"
    "Rape of a female (EXPIRED 2004),1825,Sexual offences,Rape\n"
    'Piracy,"3,650",Other,Other\n'
)
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def load(path, *options):
    out, err = StringIO(), StringIO()
    code = 0
    try:
        call_command("load_gravity", str(path), *options, stdout=out, stderr=err)
    except SystemExit as end:
        code = end.code
    return code, out.getvalue(), err.getvalue().splitlines()


def written(tmp_path, text, name="cchi.csv"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def workbook(path, sheet_name="CCHI 2026 values sheet"):
    """A workbook of two sheets, as Excel writes it: shared and inline texts, numbers, and a cell left out."""
    cells = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>CCHI Score</t></is></c>'
        '<c r="D1" t="s"><v>1</v></c><c r="E1" t="s"><v>2</v></c></row>'
        '<row r="2"><c r="A2" t="s"><v>3</v></c><c r="B2"><v>1825</v></c><c r="D2" t="s"><v>4</v></c></row>'
    )
    texts = ("FULL_OFFENCE_TITLE", "GROUP", "SUB_GROUP", "19C Rape of a female aged 16 or over", "Sexual offences")
    parts = {
        "xl/workbook.xml": f'<workbook {NS} xmlns:r="{RELS}"><sheets><sheet name="Notes" sheetId="1" r:id="r1"/>'
        f'<sheet name="{sheet_name}" sheetId="2" r:id="r2"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="r2" Target="/xl/worksheets/sheet2.xml"/></Relationships>',
        "xl/sharedStrings.xml": f"<sst {NS}>" + "".join(f"<si><t>{text}</t></si>" for text in texts) + "</sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet {NS}><sheetData/></worksheet>",
        "xl/worksheets/sheet2.xml": f"<worksheet {NS}><sheetData>{cells}</sheetData></worksheet>",
    }
    with zipfile.ZipFile(path, "w") as book:
        for name, text in parts.items():
            book.writestr(name, text)
    return path


def test_a_table_is_kept_beside_the_one_in_use_and_moves_no_score(tmp_path):
    path = written(tmp_path, GOOD)

    code, said, faults = load(path, "--code", "cchi-2026")

    assert (code, faults) == (0, []) and "3 offences read from cchi.csv, 1 expired ones left out" in said
    table = GravityTable.objects.get(code="cchi-2026")
    rows = {row.title: row for row in table.weights.filter(source__startswith="Cambridge Crime Harm Index, 2026")}
    assert rows["Rape of a Female aged 16 or over"].offence_class == "19C"
    assert rows["19E Rape of a female child under 13 by a male"].offence_class == "19E"
    assert (rows["Piracy"].offence_class, rows["Piracy"].days) == ("", 3650)
    assert not rows["Piracy"].needs_confirmation and rows["Piracy"].confidence == "C"
    # A class of which the file says nothing keeps its provisional days, still marked as such.
    kept = table.weights.get(offence_class="88E")
    assert kept.days == 10 and kept.needs_confirmation and "88E" in said
    assert ScoreVersion.objects.in_force(table.loaded_at.date()).gravity.code == "provisional"
    assert AuditEvent.objects.get(verb="gravity.loaded").after["titles"] == table.weights.count()


def test_the_same_file_again_is_the_same_table_and_another_wants_another_name(tmp_path):
    load(written(tmp_path, GOOD), "--code", "a")
    assert load(written(tmp_path, GOOD), "--code", "a")[0] == 0

    code, _, faults = load(written(tmp_path, GOOD.replace("1825,", "1826,")), "--code", "a")

    assert code == 2 and faults == [
        "A table called a is held already and says something else. Give this one another --code."
    ]
    assert GravityTable.objects.filter(code="a").count() == 1


def test_a_dry_run_writes_nothing(tmp_path):
    code, said, _ = load(written(tmp_path, GOOD), "--dry-run")

    assert code == 0 and "Nothing is written" in said
    assert GravityTable.objects.count() == 1 and not AuditEvent.objects.filter(verb="gravity.loaded").exists()


def test_the_workbook_itself_is_read(tmp_path):
    code, said, faults = load(workbook(tmp_path / "Cambridge-CCHI-2026-update.xlsx"))

    assert (code, faults) == (0, []) and "1 offences read" in said
    row = GravityWeight.objects.get(table__code="Cambridge-CCHI-2026-update", offence_class="19C")
    assert (row.title, row.days, row.group) == ("19C Rape of a female aged 16 or over", 1825, "Sexual offences")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ["The file is empty: its first line must name the columns."]),
        (
            "FULL_OFFENCE_TITLE,GROUP\n",
            ["The file lacks the column CCHI SCORE.", "The file lacks the column SUB_GROUP."],
        ),
        (HEADER, ["The file holds no offence that is in force."]),
        (
            HEADER + "Rape,many,a,b\n,5,a,b\nPiracy,-1,a,b\nTheft,3,a,b\ntheft!,4,a,b\n" + "x" * 301 + ",1,a,b\n",
            [
                "Line 2: CCHI Score “many” is not a number of days from 0 to 36,500.",
                "Line 3: FULL_OFFENCE_TITLE is empty.",
                "Line 4: CCHI Score “-1” is not a number of days from 0 to 36,500.",
                "Line 6: “theft!” is on line 5 already.",
                "Line 7: FULL_OFFENCE_TITLE has more than 300 characters.",
            ],
        ),
    ],
)
def test_each_bad_thing_is_one_plain_line_and_nothing_is_written(tmp_path, text, lines):
    code, said, faults = load(written(tmp_path, text))

    assert (code, faults, said) == (2, lines, "")
    assert GravityTable.objects.count() == 1


def test_a_file_that_is_no_such_file_is_refused(tmp_path):
    latin = written(tmp_path, "FULL_OFFENCE_TITLE,caf\xe9\n".encode("latin-1"), "latin.csv")
    assert load(latin)[::2] == (2, [f"{latin} is not text in UTF-8."])
    fake = written(tmp_path, b"not a zip", "fake.xlsx")
    assert load(fake)[::2] == (2, [f"{fake}: this is not an .xlsx workbook."])
    assert load(tmp_path / "none.csv")[::2] == (2, [f"{tmp_path}/none.csv cannot be read: no such file or directory."])
    broken = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(broken, "w") as book:
        book.writestr("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    assert load(broken)[::2] == (2, [f"{broken}: the workbook is damaged, or of a kind that cannot be read."])
    many = written(tmp_path, HEADER + "".join(f"Offence {n},x,a,b\n" for n in range(60)))
    assert load(many)[2][-1] == "And 10 more." and len(load(many)[2]) == 51


def test_the_lowest_title_of_a_class_counts_and_a_floor_is_force_policy(tmp_path):
    version = ScoreVersion.objects.get(code="p2")
    assert weights_in(version).harm_days("20A") == 182 and weights_in(version).harm_days("8Q") == 10

    version.weights.filter(kind="floor", code="8Q").update(value=182)

    assert weights_in(version).harm_days("8Q") == 182 and weights_in(version).harm_days("99Z") == 0
    assert "not the Cambridge" in version.weights.get(kind="floor", code="8Q").source
