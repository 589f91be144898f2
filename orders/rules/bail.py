"""When bail can be granted, extended and ended: PACE 1984 ss.47ZB–47ZG. The period itself is soteria.clocks'. Pure."""

from datetime import datetime

from orders.rules.faults import Fault, in_future, out_of_order
from soteria.ui.dates import moment


def arrest_faults(*, arrested_at: datetime, now: datetime) -> list[Fault]:
    """An arrest cannot lie ahead."""
    return in_future("arrested_at", "Date of arrest", arrested_at, now)


def grant_faults(
    *, arrested_at: datetime, granted_at: datetime, surrender_at: datetime | None, now: datetime
) -> list[Fault]:
    """Bail follows the arrest, and the suspect comes back after it."""
    found = in_future("granted_at", "When bail was granted", granted_at, now)
    found += out_of_order("granted_at", "When bail was granted", granted_at, arrested_at, "the arrest")
    if surrender_at is not None:
        found += out_of_order("surrender_at", "When the suspect must return", surrender_at, granted_at, "release")
    return found


def extension_faults(
    *,
    rank: str,
    to_months: int | None,
    decided_at: datetime,
    granted_at: datetime,
    ends_at: datetime | None,
    now: datetime,
) -> list[Fault]:
    """Every step must come before the period ends: an ended period cannot be revived. `ends_at` is None while the
    period stands still with CPS (s.47ZL).
    """
    found = in_future("decided_at", "When the extension was given", decided_at, now)
    found += out_of_order("decided_at", "When the extension was given", decided_at, granted_at, "release on bail")
    if ends_at is not None and decided_at > ends_at:
        words = f"This extension came too late. Bail ended on {moment(ends_at)}, and ended bail cannot be extended"
        found.append(Fault("decided_at", f"{words} (PACE 1984 s.47ZD and s.47ZDA)"))
    if rank == "magistrates" and to_months is None:
        found.append(Fault("to_months", "Enter how many months from the arrest the court allowed"))
    return found


def end_faults(*, ended_at: datetime, granted_at: datetime, now: datetime) -> list[Fault]:
    """Bail ends after it began, and not ahead of time."""
    found = in_future("ended_at", "When bail ended", ended_at, now)
    return found + out_of_order("ended_at", "When bail ended", ended_at, granted_at, "release on bail")
