"""What one row of a file says of a person: names, sex, date of birth, numbers and address; and two rows made one."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from cases.rules import intake_dates
from cases.rules.intake_dates import NO_DATE
from cases.rules.intake_people import known
from suspects.linkage import people_columns
from suspects.linkage.people import Address, Person

SHOWN = 40
EIGHT = re.compile(r"\d{8}", re.ASCII)
SEPARATORS = re.compile(r"[;|/]")
# All that is read of a person here: ids and dates are read apart, and other columns not at all.
READ = people_columns.NAMES.keys() - {"id", "date_of_birth"}
Cells = Mapping[str, str]


class Slip(ValueError):
    """Eight figures that no calendar has."""


def person_of(cells: Cells, born: date | None) -> Person:
    """Who a row of a file is about, as far as it says; `born` is read apart, since a bad date is a fault of its row."""
    # Most files have few of the columns, and most cells of many are blank.
    said = {column: known(cells, column) for column, text in cells.items() if text and column in READ}.get
    surname, forenames = _names(said)
    address = [text for column in people_columns.ADDRESS if (text := said(column, ""))]
    postcode = said("postcode", "")
    return Person(
        cells.get("id", "").strip(),
        surname,
        forenames,
        _parts(said("aliases", "")),
        born,
        _sex(said("sex", "")),
        said("pnc_id", ""),
        said("cro", ""),
        _parts(said("phone", "")) + _parts(said("mobile", "")),
        (Address(", ".join(address), postcode),) if address or postcode else (),
        said("custody_no", ""),
    )


def _names(said: Callable[[str, str], str]) -> tuple[str, str]:
    """Surname and forenames; from a whole name, the last word or what stands before a comma is the surname."""
    surname, forenames, middle = said("surname", ""), said("forenames", ""), said("middle_names", "")
    forenames, whole = f"{forenames} {middle}".strip(), said("name", "")
    if not whole or surname or forenames:
        return surname, forenames
    if "," in whole:
        last, _, first = whole.partition(",")
        return last.strip(), first.strip()
    first, _, last = whole.rpartition(" ")
    return last, first


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in SEPARATORS.split(text) if part.strip()) if text else ()


def _sex(text: str) -> str:
    return text[:1].upper() if text[:1].upper() in {"M", "F", "O"} else ""


@lru_cache(maxsize=100_000)
def date_of(text: str) -> date | None:
    """The day; None for a blank or a placeholder. Raises NoSuchDate, and Slip for eight figures that are no day.

    Registers that are keyed in hold dates as eight figures, and a slip in one of them is one fact lost, not a bad file.
    """
    if not EIGHT.fullmatch(text.strip()):
        moment = intake_dates.read(text)
        return moment.day if moment else None
    figures = text.strip()
    for year, month, day in ((figures[:4], figures[4:6], figures[6:]), (figures[4:], figures[2:4], figures[:2])):
        try:
            found = date(int(year), int(month), int(day))
        except ValueError:
            continue
        if 1800 < found.year < 2200:
            return None if found == NO_DATE else found
    raise Slip(figures)


def both(one: Person, other: Person) -> Person:
    """What both rows of one entry say: the first where they differ, and all of their names, numbers and addresses."""
    return replace(
        one,
        surname=one.surname or other.surname,
        forenames=one.forenames or other.forenames,
        aliases=tuple(dict.fromkeys((*one.aliases, *other.aliases))),
        date_of_birth=one.date_of_birth or other.date_of_birth,
        sex=one.sex or other.sex,
        pnc_id=one.pnc_id or other.pnc_id,
        cro=one.cro or other.cro,
        phones=tuple(dict.fromkeys((*one.phones, *other.phones))),
        addresses=tuple(dict.fromkeys((*one.addresses, *other.addresses))),
        custody_no=one.custody_no or other.custody_no,
    )


def printable(text: str) -> str:
    """A value as it can stand in a message of one line."""
    return "".join(letter if letter.isprintable() else "?" for letter in " ".join(text.split()))[:SHOWN]
