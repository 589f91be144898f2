"""The model: our sums are Splink's, its file is read or refused, and long lists are read the same by two processes."""

import csv
import json
from dataclasses import replace
from datetime import date

import pytest
from splink import DuckDBAPI, Linker

from cases.rules.intake_file import BadFile
from suspects.linkage import chances, families, model, people_file, training, workbench
from suspects.linkage.families import Signs
from suspects.linkage.model import BadModel
from suspects.linkage.people import Person
from suspects.linkage.scoring import score_pairs
from suspects.rules.linking import Band, band
from tests.bench import crowd
from tests.suspects.linking import ELSEWHERE, KNOWN, PLAIN, like


def some(entries: int = 24) -> list[Person]:
    """Invented people with second entries among them."""
    rows = [dict(zip(crowd.HEADING, row, strict=True)) for row in crowd.rows(entries, seed=5)]
    found = [
        Person(row["id"], row["surname"], row["forenames"], (), _day(row["date_of_birth"]), row["sex"], row["pnc_id"])
        for row in rows
    ]
    return [
        *found,
        KNOWN,
        like(addresses=(ELSEWHERE,)),
        like(PLAIN, id="moved", surname="Orlando", forenames="Thornquist"),
    ]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def test_a_weight_is_what_splink_gives():
    people, by = some(), model.shipped()
    with workbench.opened() as database:
        workbench.load(database, workbench.tables(people))
        given = model.settings(by) | {"blocking_rules_to_generate_predictions": [{"blocking_rule": "1=1"}]}
        linker = Linker(DuckDBAPI(connection=database).register("people", table_name="x"), given, log_level=None)
        splink = linker.inference.predict().as_record_list()
        ids = dict(database.execute("SELECT idx, id FROM people").fetchall())
    weights = {(ids[row["idx_l"]], ids[row["idx_r"]]): row["match_weight"] for row in splink}

    ours = score_pairs(people, list(weights))

    assert len(weights) == len(people) * (len(people) - 1) // 2
    # Splink does not bound a single fact at 20 bits, nor round to hundredths.
    bounded = [pair for pair in ours if all(abs(part.weight) < model.MOST for part in pair.parts[1:])]
    assert len(bounded) > 300
    assert all(abs(weights[pair.left, pair.right] - pair.weight) < 0.06 for pair in bounded)


def test_a_model_is_kept_and_read_again(tmp_path):
    model.write(model.shipped(), tmp_path / "m.json")

    assert model.read(tmp_path / "m.json") == model.shipped()


@pytest.mark.parametrize(
    "text", ["", "{}", json.dumps({"version": "1", "about": {}, "settings": {"comparisons": [{}]}})]
)
def test_what_is_no_model_is_refused(text, tmp_path):
    (tmp_path / "m.json").write_text(text)

    with pytest.raises(BadModel):
        model.read(tmp_path / "m.json")


def test_more_agreement_never_weighs_less():
    for fact in model.shipped().facts:
        assert fact.degrees[0].weight > 0 > fact.degrees[-1].weight


def test_true_pairs_are_not_taken_for_chance():
    by = replace(training.untrained(), chance=0.01)
    place = [fact.name for fact in by.facts].index("pnc")
    alike = tuple(0 for _ in by.facts)
    unlike = tuple(len(fact.degrees) - 1 for fact in by.facts)

    learnt = chances.learnt(by, {alike: 1_000, unlike: 99_000})

    assert learnt.facts[place].degrees[0].u < 1e-4


@pytest.mark.parametrize(
    ("signs", "lifted"),
    [
        (Signs(60, 2, 90, 9), ()),
        (Signs(350, 240, 40, 60), (3, 5, 4, 6)),
        (Signs(350, 240, 90, 9), (3, 5)),
        (Signs(19, 19, 0, 19), ()),
        (Signs(0, 0, 0, 0), ()),
    ],
)
def test_only_clear_signs_lift_a_guard(signs, lifted):
    assert signs.lifted == lifted


def test_a_lifted_guard_is_told():
    assert "other surnames" in families.words((3, 5))
    assert "by a generation" in families.words((4, 6))


def test_two_processes_read_what_one_reads(tmp_path):
    crowd.write(tmp_path / "in.csv", 11_000)
    one, two = (people_file.open_people(tmp_path / "in.csv", None, "who") for _ in range(2))

    alone = [row for chunk in workbench.tables(one.people()) for row in chunk.to_pylist()]
    shared = [row for chunk in two.shared_out(lambda rows: None) for row in chunk.to_pylist()]

    assert shared == alone
    assert two.truth == one.truth


def test_faults_of_both_processes_are_told(tmp_path):
    with (tmp_path / "in.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["id", "dob"], *([n, "soon" if n % 4_000 == 0 else ""] for n in range(1, 9_001))])
    read = people_file.open_people(tmp_path / "in.csv")

    assert sum(len(chunk) for chunk in read.shared_out(lambda rows: None)) == 9_000
    assert [fault.split(":")[0] for fault in read.faults] == ["Row 4,000", "Row 8,000"]


def test_a_file_that_cannot_be_read_on_is_told_of_by_a_process_as_by_one_reader(tmp_path):
    (tmp_path / "in.csv").write_text('id,surname\n1,Ash\n2,"Oak\n')
    alone, shared = (people_file.open_people(tmp_path / "in.csv") for _ in range(2))

    with pytest.raises(BadFile, match="never closed"):
        list(alone.people())
    with pytest.raises(BadFile, match="never closed"):
        list(shared.shared_out(lambda rows: None))


def test_a_file_without_rows_is_refused_when_it_is_read(tmp_path):
    (tmp_path / "in.csv").write_text("id,surname\n")

    with pytest.raises(BadFile, match="no rows below it"):
        list(people_file.open_people(tmp_path / "in.csv").people())


@pytest.mark.parametrize(
    ("weight", "block", "expected"),
    [
        (20, "", Band.PROPOSE),
        (19.99, "", Band.QUEUE),
        (30, "twins", Band.QUEUE),
        (5, "", Band.QUEUE),
        (4.99, "", Band.IGNORE),
    ],
)
def test_a_band_is_by_weight_and_a_guard_forbids_proposing(weight, block, expected):
    assert band(weight, block) is expected
