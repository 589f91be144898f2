"""The ranked list: its order, its pages and its export."""

import csv
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from soteria.audit.models import AuditEvent
from suspects.models import Standing
from suspects.queries import ranked
from suspects.queries.places import places_of
from suspects.views import ranked as views
from tests.factories import SuspectFactory
from tests.factories.action import a_live_plan
from tests.suspects.score_pages.scored import LIST, a_case, accuse, score_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def proved_why(proved):
    """The same, who proved a moment ago who they are."""

    def looking(user):
        client = proved(user)
        client.post(reverse("suspects:list-purpose"), {"purpose": "Weekly tasking meeting"})
        return client

    return looking


def test_the_list_is_by_score_with_the_four_components(part, case, supervisor, sign_in):
    lesser = accuse(a_case(team=case.team), suspect=SuspectFactory(surname="Lesser"), code="88E")
    score_all("again")

    rows = sign_in(supervisor).get(LIST).context["page"].rows

    assert [(row.suspect_id, row.rank) for row in rows] == [(part.suspect_id, 1), (lesser.suspect_id, 2)]
    standing = Standing.objects.get(suspect=part.suspect_id)
    shown = [standing.recency, standing.frequency, standing.gravity, standing.victim]
    assert [value for _, value in rows[0].parts] == shown
    assert (rows[0].base, rows[0].cases) == (standing.base, 1)


def test_equal_scores_share_a_rank(case, supervisor):
    for number in range(3):
        accuse(a_case(team=case.team), suspect=SuspectFactory(surname=f"Same{number}"))
    last = accuse(a_case(team=case.team), code="88E")
    score_all()

    rows = ranked.every(supervisor, 10)

    assert [row.rank for row in rows] == [1, 1, 1, 4]
    assert rows[-1].suspect_id == last.suspect_id
    standing = Standing.objects.get(suspect=last.suspect_id)
    found = places_of(standing.force_id, [standing])
    assert (found.by_base(standing.base), found.by_final(standing.final)) == (4, 4)


def test_the_pages_hold_every_suspect_once_forwards_and_back(case, supervisor):
    for number in range(30):
        accuse(a_case(team=case.team), suspect=SuspectFactory(surname=f"S{number}"), code="19C")
    score_all()

    first = ranked.page(supervisor, ranked.place_of("", ""))
    second = ranked.page(supervisor, ranked.place_of(first.after, ""))
    back = ranked.page(supervisor, ranked.place_of("", second.before))

    assert (len(first.rows), len(second.rows)) == (25, 5)
    assert len({row.suspect_id for row in (*first.rows, *second.rows)}) == 30
    assert (back.rows, first.before, second.after) == (first.rows, "", "")


def test_an_address_that_was_tampered_with_is_the_first_page(part, supervisor, sign_in):
    client = sign_in(supervisor)

    for address in (f"{LIST}?after=nonsense", f"{LIST}?before=WzEsMl0", f"{LIST}?after=W251bGwsMV0"):
        assert "Gareth Thornbury" in client.get(address).content.decode()


def test_the_list_asks_the_same_few_questions_whatever_its_length(case, oic, di, analyst, told_why, max_queries):
    client = told_why(analyst)
    client.get(LIST)
    for number in range(27):
        person = accuse(a_case(team=case.team), suspect=SuspectFactory(surname=f"S{number}")).suspect
        if number < 5:
            a_live_plan(person, oic, di)
    score_all()

    with max_queries(8):
        assert len(client.get(LIST).context["page"].rows) == 25


def test_the_list_says_who_is_a_repeat_suspect_and_what_is_done(part, case, oic, di, analyst, told_why, proved_why):
    accuse(a_case(team=case.team), suspect=part.suspect)
    plain = accuse(a_case(team=case.team), suspect=SuspectFactory(surname="Second"), code="88E")
    a_live_plan(part.suspect, oic, di)
    score_all("again")
    day = timezone.localdate()

    rows = {row.suspect_id: row for row in told_why(analyst).get(LIST).context["page"].rows}

    one, other = rows[part.suspect_id], rows[plain.suspect_id]
    assert (one.mark, one.acted_on, one.review_on) == ("Serial suspect", day, day + timedelta(days=28))
    assert (one.owner, other.mark, other.review_on) == (str(oic), "", None)
    text = told_why(analyst).get(LIST).content.decode()
    assert "Serial suspect" in text and "No live plan" in text and str(oic) in text
    answer = proved_why(analyst).get(reverse("suspects:export"))
    first, second = csv.DictReader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines())
    assert (first["Repeat or serial"], first["Owner of the plan"]) == ("Serial suspect", str(oic))
    assert (second["Repeat or serial"], second["Owner of the plan"]) == ("Neither", "No live plan")


def test_the_export_is_the_list_and_is_recorded(part, analyst, proved_why):
    answer = proved_why(analyst).get(reverse("suspects:export"))

    lines = list(csv.reader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))
    assert lines[0] == list(views.HEADINGS)
    assert lines[1][:3] == ["1", "1", "Gareth Thornbury"] and len(lines) == 2
    assert AuditEvent.objects.get(verb="exported").after == {"what": "suspects by score", "rows": 1}


def test_the_export_asks_who_it_is(part, analyst, told_why):
    assert told_why(analyst).get(reverse("suspects:export")).status_code == 302


def test_an_export_that_is_cut_says_so(part, case, analyst, proved_why, monkeypatch):
    accuse(a_case(team=case.team), suspect=SuspectFactory(surname="Second"), code="88E")
    score_all("again")
    monkeypatch.setattr(views, "EXPORT_MOST", 1)

    answer = proved_why(analyst).get(reverse("suspects:export"))

    assert len(b"".join(answer.streaming_content).splitlines()) == 2
    assert "There are more" in str(list(get_messages(answer.wsgi_request))[0])
