"""What a record shares with what was asked: each fact in a few words, and which answer comes first."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import Enum

from suspects.linkage import tidy
from suspects.rules import births

LAST_FIGURES = 9  # of a telephone number, as the database keys it: +44 7700 900123 and 07700 900123 are one


class Fact(Enum):
    """A fact that a record shares with what was asked, in words, and how much it says of who somebody is."""

    PNC = "Same PNC ID", 5
    CRO = "Same CRO number", 5
    NOMINAL = "Same nominal number", 5
    PHONE = "Same telephone number", 4
    ADDRESS = "Same address", 3
    BIRTH = "Same date of birth", 2
    SWAPPED = "Date of birth with day and month the other way round", 1
    POSTCODE = "Same postcode", 1

    @property
    def words(self) -> str:
        """As a reader is told."""
        return self.value[0]

    @property
    def weight(self) -> int:
        """How far up it puts a record."""
        return self.value[1]


@dataclass(frozen=True)
class Known:
    """The facts of a record, or those that were asked for; what is not known is empty."""

    pnc_id: str = ""
    cro: str = ""
    nominal: str = ""
    phones: tuple[str, ...] = ()
    date_of_birth: date | None = None
    places: tuple[tuple[str, str], ...] = ()  # postcode and number of the house, each tidied


def shared(asked: Known, record: Known) -> list[Fact]:
    """The facts that a record shares with what was asked, the one that says most first."""
    found = [
        (Fact.PNC, bool(asked.pnc_id) and tidy.pnc(asked.pnc_id) == tidy.pnc(record.pnc_id)),
        (Fact.CRO, bool(asked.cro) and tidy.cro(asked.cro) == tidy.cro(record.cro)),
        (Fact.NOMINAL, bool(asked.nominal) and asked.nominal == record.nominal),
        (Fact.PHONE, bool(figures(asked.phones) & figures(record.phones))),
        *_of_birth(asked.date_of_birth, record.date_of_birth),
        *_of_places(asked.places, record.places),
    ]
    return sorted((fact for fact, is_shared in found if is_shared), key=lambda fact: -fact.weight)


def rank(facts: Collection[Fact], likeness: float) -> float:
    """How far up an answer comes: what its facts say, and how like the name is (0 to 1)."""
    return sum(fact.weight for fact in facts) + 2 * likeness


def figures(phones: Collection[str]) -> set[str]:
    """The last figures of each telephone number, by which two ways of writing one are the same."""
    return {"".join(filter(str.isdigit, phone))[-LAST_FIGURES:] for phone in phones} - {""}


def place(address: str, postcode: str) -> tuple[str, str]:
    """A postcode and the first number of an address with its letter, as the database keys a place."""
    number = re.search(r"[0-9]+[A-Za-z]?", address)
    return tidy.postcode(postcode), number[0].upper() if number else ""


def spellings(identifier: str) -> list[str]:
    """A PNC ID as records may hold it: as typed, with its year in full, and with its year short (19/35334Z)."""
    whole = tidy.pnc(identifier)
    year, _, number = whole.partition("/")
    short = f"{year[2:]}/{number.lstrip('0')}" if len(year) == 4 and number else whole
    return list(dict.fromkeys([identifier, whole, short]))


def _of_birth(asked: date | None, known: date | None) -> list[tuple[Fact, bool]]:
    if asked is None or known is None:
        return []
    return [(Fact.BIRTH, asked == known), (Fact.SWAPPED, asked != known and known in births.swapped(asked))]


def _of_places(asked: Collection[tuple[str, str]], known: Collection[tuple[str, str]]) -> list[tuple[Fact, bool]]:
    whole = {place for place in asked if all(place)}
    codes = {code for code, _ in asked if code}
    is_same = bool(whole & set(known))
    return [(Fact.ADDRESS, is_same), (Fact.POSTCODE, not is_same and bool(codes & {code for code, _ in known}))]
