"""What a case being logged is made of, how far it has come, and the little without which it is not a case.

Nothing is demanded because a form has a box for it (an Athena case was thrown back for a solicitor's sex). Only three
things stop a case from being logged: no offence (there is nothing to investigate), no time of report (every legal clock
starts from it), and an answer that cannot be read. Everything else is listed as help. Plain Python.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

REASONS = {
    "not_asked": "Not asked yet",
    "declined": "Declined to say",
    "not_safe": "Not safe to ask",
    "not_known": "Not known",
}
# What an import adds: why the records system had nothing that could be used.
IMPORTED = {"not_recorded": "Not recorded", "not_understood": "Not understood when imported"}


def reason_words(code: str) -> str:
    """Why a fact is missing, for the middle of a sentence.

    >>> reason_words("declined")
    'declined to say'
    """
    return (REASONS | IMPORTED).get(code, "Not recorded").lower()


def by_reason(missing: Mapping[str, str], labels: Mapping[str, str]) -> list[str]:
    """What is missing, one line for each reason, in the order of the labels.

    >>> by_reason({"sex": "declined", "surname": "declined"}, {"surname": "Last name", "sex": "Sex"})
    ['Declined to say: last name, sex']
    """
    found: dict[str, list[str]] = {}
    for name, label in labels.items():
        if name in missing:
            found.setdefault(reason_words(missing[name]), []).append(label.lower())
    return [f"{why.capitalize()}: {', '.join(names)}" for why, names in found.items()]


class Status(StrEnum):
    """How far a section has come, as the task list says it."""

    NOT_STARTED = "Not started"
    INCOMPLETE = "Incomplete"
    COMPLETED = "Completed"


@dataclass(frozen=True)
class Plan:
    """One section of the task list: what it is called, whether it repeats, and the page that asks it."""

    name: str
    title: str
    singular: str
    url_name: str
    repeats: bool = False
    gap: str = ""

    def heading(self, entry: int, of_many: bool = True) -> str:
        """The section's name, with the number of the entry where there can be several."""
        return f"{self.singular} {entry}" if self.repeats and of_many else self.singular


OFFENCES = Plan("offences", "Offences", "Offence", "cases:log-offence", repeats=True)
VICTIMS = Plan("victims", "Victims", "Victim", "victims:log-victim", repeats=True, gap="No victim is recorded")
SUSPECTS = Plan("suspects", "Suspects", "Suspect", "suspects:log-suspect", repeats=True, gap="No suspect is recorded")
WHERE = Plan(
    "where", "Where it happened", "Where it happened", "cases:log-where", gap="Where it happened is not recorded"
)
RESPONSE = Plan(
    "response", "First response", "First response", "cases:log-response", gap="The first response is not recorded"
)
ACCOUNT = Plan("account", "The report", "The report", "cases:log-account")
PLANS = (OFFENCES, VICTIMS, SUSPECTS, WHERE, RESPONSE, ACCOUNT)


@dataclass(frozen=True)
class Entry:
    """One saved entry of a section, as far as the rules need it."""

    section: str
    number: int
    is_complete: bool
    values: Mapping[str, Any] = field(default_factory=dict)
    answers: Sequence[Mapping[str, str]] = ()

    @property
    def title(self) -> str:
        """What the entry is called in a list."""
        return str(self.values.get("title") or "")


@dataclass(frozen=True)
class Pointer:
    """A sentence about a section, and which entry of it to go to."""

    words: str
    section: str
    number: int = 1


def plan_of(name: str) -> Plan:
    """The section of this name. Raises KeyError."""
    return {plan.name: plan for plan in PLANS}[name]


def status_of(entries: Sequence[Entry]) -> Status:
    """How far a section is, from its saved entries."""
    if not entries:
        return Status.NOT_STARTED
    return Status.COMPLETED if all(entry.is_complete for entry in entries) else Status.INCOMPLETE


def next_number(entries: Iterable[Entry]) -> int:
    """The number for one more entry of a section that repeats; numbers of removed entries at the end come again."""
    return max((entry.number for entry in entries), default=0) + 1


def stops(entries: Sequence[Entry]) -> list[Pointer]:
    """What has to be mended before the case can be logged, in the order of the task list."""
    return [*_no_offence(entries), *_no_report_time(entries), *_after_report(entries), *_unreadable(entries)]


def _no_offence(entries: Sequence[Entry]) -> list[Pointer]:
    if any(entry.section == OFFENCES.name for entry in entries):
        return []
    return [Pointer("Add at least one offence", OFFENCES.name)]


def _no_report_time(entries: Sequence[Entry]) -> list[Pointer]:
    reports = [entry for entry in entries if entry.section == ACCOUNT.name]
    if any(not entry.is_complete or entry.values.get("reported_at") for entry in reports):
        return []
    return [Pointer("Enter when it was reported to the police", ACCOUNT.name)]


def _after_report(entries: Sequence[Entry]) -> list[Pointer]:
    """Offences that are dated wholly after they were reported: one of the two dates is a slip."""
    reports = (e.values.get("reported_at") for e in entries if e.section == ACCOUNT.name)
    reported = next((str(moment) for moment in reports if moment), "")
    if not reported:
        return []
    return [
        Pointer(f"Offence {e.number} is dated after the report. Change one of the two dates", e.section, e.number)
        for e in entries
        if e.section == OFFENCES.name and _is_later(e.values.get("occurred_from"), reported)
    ]


def _is_later(moment: str | None, other: str) -> bool:
    return bool(moment) and datetime.fromisoformat(str(moment)) > datetime.fromisoformat(other)


def _unreadable(entries: Sequence[Entry]) -> list[Pointer]:
    order = [plan.name for plan in PLANS]
    unfinished = sorted((e for e in entries if not e.is_complete), key=lambda e: (order.index(e.section), e.number))
    return [
        Pointer(f"Finish “{plan_of(e.section).heading(e.number)}”, or remove what is in it", e.section, e.number)
        for e in unfinished
    ]


def gaps(entries: Sequence[Entry]) -> list[Pointer]:
    """What is not known yet, as help and not as errors: sections without an entry, and answers with a coded reason."""
    started = {entry.section for entry in entries}
    empty = [Pointer(plan.gap, plan.name) for plan in PLANS if plan.gap and plan.name not in started]
    return [*empty, *(pointer for entry in entries for pointer in _missing(entry))]


def _missing(entry: Entry) -> list[Pointer]:
    """One line for each reason: "Victim 1, not asked yet: Date of birth; Sex"."""
    reasons: Mapping[str, str] = entry.values.get("missing") or {}
    questions = [(answer["question"], reasons.get(answer["field"], "")) for answer in entry.answers]
    heading = plan_of(entry.section).heading(entry.number)
    by_reason = {code: [text for text, why in questions if why == code] for code in REASONS}
    return [
        Pointer(f"{heading}, {reason_words(code)}: {'; '.join(texts)}", entry.section, entry.number)
        for code, texts in by_reason.items()
        if texts
    ]


def reference_of(force_code: str, number: int, year: int) -> str:
    """The reference that the system gives: the force, S for this system, a number, and the year in two figures.

    >>> reference_of("55", 1, 2026)
    '55/S00001/26'
    """
    return f"{force_code}/S{number:05d}/{year % 100:02d}"
