"""The countdown to the end of bail, the supervisor's lists of bail, and what is printed."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.services import restriction
from cases.views import home_pages
from orders import nav, watching
from orders.models import AttendanceDue, Bail
from orders.queries import bail_lists
from orders.services import extensions, pauses, reporting
from soteria.accounts.models import User
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from soteria.clocks.models import Clock
from tests.factories import CaseFactory, TeamFactory, allocate
from tests.factories.orders import (
    NO_CONTACT,
    a_bail,
    a_release,
    ago,
    an_arrest,
    an_end,
    an_extension,
    asked_for,
    days_ago,
    times_of,
)
from tests.orders.paging import url

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def end_of(bail: Bail) -> object:
    return Clock.objects.get(kind="bail.applicable_period", case_id=bail.arrest.case_id).act_by


def waiting(kind: str) -> list[tuple[int, str]]:
    rows = Alert.objects.waiting().filter(kind=kind).order_by("pk")
    return [(alert.for_user_id, alert.title.split(":")[0]) for alert in rows]


def test_the_officer_hears_five_times_and_the_supervisor_from_seven_days(
    case: Case, oic: User, supervisor: User
) -> None:
    end = end_of(a_bail(case))

    told = []
    for left in (30, 28, 27, 14, 7, 3, 1, 0):
        now = end - timedelta(days=left, hours=2)
        told.append((left, watching.sweep(now)["told"], watching.sweep(now)["told"]))

    assert told == [(30, 0, 0), (28, 1, 0), (27, 0, 0), (14, 1, 0), (7, 1, 0), (3, 1, 0), (1, 1, 0), (0, 0, 0)]
    heard = [person for person, _ in waiting(watching.ENDING)]
    assert (heard.count(oic.pk), heard.count(supervisor.pk)) == (5, 3)
    assert waiting(watching.ENDING)[0] == (oic.pk, "Bail ends in 28 days")


def test_bail_left_past_its_end_tells_both_until_it_is_ended(case: Case, oic: User, supervisor: User) -> None:
    granted = a_bail(case, arrest=an_arrest(case, at=ago(days=120)))

    assert [watching.sweep(timezone.now())["told"] for _ in range(2)] == [1, 0]

    assert sorted(person for person, _ in waiting(watching.EXPIRED)) == sorted([oic.pk, supervisor.pk])
    an_end(granted, ended_at=ago(hours=1), why="cancelled", by=oic)
    assert waiting(watching.EXPIRED) == []
    assert not watching.tell_of_end(granted.pk, timezone.now())


def test_an_extension_settles_what_was_told_and_counts_down_afresh(case: Case, oic: User) -> None:
    granted = a_bail(case, arrest=an_arrest(case, at=ago(days=80)))
    assert watching.sweep(timezone.now())["told"] == 1

    extensions.extend_bail(granted, asked_for(), by=oic)

    assert waiting(watching.ENDING) == []
    assert watching.sweep(timezone.now())["told"] == 0
    assert watching.sweep(end_of(granted) - timedelta(days=20))["told"] == 1


def test_an_end_that_days_in_hospital_moved_is_not_told_of_any_more(case: Case, oic: User, supervisor: User) -> None:
    granted = a_bail(case, arrest=an_arrest(case, at=ago(days=100)))
    now = timezone.now()
    assert watching.sweep(now)["told"] == 1
    kept = set(Alert.objects.values_list("pk", flat=True))

    pauses.record_stay(granted.arrest, from_on=days_ago(20), last_on=days_ago(0), key=uuid4(), by=oic)

    assert [watching.sweep(now)["moved"] for _ in range(2)] == [2, 0]
    assert not Alert.objects.waiting().filter(pk__in=kept).exists()
    assert waiting(watching.EXPIRED) == []
    assert waiting(watching.ENDING) != []


def slugs(user: User, slug: str) -> list[str]:
    page = bail_lists.page(user, bail_lists.KINDS[slug], timezone.now())
    return [row.reference for row in page.rows]


@pytest.fixture
def full(case: Case, oic: User) -> dict[str, str]:
    """One case for each list, of the supervisor's team; by list."""
    made = {slug: allocate(CaseFactory(team=case.team), oic) for slug in bail_lists.KINDS}
    a_bail(made["ending"], arrest=an_arrest(made["ending"], at=ago(days=80)), conditions=[])
    a_bail(made["expired"], arrest=an_arrest(made["expired"], at=ago(days=120)))
    a_bail(made["unmonitored"], arrest=an_arrest(made["unmonitored"], at=ago(days=20)))
    report = a_bail(made["missed"], NO_CONTACT, times_of()).conditions.last()
    at = {"opens_at": ago(hours=6), "closes_at": ago(hours=4), "missed_at": ago(hours=1), "state": "missed"}
    AttendanceDue.objects.create(condition=report, station="Harbourside", **at)
    back = a_bail(made["returns"], surrender_at=ago(hours=5)).returns
    back.update(state="missed", missed_at=ago(hours=1))
    a_release(made["without-bail"])
    return {slug: each.reference for slug, each in made.items()}


def at_home(user: User) -> tuple[home_pages.Group, ...]:
    """What waits on the lists of bail, as a home page counts it."""
    groups, _ = home_pages.counted({"bail": tuple(nav.bail_waiting(user))}, {})
    return groups["bail"]


def test_each_list_holds_its_own_and_the_home_page_counts_the_same(
    full: dict[str, str], supervisor: User, di: User, outsider: User
) -> None:
    assert {slug: slugs(supervisor, slug) for slug in full} == {slug: [ref] for slug, ref in full.items()}
    assert {slug: slugs(outsider, slug) for slug in full} == {slug: [] for slug in full}
    groups = at_home(supervisor)
    assert [str(group.number) for group in groups] == ["1"] * 6
    assert groups[0].href == reverse("orders:bail-list", args=["ending"])
    assert at_home(outsider) == ()


def test_a_restricted_case_leaks_into_no_list(full: dict[str, str], supervisor: User, di: User) -> None:
    for case in Case.objects.filter(reference__in=full.values()):
        restriction.restrict_case(case=case, reason="Family of an officer", people=[], by=di)

    assert [slugs(supervisor, slug) for slug in full] == [[]] * 6


def test_a_check_or_an_attendance_takes_bail_off_the_unmonitored(case: Case, oic: User, supervisor: User) -> None:
    granted = a_bail(case, arrest=an_arrest(case, at=ago(days=20)))
    assert len(slugs(supervisor, "unmonitored")) == 1

    reporting.record_check(
        granted, how="victim", checked_at=ago(days=8), words="She has heard nothing", key=uuid4(), by=oic
    )
    assert len(slugs(supervisor, "unmonitored")) == 1
    reporting.record_check(
        granted, how="visit", checked_at=ago(days=1), words="He was at the address", key=uuid4(), by=oic
    )

    assert slugs(supervisor, "unmonitored") == []


def test_the_pages_open_and_the_files_hold_the_same_rows(
    full: dict[str, str], supervisor: User, sign_in: SignIn, max_queries: Callable[..., object]
) -> None:
    client = sign_in(supervisor)
    client.get(reverse("orders:bail"))
    for slug, reference in full.items():
        with max_queries(8):
            body = client.get(reverse("orders:bail-list", args=[slug])).content.decode()
        assert f"{bail_lists.KINDS[slug].title} (1)" in body
        assert reference in body
    assert client.get(reverse("orders:bail-list", args=["nothing"])).status_code == 404
    assert "No bail ends within 28 days" not in body


def test_pages_go_on_where_they_stopped(case: Case, oic: User, supervisor: User) -> None:
    for _ in range(3):
        a_release(allocate(CaseFactory(team=case.team), oic))
    kind, now = bail_lists.KINDS["without-bail"], timezone.now()

    first = bail_lists.page(supervisor, kind, now, size=2)
    rest = bail_lists.page(supervisor, kind, now, first.after, size=2)

    assert (len(first.rows), len(rest.rows), rest.after, rest.is_first) == (2, 1, "", False)
    assert not {row.pk for row in first.rows} & {row.pk for row in rest.rows}
    assert len(bail_lists.every(supervisor, kind, now, 10)) == 3
    assert bail_lists.said(1001) == "1,000+"


def test_the_sheets_are_printed_and_on_the_trail(case: Case, oic: User, sign_in: SignIn) -> None:
    granted = a_bail(case)
    extension = an_extension(granted)
    an_extension(granted, "superintendent", decided_at=ago(minutes=30))
    court = an_extension(granted, "magistrates", officer_rank="", to_months=12, decided_at=ago(minutes=5))
    client = sign_in(oic)

    papers = [client.get(url("bail-paper", case, granted.pk))]
    papers += [client.get(url("extension-paper", case, row.pk)) for row in (extension, court)]

    assert [paper.content[:5] for paper in papers] == [b"%PDF-"] * 3
    assert {paper["Cache-Control"] for paper in papers} == {"no-store"}
    said = AuditEvent.objects.filter(verb="printed").values_list("after__what", flat=True)
    assert sorted(said) == ["extension of bail", "extension of bail", "release on bail"]


def test_nobody_prints_the_bail_of_another_team(case: Case, oic: User, sign_in: SignIn) -> None:
    other = allocate(CaseFactory(team=TeamFactory(name="Riverton RASSO")), oic)
    granted = a_bail(other)

    assert sign_in(oic).get(url("bail-paper", case, granted.pk)).status_code == 404
