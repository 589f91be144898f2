"""Rules as tables and as properties, without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orders import offences, order_types
from orders.models import BreachDecision
from orders.rules import bail, breaches, decisions, orders
from orders.rules.breaches import Span
from orders.rules.conduct import Offence
from orders.rules.faults import NotRecorded, refuse
from soteria.clocks.rules import Confidence, Unit

NOW = datetime(2026, 5, 12, 14, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)
# Time zones are slow to draw on a busy machine, which says nothing about the rule.
SLOWLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))


def words(found: list[object]) -> list[str]:
    return [f"{fault.field}: {fault.words}" for fault in found]


SPAN = Span("No contact with A", NOW - 10 * HOUR, NOW - 2 * HOUR, "Bail ended", "PACE 1984 s.46A(1A)")


@pytest.mark.parametrize(
    ("happened", "reported", "expected"),
    [
        (NOW - 5 * HOUR, NOW, []),
        (SPAN.starts_at, NOW, []),
        (SPAN.ends_at, NOW, []),
        (NOW + HOUR, NOW, ["happened_at: When it happened must be now or in the past"]),
        (NOW - 5 * HOUR, NOW + HOUR, ["reported_at: When police were told must be now or in the past"]),
        (NOW - 5 * HOUR, NOW - 6 * HOUR, ["reported_at: Police cannot have been told before it happened"]),
        (
            SPAN.starts_at - timedelta(seconds=1),
            NOW,
            [
                "happened_at: “No contact with A” began on 12 May 2026 at 5:05am, after this happened, and "
                "only what held can be broken (PACE 1984 s.46A(1A)). Check the date and time"
            ],
        ),
        (
            SPAN.ends_at + timedelta(seconds=1),
            NOW,
            [
                "happened_at: “No contact with A” did not hold then. Bail ended on 12 May 2026 at 1:05pm, and "
                "only what held can be broken (PACE 1984 s.46A(1A))"
            ],
        ),
    ],
)
def test_when_a_breach_can_have_happened(happened: datetime, reported: datetime, expected: list[str]) -> None:
    spans = [SPAN] if happened <= NOW else []

    assert words(breaches.faults(happened_at=happened, reported_at=reported, now=NOW, spans=spans)) == expected


@SLOWLY
@given(moments, moments, moments, st.lists(st.tuples(moments, st.none() | moments), max_size=4))
def test_a_breach_is_accepted_only_while_everything_held(
    happened: datetime, reported: datetime, now: datetime, ends: list[tuple[datetime, datetime | None]]
) -> None:
    spans = [Span("a condition", start, end) for start, end in ends]

    found = breaches.faults(happened_at=happened, reported_at=reported, now=now, spans=spans)

    held = all(span.starts_at <= happened and (span.ends_at is None or happened <= span.ends_at) for span in spans)
    assert (not found) == (held and happened <= reported <= now)


@SLOWLY
@given(st.lists(st.none() | moments, min_size=1))
def test_the_first_end_is_the_earliest(ends: list[datetime | None]) -> None:
    at, _ = breaches.first_end(*((end, "ended") for end in ends))

    assert at == min((end for end in ends if end), default=None)


@pytest.mark.parametrize(
    ("broken", "kind"), [(["bail"], "bail"), (["order"], "order"), (["bail", "order"], "order"), ([], "bail")]
)
def test_an_order_outweighs_bail(broken: list[str], kind: str) -> None:
    assert breaches.kind_of(broken) == kind


def test_the_officer_in_the_case_alone_is_barred_and_may_only_arrest() -> None:
    outcomes = BreachDecision.Outcome.values

    barred = {
        (outcome, oic): bool(decisions.barred(outcome, decider=1, oic=oic))
        for outcome in outcomes
        for oic in (1, 2, None)
    }

    assert [key for key, is_barred in barred.items() if is_barred] == [("other_offence", 1)]


@given(st.sampled_from(BreachDecision.Outcome.values), st.text(max_size=30), st.sampled_from(["", "in_custody"]))
def test_no_arrest_is_never_silent(outcome: str, text: str, reason: str) -> None:
    found = decisions.faults(
        outcome=outcome,
        offence="stalking",
        reason=reason,
        words=text,
        answers={},
        victim_told="not_yet",
        told_on=None,
        on=NOW,
    )

    assert bool(found) == (outcome == "no_arrest" and not (reason and len(text.strip()) >= 20))


def test_arrest_and_bail_are_in_order() -> None:
    assert words(bail.arrest_faults(arrested_at=NOW + HOUR, now=NOW)) == [
        "arrested_at: Date of arrest must be now or in the past: the bail period counts from the day after the arrest "
        "(PACE 1984 s.47ZB(4))"
    ]
    found = bail.grant_faults(arrested_at=NOW, granted_at=NOW - HOUR, surrender_at=NOW - 2 * HOUR, now=NOW)
    assert words(found) == [
        "granted_at: When bail was granted must be after the arrest on 12 May 2026 at 3:05pm",
        "surrender_at: When the suspect must return must be after release on 12 May 2026 at 2:05pm",
    ]
    assert not bail.grant_faults(arrested_at=NOW, granted_at=NOW, surrender_at=None, now=NOW)
    assert words(bail.end_faults(ended_at=NOW - HOUR, granted_at=NOW, now=NOW)) == [
        "ended_at: When bail ended must be after release on bail on 12 May 2026 at 3:05pm"
    ]


def test_lengths_count_the_first_day() -> None:
    assert orders.Length(28, Unit.DAYS).last_day(date(2026, 2, 1)) == date(2026, 2, 28)
    assert orders.Length(2, Unit.YEARS).last_day(date(2026, 3, 3)) == date(2028, 3, 2)
    assert orders.Length(6, Unit.MONTHS).last_day(date(2026, 3, 3)) == date(2026, 9, 2)
    assert (str(orders.Length(1, Unit.YEARS)), str(orders.Length(28, Unit.DAYS))) == ("1 year", "28 days")


@given(st.dates(date(2015, 7, 1), date(2026, 1, 1)), st.integers(-10, 2000), st.booleans())
def test_the_shortest_length_binds_full_orders_only(made: date, days: int, is_full: bool) -> None:
    least, ends = orders.Length(2, Unit.YEARS), made + timedelta(days=days)

    found = orders.faults(
        made_on=made, ends_on=ends, served_on=None, today=made, is_full=is_full, least=least, most=None, source="s"
    )

    assert bool(found) == (ends < made or (is_full and ends < least.last_day(made)))


def test_a_dvpo_lasts_from_fourteen_to_twenty_eight_days() -> None:
    kind, made = order_types.all_types()["dvpo"], date(2026, 3, 1)

    def found(days: int) -> list[str]:
        ends = made + timedelta(days=days - 1)
        facts = {"made_on": made, "served_on": made, "today": made, "is_full": True, "source": kind.source}
        return words(orders.faults(ends_on=ends, least=kind.least, most=kind.most, **facts))

    assert [bool(found(days)) for days in (13, 14, 28, 29)] == [True, False, False, True]
    assert found(29) == [
        "ends_on: This order cannot last more than 28 days (Crime and Security Act 2010 ss.27-30). "
        "Check the date it ends"
    ]


@pytest.mark.parametrize("kind", order_types.all_types().values(), ids=lambda kind: kind.code)
def test_every_type_is_dated_cited_and_honest(kind: order_types.OrderType) -> None:
    assert kind.source
    assert kind.breach_words
    assert isinstance(kind.since, date)
    assert kind.needs_confirmation == (kind.confidence is not Confidence.CONFIRMED)
    assert kind.could_be_made_on(kind.since)
    assert not kind.could_be_made_on(kind.since - timedelta(days=1))


def test_an_interim_order_is_called_so() -> None:
    assert order_types.title("sro", "interim") == "Interim sexual risk order"
    assert order_types.title("of_another_age") == "of_another_age"


@pytest.mark.parametrize("offence", offences.possible().values(), ids=lambda offence: offence.code)
def test_every_possible_offence_is_cited_and_honest(offence: Offence) -> None:
    assert offence.title
    assert offence.source
    assert offence.needs_confirmation == (offence.confidence is not Confidence.CONFIRMED)
    assert len(offence.code) <= 30


def test_an_offence_that_the_file_lost_is_shown_as_it_is() -> None:
    assert offences.title("stalking") == "Stalking"
    assert [offences.title("of_another_age"), offences.title("")] == ["of_another_age", ""]


def test_a_refusal_says_every_fault() -> None:
    found = bail.arrest_faults(arrested_at=NOW + HOUR, now=NOW)

    with pytest.raises(NotRecorded) as refusal:
        refuse(found)

    assert refusal.value.faults == tuple(found)
    refuse([])
