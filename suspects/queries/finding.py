"""Find a suspect by what is known of him: a telephone number, an identifier, an address, a date of birth, a name."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Func, QuerySet, TextField, Value
from django.db.models.functions import Replace, Upper

from cases.models import Case
from cases.rules import names
from soteria.accounts.access import reach_of
from soteria.accounts.roles import Level, Section
from soteria.ui import dates
from suspects.linkage import facts, tidy
from suspects.models import Involvement, Suspect, SuspectAddress
from suspects.queries.alike import Asked, by_name, visible_cases, visible_suspects
from suspects.queries.sight import kept_from
from suspects.rules.births import swapped

CANDIDATES, MOST_SHOWN, MOST_CASES = 300, 50, 5
MOST_OF_A_POSTCODE = 2_000  # a postcode holds some tens of doors; a prison or a hostel, hundreds of people


class LinkKeys(Func):
    """What the database keys a record by (migration link_functions), over its index."""

    function = "suspects_link_keys"
    output_field = ArrayField(TextField())


KEYED = LinkKeys("forenames", "surname", "aliases", "date_of_birth", "pnc_id", "cro", "phones")
POSTCODE = Upper(Replace("postcode", Value(" "), Value("")))


@dataclass(frozen=True)
class Found:
    """Somebody on record, why he was found, and the cases by which this reader sees him, the newest first."""

    pk: int
    name: str
    date_of_birth: date | None
    reasons: tuple[str, ...]
    cases: tuple[Case, ...]
    rank: float

    @property
    def headline(self) -> str:
        """Who."""
        born = f"born {dates.day(self.date_of_birth)}" if self.date_of_birth else "date of birth not known"
        return f"{self.name}, {born}"

    @property
    def because(self) -> str:
        """Why, in one line."""
        first, *rest = self.reasons
        return "; ".join([first, *(text[0].lower() + text[1:] for text in rest)])

    @property
    def shown(self) -> tuple[Case, ...]:
        """The newest of his cases."""
        return self.cases[:MOST_CASES]

    @property
    def others(self) -> int:
        """How many cases are not shown."""
        return len(self.cases) - len(self.shown)


@dataclass(frozen=True)
class Answer:
    """Who was found, the likeliest first; `is_capped` where there may be more than were looked at."""

    people: tuple[Found, ...]
    is_capped: bool = False


def asks_purpose(user: Any) -> bool:
    """Whether the person finds suspects whom neither they nor their team work on, and so has to say why."""
    return bool(reach_of(user).force_ids(Section.SUSPECT, Level.READ))


def find(user: Any, asked: Asked) -> Answer:
    """Everybody who shares a fact with what was asked, among those that this person may see. At most 8 queries.

    A child or a police employee is found as `sight.kept_from` has it: by the roles that read the restricted lists, and
    by whoever has a case of his in their caseload.
    """
    by_fact = set(_by_facts(user, asked))
    likeness = dict(_by_name(user, asked))
    people = _people(user, {*by_fact, *likeness})
    cases = _cases(user, people)
    found = [_found(one, asked, likeness, cases[one.pk]) for one in people if cases[one.pk]]
    ordered = sorted((one for one in found if one.reasons), key=lambda one: (-one.rank, one.name, one.pk))
    is_capped = len(by_fact) >= CANDIDATES or len(likeness) >= CANDIDATES or len(ordered) > MOST_SHOWN
    return Answer(tuple(ordered[:MOST_SHOWN]), is_capped)


def keys_of(asked: Asked) -> list[str]:
    """The keys under which the database holds records with these identifiers (migration link_functions)."""
    pnc = [f"p:{text}" for text in facts.spellings(asked.pnc_id)] if asked.pnc_id else []
    cro = [f"c:{text}" for text in dict.fromkeys([asked.cro, tidy.cro(asked.cro)])] if asked.cro else []
    return sorted({*pnc, *cro, *(f"t:{figures}" for figures in facts.figures(asked.phones))})


def known(asked: Asked) -> facts.Known:
    """What was asked, as records are compared with it."""
    return facts.Known(
        pnc_id=asked.pnc_id,
        cro=asked.cro,
        nominal=asked.nominal,
        phones=asked.phones,
        date_of_birth=asked.date_of_birth,
        places=(facts.place(asked.address, asked.postcode),) if asked.postcode else (),
    )


def _by_facts(user: Any, asked: Asked) -> Iterable[int]:
    """1 query, 2 with a postcode: each kind of fact is read from its own index."""
    parts = [rows.values_list("pk", flat=True)[:CANDIDATES] for rows in _ways(visible_suspects(user), user, asked)]
    if not parts:
        return []
    return parts[0].union(*parts[1:]) if parts[1:] else parts[0]


def _ways(seen: QuerySet[Suspect], user: Any, asked: Asked) -> Iterable[QuerySet[Suspect]]:
    if keys := keys_of(asked):
        yield seen.alias(keyed=KEYED).filter(keyed__overlap=keys)
    if asked.date_of_birth:
        yield seen.filter(date_of_birth__in=[asked.date_of_birth, *swapped(asked.date_of_birth)])
    if asked.nominal:
        yield seen.filter(nominal=asked.nominal, force__in=sorted(reach_of(user).home_force_ids))
    if asked.postcode:
        yield seen.filter(pk__in=_living_at(asked.postcode))


def _living_at(postcode: str) -> list[int]:
    """1 query of its own: read from their index, and not looked for among all suspects."""
    there = SuspectAddress.objects.alias(code=POSTCODE).exclude(postcode="").filter(code=tidy.postcode(postcode))
    return list(there.order_by("-pk").values_list("suspect", flat=True)[:MOST_OF_A_POSTCODE])


def _by_name(user: Any, asked: Asked) -> Iterable[tuple[int, Any]]:
    for spelling in asked.spellings:
        yield from by_name(user, spelling)


def _people(user: Any, ids: Collection[int]) -> list[Suspect]:
    rows = Suspect.objects.filter(pk__in=ids, kept_as=None).exclude(kept_from(user))
    return list(rows.prefetch_related("addresses")) if ids else []


def _cases(user: Any, people: Collection[Suspect]) -> dict[int, list[Case]]:
    parts = Involvement.objects.filter(suspect__in=[one.pk for one in people], case__in=visible_cases(user))
    cases: dict[int, list[Case]] = defaultdict(list)
    for part in parts.select_related("case").order_by("-case__reported_at", "-case"):
        cases[part.suspect_id or 0].append(part.case)
    return cases


def _found(one: Suspect, asked: Asked, likeness: Mapping[int, Any], cases: Collection[Case]) -> Found:
    shared = facts.shared(known(asked), _record(one))
    answer = likeness.get(one.pk)
    reasons = [*(fact.words for fact in shared), *([answer.reason] if answer else [])]
    name = names.shown_name(one.forenames, one.surname, one.aliases) or "Name not known"
    rank = facts.rank(shared, answer.score if answer else 0)
    return Found(one.pk, name, one.date_of_birth, tuple(reasons), tuple(cases), rank)


def _record(one: Suspect) -> facts.Known:
    return facts.Known(
        pnc_id=one.pnc_id,
        cro=one.cro,
        nominal=one.nominal,
        phones=tuple(one.phones),
        date_of_birth=one.date_of_birth,
        places=tuple(facts.place(row.address, row.postcode) for row in one.addresses.all()),
    )
