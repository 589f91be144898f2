"""Every fault, by the code that docs/reliability.md calls it by."""

from tests.chaos.faults import broker, clocks, conflicts, database, doubles, web, workers
from tests.chaos.faults.known import FAULTS

__all__ = ["FAULTS", "broker", "clocks", "conflicts", "database", "doubles", "web", "workers"]
