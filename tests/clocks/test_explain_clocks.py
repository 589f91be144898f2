"""The command: its JSON, its one plain line for what it cannot read, and that it needs no database."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).parents[2]
EXAMPLES = json.loads((ROOT / "tests" / "data" / "clocks" / "examples.json").read_text())
ARREST = {"event": "arrest", "at": "2026-01-12T14:00"}


@pytest.fixture
def explain(tmp_path):
    """Runs the command on an object (or raw bytes); gives its exit code, its JSON and what it said on stderr."""

    def run(content, *options):
        path = tmp_path / "timeline.json"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return _run(str(path), *options)

    return run


def _run(*arguments):
    out, err = StringIO(), StringIO()
    try:
        call_command("explain_clocks", *arguments, stdout=out, stderr=err, no_color=True)
    except SystemExit as end:
        return end.code, out.getvalue(), err.getvalue()
    return 0, json.loads(out.getvalue()), err.getvalue()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["name"])
def test_published_examples(explain, example):
    code, printed, said = explain(example)

    clocks = {clock["clock"]: clock for clock in printed["clocks"]}
    assert (code, said) == (0, "")
    for name, expected in example["expect"].items():
        assert {field: clocks[name][field] for field in expected} == expected


def test_a_clock_has_these_names_and_no_others(explain):
    _, printed, _ = explain({"events": [ARREST]})

    assert list(printed) == ["clocks"]
    assert [list(clock) for clock in printed["clocks"]] == [
        ["clock", "starts", "due", "act_by", "state", "authority", "working"]
    ]
    assert all(isinstance(line, str) for line in printed["clocks"][0]["working"])


def test_clocks_come_in_order_of_due(explain):
    events = [
        {"event": "biometrics_taken", "at": "2026-01-12T14:00"},
        {"event": "victim_phone_taken", "at": "2026-01-12T23:30"},
        ARREST,
        {"event": "reported", "at": "2026-01-09"},
    ]

    _, printed, _ = explain({"events": events})

    # A date is due at the end of its day, so half past eleven that night comes before it.
    assert [clock["due"] for clock in printed["clocks"]] == [
        "2026-01-13T23:30:00+00:00",
        "2026-01-13",
        "2026-01-13",
        "2029-01-11",
        "2029-01-11",
    ]


def test_no_events_give_no_clocks(explain):
    assert explain({"events": []}) == (0, {"clocks": []}, "")


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        ("2026-01-11", "running"),
        ("2026-01-12T14:00", "due_soon"),
        ("2026-01-13T23:59", "due_soon"),
        ("2026-01-14", "overdue"),
        ("2026-01-14T00:30+01:00", "due_soon"),
    ],
)
def test_states_are_judged_as_of_the_moment_given(explain, as_of, state):
    _, printed, _ = explain({"events": [ARREST]}, "--as-of", as_of)

    assert printed["clocks"][0]["state"] == state


def test_without_a_moment_it_is_now(explain, time_machine):
    time_machine.move_to(datetime(2026, 1, 14, 1, tzinfo=UTC))

    _, printed, _ = explain({"events": [ARREST]})

    assert printed["clocks"][0]["state"] == "overdue"


def test_a_victim_without_enhanced_rights(explain):
    _, printed, _ = explain({"victim": {"enhanced": False}, "events": [ARREST]})

    assert printed["clocks"][0]["due"] == "2026-01-19"


def test_a_subject_is_kept_where_one_is_named(explain):
    _, printed, _ = explain({"events": [{**ARREST, "subject": "Ä"}]})

    assert printed["clocks"][0]["subject"] == "Ä"


def test_an_offset_and_summer_time_give_the_london_date(explain):
    _, printed, _ = explain({"events": [{"event": "arrest", "at": "2026-06-30T23:30:00+00:00"}]})

    assert printed["clocks"][0]["starts"] == "2026-07-01"


def test_a_byte_order_mark_is_no_fault(explain):
    code, _, _ = explain(b"\xef\xbb\xbf" + json.dumps({"events": [ARREST]}).encode())

    assert code == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is not JSON text"),
        (b"{", "is not JSON text"),
        (b"\xff\xfe\x00", "is not JSON text"),
        (b"[" * 100_000, "is not JSON text"),
        (b"9" * 10_000, "is not JSON text"),
        ([], 'a list of "events"'),
        (None, 'a list of "events"'),
        ({}, 'a list of "events"'),
        ({"events": "arrest"}, 'a list of "events"'),
        ({"victim": [], "events": []}, '"victim" must be an object'),
        ({"victim": {"enhanced": "yes"}, "events": []}, "true or false"),
        ({"victim": {"enhanced": None}, "events": []}, "true or false"),
        ({"events": ["arrest"]}, "Event 1 must be an object"),
        ({"events": [{"at": "2026-01-12T14:00"}]}, 'Event 1: "event" must name'),
        ({"events": [{"event": 7, "at": "2026-01-12T14:00"}]}, 'Event 1: "event" must name'),
        ({"events": [{**ARREST, "subject": 7}]}, "subject"),
        ({"events": [ARREST, {**ARREST, "event": "arested"}]}, 'Event 2: "arested" is not a known event'),
        ({"events": [{**ARREST, "event": "arr\nest\u2028"}]}, "is not a known event"),
        ({"events": [{**ARREST, "event": "x" * 500}]}, "…"),
        ({"events": [{"event": "arrest"}]}, 'Event 1 ("arrest") has no "at"'),
        ({"events": [{"event": "arrest", "at": None}]}, '"at" cannot be null'),
        ({"events": [{"event": "arrest", "at": 20260112}]}, '"at" cannot be 20260112'),
        ({"events": [{"event": "arrest", "at": "2026-02-30T10:00"}]}, '"2026-02-30T10:00"'),
        ({"events": [{"event": "arrest", "at": "12/01/2026"}]}, '"12/01/2026"'),
        ({"events": [{"event": "arrest", "at": "2026-01-12T25:00"}]}, '"2026-01-12T25:00"'),
        ({"events": [{"event": "arrest", "at": "9999-12-31T23:59"}]}, "from 1900 to 2200"),
        ({"events": [{"event": "arrest", "at": "0001-01-01T00:00:00+14:00"}]}, "from 1900 to 2200"),
        ({"events": [{"event": "arrest", "at": "2026-03-29T01:30"}]}, "went forward"),
        ({"events": [{**ARREST, "qualifying": "yes"}]}, '"qualifying" cannot be "yes": use true or false'),
        ({"events": [{**ARREST, "event": "bail_granted", "route": "s99"}]}, '"route" cannot be "s99": use s37(2), '),
        ({"events": [{**ARREST, "event": "bail_granted", "route": ["s37(2)"]}]}, '"route" cannot be'),
        ({"events": [{**ARREST, "event": "bail_extended"}]}, 'bail_extended needs "rank"'),
        ({"events": [{**ARREST, "event": "bail_extended", "rank": "sergeant"}]}, '"rank" cannot be "sergeant"'),
        ({"events": [{**ARREST, "event": "bail_extended", "rank": "magistrates"}]}, 'needs "to_months"'),
        *[
            (
                {"events": [{**ARREST, "event": "bail_extended", "rank": "magistrates", "to_months": months}]},
                "whole number",
            )
            for months in (0, -3, 121, 1.5, "12", True)
        ],
        ({"events": [{**ARREST, "event": "victim_told"}]}, 'victim_told needs "of"'),
        ({"events": [{**ARREST, "event": "victim_told", "of": "weather"}]}, '"of" cannot be "weather"'),
        ({"events": [{**ARREST, "event": "nfa", "by": "judge"}]}, "police or cps"),
        ({"events": [{**ARREST, "arrest": 7}]}, "use the name of an arrest"),
        ({"events": [{**ARREST, "arrest": " "}]}, "use the name of an arrest"),
        (
            {"events": [ARREST, {**ARREST, "event": "bail_granted", "arrest": "NH/1"}]},
            'Event 2 ("bail_granted") names "NH/1", which is the name of no arrest in the timeline',
        ),
    ],
)
def test_what_cannot_be_read_is_one_plain_line(explain, content, words):
    code, printed, said = explain(content)

    assert (code, printed) == (2, "")
    assert words in said
    assert said.endswith("\n")
    assert len(said.splitlines()) == 1
    assert len(said) < 400


@pytest.mark.parametrize("as_of", ["tomorrow", "2026-02-30", "", "99999-01-01"])
def test_an_impossible_moment_is_one_plain_line(explain, as_of):
    code, _, said = explain({"events": []}, "--as-of", as_of)

    assert code == 2
    assert said.startswith("--as-of cannot be ")
    assert len(said.splitlines()) == 1


def test_a_missing_file_a_folder_and_an_impossible_name_are_one_plain_line(tmp_path):
    for path in (tmp_path / "none.json", tmp_path, Path("a\0b"), tmp_path / ("x" * 300)):
        code, _, said = _run(str(path))

        assert code == 2
        assert len(said.splitlines()) == 1


def test_it_runs_without_a_database_or_servers(tmp_path):
    path = tmp_path / "timeline.json"
    path.write_text(json.dumps({"events": [ARREST]}))
    bare = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")}

    done = subprocess.run(
        [sys.executable, "manage.py", "explain_clocks", str(path)],
        cwd=ROOT,
        env={**bare, "SOTERIA_VAR": str(tmp_path / "var")},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["clocks"][0]["clock"] == "code.arrest_notice"
    assert not (tmp_path / "var" / "postgres").exists()
