"""Who is a repeat suspect and who a serial one, by a definition that is a record.

Apart from the score: HMICFRS (22 August 2024, recommendation 4) asks for a national definition, and none is public.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from suspects.rules.rfgv import Allegation


@dataclass(frozen=True, slots=True)
class Definition:
    """Numbers of incidents and victims, each with the least weight, 0 to 1, of a row that is counted for it."""

    incidents: int = 2
    incident_weight: float = 0.5
    victims: int = 2
    serial_victims: int = 2
    serial_weight: float = 0.5


D0 = Definition()


@dataclass(frozen=True, slots=True)
class Flags:
    """Whether somebody is a repeat suspect, and whether a serial one."""

    is_repeat: bool
    is_serial: bool


def flags(allegations: Iterable[Allegation], definition: Definition = D0) -> Flags:
    """The flags of one suspect. Rows that do not count are not looked at, and a victim not recorded is nobody."""
    counted = [row for row in allegations if row.status_weight > 0]
    incidents = {row.incident for row in counted if row.status_weight >= definition.incident_weight}
    victims = {row.victim for row in counted if row.victim is not None}
    firm = {row.victim for row in counted if row.victim is not None and row.status_weight >= definition.serial_weight}
    return Flags(
        is_repeat=len(incidents) >= definition.incidents or len(victims) >= definition.victims,
        is_serial=len(firm) >= definition.serial_victims,
    )
