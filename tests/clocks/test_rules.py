"""Properties that hold for every timeline, and the small print of values."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soteria.clocks.calendar import Calendar, london_date
from soteria.clocks.holidays import england_and_wales
from soteria.clocks.reference import bundled, bundled_limits
from soteria.clocks.rules import FAMILIES, OPEN, Limits, State, clocks_from, moment_of
from soteria.clocks.rules.values import soon_from
from soteria.clocks.rules.words import NAMES, TITLES, say, say_list
from soteria.clocks.timeline import EVENTS, RANKS, REVIEWS, ROUTES, TOLD_OF, BadTimeline, Timeline, make_event

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2022, 11, 1), datetime(2026, 11, 1), timezones=st.just(UTC))
ATTRIBUTES = {
    "bail_granted": st.fixed_dictionaries({"route": st.sampled_from(ROUTES)}),
    "hospital_inpatient": st.fixed_dictionaries({"until": st.dates(date(2022, 11, 1), date(2026, 12, 1))}),
    "review_done": st.fixed_dictionaries({"of": st.sampled_from(REVIEWS)}),
    "bail_extended": st.fixed_dictionaries({"rank": st.sampled_from(RANKS), "to_months": st.integers(1, 30)}),
    "victim_told": st.fixed_dictionaries({"of": st.sampled_from(TOLD_OF)}),
    "order_notified": st.fixed_dictionaries({"of": st.sampled_from(["sro_served", "spo_served", "dapo_made"])}),
    "nfa": st.fixed_dictionaries(
        {"by": st.sampled_from(["police", "cps"])}, optional={"outcome": st.sampled_from(["15", "16"])}
    ),
    "arrest": st.fixed_dictionaries({"qualifying": st.booleans()}),
    "victim_contact": st.fixed_dictionaries(
        {"two_way": st.booleans()}, optional={"next_on": st.dates(date(2022, 11, 1), date(2027, 1, 1))}
    ),
}


@st.composite
def timelines(draw):
    """Any facts in any order, of a case with up to two suspects."""
    names = draw(st.lists(st.sampled_from(sorted(EVENTS)), max_size=12))
    return [
        make_event(
            name,
            draw(MOMENTS),
            draw(ATTRIBUTES.get(name, st.just({}))),
            subject=draw(st.sampled_from(["", "suspect:1", "suspect:2"])),
            source=f"fact {number}",
        )
        for number, name in enumerate(names)
    ]


def clocks_of(events, calendar=None, now=NOW, **more):
    return clocks_from(Timeline(tuple(events), **more), bundled(), calendar or england_and_wales(), now)


def only(clocks, name):
    (clock,) = [clock for clock in clocks if clock.clock == name]
    return clock


@given(timelines(), st.randoms())
def test_the_order_of_events_does_not_matter(events, randoms):
    shuffled = list(events)
    randoms.shuffle(shuffled)

    assert clocks_of(shuffled) == clocks_of(events)


@given(timelines(), MOMENTS)
def test_every_clock_holds_together(events, now):
    clocks = clocks_of(events, now=now)

    assert [moment_of(clock.due) for clock in clocks] == sorted(moment_of(clock.due) for clock in clocks)
    for clock in clocks:
        assert moment_of(clock.act_by) <= moment_of(clock.due)
        assert clock.due_soon_from <= moment_of(clock.due)
        assert clock.working
        assert clock.authority
        assert clock.clock in TITLES
        assert (clock.state is State.OVERDUE) <= (now > moment_of(clock.due))


@given(timelines(), MOMENTS, MOMENTS)
def test_time_alone_never_reopens_a_clock(events, one, other):
    earlier, later = sorted((one, other))
    order = [*OPEN, State.STOPPED]

    for before, after in zip(clocks_of(events, now=earlier), clocks_of(events, now=later), strict=True):
        if before.state in OPEN:
            assert order.index(after.state) >= order.index(before.state)
        else:
            assert after.state is before.state


@given(MOMENTS, MOMENTS, st.sampled_from([3, 6, 9, 12]))
def test_a_later_arrest_never_ends_earlier(one, other, months):
    earlier, later = sorted((one, other))

    first, second = bail_from(earlier, months), bail_from(later, months)

    assert first.due <= second.due
    assert first.act_by <= second.act_by


@given(MOMENTS, st.integers(0, 89), st.integers(0, 200))
def test_a_request_by_cps_leaves_at_least_seven_days(arrest, sent, asked):
    release, request = arrest + timedelta(days=sent), arrest + timedelta(days=sent + asked)
    events = [
        make_event("arrest", arrest, {}),
        make_event("bail_granted", arrest, {"route": "s37(2)"}),
        make_event("bail_granted", release, {"route": "s37(7)(a)"}),
        make_event("cps_requests_information", request, {}),
    ]

    bail = only(clocks_of(events), "bail.applicable_period")

    assert min(bail.due, bail.act_by) >= london_date(request) + timedelta(days=6)


@given(
    st.sampled_from(["arrest", "nfa", "vrr_requested", "reported"]),
    MOMENTS,
    st.dates(date(2022, 1, 1), date(2028, 1, 1)),
)
def test_another_holiday_never_shortens_a_clock(name, at, extra):
    holidays = england_and_wales()
    longer = Calendar(holidays.published | {extra}, holidays.years)
    event = make_event(name, at, {})

    for clock, moved in zip(clocks_of([event]), clocks_of([event], longer), strict=True):
        assert moved.due >= clock.due


@given(timelines(), MOMENTS)
def test_a_closed_case_has_no_open_clock_but_those_that_outlive_it(events, closed_at):
    for clock in clocks_of(events, closed_at=closed_at, closed_reason="closed"):
        if clock.state in OPEN and not clock.clock.startswith(
            ("code.charge", "code.nfa", "nfa", "vrr", "bio", "order", "phone")
        ):
            assert moment_of(clock.due) >= closed_at


def bail_from(arrest, months):
    """Bail from an arrest, extended that day to `months`."""
    events = [make_event("arrest", arrest, {}), make_event("bail_granted", arrest, {"route": "s37(2)"})]
    ranks = {3: [], 6: RANKS[:1], 9: RANKS[:2], 12: RANKS}[months]
    events += [make_event("bail_extended", arrest, {"rank": rank, "to_months": 12}) for rank in ranks]
    return only(clocks_of(events), "bail.applicable_period")


def test_a_suspended_clock_stops_with_its_case():
    arrest = datetime(2026, 1, 10, tzinfo=UTC)
    events = [make_event("arrest", arrest, {}), make_event("bail_granted", arrest, {"route": "s37(7)(a)"})]

    bail = only(clocks_of(events, closed_at=arrest + timedelta(days=1)), "bail.applicable_period")

    assert bail.state is State.STOPPED
    assert bail.working[-1] == "Stopped: the case closed on 11 January 2026."


@pytest.mark.parametrize("name", sorted(bundled().names()))
def test_a_clock_whose_number_is_not_in_force_is_left_out(name):
    """Taking any one limit away takes only clocks away; nothing fails."""
    fewer = Limits(limit for limit in bundled_limits() if limit.name != name)
    at = datetime(2026, 3, 2, tzinfo=UTC)
    attrs = {
        "rank": "inspector",
        "of": "nfa",
        "by": "police",
        "qualifying": True,
        "route": "s37(7)(a)",
        "two_way": True,
        "until": date(2026, 3, 9),
    }
    left_out = ("order_notified", "review_done", "cps_requests_information")
    events = [make_event(event, at, attrs) for event in EVENTS if event not in left_out]

    clocks = clocks_from(Timeline(tuple(events)), fewer, england_and_wales(), NOW)

    assert {clock.clock for clock in clocks} <= set(TITLES)
    assert name not in {clock.clock for clock in clocks}


def test_without_a_threshold_a_clock_is_due_soon_only_at_its_end():
    assert soon_from(NOW, None) == NOW


def test_a_threshold_in_days_counts_back_from_a_moment_too():
    day = bundled().in_force("due_soon.nfa.letter", date(2026, 1, 1))

    assert soon_from(NOW, day) == NOW - timedelta(days=2)


def test_words_for_moments_and_lists():
    assert say(date(2026, 3, 3)) == "3 March 2026"
    assert say(datetime(2026, 7, 3, 13, 5, tzinfo=UTC)) == "3 July 2026 at 2:05pm"
    assert say(datetime(2026, 1, 3, 0, 5, tzinfo=UTC)) == "3 January 2026 at 12:05am"
    assert say_list(["a"]) == "a"
    assert say_list(["a", "b", "c"]) == "a, b and c"


def test_every_family_and_every_starting_event_has_its_words():
    assert len(FAMILIES) == len(set(FAMILIES))
    assert set(NAMES) <= set(EVENTS)


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_every_event_can_be_noted(name):
    of = {"order_notified": "sro_served", "review_done": "rui_review_set"}.get(name, "arrest")
    attrs = {"rank": "inspector", "two_way": True, "of": of, "until": date(2026, 1, 12)}

    assert make_event(name, "2026-01-10T14:00", attrs).name == name


@pytest.mark.parametrize("typed", ["soon", "2026-02-30", "1800-01-01", 5, NOW])
def test_a_promised_day_must_be_a_day(typed):
    with pytest.raises(BadTimeline, match="next_on"):
        make_event("victim_contact", "2026-01-10T14:00", {"two_way": True, "next_on": typed})
