"""Every worked example of tests/rules/clocks*.yaml and of the published examples.json, through the pure rules."""

import json
from pathlib import Path

import pytest
import yaml

from soteria.clocks.holidays import england_and_wales
from soteria.clocks.management.commands.explain_clocks import as_json
from soteria.clocks.reference import bundled
from soteria.clocks.rules import clocks_from
from soteria.clocks.timeline import moment, read_timeline

HERE = Path(__file__).parent.parent
EXAMPLES = json.loads((HERE / "data" / "clocks" / "examples.json").read_text())
WORKED = [
    example
    for path in sorted((HERE / "rules").glob("clocks*.yaml"))
    for example in yaml.load(path.read_text(), Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes only text
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["name"])
def test_published_example(example):
    clocks = {clock["clock"]: clock for clock in explained(example)}

    for name, expected in example["expect"].items():
        assert {field: clocks[name][field] for field in expected} == expected


@pytest.mark.parametrize("example", WORKED, ids=lambda example: example["name"])
def test_worked_example(example):
    clocks = explained(_typed(example))

    names = [clock["clock"] for clock in clocks]
    assert not set(example.get("absent", [])) & set(names)
    for name, expected in example.get("expect", {}).items():
        assert names.count(name) == 1
        check(clocks[names.index(name)], expected)
    for name, dues in example.get("dues", {}).items():
        assert [clock["due"] for clock in clocks if clock["clock"] == name] == dues
    for name, states in example.get("states", {}).items():
        assert [clock["state"] for clock in clocks if clock["clock"] == name] == states


def test_every_clock_of_the_contract_has_a_worked_example():
    named = {name for example in WORKED for kind in ("expect", "dues", "states") for name in example.get(kind, {})}
    thresholds = {name.removeprefix("due_soon.") for name in bundled().names() if name.startswith("due_soon.")}

    assert named == thresholds


def check(clock, expected):
    """Each field as given; `authority` and `working` only have to hold the words; `working` must not hold `never`."""
    for field, value in expected.items():
        if field == "never":
            assert value not in " ".join(clock["working"])
        elif field in ("authority", "working"):
            assert value in " ".join([*clock["working"]] if field == "working" else [clock["authority"]])
        else:
            assert clock[field] == value


def explained(timeline):
    now = moment(timeline.get("as_of", "2026-11-22T12:00"))
    return [as_json(clock) for clock in clocks_from(read_timeline(timeline), bundled(), england_and_wales(), now)]


def _typed(example):
    """BaseLoader gives only text, so that dates stay as they are written; numbers and truth values are put back."""
    return json.loads(json.dumps(example).replace('"true"', "true").replace('"false"', "false"), object_hook=_numbers)


def _numbers(item):
    return {key: int(value) if key == "to_months" else value for key, value in item.items()}
