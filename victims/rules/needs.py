"""What a needs assessment is made of, what changed between two versions, and when an answer has grown old."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

CHECK_AFTER = timedelta(days=90)  # our own limit: older answers are checked, not asked again


class Status(StrEnum):
    """What came of asking."""

    CONFIRMED = "confirmed"
    DECLINED = "declined"
    NOT_SAFE = "not_safe"
    NOT_ASKED = "not_asked"


STATUS_WORDS = {
    Status.CONFIRMED: "Confirmed",
    Status.DECLINED: "Declined to say",
    Status.NOT_SAFE: "Not safe to ask",
    Status.NOT_ASKED: "Not asked yet",
}
STATUSES = [(status.value, words) for status, words in STATUS_WORDS.items()]
# What may stand in a form in the place of an answer.
INSTEAD = {status.value: words for status, words in STATUS_WORDS.items() if status is not Status.CONFIRMED}


@dataclass(frozen=True)
class Item:
    """One question: its code, its words, and its coded answers in order."""

    code: str
    label: str
    question: str
    answers: Mapping[str, str]
    hint: str = ""
    warnings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """Questions that are asked together."""

    code: str
    title: str
    items: tuple[Item, ...]
    intro: str = ""


@dataclass(frozen=True)
class Catalogue:
    """All groups, and the coded words for who told us and with whom it may be shared."""

    groups: tuple[Group, ...]
    told_by: Mapping[str, str]
    shared_with: Mapping[str, str]

    def group(self, code: str) -> Group | None:
        """The group of this code, or None."""
        return next((group for group in self.groups if group.code == code), None)

    def items(self) -> dict[str, Item]:
        """Every item by its code."""
        return {item.code: item for group in self.groups for item in group.items}


@dataclass(frozen=True)
class Answer:
    """What one version says of one item."""

    code: str
    status: str
    value: str = ""
    words: str = ""
    asked_on: date | None = None
    told_by: str = ""
    shared_with: tuple[str, ...] = ()

    @property
    def said(self) -> tuple[str, str, str]:
        """What was answered, whoever told it and when."""
        return (self.status, self.value, self.words)


NOT_ASKED = Answer("", Status.NOT_ASKED)


@dataclass(frozen=True)
class Change:
    """One item that differs between two versions, both answers in words."""

    label: str
    before: str
    after: str


def in_words(answer: Answer | None, item: Item) -> str:
    """An answer as a person reads it: the coded answer and the victim's own words, or why there is none.

    An answer whose code the catalogue no longer has is shown as it was coded.
    """
    if answer is None:
        return STATUS_WORDS[Status.NOT_ASKED]
    coded = item.answers.get(answer.value, answer.value)
    said = coded if answer.status == Status.CONFIRMED else STATUS_WORDS[Status(answer.status)]
    return f"{said}: “{answer.words}”" if answer.words else said


def changes(
    before: Mapping[str, Answer],
    after: Mapping[str, Answer],
    items: Mapping[str, Item],
    readers: Mapping[str, str] | None = None,
) -> list[Change]:
    """What differs between two versions, in the order of the catalogue; an item that it lost comes last.

    `readers` are the words for those with whom an answer may be shared; they are named where that has changed.
    """
    known = [*items, *sorted((before.keys() | after.keys()) - items.keys())]
    return [
        _change(before.get(code), after.get(code), item, readers or {})
        for code in known
        if before.get(code) != after.get(code)
        for item in [items.get(code) or Item(code, code.replace("_", " ").capitalize(), "", {})]
    ]


def _change(before: Answer | None, after: Answer | None, item: Item, readers: Mapping[str, str]) -> Change:
    said = [in_words(answer, item) for answer in (before, after)]
    shared = [answer.shared_with if answer else () for answer in (before, after)]
    if set(shared[0]) != set(shared[1]):
        said = [words + _may_know(known, readers) for words, known in zip(said, shared, strict=True)]
    return Change(item.label, *said)


def _may_know(known: Iterable[str], readers: Mapping[str, str]) -> str:
    return f". May know: {'; '.join(readers.get(code, code) for code in known) or 'nobody else'}"


def copied(before: Mapping[str, Answer], said: Iterable[Answer]) -> dict[str, Answer]:
    """The next version: everything of the version before, with what was said anew in its place.

    What was answered as it stood keeps when it was asked and by whom it was told, though not who may know of it: a
    victim who takes back their agreement is heard, whatever else stays (Victims' Code, Right 4).
    """
    found = dict(before)
    for answer in said:
        kept = found.get(answer.code)
        if kept is None and answer.said == NOT_ASKED.said:
            continue
        if kept is None or kept.said != answer.said:
            found[answer.code] = answer
        elif set(kept.shared_with) != set(answer.shared_with):
            found[answer.code] = replace(kept, shared_with=answer.shared_with)
    return found


def is_old(asked_on: date | None, today: date) -> bool:
    """Whether an answer should be checked with the victim, without asking it all again."""
    return asked_on is not None and today - asked_on > CHECK_AFTER
