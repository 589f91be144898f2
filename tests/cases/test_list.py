"""The list of cases: who sees which rows, and that count, pages, export and list agree."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from cases.models import Case, CaseAccess, SavedFilter
from cases.queries import listing
from cases.queries.filters import CaseFilter
from cases.queries.keyset import Place
from soteria.accounts.roles import Role
from soteria.audit import queries as trail
from soteria.clocks import services as clocks
from tests.factories import (
    REPORTED,
    CaseFactory,
    OffenceFactory,
    StageFactory,
    TeamFactory,
    UserFactory,
    allocate,
    member,
)

pytestmark = pytest.mark.django_db
LIST = reverse("cases:list")


def references(client, **query):
    """The references on one page of the list, in order."""
    response = client.get(LIST, query)
    assert response.status_code == 200
    return [row.reference for row in response.context["page"].rows]


def every_page(user, order, size=25, chosen=None):
    """All rows of all pages, walked by their cursors."""
    found, after = [], ""
    while True:
        page = listing.page(user, chosen or CaseFilter(), order, listing.place_of(order, after, ""), size)
        found += [row.case_id for row in page.rows]
        after = page.after
        if not after:
            return found


def bar(case, user):
    """A standing conflict of interest."""
    CaseAccess.objects.create(case=case, user=user, reach=CaseAccess.Reach.BARRED)


def restrict(case, *named):
    """Keep a case to named people."""
    Case.objects.filter(pk=case.pk).update(is_restricted=True, restricted_reason="Officer")
    for user in named:
        CaseAccess.objects.create(case=case, user=user, reach=CaseAccess.Reach.NAMED)


# --- Denials


def test_an_outsider_sees_no_row_and_no_count(case, outsider, sign_in):
    response = sign_in(outsider).get(LIST)
    assert response.context["page"].rows == ()
    assert "Cases (0)" in response.content.decode()
    assert case.reference not in response.content.decode()


@pytest.mark.parametrize("role", [Role.LEAD, Role.PERFORMANCE_ANALYST, Role.SYSTEM_ADMIN, Role.PANEL_MEMBER])
def test_roles_without_cases_are_refused(case, team, role, sign_in):
    assert sign_in(member(role, team)).get(LIST).status_code == 403


def test_a_bar_takes_the_row_and_the_count(case, supervisor, sign_in):
    bar(case, supervisor)
    response = sign_in(supervisor).get(LIST)
    assert response.context["page"].rows == () and response.context["count"].number == 0


def test_a_restricted_case_is_listed_for_named_people_only(case, oic, supervisor, sign_in):
    restrict(case, supervisor)
    assert references(sign_in(oic)) == []
    assert references(sign_in(supervisor), restricted="on") == [case.reference]


def test_a_filter_that_is_saved_shows_what_its_reader_may_see_now(case, supervisor, sign_in):
    client = sign_in(supervisor)
    client.post(reverse("cases:save-filter") + "?state=open", {"name": "Ours"})
    (saved,) = client.get(LIST).context["saved"]
    restrict(case)
    assert references(client, **dict(pair.split("=") for pair in saved.address[1:].split("&"))) == []


def test_nobody_deletes_or_sees_anothers_filter(supervisor, oic, sign_in):
    kept = SavedFilter.objects.create(user=supervisor, name="Ours", choices={"state": ["open"]})
    client = sign_in(oic)
    assert client.post(reverse("cases:delete-filter", args=[kept.pk])).status_code == 404
    assert client.post(reverse("cases:delete-filter", args=[kept.pk + 1])).status_code == 404
    assert client.get(LIST).context["saved"] == ()
    assert SavedFilter.objects.filter(pk=kept.pk).exists()


def test_a_masked_reader_neither_sees_nor_filters_by_what_points_to_the_victim(team, sign_in):
    CaseFactory(team=team, flags=["CSE"], district="Harbourside")
    analyst = member(Role.INTEL_ANALYST, team)
    response = sign_in(analyst).get(LIST, {"flag": "CSE"})
    (row,) = response.context["page"].rows
    assert (row.is_masked, row.flags, row.district) == (True, (), "")
    assert "flag" not in response.context["form"].fields
    assert listing.count(analyst, CaseFilter(flags=("CSE",))).number == 0


def test_a_person_without_a_role_has_an_empty_list(case):
    stranger = UserFactory()
    order = listing.order_of(stranger, "-reported")
    assert listing.page(stranger, CaseFilter(), order, Place(), 25).rows == ()
    assert listing.count(stranger, CaseFilter()).number == 0


def test_emergency_access_lists_the_case_unmasked_while_it_lasts(case, outsider):
    CaseAccess.objects.create(case=case, user=outsider, reach=CaseAccess.Reach.BREAK_GLASS, until=None)
    (row,) = listing.every(outsider, CaseFilter(), listing.order_of(outsider, "-reported"), 10)
    assert (row.reference, row.is_masked) == (case.reference, False)
    CaseAccess.objects.filter(user=outsider).update(until=REPORTED)
    assert listing.every(outsider, CaseFilter(), listing.order_of(outsider, "-reported"), 10) == []


# --- Filters


def test_each_filter_narrows_the_list(case, team, oic, supervisor, sign_in):
    closed = CaseFactory(team=team, closed_at=REPORTED, reported_at=REPORTED - timedelta(days=40), flags=["DA"])
    Case.objects.filter(pk=closed.pk).update(stage=StageFactory(code="closed", title="Closed", order=9))
    OffenceFactory(case=closed)
    Case.objects.filter(pk=case.pk).update(district="Harbourside")
    client = sign_in(supervisor)
    for query, expected in [
        ({}, [case, closed]),
        ({"state": "open"}, [case]),
        ({"state": "closed"}, [closed]),
        ({"stage": "closed"}, [closed]),
        ({"oic": "none"}, [closed]),
        ({"oic": "mine"}, []),
        ({"oic": "collar", "collar": oic.collar_number.lower()}, [case]),
        ({"flag": "DA"}, [closed]),
        ({"offence": "19C"}, [closed]),
        ({"since_day": "1", "since_month": "3", "since_year": "2026"}, [case]),
        ({"until_day": "2", "until_month": "3", "until_year": "2026"}, [case, closed]),
        ({"until_day": "1", "until_month": "3", "until_year": "2026"}, [closed]),
    ]:
        assert references(client, **query) == [each.reference for each in expected], query


def test_a_supervisor_of_two_teams_chooses_between_them(supervisor, team, sign_in):
    other = TeamFactory(name="Riverton RASSO", district="Riverton")
    supervisor.memberships.create(team=other, role=Role.SUPERVISOR, starts_on=REPORTED.date())
    here, there = CaseFactory(team=team, district="Harbourside"), CaseFactory(team=other, district="Riverton")
    client = sign_in(supervisor)
    assert references(client, team=str(other.pk)) == [there.reference]
    assert references(client, district="Harbourside") == [here.reference]
    assert set(references(client)) == {here.reference, there.reference}


def test_what_cannot_be_read_is_told_and_keeps_the_rest(case, supervisor, sign_in):
    response = sign_in(supervisor).get(LIST, {"stage": "nonsense", "oic": "collar", "since_day": "31"})
    page = response.content.decode()
    assert "There is a problem" in page and "Enter collar number" in page
    assert page.count("<title>Error: ") == 1


@pytest.mark.parametrize("sort", ["account", "team__force__code", "-pk", "reported_at;drop", "password", ""])
def test_other_keys_are_never_sorted_by(case, supervisor, sign_in, sort):
    response = sign_in(supervisor).get(LIST, {"sort": sort, "after": "zzz", "before": "\x00", "size": "9999"})
    assert response.status_code == 200
    assert response.context["sort"] == "-reported" and response.context["size"] == 25


def test_dates_the_wrong_way_round_are_told(case, supervisor, sign_in, proved):
    dates = {
        f"{name}_{part}": value
        for name, day in (("since", "9"), ("until", "2"))
        for part, value in (("day", day), ("month", "3"), ("year", "2026"))
    }
    assert "must be the same as or after reported from" in sign_in(supervisor).get(LIST, dates).content.decode()
    refused = proved(supervisor).get(reverse("cases:export"), dates, follow=True)
    assert "Put the filters right before you download the list" in refused.content.decode()


# --- Order and pages


@pytest.fixture
def thirty(team):
    """Thirty cases, five to a day."""
    return [CaseFactory(team=team, reported_at=REPORTED + timedelta(days=n // 5)) for n in range(30)]


@pytest.mark.parametrize("sort", ["reported", "-reported", "reference", "-reference", "stage", "-stage", "due", "-due"])
def test_pages_hold_every_row_once_in_order(thirty, supervisor, sort):
    clocks.note(thirty[3].pk, "reported", REPORTED, source="x")
    order = listing.order_of(supervisor, sort)
    walked = every_page(supervisor, order, size=7)
    whole = [row.case_id for row in listing.every(supervisor, CaseFilter(), order, 100)]
    assert walked == whole and len(set(walked)) == 30


def test_the_previous_page_is_the_one_before(thirty, supervisor):
    order = listing.order_of(supervisor, "-reported")
    first = listing.page(supervisor, CaseFilter(), order, Place(), 10)
    second = listing.page(supervisor, CaseFilter(), order, listing.place_of(order, first.after, ""), 10)
    back = listing.page(supervisor, CaseFilter(), order, listing.place_of(order, "", second.before), 10)
    assert back.rows == first.rows and back.before == "" and first.before == "" and second.before


def test_a_case_that_comes_in_moves_no_row_to_another_page(thirty, team, supervisor):
    order = listing.order_of(supervisor, "-reported")
    first = listing.page(supervisor, CaseFilter(), order, Place(), 10)
    before = listing.page(supervisor, CaseFilter(), order, listing.place_of(order, first.after, ""), 10)
    CaseFactory(team=team, reported_at=REPORTED + timedelta(days=90))
    after = listing.page(supervisor, CaseFilter(), order, listing.place_of(order, first.after, ""), 10)
    assert [row.case_id for row in after.rows] == [row.case_id for row in before.rows]


def test_an_own_case_of_the_own_team_comes_once(case, supervisor):
    allocate(case, supervisor)
    assert listing.count(supervisor, CaseFilter()).number == 1
    assert len(every_page(supervisor, listing.order_of(supervisor, "-reported"))) == 1


def test_people_with_a_whole_force_sort_by_what_is_indexed(team):
    analyst = member(Role.INTEL_ANALYST, team)
    assert listing.sorts(analyst) == ("reported", "reference")
    assert listing.order_of(analyst, "due").key == "reported"


def test_the_count_stops_at_ten_thousand(monkeypatch, thirty, supervisor):
    monkeypatch.setattr(listing, "COUNTED_TO", 20)
    assert str(listing.count(supervisor, CaseFilter())) == "20+"


def test_fifty_rows_take_as_many_questions_as_one(case, team, supervisor, sign_in, max_queries):
    client = sign_in(supervisor)
    client.get(LIST)
    with max_queries(CEILING):
        client.get(LIST, {"size": 50})
    for _ in range(60):
        OffenceFactory(case=CaseFactory(team=team))
    with max_queries(CEILING):
        assert len(client.get(LIST, {"size": 50}).context["page"].rows) == 50


CEILING = 8  # session, person, roles, alerts in the menu; then choices, keys, rows, count

# --- Export


def exported(client, **query):
    """The rows of the file, as dictionaries."""
    response = client.get(reverse("cases:export"), query)
    assert response.status_code == 200 and response["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def test_the_file_holds_the_same_cases_as_the_list(thirty, supervisor, proved):
    client = proved(supervisor)
    listed = references(client, size=50, state="open")
    assert [row["Reference"] for row in exported(client, state="open")] == listed


def test_a_file_is_recorded_with_its_rows(case, supervisor, proved):
    exported(proved(supervisor))
    (event,) = trail.entries(list(_events("exported")))
    assert event.actor_id == supervisor.pk


def _events(verb):
    from django.apps import apps

    return apps.get_model("audit", "AuditEvent").objects.filter(verb=verb)


def test_an_outsiders_file_is_empty_and_a_lead_gets_none(case, outsider, lead, proved):
    assert exported(proved(outsider)) == []
    assert proved(lead).get(reverse("cases:export")).status_code == 403


def test_a_file_asks_who_you_are(case, supervisor, sign_in):
    response = sign_in(supervisor).get(reverse("cases:export"))
    assert response.status_code == 302 and "confirm" in response["Location"] or "reauth" in response["Location"]


def test_a_file_hides_what_the_reader_sees_in_part(team, proved):
    CaseFactory(team=team, flags=["CSE"], district="Harbourside")
    (row,) = exported(proved(member(Role.INTEL_ANALYST, team)))
    assert (row["Flags"], row["District"]) == ("Hidden", "Hidden")


def test_a_formula_in_a_cell_stays_text(team, supervisor, proved):
    CaseFactory(team=team, reference="=1+1", district="@sum")
    (row,) = exported(proved(supervisor))
    assert (row["Reference"], row["District"]) == ("'=1+1", "'@sum")


def test_too_long_a_list_is_not_exported(monkeypatch, thirty, supervisor, proved):
    monkeypatch.setattr("cases.views.listing.EXPORT_MOST", 10)
    response = proved(supervisor).get(reverse("cases:export"), follow=True)
    assert "Filter it before you download it" in response.content.decode()


# --- Saved filters


def test_a_filter_is_kept_by_name_replaced_and_deleted(case, supervisor, sign_in):
    client = sign_in(supervisor)
    save = reverse("cases:save-filter")
    assert client.post(save + "?state=open&sort=due&evil=1&after=x", {"name": "  Open  ones "}).status_code == 302
    client.post(save + "?state=closed", {"name": "Open ones"})
    kept = SavedFilter.objects.get()
    assert (kept.name, kept.choices) == ("Open ones", {"state": ["closed"]})
    assert client.post(reverse("cases:delete-filter", args=[kept.pk]), follow=True).status_code == 200
    assert not SavedFilter.objects.exists()


def test_saving_nothing_or_without_a_name_is_told(case, supervisor, sign_in):
    client = sign_in(supervisor)
    nothing = client.post(reverse("cases:save-filter"), {"name": "All"})
    nameless = client.post(reverse("cases:save-filter") + "?state=open", {"name": ""})
    assert "Choose at least one filter before you save it" in nothing.content.decode()
    assert "Enter name for this filter" in nameless.content.decode()


def test_no_more_than_thirty_filters_are_kept(supervisor, sign_in):
    for number in range(30):
        SavedFilter.objects.create(user=supervisor, name=str(number), choices={"state": ["open"]})
    response = sign_in(supervisor).post(reverse("cases:save-filter") + "?state=open", {"name": "More"})
    assert "You can keep 30 filters" in response.content.decode()


def test_a_row_shows_what_is_due_next(case, supervisor, reference):
    clocks.note(case.pk, "reported", REPORTED, source="x")
    (row,) = listing.every(supervisor, CaseFilter(), listing.order_of(supervisor, "due"), 10)
    assert row.due == clocks.next_clocks(case.pk)[0]
