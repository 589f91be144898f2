"""What must not be linked whatever else agrees, and what must be though it looks so."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suspects.linkage.people import Person
from suspects.linkage.scoring import best_matches, score_pairs
from suspects.rules.linking import PROPOSE, Band, band
from tests.suspects.linking import ELSEWHERE, HOME, KNOWN, PLAIN, like, pair

SON = like(id="son", date_of_birth=date(2001, 7, 21))
TWIN = like(id="twin", forenames="Barnabas")


def test_the_same_facts_are_proposed():
    same = pair(KNOWN, like(KNOWN))

    assert same.block == ""
    assert band(same.weight, same.block) is Band.PROPOSE


@pytest.mark.parametrize("field", ["pnc_id", "cro"])
def test_strong_identifiers_that_differ_block(field):
    one = like(KNOWN, id="one", **{field: "2004/0412345K"})
    other = like(KNOWN, id="two", **{field: "2011/0998877M"})

    found = pair(one, other)

    assert "differ" in found.block
    assert band(found.weight, found.block) is not Band.PROPOSE


def test_one_pnc_id_written_two_ways_is_one():
    found = pair(KNOWN, like(KNOWN, pnc_id="04/412345k"))

    assert found.block == ""
    assert any(part.field == "PNC ID" and part.words == "the same" for part in found.parts)


NEAR_TWINS = (
    {"id": "crosswise", "surname": "Barnabas", "forenames": "Thornquist"},
    {"id": "slip", "forenames": "Barnabas", "surname": "Thornqvist"},
    {"id": "turned", "forenames": "Barnabas", "date_of_birth": date(1979, 8, 3)},
)


@pytest.mark.parametrize("twin", [TWIN, *(like(**facts) for facts in NEAR_TWINS)], ids=lambda one: one.id)
def test_twins_are_not_linked(twin):
    assert "twins" in pair(PLAIN, twin).block


def test_a_rule_says_same_only_of_what_is_the_same():
    said = {one.id: pair(PLAIN, one).block for one in (TWIN, *(like(**facts) for facts in NEAR_TWINS))}

    assert said[TWIN.id].startswith("Same surname, the same date of birth and the same address")
    assert said["crosswise"].startswith("One’s surname is the other’s forename, the same date")
    assert said["slip"].startswith("Surnames alike, the same date of birth")
    assert said["turned"].startswith("Same surname, nearly the same date of birth")


def test_a_short_form_is_no_twin():
    one, other = like(id="one", forenames="Christopher"), like(id="two", forenames="Kit")

    assert pair(one, other).block == ""
    assert band(pair(one, other).weight) is not Band.IGNORE


def test_father_and_son_are_not_linked():
    assert "father and son" in pair(PLAIN, SON).block


def test_a_slip_of_two_decades_is_no_father():
    slip = like(date_of_birth=PLAIN.date_of_birth.replace(year=1999))

    assert pair(PLAIN, slip).block == ""


def test_father_and_son_with_one_pnc_id_are_one_man():
    found = pair(KNOWN, like(KNOWN, date_of_birth=SON.date_of_birth))

    assert found.block == ""


def test_an_entry_without_a_birthday_is_neither_father_nor_son():
    undated = like(id="undated", date_of_birth=None)

    blocks = [one.block for one in best_matches(undated, [PLAIN, SON])]

    assert blocks and all("two people of that name" in block for block in blocks)
    assert pair(undated, PLAIN).block == ""


def test_brothers_at_one_door_are_not_linked():
    brother = like(forenames="Barnabas", date_of_birth=date(1983, 11, 30))

    assert "family" in pair(PLAIN, brother).block


def test_housemates_are_not_proposed():
    housemate = Person("mate", "Quiroga", "Lev", date_of_birth=date(1990, 6, 2), sex="M", addresses=(HOME,))

    assert pair(PLAIN, housemate).weight < PROPOSE


def test_an_old_address_links_a_man_who_moved():
    moved = like(addresses=(ELSEWHERE, HOME))

    assert pair(PLAIN, moved).weight > pair(PLAIN, like(addresses=(ELSEWHERE,))).weight


def test_what_is_not_known_weighs_nothing():
    bare = Person("bare", "Thornquist", "Orlando")
    parts = {part.field: part.weight for part in pair(PLAIN, bare).parts}

    assert parts["Date of birth"] == parts["Address"] == parts["PNC ID"] == 0


def test_placeholders_are_not_known():
    found = pair(like(PLAIN, id="a", pnc_id="N/K"), like(PLAIN, id="b", pnc_id="n/k"))

    assert next(part for part in found.parts if part.field == "PNC ID").weight == 0


NAMES = st.sampled_from(["Thornquist", "Thornqvist", "Quiroga", "Barnabas", "Orlando", "O’Dwyer-Lund", ""])
PEOPLE = st.builds(
    lambda surname, forenames, born, pnc, address: Person(
        "x", surname, forenames, date_of_birth=born, pnc_id=pnc, addresses=(address,) if address else ()
    ),
    NAMES,
    NAMES,
    st.sampled_from([None, date(1979, 3, 8), date(1979, 8, 3), date(2001, 7, 21)]),
    st.sampled_from(["", "2004/0412345K", "04/412345K", "2011/0998877M"]),
    st.sampled_from([None, HOME, ELSEWHERE]),
)


@settings(max_examples=20, deadline=None)
@given(PEOPLE, PEOPLE)
def test_a_pair_is_the_same_either_way_round(one, other):
    one, other = like(one, id="a"), like(other, id="b")

    there, back = score_pairs([one, other], [("a", "b"), ("b", "a")])

    assert (there.weight, there.block, there.parts) == (back.weight, back.block, back.parts)
    assert score_pairs([other, one], [("a", "b")]) == [there]


@settings(max_examples=20, deadline=None)
@given(PEOPLE, PEOPLE)
def test_the_parts_add_up_to_the_weight(one, other):
    found = pair(like(one, id="a"), like(other, id="b"))

    assert sum(round(part.weight * 100) for part in found.parts) == round(found.weight * 100)


@settings(max_examples=20, deadline=None)
@given(PEOPLE)
def test_other_pnc_ids_block_whatever_agrees(person):
    found = pair(like(person, id="a", pnc_id="2004/0412345K"), like(person, id="b", pnc_id="2011/0998877M"))

    assert found.block == "Their PNC IDs differ"


def test_two_people_of_one_id_are_refused():
    with pytest.raises(ValueError, match="one id"):
        score_pairs([PLAIN, PLAIN], [("plain", "plain")])


def test_no_pair_is_no_work():
    assert score_pairs([PLAIN], []) == []
