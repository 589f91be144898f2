"""`score_suspects`: the contract of the file, and every file that it must refuse; and those on record."""

import csv
import random
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from suspects.rules.rfgv import Allegation, ranks, score

HEADER = "suspect_id,incident_id,victim_id,offence_end,report_date,harm_days,status_weight,vulnerability"
GOOD = "S1,I1,V1,2026-11-21,2026-11-21,1825,1,0"


def run(tmp_path: Path, text: str | bytes, *more: str) -> tuple[int, str, Path]:
    """Write the text, score it, and return the exit code, what was said on stderr and where the answer would be."""
    source, target = tmp_path / "a.csv", tmp_path / "s.csv"
    source.write_bytes(text if isinstance(text, bytes) else text.encode())
    stderr, code = StringIO(), 0
    arguments = ["--input", str(source), "--output", str(target), "--as-of", "2026-11-21", *more]
    try:
        call_command("score_suspects", *arguments, stdout=StringIO(), stderr=stderr)
    except SystemExit as end:
        code = int(end.code)
    return code, stderr.getvalue(), target


def answers(target: Path) -> list[dict[str, str]]:
    with target.open(newline="") as file:
        return list(csv.DictReader(file))


def test_scores_are_written_highest_first_and_not_scored_is_empty(tmp_path):
    text = f"{HEADER}\nS2,I2,V2,2026-11-21,2026-11-21,10,0,0\n{GOOD}\nS3,I3,V3,,2026-10-02,182,1,0\n"

    code, said, target = run(tmp_path, text)

    assert (code, said) == (0, "")
    assert list(answers(target)[0]) == ["suspect_id", "recency", "frequency", "gravity", "victim", "base", "rank"]
    first, second, last = answers(target)
    assert (first["suspect_id"], first["rank"], float(first["base"])) == ("S1", "1", pytest.approx(48.9872, abs=1e-4))
    assert (second["suspect_id"], second["rank"], float(second["base"])) == (
        "S3",
        "2",
        pytest.approx(34.6827, abs=1e-4),
    )
    assert list(last.values()) == ["S2", "", "", "", "", "", ""]


def test_columns_may_come_in_any_order_with_others_among_them(tmp_path):
    text = "note," + ",".join(reversed(HEADER.split(","))) + "\n" + "x," + ",".join(reversed(GOOD.split(","))) + "\n\n"

    code, _, target = run(tmp_path, "\ufeff" + text)

    assert code == 0
    assert [row["suspect_id"] for row in answers(target)] == ["S1"]


def test_many_rows_are_scored_as_the_rule_scores_them(tmp_path):
    chance, rows = random.Random(7), []
    for number in range(2000):
        report = date(2026, 11, 21) - timedelta(days=chance.randrange(4000))
        end = "" if chance.random() < 0.02 else report - timedelta(days=chance.randrange(300))
        who = [f"S{chance.randrange(400)}", f"I{number % 1900}", f"V{chance.randrange(1000)}"]
        rows.append([*who, end, report, chance.choice([10, 182.25, 1825]), chance.choice([0, 0.5, 0.8, 1]), 0.3])
    text = HEADER + "\n" + "\n".join(",".join(map(str, row)) for row in rows)

    code, _, target = run(tmp_path, text)

    given: dict[str, list[Allegation]] = {}
    for suspect, incident, victim, end, *rest in rows:
        given.setdefault(suspect, []).append(Allegation(incident, victim, end or None, *rest))
    expected = {suspect: score(of, date(2026, 11, 21)) for suspect, of in given.items()}
    places = ranks({suspect: one.base for suspect, one in expected.items() if one})
    found = {row["suspect_id"]: row for row in answers(target)}
    assert code == 0
    assert found.keys() == expected.keys()
    for suspect, one in expected.items():
        shown = found[suspect]["base"]
        assert (float(shown) if shown else None) == (one and pytest.approx(one.base, abs=1e-9))
        assert found[suspect]["rank"] == str(places.get(suspect, ""))


def test_a_file_with_a_header_alone_has_nobody_in_it(tmp_path):
    code, _, target = run(tmp_path, HEADER + "\n")

    assert (code, answers(target)) == (0, [])


BAD = {
    "empty": ("", "is empty"),
    "binary": (b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe", "not text"),
    "zero bytes": (f"{HEADER}\n{GOOD}\0\n", "zero byte"),
    "utf-16": (f"{HEADER}\n{GOOD}\n".encode("utf-16"), "not text"),
    "missing column": (HEADER.replace("harm_days,", "") + "\n" + GOOD, "lacks the column harm_days"),
    "missing columns": ("suspect_id,base\nS1,4", "lacks the columns incident_id, victim_id"),
    "column twice": (f"{HEADER},suspect_id\n{GOOD},S1", "more than once"),
    "no such day": (f"{HEADER}\n{GOOD}\nS1,I2,V1,2026-02-30,2026-11-21,10,1,0", 'Line 3: offence_end "2026-02-30"'),
    "date of another style": (f"{HEADER}\nS1,I1,V1,21/11/2026,2026-11-21,10,1,0", "is not a date such as 2026-03-31"),
    "date in digits alone": (f"{HEADER}\nS1,I1,V1,20261121,2026-11-21,10,1,0", "is not a date"),
    "no report date": (f"{HEADER}\nS1,I1,V1,2026-11-21,,10,1,0", 'Line 2: report_date ""'),
    "status weight above 1": (f"{HEADER}\n{GOOD.replace(',1,0', ',1.01,0')}", 'status_weight "1.01" is not a number'),
    "negative status weight": (f"{HEADER}\n{GOOD.replace(',1,0', ',-0.1,0')}", "from 0 to 1"),
    "vulnerability above 1": (f"{HEADER}\n{GOOD.replace(',1,0', ',1,2')}", 'vulnerability "2" is not a number'),
    "vulnerability no number": (f"{HEADER}\n{GOOD.replace(',1,0', ',1,high')}", 'vulnerability "high"'),
    "not a number at all": (f"{HEADER}\n{GOOD.replace(',1,0', ',nan,0')}", 'status_weight "nan"'),
    "negative harm": (f"{HEADER}\n{GOOD.replace('1825', '-1')}", 'harm_days "-1"'),
    "endless harm": (f"{HEADER}\n{GOOD.replace('1825', '1e999')}", 'harm_days "1e999"'),
    "empty harm": (f"{HEADER}\n{GOOD.replace('1825', '')}", 'harm_days ""'),
    "too few cells": (f"{HEADER}\nS1,I1,V1", "Line 2: there are 3 cells where the first line names 8"),
    "too many cells": (f"{HEADER}\n{GOOD},1", "there are 9 cells"),
    "no suspect": (f"{HEADER}\n{GOOD[2:]}", "suspect_id is empty"),
    "no incident": (f"{HEADER}\n{GOOD.replace('I1', '')}", "incident_id is empty"),
    "open quote": (f'{HEADER}\n"S1,I1,V1\n{GOOD}\n', "is not CSV"),
    "control characters": (HEADER + "\n" + GOOD.replace("1825", "1\x1b[31m"), "harm_days"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_one_line_and_nothing_is_written(tmp_path, name):
    text, words = BAD[name]

    code, said, target = run(tmp_path, text)

    assert code == 2
    assert words in said
    assert said.count("\n") == 1 and said.strip().isprintable()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv"]
    assert not target.exists()


def test_an_older_answer_stays_when_the_new_file_is_bad(tmp_path):
    (tmp_path / "s.csv").write_text("kept")

    code, _, target = run(tmp_path, f"{HEADER}\nS1,I1,V1,never,2026-11-21,10,1,0")

    assert (code, target.read_text()) == (2, "kept")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--input", "no such file.csv", "--output", "s.csv"], "cannot be read: no such file"),
        (["--input", ".", "--output", "s.csv"], "cannot be read: is a directory"),
        (["--input", "a.csv", "--output", "nowhere/s.csv"], "cannot be written: no such file"),
        (["--input", "a.csv", "--output", "."], "cannot be written: it is not a file"),
        (["--input", "a.csv", "--output", "./a.csv"], "--output and --input are the same file"),
        (["--input", "a.csv"], "Give both --input and --output"),
        (["--output", "s.csv"], "Give both --input and --output"),
        (["--input", "a.csv", "--output", "s.csv", "--as-of", "soon"], "--as-of soon is not a date"),
    ],
)
def test_arguments_that_cannot_be_followed_are_refused_in_one_line(tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text(f"{HEADER}\n{GOOD}\n")
    stderr = StringIO()

    with pytest.raises(SystemExit) as end:
        call_command("score_suspects", *arguments, stderr=stderr)

    assert end.value.code == 2
    assert words in stderr.getvalue() and stderr.getvalue().count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv"]
