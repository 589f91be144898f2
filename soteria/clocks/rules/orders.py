"""Breaches, notification by those under an order, and the hours of domestic abuse notices: PACE 1984 s.47(6A), SOA 2003
s.122F, SPA 2019 s.9, CSA 2010 ss.26-27, DA Act 2021 ss.26, 29 and 41.
"""

from collections.abc import Iterator

from soteria.clocks.calendar import LONDON, hours_leaving_out
from soteria.clocks.rules.duties import Duty, answers_to, met, runs_of
from soteria.clocks.rules.values import Ground, Limit, Run
from soteria.clocks.rules.words import NAMES, say, say_amount, say_doubt
from soteria.clocks.timeline import Event

BREACH = Duty("breach.decision", "breach_reported", met_by="breach_decided")
PAUSE = Duty("pace.detention_pause", "breach_arrest_at_station", is_window=True)
NOTIFICATIONS = {
    "order.sro_notification": "sro_served",
    "order.spo_notification": "spo_served",
    # The only one that counts from the day the order is made: DA Act 2021 s.41.
    "order.dapo_notification": "dapo_made",
    # Sexual harm prevention orders and notification orders: SOA 2003 s.83.
    "order.part2_notification": "part2_began",
    # Only where the court orders it: Modern Slavery Act 2015 ss.19 and 26.
    "order.slavery_notification": "slavery_order_served",
}
# Hours of which none on a Sunday, Christmas Day, Good Friday or bank holiday counts; those of a Saturday do.
HOURS = (
    Duty("order.dvpo_hearing", "dvpn_served", met_by="notice_heard"),
    Duty("order.dapo_hearing", "dapn_given", met_by="notice_heard"),
    Duty("order.dvpn_court", "dvpn_arrest", met_by="notice_court"),
    Duty("order.dapn_court", "dapn_arrest", met_by="notice_court"),
)
LEFT_OUT = "Sundays, Christmas Day, Good Friday and bank holidays do not count; Saturdays do."


def breach_decision(ground: Ground) -> Iterator[Run]:
    """Deciding what to do about a reported breach: our own limit, since a breach of bail conditions is a power to
    arrest, not an offence.
    """
    yield from runs_of(BREACH, ground)


def detention_pause(ground: Ground) -> Iterator[Run]:
    """The hours after arrival at a station, on arrest for a breach, that do not count towards detention: PACE 1984
    s.47(6A).
    """
    yield from runs_of(PAUSE, ground)


def notifications(ground: Ground) -> Iterator[Run]:
    """The days within which a person under an order must give the police names and address; the day of the fact is
    day 1.
    """
    for clock, event in NOTIFICATIONS.items():
        yield from runs_of(Duty(clock, event, met_by="order_notified", of=True, inclusive=True), ground)


def notices(ground: Ground) -> Iterator[Run]:
    """The hours within which a court must hear of a domestic abuse notice, and of an arrest for breaking one."""
    for duty in HOURS:
        triggers = ground.of(duty.starts_at)
        answers = answers_to(duty, triggers, ground)
        for trigger in triggers:
            if limit := ground.limits.find(duty.clock, trigger.on):
                yield met(_hours(duty, trigger, limit, ground), answers)


def _hours(duty: Duty, trigger: Event, limit: Limit, ground: Ground) -> Run:
    starts = trigger.at.astimezone(LONDON)
    due = hours_leaving_out(trigger.at, limit.amount, ground.calendar)
    working = (
        f"{NAMES[trigger.name]}: {say(starts)}.",
        f"{say_amount(limit)} after it: {say(due)}.",
        LEFT_OUT,
        *say_doubt(limit),
    )
    return Run(duty.clock, trigger, limit, starts, due, working)
