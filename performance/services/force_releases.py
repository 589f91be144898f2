"""Write what custody officers decided in invented cases that are open."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from orders.models import Bail, Release
from soteria.copying import copy_in

FACTORS = {
    "surrender": "Has a fixed address, and came when asked before.",
    "offending": "One other report in three years.",
    "victims": "The victim says that contact would frighten them.",
    "suspect": "Does not apply.",
    "public": "Does not apply.",
}


def write_decisions(released: Sequence[Any]) -> None:
    """A decision for each release on bail of an open case, and one for each that went on without bail.

    Closed cases have none: nobody reads them, and a force of millions of cases stays small.
    """
    live = [each for each in released if each.part.placed.made.is_open]
    copy_in(row for each in live for row in _decisions(each))


def _decisions(each: Any) -> Iterator[Release]:
    bail = each.bail
    yield _decision(each, bail, key="bail", at=bail.granted_at, route=bail.route)
    if bail.ended_why == Bail.Ended.RUI:
        facts = {"route": Release.Route.RUI, "no_bail": Release.NoBail.PERIOD_ENDED, "is_necessary": False}
        yield _decision(each, None, key="rui", at=bail.ended_at, words="The period was not extended in time.", **facts)


def _decision(each: Any, bail: Bail | None, *, key: str, at: Any, **facts: Any) -> Release:
    usual = {"is_necessary": True, "words": "Conditions are enough to keep the victim safe while phones are read."}
    return Release(
        arrest_id=each.row.pk,
        bail_id=bail.pk if bail else None,
        decided_at=at,
        officer="Custody sergeant",
        officer_rank="sergeant",
        stands_in=False,
        is_independent=True,
        is_proportionate=True,
        factors=FACTORS,
        representations=Release.Representations.NONE,
        key=_key(key, each.row.pk),
        recorded_at=at,
        recorded_by_id=each.part.placed.oic.pk,
        **(usual | facts),
    )


def _key(*parts: object) -> UUID:
    return uuid5(NAMESPACE_URL, "soteria:force:release:" + ":".join(map(str, parts)))
