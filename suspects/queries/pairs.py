"""One pair as its page shows it: facts side by side, the waterfall, cases, decisions, and the score as one person."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cases.models import Case
from soteria.ui import dates
from suspects.linkage.model import MODEL_VERSION
from suspects.linkage.people import Address
from suspects.linkage.scoring import best_matches
from suspects.models import Involvement, Suspect, SuspectAddress
from suspects.queries.candidates import person_of
from suspects.queries.links import called
from suspects.queries.one_pair import Sight
from suspects.queries.sight import cases_in_sight
from suspects.queries.weights import weights_in
from suspects.queries.what_if import WhatIf, compared
from suspects.rules import waterfall
from suspects.rules.bands import band_of
from suspects.rules.listing import BANDS
from suspects.rules.merging import FILLED, left_after


@dataclass(frozen=True)
class Fact:
    """One line of the two records."""

    label: str
    left: str
    right: str

    @property
    def words(self) -> str:
        """How the two stand to each other; "" where either is not recorded."""
        if not self.left or not self.right:
            return ""
        return "The same" if self.left.casefold() == self.right.casefold() else "Different"


@dataclass(frozen=True)
class Shown:
    """What the page of a pair is made of. `cases` are those that the reader sees, of the left and the right record.

    `names` are the two by name, each with what tells it from the other.
    """

    facts: tuple[Fact, ...]
    cases: tuple[Sequence[Case], Sequence[Case]]
    fall: waterfall.Waterfall
    sentence: str
    block: str
    weight: float
    version: str
    scores: WhatIf | None
    is_scored_now: bool
    names: tuple[str, str]

    @property
    def moves(self) -> str:
        """What confirming would do to the band of the score, by the version that holds; "" where it brings into none.

        It is said of bands A and B, which put somebody on the list that is worked on.
        """
        if self.scores is None:
            return ""
        edges = self.scores.edges
        now = min((band_of(self.scores.now(pk), edges) for pk in self.scores.apart), default="")
        then = band_of(self.scores.then, edges)
        return f"Confirming would bring this person into band {then}." if then in BANDS and then != now else ""


def shown(user: Any, sight: Sight, as_of: date) -> Shown:
    """The pair for its page. 3 queries beside those of `sight`; a pair that no pass found likely is scored here.

    Of a joined pair each record is shown with its own facts: what the merge wrote into one of them is no reason for it.
    """
    cases = _cases(user, sight)
    sight = _before_the_merge(sight)
    found = _of_link(sight) if sight.link else _scored(sight)
    held = (sight.version, weights_in(sight.version)) if sight.version and not sight.merge else None
    return Shown(
        facts=tuple(_facts(sight)),
        cases=(cases[sight.left.pk], cases[sight.right.pk]),
        fall=waterfall.drawn(found["parts"], found["weight"]),
        sentence=waterfall.sentence(found["parts"], found["probability"], found["block"]),
        block=found["block"],
        weight=found["weight"],
        version=found["version"],
        scores=compared([sight.left.pk, sight.right.pk], as_of, held) if held else None,
        is_scored_now=sight.link is None,
        names=(_named(sight.left, cases), _named(sight.right, cases)),
    )


def _named(one: Suspect, cases: Mapping[int, Sequence[Case]]) -> str:
    return called(one, cases[one.pk][0].reference if cases[one.pk] else "")


def _before_the_merge(sight: Sight) -> Sight:
    """The pair without what the kept record was given of the folded one, while it still says that."""
    if sight.merge is None:
        return sight
    taken, is_left = sight.merge.taken, sight.left.pk == sight.merge.kept_id
    kept = copy(sight.left if is_left else sight.right)
    held = {name: getattr(kept, name) for name in (*FILLED, "aliases", "phones")}
    for name, value in left_after(held, {name: taken[name] for name in held if name in taken}, []).items():
        setattr(kept, name, value)
    own = [row for row in sight.addresses[kept.pk] if row.pk not in taken.get("addresses", [])]
    left, right = (kept, sight.right) if is_left else (sight.left, kept)
    return replace(sight, left=left, right=right, addresses={**sight.addresses, kept.pk: own})


def _of_link(sight: Sight) -> dict[str, Any]:
    link: Any = sight.link
    names = ("parts", "weight", "probability", "block")
    return {name: getattr(link, name) for name in names} | {"version": link.model_version}


def _scored(sight: Sight) -> dict[str, Any]:
    """The pair scored from the records as they stand."""
    left, right = (_person(sight, one) for one in (sight.left, sight.right))
    pair = best_matches(left, [right])[0]
    parts = [{"field": part.field, "words": part.words, "weight": part.weight} for part in pair.parts]
    return {
        "parts": parts,
        "weight": pair.weight,
        "probability": pair.probability,
        "block": pair.block,
        "version": MODEL_VERSION,
    }


def _person(sight: Sight, suspect: Suspect) -> Any:
    return person_of(suspect, [Address(row.address, row.postcode) for row in sight.addresses[suspect.pk]])


def _cases(user: Any, sight: Sight) -> Mapping[int, list[Case]]:
    """The cases of both that the reader sees, newest first; 1 query."""
    parts = Involvement.objects.filter(suspect__in=[sight.left, sight.right], case__in=cases_in_sight(user))
    found: dict[int, list[Case]] = defaultdict(list)
    for part in parts.select_related("case").order_by("-case__reported_at", "pk"):
        found[part.suspect_id or 0].append(part.case)
    return found


def _facts(sight: Sight) -> list[Fact]:
    """Who each is said to be. Ethnicity is left out: a link must not rest on it (Equality Act 2010 s.149)."""
    sides = [_said(one, sight.addresses[one.pk]) for one in (sight.left, sight.right)]
    return [Fact(label, sides[0][label], sides[1][label]) for label in sides[0] if sides[0][label] or sides[1][label]]


def _said(one: Suspect, addresses: Sequence[SuspectAddress]) -> dict[str, str]:
    return {
        "First names": one.forenames,
        "Last name": one.surname,
        "Other names": ", ".join(one.aliases),
        "Date of birth": dates.day(one.date_of_birth) if one.date_of_birth else "",
        "Sex": one.get_sex_display() if one.sex else "",
        "PNC ID": one.pnc_id,
        "CRO number": one.cro,
        "Phone numbers": ", ".join(one.phones),
        "Addresses": "; ".join(", ".join(filter(None, (row.address, row.postcode))) for row in addresses),
        "Nominal": one.nominal,
    }
