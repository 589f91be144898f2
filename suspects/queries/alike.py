"""Who a suspect may be: people already on record who are like him, among those that the reader may see."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from cases.models import Case, CaseName
from cases.queries import words
from cases.queries.sight import reaching
from cases.rules import names, ranking
from soteria.accounts.roles import Level, Section
from soteria.ui import dates
from suspects.models import Suspect

WORTH_SHOWING, ONE_OF_TWO = 0.72, 0.45
MOST_SHOWN, CANDIDATES, MOST_WORDS = 10, 300, 6
SAME_PNC, SAME_BIRTH, NEAR_BIRTH = "Same PNC ID", "Same date of birth", "Date of birth nearly the same"


@dataclass(frozen=True)
class Asked:
    """What was typed of a suspect."""

    forenames: str = ""
    surname: str = ""
    aliases: tuple[str, ...] = ()
    date_of_birth: date | None = None
    pnc_id: str = ""

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Asked":
        """From the checked answers of the section."""
        born = values.get("date_of_birth")
        return cls(
            values.get("forenames") or "",
            values.get("surname") or "",
            tuple(values.get("aliases") or ()),
            date.fromisoformat(born) if born else None,
            values.get("pnc_id") or "",
        )

    @property
    def spellings(self) -> list[str]:
        """The full name and at most two other names, each to be looked for by itself."""
        return [text for text in (f"{self.forenames} {self.surname}".strip(), *self.aliases[:2]) if text]


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
    def headline(self) -> str:
        """Who."""
        born = f", born {dates.day(self.date_of_birth)}" if self.date_of_birth else ", date of birth not known"
        return f"{self.name}{born}"

    @property
    def detail(self) -> str:
        """Why, and where from."""
        first, *rest = self.reasons
        why = "; ".join([first, *(text[0].lower() + text[1:] for text in rest)])
        return f"{why}. In {self.cases} case{'' if self.cases == 1 else 's'} you can see."


def visible_cases(user: Any) -> QuerySet[Case]:
    """Cases in which this person sees who the suspect is."""
    return Case.objects.visible_to(user).filter(reaching(user, Section.SUSPECT, Level.READ))


def visible_suspects(user: Any) -> QuerySet[Suspect]:
    """Suspects who are in at least one case in which this person sees who they are."""
    return Suspect.objects.filter(involvements__case__in=visible_cases(user)).distinct()


def find_alike(user: Any, asked: Asked) -> list[Alike]:
    """People on record who may be this suspect, most likely first, at most ten; 3 to 6 queries.

    By name in any order, spelling or sound, alias, PNC id and date of birth (IOPC, Greater Manchester, September 2022).
    """
    reasons: dict[int, dict[str, float]] = defaultdict(dict)
    for spelling in asked.spellings:
        for pk, answer in _by_name(user, spelling):
            reasons[pk][answer.reason] = max(answer.score, reasons[pk].get(answer.reason, 0))
    for pk, reason, score in _by_facts(user, asked):
        reasons[pk][reason] = score
    return _shown(user, asked, reasons)


def _by_name(user: Any, spelling: str) -> Iterable[tuple[int, ranking.Answer]]:
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


def _by_facts(user: Any, asked: Asked) -> Iterable[tuple[int, str, float]]:
    """By PNC id and by date of birth, asked apart so that each is read from its own index."""
    if asked.pnc_id:
        for pk in _visible_ids(user, Q(pnc_id=asked.pnc_id)):
            yield pk, SAME_PNC, 1.5
    if asked.date_of_birth:
        for pk in _visible_ids(user, Q(date_of_birth=asked.date_of_birth)):
            yield pk, SAME_BIRTH, 0.5
        for pk in _visible_ids(user, Q(date_of_birth__in=swapped(asked.date_of_birth))):
            yield pk, NEAR_BIRTH, 0.3


def _visible_ids(user: Any, condition: Q) -> Iterable[int]:
    return visible_suspects(user).filter(condition).values_list("pk", flat=True)[:CANDIDATES]


def swapped(born: date) -> list[date]:
    """The date with day and month the other way round, where there is such a date and it is another."""
    if born.day > 12 or born.day == born.month:
        return []
    return [date(born.year, born.day, born.month)]


def is_near(one: date, other: date) -> bool:
    """Whether two dates of birth differ as by one slip: a few days, one figure of the year, or day and month."""
    if one in swapped(other) or abs(one - other) <= timedelta(days=3):
        return True
    same_parts = (one.day == other.day) + (one.month == other.month) + (one.year == other.year)
    return same_parts == 2


def _shown(user: Any, asked: Asked, reasons: Mapping[int, dict[str, float]]) -> list[Alike]:
    """One row a person, most likely first. The count is of the reader's own visible cases, whoever else has more."""
    counted = Count("involvements", filter=Q(involvements__case__in=visible_cases(user)), distinct=True)
    people = Suspect.objects.filter(pk__in=list(reasons)).annotate(seen=counted).filter(seen__gt=0)
    found = [_alike(person, asked, dict(reasons[person.pk])) for person in people]
    return sorted(found, key=lambda one: (-one.score, one.name, one.pk))[:MOST_SHOWN]


def _alike(person: Any, asked: Asked, why: dict[str, float]) -> Alike:
    born = person.date_of_birth
    if (
        asked.date_of_birth
        and born
        and not {SAME_BIRTH, NEAR_BIRTH} & why.keys()
        and is_near(asked.date_of_birth, born)
    ):
        why[NEAR_BIRTH] = 0.3
    order = sorted(why, key=lambda reason: -why[reason])
    name = names.shown_name(person.forenames, person.surname, person.aliases) or "Name not known"
    return Alike(person.pk, name, born, tuple(order), person.seen, sum(why.values()))
