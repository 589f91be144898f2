"""What a decision to take no further action must say, and what makes it impossible. Counting Rules Section H."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

POLICE, CPS = "police", "cps"
MAKERS = {POLICE: "The police", CPS: "The Crown Prosecution Service"}
CORROBORATION = "corroboration"


@dataclass(frozen=True)
class Outcome:
    """One outcome: its code and title, whether somebody must be named, who may decide it, and for which reasons.

    `needs_confirmation`: what goes with the code is still to be confirmed.
    """

    code: str
    title: str
    suspect: str
    by: tuple[str, ...]
    reasons: tuple[str, ...]
    needs_confirmation: bool


@dataclass(frozen=True)
class Reason:
    """One coded reason, and how it is put to the victim."""

    code: str
    title: str
    letter: str


@dataclass(frozen=True)
class Myth:
    """One question that keeps a rape myth out of the decision."""

    code: str
    question: str
    hint: str
    missing: str


@dataclass(frozen=True)
class Fault:
    """What is wrong with a decision: the question that is answered wrongly, and how to put it right."""

    field: str
    words: str


def faults(
    outcome: Outcome, *, maker: str, reasons: Sequence[str], myths: Mapping[str, str], myth_words: str, is_named: bool
) -> list[Fault]:
    """Everything that stops a decision from being put to a supervisor.

    `is_named` says whether the case names a suspect; `myths` holds yes or no for each question.
    """
    return [
        *_of_outcome(outcome, is_named=is_named),
        *_of_maker(outcome, maker),
        *_of_reasons(outcome, reasons),
        *_of_myths(myths, myth_words),
    ]


def _of_outcome(outcome: Outcome, *, is_named: bool) -> list[Fault]:
    if outcome.suspect == "needed" and not is_named:
        return [Fault("outcome_code", f"Outcome {outcome.code} needs a named suspect, and this case names nobody")]
    if outcome.suspect == "none" and is_named:
        return [
            Fault(
                "outcome_code", f"Outcome {outcome.code} is for cases that name nobody, and this case names a suspect"
            )
        ]
    return []


def _of_maker(outcome: Outcome, maker: str) -> list[Fault]:
    if maker in outcome.by:
        return []
    who = " or ".join(MAKERS[code].lower() for code in outcome.by)
    return [Fault("decision_maker", f"Outcome {outcome.code} is decided by {who}. Change one of the two")]


def _of_reasons(outcome: Outcome, reasons: Sequence[str]) -> list[Fault]:
    if set(reasons) <= set(outcome.reasons):
        return []
    return [Fault("reasons", f"Some of these reasons do not go with outcome {outcome.code}. Change one of the two")]


def _of_myths(myths: Mapping[str, str], words: str) -> list[Fault]:
    if "yes" in myths.values() and not words:
        return [Fault("myth_words", "Enter why the decision is right although it rests on this")]
    return []


def needs_inspector(myths: Mapping[str, str]) -> bool:
    """Whether only a detective inspector may sign it off: it rests on a lack of corroboration (C27)."""
    return myths.get(CORROBORATION) == "yes"
