"""Whether a list shows families or careless copies, and so which guards hold on it.

"Same surname, birthday and door, another forename" is twins in police records and a miscopied forename in others; the
pair alone cannot say. The list can. A slip falls on a surname about as often as on a forename, but no twin has another
surname; a miscopied year of birth may be any, but a father is a generation older. A guard is lifted only where enough
such pairs speak against families; on a short list, and for pairs that are scored by themselves, all guards hold.
"""

from dataclasses import dataclass
from typing import Any

from suspects.linkage import guards
from suspects.linkage.guards import FAMILY, GENERATION, GENERATIONS, at
from suspects.linkage.levels import DIFFERENT, ONE_DOOR, SAME
from suspects.linkage.model import Model

ENOUGH = 20
"""Pairs under which a list says nothing either way."""
MIRRORED = 1 / 3
"""Other surnames for each other forename, from which the list is taken for careless and not for families."""
OLDEST = 45
"""Years between parent and child, nearly always at most."""
APART = 0.75
"""Share of the differing years of birth that are a generation apart, under which they are slips."""


@dataclass(frozen=True)
class Signs:
    """Pairs that agree in all but one fact: other forename, other surname, born a generation apart, born otherwise."""

    forename: int
    surname: int
    generation: int
    other: int

    @property
    def lifted(self) -> tuple[int, ...]:
        """The numbers of the guards that do not hold on this list."""
        slips = self.forename >= ENOUGH and self.surname >= self.forename * MIRRORED
        born = self.generation + self.other
        years = born >= ENOUGH and self.generation < APART * born
        return (FAMILY if slips else ()) + (GENERATIONS if years else ())


def words(lifted: tuple[int, ...]) -> str:
    """Which guards were lifted from a list, and why, in a sentence."""
    parts = {
        FAMILY: "other surnames come with one date of birth and address nearly as often as other forenames",
        GENERATIONS: "years of birth differ by any number and not by a generation",
    }
    why = " and ".join(said for numbers, said in parts.items() if set(numbers) <= set(lifted))
    return f"This list shows careless copies and not families, since {why}: those guards were not used."


def lift(database: Any, model: Model) -> tuple[int, ...]:
    """Lift from the table `scored` the guards that do not hold on this list, and say which."""
    if guards.NEEDED - {fact.name for fact in model.facts}:
        return ()
    lifted = _signs(database, model).lifted
    if lifted:
        database.execute(f"UPDATE scored SET guard = 0 WHERE guard IN ({', '.join(map(str, lifted))})")
    return lifted


def _signs(database: Any, model: Model) -> Signs:
    door = at(model, "home", *ONE_DOOR)
    surname, forename, born = (at(model, name, SAME) for name in ("surname", "forename", "born"))
    no_surname, no_forename, not_born = (at(model, name, DIFFERENT) for name in ("surname", "forename", "born"))
    years = "abs(left(born_l, 4)::int - left(born_r, 4)::int)"
    generation = f"{years} BETWEEN {GENERATION} AND {OLDEST}"
    row = database.execute(
        f"""SELECT count(*) FILTER ({surname} AND {no_forename} AND {born}),
        count(*) FILTER ({no_surname} AND {forename} AND {born}),
        count(*) FILTER ({surname} AND {forename} AND {not_born} AND {generation}),
        count(*) FILTER ({surname} AND {forename} AND {not_born} AND NOT {generation})
        FROM scored WHERE {door}"""
    ).fetchall()[0]
    return Signs(*row)
