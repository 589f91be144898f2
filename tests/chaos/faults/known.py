"""How a fault is named and found."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.chaos.scene import Outcome, Scene

Strike = Callable[[Scene], Outcome]


@dataclass(frozen=True)
class Fault:
    """A code, one sentence that says what is done, and the function that does it to a scene."""

    code: str
    sentence: str
    strike: Strike
    needs_web: bool = False
    breaks_database: bool = False

    @property
    def family(self) -> str:
        """F2 for F2a, F2b and F2c."""
        return self.code.rstrip("abc")


FAULTS: dict[str, Fault] = {}


def fault(code: str, *, needs_web: bool = False, breaks_database: bool = False) -> Callable[[Strike], Strike]:
    """Register a fault; the docstring of its function is its sentence."""

    def register(strike: Strike) -> Strike:
        sentence = " ".join((strike.__doc__ or "").split())
        FAULTS[code] = Fault(code, sentence, strike, needs_web, breaks_database)
        return strike

    return register
