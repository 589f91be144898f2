"""What becomes of fingerprints and DNA in an invented case: one story of a few, by its number. Plain Python."""

from dataclasses import dataclass
from datetime import date, timedelta

OPEN_FOR = timedelta(days=20)  # a question or an application may wait so long; what is older went further
STORIES = 10


@dataclass(frozen=True)
class Story:
    """An answer, "" while none is given, with its reason or ground, and the steps that followed, each on a day."""

    answer: str = ""
    reason: str = ""
    grounds: tuple[str, ...] = ()
    steps: tuple[tuple[str, date], ...] = ()


def story(number: int, decided_on: date, keep_until: date, today: date) -> Story:
    """The story of a case whose suspect was arrested for a qualifying offence and not charged; never a day to come."""
    told = _story(number % STORIES, decided_on, keep_until, is_new=today - decided_on <= OPEN_FOR)
    return Story(told.answer, told.reason, told.grounds, tuple(step for step in told.steps if step[1] <= today))


def _story(kind: int, on: date, keep_until: date, *, is_new: bool) -> Story:
    if kind == 0:  # nobody answered
        return Story()
    if kind == 1:
        return Story("not_apply", "conviction")
    if kind in (2, 3, 4):
        return _destroyed("not_necessary" if kind < 4 else "no_ground", on)  # noqa: PLR2004
    ground = ("associated",) if kind % 2 else ("under_18",)
    if is_new:
        return Story("apply", grounds=ground, steps=_applied(on)[: kind - 6] if kind > 6 else ())  # noqa: PLR2004
    end: tuple[tuple[str, date], ...] = (("consented", on + timedelta(days=75)), *_end(kind, keep_until))
    if kind == 5:  # noqa: PLR2004
        end = (("refused", on + timedelta(days=70)), ("destroyed", on + timedelta(days=76)))
    if kind == 6:  # noqa: PLR2004
        end = (("asked", on + timedelta(days=40)),)
    return Story("apply", grounds=ground, steps=(*_applied(on), *end))


def _destroyed(reason: str, on: date) -> Story:
    return Story("not_apply", reason, steps=(("destroyed", on + timedelta(days=9)),))


def _applied(on: date) -> tuple[tuple[str, date], ...]:
    return (("submitted", on + timedelta(days=12)), ("notice", on + timedelta(days=14)))


def _end(kind: int, keep_until: date) -> tuple[tuple[str, date], ...]:
    """What happens near the end of the period: an extension is asked for in some, in others it is let run out."""
    if kind == 9:  # noqa: PLR2004
        return (("sought", keep_until - timedelta(days=40)), ("extended", keep_until - timedelta(days=10)))
    return (("destroyed", keep_until + timedelta(days=2)),)
