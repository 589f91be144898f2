"""What the answers about controlling or coercive behaviour lead to: a reminder of the offence, never a decision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

ENOUGH = (
    2  # our own number: the offence asks for behaviour that is repeated or continuous (Serious Crime Act 2015 s.76)
)
OTHER = "other"


class Answer(StrEnum):
    """What came of asking."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"
    NOT_ASKED = "not_asked"


ANSWERS = {
    Answer.YES: "Yes",
    Answer.NO: "No",
    Answer.NOT_KNOWN: "Not known",
    Answer.NOT_ASKED: "Not asked",
}


@dataclass(frozen=True)
class Said:
    """One answer: to which indicator, what, who said so, and a note."""

    code: str
    answer: str
    told_by: str = ""
    note: str = ""


def is_to_consider(answers: Iterable[str]) -> bool:
    """Whether there is enough to remind of the offence: two indicators or more that were answered yes."""
    return sum(answer == Answer.YES for answer in answers) >= ENOUGH


def news(before: Mapping[str, Said], said: Iterable[Said]) -> list[Said]:
    """The answers that differ from what was said before; who said so alone is no news, nor is what was never asked."""
    return [one for one in said if (one.answer, one.note) != _known(before.get(one.code))]


def _known(said: Said | None) -> tuple[str, str]:
    return (said.answer, said.note) if said else (Answer.NOT_ASKED, "")


def lacks(said: Said) -> str:
    """What an answer still needs, as a sentence; "" where it is whole."""
    if said.answer == Answer.NOT_ASKED:
        return "Select an answer to keep the note with" if said.note else ""
    if said.answer == Answer.YES and said.code == OTHER and not said.note:
        return "Enter what else the suspect did"
    return ""
