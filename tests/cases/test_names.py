"""The index of names: words, keys, and rows that can be written twice."""

import time

import pytest

from cases.models import CaseName, NameWord
from cases.rules.names import indexed_words, keys_of, shown_name, words_of
from cases.services import names
from cases.services.names import NameRow
from tests.factories import CaseFactory

SAME_SOUND = [
    ("catherine", "kathryn"),
    ("stephen", "steven"),
    ("sean", "shaun"),
    ("geoffrey", "jeffrey"),
    ("philip", "phillip"),
    ("siobhan", "shivaun"),
    ("niamh", "neve"),
    ("nicola", "nichola"),
    ("graham", "graeme"),
    ("thomson", "thompson"),
    ("macdonald", "mcdonald"),
    ("smith", "smyth"),
    ("clark", "clarke"),
    ("wright", "rite"),
    ("eoghan", "owen"),
    ("mohammed", "muhammad"),
]


@pytest.mark.parametrize(("one", "other"), SAME_SOUND)
def test_two_spellings_of_a_name_share_a_sound(one: str, other: str) -> None:
    assert set(keys_of(one)) & set(keys_of(other))


def test_transposed_letters_share_a_key() -> None:
    assert set(keys_of("micheal")) & set(keys_of("michael"))


def test_a_short_form_meets_the_full_name() -> None:
    assert set(keys_of("lizzie")) & set(keys_of("elizabeth"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Siân O’Neill-Jones", ["sian", "oneill", "jones"]),
        ("  MULTI   space ", ["multi", "space"]),
        ("Søren Ångström", ["soren", "angstrom"]),
        ("=cmd|' /C calc'!A0", ["cmd", "c", "calc", "a"]),
        ("N0 d1gits", ["n", "d", "gits"]),
        ("", []),
    ],
)
def test_a_name_is_cut_into_plain_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_names_written_apart_are_found_together_and_by_initial() -> None:
    assert indexed_words("Mary Ann", "Mc Donald") == {"mary", "ann", "mc", "donald", "mcdonald", "m", "a"}
    assert "smithjones" in indexed_words("", "Smith-Jones")


def test_keys_fit_their_column_and_hostile_words_have_none() -> None:
    assert all(len(key) <= 20 for key in keys_of("abcdefghijklmnopqrstuvwxyz" * 2))
    assert keys_of("x") == keys_of("名前") == ()


def test_the_shown_name_holds_aliases_within_its_length() -> None:
    assert shown_name(" Gareth ", "Thornbury", ["Gaz", ""]) == "Gareth Thornbury (also Gaz)"
    assert len(shown_name("x" * 100, "y" * 100, ["z"])) == 200


@pytest.mark.django_db
class TestIndex:
    """`index` and `forget`."""

    def test_writing_twice_changes_nothing(self) -> None:
        row = NameRow(CaseFactory().pk, "suspect", 7, "Gareth", "Thornbury", ["Gaz"])

        names.index([row])
        names.index([row])

        entry = CaseName.objects.get()
        words = set(NameWord.objects.filter(pk__in=entry.words).values_list("word", flat=True))
        assert words == {"gareth", "thornbury", "gaz", "g"}
        assert NameWord.objects.count() == 4

    def test_a_changed_name_replaces_the_old_one(self) -> None:
        case = CaseFactory()
        names.index([NameRow(case.pk, "victim", 7, "Rosalind", "Ashdown")])

        names.index([NameRow(case.pk, "victim", 7, "Rosalind", "Price")])

        assert CaseName.objects.get().name == "Rosalind Price"

    def test_a_name_that_is_gone_leaves_the_index_and_others_stay(self) -> None:
        case = CaseFactory()
        names.index([NameRow(case.pk, "victim", 7, "Rosalind", "Ashdown"), NameRow(case.pk, "suspect", 7, "A", "B")])

        names.index([NameRow(case.pk, "victim", 7, "", " ")])

        assert CaseName.objects.get().kind == "suspect"

    def test_the_last_of_two_rows_for_one_person_counts(self) -> None:
        case = CaseFactory()

        names.index([NameRow(case.pk, "victim", 7, "Ann", "Old"), NameRow(case.pk, "victim", 7, "Ann", "New")])

        assert CaseName.objects.get().name == "Ann New"

    def test_forget_removes_one_person(self) -> None:
        case = CaseFactory()
        names.index([NameRow(case.pk, "victim", 7, "Ann", "Old"), NameRow(case.pk, "victim", 8, "Bea", "New")])

        names.forget(case.pk, "victim", 7)

        assert CaseName.objects.get().person_id == 8

    def test_two_thousand_names_take_few_questions_and_little_time(self, max_queries) -> None:
        case = CaseFactory()
        rows = [
            NameRow(case.pk, "suspect", n, f"Fore{chr(97 + n % 26)}nam", "Sur" + chr(97 + n % 20) + chr(97 + n // 100))
            for n in range(2000)
        ]

        started = time.perf_counter()
        with max_queries(12):
            names.index(rows)

        assert time.perf_counter() - started < 5  # under 1 second on a quiet machine; docs/performance.md
