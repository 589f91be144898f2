"""What was said of controlling or coercive behaviour of a case’s suspects: the present answers and those before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from cases.models import Case
from cases.queries import loaded
from suspects.models import ControlIndicator, Involvement
from suspects.reference.control import indicators, told_by
from suspects.rules import control as rules
from suspects.rules.control import ANSWERS, Answer, Said

INDICATORS = "suspect_indicators"
VERSIONS_SHOWN = 50
CONSIDER = "Consider the offence of controlling or coercive behaviour (Serious Crime Act 2015 s.76)"


@dataclass(frozen=True)
class Control:
    """The present answers about one suspect of a case."""

    said: Mapping[str, Said]

    @property
    def is_asked(self) -> bool:
        """Whether anything was asked."""
        return any(one.answer != Answer.NOT_ASKED for one in self.said.values())

    @property
    def shown(self) -> list[str]:
        """The short names of what was answered yes, in the order of the file."""
        return [title(one.code) for one in self.said.values() if one.answer == Answer.YES]

    @property
    def is_to_consider(self) -> bool:
        """Whether there is enough to remind of the offence."""
        return rules.is_to_consider(one.answer for one in self.said.values())

    @property
    def tally(self) -> str:
        """How many were answered yes, and which."""
        if not self.is_asked:
            return "Not asked"
        named = f": {'; '.join(self.shown)}" if self.shown else ""
        return f"{len(self.shown)} of {len(indicators())} answered yes{named}"


NOTHING_SAID = Control({})


@dataclass(frozen=True)
class Version:
    """What one saving of the page said anew."""

    number: int
    at: datetime
    by: str
    lines: tuple[tuple[str, str, str], ...]


def register() -> None:
    """Have the newest answer to each indicator read with every page of a case."""
    newest = ControlIndicator.objects.order_by("involvement", "code", "-number").distinct("involvement", "code")
    loaded.add(INDICATORS, lambda case_id: newest.filter(involvement__case_id=case_id))


def present_in(case: Case) -> dict[int, Control]:
    """The present answers about each suspect, by the involvement's id. No query beside what the page has read."""
    found: dict[int, list[ControlIndicator]] = {}
    for row in loaded.rows(case, INDICATORS):
        found.setdefault(row.involvement_id, []).append(row)
    return {pk: Control(_said(rows)) for pk, rows in found.items()}


def of(involvement: Involvement) -> tuple[int, Control]:
    """How often the page of a suspect was saved (0 for never), and the present answers. 1 query."""
    rows = list(ControlIndicator.objects.filter(involvement=involvement).order_by("number"))
    return max((row.number for row in rows), default=0), Control(_said(rows))


def _said(rows: Iterable[ControlIndicator]) -> dict[str, Said]:
    """The answers in the order of the file, the last row of a code before the others; lost codes come last."""
    newest = {row.code: Said(row.code, row.answer, row.told_by, row.note) for row in rows}
    return {code: newest[code] for code in [*indicators(), *newest] if code in newest}


def history(involvement: Involvement) -> list[Version]:
    """What each saving said anew, newest first. 1 query."""
    rows = (
        ControlIndicator.objects.filter(involvement=involvement).select_related("recorded_by").order_by("-number", "pk")
    )
    found: dict[int, list[ControlIndicator]] = {}
    for row in rows:
        found.setdefault(row.number, []).append(row)
    return [_version(number, found[number]) for number in list(found)[:VERSIONS_SHOWN]]


def _version(number: int, rows: list[ControlIndicator]) -> Version:
    lines = tuple((title(row.code), in_words(row), row.note) for row in rows)
    return Version(number, rows[0].recorded_at, str(rows[0].recorded_by), lines)


def in_words(said: Said | ControlIndicator) -> str:
    """An answer and who gave it, as a person reads it."""
    answer = ANSWERS[Answer(said.answer)]
    return f"{answer} ({told_by().get(said.told_by, said.told_by)})" if said.told_by else answer


def title(code: str) -> str:
    """The short name of an indicator; one that the file no longer has stands by its code."""
    known = indicators().get(code)
    return known.title if known else code.replace("_", " ").capitalize()
