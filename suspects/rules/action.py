"""What must be on record before anything is done about a suspect because of the list. Plain Python.

No tactic follows from a score. Each needs its own record: justified, authorised, proportionate, auditable, necessary
(JAPAN), and why it may interfere with private life (Human Rights Act 1998, Article 8(2) of the Convention).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

MOST_DAYS = 28  # MATAC meets four-weekly, so no plan goes longer unread
LEAST_WORDS = 20  # characters; "to manage risk" says nothing that anybody could check
VIEW_GIVEN = "given"
# Each part of the record with what is said where it is missing, in the order of the form.
RECORD: Mapping[str, str] = {
    "justification": "Enter the facts that justify this",
    "legal_basis": "Select the legal basis",
    "authorisation": "Enter who authorises this and under which power",
    "proportionality": "Enter why this is proportionate",
    "least_intrusive": "Enter the least intrusive option and why it is not enough",
    "necessity": "Enter why this is necessary now",
    "article8_aim": "Select the aim under Article 8(2)",
    "interference": "Enter how this interferes with private or family life",
    "audit_trail": "Enter where the decisions and material are kept",
    "victim_safety": "Enter how this affects the safety of each victim",
    "victim_view": "Select whether the victim’s view is known",
    "disclosure": "Select what was decided about disclosure",
    "equality": "Enter what was considered about equality",
}
CHOSEN = frozenset({"legal_basis", "article8_aim", "victim_view", "disclosure"})
WRITTEN = tuple(name for name in RECORD if name not in CHOSEN)
PLAN: Mapping[str, str] = {
    "aim": "Enter the aim of the plan",
    "tactics": "Enter what will be done, by whom and by when",
    "exit_criteria": "Enter when the plan will stop",
}


@dataclass(frozen=True)
class Fault:
    """One sentence beside one field of a form."""

    field: str
    words: str


class NotComplete(ValueError):
    """It does not go live: each fault says why, in plain words. What was written is kept as a draft."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(fault.words for fault in faults))
        self.faults = faults


def lacking(said: Mapping[str, Any]) -> list[Fault]:
    """What the record of proportionality still lacks, in the order of the form."""
    found = [fault for name, words in RECORD.items() if (fault := _missing(name, words, said.get(name)))]
    if said.get("victim_view") == VIEW_GIVEN and not str(said.get("victim_words") or "").strip():
        found.append(Fault("victim_words", "Enter what the victim says"))
    return found


def lacking_in_plan(said: Mapping[str, Any]) -> list[Fault]:
    """What a plan lacks beside its record."""
    found = [fault for name, words in PLAN.items() if (fault := _missing(name, words, said.get(name)))]
    if not said.get("options"):
        found.append(Fault("options", "Select at least one option"))
    if not said.get("owner"):
        found.append(Fault("owner", "Select who owns the plan"))
    return found + days_fault(said.get("review_days"))


def days_fault(days: int | None) -> list[Fault]:
    """A fault unless the next review is 1 to 28 days away."""
    if days is None or not 1 <= days <= MOST_DAYS:
        return [Fault("review_days", f"Review must be in 1 to {MOST_DAYS} days")]
    return []


def _missing(name: str, words: str, value: Any) -> Fault | None:
    text = str(value or "").strip()
    if not text:
        return Fault(name, words)
    if name not in CHOSEN and len(text) < LEAST_WORDS:
        return Fault(name, f"{words}, in {LEAST_WORDS} characters or more")
    return None


def own_words(who: int, authors: Sequence[int]) -> str:
    """Why this person may not approve, in a sentence; "" where they may: nobody approves what they wrote."""
    return "You wrote part of this. Somebody else must approve it" if who in authors else ""


def review_on(day: date, days: int) -> date:
    """The day of the next review."""
    return day + timedelta(days=days)
