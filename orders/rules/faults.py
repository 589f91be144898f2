"""What is wrong with facts that somebody typed, and beside which question to say so. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from soteria.ui.dates import moment


@dataclass(frozen=True)
class Fault:
    """One sentence beside one field of a form."""

    field: str
    words: str


class NotRecorded(ValueError):
    """Nothing was recorded: each fault says why, in plain words."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(fault.words for fault in faults))
        self.faults = faults


class SentBefore(NotRecorded):
    """The form was sent before with something else, as after the browser's Back button; this is not recorded yet."""


class Stale(NotRecorded):
    """Somebody changed the record after the page was drawn; `version` is the one that stands now."""

    def __init__(self, field: str, what: str, version: int) -> None:
        words = f"Somebody changed this {what} after you opened the page. Nothing was changed. Look at it again"
        super().__init__(Fault(field, words))
        self.version = version


def refuse(found: Sequence[Fault]) -> None:
    """Raise NotRecorded when anything is wrong."""
    if found:
        raise NotRecorded(*found)


def in_future(field: str, what: str, at: datetime, now: datetime, rule: str = "") -> list[Fault]:
    """A fault where something is said to have happened later than now; `rule` says why, with its section."""
    words = f"{what} must be now or in the past"
    return [Fault(field, f"{words}: {rule}" if rule else words)] if at > now else []


def out_of_order(field: str, what: str, at: datetime, after: datetime, of: str) -> list[Fault]:
    """A fault where something is said to have happened before what must come first."""
    return [Fault(field, f"{what} must be after {of} on {moment(after)}")] if at < after else []
