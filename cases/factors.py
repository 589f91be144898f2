"""What cases add to a suspect's score: whether police work itself turned the case up."""

from soteria.registry import FOUND, SCORE_FACTORS, Factor

# What the police find by looking is left out of the score: who is watched would be found, and so be watched more. A
# case that came of work on a listed suspect carries the flag.
TARGETED = "TARGETED"
HOW = f"CASE WHEN '{TARGETED}' = ANY(c.flags) THEN 'targeting' WHEN c.reported_how = 'police' THEN 'police' ELSE '' END"


def register() -> None:
    """Add the factor to the score."""
    SCORE_FACTORS.add("cases", lambda: Factor(FOUND, HOW))
