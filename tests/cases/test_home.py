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
    response = sign_in(member(role, team)).get(reverse(HOME), follow=True)
    text = response.content.decode()
    assert response.status_code == 200
    assert role.label in text or response.request["PATH_INFO"] == reverse("performance:deck")
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
    work = home.work_of(oic, timezone.now())
    assert home.recent_beside(oic, work)[0] == [case, second]


@pytest.mark.parametrize("person", ["oic", "supervisor", "veo"])
def test_home_asks_no_more_than_8_questions_with_one_case_or_twenty(
    person, case, oic, team, sign_in, max_queries, request
):
    client = sign_in(request.getfixturevalue(person))
    reported(case, 30)
    alerts.raise_alert("x", for_user=oic, title="x", dedupe_key="x", case=case)
    page(client)
    with max_queries(8):
        page(client)
    for _ in range(20):
        reported(allocate(CaseFactory(team=team), oic), 30)
    with max_queries(8):
        page(client)
    assert groups(client) == home.work_of(request.getfixturevalue(person), timezone.now()).totals


def groups(client) -> dict[str, int]:
    """How many duties the home page says that each group has."""
    work = client.get(reverse(HOME)).context["work"]
    return dict(work.totals)


def test_each_count_opens_a_list_of_that_many(case, oic, team, sign_in):
    for days in (0, 1, 30, 40, 50):
        reported(allocate(CaseFactory(team=team), oic), days)
    client = sign_in(oic)
    found = groups(client)
    assert sum(found.values()) >= 5
    for slug, total in found.items():
        response = client.get(reverse("cases:work"), {"when": slug})
        assert response.context["page"].total == total == len(response.context["page"].duties)


def test_a_group_too_long_for_home_is_counted_whole_and_paged(case, oic, team, sign_in):
    for _ in range(home.SHOWN + home.PAGE):
        reported(allocate(CaseFactory(team=team), oic), 30)
    client = sign_in(oic)
    work = client.get(reverse(HOME)).context["work"]
    assert len(work.overdue) == home.SHOWN < work.totals["overdue"]
    first = client.get(reverse("cases:work"), {"when": "overdue"}).context["page"]
    second = client.get(reverse("cases:work"), {"when": "overdue", "after": first.after}).context["page"]
    back = client.get(reverse("cases:work"), {"when": "overdue", "before": second.before}).context["page"]
    assert first.total == work.totals["overdue"]
    assert len(first.duties) == home.PAGE
    assert {duty.case.pk for duty in first.duties} != {duty.case.pk for duty in second.duties}
    assert [duty.case.pk for duty in back.duties] == [duty.case.pk for duty in first.duties]


def test_the_work_list_is_for_roles_that_read_cases_and_keeps_others_cases_out(case, oic, outsider, sysadmin, sign_in):
    reported(case, 30)
    assert sign_in(sysadmin).get(reverse("cases:work")).status_code == 403
    assert sign_in(outsider).get(reverse("cases:work")).context["page"].total == 0
    assert sign_in(oic).get(reverse("cases:work")).context["page"].total >= 1


def test_a_veo_sees_the_contacts_that_are_due(case, oic, veo, sign_in):
    reported(case, 40)
    at = timezone.now() - timedelta(days=40)
    clocks.note(case.pk, "victim_contact", at, source="contact:1", subject="victim:1", two_way=True)
    client = sign_in(veo)
    assert "?kind=contact" in page(client)
    found = client.get(reverse("cases:work"), {"kind": "contact"}).context["page"]
    assert {duty.title for duty in found.duties} == {"Contact the victim"}
    assert found.total < client.get(reverse("cases:work")).context["page"].total


def test_a_supervisor_sees_who_carries_what_and_each_count_opens_its_list(case, oic, di, supervisor, team, sign_in):
    for _ in range(3):
        allocate(CaseFactory(team=team), oic)
    CaseFactory(team=team)
    restriction.restrict_case(case=case, reason="Police suspect", people=[], by=di)
    client = sign_in(supervisor)
    loads = client.get(reverse(HOME)).context["loads"]
    assert sorted((load.name, load.count) for load in loads) == [("Nobody yet", 1), ("Olive Carter", 3)]
    for load in loads:
        text = client.get(f"{reverse('cases:list')}?{load.query}").content.decode()
        assert f"Cases ({load.count})" in text
    assert client.get(reverse("performance:caseload-chart")).content.startswith(b"<svg")


def test_alerts_that_wait_for_a_decision_are_counted_and_listed(case, supervisor, sign_in):
    for number, kind in enumerate(("orders.breach", "closure.check", "bail.ends")):
        alerts.raise_alert(kind, for_user=supervisor, title=f"Alert {number}", dedupe_key=kind, case=case)
    client = sign_in(supervisor)
    assert "2 wait for your decision" in page(client)
    text = client.get(reverse("cases:alerts"), {"show": "decide"}).content.decode()
    assert "Alerts that wait for your decision (2)" in text.replace("\n", "")
    assert "Alert 2" not in text


def test_an_officer_who_is_told_of_a_breach_has_nothing_to_decide(case, oic, supervisor, sign_in):
    for number, kind in enumerate(("orders.breach", "orders.breach_decided")):
        for person in (oic, supervisor):
            key = f"{kind}:{person.pk}"
            alerts.raise_alert(kind, for_user=person, title=f"Alert {number}", dedupe_key=key, case=case)

    assert "wait for your decision" not in page(sign_in(oic)) and "Alert 0" in page(sign_in(oic))
    assert "1 waits for your decision" in page(sign_in(supervisor))


@pytest.mark.parametrize("role", list(Role))
def test_every_page_that_a_home_names_opens_for_its_reader(role, case, team, sign_in):
    client = sign_in(member(role, team))
    answer = client.get(reverse(HOME))
    links = answer.context["pages"] if answer.status_code == 200 else []
    # Who reads the whole force's suspects says what for, once an hour.
    client.post(reverse("suspects:list-purpose"), {"purpose": "Weekly tasking meeting"})

    assert {link.href: client.get(link.href).status_code for link in links} == {link.href: 200 for link in links}


def test_a_lead_and_an_analyst_land_on_the_flight_deck(team, sign_in):
    for role in (Role.LEAD, Role.PERFORMANCE_ANALYST):
        answer = sign_in(member(role, team)).get(reverse(HOME))
        assert answer.url == reverse("performance:deck")


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
