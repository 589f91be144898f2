"""People for the tests of linking; none of their names, dates or places is in the sample that models learn from."""

from dataclasses import replace
from datetime import date

from suspects.linkage.people import Address, Person
from suspects.linkage.scoring import Pair, score_pairs

HOME = Address("14 Saltmarsh Quay", "NR30 1QZ")
ELSEWHERE = Address("Flat 3, 220 Beacon Hill Road", "HX3 6AB")
KNOWN = Person(
    "known",
    "Thornquist",
    "Orlando",
    date_of_birth=date(1979, 3, 8),
    sex="M",
    pnc_id="2004/0412345K",
    addresses=(HOME,),
)
PLAIN = replace(KNOWN, id="plain", pnc_id="")


def like(person: Person = PLAIN, **facts: object) -> Person:
    """Another entry, the same but for these facts."""
    return replace(person, **{"id": "other", **facts})


def pair(one: Person, other: Person, *others: Person) -> Pair:
    """The score of two entries, with others on the list."""
    return score_pairs([one, other, *others], [(one.id, other.id)])[0]
