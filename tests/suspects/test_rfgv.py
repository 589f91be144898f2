"""The base score: every worked example, and what must hold of any allegations at all."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from suspects.rules.rfgv import Allegation, Parameters, faded, ranks, score, score_of, terms_of

AS_OF = date(2026, 11, 21)
WORKED = yaml.safe_load((Path(__file__).parent.parent / "rules" / "rfgv.yaml").read_text())

weights = st.sampled_from([0.0, 0.5, 0.7, 0.8, 1.0]) | st.integers(0, 10_000).map(lambda n: n / 10_000)
days = st.integers(-50, 15_000).map(lambda n: AS_OF - timedelta(days=n))
rows_of = st.lists(
    st.builds(
        Allegation,
        incident=st.integers(0, 6),
        victim=st.integers(0, 6),
        offence_end=st.none() | days,
        report_date=days,
        harm_days=st.sampled_from([0.0, 10.0, 182.0, 1825.0, 2920.0, 5475.0])
        | st.integers(0, 600_000).map(lambda n: n / 100),
        status_weight=weights,
        vulnerability=weights,
    ),
    max_size=12,
)
often = settings(max_examples=400, deadline=None)


def parts(one):
    return [one.recency, one.frequency, one.gravity, one.victim, one.base]


def allegation(row, turn, apart):
    reported = row.get("reported", row.get("age"))
    end = row.get("offence") or (AS_OF - timedelta(days=row["age"] + turn * apart) if "age" in row else None)
    return Allegation(
        incident=(row.get("incident", 1), turn),
        victim=(row.get("victim", 1), turn),
        offence_end=end,
        report_date=AS_OF - timedelta(days=reported + turn * apart),
        harm_days=row["harm"],
        status_weight=row.get("s", 1),
        vulnerability=row.get("u", 0),
    )


@pytest.mark.parametrize("example", WORKED, ids=lambda example: example["name"])
def test_worked_example(example):
    turns = range(example.get("repeat", 1))
    rows = [allegation(row, turn, example.get("apart", 0)) for turn in turns for row in example["rows"]]

    found = score(rows, AS_OF)

    assert (found and parts(found)) == (example["expect"] and pytest.approx(example["expect"], abs=1e-4))


@given(rows_of)
@often
def test_each_component_lies_between_0_and_100(rows):
    found = score(rows, AS_OF)

    assert found is None or all(0 <= part <= 100 for part in parts(found))


@given(rows_of, rows_of)
@often
def test_one_more_allegation_never_lowers_the_base(rows, more):
    before, after = score(rows, AS_OF), score([*rows, *more], AS_OF)

    assert before is None or after.base >= before.base - 1e-9


@given(rows_of)
@often
def test_every_row_twice_changes_nothing(rows):
    assert score([*rows, *rows], AS_OF) == score(rows, AS_OF)


@given(rows_of, st.randoms(use_true_random=False))
@often
def test_the_order_of_the_rows_changes_nothing(rows, chance):
    shuffled = list(rows)
    chance.shuffle(shuffled)

    assert score(shuffled, AS_OF) == score(rows, AS_OF)


@given(rows_of, st.integers(0, 5000))
@often
def test_time_alone_never_raises_the_base(rows, later):
    before, after = score(rows, AS_OF), score(rows, AS_OF + timedelta(days=later))

    assert (before is None) == (after is None)
    assert before is None or after.base <= before.base + 1e-9


@given(rows_of)
@often
def test_not_scored_exactly_when_no_row_counts(rows):
    assert (score(rows, AS_OF) is None) == (not any(row.status_weight for row in rows))


def test_the_constants_are_arguments():
    row = Allegation(1, 1, AS_OF - timedelta(days=100), AS_OF, 1825, 1, 0)

    found = score([row], AS_OF, Parameters(half_life_days=100, report_credit=0, gravity_power=1, harm_floor=0))

    assert (found.recency, found.gravity) == pytest.approx((50, 100 * 1825 / 2 / 5475))


def test_equal_bases_share_a_rank_and_the_next_is_left_out():
    assert ranks({"a": 10.0, "b": 50.0, "c": 10.0000000001, "d": 5.0}) == {"b": 1, "a": 2, "c": 2, "d": 4}


known = st.integers(0, 15_000).map(lambda n: AS_OF - timedelta(days=n))


@given(rows_of, st.integers(0, 4000), st.lists(known, min_size=24, max_size=24))
@often
def test_where_no_fact_changes_a_later_score_follows_from_the_terms(rows, later, dates):
    """So a night costs one number a suspect, and not one allegation is read."""
    past = [
        row._replace(offence_end=row.offence_end and dates[2 * n], report_date=dates[2 * n + 1])
        for n, row in enumerate(rows)
    ]
    day = AS_OF + timedelta(days=later)

    terms = terms_of(past, AS_OF)

    expected = score(past, day)
    assert (terms is None) == (expected is None)
    if terms and expected:
        assert parts(score_of(faded(terms, later))) == pytest.approx(parts(expected), abs=1e-9)


@given(rows_of)
@often
def test_harm_that_lasts_and_harm_that_fades_are_never_negative(rows):
    terms = terms_of(rows, AS_OF)

    assert terms is None or min(terms.harm_lasting, terms.harm_fading) >= 0
