"""Small numbers: hidden where they point to few people, and never given away by what is shown beside them."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from performance.rules import suppression
from performance.rules.suppression import FEW, FEW_IN_ALL, FEW_LEFT_OUT, REVEALS

COUNTS = st.dictionaries(st.integers(0, 7), st.integers(0, 40), max_size=8)


@pytest.mark.parametrize(("number", "shown"), [(0, 0), (1, None), (4, None), (5, 5), (400, 400)])
def test_a_count_of_one_to_four_is_hidden_and_nought_is_not(number, shown):
    found = suppression.count(number)
    assert found.number == shown
    assert found.reason == (FEW if shown is None else "")


@pytest.mark.parametrize(
    ("numerator", "denominator", "why"),
    [
        (6, 60, ""),
        (0, 60, ""),
        (0, 0, ""),
        (3, 60, FEW),
        (58, 60, FEW_LEFT_OUT),
        (60, 60, ""),
        (5, 9, FEW_IN_ALL),
        (0, 4, FEW_IN_ALL),
    ],
)
def test_a_percentage_is_hidden_with_few_counted_few_left_out_or_few_in_all(numerator, denominator, why):
    assert suppression.rate_reason(numerator, denominator) == why


def test_one_hidden_team_takes_the_next_smallest_with_it():
    shown, total = suppression.cells({"north": 3, "south": 12, "west": 40})
    assert [shown[team].number for team in ("north", "south", "west")] == [None, None, 40]
    assert [shown["north"].reason, shown["south"].reason, total.number] == [FEW, REVEALS, 55]


def test_two_small_teams_that_add_up_to_too_little_take_a_third():
    shown, total = suppression.cells({"a": 1, "b": 1, "c": 30, "d": 60})
    assert [shown[team].number for team in "abcd"] == [None, None, None, 60]
    assert total.number == 92


def test_small_teams_that_hide_each_other_take_nobody_with_them():
    shown, total = suppression.cells({"a": 4, "b": 2, "c": 30})
    assert [shown[team].number for team in "abc"] == [None, None, 30]
    assert total.number == 36


def test_two_small_teams_that_can_only_be_fours_take_a_third():
    """8 in two counts below 5 is 4 and 4."""
    shown, total = suppression.cells({"a": 4, "b": 4, "c": 30, "d": 70})
    assert [shown[team].number for team in "abcd"] == [None, None, None, 70]
    assert total.number == 108


def test_whoever_knows_that_the_smallest_are_taken_first_learns_nothing_from_a_tie():
    """4 and 12 hidden beside a shown 12: the second could be no more than 12, so the first no less than 4."""
    shown, total = suppression.cells({"a": 4, "b": 12, "c": 12, "d": 60})
    assert [shown[team].number for team in "abcd"] == [None, None, None, 60]
    assert total.number == 88


def test_a_total_that_would_reveal_its_only_part_is_hidden():
    _, total = suppression.cells({"a": 3, "b": 0})
    assert total.is_hidden
    shown, total = suppression.cells({"a": 1, "b": 1, "c": 1, "d": 1, "e": 1})
    assert (total.number, total.reason) == (None, REVEALS)
    assert {cell.reason for cell in shown.values()} == {REVEALS}


def test_where_all_are_hidden_none_says_that_it_is_small_and_the_total_may_stand():
    shown, total = suppression.cells({"a": 4, "b": 3, "c": 0})
    assert [shown[team].reason for team in "ab"] == [REVEALS, REVEALS]
    assert (shown["c"].number, total.number) == (0, 7)


def test_nothing_small_hides_nothing():
    shown, total = suppression.cells({"a": 5, "b": 0, "c": 30})
    assert ([cell.number for cell in shown.values()], total.number) == ([5, 0, 30], 35)


@given(COUNTS)
def test_no_small_count_is_ever_shown(counts):
    shown, total = suppression.cells(counts)
    assert all(cell.is_hidden for key, cell in shown.items() if suppression.is_small(counts[key]))
    assert total.is_hidden or not suppression.is_small(total.number)


@given(COUNTS)
def test_what_is_shown_is_true_and_what_is_hidden_says_why(counts):
    shown, total = suppression.cells(counts)
    assert all(cell.number == counts[key] if not cell.is_hidden else cell.reason for key, cell in shown.items())
    assert total.number in (None, sum(counts.values()))


@given(COUNTS)
def test_a_shown_total_leaves_every_hidden_count_in_doubt(counts):
    """Every way to fill what is hidden that agrees with what is shown: each small count has at least three values."""
    shown, total = suppression.cells(counts)
    few = [key for key, cell in shown.items() if cell.reason == FEW]
    beside = [key for key, cell in shown.items() if cell.reason == REVEALS]
    if beside and not few and not total.is_hidden:
        rest = total.number - sum(cell.number for cell in shown.values() if not cell.is_hidden)
        assert rest - (len(beside) - 1) >= 3
    if few and not total.is_hidden:
        rest = total.number - sum(cell.number for cell in shown.values() if not cell.is_hidden)
        for place in range(len(few)):
            others = len(few) - 1
            could_be = [n for n in range(1, 5) if 5 * len(beside) + others <= rest - n]
            could_be = [n for n in could_be if beside or rest - n <= 4 * others]
            assert len(could_be) >= 3, place


@given(st.dictionaries(st.integers(0, 6), st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6))
def test_a_numerator_beside_its_denominator_names_neither_the_few_counted_nor_the_few_left_out(pairs):
    of = {key: (numerator, numerator + left) for key, (numerator, left) in pairs.items()}
    shown, (all_counted, all_bases) = suppression.parts(of)
    for key, (numerator, base) in of.items():
        counted, bases = shown[key]
        if not counted.is_hidden:
            assert not suppression.is_small(numerator)
            assert not suppression.is_small(base - numerator)
            assert bases.number == base
    if not all_counted.is_hidden:
        assert all_bases.number == sum(base for _, base in of.values())


@given(COUNTS)
def test_the_order_of_the_teams_does_not_matter_to_how_many_are_hidden(counts):
    other = dict(reversed(counts.items()))
    hidden = [sum(cell.is_hidden for cell in suppression.cells(each)[0].values()) for each in (counts, other)]
    assert hidden[0] == hidden[1]


@pytest.mark.parametrize("counts", list(product((0, 1, 4, 5, 9), repeat=3)))
def test_every_small_table_keeps_its_secret(counts):
    shown, total = suppression.cells(dict(enumerate(counts)))
    hidden = [key for key, cell in shown.items() if cell.is_hidden]
    assert not hidden or total.is_hidden or len(hidden) > 1
