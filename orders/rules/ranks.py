"""Which rank may decide what about bail before charge, by which section: PACE 1984 s.36, ss.47ZD–47ZE. Pure."""

from orders.rules.faults import Fault

ORDER = (
    "constable",
    "sergeant",
    "inspector",
    "chief_inspector",
    "superintendent",
    "chief_superintendent",
    "commander",
    "above",
)
WORDS = {
    "sergeant": "A sergeant or above",
    "inspector": "An inspector or above",
    "superintendent": "A superintendent or above",
    "commander": "A commander or assistant chief constable, or above,",
}
# The least rank of each step of an extension, and the section that gives the power. An agency's is its own matter.
STEPS = {
    "inspector": ("inspector", "PACE 1984 s.47ZD"),
    "superintendent": ("superintendent", "PACE 1984 s.47ZDA"),
    "commander": ("commander", "PACE 1984 s.47ZE"),
}


def is_least(rank: str, least: str) -> bool:
    """Whether a rank is at least another; a rank that nobody knows is not."""
    return rank in ORDER and ORDER.index(rank) >= ORDER.index(least)


def too_low(field: str, rank: str, step: str) -> list[Fault]:
    """A fault where an officer of this rank may not take this step of an extension."""
    if step not in STEPS:
        return []
    least, section = STEPS[step]
    if is_least(rank, least):
        return []
    given = rank.replace("_", " ") or "no rank"
    return [Fault(field, f"{WORDS[least]} must decide this extension, and you entered {given} ({section})")]
