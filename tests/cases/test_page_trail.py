"""What pages of a case leave behind: one event each, a purpose where one is asked, the timeline and the print."""

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from soteria.accounts.roles import Role
from soteria.audit.models import AuditEvent
from tests.cases.opened import ACCOUNT, PAGES, text_of, url
from tests.factories import (
    CaseFactory,
    member,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", PAGES)
def test_each_page_leaves_one_event(case, oic, sign_in, name):
    sign_in(oic).get(url(case, name))
    (event,) = AuditEvent.objects.filter(case_id=case.pk)
    assert event.verb == ("printed" if name == "print" else "viewed")


def test_whoever_is_there_by_force_alone_is_asked_why_first(told, analyst, sign_in):
    client = sign_in(analyst)
    response = client.get(url(told, "place", "suspects"))
    assert response["Location"].startswith(url(told, "purpose"))
    assert not AuditEvent.objects.filter(verb="viewed").exists()

    too_short = client.post(response["Location"], {"purpose": "work"})
    assert "Purpose must be 10 characters or more" in too_short.content.decode()
    after = client.post(response["Location"], {"purpose": "A linked series in Riverton"})
    assert after["Location"] == url(told, "place", "suspects")
    assert client.get(after["Location"]).status_code == 200
    assert AuditEvent.objects.get(verb="purpose.given").reason == "A linked series in Riverton"


def test_a_form_of_another_app_asks_why_too_whether_it_is_read_or_sent(told, analyst, sign_in):
    address = reverse("suspects:edit", args=[told.slug, told.involvements.get().pk])
    client = sign_in(analyst)
    assert client.get(address)["Location"].startswith(url(told, "purpose"))
    assert client.post(address, {})["Location"].startswith(url(told, "purpose"))


def test_the_session_keeps_the_case_and_not_the_reason_and_forgets_after_an_hour(told, purposeful):
    assert list(purposeful.session["case_purposes"]) == [str(told.pk)]
    assert "Riverton" not in str(dict(purposeful.session))
    assert purposeful.get(url(told)).status_code == 200
    session = purposeful.session
    session["case_purposes"] = {str(told.pk): timezone.now().timestamp() - 1}
    session.save()
    assert purposeful.get(url(told)).status_code == 302


def test_a_purpose_for_one_case_opens_no_other(told, purposeful):
    other = CaseFactory(team=told.team)
    assert purposeful.get(url(other)).status_code == 302


def test_a_purpose_leads_nowhere_else(told, analyst, sign_in):
    asked = f"{url(told, 'purpose')}?next=https://example.com/"
    assert sign_in(analyst).post(asked, {"purpose": "A linked series"})["Location"] == url(told)


@pytest.mark.parametrize("person", ["supervisor", "di", "oic", "veo"])
def test_their_own_caseload_is_not_asked_about(case, request, sign_in, person):
    client = sign_in(request.getfixturevalue(person))
    assert client.get(url(case)).status_code == 200
    assert client.get(url(case, "purpose"))["Location"] == url(case)


def test_who_looked_is_told_by_person_with_the_reason(told, oic, outsider, purposeful, sign_in):
    sign_in(outsider).get(url(told))
    text = text_of(sign_in(oic), told, "who-looked")
    assert "A linked series in Riverton" in text
    assert outsider.get_full_name() in text
    assert "3 people" in text


def test_the_timeline_holds_facts_changes_and_notes_newest_first(case, oic, supervisor, sign_in):
    client = sign_in(oic)
    client.post(url(case, "add-note"), {"text": "Rang the hospital", "key": ""})
    sign_in(supervisor).post(url(case, "add-support"), {"person": member(Role.SOLO, case.team).pk, "duty": "solo"})
    text = text_of(client, case, "timeline")
    order = ["Gave somebody a part in the case", "Wrote a note", "Rang the hospital", "Reported to the police"]
    assert sorted(order, key=text.index) == order


def test_a_reader_without_the_account_sees_that_a_note_was_written_and_not_what(case, oic, veo, sign_in):
    sign_in(oic).post(url(case, "add-note"), {"text": ACCOUNT, "key": ""})
    text = text_of(sign_in(veo), case, "timeline")
    assert "Wrote a note" in text
    assert ACCOUNT not in text


def test_a_time_that_nobody_recorded_is_not_midnight(case, oic, sign_in):
    case.reported_at = timezone.make_aware(timezone.datetime(2026, 3, 2))
    case.save()
    text = text_of(sign_in(oic), case, "timeline")
    assert "2 March 2026" in text
    assert "midnight" not in text
    assert "00:00" not in text.replace("T00:00", "")


def test_the_timeline_is_read_in_pages_that_lose_nothing(case, oic, sign_in):
    from soteria.audit import services as audit

    for number in range(65):
        audit.record("job.retried", case, by=oic, case=case, reason=f"Reason {number:02}.")
    client, address, seen = sign_in(oic), url(case, "timeline"), []
    while address:
        response = client.get(address)
        seen += [item.text or item.title for item in response.context["found"].items]
        after = response.context["found"].after
        address = f"{url(case, 'timeline')}?after={after}" if after else ""
    assert seen == [*(f"Reason {number:02}." for number in reversed(range(65))), "Reported to the police"]


def test_a_broken_cursor_is_the_start(case, oic, sign_in):
    for name in ("timeline", "notes"):
        assert sign_in(oic).get(url(case, name) + "?after=%00rubbish").status_code == 200


def test_the_print_is_marked_and_says_who_printed_it_when(told, oic, sign_in):
    with time_machine.travel("2026-05-01 09:05:00+01:00", tick=True):
        text = text_of(sign_in(oic), told, "print")
    assert text.count("OFFICIAL-SENSITIVE") >= 2
    assert "Olive Carter on 1 May 2026 at 9:05am" in text
    assert "Rosalind Ashdown" in text
