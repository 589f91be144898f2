"""The rules of protection orders: worked examples of tests/rules/orders.yaml, and properties that always hold."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orders import order_types
from orders.models import ApplicationStep, Kind
from orders.rules import applications as rules
from orders.rules import availability, notifying, orders, protection, terms
from orders.rules.applications import Step
from soteria.clocks.calendar import LONDON, Calendar, hours_leaving_out, left_out
from soteria.clocks.rules import Confidence
from suspects.models import Custody, InvolvementStatus

WORKED = yaml.safe_load((Path(__file__).parent.parent / "rules" / "orders.yaml").read_text())
SLOWLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))


def worked(part: str) -> Any:
    return pytest.mark.parametrize("one", WORKED[part], ids=lambda one: one["name"])


def step_of(row: Mapping[str, Any], number: int = 0) -> Step:
    kind = next(name for name in row if name not in ("hearing", "interim"))
    return Step(kind, row[kind], row.get("hearing"), row.get("interim", ""), number)


def said(found: list[Any]) -> str:
    return " ".join(fault.words for fault in found)


@worked("applications")
def test_an_application_as_a_lawyer_reads_it(one: dict[str, Any]) -> None:
    steps = [step_of(row, number) for number, row in enumerate(one["steps"])]

    if "then" in one:
        found = rules.faults(step_of(one["then"], 99), steps, route=one["route"], today=one["today"], source="the Act")
        assert one["refused"] in said(found) if "refused" in one else not found
    if "stage" in one:
        assert rules.stage_of(steps) == one["stage"]
    if "lawyers" in one:
        assert rules.waiting_on_lawyers(steps).days(one["today"]) == one["lawyers"]
    if "court" in one:
        assert rules.days_to_court(steps) == one["court"]


@worked("terms")
def test_terms_as_a_lawyer_reads_them(one: dict[str, Any]) -> None:
    rows = [terms.Term(*next(iter(row.items())), row.get("until")) for row in one["terms"]]
    allowed = order_types.all_types()[one["type"]].allowed

    found = terms.faults(rows, allowed=allowed, made_on=one["made"], starts_on=one["made"], ends_on=one.get("ends"))

    assert one["refused"] in said(found) if "refused" in one else not found


@worked("renewals")
def test_a_renewal_as_a_lawyer_reads_it(one: dict[str, Any]) -> None:
    found = orders.renewal_faults(
        on=one["day"],
        ends_on=one["ends"],
        new_end=one["new_end"],
        longest=one.get("longest"),
        today=date(2026, 12, 1),
        source="the Act",
    )

    assert one["refused"] in said(found) if "refused" in one else not found


@worked("expiry")
def test_when_the_end_of_an_order_is_told_of(one: dict[str, Any]) -> None:
    found = orders.expiry_step(made_on=one["made"], ends_on=one["ends"], today=one["today"], steps=(90, 28, 7))

    assert found == one["told"]


@worked("notifying")
def test_which_orders_count_days_to_notify_police(one: dict[str, Any]) -> None:
    kind, answer = order_types.all_types()[one["type"]], one.get("said", "")

    found = notifying.faults(has_duty=bool(kind.service_event), said=answer, title=kind.title)

    assert kind.counts_notifying(answer) == one["counts"]
    assert one["refused"] in said(found) if "refused" in one else not found


@worked("ends")
def test_which_orders_have_an_end(one: dict[str, Any]) -> None:
    kind = order_types.all_types()[one["type"]]

    found = orders.faults(
        made_on=one["made"],
        ends_on=one["ends"],
        served_on=None,
        today=date(2026, 12, 1),
        is_full=one["stage"] == "full",
        least=kind.least,
        most=kind.most,
        source=kind.source,
        interim_source=kind.interim_fixed_by,
    )

    assert one["refused"] in said(found) if "refused" in one else not found


@worked("yearly")
def test_how_often_an_order_without_an_end_is_asked_about(one: dict[str, Any]) -> None:
    assert orders.times_asked(made_on=one["made"], today=one["today"], every=365) == one["asked"]


@worked("availability")
def test_where_an_order_can_be_made(one: dict[str, Any]) -> None:
    row = availability.found(order_types.availability(), type=one["type"], force=one["force"], on=one["day"])

    assert (row is not None) == one["can"]
    assert one.get("doubt", "") in availability.doubt(row, one["day"])
    assert "doubt" in one or not availability.doubt(row, one["day"])


@worked("skip")
def test_hours_that_leave_days_out(one: dict[str, Any]) -> None:
    start = one["from"] if isinstance(one["from"], datetime) else datetime.fromisoformat(one["from"])
    due = one["due"] if isinstance(one["due"], datetime) else datetime.fromisoformat(one["due"])

    found = hours_leaving_out(start.replace(tzinfo=LONDON), one["hours"], Calendar())

    assert found.replace(tzinfo=None) == due


@worked("risk")
def test_who_has_nothing_in_place(one: dict[str, Any]) -> None:
    assert protection.nothing_in_place(protection.Facts(**one["facts"])) == one["nothing"]


MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))


@SLOWLY
@given(MOMENTS, st.integers(1, 72), st.sets(st.dates(date(2024, 1, 1), date(2028, 2, 1)), max_size=8))
def test_a_holiday_more_never_shortens_the_hours(start: datetime, hours: int, holidays: set[date]) -> None:
    none, some = (hours_leaving_out(start, hours, days) for days in (frozenset(), holidays))

    assert some >= none >= start + timedelta(hours=hours)
    assert not left_out((some - timedelta(microseconds=1)).astimezone(LONDON).date(), holidays)


@SLOWLY
@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=9)), st.integers(1, 72))
def test_who_is_served_later_is_never_heard_earlier(start: datetime, later: timedelta, hours: int) -> None:
    assert hours_leaving_out(start + later, hours, Calendar()) >= hours_leaving_out(start, hours, Calendar())


@st.composite
def walks(draw: st.DrawFn) -> tuple[str, list[Step]]:
    """A route, and steps each of which could follow the ones before it."""
    route, steps, on = draw(st.sampled_from(sorted(rules.ROUTES))), [], date(2026, 1, 1)
    for number in range(draw(st.integers(1, 9))):
        follow = sorted(rules.may_follow(route, steps))
        if not follow:
            break
        kind = draw(st.sampled_from(follow))
        on = max(on + timedelta(days=draw(st.integers(0, 30))), rules.hearing_of(steps) or on)
        next_on = on + timedelta(days=draw(st.integers(0, 20))) if kind in (rules.LISTED, rules.ADJOURNED) else None
        steps.append(Step(kind, on, next_on, rules.YES if kind == rules.APPLIED else "", number))
    return route, steps


@SLOWLY
@given(walks(), st.randoms(use_true_random=False))
def test_the_stage_is_the_same_in_whatever_order_the_steps_are_read(walk: Any, lots: Any) -> None:
    _, steps = walk
    shuffled = list(steps)
    lots.shuffle(shuffled)

    assert rules.standing(shuffled) == rules.standing(steps)


@SLOWLY
@given(walks())
def test_a_step_that_may_follow_is_taken_and_no_other_is(walk: Any) -> None:
    route, steps = walk
    today, last = date(2030, 1, 1), max(step.on for step in steps)
    hearing = rules.hearing_of(steps)
    on = max(last, hearing or last)

    for kind in rules.SAID:
        needs_day = kind in (rules.LISTED, rules.ADJOURNED)
        found = rules.faults(Step(kind, on, on if needs_day else None), steps, route=route, today=today, source="")
        assert bool(found) == (kind not in rules.may_follow(route, steps))


@SLOWLY
@given(walks(), st.integers(0, 400))
def test_a_day_more_is_a_day_more_with_lawyers_and_never_less(walk: Any, later: int) -> None:
    _, steps = walk
    wait, today = rules.waiting_on_lawyers(steps), date(2027, 1, 1)

    more = wait.days(today + timedelta(days=later)) - wait.days(today)

    assert more == (later if wait.since and wait.since <= today else more) and more >= 0


def test_the_codes_of_the_rules_are_those_of_the_models() -> None:
    assert set(rules.SAID) == set(ApplicationStep.Kind.values)
    assert set(rules.SAID) >= {kind for route in rules.ROUTES.values() for kinds in route.values() for kind in kinds}
    assert set(Kind.values) > terms.REQUIREMENTS and terms.TRAVEL in Kind.values
    assert set(InvolvementStatus.Status.values) >= protection.NOT_SUSPECTED
    assert set(Custody.Kind.values) > protection.HELD


@pytest.mark.parametrize("kind", order_types.all_types().values(), ids=lambda kind: kind.code)
def test_every_type_says_what_an_officer_compares(kind: order_types.OrderType) -> None:
    words = (kind.applicants[0], kind.court, kind.test, kind.lasts, kind.breach_most, kind.breach_source, kind.arrest)

    assert all(words) and kind.breach_words and kind.content and kind.source
    assert kind.group in order_types.GROUPS and kind.route in rules.ROUTES
    assert kind.needs_confirmation == (kind.confidence != Confidence.CONFIRMED)
    if kind.interim:
        assert kind.interim.needs_confirmation == (kind.interim.confidence != Confidence.CONFIRMED)


def test_the_register_knows_every_order_of_the_law_note() -> None:
    interim = {code for code, kind in order_types.all_types().items() if kind.has_interim}

    assert len(order_types.all_types()) == 19
    assert {"sro", "shpo_application", "spo", "notification"} <= interim
    assert all(row.needs_confirmation for row in order_types.availability())
