"""The needs of the victims of a case, as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from cases.models import Case
from cases.queries import loaded
from soteria.ui.wording import mid_sentence
from victims.models import Need, NeedsAssessment, Victim
from victims.rules import needs as rules
from victims.rules.catalogue import bundled
from victims.rules.needs import Answer, Change

VERSIONS_SHOWN = 50
CAUTIONS = [item.code for item in bundled().items().values() if item.warnings]


@dataclass(frozen=True)
class Line:
    """One item as a page shows it."""

    label: str
    answer: str
    asked_on: date | None
    told_by: str
    shared_with: str
    is_asked: bool
    is_old: bool


@dataclass(frozen=True)
class Section:
    """One group of items."""

    code: str
    title: str
    lines: tuple[Line, ...]

    @property
    def asked(self) -> list[Line]:
        """The items that somebody asked."""
        return [line for line in self.lines if line.is_asked]

    @property
    def unasked(self) -> list[str]:
        """The items that nobody has asked, by name."""
        return [mid_sentence(line.label) for line in self.lines if not line.is_asked]


@dataclass(frozen=True)
class Version:
    """One version with what it changed, for the history."""

    number: int
    at: datetime
    by: str
    changes: tuple[Change, ...]


def register() -> None:
    """Have the victims, the cautions of their safe contact and their present versions read with every case page."""
    people = Victim.objects.select_related("safe_contact").order_by("pk")
    loaded.add("victims", lambda case_id: people.filter(case_id=case_id))
    cautions = Need.objects.current().filter(code__in=CAUTIONS).select_related("assessment").order_by("code")
    loaded.add("cautions", lambda case_id: cautions.filter(assessment__victim__case_id=case_id))
    newest = NeedsAssessment.objects.order_by("victim", "-number").distinct("victim")
    loaded.add("assessments", lambda case_id: newest.filter(victim__case_id=case_id))


def victims_of(case: Case) -> list[Victim]:
    """The victims with their safe contact, read once however many ask."""
    return loaded.rows(case, "victims")


def has_been_asked(case: Case, victim: Victim) -> bool:
    """Whether anybody has assessed this victim's needs."""
    return any(version.victim_id == victim.pk for version in loaded.rows(case, "assessments"))


def cautions_of(case: Case, victim: Victim, *, shows_words: bool) -> list[str]:
    """What the banner warns of; the victim's own words only for whoever sees the details of the contact."""
    items, found = bundled().items(), []
    for said in loaded.rows(case, "cautions"):
        warning = items[said.code].warnings.get(said.value) if said.assessment.victim_id == victim.pk else None
        if warning:
            found.append(f"{warning}: {said.words}" if shows_words and said.words else warning)
    return found


def current(case: Case) -> dict[int, dict[str, Need]]:
    """The present needs of each victim of a case, by victim and code. 1 query."""
    found: dict[int, dict[str, Need]] = {}
    rows = Need.objects.current().filter(assessment__victim__case=case).select_related("assessment__made_by")
    for need in rows:
        found.setdefault(need.assessment.victim_id, {})[need.code] = need
    return found


def of_victim(victim: Victim) -> tuple[int, dict[str, Answer]]:
    """The present version's number (0 where there is none) and its answers. 2 queries."""
    newest = NeedsAssessment.objects.filter(victim=victim).order_by("-number").first()
    return (newest.number, _answers(newest.needs.all())) if newest else (0, {})


def sections(needs: dict[str, Need], *, shared: frozenset[str] | None = None) -> list[Section]:
    """The items of one victim by group. With `shared`, only those that may be shared with one of these readers."""
    today = timezone.localdate()
    found = []
    for group in bundled().groups:
        seen = [item for item in group.items if shared is None or _is_shared(needs.get(item.code), shared)]
        lines = tuple(_line(item, needs.get(item.code), today) for item in seen)
        if lines:
            found.append(Section(group.code, group.title, lines))
    return found


def _is_shared(need: Need | None, readers: frozenset[str]) -> bool:
    return need is not None and bool(readers & set(need.shared_with))


def _line(item: rules.Item, need: Need | None, today: date) -> Line:
    if need is None:
        return Line(item.label, rules.in_words(None, item), None, "", "", is_asked=False, is_old=False)
    words = bundled()
    return Line(
        label=item.label,
        answer=rules.in_words(answer_of(need), item),
        asked_on=need.asked_on,
        told_by=words.told_by.get(need.told_by, need.told_by),
        shared_with="; ".join(words.shared_with.get(code, code) for code in need.shared_with),
        is_asked=need.status != rules.Status.NOT_ASKED,
        is_old=rules.is_old(need.asked_on, today),
    )


def history(victim: Victim) -> list[Version]:
    """The versions of one victim's needs, newest first, each with what it changed. 2 queries."""
    rows = NeedsAssessment.objects.filter(victim=victim).select_related("made_by").prefetch_related("needs")
    newest = list(rows.order_by("-number")[: VERSIONS_SHOWN + 1])
    said = [_answers(version.needs.all()) for version in newest] + [{}]
    words = bundled()
    items, readers = words.items(), words.shared_with
    return [
        Version(
            row.number,
            row.made_at,
            str(row.made_by),
            tuple(rules.changes(said[place + 1], said[place], items, readers)),
        )
        for place, row in enumerate(newest[:VERSIONS_SHOWN])
    ]


def _answers(needs: Iterable[Need]) -> dict[str, Answer]:
    return {need.code: answer_of(need) for need in needs}


def answer_of(need: Need) -> Answer:
    """A stored need as the rules take it."""
    return Answer(need.code, need.status, need.value, need.words, need.asked_on, need.told_by, tuple(need.shared_with))
