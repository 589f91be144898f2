"""The columns of a records-system export, and how another force's names for them are recognised."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

TEXT_COLUMNS = {
    "crime_ref": 40,
    "report_type": 10,
    "ho_code": 6,
    "offence_title": 200,
    "flags": 200,
    "district": 100,
    "premises_type": 60,
    "postcode": 10,
    "summary": 0,
    "oic_collar": 20,
    "oic_name": 0,
    "victim_id": 40,
    "victim_surname": 100,
    "victim_forenames": 100,
    "victim_sex": 0,
    "victim_ethnicity": 0,
    "victim_language": 40,
    "suspect_nominal_id": 40,
    "suspect_surname": 100,
    "suspect_forenames": 100,
    "suspect_aliases": 0,
    "suspect_sex": 0,
    "suspect_ethnicity": 0,
    "suspect_pnc_id": 20,
    "suspect_address": 200,
    "suspect_postcode": 10,
    "relationship": 40,
    "suspect_role": 0,
    "bail_conditions": 0,
    "outcome_code": 4,
    "outcome_by": 10,
    "victim_supports": 0,
}
"""Columns of text, with the most characters that the case holds; 0 where any length is kept or it is read by code."""
DATE_COLUMNS = (
    "reported_at",
    "offence_from",
    "offence_to",
    "victim_dob",
    "suspect_dob",
    "arrested_at",
    "bail_until",
    "outcome_at",
)
COLUMNS = frozenset(TEXT_COLUMNS) | frozenset(DATE_COLUMNS)
# Without these no row could be accepted, so a file without them is refused whole.
NEEDED = ("crime_ref", "reported_at", "ho_code")


class BadColumns(ValueError):
    """The sentence says what is wrong with the header or the mapping."""


@dataclass(frozen=True)
class Book:
    """The columns of one kind of file: our name for each plain name that it may have, and those that it must have."""

    names: Mapping[str, str]
    needed: tuple[str, ...]

    @property
    def columns(self) -> frozenset[str]:
        """Our names."""
        return frozenset(self.names.values())


def plain(name: str) -> str:
    """A column name without case, spaces and punctuation, so that "Crime Ref" and crime_ref are the same."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


CRIMES = Book({plain(column): column for column in COLUMNS}, NEEDED)


@dataclass(frozen=True)
class Header:
    """The header of one file: each cell's own name, and ours where it is a column that we read."""

    theirs: tuple[str, ...]
    ours: tuple[str | None, ...]
    book: Book = CRIMES

    @property
    def known(self) -> int:
        """How many columns we read."""
        return sum(name is not None for name in self.ours)

    @property
    def keys(self) -> tuple[str, ...]:
        """The name under which each cell is kept: ours where we have one, else theirs, made different from the rest."""
        return tuple(self._key(index) for index in range(len(self.theirs)))

    def _key(self, index: int) -> str:
        theirs = self.theirs[index]
        is_unclear = not theirs or theirs in self.book.columns or self.theirs.count(theirs) > 1
        return self.ours[index] or (f"{theirs or 'column'} ({index + 1})" if is_unclear else theirs)


def read_mapping(mapping: object, book: Book = CRIMES) -> dict[str, str]:
    """Their plain names → our columns, from a mapping written either way round.

    Raises BadColumns when it is no mapping of names, or when a pair names no column of ours.
    """
    if not isinstance(mapping, Mapping) or not mapping:
        raise BadColumns("The mapping must be lines of the form `their column: our_column`.")
    return dict(_pair(str(left), str(right), book.names) for left, right in mapping.items())


def _pair(left: str, right: str, names: Mapping[str, str]) -> tuple[str, str]:
    if plain(right) in names:
        return plain(left), names[plain(right)]
    if plain(left) in names:
        return plain(right), names[plain(left)]
    raise BadColumns(f"The mapping has “{left}: {right}”, and neither is a column that is read.")


def match(names: Sequence[str], mapping: Mapping[str, str], book: Book = CRIMES) -> Header:
    """Recognise the columns of a header by name; the mapping (of `read_mapping`) comes before our own names."""
    taken = set(mapping.values())
    theirs = tuple(name.strip() for name in names)
    ours = tuple(_ours(plain(name), mapping, taken, book.names) for name in theirs)
    return Header(theirs, ours, book)


def _ours(name: str, mapping: Mapping[str, str], taken: set[str], names: Mapping[str, str]) -> str | None:
    if name in mapping:
        return mapping[name]
    own = names.get(name)
    return None if own in taken else own


def check(header: Header) -> None:
    """Refuse a header from which nothing could be read. Raises BadColumns."""
    if header.known == 0:
        raise BadColumns("No column of the file has a name that is known. Name them with --mapping.")
    read = [name for name in header.ours if name]
    if twice := sorted({name for name in read if read.count(name) > 1}):
        raise BadColumns(f"Two columns of the file are both {twice[0]}. Say which one to read with --mapping.")
    if missing := [name for name in header.book.needed if name not in read]:
        raise BadColumns(f"The file has no column for {', '.join(missing)}. Name it with --mapping.")
