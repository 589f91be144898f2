"""A person as columns that can be compared: each fact in one form, and the keys under which near ones meet."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from cases.rules import names
from cases.rules.intake_dates import NOT_KNOWN
from suspects.linkage import tidy
from suspects.linkage.people import Address, Person

Words = tuple[str, ...]
NONE: Words = ()


class Name(NamedTuple):
    """One half of a name: together, its words, what it is short for, its sound, and the sound of the latter."""

    joined: str | None
    words: Words
    fulls: Words
    sound: str | None
    code: str | None


class Home(NamedTuple):
    """The addresses of a person. Nearness is judged on the newest alone; sameness on all of them."""

    homes: Words
    postcodes: Words
    postcode: str | None
    street: str | None
    words: Words
    numbers: Words


NOWHERE = Home(NONE, NONE, None, None, NONE, NONE)


class Features(NamedTuple):
    """One row of the table that is compared; the names of the fields are the names of its columns."""

    id: str
    surname: str | None
    surname_words: Words
    surname_sound: str | None
    surname_code: str | None
    forename: str | None
    forename_words: Words
    forename_fulls: Words
    forename_code: str | None
    other_surnames: Words
    other_forenames: Words
    born: str | None
    sex: str | None
    pnc: str | None
    cro: str | None
    custody: str | None
    phones: Words
    homes: Words
    postcodes: Words
    postcode: str | None
    street: str | None
    street_words: Words
    numbers: Words


LISTS = frozenset(name for name, kind in Features.__annotations__.items() if kind is Words)


def of(person: Person) -> Features:
    """What is compared of one person."""
    surname, forenames = name(person.surname), name(person.forenames)
    first = name(forenames.words[0]) if forenames.words else forenames
    others = [names.words_of(alias) for alias in person.aliases]
    home = _home(person.addresses)
    return Features(
        person.id,
        *(surname.joined, surname.words, surname.sound, surname.code),
        *(first.joined, forenames.words, first.fulls, first.code),
        tuple(sorted({words[-1] for words in others if len(words) > 1})) if others else NONE,
        tuple(sorted({words[0] for words in others if words})) if others else NONE,
        person.date_of_birth.isoformat().replace("-", "") if person.date_of_birth else None,
        _known(person.sex),
        *(_written(tidy.pnc, person.pnc_id), _written(tidy.cro, person.cro)),
        _written(tidy.identifier, person.custody_no),
        tuple(sorted({one for one in map(tidy.phone, person.phones) if one})) if person.phones else NONE,
        home.homes,
        home.postcodes,
        home.postcode,
        home.street,
        home.words,
        home.numbers,
    )


def table(people: Iterable[Person]) -> dict[str, tuple[Any, ...]]:
    """The columns of many people, in the order in which they are given."""
    columns = zip(*map(of, people), strict=True)
    return dict(zip(Features._fields, columns, strict=False)) or dict.fromkeys(Features._fields, ())


@lru_cache(maxsize=200_000)
def name(text: str) -> Name:
    """One half of a name; nothing is known of a placeholder."""
    words = () if text.strip().casefold() in NOT_KNOWN else tuple(names.words_of(text))
    if not words:
        return Name(None, NONE, NONE, None, None)
    joined = "".join(words)
    fulls = tuple(key[1:] for key in names.keys_of(words[0]) if key[0] == names.FULL_FORM) or (words[0],)
    return Name(joined, words, fulls, _code(joined), _code(fulls[0]))


def _code(word: str) -> str:
    """The sound of a word, so that each spelling of it and each short form lies under one key."""
    sounds = [key for key in names.keys_of(names.respelt(word)) if key[0] == names.SOUND]
    return min(sounds)[1:] if sounds else word


def _known(text: str) -> str | None:
    if not text or text.strip().casefold() in NOT_KNOWN:
        return None
    return text.strip() or None


def _written(form: Callable[[str], str], text: str) -> str | None:
    known = _known(text)
    return (form(known) or None) if known else None


def _telling(words: Words) -> Words:
    """The words of an address that tell it from others, each once."""
    return tuple(dict.fromkeys([word for word in words if word not in tidy.KINDS])) or words


def _home(addresses: tuple[Address, ...]) -> Home:
    if not addresses:
        return NOWHERE
    read = [(*tidy.address(one.address), tidy.postcode(one.postcode)) for one in addresses]
    whole = [f"{' '.join(numbers)}|{' '.join(words)}|{code}" for numbers, words, code in read if words and numbers]
    codes = [code for *_, code in read if code]
    numbers, words, code = read[0]
    return Home(_each(whole), _each(codes), code or None, " ".join(words) or None, _telling(words), numbers)


def _each(found: list[str]) -> Words:
    """Each thing once, in one order whatever order they came in."""
    return tuple(found) if len(found) < 2 else tuple(sorted(set(found)))
