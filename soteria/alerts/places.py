"""The pages where what an alert asks for is done: a few, by name. An alert keeps the name and a number, no person."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from soteria.alerts.models import Alert


@dataclass(frozen=True)
class Place:
    """A page of one act: what is done there, and the address for each number of those that are still there.

    The address is found when the alert is read, since what it is of may be somebody else's by then. The page itself
    asks who may open it.
    """

    words: str
    addresses: Callable[[Collection[int]], Mapping[int, str]]


@dataclass(frozen=True)
class Link:
    """Where an alert leads."""

    words: str
    href: str


PLACES: dict[str, Place] = {}  # told by the app that has the page


def to(name: str, number: int) -> str:
    """The place of an alert, as it is kept. Raises KeyError for a page that nobody has told of."""
    PLACES[name]
    return f"{name} {number}"


def links(alerts: Iterable[Alert]) -> dict[int, Link]:
    """Where each alert that has a place leads, by its id. As many queries as there are kinds of place, at most."""
    asked: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for alert in alerts:
        name, _, number = alert.place.partition(" ")
        if name in PLACES:
            asked[name][alert.pk] = int(number)
    return {pk: link for name, numbers in asked.items() for pk, link in _links(PLACES[name], numbers)}


def _links(place: Place, numbers: Mapping[int, int]) -> Iterable[tuple[int, Link]]:
    found = place.addresses(set(numbers.values()))
    return ((pk, Link(place.words, found[number])) for pk, number in numbers.items() if number in found)
