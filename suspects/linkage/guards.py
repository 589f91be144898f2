"""What forbids a link whatever else agrees: strong identifiers that differ, twins, father and son, one household.

Police records hold many pairs who share nearly everything and are two people. A model that adds up agreement cannot
tell them from one man with a slip in his record, so these are rules, each said in plain words beside the pair.
"""

from collections.abc import Mapping

from suspects.linkage.levels import DIFFERENT, HALF_SWAPPED, LIKE, ONE_DOOR, SAME, WAYS_ROUND
from suspects.linkage.model import Model

GENERATION = 16
"""Years between two dates of birth from which one may be the other's parent."""
TWINS_SLIP = ("day and month swapped", "one figure different", "two of day, month and year the same")
WORDS = {
    1: "Their PNC IDs differ",
    2: "Their CRO numbers differ",
    3: "{surname}, {born} date of birth and the same address but another forename: they may be twins",
    4: "{name} and address but born 16 years or more apart: they may be father and son",
    5: "{surname} and the same address but another forename: they may be of one family",
    6: "No date of birth, and two people of that name at that address were born 16 years or more apart",
}
SWAPPED_WORDS = HALF_SWAPPED[:1].upper() + HALF_SWAPPED[1:]
UNCLEAR = 6
FAMILY = (3, 5)
GENERATIONS = (4, UNCLEAR)
NEEDED = frozenset({"surname", "forename", "born", "home"})
LEFT_OVER = (
    "(CASE WHEN surname_l = forename_r THEN jaro_winkler_similarity(forename_l, surname_r)"
    " ELSE jaro_winkler_similarity(surname_l, forename_r) END)"
)
_YEAR = "left(born_{}, 4)::int"


def words(guard: int, degrees: Mapping[str, str]) -> str:
    """The rule that holds a pair back, in words that claim no more than the pair agrees in; "" where none does.

    `degrees` says how near the two are in each fact, by its name: "the same", "spelt nearly alike".
    """
    same = {name for name, degree in degrees.items() if degree == SAME}
    crossed = degrees.get("surname") == HALF_SWAPPED
    said = {
        "surname": "Same surname" if "surname" in same else SWAPPED_WORDS if crossed else "Surnames alike",
        "born": "the same" if "born" in same else "nearly the same",
        "name": "Same name" if {"surname", "forename"} <= same else "Names alike, the same",
    }
    return WORDS.get(guard, "").format(**said)


def code(model: Model) -> str:
    """SQL for the number of the guard that holds for a pair, or 0; it reads each fact's degree as g_NAME."""
    here = {fact.name for fact in model.facts}
    cases = [f"WHEN {condition} THEN {number}" for number, needs, condition in _rules(model) if needs <= here]
    return f"CASE {' '.join(cases)} ELSE 0 END" if cases else "0"


def mark_unclear(model: Model) -> str:
    """SQL that forbids a link of an entry without a date of birth to either of two people who are a generation apart.

    Father and son of one name at one address: nothing in such an entry says which of them it is.
    """
    if NEEDED - {fact.name for fact in model.facts}:
        return "SELECT 0"
    strong = " OR ".join(at(model, each, SAME) for each in ("pnc", "cro"))
    alike = (
        f"{_not_at(model, 'surname', DIFFERENT)} AND {_not_at(model, 'forename', DIFFERENT)}"
        f" AND {at(model, 'home', *ONE_DOOR)} AND NOT ({strong})"
    )
    return f"""
UPDATE scored SET guard = {UNCLEAR} WHERE guard = 0 AND {alike} AND (born_l IS NULL) <> (born_r IS NULL)
AND (CASE WHEN born_l IS NULL THEN l ELSE r END) IN (
 SELECT undated FROM (
  SELECT CASE WHEN born_l IS NULL THEN l ELSE r END AS undated, left(coalesce(born_l, born_r), 4)::int AS year
  FROM scored WHERE guard = 0 AND {alike} AND (born_l IS NULL) <> (born_r IS NULL))
 GROUP BY undated HAVING max(year) - min(year) >= {GENERATION})
"""


def _rules(model: Model) -> list[tuple[int, frozenset[str], str]]:
    """The rules in the order in which they are asked: number, the facts they need, and the condition."""
    weak = " AND ".join(f"NOT {at(model, each, SAME)}" for each in ("pnc", "cro"))
    household = f"{weak} AND {at(model, 'home', *ONE_DOOR)}"
    apart = f"abs({_YEAR.format('l')} - {_YEAR.format('r')}) >= {GENERATION} AND {_not_at(model, 'born', *TWINS_SLIP)}"
    other, born = _other_forename(model), at(model, "born", SAME, *TWINS_SLIP)
    return [
        (1, frozenset({"pnc"}), at(model, "pnc", DIFFERENT)),
        (2, frozenset({"cro"}), at(model, "cro", DIFFERENT)),
        (3, NEEDED, f"{household} AND {other} AND {born}"),
        (4, NEEDED, f"{household} AND {_same_name(model)} AND {apart}"),
        (5, NEEDED - {"born"}, f"{household} AND {other}"),
    ]


def _other_forename(model: Model) -> str:
    """One surname and two forenames; or one name in the other's place, and the two left over not alike."""
    surname = _not_at(model, "surname", DIFFERENT, WAYS_ROUND, HALF_SWAPPED)
    crosswise = f"({at(model, 'surname', HALF_SWAPPED)} AND {LEFT_OVER} < {LIKE})"
    return f"(({surname} AND {at(model, 'forename', DIFFERENT)}) OR {crosswise})"


def _same_name(model: Model) -> str:
    known = " AND ".join(f"{name}_{side} IS NOT NULL" for name in ("surname", "forename") for side in "lr")
    return f"{_not_at(model, 'surname', DIFFERENT)} AND {_not_at(model, 'forename', DIFFERENT)} AND {known}"


def at(model: Model, name: str, *words: str) -> str:
    """Whether a pair is at one of these degrees of a fact; false where the fact is not compared."""
    fact = model.fact(name)
    places = fact.place(*words) if fact else ()
    return f"(g_{name} IN ({', '.join(map(str, places))}))" if places else "false"


def _not_at(model: Model, name: str, *words: str) -> str:
    return f"(NOT {at(model, name, *words)})"
