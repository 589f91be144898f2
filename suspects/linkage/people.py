"""A person as any record may hold him: what linking is given, whoever gives it."""

from dataclasses import dataclass
from datetime import date

MOST_FAULTS = 20
"""Faults of a list that are told one by one; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Address:
    """One address of a person, the newest first where there are several."""

    address: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """One entry about a person. A blank means not known, and what is not known speaks neither for nor against.

    Ethnicity and nationality are not here on purpose: a link must not rest on them (Equality Act 2010 s.149).
    """

    id: str
    surname: str = ""
    forenames: str = ""
    aliases: tuple[str, ...] = ()
    date_of_birth: date | None = None
    sex: str = ""
    pnc_id: str = ""
    cro: str = ""
    phones: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    custody_no: str = ""


class BadPeople(Exception):
    """One plain line for each fault of a file; nothing may be written from it."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(" ".join(lines))
        self.lines = lines
