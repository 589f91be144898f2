"""What is compared between two entries, and how near each fact can be: from the same down to different.

A level is a condition in DuckDB's SQL over the columns of features.py, as Splink writes them (`_l` and `_r`), and the
words that explain it to an officer. The first level that holds counts. Beside each stands the share of true pairs that
are expected there before anything is learnt: where training begins, and what stays where a file shows no such pair.
"""

from dataclasses import dataclass
from typing import Any

ELSE = "ELSE"
NOT_KNOWN = "not known for both"


@dataclass(frozen=True)
class Level:
    """One degree of nearness: its words, its condition, and the shares expected at it of the pairs that are one person
    (in hundredths) and of the pairs that are not (of 1; the last level has what the others leave).
    """

    words: str
    condition: str
    share: float
    chance: float = 0.0


@dataclass(frozen=True)
class Comparison:
    """One fact and its levels; `needs` are the columns without which nothing can be said."""

    name: str
    title: str
    unknown: str
    levels: tuple[Level, ...]

    @property
    def settings(self) -> dict[str, Any]:
        """The comparison as Splink reads it."""
        unknown = {"sql_condition": self.unknown, "label_for_charts": NOT_KNOWN, "is_null_level": True}
        shares = sum(level.share for level in self.levels)
        rest = 1 - sum(level.chance for level in self.levels)
        known = [
            {
                "sql_condition": " ".join(level.condition.split()),
                "label_for_charts": level.words,
                "m_probability": level.share / shares,
                "u_probability": level.chance or rest,
            }
            for level in self.levels
        ]
        return {
            "output_column_name": self.name,
            "comparison_description": self.title,
            "comparison_levels": [unknown, *known],
        }


def _near(one: str, other: str) -> str:
    """Spelt nearly alike: one slip in a word of four letters or more, or alike by Jaro and Winkler."""
    return (
        f"(jaro_winkler_similarity({one}, {other}) >= 0.92 OR (damerau_levenshtein({one}, {other}) <= 1"
        f" AND length({one}) > 3 AND length({other}) > 3))"
    )


# Only where both halves stand in the other's place; one alone may be the forename of a brother.
SWAPPED = f"({_near('surname_l', 'forename_r')} AND {_near('forename_l', 'surname_r')})"
DIFFERENT = "different"
SAME = "the same"
SHORT_FORM = "list_has_any(forename_fulls_l, forename_fulls_r)"
LIKE = 0.8
"""By Jaro and Winkler: under this, two forenames are different names (see guards.py)."""

SURNAME = Comparison(
    "surname",
    "Surname",
    "surname_l IS NULL OR surname_r IS NULL",
    (
        Level(SAME, "surname_l = surname_r", 80, 0.004),
        Level("forename and surname the other way round", SWAPPED, 3, 1e-5),
        Level(
            "one has a part of the other’s double name",
            """list_has_any(surname_words_l, surname_words_r) OR (length(surname_l) > 3 AND length(surname_r) > 3
            AND (starts_with(surname_l, surname_r) OR starts_with(surname_r, surname_l)
            OR ends_with(surname_l, surname_r) OR ends_with(surname_r, surname_l)))""",
            3,
            0.002,
        ),
        Level("spelt nearly alike", _near("surname_l", "surname_r"), 7, 0.004),
        Level(
            "known by the other’s surname",
            "list_contains(other_surnames_l, surname_r) OR list_contains(other_surnames_r, surname_l)",
            1,
            1e-4,
        ),
        Level("sounds alike", "list_has_any(surname_sounds_l, surname_sounds_r)", 1, 0.006),
        Level("a little alike", f"jaro_winkler_similarity(surname_l, surname_r) >= {LIKE}", 1, 0.03),
        Level(DIFFERENT, ELSE, 4),
    ),
)
FORENAME = Comparison(
    "forename",
    "Forename",
    # A swap is counted once, with the surname: it says the same of both.
    f"forename_l IS NULL OR forename_r IS NULL OR (surname_l <> surname_r AND {SWAPPED})",
    (
        Level(SAME, "forename_l = forename_r", 85, 0.008),
        Level("a short form of the other", SHORT_FORM, 2, 0.004),
        Level("spelt nearly alike", _near("forename_l", "forename_r"), 6, 0.005),
        Level("shares another forename", "list_has_any(forename_words_l, forename_words_r)", 1, 0.002),
        Level(
            "known by the other’s forename",
            "list_contains(other_forenames_l, forename_r) OR list_contains(other_forenames_r, forename_l)",
            1,
            2e-4,
        ),
        Level(
            "only the initial, and it fits",
            "(length(forename_l) = 1 OR length(forename_r) = 1) AND left(forename_l, 1) = left(forename_r, 1)",
            1,
            0.003,
        ),
        Level("sounds alike", "list_has_any(forename_sounds_l, forename_sounds_r)", 1, 0.005),
        Level("a little alike", f"jaro_winkler_similarity(forename_l, forename_r) >= {LIKE}", 1, 0.04),
        Level(DIFFERENT, ELSE, 3),
    ),
)
_TURNED = "substr(born_l, 5, 2) = substr(born_r, 7, 2) AND substr(born_l, 7, 2) = substr(born_r, 5, 2)"
_YEARS = "substr(born_l, 1, 4), substr(born_r, 1, 4)"
_PARTS = (
    "(substr(born_l, 1, 4) = substr(born_r, 1, 4))::int + (substr(born_l, 5, 2) = substr(born_r, 5, 2))::int"
    " + (substr(born_l, 7, 2) = substr(born_r, 7, 2))::int"
)
BORN = Comparison(
    "born",
    "Date of birth",
    "born_l IS NULL OR born_r IS NULL",
    (
        Level(SAME, "born_l = born_r", 85, 4.5e-5),
        Level("day and month swapped", f"left(born_l, 4) = left(born_r, 4) AND {_TURNED}", 3, 4e-5),
        Level("one figure different", "damerau_levenshtein(born_l, born_r) <= 1", 5, 3e-4),
        Level(
            "two of day, month and year the same",
            f"{_PARTS} = 2 OR ({_TURNED} AND damerau_levenshtein({_YEARS}) <= 1)",
            3,
            0.005,
        ),
        Level("within a year", "abs(left(born_l, 4)::int - left(born_r, 4)::int) <= 1", 1, 0.06),
        Level(DIFFERENT, ELSE, 3),
    ),
)
SEX = Comparison(
    "sex",
    "Sex",
    "sex_l IS NULL OR sex_r IS NULL",
    (Level(SAME, "sex_l = sex_r", 99, 0.8), Level(DIFFERENT, ELSE, 1)),
)
_STREET = (
    "(coalesce(jaro_winkler_similarity(street_l, street_r), 0) >= 0.92 OR"
    " 2 * len(list_intersect(street_words_l, street_words_r))"
    " >= greatest(len(street_words_l), len(street_words_r), 2))"
)
_DOOR = "list_has_any(numbers_l, numbers_r)"
_POSTCODE = "list_has_any(postcodes_l, postcodes_r)"
HOME = Comparison(
    "home",
    "Address",
    "(len(homes_l) = 0 AND len(postcodes_l) = 0 AND street_l IS NULL)"
    " OR (len(homes_r) = 0 AND len(postcodes_r) = 0 AND street_r IS NULL)",
    (
        Level(SAME, "list_has_any(homes_l, homes_r)", 60, 2e-6),
        Level("nearly the same", f"({_POSTCODE})::int + ({_DOOR})::int + {_STREET}::int >= 2", 15, 1e-5),
        Level("the same postcode", _POSTCODE, 3, 1e-5),
        Level("the same street", _STREET, 3, 2e-4),
        Level(
            "the same postcode area",
            "left(postcode_l, len(postcode_l) - 3) = left(postcode_r, len(postcode_r) - 3)",
            2,
            0.002,
        ),
        Level(DIFFERENT, ELSE, 17),
    ),
)
PNC = Comparison(
    "pnc",
    "PNC ID",
    "pnc_l IS NULL OR pnc_r IS NULL",
    (Level(SAME, "pnc_l = pnc_r", 99, 1e-7), Level(DIFFERENT, ELSE, 1)),
)
CRO = Comparison(
    "cro",
    "CRO number",
    "cro_l IS NULL OR cro_r IS NULL",
    (Level(SAME, "cro_l = cro_r", 99, 1e-7), Level(DIFFERENT, ELSE, 1)),
)
# A custody number is of one arrest: two different ones say nothing.
CUSTODY = Comparison(
    "custody",
    "Custody number",
    "custody_l IS NULL OR custody_r IS NULL OR custody_l <> custody_r",
    (Level(SAME, "custody_l = custody_r", 99, 1e-7), Level(DIFFERENT, ELSE, 1)),
)
PHONE = Comparison(
    "phone",
    "Telephone",
    "len(phones_l) = 0 OR len(phones_r) = 0",
    (Level(SAME, "list_has_any(phones_l, phones_r)", 60, 1e-6), Level(DIFFERENT, ELSE, 40)),
)
ALL = (SURNAME, FORENAME, BORN, SEX, HOME, PNC, CRO, CUSTODY, PHONE)
# Where a column is empty from end to end, its comparison is left out: it would say nothing and cost time.
FILLED_BY = {
    "home": "street",
    "phone": "phones",
    **{one.name: one.name for one in ALL if one.name not in {"home", "phone"}},
}
