"""What a decision on arrest or voluntary attendance must say, and who must agree (catalogue row C33). Pure."""

from collections.abc import Sequence

from orders.rules.faults import Fault

ARREST, VOLUNTARY = "arrest", "voluntary"
GIVEN, NEEDED = "given", "needed"
LEAST = 20  # characters; "suspect is compliant" is not a risk assessment


def faults(
    *,
    option: str,
    risk: str,
    necessity: Sequence[str],
    victim_view: str,
    victim_words: str,
    bail_need: str,
    reason: str,
) -> list[Fault]:
    """What a decision lacks, beside its question."""
    found = [Fault(name, words) for name, said, words in _texts(risk, reason) if len(said.strip()) < LEAST]
    if option == ARREST and not necessity:
        found.append(Fault("necessity", "Select why an arrest is necessary (PACE 1984 Code G)"))
    if victim_view == GIVEN and not victim_words.strip():
        found.append(Fault("victim_words", "Enter what the victim says"))
    if option == VOLUNTARY and bail_need == NEEDED:
        words = "Conditions need bail, and bail needs an arrest. Choose arrest, or say how they are protected otherwise"
        found.append(Fault("bail_need", words))
    return found


def _texts(risk: str, reason: str) -> list[tuple[str, str, str]]:
    more = f"in {LEAST} characters or more"
    return [
        ("risk", risk, f"Enter the risk to the victim, to others and to the evidence, {more}"),
        ("reason", reason, f"Enter why, {more}"),
    ]


def needs_approval(option: str, *, is_repeat: bool) -> bool:
    """Whether a second mind must agree: to ask a repeat suspect to attend gives up bail and its conditions."""
    return option == VOLUNTARY and is_repeat


def barred(decider: int, approver: int) -> str:
    """Why this person may not approve, in a sentence; "" where they may."""
    return "You made this decision. Another supervisor must approve it" if decider == approver else ""
