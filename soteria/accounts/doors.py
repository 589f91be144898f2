"""Two doors by which the apps above take part in what is done to people: accounts know neither cases nor alerts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Held:
    """Work that must go to somebody else before an account is closed: why, which (by reference), and where it is.

    `url` is a list of the work for whoever may move it, who need not be the administrator.
    """

    words: str
    references: tuple[str, ...] = ()
    url: str = ""


class Door:
    """Functions of the apps above, called in the order in which they came; one registered twice is called once."""

    def __init__(self) -> None:
        self._functions: list[Callable[..., Any]] = []

    def add(self, function: Callable[..., Any]) -> None:
        """Register a function, in `AppConfig.ready()`."""
        if function not in self._functions:
            self._functions.append(function)

    def ask(self, **facts: Any) -> list[Any]:
        """What each function answers; what one raises undoes the act."""
        return [function(**facts) for function in self._functions]


# HOLDINGS: function(person=User) -> list[Held]. FACTOR_RESET: function(person=User, event_key=str) -> None.
HOLDINGS, FACTOR_RESET = Door(), Door()


def held_by(person: Any) -> list[Held]:
    """Everything that keeps this person's account from being closed."""
    return [held for found in HOLDINGS.ask(person=person) for held in found]
