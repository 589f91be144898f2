"""When an arrest can be recorded, and bail granted, varied and ended: PACE 1984 ss.30A–47ZG. The period itself is
soteria.clocks'. Pure.
"""

from collections.abc import Iterable
from datetime import datetime

from orders.rules.faults import Fault, in_future, out_of_order
from orders.rules.ranks import is_least
from soteria.ui.dates import moment

LEAST = 20  # characters of a reason
CANCELLED, NFA = "cancelled", "nfa"  # of orders.models.Bail.Ended
SAYS_WHY = (CANCELLED, NFA)
FROM_ARREST = "the bail period counts from the day after the arrest (PACE 1984 s.47ZB(4))"


def arrest_faults(
    *, arrested_at: datetime, now: datetime, custody_reference: str = "-", no_reference: str = ""
) -> list[Fault]:
    """An arrest cannot lie ahead, and has a custody reference or says why there is none yet."""
    found = in_future("arrested_at", "Date of arrest", arrested_at, now, FROM_ARREST)
    if not custody_reference.strip() and not no_reference:
        words = "Enter the custody reference, or say why there is none yet. Without either nobody can tell that the"
        found.append(Fault("custody_reference", f"{words} suspect is held"))
    return found


def arrival_faults(*, arrived_at: datetime | None, arrested_at: datetime, now: datetime) -> list[Fault]:
    """Somebody arrives at a police station after the arrest, and not ahead of time."""
    if arrived_at is None:
        return []
    what = "When the suspect arrived"
    return in_future("arrived_at", what, arrived_at, now) + out_of_order(
        "arrived_at", what, arrived_at, arrested_at, "the arrest"
    )


def withdrawal_faults(*, why: str, has_live_bail: bool) -> list[Fault]:
    """An arrest recorded by mistake is taken back with a reason, after the bail that hangs on it."""
    if has_live_bail:
        words = "Bail that still runs is recorded on this arrest. End it first, so that nobody is taken to be on bail"
        return [Fault("why", words)]
    return [] if len(why.strip()) >= LEAST else [Fault("why", f"Enter what happened, in {LEAST} characters or more")]


def grant_faults(
    *, arrested_at: datetime, granted_at: datetime, surrender_at: datetime | None, now: datetime
) -> list[Fault]:
    """Bail follows the arrest, and the suspect comes back after it."""
    found = in_future("granted_at", "When bail was granted", granted_at, now)
    found += out_of_order("granted_at", "When bail was granted", granted_at, arrested_at, "the arrest")
    if surrender_at is not None:
        found += out_of_order("surrender_at", "When the suspect must return", surrender_at, granted_at, "release")
    return found


def revival_faults(*, granted_at: datetime, ends_at: datetime | None) -> list[Fault]:
    """Bail again on an arrest runs within the one period of that arrest: once it ended there is no more (s.47ZB).

    `ends_at` is None where no bail came before, or while the period stands still.
    """
    if ends_at is None or granted_at <= ends_at:
        return []
    words = f"The bail period of this arrest ended on {moment(ends_at)}, and ended bail cannot be revived"
    return [Fault("granted_at", f"{words} (PACE 1984 s.47ZB). Record release without bail, or a new arrest")]


def surrender_faults(
    *, surrender_at: datetime | None, notice_at: datetime, granted_at: datetime, ends_at: datetime | None, now: datetime
) -> list[Fault]:
    """A changed return is told in writing while bail runs, and is never after the period's end (s.47(4A)–(4D),
    s.47ZA). `ends_at` is None while the period stands still; `surrender_at` is None where attendance is cancelled.
    """
    found = in_future("notice_at", "When the written notice was given", notice_at, now)
    found += out_of_order("notice_at", "When the written notice was given", notice_at, granted_at, "release on bail")
    if ends_at is not None and notice_at > ends_at:
        words = f"The bail period ended on {moment(ends_at)}, so no notice can change it (PACE 1984 s.47(4A))"
        found.append(Fault("notice_at", words))
    if surrender_at is None:
        return found
    found += out_of_order("surrender_at", "When the suspect must return", surrender_at, notice_at, "the notice")
    return found + past_the_end(surrender_at, ends_at)


def past_the_end(surrender_at: datetime, ends_at: datetime | None) -> list[Fault]:
    """A return after the end of the bail period."""
    if ends_at is None or surrender_at <= ends_at:
        return []
    words = f"The suspect cannot be asked to return after the bail period ends, on {moment(ends_at)}"
    return [Fault("surrender_at", f"{words} (PACE 1984 s.47ZA)")]


def variation_faults(
    *,
    varied_at: datetime,
    granted_at: datetime,
    ends_at: datetime | None,
    ended_starts: Iterable[datetime],
    adds: int,
    why: str,
    now: datetime,
) -> list[Fault]:
    """Conditions change while bail runs, at a moment after those that end began, and with a reason."""
    ending = list(ended_starts)
    found = in_future("varied_at", "When the conditions changed", varied_at, now)
    found += out_of_order("varied_at", "When the conditions changed", varied_at, granted_at, "release on bail")
    if ends_at is not None and varied_at > ends_at:
        words = f"Bail ended on {moment(ends_at)}, and ended bail has no conditions to change (PACE 1984 s.47ZB)"
        found.append(Fault("varied_at", words))
    if any(start >= varied_at for start in ending):
        found.append(Fault("ends", "A condition cannot end before it began. Check the date and time"))
    if not ending and not adds:
        found.append(Fault("ends", "Select a condition that ends, or one that is new"))
    if len(why.strip()) < LEAST:
        found.append(Fault("why", f"Enter why the conditions change, in {LEAST} characters or more"))
    return found


def end_words_faults(*, why: str, words: str, officer: str, officer_rank: str) -> list[Fault]:
    """Protection does not go with two boxes: a cancellation, or a decision to take no further action, has its reason in
    words; a cancellation is a custody officer's (s.36(3), s.47(4A)). A charge is on record by itself.
    """
    found = []
    if why in SAYS_WHY and len(words.strip()) < LEAST:
        found.append(Fault("words", f"Enter why bail ended, in {LEAST} characters or more"))
    if why != CANCELLED:
        return found
    if not officer.strip():
        found.append(Fault("officer", "Enter the custody officer who cancelled bail"))
    if not is_least(officer_rank, "sergeant"):
        told = "Bail is cancelled by a custody officer, a sergeant or above (PACE 1984 s.36(3)). Select the rank"
        found.append(Fault("officer_rank", told))
    return found


def end_faults(*, ended_at: datetime, granted_at: datetime, now: datetime) -> list[Fault]:
    """Bail ends after it began, and not ahead of time."""
    found = in_future("ended_at", "When bail ended", ended_at, now)
    return found + out_of_order("ended_at", "When bail ended", ended_at, granted_at, "release on bail")
