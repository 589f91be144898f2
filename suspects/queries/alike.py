"""Who a suspect may be: people already on record who are like him, among those that the reader may see."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from cases.models import Case, CaseName
from cases.queries import words
from cases.queries.sight import reaching
from cases.rules import names, ranking
from soteria.accounts.access import reach_of
from soteria.accounts.roles import Level, Section
from soteria.ui import dates
from suspects.linkage.people import Address, Person
from suspects.linkage.scoring import Pair, best_matches
from suspects.models import Suspect
from suspects.queries.candidates import candidates_of, person_of
from suspects.queries.restricted import is_apart, is_named
from suspects.queries.sight import kept_from
from suspects.rules.births import swapped
from suspects.rules.linking import QUEUE

ASKED = "asked"  # the id of whom we ask for, among those on record
GIVEN = ("forenames", "surname", "aliases", "date_of_birth", "sex", "pnc_id", "cro", "phones")
TELLING = 2.0  # bits from which a fact is a reason
WORTH_SHOWING, ONE_OF_TWO = 0.72, 0.45
MOST_SHOWN, CANDIDATES, MOST_WORDS = 10, 300, 6
SAME_PNC, SAME_NOMINAL = "Same PNC ID", "Same nominal number"
SAME_BIRTH, NEAR_BIRTH = "Same date of birth", "Date of birth nearly the same"


@dataclass(frozen=True)
class Asked:
    """What was typed of a suspect."""

    forenames: str = ""
    surname: str = ""
    aliases: tuple[str, ...] = ()
    date_of_birth: date | None = None
    pnc_id: str = ""
    cro: str = ""
    sex: str = ""
    phones: tuple[str, ...] = ()
    address: str = ""
    postcode: str = ""
    nominal: str = ""

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Asked":
        """From the checked answers of the section."""
        born = values.get("date_of_birth")
        return cls(
            values.get("forenames") or "",
            values.get("surname") or "",
            tuple(values.get("aliases") or ()),
            date.fromisoformat(born) if born else None,
            **{name: values.get(name) or "" for name in ("pnc_id", "cro", "sex", "address", "postcode")},
            phones=tuple(values.get("phones") or ()),
        )

    @property
    def spellings(self) -> list[str]:
        """The full name and at most two other names, each to be looked for by itself."""
        return [text for text in (f"{self.forenames} {self.surname}".strip(), *self.aliases[:2]) if text]

    @property
    def person(self) -> Person:
        """As the linking engine takes it."""
        places = (Address(self.address, self.postcode),) if self.address or self.postcode else ()
        given = {name: getattr(self, name) for name in GIVEN}
        return Person(id=ASKED, addresses=places, **given)


@dataclass(frozen=True)
class Alike:
    """Somebody on record, why he may be the same, and in how many cases that the reader can see."""

    pk: int
    name: str
    date_of_birth: date | None
    reasons: tuple[str, ...]
    cases: int
    score: float = field(compare=False, default=0)

    @property
    def words(self) -> str:
        """In one sentence, before there is a record of what was typed."""
        return f"Possibly the same as {self.name}, in {self.cases} other case{'' if self.cases == 1 else 's'}."

    @property
    def headline(self) -> str:
        """Who."""
        born = f", born {dates.day(self.date_of_birth)}" if self.date_of_birth else ", date of birth not known"
        return f"{self.name}{born}"

    @property
    def because(self) -> str:
        """Why."""
        first, *rest = self.reasons
        return "; ".join([first, *(text[0].lower() + text[1:] for text in rest)])

    @property
    def detail(self) -> str:
        """Why, and where from."""
        return f"{self.because}. In {self.cases} case{'' if self.cases == 1 else 's'} you can see."


def visible_cases(user: Any) -> QuerySet[Case]:
    """Cases in which this person sees who the suspect is."""
    return Case.objects.visible_to(user).filter(reaching(user, Section.SUSPECT, Level.READ))


def visible_suspects(user: Any) -> QuerySet[Suspect]:
    """Suspects who are in at least one case in which this person sees who they are."""
    return Suspect.objects.filter(involvements__case__in=visible_cases(user), kept_as=None).distinct()


def find_alike(user: Any, asked: Asked) -> list[Alike]:
    """People on record who may be this suspect, most likely first, at most ten; 4 to 8 queries.

    By name in any order, spelling or sound, other names, identifiers, date of birth, address and phone (IOPC, Greater
    Manchester, September 2022); in the order that the linking model finds likely. Somebody on a restricted list, a
    child or a police employee, is shown to the roles that read those, and to who has a case of his in their caseload.
    """
    reasons: dict[int, dict[str, float]] = defaultdict(dict)
    for spelling in asked.spellings:
        for pk, answer in by_name(user, spelling):
            reasons[pk][answer.reason] = max(answer.score, reasons[pk].get(answer.reason, 0))
    for pk in _by_facts(user, asked):
        reasons[pk]  # noqa: B018 - known, with no reason by its name
    linked = {pk for force in sorted(reach_of(user).home_force_ids) for pk in candidates_of(asked.person, force)}
    return _shown(user, asked, reasons, linked)


def notice(user: Any, asked: Asked) -> list[Alike]:
    """The same, for a notice that nobody asked for; 1 query more. Nobody on a restricted list is in it, children and
    police employees, but for the roles that read those lists.
    """
    found = find_alike(user, asked)
    if not found or is_named(user):
        return found
    apart = Suspect.objects.filter(is_apart(timezone.localdate()), pk__in=[one.pk for one in found])
    untold = set(apart.values_list("pk", flat=True))
    return [one for one in found if one.pk not in untold]


def by_name(user: Any, spelling: str) -> Iterable[tuple[int, ranking.Answer]]:
    """Suspects whose name is like a spelling, among those that the reader may see, and how like. 2 queries."""
    tokens = words.look_up(names.words_of(spelling)[:MOST_WORDS] or [""])
    long = {pk for token in tokens.each if len(token.typed) > 1 for pk in token.means}
    if not long:
        return
    rows = CaseName.objects.filter(
        kind=CaseName.Kind.SUSPECT, words__overlap=sorted(long), case__in=visible_cases(user)
    ).values_list("person_id", "name", "words")[:CANDIDATES]
    meanings = [(token.typed, token.means) for token in tokens.each]
    for person_id, name, ids in rows:
        answer = ranking.judge(name, {pk: tokens.words[pk] for pk in ids if pk in tokens.words}, meanings)
        if answer.score >= WORTH_SHOWING or (answer.score >= ONE_OF_TWO and _same_initials(spelling, name)):
            yield person_id, answer


def _same_initials(typed: str, name: str) -> bool:
    """Whether each typed word begins like a word of the name: Garry Thornbury may be Gareth Thornbury."""
    initials = {word[0] for word in names.words_of(name)}
    asked = names.words_of(typed)
    return len(asked) > 1 and {word[0] for word in asked} <= initials


def _by_facts(user: Any, asked: Asked) -> Iterable[int]:
    """By PNC id, nominal and date of birth, whatever the name; each is read from its own index."""
    wanted = Q(pnc_id=asked.pnc_id) if asked.pnc_id else Q()
    if asked.nominal:
        wanted |= Q(force__in=sorted(reach_of(user).home_force_ids), nominal=asked.nominal)
    if asked.date_of_birth:
        wanted |= Q(date_of_birth__in=[asked.date_of_birth, *swapped(asked.date_of_birth)])
    return visible_suspects(user).filter(wanted).values_list("pk", flat=True)[:CANDIDATES] if wanted else ()


def is_near(one: date, other: date) -> bool:
    """Whether two dates of birth differ as by one slip: a few days, one figure of the year, or day and month."""
    if one in swapped(other) or abs(one - other) <= timedelta(days=3):
        return True
    same_parts = (one.day == other.day) + (one.month == other.month) + (one.year == other.year)
    return same_parts == 2


def _shown(user: Any, asked: Asked, reasons: Mapping[int, dict[str, float]], linked: Collection[int]) -> list[Alike]:
    """One row a person, most likely first. The count is of the reader's own visible cases, whoever else has more."""
    counted = Count("involvements", filter=Q(involvements__case__in=visible_cases(user)), distinct=True)
    people = Suspect.objects.filter(pk__in=[*reasons, *linked], kept_as=None).annotate(seen=counted).filter(seen__gt=0)
    found = {one.pk: one for one in people.exclude(kept_from(user)).prefetch_related("addresses")}
    pairs = {int(pair.right): pair for pair in _scored(asked, found.values())}
    likely = [pk for pk, pair in pairs.items() if pk in reasons or (pair.weight >= QUEUE and not pair.block)]
    rows = [_alike(found[pk], asked, dict(reasons.get(pk, {})), pairs[pk]) for pk in likely]
    return sorted(rows, key=lambda one: (-one.score, one.name, one.pk))[:MOST_SHOWN]


def _scored(asked: Asked, people: Collection[Any]) -> list[Pair]:
    records = [person_of(one, [Address(row.address, row.postcode) for row in one.addresses.all()]) for one in people]
    return best_matches(asked.person, records) if records else []


def _alike(person: Any, asked: Asked, why: dict[str, float], pair: Pair) -> Alike:
    """Why he may be the same: what the search met, and what the model weighs most."""
    born = person.date_of_birth
    if asked.pnc_id and person.pnc_id == asked.pnc_id:
        why[SAME_PNC] = 1.5
    if asked.nominal and person.nominal == asked.nominal:
        why[SAME_NOMINAL] = 1.5
    if asked.date_of_birth and born == asked.date_of_birth:
        why[SAME_BIRTH] = 0.5
    elif asked.date_of_birth and born and is_near(asked.date_of_birth, born):
        why[NEAR_BIRTH] = 0.3
    heavy = sorted((part for part in pair.parts if part.weight >= TELLING), key=lambda part: -part.weight)
    order = sorted(why, key=lambda reason: -why[reason]) or [f"{part.field}: {part.words}" for part in heavy[:2]]
    name = names.shown_name(person.forenames, person.surname, person.aliases) or "Name not known"
    return Alike(person.pk, name, born, tuple(order) or ("Like by several facts",), person.seen, pair.weight)
