"""The applicable bail period of pre-charge bail: PACE 1984 ss.47ZB–47ZL, as amended by the PCSC Act 2022 for arrests
from 28 October 2022.

The period is folded over the facts in order: each extension must come before the end as it then stands, and the
period stands still while the Crown Prosecution Service has the file (s.47ZL).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from soteria.clocks.calendar import ONE_DAY, days_beginning_with, london_date, months_after, months_beginning_with
from soteria.clocks.rules.duties import count_beginning_with
from soteria.clocks.rules.values import Ground, Limit, Run, State, Unit
from soteria.clocks.rules.words import say_amount, say_date, say_doubt
from soteria.clocks.timeline import Event

CLOCK = "bail.applicable_period"
# Both send the file to the Crown Prosecution Service for a decision on charge: s.47ZL(1).
SENT_TO_CPS = ("s37(7)(a)", "s37C(2)(b)")
ENDED_BY = {
    "charge": "Bail ended: charged on",
    "nfa": "Bail ended: no further action on",
    "released_under_investigation": "Bail ended: released under investigation on",
}
AUTHORISED_BY = {"inspector": "an inspector", "superintendent": "a superintendent", "magistrates": "magistrates"}


@dataclass(frozen=True)
class Period:
    """A bail period part-way through its facts.

    `length` counts from the bail start date; `standstill` is how many days have not counted; `frozen_on` is set while
    it stands still. `anchor`, `safe_length` and `safe_standstill` give the earlier end that a stricter reading of the
    law would give.
    """

    arrest: Event
    length: Limit
    safe_length: Limit
    anchor: date
    working: tuple[str, ...]
    standstill: int = 0
    safe_standstill: int = 0
    frozen_on: date | None = None
    begun: bool = False
    ended: bool = False

    @property
    def starts(self) -> date:
        """The bail start date: the day after the arrest, s.47ZB(4)(a)."""
        return self.arrest.on + ONE_DAY

    @property
    def end(self) -> date:
        """The last day of the period as the law counts it."""
        return count_beginning_with(self.length, self.starts) + timedelta(days=self.standstill)

    @property
    def safe_end(self) -> date:
        """The earliest day on which any reading would end the period; never after `end`."""
        standing = timedelta(days=self.safe_standstill)
        if self.safe_length.unit is not Unit.MONTHS:
            return min(self.end, count_beginning_with(self.safe_length, self.anchor + ONE_DAY) + standing)
        # Arrest on 28 February: 3 months beginning with 1 March end on 31 May, 3 months from the arrest on 28 May.
        months = self.safe_length.amount
        readings = months_beginning_with(self.anchor + ONE_DAY, months), months_after(self.anchor, months)
        return min(self.end, *(reading + standing for reading in readings))

    def saying(self, line: str, **changes: object) -> "Period":
        """The period after a fact, with one more line of working."""
        return replace(self, working=(*self.working, line), **changes)  # type: ignore[arg-type]


def applicable_periods(ground: Ground) -> Iterator[Run]:
    """One bail period for each arrest that was followed by bail. Re-bail on the same arrest never starts it again
    (s.47ZB(4)).
    """
    for arrest, facts in _facts_of_arrests(ground):
        initial = ground.limits.find(f"{CLOCK}.initial", arrest.on)
        if initial is not None and any(fact.name == "bail_granted" for fact in facts):
            period = _opened(arrest, initial)
            for fact in facts:
                period = FOLDS[fact.name](period, fact, ground)
            yield _run(period)


def _facts_of_arrests(ground: Ground) -> Iterator[tuple[Event, list[Event]]]:
    """Each arrest with the facts that bear on its bail.

    Bail follows the latest arrest. Extensions and CPS facts follow the latest arrest with bail. A charge or a
    decision to take no further action ends bail on every earlier arrest of that person; release under investigation
    only on the latest.
    """
    facts: dict[Event, list[Event]] = {arrest: [] for arrest in ground.of("arrest")}
    for fact in ground.of(*FOLDS):
        earlier = [arrest for arrest in facts if arrest.on <= fact.on and arrest.concerns(fact)]
        if fact.name in ("charge", "nfa"):
            chosen = earlier
        elif fact.name in ("bail_granted", "released_under_investigation"):
            chosen = earlier[-1:]
        else:
            chosen = [arrest for arrest in earlier if any(known.name == "bail_granted" for known in facts[arrest])][-1:]
        for arrest in chosen:
            facts[arrest].append(fact)
    yield from facts.items()


def _opened(arrest: Event, initial: Limit) -> Period:
    start = arrest.on + ONE_DAY
    period = Period(arrest, initial, initial, arrest.on, working=())
    return period.saying(
        f"Arrested on {say_date(arrest.on)}; the period begins the day after, {say_date(start)}. "
        f"{say_amount(initial)} beginning with that day: {say_date(period.end)}."
    )


def _on_bail(period: Period, fact: Event, ground: Ground) -> Period:
    period = replace(period, ended=False)
    if fact.attrs.get("route") not in SENT_TO_CPS:
        return replace(_resumed(period, fact.on), begun=True)
    line = f"Bailed for a charging decision on {say_date(fact.on)}: the period stands still from then (s.47ZL(2))."
    return _frozen(period, fact, line)


def _on_cps_request(period: Period, fact: Event, ground: Ground) -> Period:
    """The period runs again from the day of the request, and never ends before seven days beginning with that day:
    s.47ZL(6)–(8).
    """
    if not period.frozen_on:
        return period
    period = _resumed(period, fact.on)
    floor = ground.limits.in_force(f"{CLOCK}.cps_floor", period.arrest.on)
    least = days_beginning_with(fact.on, floor.amount)
    short, safe_short = max((least - period.end).days, 0), max((least - period.safe_end).days, 0)
    if safe_short:
        period = replace(
            period, standstill=period.standstill + short, safe_standstill=period.safe_standstill + safe_short
        )
    if short:
        period = period.saying(
            f"Fewer than {say_amount(floor)} would be left, so it ends {say_amount(floor)} beginning with the request."
        )
    return period.saying(
        f"CPS asked for information on {say_date(fact.on)}: the period runs again and ends on {say_date(period.end)}."
    )


def _on_cps_answered(period: Period, fact: Event, ground: Ground) -> Period:
    """The period stands still again once the request is met: s.47ZL(10)."""
    line = f"The information was sent to CPS on {say_date(fact.on)}: the period stands still again (s.47ZL(10))."
    return _frozen(period, fact, line)


def _frozen(period: Period, fact: Event, line: str) -> Period:
    """The period standing still from this fact, unless it does already, or has ended and cannot."""
    if period.frozen_on:
        return period
    if not period.begun:
        # On a first release nothing has run yet, however long the detention was: s.47ZL(2)(a).
        return period.saying(line, frozen_on=period.starts)
    if fact.on > period.end:
        return period.saying(f"On {say_date(fact.on)} the period had already ended: it cannot stand still.")
    return period.saying(line, frozen_on=max(fact.on, period.starts))


def _resumed(period: Period, day: date) -> Period:
    """The period running again from `day`; before its first running it may also be read as beginning on that day
    (s.47ZL(6)(a)).
    """
    if period.frozen_on is None:
        return period
    days = max((day - period.frozen_on).days, 0)
    standstill = period.standstill + days
    if not period.begun and days:
        return replace(
            period, standstill=standstill, anchor=day - ONE_DAY, safe_standstill=0, frozen_on=None, begun=True
        )
    return replace(
        period, standstill=standstill, safe_standstill=period.safe_standstill + days, frozen_on=None, begun=True
    )


def _on_extension(period: Period, fact: Event, ground: Ground) -> Period:
    """A longer period, if the power existed for that arrest and was used before the end: an ended period cannot be
    revived.
    """
    rank, when = fact.attrs["rank"], say_date(fact.on)
    limit = ground.limits.find(f"{CLOCK}.{rank}", period.arrest.on)
    if limit is None:
        return period.saying(
            f"Refused: {AUTHORISED_BY[rank]} had no power to extend bail for an arrest on {say_date(period.arrest.on)}."
        )
    applied = min(fact.on, london_date(fact.attrs["applied_at"])) if "applied_at" in fact.attrs else fact.on
    if period.frozen_on is None and applied > period.end:
        return period.saying(
            f"Refused as too late: the extension of {when} came after the period ended on {say_date(period.end)}."
        )
    longer = replace(limit, amount=fact.attrs.get("to_months", limit.amount)) if rank == "magistrates" else limit
    if count_beginning_with(longer, period.starts) <= count_beginning_with(period.length, period.starts):
        return period.saying(
            f"The extension of {when} to {say_amount(longer)} adds nothing to {say_amount(period.length)}."
        )
    return _lengthened(period, longer, f"Extended on {when} by {AUTHORISED_BY[rank]} to {say_amount(longer)}", ground)


def _lengthened(period: Period, longer: Limit, line: str, ground: Ground) -> Period:
    """The extended period. A superintendent extends only what an inspector has extended (s.47ZDA(1)); until that is
    recorded, the safe end is the one an inspector could give.
    """
    extended = replace(period, length=longer, safe_length=longer)
    extended = extended.saying(f"{line}: {say_date(extended.end)} ({longer.source}).")
    first = ground.limits.find(f"{CLOCK}.inspector", period.arrest.on)
    if longer.name != f"{CLOCK}.superintendent" or first is None or period.length.name == first.name:
        return extended
    return extended.saying(
        "No inspector's extension is recorded before it, as s.47ZDA(1) requires: check the record.", safe_length=first
    )


def _on_end(period: Period, fact: Event, ground: Ground) -> Period:
    return period.saying(f"{ENDED_BY[fact.name]} {say_date(fact.on)}.", ended=True)


def _run(period: Period) -> Run:
    doubt = (
        ()
        if period.safe_end == period.end
        else (f"Act by {say_date(period.safe_end)}: the earlier date, since the law can be read so.",)
    )
    closed = State.STOPPED if period.ended else State.SUSPENDED if period.frozen_on else None
    working = (*period.working, *doubt, *say_doubt(period.length))
    return Run(
        CLOCK, period.arrest, period.length, period.starts, period.end, working, act_by=period.safe_end, closed=closed
    )


FOLDS = {
    "bail_granted": _on_bail,
    "bail_extended": _on_extension,
    "cps_requests_information": _on_cps_request,
    "cps_information_sent": _on_cps_answered,
    "charge": _on_end,
    "nfa": _on_end,
    "released_under_investigation": _on_end,
}
