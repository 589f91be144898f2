"""Wrong links: wrong at the rates asked for, and costing no more and no less than what they hide."""

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from performance.rules.evaluation import Order, Snapshot, Subject, counts, pooled
from performance.rules.evaluation_chance import draws, readings
from performance.rules.evaluation_links import Part, about, listed, mislinked, rates, read, redrawn_lists
from performance.rules.evaluation_orders import Way

DAY = date(2025, 3, 1)
COUNT = Way("count", "Count", lambda facts: facts["count"], is_count=True)


def part(number: int, suspect: int, surname: str = "Oduya", reported: date = DAY) -> Part:
    return Part(number, suspect, surname, reported)


def many(people: int = 3000) -> list[Part]:
    """People of 50 surnames, a quarter of them with two to four parts."""
    sizes = [1, 1, 1, 2, 1, 1, 1, 3, 1, 1, 1, 4]
    owners = [who for who in range(1, people + 1) for _ in range(sizes[who % len(sizes)])]
    return [part(number, who, f"S{who % 50}") for number, who in enumerate(owners, 1)]


def test_right_links_stay_as_they_are():
    assert mislinked(many(), precision=1.0, recall=1.0, lots=Random(1)) == {}
    assert rates(many(), {}) == (1.0, 1.0)
    assert rates([part(1, 1)], {}) == (1.0, 1.0)


@pytest.mark.parametrize(("precision", "recall"), [(0.993, 0.986), (0.9, 0.8), (1.0, 0.42)])
def test_pairs_are_right_at_the_rates_asked_for(precision, recall):
    made = [rates(many(), mislinked(many(), precision=precision, recall=recall, lots=Random(n))) for n in range(5)]
    assert sum(one for one, _ in made) / 5 == pytest.approx(precision, abs=0.01)
    assert sum(one for _, one in made) / 5 == pytest.approx(recall, abs=0.02)


def test_only_people_of_one_surname_are_merged():
    parts = [part(1, 1, "Oduya"), part(2, 1, "Oduya"), part(3, 2, "Lathom"), part(4, 3, "Oduya")]
    for seed in range(40):
        labels = mislinked(parts, precision=0.4, recall=1.0, lots=Random(seed))
        assert 3 not in labels
        assert 2 not in labels.values()


def test_where_nobody_shares_a_surname_nobody_is_merged():
    parts = [part(1, 1, "Oduya"), part(2, 1, "Oduya"), part(3, 2, "Lathom")]
    assert mislinked(parts, precision=0.2, recall=1.0, lots=Random(1)) == {}


def test_a_record_is_about_whom_most_of_its_reports_name_by_then():
    parts = [part(1, 1), part(2, 2, reported=date(2025, 4, 1)), part(3, 2, reported=date(2025, 4, 1)), part(4, 3)]
    labels = {2: 1, 3: 1}
    assert about(parts, labels, DAY) == {1: 1, 3: 3}
    assert about(parts, labels, date(2025, 5, 1)) == {1: 2, 3: 3}


def people(hits: str) -> Snapshot:
    """People from 1, each named as often as their number; x was reported again."""
    return Snapshot(
        DAY,
        tuple(Subject(n, {"count": float(n)}, one == "x", 10.0 * (one == "x"), {}) for n, one in enumerate(hits, 1)),
    )


def test_somebody_in_two_records_is_met_once_and_takes_two_places():
    snapshot = people(".x.")
    facts = {2: {"count": 5.0}, -7: {"count": 4.0}, 3: {"count": 3.0}, 1: {"count": 1.0}}
    made, order = listed(snapshot, facts, {2: 2, -7: 2, 3: 3, 1: 1}, COUNT)
    assert [one.person for one in made.subjects] == [2, 2, 3, 1]
    assert [one.hit for one in made.subjects] == [True, False, False, False]
    assert order.reach([1, 2])[2].people == 1


def test_somebody_lost_in_the_record_of_another_is_met_last_and_still_counts_as_missed():
    made, order = listed(people(".x."), {1: {"count": 9.0}, 3: {"count": 3.0}}, {1: 1, 3: 3}, COUNT)
    assert [one.person for one in made.subjects] == [1, 3, 2]
    assert order.reach([2])[2].people == 0
    assert counts(made, order)["20"].all.people == 1


def test_a_record_about_nobody_who_stood_to_be_ordered_is_left_out():
    made, _ = listed(people("x"), {1: {"count": 1.0}, -4: {"count": 3.0}}, {1: 1, -4: 99}, COUNT)
    assert [one.person for one in made.subjects] == [1]


@given(st.lists(st.sampled_from("x."), min_size=3, max_size=60), st.integers(0, 100))
def test_upon_right_links_everything_is_as_it_was(hits, seed):
    snapshot = people("".join(hits))
    order = Order(snapshot.subjects, [COUNT.score(one.facts) for one in snapshot.subjects])
    facts = {one.person: one.facts for one in snapshot.subjects}
    lists = [listed(snapshot, facts, {one: one for one in facts}, COUNT)]
    assert read(lists) == readings(pooled([counts(snapshot, order)]))
    drawn = draws([snapshot], {"count": [order]}, times=4, seed=seed, progress=lambda done: None)
    again = redrawn_lists([snapshot], [{"count": lists}], times=4, seed=seed, progress=lambda done: None)
    assert again["count"] == drawn["count"]
