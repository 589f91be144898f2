"""What a late application to the court does to a bail period: PACE 1984 s.47ZJ. Pure."""

from soteria.clocks.rules.bail_period import Period
from soteria.clocks.rules.values import Ground
from soteria.clocks.rules.words import say_date
from soteria.clocks.timeline import Event


def on_application(period: Period, fact: Event, ground: Ground) -> Period:
    """An application lodged before the end keeps bail until the court decides; one lodged after it does nothing."""
    when = say_date(fact.on)
    if period.frozen_on is None and fact.on > period.end:
        return period.saying(
            f"Refused as too late: the application of {when} came after the period ended on {say_date(period.end)}."
        )
    words = f"Application to the court lodged on {when}"
    return period.saying(
        f"{words}, before {say_date(period.end)}: bail lasts until it is decided (s.47ZJ).", applied_on=fact.on
    )


def on_refusal(period: Period, fact: Event, ground: Ground) -> Period:
    """The court refused: the period ends when it would have, or with the decision where that came later."""
    if period.applied_on is None:
        return period
    if fact.on <= period.end:
        line = f"The court refused on {say_date(fact.on)}: the period ends on {say_date(period.end)} as before."
        return period.saying(line, applied_on=None)
    line = f"The court refused on {say_date(fact.on)}, after the period would have ended: it ended then (s.47ZJ)."
    return period.saying(line, applied_on=None, held_until=fact.on)
