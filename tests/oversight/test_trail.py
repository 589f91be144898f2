"""The audit trail's pages: for auditors alone, inside their force, masked until a reason is given, and audited."""

from datetime import timedelta

import pytest
from django.utils import timezone

from soteria.accounts.roles import Role
from soteria.audit import search, services
from soteria.audit.models import AuditEvent
from tests.factories import ForceFactory, TeamFactory, member

pytestmark = pytest.mark.django_db
REASON = "Complaint 17 of this year"


@pytest.fixture
def reader(sign_in, auditor):
    """The auditor's browser."""
    return sign_in(auditor)


def shown(client, query: str = "") -> list[str]:
    """What the trail shows, without its own readings."""
    entries = client.get(f"/audit/{query}").context["page"].entries
    return [entry.verb for entry in entries if entry.verb not in {"trail.read", "signed_in"}]


@pytest.mark.parametrize("url", ["/audit/", "/audit/1/", "/audit/export/"])
@pytest.mark.parametrize("person", ["oic", "supervisor", "di", "lead", "sysadmin", "outsider"])
def test_only_auditors_read_the_trail(request, sign_in, person, url):
    assert sign_in(request.getfixturevalue(person)).get(url).status_code == 403


def test_an_event_is_shown_in_words_without_its_values(reader, case, oic):
    services.record("case.logged", case, by=oic, case=case, after={"place": "Harbour steps"}, reason="Rang in")

    page = reader.get("/audit/").content.decode()

    assert f"Olive Carter ({oic.collar_number}) logged the case" in page
    assert case.reference in page and "Rang in" in page
    assert "Harbour steps" not in page


def test_reading_is_recorded_with_what_was_looked_for(reader, auditor):
    reader.get("/audit/?officer=PC1&verb=viewed")

    event = AuditEvent.objects.get(verb="trail.read")
    assert event.actor_id == auditor.pk
    assert event.after == {"terms": {"officer": "PC1", "verb": "viewed"}, "shown": 0}


def test_the_trail_is_searched_by_case_officer_verb_and_date(reader, case, oic, veo):
    services.viewed(case, by=oic, case=case)
    services.record("case.logged", case, by=veo, case=case)
    services.record("role.granted", veo, by=oic)
    refused = services.event("refused.unseen", by=veo)
    refused.case_id = case.pk  # a refused attempt knows its case by id alone
    services.record_many([refused])
    today, tomorrow = (timezone.localdate() + timedelta(days=days) for days in (0, 1))

    assert shown(reader, f"?reference={case.reference}") == ["refused.unseen", "case.logged", "viewed"]
    assert shown(reader, f"?officer={oic.collar_number.lower()}") == ["role.granted", "viewed"]
    assert shown(reader, "?officer=veo") == ["refused.unseen", "case.logged"]
    assert shown(reader, "?verb=viewed") == ["viewed"]
    assert len(shown(reader, f"?since_day={today.day}&since_month={today.month}&since_year={today.year}")) == 4
    assert len(shown(reader, f"?until_day={today.day}&until_month={today.month}&until_year={today.year}")) == 4
    assert shown(reader, f"?since_day={tomorrow.day}&since_month={tomorrow.month}&since_year={tomorrow.year}") == []
    assert shown(reader, "?reference=55/99999/26") == []
    assert shown(reader, "?officer=nobody") == []


def test_a_wrong_date_is_told_beside_its_field(reader):
    page = reader.get("/audit/?since_day=31&since_month=2&since_year=2026")

    assert "From must be a real date" in page.content.decode()


def test_a_period_that_ends_before_it_begins_is_told(reader):
    page = reader.get("/audit/?since_day=2&since_month=3&since_year=2026&until_day=1&until_month=3&until_year=2026")

    assert "The last date must be the same as or after the first date" in page.content.decode()


def test_another_force_is_not_read(reader, auditor):
    elsewhere = TeamFactory(force=ForceFactory(code="61", name="Another force"), name="Elsewhere")
    stranger = member(Role.OIC, elsewhere)
    services.record("person.added", stranger, by=stranger)
    services.record("trail.verified", process="verify_audit")

    assert shown(reader) == ["trail.verified"]
    foreign = AuditEvent.objects.get(verb="person.added")
    assert reader.get(f"/audit/{foreign.pk}/").status_code == 404
    assert reader.post(f"/audit/{foreign.pk}/", {"reason": REASON}).status_code == 404


def test_values_are_shown_for_a_reason_which_is_kept(reader, case, oic):
    services.record("victim.changed", case, by=oic, case=case, before={"phone": "07700900001"}, after={"phone": "None"})
    event = AuditEvent.objects.get(verb="victim.changed")

    assert "07700900001" not in reader.get(f"/audit/{event.pk}/").content.decode()
    refused = reader.post(f"/audit/{event.pk}/", {"reason": "why not"})
    assert refused.status_code == 422 and "07700900001" not in refused.content.decode()
    assert "Your reason must be at least 10 characters" in refused.content.decode()
    assert "07700900001" in reader.post(f"/audit/{event.pk}/", {"reason": REASON}).content.decode()

    assert AuditEvent.objects.get(verb="trail.values_shown").reason == REASON


def test_an_event_without_values_says_so(reader, oic):
    services.record("session.ended", by=oic)
    event = AuditEvent.objects.get(verb="session.ended")

    assert "holds no values" in reader.post(f"/audit/{event.pk}/", {"reason": REASON}).content.decode()


def test_the_download_asks_who_and_why_and_leaves_an_event(sign_in, proved, auditor, case, oic):
    services.record("case.logged", case, by=oic, case=case, after={"place": "Harbour steps"}, reason="=cmd()")
    assert "reauthenticate" in sign_in(auditor).get("/audit/export/")["Location"]

    client = proved(auditor)
    assert client.get("/audit/export/?verb=case.logged").status_code == 200
    assert client.post("/audit/export/?verb=case.logged", {"reason": ""}).status_code == 422
    sent = client.post("/audit/export/?verb=case.logged", {"reason": REASON})

    body = b"".join(sent.streaming_content).decode("utf-8-sig")
    lines = body.splitlines()
    assert len(lines) == 2 and case.reference in lines[1] and "'=cmd()" in lines[1]
    assert "Harbour steps" not in body
    event = AuditEvent.objects.get(verb="trail.exported")
    assert event.reason == REASON and event.after == {"terms": {"verb": "case.logged"}, "rows": 1}


def test_a_download_of_wrong_filters_is_refused(proved, auditor):
    back = proved(auditor).get("/audit/export/?since_day=31&since_month=2&since_year=2026")

    assert back["Location"].startswith("/audit/?since_day=31")
    assert not AuditEvent.objects.filter(verb="trail.exported").exists()


def test_pages_follow_each_other_both_ways(monkeypatch, oic, case):
    for _ in range(7):
        services.viewed(case, by=oic, case=case)
    found = search.Found(search.Terms(frozenset({case.force_id}), verb="viewed"))

    first = found.page(size=3)
    second = found.page(after=int(first.after), size=3)
    third = found.page(after=int(second.after), size=3)

    ids = [entry.id for page in (first, second, third) for entry in page.entries]
    assert len(ids) == 7 and ids == sorted(ids, reverse=True)
    assert (first.before, third.after) == ("", "")
    assert found.page(before=int(third.before), size=3).entries == second.entries
    assert found.page(before=int(second.before), size=3) == search.Page(first.entries, first.after, "")
    monkeypatch.setattr(search, "AT_ONCE", 2)
    assert [entry.id for entry in found.every(5)] == ids[:5]
    assert [entry.id for entry in found.every(100)] == ids


def test_a_long_trail_is_counted_up_to_a_bound(monkeypatch, reader, case, oic):
    monkeypatch.setattr(search, "COUNT_MOST", 3)
    services.record_many([services.event("viewed", case, by=oic, case=case) for _ in range(9)])

    assert "Audit trail (3+)" in reader.get("/audit/").content.decode()


@pytest.mark.parametrize("query", ["", "?reference=55/20001/26&officer=oic&since_day=1&since_month=1&since_year=2026"])
def test_fifty_events_ask_no_more_than_one(reader, case, oic, veo, max_queries, query):
    services.viewed(case, by=oic, case=case)
    reader.get(f"/audit/{query}")

    with max_queries(8 if not query else 11):
        reader.get(f"/audit/{query}")
    for number in range(50):
        services.viewed(case, by=oic if number % 2 else veo, case=case)
    with max_queries(8 if not query else 11):
        page = reader.get(f"/audit/{query}")
    assert page.status_code == 200


@pytest.mark.parametrize("place", ["x", "-1", "9" * 30, "1e5", "%00"])
def test_a_wrong_place_in_the_list_is_its_beginning(reader, place):
    assert reader.get(f"/audit/?after={place}&before={place}").status_code == 200
