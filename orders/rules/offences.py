"""Offences that may stand behind a breach (catalogue row C46). Breaking police bail is not one of them. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Possible:
    """An offence, its source, and how sure we are of that: C read, M from memory."""

    title: str
    source: str
    confidence: str


# HMICFRS found Kent police asking of every breach whether it was stalking, harassment or another offence.
POSSIBLE = {
    "harassment": Possible("Harassment, on two or more occasions", "PHA 1997 s.2", "C"),
    "stalking": Possible("Stalking", "PHA 1997 s.2A", "M"),
    "fear": Possible(
        "Putting in fear of violence, or serious alarm", "Protection from Harassment Act 1997 ss.4, 4A", "M"
    ),
    "intimidation": Possible("Intimidating a witness, or revenge", "CJPOA 1994 s.51(1), (2)", "C"),
    "perverting": Possible("Perverting the course of justice", "Common law", "M"),
    "malicious": Possible("Malicious or threatening message", "MCA 1988 s.1; CA 2003 s.127; OSA 2023 s.181", "M"),
    "coercive": Possible("Controlling or coercive behaviour", "Serious Crime Act 2015 s.76", "M"),
    "order": Possible("Breach of a protection order", "The Act under which the order was made", "M"),
    "surrender": Possible("Failing to surrender to bail", "Bail Act 1976 s.6", "M"),
    "assault": Possible("Violence against a person", "Offences against the Person Act 1861", "M"),
    "sexual": Possible("A sexual offence", "Sexual Offences Act 2003", "M"),
    "damage": Possible("Criminal damage", "Criminal Damage Act 1971 s.1", "M"),
    "other": Possible("Another offence, said below", "As recorded", "M"),
}
