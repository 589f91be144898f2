"""Records as the linking engine takes them, and which of them are worth comparing with one person."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, transaction

from suspects.linkage.people import Address, Person
from suspects.models import Suspect, SuspectAddress
from suspects.queries import link_sql
from suspects.rules import births


def people(ids: Iterable[int]) -> dict[int, Person]:
    """The records of these suspects, by id. 2 queries."""
    wanted = list(ids)
    given: dict[int, list[Address]] = defaultdict(list)
    places = SuspectAddress.objects.filter(suspect__in=wanted).order_by("pk")
    for suspect_id, address, postcode in places.values_list("suspect_id", "address", "postcode"):
        given[suspect_id].append(Address(address, postcode))
    return {one.pk: person_of(one, given[one.pk]) for one in Suspect.objects.filter(pk__in=wanted)}


def person_of(suspect: Suspect, addresses: Sequence[Address]) -> Person:
    """One record with its addresses."""
    return Person(
        id=str(suspect.pk or ""),
        surname=suspect.surname,
        forenames=suspect.forenames,
        aliases=tuple(suspect.aliases),
        date_of_birth=suspect.date_of_birth,
        sex=suspect.sex,
        pnc_id=suspect.pnc_id,
        cro=suspect.cro,
        phones=tuple(suspect.phones),
        addresses=tuple(addresses),
    )


def candidates_of(person: Person, force_id: int) -> list[int]:
    """Ids of the live records of a force that may be this person, himself among them if he is on record. 1 query.

    They are the same whoever asks: the caller shows only what the reader may see.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(link_sql.OF_ONE, _asked(person, force_id))
        return sorted(pk for (pk,) in cursor.fetchall())


def _asked(person: Person, force_id: int) -> Mapping[str, Any]:
    return {
        "force": force_id,
        "forenames": person.forenames,
        "surname": person.surname,
        "aliases": list(person.aliases),
        "born": person.date_of_birth,
        "days": births.variants(person.date_of_birth) if person.date_of_birth else [],
        "pnc": person.pnc_id,
        "cro": person.cro,
        "phones": list(person.phones),
        "name": f"{person.forenames} {person.surname}".strip().casefold(),
        "addresses": [one.address for one in person.addresses],
        "postcodes": [one.postcode for one in person.addresses],
    }
