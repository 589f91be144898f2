"""The applicable bail period of pre-charge bail: PACE 1984 ss.47ZB–47ZM, as amended by the PCSC Act 2022 for arrests
from 28 October 2022.

The period is folded over the facts in order: each extension must come before the end as it then stands, and the
period stands still while the Crown Prosecution Service has the file (s.47ZL).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from soteria.clocks.calendar import ONE_DAY, days_beginning_with, london_date
from soteria.clocks.rules import bail_court
from soteria.clocks.rules.bail_period import Period
from soteria.clocks.rules.duties import count_beginning_with
from soteria.clocks.rules.values import Ground, Limit, Run, State
from soteria.clocks.rules.words import say_amount, say_date, say_doubt
from soteria.clocks.timeline import Event

CLOCK = "bail.applicable_period"
# Both send the file to the Crown Prosecution Service for a decision on charge: s.47ZL(1).
SENT_TO_CPS = ("s37(7)(a)", "s37C(2)(b)")
# Release again after an arrest for a breach, which is no arrest for the offence: the period goes on (s.47ZB(4)).
AGAIN = ("s37C(2)(b)", "s37CA(2)(b)")
ENDED_BY = {
    "charge": "Bail ended: charged on",
    "nfa": "Bail ended: no further action on",
    "suspect_nfa": "Bail ended: no further action against this suspect on",
    "bail_cancelled": "Bail ended: cancelled on",
    "released_under_investigation": "Bail ended: released under investigation on",
}
AUTHORISED_BY = {
    "inspector": "an inspector",
    "superintendent": "a superintendent",
    "commander": "a commander or assistant chief constable",
    "agency": "the agency's decision-maker",
    "magistrates": "magistrates",
}
# Which extension must come before which, and where the law says so.
STEP_BEFORE = {
    "superintendent": ("inspector", "No inspector's extension is recorded before it, as s.47ZDA(1) requires"),
    "commander": ("superintendent", "No superintendent's extension is recorded before it, as s.47ZE(1) requires"),
}


def applicable_periods(ground: Ground) -> Iterator[Run]:
    """One bail period for each arrest that was followed by bail. Re-bail on the same arrest never starts it again
    (s.47ZB(4)).
    """
    for arrest, facts in _facts_of_arrests(ground):
        granted = [fact for fact in facts if fact.name == "bail_granted"]
        initial = _initial(arrest, granted, ground)
        if initial is not None and granted:
            period = _opened(arrest, initial, _stays(arrest, ground))
            for fact in facts:
                period = FOLDS[fact.name](period, fact, ground)
            yield _run(period)


def _facts_of_arrests(ground: Ground) -> Iterator[tuple[Event, list[Event]]]:
    """Each arrest with the facts that bear on its bail.

    A fact that names its arrest bears on that one and on no other, also where two are of one day. Of those that name
    none, as from an import, bail follows the latest arrest; release again after a breach, extensions and CPS facts the
    latest with bail. A charge or a decision to take no further action ends bail on every earlier arrest of that person;
    release under investigation only on the latest.
    """
    facts: dict[Event, list[Event]] = {arrest: [] for arrest in ground.of("arrest")}
    for fact in ground.of(*FOLDS):
        earlier = [arrest for arrest in facts if arrest.on <= fact.on and arrest.concerns(fact)]
        bailed = [arrest for arrest in earlier if any(known.name == "bail_granted" for known in facts[arrest])]
        if fact.name in ("charge", "nfa"):
            chosen = earlier
        elif fact.name in ("bail_granted", "released_under_investigation"):
            is_again = fact.attrs.get("route") in AGAIN
            chosen = (bailed if is_again and bailed else earlier)[-1:]
        else:
            chosen = bailed[-1:]
        for arrest in chosen:
            facts[arrest].append(fact)
    yield from facts.items()


def _initial(arrest: Event, granted: list[Event], ground: Ground) -> Limit | None:
    """Three months; six where an agency such as the Serious Fraud Office investigates (s.47ZB(1)(a))."""
    of_agency = any(fact.attrs.get("agency") for fact in granted)
    return ground.limits.find(f"{CLOCK}.initial{'_agency' if of_agency else ''}", arrest.on)


def _stays(arrest: Event, ground: Ground) -> tuple[tuple[date, date], ...]:
    """When the suspect was an in-patient: the first and the last day known of each stay that ends after the arrest.

    A stay is the suspect's own, so it counts for every arrest, whichever it was recorded with (s.47ZM).
    """
    facts = [fact for fact in ground.of("hospital_inpatient") if arrest.concerns(fact)]
    stays = ((fact.on, fact.attrs["until"]) for fact in facts)
    return tuple((first, last) for first, last in stays if first <= last and last > arrest.on)


def _opened(arrest: Event, initial: Limit, stays: tuple[tuple[date, date], ...]) -> Period:
    period = Period(arrest, initial, initial, arrest.on, working=(), stays=stays)
    return period.saying(
        f"Arrested on {say_date(arrest.on)}; the period begins the day after, {say_date(period.starts)}. "
        f"{say_amount(initial)} beginning with that day: {say_date(period.counted)}."
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
    # What is left is judged on the day of the request: days in hospital to come are not known then.
    short, safe_short = max((least - period.counted).days, 0), max((least - period.safe_counted).days, 0)
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
    stood = (*period.stood, (period.frozen_on, day))
    changed = replace(period, standstill=period.standstill + days, stood=stood, frozen_on=None, begun=True)
    if not period.begun and days:
        return replace(changed, anchor=day - ONE_DAY, safe_standstill=0)
    return replace(changed, safe_standstill=period.safe_standstill + days)


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
    if period.frozen_on is None and _asked_on(period, fact) > period.end:
        return period.saying(
            f"Refused as too late: the extension of {when} came after the period ended on {say_date(period.end)}."
        )
    longer = replace(limit, amount=fact.attrs.get("to_months", limit.amount)) if rank == "magistrates" else limit
    if count_beginning_with(longer, period.starts) <= count_beginning_with(period.length, period.starts):
        return period.saying(
            f"The extension of {when} to {say_amount(longer)} adds nothing to {say_amount(period.length)}."
        )
    if rank == "magistrates":
        period = replace(period, applied_on=None)
    return _lengthened(period, longer, rank, when, ground)


def _asked_on(period: Period, fact: Event) -> date:
    """The day that must come before the end: of the decision, or of the application to the court (s.47ZJ)."""
    days = [fact.on]
    if "applied_at" in fact.attrs:
        days.append(london_date(fact.attrs["applied_at"]))
    if fact.attrs["rank"] == "magistrates" and period.applied_on:
        days.append(period.applied_on)
    return min(days)


def _lengthened(period: Period, longer: Limit, rank: str, when: str, ground: Ground) -> Period:
    """The extended period. A superintendent extends only what an inspector has extended (s.47ZDA(1)), and so on; until
    that is recorded, the safe end is the one that the step before could give.
    """
    extended = replace(period, length=longer, safe_length=longer)
    line = f"Extended on {when} by {AUTHORISED_BY[rank]} to {say_amount(longer)}"
    extended = extended.saying(f"{line}: {say_date(extended.end)} ({longer.source}).")
    before, words = STEP_BEFORE.get(rank, ("", ""))
    first = ground.limits.find(f"{CLOCK}.{before}", period.arrest.on)
    if first is None or period.length.name == first.name:
        return extended
    return extended.saying(f"{words}: check the record.", safe_length=first)


def _on_end(period: Period, fact: Event, ground: Ground) -> Period:
    return period.saying(f"{ENDED_BY[fact.name]} {say_date(fact.on)}.", ended=True)


def _run(period: Period) -> Run:
    doubt = (
        ()
        if period.safe_end == period.end
        else (f"Act by {say_date(period.safe_end)}: the earlier date, since the law can be read so.",)
    )
    stands_still = period.frozen_on or period.applied_on
    closed = State.STOPPED if period.ended else State.SUSPENDED if stands_still else None
    working = (*period.working, *_hospital(period), *doubt, *say_doubt(period.length))
    return Run(
        CLOCK, period.arrest, period.length, period.starts, period.end, working, act_by=period.safe_end, closed=closed
    )


def _hospital(period: Period) -> tuple[str, ...]:
    if not period.days_in_hospital:
        return ()
    return (
        f"In hospital as an in-patient on {say_date(period.counted)}, when it would end: {period.days_in_hospital} "
        f"in-patient days do not count, so it ends on {say_date(period.end)} (s.47ZM).",
    )


FOLDS = {
    "bail_granted": _on_bail,
    "bail_extended": _on_extension,
    "bail_application_lodged": bail_court.on_application,
    "bail_application_refused": bail_court.on_refusal,
    "cps_requests_information": _on_cps_request,
    "cps_information_sent": _on_cps_answered,
    "charge": _on_end,
    "nfa": _on_end,
    "suspect_nfa": _on_end,
    "bail_cancelled": _on_end,
    "released_under_investigation": _on_end,
}
