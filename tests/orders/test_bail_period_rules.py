"""The bail period over any history: later arrests, the order of facts, two arrests of one suspect, days in hospital."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from soteria.clocks.holidays import england_and_wales
from soteria.clocks.reference import bundled
from soteria.clocks.rules import clocks_from
from soteria.clocks.timeline import Timeline, make_event

SLOWLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))


def period(*facts: tuple[str, datetime, dict[str, Any]]) -> Any:
    """The bail period that these facts give."""
    events = tuple(make_event(name, when, attrs, source=f"fact {n}") for n, (name, when, attrs) in enumerate(facts))
    clocks = clocks_from(Timeline(events), bundled(), england_and_wales(), datetime(2026, 11, 22, tzinfo=UTC))
    return next(clock for clock in clocks if clock.clock == "bail.applicable_period")


steps = st.lists(st.sampled_from(["inspector", "superintendent", "commander", "magistrates"]), max_size=4)
stays = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 60)), max_size=4)


def facts_of(arrest: datetime, ranks: list[str], spans: list[tuple[int, int]], *, cps: int = 0) -> list[Any]:
    found: list[Any] = [("arrest", arrest, {}), ("bail_granted", arrest, {"route": "s37(2)"})]
    found += [("bail_extended", arrest + timedelta(days=n), {"rank": r, "to_months": 18}) for n, r in enumerate(ranks)]
    for start, length in spans:
        first = arrest + timedelta(days=start)
        found.append(("hospital_inpatient", first, {"until": (first + timedelta(days=length)).date()}))
    if cps:
        found.append(("bail_granted", arrest + timedelta(days=cps), {"route": "s37(7)(a)"}))
        found.append(("cps_requests_information", arrest + timedelta(days=cps + 20), {}))
    return found


@SLOWLY
@given(moments, st.integers(0, 400), steps)
def test_a_later_arrest_never_ends_earlier(arrest: datetime, later: int, ranks: list[str]) -> None:
    first = period(*facts_of(arrest, ranks, []))
    second = period(*facts_of(arrest + timedelta(days=later), ranks, []))

    assert (first.due, first.act_by) <= (second.due, max(second.act_by, first.act_by))
    assert first.act_by <= second.act_by


@SLOWLY
@given(moments, steps, stays, st.integers(0, 80), st.randoms())
def test_the_order_of_events_does_not_matter(
    arrest: datetime, ranks: list[str], spans: list[tuple[int, int]], cps: int, lots: Any
) -> None:
    found = facts_of(arrest, ranks, spans, cps=cps)
    named = [(name, when, attrs, f"{n}") for n, (name, when, attrs) in enumerate(found)]
    shuffled = list(named)
    lots.shuffle(shuffled)

    def ends(rows: list[Any]) -> Any:
        events = tuple(make_event(name, when, attrs, source=n) for name, when, attrs, n in rows)
        return clocks_from(Timeline(events), bundled(), england_and_wales(), datetime(2026, 11, 22, tzinfo=UTC))

    assert ends(named) == ends(shuffled)


def named(facts: list[Any], arrest: str) -> list[Any]:
    """The same facts, each of which says on which arrest it hangs."""
    return [(name, when, attrs | {"arrest": arrest}) for name, when, attrs in facts]


def all_periods(facts: list[Any]) -> list[tuple[str, Any, Any, Any]]:
    """Every bail period that facts give, by the arrest that it counts from."""
    events = tuple(make_event(name, when, attrs, source=str(attrs["arrest"])) for name, when, attrs in facts)
    clocks = clocks_from(Timeline(events), bundled(), england_and_wales(), datetime(2026, 11, 22, tzinfo=UTC))
    found = [clock for clock in clocks if clock.clock == "bail.applicable_period"]
    return sorted((clock.source, clock.due, clock.act_by, clock.working) for clock in found)


histories = st.tuples(steps, st.integers(0, 80), st.sampled_from(["", "charge", "nfa", "released_under_investigation"]))


@SLOWLY
@given(moments, st.integers(0, 60 * 24 * 90), histories, histories)
def test_two_arrests_of_one_suspect_are_told_apart(arrest: datetime, minutes: int, one: Any, other: Any) -> None:
    """What is recorded of one arrest changes nothing of another, also on the same day or at the same moment."""

    def history(name: str, when: datetime, said: Any) -> list[Any]:
        ranks, cps, ended = said
        found = facts_of(when, ranks, [], cps=cps)
        return named([*found, *([(ended, when + timedelta(days=30), {})] if ended else [])], name)

    first, second = history("a", arrest, one), history("b", arrest + timedelta(minutes=minutes), other)

    assert all_periods(first + second) == all_periods(first) + all_periods(second)


@SLOWLY
@given(moments, steps, stays, st.tuples(st.integers(0, 300), st.integers(0, 60)), st.integers(0, 80))
def test_more_days_in_hospital_never_shorten_a_period(
    arrest: datetime, ranks: list[str], spans: list[tuple[int, int]], more: tuple[int, int], cps: int
) -> None:
    fewer, longer = (
        period(*facts_of(arrest, ranks, spans, cps=cps)),
        period(*facts_of(arrest, ranks, [*spans, more], cps=cps)),
    )

    assert fewer.due <= longer.due
    assert fewer.act_by <= longer.act_by
