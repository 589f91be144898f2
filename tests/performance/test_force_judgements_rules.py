"""What the analyst of an invented force writes: bounded, short, one at a time, and no surer than is said."""

from random import Random
from statistics import correlation

import pytest
from hypothesis import given
from hypothesis import strategies as st

from performance.rules.force import careers, judgements
from performance.rules.force.careers import report_of
from performance.rules.force.chances import lots_of
from performance.rules.force.judgements import AMONG, LEAST, MOST, SKILL, points_of, read
from suspects.rules import judgements as law


def test_its_bounds_are_those_of_a_judgement():
    assert MOST == law.POINTS
    assert max(judgements.LASTS._values) <= law.DAYS


@given(st.integers(0, 10**6), st.floats(0, 20), st.lists(st.floats(0, 1000), min_size=1, max_size=8))
def test_each_is_within_its_bounds_and_ends_before_the_next_begins(seed, hazard, days):
    named = sorted(days)
    written = list(read(Random(seed), hazard, named))
    assert len(written) == len(named)
    spans = [(day + one.after, one) for day, of in zip(named, written, strict=True) for one in of]
    for (begins, one), (following, _) in zip(spans, spans[1:], strict=False):
        assert following > begins + one.lasts
    assert all(LEAST <= abs(one.points) <= MOST and one.after > 0 and one.waits > 0 for _, one in spans)


def test_what_is_read_has_the_correlation_with_the_truth_that_is_said():
    lots, pairs = Random(3), []
    for middle, spread in [AMONG[0]] * 6000:
        truth = lots.gauss(0, 1)
        pairs.append((truth, points_of(lots, 2.718281828 ** (middle + spread * truth), 1)))
    assert correlation(*zip(*pairs, strict=True)) == pytest.approx(SKILL, abs=0.04)


def test_the_hazards_beside_which_it_is_read_are_those_of_the_force():
    """Otherwise everybody would be given points, or nobody: half are read above and half below."""
    lots = Random(1)
    by_times: dict[int, list[int]] = {1: [], 2: [], 3: []}
    seen: dict[int, int] = {}
    for number in range(20_000):
        one = report_of(1, number)
        if one.place is not None:
            seen[one.place] = seen.get(one.place, 0) + 1
            by_times[min(3, seen[one.place])].append(points_of(lots, one.hazard * 365.25, seen[one.place]))
    for points in by_times.values():
        assert abs(sum(points) / len(points)) < 1.5


def test_few_are_written_and_most_of_them_of_people_named_before():
    made = [report_of(1, number) for number in range(12_000)]
    written = [one for one in made if one.judged]
    assert 0.01 < len(written) / len(made) < 0.06
    named_before = sum(one.again for one in written) / len(written)
    assert named_before > 2 * sum(one.again for one in made) / len(made)
    assert all(one.kind == "known" for one in written)


def test_writing_takes_no_lots_from_a_life():
    """The lives of a block come out the same where nobody writes anything between them."""
    lots = lots_of(6, careers.BLOCKS_FROM)
    wanted = [careers.KINDS.draw(lots) for _ in range(careers.BLOCK)].count("known")
    alone: list[float] = []
    for place in range(wanted):
        alone += [one.days for one in careers._life(lots, place)]
    made = [report_of(6, number) for number in range(careers.BLOCK)]
    named = [one.days for one in made if one.place is not None]
    assert sorted(named) == sorted(alone[:wanted])
