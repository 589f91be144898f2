"""The worked examples of tests/rules/bail.yaml, and what holds of every bail, without a database."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orders.rules import again, bail, countdown, detention, extensions, ranks, release, reporting, views
from orders.rules import surrender as surrender_rules
from orders.rules.extensions import Extension, Standing
from orders.rules.faults import Fault
from orders.rules.reporting import Times
from soteria.clocks.calendar import LONDON, end_of_day
from soteria.clocks.reference import bundled
from tests.factories.orders import DECIDED, GROUNDS

SLOWLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
EXAMPLES = yaml.safe_load((Path(__file__).parent.parent / "rules" / "bail.yaml").read_text())
ENDS = end_of_day(date(2026, 4, 10)).replace(microsecond=0, second=0)
BEFORE = ("before", "is_agency", "now")
LIMITS = {"first": 12, "first_long": 18, "after_twelve": 18, "after_twelve_long": 24, "later": 3, "later_long": 6}


def at(text: object) -> Any:
    """A moment in London, a date, or nothing, as the examples write them."""
    if isinstance(text, datetime):
        return text.replace(tzinfo=LONDON)
    if isinstance(text, str) and len(text) > 10 and text[4:5] == "-" and "T" in text:
        return datetime.fromisoformat(text).replace(tzinfo=LONDON)
    return text


ARRESTED, GRANTED, NOW = (at(text) for text in ("2026-01-10T14:00", "2026-01-11T09:00", "2026-05-01T09:00"))


def extension(said: dict[str, Any]) -> list[Fault]:
    usual = {
        "rank": "inspector",
        "officer_rank": "inspector",
        "authorised_by": "DI 55",
        "decided_at": at("2026-04-02T09:00"),
        "told_at": at("2026-03-30T09:00"),
        "considered_at": at("2026-04-01T09:00"),
        "outcome_told_at": at("2026-04-03T09:00"),
        "grounds": GROUNDS,
    }
    asked = Extension(**(usual | {name: value for name, value in said.items() if name not in BEFORE}))
    before = said.get("before", [])
    standing = Standing(GRANTED, ENDS, before, bool(said.get("is_agency")), extensions.court_months(before, 0, LIMITS))
    return extensions.faults(asked, standing, said.get("now", NOW))


def released(said: dict[str, Any]) -> list[Fault]:
    route, no_bail = said.pop("route", "s37(2)"), said.pop("no_bail", "")
    return release.faults(type(DECIDED)(**(vars(DECIDED) | said)), route=route, no_bail=no_bail)


def surrender(said: dict[str, Any]) -> list[Fault]:
    return bail.surrender_faults(granted_at=GRANTED, ends_at=ENDS, now=NOW, **said)


def variation(said: dict[str, Any]) -> list[Fault]:
    usual = {"varied_at": at("2026-03-01T09:00"), "ended_starts": [GRANTED], "adds": 1}
    why = said.pop("why_changed", "He has moved to another town")
    starts = [at(text) for text in said.pop("ended_starts", usual["ended_starts"])]
    return bail.variation_faults(
        granted_at=GRANTED, ends_at=ENDS, why=why, now=NOW, **(usual | said | {"ended_starts": starts})
    )


def application(given: dict[str, Any]) -> list[Fault]:
    said = dict(given)
    usual = {"why": "The phone came back late from the laboratory"}
    before = said.pop("before", ["inspector", "superintendent"])
    return extensions.application_faults(bail=Standing(GRANTED, ENDS, before), now=NOW, **(usual | said))


def asked_views(said: dict[str, Any]) -> list[Fault]:
    usual = {
        "state": "asked",
        "asked_at": at("2026-01-10T18:00"),
        "passed_on_at": at("2026-01-10T19:00"),
        "words": "No contact, please",
        "why_not": "",
        "is_vulnerable": False,
        "representative": "",
        "told_at": None,
    }
    varied_at = said.pop("varied_at", None)
    about = views.About(ARRESTED, "the arrest", GRANTED, "release on bail")
    if varied_at:
        about = views.About(GRANTED, "release on bail", varied_at, "the change of conditions")
    return views.faults(now=NOW, about=about, **(usual | said))


def off_the_street(said: dict[str, Any]) -> list[Fault]:
    usual = {"route": "s30A", "arrived_at": None, "custody_reference": "", "is_bailed_before": False}
    return release.off_the_street(**(usual | said))


def detained(said: dict[str, Any]) -> list[Fault]:
    limits = {
        "longest": bundled().in_force(detention.LONGEST, ARRESTED.date()),
        "to_station": bundled().in_force(detention.TO_STATION, ARRESTED.date()),
    }
    return detention.release_faults("granted_at", **({"arrested_at": ARRESTED, "days_in_hospital": 0} | limits | said))


def not_returned(said: dict[str, Any]) -> list[Fault]:
    power = surrender_rules.power_of(said.pop("route", "s37(2)"))
    return surrender_rules.not_returned_faults(now=NOW, power=power, **said)


def fresh(said: dict[str, Any]) -> list[Fault]:
    usual = {"route": "s37(2)", "anew": "", "words": "", "bailed_at": None, "for_breach": False}
    return again.fresh_faults(**(usual | said))


def bail_again(said: dict[str, Any]) -> list[Fault]:
    usual = {
        "route": "s37CA(2)(b)",
        "arrested_since": True,
        "broke_since": True,
        "kept": [["no_contact", "Ann"], ["report", "A, Mondays"]],
    }
    given = usual | {"typed": [["no_contact", "Ann"]]} | said
    kept, typed = ([tuple(pair) for pair in given.pop(name)] for name in ("kept", "typed"))
    return again.again_faults(**given, kept=kept, typed=typed)


RULES: dict[str, Callable[[dict[str, Any]], list[Fault]]] = {
    "extension": extension,
    "release": released,
    "detention": detained,
    "returned": lambda said: surrender_rules.returned_faults(granted_at=GRANTED, now=NOW, **said),
    "not returned": not_returned,
    "fresh": fresh,
    "again": bail_again,
    "street": lambda said: release.street_faults(**said),
    "off the street": off_the_street,
    "arrest": lambda said: bail.arrest_faults(arrested_at=ARRESTED, **({"now": NOW} | said)),
    "arrival": lambda said: bail.arrival_faults(arrested_at=ARRESTED, now=NOW, **said),
    "surrender": surrender,
    "end": lambda said: bail.end_words_faults(**({"words": "", "officer": "", "officer_rank": ""} | said)),
    "variation": variation,
    "application": application,
    "views": asked_views,
}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["name"])
def test_worked_example(example: dict[str, Any]) -> None:
    typed = {name: at(value) for name, value in example.get("given", {}).items()}

    found = [fault.words for fault in RULES[example["rule"]](typed)]

    expected = example.get("refused", [])
    assert len(found) == len(expected), found
    assert all(words in told for words, told in zip(expected, found, strict=True)), found
    assert example["why"]


moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))


@SLOWLY
@given(moments, moments)
def test_an_extension_never_comes_after_the_end(decided: datetime, end: datetime) -> None:
    asked = Extension(
        "inspector", decided, "DI 55", "inspector", told_at=decided, considered_at=decided, grounds=GROUNDS
    )

    assert bool(extensions.faults(asked, Standing(decided, end), decided)) == (decided > end)
    assert not extensions.faults(asked, Standing(decided, None), decided)


@SLOWLY
@given(st.sampled_from(ranks.ORDER), st.sampled_from(["inspector", "superintendent", "commander"]))
def test_a_higher_rank_may_do_what_a_lower_one_may(rank: str, step: str) -> None:
    higher = ranks.ORDER[min(ranks.ORDER.index(rank) + 1, len(ranks.ORDER) - 1)]

    assert len(ranks.too_low("rank", higher, step)) <= len(ranks.too_low("rank", rank, step))
    assert ranks.too_low("rank", "admiral", step)
    assert not ranks.too_low("rank", "constable", "magistrates")


@SLOWLY
@given(moments, st.integers(0, 30 * 24 * 60), st.integers(0, 20))
def test_a_first_release_is_refused_only_after_120_hours_and_the_days_in_hospital(
    arrest: datetime, minutes: int, days: int
) -> None:
    facts = {"released_at": arrest + timedelta(minutes=minutes), "days_in_hospital": days}

    assert bool(detained({"arrested_at": arrest} | facts)) == (minutes > (120 + 24 * days) * 60)


@SLOWLY
@given(moments, st.integers(0, 10 * 24 * 60), st.integers(0, 10 * 24 * 60))
def test_a_return_once_missed_stays_missed(due: datetime, one: int, other: int) -> None:
    earlier, later = sorted((due + timedelta(minutes=one), due + timedelta(minutes=other)))

    assert surrender_rules.is_missed(due, earlier) <= surrender_rules.is_missed(due, later)
    assert not surrender_rules.is_missed(due, due + surrender_rules.GRACE)


@pytest.mark.parametrize(
    ("left", "step"),
    [(29, None), (28, 28), (15, 28), (14, 14), (7, 7), (4, 7), (3, 3), (2, 3), (1, 1), (0, 1), (-1, 0)],
)
def test_the_countdown_stands_at_the_fewest_days_that_hold_what_is_left(left: int, step: int | None) -> None:
    today = date(2026, 5, 1)

    assert countdown.step_of(today + timedelta(days=left), today) == step


def test_a_countdown_says_how_long() -> None:
    assert [countdown.words(7, 6), countdown.words(1, 1), countdown.words(1, 0)] == [
        "Bail ends in 6 days",
        "Bail ends in 1 day",
        "Bail ends today",
    ]
    assert [step for step in (28, 14, 7, 3, 1, 0) if countdown.tells_supervisor(step)] == [7, 3, 1, 0]


def test_later_court_extensions_add_to_the_period_so_far() -> None:
    assert extensions.court_months(["inspector", "magistrates"], 12, LIMITS) == (15, 18)
    assert extensions.court_months(["agency"], 0, LIMITS) == (18, 24)


MONDAYS = Times("Harbourside", (0, 3), time(14), time(16))


def test_times_to_report_are_laid_out_as_london_clocks_say() -> None:
    since = datetime(2026, 3, 26, tzinfo=LONDON)

    found = list(reporting.expected(MONDAYS, since, since + timedelta(days=7)))

    assert [opens.isoformat() for opens, _ in found] == ["2026-03-26T14:00:00+00:00", "2026-03-30T14:00:00+01:00"]
    assert MONDAYS.words == "Harbourside, Mondays and Thursdays, 2pm to 4pm"
    assert Times("A", tuple(range(7)), time(9), time(10)).words == "A, every day, 9am to 10am"
    assert Times("A", (2,), time(9), time(10)).words == "A, Wednesdays, 9am to 10am"


@SLOWLY
@given(moments, st.integers(0, 40), st.integers(0, 40))
def test_laying_out_in_two_parts_gives_the_same_times(since: datetime, one: int, other: int) -> None:
    middle, end = since + timedelta(days=one), since + timedelta(days=one + other)

    parts = [*reporting.expected(MONDAYS, since, middle), *reporting.expected(MONDAYS, middle, end)]

    assert parts == list(reporting.expected(MONDAYS, since, end))


def test_a_condition_to_report_says_where_when_and_how_long() -> None:
    found = reporting.faults(Times(" ", (), time(16), time(14)))

    assert [fault.field for fault in found] == ["report_station", "report_days", "report_closes"]
    assert not reporting.faults(MONDAYS)


def test_a_victim_under_eighteen_at_the_time_is_a_child() -> None:
    assert views.is_child(date(2008, 5, 2), date(2026, 5, 1))
    assert not views.is_child(date(2008, 5, 1), date(2026, 5, 1))
    assert not views.is_child(None, date(2026, 5, 1))
    assert views.needs_views("s37(2)")
    assert not views.needs_views("s37C(2)(b)")


@pytest.mark.parametrize(
    ("before", "arrested", "route"),
    [
        ("s37(7)(a)", True, "s37C(2)(b)"),
        ("s37C(2)(b)", True, "s37C(2)(b)"),
        ("s37(2)", True, "s37CA(2)(b)"),
        ("s37(2)", False, ""),
    ],
)
def test_the_power_to_release_again_follows_the_one_before(before: str, arrested: bool, route: str) -> None:
    assert again.usual_route(before, arrested_since=arrested) == route
