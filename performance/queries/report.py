"""The flight deck of one force as plain data: what is published of each measure, with what is hidden and why."""

from typing import Any

from performance.queries import deck, series
from performance.queries.deck import Number, TeamRow
from performance.queries.scopes import View
from performance.rules.months import Month
from performance.rules.readings import Reading


def of(view: View, month: Month) -> dict[str, Any]:
    """Every measure of a view in its window, as the flight deck shows them."""
    numbers = deck.numbers(view, month)
    history = series.read(view, [number.definition for number in numbers], month)
    measures = [_number(view, number) | _signal(history[number.definition.id]) for number in numbers]
    return {"month": str(month), "force": view.label, "measures": measures}


def _number(view: View, number: Number) -> dict[str, Any]:
    one = number.definition
    return {
        "id": one.id,
        "version": one.version,
        "name": one.name,
        "pillar": one.pillar,
        "basis": one.basis.value,
        "direction": one.direction,
        "kind": one.kind.value,
        "unit": "%" if one.is_percentage else one.unit,
        "from": str(number.window.first),
        "to": str(number.window.last),
        "note": number.note,
        **_reading(number.reading),
        "teams": [_team(row) for row in deck.by_team(view, number)],
    }


def _reading(reading: Reading) -> dict[str, Any]:
    """A reading; whatever is hidden is null, and `suppression` says why."""
    reasons = {
        "numerator": reading.counted.reason,
        "denominator": reading.base.reason,
        "value": reading.reason,
    }
    return {
        "numerator": reading.counted.number,
        "denominator": reading.base.number,
        "n": reading.base.number,
        "value": _rounded(reading.value),
        "spread": [_rounded(each) for each in reading.spread] if reading.spread else None,
        "quality": _rounded(reading.quality),
        "suppression": {name: why for name, why in reasons.items() if why} or None,
    }


def _team(row: TeamRow) -> dict[str, Any]:
    return {"team": row.name, **_reading(row.reading)}


def _signal(found: series.Series) -> dict[str, Any]:
    last = found.points[-1]
    usual = last.limits
    limits = [_rounded(each) for each in (usual.lower, usual.centre, usual.upper)] if usual else None
    return {"limits": limits, "signal": last.signal}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
