"""The intelligence checks of the suspects of a case: which are due, which are done, and what came of each."""

from collections.abc import Mapping
from dataclasses import dataclass

from cases.models import Case
from cases.queries import loaded
from soteria.ui import dates
from suspects.models import IntelligenceCheck, Involvement
from suspects.reference.checks import Check, asked_of, checks

CHECKS = "suspect_checks"
Result = IntelligenceCheck.Result
Recorded = Mapping[str, IntelligenceCheck]


@dataclass(frozen=True)
class Line:
    """One check of one suspect: the newest that was recorded of it, and whether it is due."""

    check: Check
    row: IntelligenceCheck | None
    is_due: bool

    @property
    def is_done(self) -> bool:
        """Whether there is an answer, or a reason why it cannot be asked."""
        return self.row is not None and self.row.is_done

    @property
    def state(self) -> str:
        """How far it is, with its days, in words."""
        if self.row is None:
            return "Not done" if self.is_due else "Not asked; not due"
        return in_words(self.row, self.check)


@dataclass(frozen=True)
class Checks:
    """All checks of one suspect of a case."""

    lines: tuple[Line, ...]

    @property
    def due(self) -> list[Line]:
        """Those that are due."""
        return [line for line in self.lines if line.is_due]

    @property
    def missing(self) -> list[Line]:
        """Those that are due and not done."""
        return [line for line in self.due if not line.is_done]

    @property
    def gap(self) -> str:
        """What is missing, as one thing that is not recorded yet: ten lines would hide the others of a case."""
        return f"{len(self.missing)} of {len(self.due)} intelligence checks not done"

    @property
    def tally(self) -> str:
        """How many are done of those that are due, or at all where none is due."""
        if self.due:
            return f"{len(self.due) - len(self.missing)} of {len(self.due)} checks done"
        done = sum(line.is_done for line in self.lines)
        return f"{done} check{'' if done == 1 else 's'} done; none is due" if done else "None is done, and none is due"


def register() -> None:
    """Have the newest row of each check read with every page of a case."""
    newest = IntelligenceCheck.objects.order_by("involvement", "code", "-number").distinct("involvement", "code")
    loaded.add(CHECKS, lambda case_id: newest.filter(involvement__case_id=case_id))


def present_in(case: Case) -> dict[int, dict[str, IntelligenceCheck]]:
    """The newest row of each check, by the involvement's id and the code. No query beside what the page has read."""
    found: dict[int, dict[str, IntelligenceCheck]] = {}
    for row in loaded.rows(case, CHECKS):
        found.setdefault(row.involvement_id, {})[row.code] = row
    return found


def of(involvement: Involvement, recorded: Recorded | None) -> Checks:
    """The checks of one suspect of a case, from what was read of it. No query."""
    known, who = recorded or {}, involvement.relationship
    return Checks(tuple(Line(one, known.get(one.code), one.is_due(who)) for one in asked_of(who, known)))


def newest_of(involvement: Involvement, code: str) -> IntelligenceCheck | None:
    """The newest row of one check. 1 query."""
    return IntelligenceCheck.objects.filter(involvement=involvement, code=code).order_by("-number").first()


def history(involvement: Involvement) -> list[tuple[str, str, IntelligenceCheck]]:
    """Every row with its check and what it says, newest first. 1 query."""
    rows = IntelligenceCheck.objects.filter(involvement=involvement).select_related("recorded_by").order_by("-pk")
    known = checks()
    return [
        (known[row.code].title if row.code in known else row.code, in_words(row, known.get(row.code)), row)
        for row in rows
    ]


def in_words(row: IntelligenceCheck, check: Check | None) -> str:
    """What came of a check and when, as a person reads it."""
    said = result_words(check)[row.result] + (f", {dates.day(row.result_on)}" if row.result_on else "")
    return f"{said} (asked {dates.day(row.requested_on)})" if row.requested_on else said


def result_words(check: Check | None) -> dict[str, str]:
    """What each result is called of this check."""
    own = {Result.NOTHING.value: check.nothing, Result.FOUND.value: check.found} if check else {}
    return {str(code): str(words) for code, words in Result.choices} | own
