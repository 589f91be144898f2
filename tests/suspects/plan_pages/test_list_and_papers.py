"""The list of who is worked on, its groups at home, the agenda and the profile."""

from datetime import timedelta

import pytest
from django.urls import reverse

from soteria.audit.models import AuditEvent
from soteria.ui import dates
from suspects.queries import action, papers
from suspects.queries import plans as queries
from suspects.services import plans
from tests.factories import InvolvementFactory, SuspectFactory
from tests.factories.action import a_draft, a_live_plan, list_since, stand
from tests.suspects.plan_pages.planned import DAY, LIST, NOW, at

pytestmark = pytest.mark.django_db


def make_many(case, manager, di):
    """One of every kind of line, with what each filter shows."""
    people = {}
    for name, days in (("live", 0), ("soon", 25), ("late", 40), ("none", 0), ("missing", 0), ("sent", 0)):
        people[name] = InvolvementFactory(case=case, suspect=SuspectFactory(surname=name.title())).suspect
        list_since(people[name], DAY - timedelta(days=50))
        if name in ("live", "soon", "late"):
            a_live_plan(people[name], manager, di, NOW - timedelta(days=days))
    words = "In prison with no release this month"
    plans.decide_no_plan(people["none"], reason="custody", words=words, review_days=28, by=di)
    plans.send_plan(a_draft(people["sent"], manager), by=manager)
    return people


def test_the_list_shows_whom_each_filter_counts(case, manager, di, sign_in):
    make_many(case, manager, di)
    client = sign_in(manager)
    wanted = {
        "all": {"Live", "Soon", "Late", "None", "Missing", "Sent"},
        "overdue": {"Late"},
        "due": {"Soon"},
        "missing": {"Missing", "Sent"},
        "sent": {"Sent"},
    }

    for show, names in wanted.items():
        page = client.get(LIST, {"show": show})
        assert {row.name.split()[-1] for row in page.context["page"].rows} == names, show
        assert page.context["total"] == len(names) == queries.counts(manager, DAY)[show]
    assert len(client.get(LIST, {"show": "nonsense"}).context["page"].rows) == 6


def test_the_list_is_read_by_pages_forwards_and_back(case, manager):
    for number in range(30):
        suspect = InvolvementFactory(case=case, suspect=SuspectFactory(surname=f"S{number}")).suspect
        list_since(suspect, DAY - timedelta(days=number))

    first = queries.page(manager, DAY, "all", queries.place_of("", ""))
    second = queries.page(manager, DAY, "all", queries.place_of(first.after, ""))
    back = queries.page(manager, DAY, "all", queries.place_of("", second.before))

    assert (len(first.rows), len(second.rows), back.rows) == (25, 5, first.rows)
    assert not {row.suspect_id for row in first.rows} & {row.suspect_id for row in second.rows}
    for tampered in ("nonsense", "WyJhIiwxXQ", "WzEsMl0"):
        assert queries.page(manager, DAY, "all", queries.place_of(tampered, "")).rows == first.rows


def test_pages_ask_the_same_few_questions_whatever_there_is(case, manager, di, sign_in, max_queries):
    client = sign_in(manager)
    make_many(case, manager, di)
    client.get(LIST)
    with max_queries(8):
        assert len(client.get(LIST).context["page"].rows) > 1
    suspect = InvolvementFactory(case=case, suspect=SuspectFactory(surname="Busy")).suspect
    for _ in range(5):
        a_live_plan(suspect, manager, di)
    client.get(at("action", suspect))
    with max_queries(8):
        page = client.get(at("action", suspect))
    assert "Busy" in page.content.decode()


def test_the_agenda_and_the_profile_are_tagged_pdfs_and_their_printing_is_recorded(case, manager, di, sign_in):
    people = make_many(case, manager, di)
    client = sign_in(manager)

    for address in (
        reverse("suspects:agenda"),
        reverse("suspects:agenda") + "?route=matac",
        at("profile", people["live"]),
    ):
        answer = client.get(address)
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
    printed = AuditEvent.objects.filter(verb="printed").order_by("pk")
    assert [event.after["what"] for event in printed] == [
        "meeting agenda, listed, 6 suspects",
        "meeting agenda, matac, 0 suspects",
        "profile of a suspect",
        "profile of a suspect",
    ]
    assert [event.case_id for event in printed][-1] == case.pk


def test_a_judgement_shows_on_the_list_the_agenda_and_the_profile(suspect, manager, sign_in):
    stand(suspect, 65, points=10)

    (row,) = papers.for_route(manager, DAY, papers.LISTED)
    blocks = papers.profile(action.read(manager, suspect, DAY), [])

    assert papers.agenda([row])[0].rows[0][1] == "75.0, band A (base 65.0)"
    assert ("Score", f"75.0, band A (base 65.0) as on {dates.day(DAY)}") in blocks[0].rows
    assert "75.0, band A" in sign_in(manager).get(LIST).content.decode()
    assert "75.0, band A (base 65.0)" in sign_in(manager).get(at("action", suspect)).content.decode()


def test_home_says_what_waits_and_each_group_opens_what_it_counts(case, manager, di, supervisor, sign_in, max_queries):
    make_many(case, manager, di)
    for user, groups in ((manager, 4), (di, 4), (supervisor, 0)):
        client = sign_in(user)
        client.get("/")
        with max_queries(8):
            page = client.get("/")
        (link,) = [link for link in page.context["pages"] if link.text == "Plans for suspects"]
        assert len(link.groups) == groups
        for group in link.groups:
            assert client.get(group.href).context["total"] == group.number.number
            assert f'href="{group.href}"' in page.content.decode()
