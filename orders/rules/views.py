"""The victim's views on conditions of bail, a duty of the officer in charge of the investigation: s.47ZZA. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from orders.rules.faults import Fault, in_future, out_of_order

ADULT = 18
SECTION = "(PACE 1984 s.47ZZA)"


@dataclass(frozen=True)
class About:
    """What a victim is asked and told about: bail, from the arrest on, or a change of its conditions, from the release.

    Nobody is asked before `began_at`, when `began` happened, nor told of conditions before they were set.
    """

    began_at: datetime
    began: str
    set_at: datetime
    set_by: str


def is_child(born: date | None, happened_on: date | None) -> bool:
    """Whether the victim was under 18 when the offence happened, as far as both days are known; such a victim is
    vulnerable, and somebody speaks for them.
    """
    if born is None or happened_on is None:
        return False
    age = happened_on.year - born.year - ((happened_on.month, happened_on.day) < (born.month, born.day))
    return age < ADULT


def faults(
    *,
    state: str,
    asked_at: datetime | None,
    why_not: str,
    words: str,
    is_vulnerable: bool,
    representative: str,
    passed_on_at: datetime | None,
    told_at: datetime | None,
    about: About,
    now: datetime,
) -> list[Fault]:
    """What is missing or out of order, beside its question."""
    if state == "not_practicable":
        found = [] if why_not.strip() else [Fault("why_not", f"Enter why it was not reasonably practicable {SECTION}")]
    else:
        found = _asked(state, asked_at, words, passed_on_at, about, now)
        if is_vulnerable and not representative.strip():
            told = "A victim who is under 18 or vulnerable is asked through a representative. Enter who spoke for them"
            found.append(Fault("representative", f"{told} (PACE 1984 s.47ZZA(8))"))
    return found + (told_faults(told_at, about, now) if told_at else [])


def told_faults(told_at: datetime, about: About, now: datetime) -> list[Fault]:
    """A victim is told of conditions once they are set: an earlier time would leave the duty to tell open (s.47ZZA)."""
    what = "When the victim was told of the conditions"
    found = in_future("told_at", what, told_at, now)
    return found + out_of_order("told_at", what, told_at, about.set_at, about.set_by)


def _asked(
    state: str,
    asked_at: datetime | None,
    words: str,
    passed_on_at: datetime | None,
    about: About,
    now: datetime,
) -> list[Fault]:
    if asked_at is None:
        return [Fault("asked_at", "Enter when the victim was asked")]
    found = in_future("asked_at", "When the victim was asked", asked_at, now)
    found += out_of_order("asked_at", "When the victim was asked", asked_at, about.began_at, about.began)
    if state == "asked" and not words.strip():
        found.append(Fault("words", "Enter what the victim wants"))
    if passed_on_at is None:
        found.append(Fault("passed_on_at", f"Enter when it was passed on to the custody officer {SECTION}"))
    elif passed_on_at < asked_at:
        found.append(Fault("passed_on_at", "It can only be passed on after the victim was asked"))
    else:
        found += in_future("passed_on_at", "When it was passed on", passed_on_at, now)
    return found


def needs_views(route: str, *, is_variation_of_suspect: bool = False) -> bool:
    """Whether victims must be asked: before release on bail, not where it is again after a breach; and when the
    suspect asks to vary conditions.
    """
    return is_variation_of_suspect or route not in ("s37C(2)(b)", "s37CA(2)(b)")
