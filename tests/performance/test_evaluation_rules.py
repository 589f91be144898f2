"""The measures of an order of people: true to their definitions, fair to ties, and no better than the numbers are."""

import math
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from performance.rules.evaluation import TOPS, Found, Order, Snapshot, Subject, counts, pooled
from performance.rules.evaluation_chance import Interval, draws, intervals, percentile, ratio, redrawn, wilson
from performance.rules.evaluation_groups import age_band, band_of, ethnicity_of, false_share, lines
from performance.rules.evaluation_orders import combined, moved, v100, ways
from performance.rules.evaluation_stability import Stability, Step, likeness, stability

DAY = date(2025, 3, 1)
WEIGHTS = {"recency": 0.25, "frequency": 0.2, "gravity": 0.3, "victim": 0.25}


def person(number: int, *, hit: bool = False, harm: float = 0.0, band: str = "D") -> Subject:
    """Somebody in a snapshot."""
    return Subject(number, {}, hit, harm, {"band": band})


def people(hits: str) -> tuple[Subject, ...]:
    """People by a word: x was reported again, with ten days of harm, and . was not."""
    return tuple(person(number, hit=one == "x", harm=10.0 * (one == "x")) for number, one in enumerate(hits))


def falling(count: int) -> list[float]:
    return [float(count - number) for number in range(count)]


def test_the_four_measures_as_they_are_defined():
    snapshot = Snapshot(DAY, people("x.x." + "." * 95 + "x"))
    found = counts(snapshot, Order(snapshot.subjects, falling(100)))["20"].measures()
    assert found == {
        "hit_rate": pytest.approx(2 / 20),
        "recall": pytest.approx(2 / 3),
        "pai": pytest.approx((2 / 3) / (20 / 100)),
        "harm": pytest.approx(20 / 30),
    }


def test_a_top_is_never_empty_nor_larger_than_everybody():
    assert [Snapshot(DAY, people("." * 30)).size_of(top) for top in TOPS] == [20, 30, 1]
    assert Snapshot(DAY, people("." * 250)).size_of("1%") == 2


def test_who_ties_at_the_edge_is_taken_by_chance():
    order = Order(people("xx.."), [5, 1, 1, 1])
    assert order.reach([2]) == {2: Found(pytest.approx(4 / 3), pytest.approx(40 / 3))}
    assert order.shares(2) == {0: 1.0, 1: pytest.approx(1 / 3), 2: pytest.approx(1 / 3), 3: pytest.approx(1 / 3)}


def test_nothing_is_said_where_nobody_was_reported_again():
    snapshot = Snapshot(DAY, people("...."))
    found = counts(snapshot, Order(snapshot.subjects, falling(4)))["100"].measures()
    assert found == {"hit_rate": 0.0, "recall": None, "pai": None, "harm": None}


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=60), st.randoms())
def test_the_order_of_the_rows_changes_nothing(rows, chance):
    def read(given):
        subjects = [person(number, hit=hit, harm=3.0 * hit) for number, (_, hit) in enumerate(given)]
        return Order(subjects, [float(score) for score, _ in given]).reach([1, 7, 20])

    first = read(rows)
    chance.shuffle(rows)
    for number, found in read(rows).items():
        assert found.people == pytest.approx(first[number].people)
        assert 0 <= found.people <= number + 1e-9


@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=2, max_size=50), st.integers(1, 40))
def test_shares_and_reach_tell_of_the_same_people(rows, number):
    subjects = [person(place, hit=hit) for place, (_, hit) in enumerate(rows)]
    order = Order(subjects, [float(score) for score, _ in rows])
    shares = order.shares(number)
    assert sum(shares.values()) == pytest.approx(min(number, len(rows)))
    met = sum(share for place, share in shares.items() if subjects[place].hit)
    assert met == pytest.approx(order.reach([number])[number].people)


@given(st.lists(st.booleans(), min_size=5, max_size=50))
def test_weights_of_one_are_as_no_weights(hits):
    snapshot = Snapshot(DAY, tuple(person(n, hit=hit, harm=float(hit)) for n, hit in enumerate(hits)))
    order = Order(snapshot.subjects, [float(n % 3) for n in range(len(hits))])
    assert counts(snapshot, order, [1] * len(hits)) == counts(snapshot, order)


def test_chance_finds_as_many_as_there_are_in_everybody():
    snapshot = Snapshot(DAY, people("x" * 30 + "." * 270))
    found = counts(snapshot, Order(snapshot.subjects, [0.0] * 300))["100"].measures()
    assert (found["hit_rate"], found["pai"]) == (pytest.approx(0.1), pytest.approx(1.0))


def test_dates_are_put_together_by_what_they_hold():
    one, two = (Snapshot(DAY, people(word)) for word in ("x" + "." * 49, "xx" + "." * 48))
    found = pooled(counts(each, Order(each.subjects, falling(50))) for each in (one, two))["20"]
    assert (found.top, found.population, found.met.people) == (40, 100, 3)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"), [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0)]
)
def test_the_interval_of_a_share_is_wilsons(part, whole, low, high):
    assert wilson(part, whole) == Interval(pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


@given(st.integers(1, 500), st.data())
def test_the_interval_of_a_share_holds_the_share(whole, data):
    part = data.draw(st.integers(0, whole))
    found = wilson(part, whole)
    assert found.low - 1e-12 <= part / whole <= found.high + 1e-12


def test_there_is_no_interval_of_nobody_and_no_ratio_to_nothing():
    assert wilson(0, 0) is None
    assert ratio(1, 10, 0, 10) is None
    assert percentile([]) is None


def test_a_ratio_and_its_interval():
    value, between = ratio(10, 100, 5, 100)
    assert value == pytest.approx(2)
    assert math.sqrt(between.low * between.high) == pytest.approx(2)
    assert between.low < 1 < between.high


def test_draws_are_of_people_so_one_person_weighs_the_same_on_every_date():
    first, second = people("x.x."), people("..x.x")
    drawn = next(redrawn([Snapshot(DAY, first), Snapshot(DAY, second)], Random(3)))
    assert drawn[0] == drawn[1][:4]
    assert sum(drawn[1]) == 5


def test_the_same_seed_draws_the_same_intervals_and_they_hold_the_value():
    snapshot = Snapshot(DAY, people(("x" + "." * 4) * 40))
    orders = {"a": [Order(snapshot.subjects, [1.0] * 200)]}
    one, two, other = (
        intervals(draws([snapshot], orders, times=60, seed=seed, progress=lambda done: None)["a"]) for seed in (1, 1, 2)
    )
    assert one == two != other
    between = one["100"]["hit_rate"]
    assert between.low < 0.2 < between.high


@pytest.mark.parametrize(("score", "band"), [(70, "A"), (69.99, "B"), (50, "B"), (30, "C"), (0, "D")])
def test_bands(score, band):
    assert band_of(score) == band


def test_who_is_not_known_is_a_group():
    assert [age_band(age) for age in (18, 24, 25, 90, None)] == [
        "18 to 24", "18 to 24", "25 to 34", "55 and over", "Not known",
    ]  # fmt: skip
    assert [ethnicity_of(code) for code in ("W1", "B2", "NS", "")] == ["White", "Black", "Not known", "Not known"]


def test_groups_are_compared_with_the_largest_and_a_few_people_are_not_shown():
    subjects = [person(n, hit=n % 10 == 0, band="B" if n < 60 else "D") for n in range(200)]
    subjects += [person(n, band="A") for n in range(200, 205)]
    snapshot = Snapshot(DAY, tuple(subjects))
    order = Order(snapshot.subjects, falling(205))
    few, high, low = lines([snapshot], [order], "100", lambda one: one.groups["band"])
    assert (few.name, few.people, few.rate, few.false_between) == ("A", 5, None, None)
    assert high.false_between == wilson(54, 60)
    assert high.selected_between == wilson(60, 60)
    assert (high.rate, high.selected, high.false_share) == (pytest.approx(0.1), 1.0, pytest.approx(0.9))
    assert high.ratio == pytest.approx(1 / (40 / 140))
    assert (low.ratio, low.ratio_between) == (1.0, None)


def test_standing_at_two_dates_does_not_make_a_group_surer():
    snapshot = Snapshot(DAY, people(("x" + "." * 4) * 10))
    order = Order(snapshot.subjects, falling(50))
    once, twice = (lines([snapshot] * times, [order] * times, "20", lambda one: "all")[0] for times in (1, 2))
    assert once.rate_between == twice.rate_between
    assert once.people == twice.people == 50


def test_the_share_that_a_top_held_wrongly():
    snapshot = Snapshot(DAY, people("xxxxx" + "." * 45))
    assert false_share([snapshot], [Order(snapshot.subjects, falling(50))], "20") == pytest.approx(0.75)
    assert false_share([], [], "20") is None


def test_the_replica_leaves_out_who_has_one_crime_in_the_year():
    assert v100({"harm_year": 1825.0, "crimes_year": 1}) == 0
    assert v100({"harm_year": 192.0, "crimes_year": 2}) == 192


def test_without_victims_the_other_weights_add_up_to_one():
    facts = dict.fromkeys(WEIGHTS, 100.0) | {"victim": 0.0}
    (rfg,) = [way for way in ways(WEIGHTS) if way.code == "rfg"]
    assert rfg.score(facts) == pytest.approx(100)


def test_each_weight_is_moved_both_ways():
    facts = {"recency": 100.0, "frequency": 0.0, "gravity": 0.0, "victim": 0.0}
    found = {way.code: way.score(facts) for _, way in moved(WEIGHTS)}
    assert len(found) == 8
    assert found["recency_more"] > combined(facts, WEIGHTS) > found["recency_less"]


def test_an_order_is_steady_where_nothing_changed():
    same = {1: 3.0, 2: 2.0, 3: 1.0}
    assert stability([Step(same, same, same)], 2) == Stability(1.0, 0.0, 0.0, None)


def test_a_move_of_the_top_is_told_from_a_move_of_everybody():
    before = {person: float(9 - person) for person in range(9)}
    aged = before | {7: before[8], 8: before[7]}
    assert stability([Step(before, aged, aged)], 3).moved == 0
    assert stability([Step({1: 2.0, 2: 1.0}, {1: 1.0, 2: 2.0}, {})], 1).all_moved == 1


def test_change_is_put_down_to_facts_or_to_time():
    before, aged, after = {1: 3.0, 2: 2.0, 3: 1.0}, {1: 1.0, 2: 3.0, 3: 2.0}, {1: 1.0, 2: 3.0, 3: 2.0, 4: 9.0}
    by_facts = stability([Step(before, before, {1: 3.0, 2: 2.0, 3: 9.0})], 1)
    by_time = stability([Step(before, aged, aged)], 1)
    assert (by_facts.by_facts, by_facts.moved) == (1.0, 0.0)
    assert (by_time.by_facts, by_time.moved, by_time.all_moved) == (0.0, 2.0, 1.0)
    assert stability([Step(before, aged, after)], 3).alike == pytest.approx(0.5)


def test_the_likeness_of_tops_counts_halves():
    assert likeness({1: 1.0, 2: 0.5}, {1: 1.0, 3: 0.5}) == pytest.approx(0.5)
    assert likeness({}, {}) == 1.0
