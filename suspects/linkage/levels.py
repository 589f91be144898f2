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
    """Spelt nearly alike: one slip in a word of four letters or more, or alike by Jaro and Winkler.

    Counting slips is slow, so it is done only from 0.83: one slip in four letters cannot bring a pair below that.
    """
    alike = f"jaro_winkler_similarity({one}, {other})"
    slip = f"(length({one}) > 3 AND length({other}) > 3 AND damerau_levenshtein({one}, {other}) <= 1)"
    return f"({alike} >= 0.83 AND ({alike} >= 0.92 OR {slip}))"


def _shared(column: str) -> str:
    """Whether two lists have something in common; most hold one thing, and comparing that is quicker."""
    one, other = f"{column}_l", f"{column}_r"
    first = f"list_extract({one}, 1) = list_extract({other}, 1)"
    return f"({first} OR ((len({one}) > 1 OR len({other}) > 1) AND list_has_any({one}, {other})))"


# Only where both halves stand in the other's place; one alone may be the forename of a brother.
SWAPPED = f"({_near('surname_l', 'forename_r')} AND {_near('forename_l', 'surname_r')})"
# One half alone stands in the other's place: a swap with a slip or a short form in it, or a brother.
CROSSED = "(surname_l = forename_r OR forename_l = surname_r)"
DIFFERENT = "different"
SAME = "the same"
WAYS_ROUND = "forename and surname the other way round"
HALF_SWAPPED = "one’s surname is the other’s forename"
LIKE = 0.8
"""By Jaro and Winkler: under this, two forenames are different names (see guards.py)."""

SURNAME = Comparison(
    "surname",
    "Surname",
    "surname_l IS NULL OR surname_r IS NULL",
    (
        Level(SAME, "surname_l = surname_r", 80, 0.004),
        Level(WAYS_ROUND, SWAPPED, 3, 1e-5),
        Level(
            "one has a part of the other’s double name",
            """((len(surname_words_l) > 1 OR len(surname_words_r) > 1)
            AND list_has_any(surname_words_l, surname_words_r)) OR (length(surname_l) > 3 AND length(surname_r) > 3
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
        Level(HALF_SWAPPED, CROSSED, 1, 2e-4),
        Level("sounds alike", "surname_sound_l = surname_sound_r", 1, 0.006),
        Level("a little alike", f"jaro_winkler_similarity(surname_l, surname_r) >= {LIKE}", 1, 0.03),
        Level(DIFFERENT, ELSE, 4),
    ),
)
FORENAME = Comparison(
    "forename",
    "Forename",
    # A swap is counted once, with the surname: it says the same of both.
    f"forename_l IS NULL OR forename_r IS NULL OR (surname_l <> surname_r AND ({CROSSED} OR {SWAPPED}))",
    (
        Level(SAME, "forename_l = forename_r", 85, 0.008),
        Level("a short form of the other", _shared("forename_fulls"), 2, 0.004),
        Level("spelt nearly alike", _near("forename_l", "forename_r"), 6, 0.005),
        Level("shares another forename", _shared("forename_words"), 1, 0.002),
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
        Level("sounds alike", "forename_code_l = forename_code_r", 1, 0.005),
        Level("a little alike", f"jaro_winkler_similarity(forename_l, forename_r) >= {LIKE}", 1, 0.04),
        Level(DIFFERENT, ELSE, 3),
    ),
)
# Of two texts of one length, one slip is one place that differs, or two that changed places.
_ONE_SLIP = "hamming({0}) <= 1 OR (hamming({0}) = 2 AND damerau_levenshtein({0}) <= 1)"
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
        Level("one figure different", _ONE_SLIP.format("born_l, born_r"), 5, 3e-4),
        Level(
            "two of day, month and year the same",
            f"{_PARTS} = 2 OR ({_TURNED} AND hamming({_YEARS}) <= 1)",
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
_STREET = "coalesce(jaro_winkler_similarity(street_l, street_r), 0) >= 0.92"
_HALF = (
    "2 * len(list_intersect(street_words_l, street_words_r)) >= greatest(len(street_words_l), len(street_words_r), 2)"
)
_WORDS = f"({_STREET} OR {_HALF})"
_DOOR = _shared("numbers")
_POSTCODE = _shared("postcodes")
_NEAR_POSTCODE = (
    f"({_POSTCODE} OR (length(postcode_l) = length(postcode_r) AND ({_ONE_SLIP.format('postcode_l, postcode_r')})))"
)
# A British postcode ends in a figure and two letters; others have no area to be read off.
_AREA = (
    "regexp_matches(postcode_l, '[0-9][A-Z]{2}$')"
    " AND left(postcode_l, len(postcode_l) - 3) = left(postcode_r, len(postcode_r) - 3)"
)
RESPELT, NEARLY = "the same but for the spelling", "nearly the same"
ONE_DOOR = (SAME, RESPELT, NEARLY)
HOME = Comparison(
    "home",
    "Address",
    "(len(homes_l) = 0 AND len(postcodes_l) = 0 AND street_l IS NULL)"
    " OR (len(homes_r) = 0 AND len(postcodes_r) = 0 AND street_r IS NULL)",
    (
        Level(SAME, _shared("homes"), 60, 2e-6),
        Level(RESPELT, f"{_DOOR} AND {_NEAR_POSTCODE} AND {_WORDS}", 10, 2e-6),
        Level(NEARLY, f"({_POSTCODE} AND {_DOOR}) OR ({_WORDS} AND ({_DOOR} OR {_NEAR_POSTCODE}))", 5, 1e-5),
        Level("the same number, the postcode nearly so", f"{_DOOR} AND {_NEAR_POSTCODE}", 2, 3e-5),
        Level("the same postcode", _POSTCODE, 3, 1e-5),
        Level(
            "the same street",
            f"{_STREET} OR (len(street_words_l) > 3 AND len(street_words_r) > 3 AND {_HALF})",
            3,
            2e-4,
        ),
        Level("the same postcode area", _AREA, 2, 0.002),
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
    (Level(SAME, _shared("phones"), 60, 1e-6), Level(DIFFERENT, ELSE, 40)),
)
ALL = (SURNAME, FORENAME, BORN, SEX, HOME, PNC, CRO, CUSTODY, PHONE)
# Where a column is empty from end to end, its comparison is left out: it would say nothing and cost time.
FILLED_BY = {
    "home": "street",
    "phone": "phones",
    **{one.name: one.name for one in ALL if one.name not in {"home", "phone"}},
}
