"""The first page: what waits, for whom, and nothing about cases out of reach."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import CaseDraft
from cases.queries import home
from cases.services import restriction
from soteria.accounts.roles import Role
from soteria.alerts import services as alerts
from soteria.alerts.models import Alert
from soteria.audit import services as audit
from soteria.clocks import services as clocks
from tests.factories import CaseFactory, allocate, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
HOME = "cases:home"


def reported(case, days_ago: int) -> None:
    """Note that the case was reported some days ago, which starts its clocks."""
    at = timezone.now() - timedelta(days=days_ago)
    clocks.note(case.pk, "reported", at, source=f"case:{case.pk}")


def page(client, name: str = HOME) -> str:
    response = client.get(reverse(name))
    assert response.status_code == 200
    return response.content.decode()


def test_an_outsiders_home_says_nothing_of_the_case(case, outsider, sign_in):
    reported(case, 30)
    alerts.raise_alert("x", for_user=outsider, title="Something in a case", dedupe_key="x", case=case)
    audit.viewed(case, by=outsider, case=case)
    text = page(sign_in(outsider))
    assert case.reference not in text
    assert "Something in a case" not in text


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_home_that_leads_somewhere(role, team, sign_in):
    text = page(sign_in(member(role, team)))
    assert role.label in text
    assert text.count('<a class="govuk-link') >= 2


def test_work_is_grouped_overdue_today_and_soon(case, oic, team):
    for days, one in ((30, case), (0, allocate(CaseFactory(team=team), oic))):
        reported(one, days)
    work = home.work_of(oic, timezone.now())
    assert [duty.case for duty in work.overdue] == [case]
    assert len(work.today) + len(work.soon) == 1


def test_a_supervisor_sees_the_teams_work_and_an_investigator_only_their_own(case, oic, supervisor, team):
    other = CaseFactory(team=team)
    reported(case, 30)
    reported(other, 30)
    now = timezone.now()
    assert {d.case for d in home.work_of(supervisor, now).overdue} == {case, other}
    assert {d.case for d in home.work_of(oic, now).overdue} == {case}


def test_work_of_a_restricted_case_is_kept_from_those_not_named(case, supervisor, di):
    reported(case, 30)
    restriction.restrict_case(case=case, reason="Police suspect", people=[], by=di)
    assert home.work_of(supervisor, timezone.now()).is_empty


def test_drafts_are_counted_for_their_owner_alone(case, oic, supervisor):
    CaseDraft.objects.create(owner=oic, key="3f2b6c1e-9a0f-4f7a-8d59-0d4a7c7e1a11")
    assert [home.drafts_of(oic).count(), home.drafts_of(supervisor).count()] == [1, 0]


def test_recently_opened_cases_come_newest_first_and_once(case, oic, team):
    second = allocate(CaseFactory(team=team), oic)
    for one in (case, second, case):
        audit.viewed(one, by=oic, case=one)
    assert home.recently_viewed(oic) == [case, second]


def test_home_asks_the_same_number_of_questions_with_one_case_and_with_twenty(case, oic, team, sign_in, max_queries):
    client = sign_in(oic)
    reported(case, 30)
    page(client)
    with max_queries(14):
        page(client)
    for _ in range(20):
        reported(allocate(CaseFactory(team=team), oic), 30)
    with max_queries(14):
        page(client)


def test_an_alert_is_listed_and_acknowledged_once(case, oic, sign_in):
    alerts.raise_alert("x", for_user=oic, title="Bail ends tomorrow", dedupe_key="x", case=case)
    client, alert = sign_in(oic), Alert.objects.get()
    assert "Bail ends tomorrow" in page(client, "cases:alerts")
    for _ in range(2):
        assert client.post(reverse("cases:acknowledge", args=[alert.pk])).status_code == 302
    assert "No alerts wait for you" in page(client, "cases:alerts")


def test_somebody_elses_alert_is_not_there(case, oic, supervisor, sign_in):
    alerts.raise_alert("x", for_user=oic, title="Bail ends tomorrow", dedupe_key="x", case=case)
    assert sign_in(supervisor).post(reverse("cases:acknowledge", args=[Alert.objects.get().pk])).status_code == 404
    assert Alert.objects.waiting().count() == 1
