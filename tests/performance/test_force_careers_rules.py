"""The hidden lives behind an invented force's reports: as unequal as published, the same from the same seed."""

import ast
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from performance.rules.force import careers
from performance.rules.force.careers import BLOCK, WINDOW, report_of

COUNT = 12_000


@pytest.fixture(scope="module")
def made() -> list[careers.Report]:
    return [report_of(1, number) for number in range(COUNT)]


@pytest.fixture(scope="module")
def of_person(made) -> dict[int, list[careers.Report]]:
    found = defaultdict(list)
    for one in made:
        if one.place is not None:
            found[one.place].append(one)
    return found


def test_a_quarter_of_the_reports_that_name_somebody_come_from_a_tenth_of_those_named(of_person):
    often = {place for place, reports in of_person.items() if len(reports) > 1}
    assert 0.085 < len(often) / len(of_person) < 0.12
    reports = sum(map(len, of_person.values()))
    assert 0.22 < sum(len(of_person[place]) for place in often) / reports < 0.29


def test_whoever_is_said_to_be_reported_again_is(of_person):
    for reports in of_person.values():
        assert {one.again for one in reports} == {len(reports) > 1}


def test_the_other_shares_are_as_published(made):
    assert sum(one.kind == "known" for one in made) / COUNT == pytest.approx(0.84, abs=0.02)
    delays = Counter(one.delay[0] for one in made)
    assert (delays[1826] + delays[9000]) / COUNT == pytest.approx(0.33, abs=0.02)
    of_women = Counter(one.relationship for one in made if one.sex == "F" and one.kind == "known")
    assert of_women["partner"] / of_women.total() == pytest.approx(0.42, abs=0.04)
    assert sum(one.code in ("19C", "19F", "19D") for one in made) / COUNT == pytest.approx(0.4, abs=0.03)


def test_reports_are_spread_evenly_over_the_window(made):
    years = Counter(int(3 * one.days / WINDOW) for one in made)
    assert set(years) == {0, 1, 2}
    assert max(years.values()) / min(years.values()) < 1.15


def test_hazards_differ_so_that_being_reported_twice_foretells_more(of_person):
    """Were everybody alike, a person with two reports in the first half would be met no more often in the second."""
    again = {False: Counter(), True: Counter()}
    for reports in of_person.values():
        before = sum(one.days < WINDOW / 2 for one in reports)
        if before:
            again[before > 1][any(one.days >= WINDOW / 2 for one in reports)] += 1
    once, twice = (again[key][True] / again[key].total() for key in (False, True))
    assert twice > 3 * once


def test_a_report_depends_on_its_seed_and_number_alone():
    careers._block.cache_clear()
    late = report_of(4, 5 * BLOCK + 3)
    careers._block.cache_clear()
    assert [report_of(4, number) for number in range(6 * BLOCK)][5 * BLOCK + 3] == late
    assert report_of(5, 5 * BLOCK + 3) != late


def test_a_victim_who_is_named_again_is_harmed_by_the_same_person_in_the_same_way(of_person):
    again = [one for reports in of_person.values() for one in reports if one.victim_since is not None]
    assert again
    by_victim = defaultdict(list)
    for one in again:
        by_victim[one.place, one.victim].append(one)
    for reports in by_victim.values():
        assert len({(one.code, one.sex, one.relationship, one.victim_since) for one in reports}) == 1
        assert all(one.victim_since <= one.days - one.delay[1] for one in reports)


def test_no_score_is_read_in_making_a_force():
    """A score cannot be judged by reports that were made from it."""
    for file in Path(careers.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not any(name.split(".")[0] == "suspects" for name in names)


def test_nobody_is_reported_for_what_they_did_while_held(of_person):
    held = [
        (one.days + one.charge.held_after, reports)
        for reports in of_person.values()
        for one in reports
        if one.charge and one.charge.held_after is not None
    ]
    assert held
    assert all(report.days <= since for since, reports in held for report in reports)
