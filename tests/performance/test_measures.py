"""What each measure counts, and that its number, its list and its export are the same rows."""

from datetime import UTC, datetime, timedelta

import pytest

from cases.models import Case
from cases.queries import keyset
from cases.services import restriction
from orders.models import Attendance
from performance import reference
from performance.measures import MEASURES
from performance.queries import deck, listing, scopes
from performance.rules.months import Month
from soteria.accounts.roles import Role
from suspects.models import ListEntry
from suspects.services import plans, weights
from tests.factories import CaseFactory, InvolvementFactory, SuspectFactory, VictimFactory, allocate, member
from tests.factories.action import a_live_plan, list_since
from tests.factories.orders import an_attendance
from tests.performance import world
from tests.performance.world import DAY, MONTH

pytestmark = pytest.mark.django_db
EVERY = sorted(MEASURES)
PURPOSE = {"purpose": "Preparing the monthly meeting"}


def number(measure: str, force, month: Month = MONTH) -> deck.Number:
    """A number of the whole force."""
    one = reference.in_force(month.last)[measure]
    return deck.numbers(scopes.of_force(force), month, [one])[0]


def counts(measure: str, force, month: Month = MONTH) -> tuple[int, int]:
    """Numerator and denominator of a number, before anything is hidden."""
    total = number(measure, force, month).counted.total
    return total.counted, total.base


def test_recorded_rape_counts_rape_out_of_all(team):
    world.report(team, 21, code="19C")
    world.report(team, 4, code="20A")
    world.report(team, 7, at=DAY - timedelta(days=31))
    assert counts("N01", team.force) == (21, 25)


def test_a_case_on_the_last_evening_of_the_month_in_london_belongs_to_it(team):
    """31 March 2026 at 11:30pm in London is 10:30pm UTC: summer time has begun."""
    world.report(team, 20)
    world.report(team, 1, at=DAY.replace(day=31, hour=22, minute=30))
    world.report(team, 1, at=DAY.replace(day=31, hour=23, minute=30))
    assert counts("N01", team.force) == (21, 21)


def test_charge_rate_and_withdrawals_are_out_of_outcomes_given(team):
    world.finish(team, "1", 3)
    world.finish(team, "1A", 1)
    world.finish(team, "14", 2)
    world.finish(team, "16", 5)
    world.finish(team, "15", 4)
    world.report(team, 9)
    CaseFactory(team=team, outcome_code="0", outcome_at=DAY)
    assert counts("N03", team.force) == (4, 15)
    assert counts("N05", team.force) == (7, 15)


def test_an_outcome_without_a_date_counts_when_the_case_closed_and_lowers_the_quality(team):
    world.finish(team, "15", 3)
    CaseFactory(team=team, outcome_code="15", outcome_at=None, closed_at=DAY)
    found = number("N03", team.force).counted.total
    assert (found.base, found.whole) == (4, 3)


def test_days_to_charge_are_the_median_with_its_spread(team):
    for days in (100, 200, 300, 400, 500):
        world.finish(team, "1", 1, days=days)
    found = number("N08", team.force).counted.total
    assert (found.low, found.middle, found.high) == (200, 300, 400)


def test_a_suspect_named_before_makes_a_repeat_and_the_first_report_none(team):
    first, second = world.report(team, 1), world.report(team, 1, at=DAY + timedelta(days=1))
    world.name_again([*first, *second])
    world.name_again(world.report(team, 1))
    assert counts("N22", team.force) == (1, 3)


def test_a_restricted_report_makes_no_repeat_and_number_list_and_total_agree(team, supervisor):
    """Of three suspects named before, one was so in a restricted report: nothing tells of it (docs/adr/0021)."""
    weights.load()
    before = world.report(team, 3, at=DAY - timedelta(days=60))
    now = world.report(team, 3)
    for old, new in zip(before, now, strict=True):
        suspect = SuspectFactory(force=team.force)
        InvolvementFactory(case=old, suspect=suspect)
        world.bring(new, suspect)
    seen = (counts("N22", team.force, MONTH), counts("N21R", team.force), counts("N21X", team.force))
    Case.objects.filter(pk=before[0].pk).update(is_restricted=True, restricted_reason="Police suspect")

    assert seen == ((3, 6), (3, 3), (0, 0))
    assert counts("N22", team.force) == (2, 6)
    assert (counts("N21R", team.force), counts("N21X", team.force)) == ((2, 2), (1, 1))
    assert counts("N21", team.force) == (3, 3)
    window = number("N22", team.force).window
    named = MEASURES["N22"].rows(Case.objects.all(), window, reference.in_force(MONTH.last)["N22"])
    assert named.filter(counts=True).count() == 2 and now[0] not in named.filter(counts=True)


def test_a_suspect_named_long_before_is_no_repeat(team):
    world.name_again([*world.report(team, 1, at=DAY - timedelta(days=4 * 366)), *world.report(team, 1)])
    assert counts("N22", team.force) == (0, 1)


def test_breaches_acted_on_count_and_undecided_ones_are_not_whole(case, oic, team):
    world.breaches(case, ["arrest", "other_offence", "no_arrest", ""], oic)
    found = number("N25", team.force).counted.total
    assert (found.counted, found.base, found.whole, found.middle) == (2, 4, 3, 10)


def test_breaches_of_orders_are_counted_apart_with_their_hours(case, oic, team):
    world.breaches(case, ["arrest", ""], oic)
    world.breaches(case, ["arrest", "no_arrest", ""], oic, kind="order")

    bail, order = (number(measure, team.force).counted.total for measure in ("N25", "N26"))
    hours = {measure: number(measure, team.force).counted.total for measure in ("N25H", "N26H")}

    assert [(one.counted, one.base, one.whole) for one in (bail, order)] == [(1, 2, 1), (1, 3, 2)]
    assert {measure: (one.base, one.middle) for measure, one in hours.items()} == {"N25H": (1, 10), "N26H": (2, 10)}


def test_arrests_are_out_of_those_who_were_arrested_or_attended(team, oic, case):
    weights.load()
    first, second, third, fourth = world.report(team, 4)
    (before,) = world.report(team, 1, at=DAY - timedelta(days=400))
    repeat, other = SuspectFactory(force=team.force), SuspectFactory(force=team.force)
    InvolvementFactory(case=before, suspect=repeat)
    world.bring(first, repeat)
    world.bring(second, repeat, is_arrest=False)
    world.bring(third, other)
    named = InvolvementFactory(case=fourth)  # named, and neither arrested nor asked to attend
    # Both are in March, and on the same moment: neither is before the other.
    assert (counts("N21", team.force), counts("N21R", team.force), counts("N21X", team.force)) == (
        (2, 3),
        (1, 2),
        (1, 1),
    )
    an_attendance(fourth, named.suspect, by=oic)
    found = number("N21", team.force).counted.total
    assert (found.counted, found.base, found.whole) == (2, 4, 1)


def test_an_attendance_that_waits_or_was_refused_has_not_happened(team, oic):
    (first,) = world.report(team, 1)
    found = an_attendance(first, by=oic)
    assert counts("N21", team.force) == (0, 1)
    for state, is_answered in (("waiting", False), ("refused", True)):
        done = {"approved_at": DAY, "approved_by": member(Role.DI, team)} if is_answered else {}
        Attendance.objects.filter(pk=found.pk).update(state=state, is_repeat=True, **done)
        assert counts("N21", team.force) == (0, 0)


def test_listed_suspects_with_a_plan_read_within_28_days_count(team, oic, di):
    cases = world.report(team, 4)
    live, old, read, left = (InvolvementFactory(case=case).suspect for case in cases)
    for suspect in (live, old, read, left):
        list_since(suspect, DAY.date())
    ListEntry.objects.filter(suspect=left).update(left_on=datetime(2026, 3, 31).date(), why_left="fell")
    end = datetime(2026, 4, 1, tzinfo=UTC) - timedelta(hours=1)
    a_live_plan(live, oic, di, end - timedelta(days=20))
    a_live_plan(old, oic, di, end - timedelta(days=40))
    plan = a_live_plan(read, oic, di, end - timedelta(days=40))
    told = dict.fromkeys(("progress", "still_proportionate", "victim_safety"), "As before")
    plans.review_plan(plan, values=told | {"review_days": 28}, by=oic, now=end - timedelta(days=2))
    assert counts("N23", team.force) == (2, 3)
    plans.end_plan(plan, result="safer", words="He moved", by=oic, now=end + timedelta(days=2))
    assert counts("N23", team.force) == (2, 3)
    assert counts("N23", team.force, Month(2026, 2)) == (0, 0)


def test_a_restricted_case_puts_nobody_on_the_measure(team):
    (case,) = world.report(team, 1)
    list_since(InvolvementFactory(case=case).suspect, DAY.date())
    Case.objects.filter(pk=case.pk).update(is_restricted=True, restricted_reason="Police suspect")
    assert counts("N23", team.force) == (0, 0)


def test_silence_needs_four_weeks_without_anybody_reached(team, oic):
    old = DAY - timedelta(days=60)
    spoken, rung, silent = world.report(team, 3, at=old)
    world.report(team, 1, at=DAY + timedelta(days=10))
    VictimFactory(case=silent)
    world.speak(spoken, oic, DAY + timedelta(days=5))
    world.speak(rung, oic, DAY + timedelta(days=5), is_two_way=False)
    world.finish(team, "15", 2)
    found = number("N30", team.force).counted.total
    assert (found.counted, found.base, found.whole) == (2, 4, 3)


def test_caseload_counts_officers_and_those_above_the_cap(team, oic):
    other = member(Role.OIC, team)
    for case in world.report(team, 16):
        allocate(case, oic)
    for case in world.report(team, 2):
        allocate(case, other)
    found = number("N35", team.force).counted
    assert (found.total.counted, found.total.base, found.total.middle) == (1, 2, 9)
    assert list(found.teams) == [team.pk]


def test_a_month_of_fewer_than_20_is_shown_as_its_last_twelve(team):
    world.report(team, 5)
    world.report(team, 4, at=DAY - timedelta(days=200))
    found = number("N01", team.force)
    assert (found.window.first, found.counted.total.base) == (Month(2025, 4), 9)
    assert "last 12 months" in found.note


def test_another_force_is_never_counted(team, filled):
    elsewhere = team.force.__class__.objects.create(code="56", name="Elsewhere")
    assert [number(measure, elsewhere).counted.total.base for measure in EVERY] == [0] * len(EVERY)


def test_pages_of_a_list_hold_every_row_once(team, filled, supervisor):
    view = scopes.views(supervisor)[0]
    (found,) = deck.numbers(view, MONTH, [reference.in_force(MONTH.last)["N30"]])
    rows = listing.rows_of(view, found)
    first = listing.page(supervisor, view, found, rows, "", "")
    second = listing.page(supervisor, view, found, rows, first.after, "")
    back = listing.page(supervisor, view, found, rows, "", second.before)
    names = [entry.name for entry in (*first.entries, *second.entries)]
    assert len(names) == len(set(names)) == first.total > listing.SIZE
    assert back.entries == first.entries


def test_a_cursor_tells_nothing_of_the_row_it_stands_at(team, filled, di, supervisor):
    view = scopes.views(supervisor)[0]
    (found,) = deck.numbers(view, MONTH, [reference.in_force(MONTH.last)["N30"]])
    rows = listing.rows_of(view, found)
    last = listing.page(supervisor, view, found, rows, "", "").entries[-1]
    hidden = Case.objects.get(reference=last.name)
    restriction.restrict_case(case=hidden, reason="Police suspect", people=[], by=di)

    page = listing.page(supervisor, view, found, rows, "", "")
    read = keyset.place(page.after, "", (datetime, int))

    assert page.entries[-1].name == listing.RESTRICTED and page.after
    assert read == keyset.Place()
    assert listing.page(supervisor, view, found, rows, "made up", "é").entries == page.entries


def test_a_restricted_case_is_counted_and_never_named(team, di, supervisor):
    hidden, *_ = world.report(team, 25)
    restriction.restrict_case(case=hidden, reason="Police suspect", people=[], by=di)
    view = scopes.views(supervisor)[0]
    (found,) = deck.numbers(view, MONTH, [reference.in_force(MONTH.last)["N01"]])
    entries = listing.every(supervisor, view, found, listing.rows_of(view, found))
    assert (found.counted.total.base, len(entries)) == (25, 25)
    masked = [entry for entry in entries if entry.name == listing.RESTRICTED]
    assert [(entry.slug, entry.stage, entry.team, entry.at) for entry in masked] == [("", "Hidden", "Hidden", None)]
    assert [(entry.counts, entry.amount) for entry in masked] == [(None, None)]
    assert {entry.counts for entry in entries if entry.slug} == {True}
    assert hidden.reference not in {entry.name for entry in entries}
