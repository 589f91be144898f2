"""A search that is kept: its maker is told once of each new answer that they may see, until it ends."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.services import restriction
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from suspects import link_jobs, search_watch
from suspects.models import KeptAnswer, KeptSearch, Suspect, SuspectAddress
from suspects.queries.alike import Asked
from suspects.services import kept_searches as service
from suspects.services import linking
from tests.factories import CaseFactory, InvolvementFactory, SuspectFactory, TeamFactory
from tests.suspects.scoring.scored import drain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
KEEP, KEPT = reverse("suspects:keep-search"), reverse("suspects:kept-searches")
PHONE = "07700900123"
ASKED = Asked(phones=(PHONE,))


def given(team, number, **known):
    """Somebody with this number in a case of the team."""
    case = CaseFactory(team=team, reference=f"55/{number}/26")
    return InvolvementFactory(case=case, suspect=SuspectFactory(force=team.force, **(known or {"phones": [PHONE]})))


def keep(by, asked=ASKED):
    return service.keep(asked, facts=[("Telephone number", PHONE)], reason="Operation Lantern", by=by)


def told(user):
    return list(Alert.objects.filter(for_user=user, kind=search_watch.KIND).order_by("pk"))


def test_a_search_is_kept_from_its_answer_with_a_reason(team, supervisor, sign_in):
    there = given(team, 73001)
    client = sign_in(supervisor)
    page = client.post(reverse("suspects:find"), {"phone": PHONE}).content.decode()
    assert "Tell me when this is given in another case" in page

    asked = client.post(KEEP, {"phone": PHONE, "surname": "Thornbury", "house": "12"}).content.decode()
    assert "Last name" not in asked and "House" not in asked
    assert "Why do you need to be told?" in asked and PHONE in asked and not KeptSearch.objects.exists()
    refused = client.post(KEEP, {"phone": PHONE, "reason": " "}).content.decode()
    assert "Enter why you need to be told" in refused and f'value="{PHONE}"' in refused
    for _ in range(2):  # a double click is one search
        answer = client.post(KEEP, {"phone": PHONE, "reason": "Operation Lantern"}, follow=True)

    search = KeptSearch.objects.get()
    today = timezone.localdate()
    assert (search.by, search.reason, search.until) == (supervisor, "Operation Lantern", today + timedelta(days=90))
    page = answer.content.decode()
    assert there.case.reference in page and "there when you kept it" in page and not told(supervisor)
    assert AuditEvent.objects.get(verb="search.kept").reason == "Operation Lantern"


def test_each_new_part_in_a_case_is_told_once_and_leads_to_the_case(team, supervisor, sign_in):
    given(team, 73002)
    search = keep(supervisor)
    new = given(team, 73003)
    linking.ask_link(new.suspect_id, why_key="test:new")
    drain()
    drain()
    search_watch.look()

    (alert,) = told(supervisor)
    assert alert.case_id == new.case_id and PHONE not in alert.title
    assert alert.escalate_at is None
    assert list(search.answers.filter(is_told=True).values_list("involvement", flat=True)) == [new.pk]
    assert f"{new.case.reference}</a>: {new.suspect}, found" in sign_in(supervisor).get(KEPT).content.decode()


def test_a_number_given_later_and_another_case_of_one_man_are_told(team, supervisor):
    known = given(team, 73004, phones=[])
    keep(supervisor)
    Suspect.objects.filter(pk=known.suspect_id).update(phones=["+44 7700 900123"])
    assert search_watch.look([known.suspect_id]) == 1
    again = InvolvementFactory(case=CaseFactory(team=team, reference="55/73005/26"), suspect=known.suspect)
    assert search_watch.look([known.suspect_id]) == 1
    assert {alert.case_id for alert in told(supervisor)} == {known.case_id, again.case_id}


def test_an_address_is_told_whichever_way_it_is_written(team, supervisor):
    keep(supervisor, Asked(address="12B", postcode="LS1 4AP"))
    same = given(team, 73006, phones=[])
    SuspectAddress.objects.create(suspect=same.suspect, address="12b, Mill Lane", postcode="ls14ap")
    beside = given(team, 73007, phones=[])
    SuspectAddress.objects.create(suspect=beside.suspect, address="14 Mill Lane", postcode="LS1 4AP")

    assert search_watch.look() == 1
    assert [alert.case_id for alert in told(supervisor)] == [same.case_id]


def test_nothing_is_told_of_what_one_may_not_see_until_one_may(team, supervisor, di):
    search = keep(supervisor)
    elsewhere = given(TeamFactory(force=team.force, name="Riverton RASSO"), 73008)
    hidden = given(team, 73009)
    restriction.restrict_case(case=hidden.case, reason="Police suspect", people=[], by=di)
    child = given(TeamFactory(force=team.force, name="Hillside RASSO"), 73010)
    Suspect.objects.filter(pk=child.suspect_id).update(date_of_birth=timezone.localdate() - timedelta(days=5000))

    assert search_watch.look() == 0 and not KeptAnswer.objects.filter(search=search).exists()
    elsewhere.case.team = team
    elsewhere.case.save()
    link_jobs.link_all(None)
    assert [alert.case_id for alert in told(supervisor)] == [elsewhere.case_id]


def test_what_one_may_no_longer_see_is_not_shown_among_the_answers(team, supervisor, di, sign_in):
    there = given(team, 73011)
    keep(supervisor)
    client = sign_in(supervisor)
    assert there.case.reference in client.get(KEPT).content.decode()

    restriction.restrict_case(case=there.case, reason="Police suspect", people=[], by=di)

    page = client.get(KEPT).content.decode()
    assert there.case.reference not in page and "Nobody that you can see has answered it yet" in page


def test_a_search_ends_by_its_maker_alone_or_on_its_last_day_and_what_was_asked_is_gone(team, supervisor, di, sign_in):
    search = keep(supervisor)
    at = reverse("suspects:end-search", args=[search.pk])

    assert sign_in(di).post(at).status_code == 404 and KeptSearch.objects.exists()
    assert sign_in(supervisor).post(at).status_code == 302 and not KeptSearch.objects.exists()
    assert AuditEvent.objects.filter(verb="search.ended", actor_id=supervisor.pk).count() == 1

    search = keep(supervisor)
    assert search_watch.end_past(search.until) == 0
    KeptSearch.objects.update(until=timezone.localdate() - timedelta(days=1))
    given(team, 73012)
    assert search_watch.look() == 0
    link_jobs.link_all(None)
    assert not KeptSearch.objects.exists() and not told(supervisor)


def test_only_what_few_share_can_be_kept_and_not_without_end(supervisor, sign_in):
    client = sign_in(supervisor)
    name = {"forenames": "Gareth", "surname": "Thornbury", "reason": "Operation Lantern"}
    assert "Give a telephone number, a PNC ID" in client.post(KEEP, name).content.decode()
    assert "Tell me when" not in client.post(reverse("suspects:find"), name).content.decode()

    for number in range(service.MOST):
        service.keep(Asked(phones=(f"077009001{number:02d}",)), facts=[], reason="Test", by=supervisor)
    page = client.post(KEEP, {"phone": "07700900999", "reason": "Operation Lantern"}).content.decode()
    assert "You can keep 20 searches. End one first." in page
    assert KeptSearch.objects.count() == service.MOST


def test_the_page_to_keep_a_search_has_nothing_to_show_by_itself(supervisor, sign_in):
    answer = sign_in(supervisor).get(f"{KEEP}?{urlencode({'phone': PHONE})}")
    assert answer.status_code == 302 and answer.url == reverse("suspects:find")


def test_a_page_of_searches_asks_no_more_than_one(team, supervisor, sign_in, django_assert_max_num_queries):
    client = sign_in(supervisor)
    for number in range(12):
        given(team, 73100 + number, phones=[f"077009002{number:02d}"])
        service.keep(Asked(phones=(f"077009002{number:02d}",)), facts=[], reason="Test", by=supervisor)
    client.get(KEPT)
    with django_assert_max_num_queries(12):
        page = client.get(KEPT).content.decode()
    assert page.count("there when you kept it") == 12


def test_nobody_is_told_who_was_disabled(team, supervisor):
    keep(supervisor)
    supervisor.is_active = False
    supervisor.save()
    given(team, 73013)
    assert search_watch.look() == 0 and not told(supervisor)
