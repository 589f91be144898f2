"""Which of two records is kept when they are joined, and what the kept one is given of the other. Plain Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

FILLED = ("sex", "ethnicity", "pnc_id", "cro", "date_of_birth")


@dataclass(frozen=True)
class Record:
    """What decides which record is kept. `is_open`: it is in a case that is not restricted; `is_worked`: it has a live
    plan or a judgement that holds.
    """

    id: int
    is_open: bool
    pnc_id: str
    cases: int
    is_worked: bool = False


def kept_first(one: Record, other: Record) -> tuple[Record, Record]:
    """The record that is kept, and the one that is folded into it.

    A record of open cases is kept before one of restricted cases alone, so that joining them shows nobody a name that
    only the restricted case holds; then one that is worked on, so that least has to be carried; then
    one with a PNC ID, one in more cases, and the older.
    """
    first, second = sorted([one, other], key=_order)
    return first, second


def _order(record: Record) -> tuple[Any, ...]:
    return not record.is_open, not record.is_worked, not record.pnc_id, -record.cases, record.id


def taken(kept: Mapping[str, Any], folded: Mapping[str, Any]) -> dict[str, Any]:
    """What the kept record lacks and is given: facts that are blank, other names, and phones; as plain JSON.

    A fact that both records have stays as the kept one says; the folded record still says its own.
    """
    filled = {name: _plain(folded[name]) for name in FILLED if folded[name] and not kept[name]}
    names = _new([folded["name"], *folded["aliases"]], [kept["name"], *kept["aliases"]])
    phones = _new(folded["phones"], kept["phones"])
    return filled | ({"aliases": names} if names else {}) | ({"phones": phones} if phones else {})


def _new(given: Iterable[str], held: Iterable[str]) -> list[str]:
    known = {text.casefold() for text in held}
    return list(dict.fromkeys(text for text in given if text and text.casefold() not in known))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def left_after(
    held: Mapping[str, Any], given: Mapping[str, Any], others: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """What the kept record says once a merge is undone: the facts that change, by name.

    A fact that somebody changed since stays as it is, and so does a name that another merge gave too.
    """
    elsewhere = list(others)
    changed: dict[str, Any] = {}
    for name, value in given.items():
        if isinstance(value, list):
            gone = set(value) - {text for other in elsewhere for text in other.get(name, [])}
            if gone & set(held[name]):
                changed[name] = [text for text in held[name] if text not in gone]
        elif _plain(held[name]) == value:
            changed[name] = None if name == "date_of_birth" else ""
    return changed
