"""Alerts not acknowledged: a list for who supervises, numbers for a lead, and no trace of what they may not see."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.queries import unacknowledged as queries
from cases.services import restriction
from soteria.accounts.models import User
from soteria.alerts import services
from soteria.alerts.models import Alert
from soteria.clocks.services import load_limits
from tests.factories import CaseFactory, TeamFactory, allocate

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def unread(person: User, case: Case, number: int = 1, *, hours: int = 30) -> Alert:
    """An alert that its reader has left alone for so many hours."""
    load_limits()
    key = f"cases.thing:{case.pk}:{number}:{person.pk}"
    at = timezone.now() - timedelta(hours=hours)
    services.raise_alert("cases.thing", for_user=person, title=f"Thing {number}", dedupe_key=key, case=case, now=at)
    return Alert.objects.get(dedupe_key=key)


def page(client: Client) -> str:
    return client.get(reverse("cases:unacknowledged")).content.decode()


def test_a_supervisor_reads_what_waited_too_long_in_their_own_cases(
    case: Case, oic: User, supervisor: User, di: User, sign_in: SignIn
) -> None:
    unread(oic, case)
    unread(oic, case, 2, hours=1)
    elsewhere = allocate(CaseFactory(team=TeamFactory(name="Riverton RASSO")), oic)
    unread(oic, elsewhere, 3)
    hidden = allocate(CaseFactory(team=case.team), oic)
    unread(oic, hidden, 4)
    restriction.restrict_case(case=hidden, reason="Police suspect", people=[di], by=di)

    body = page(sign_in(supervisor))

    assert "Alerts not acknowledged (1)" in body
    assert "Thing 1" in body and case.reference in body and "Olive Carter" in body
    assert not any(words in body for words in ("Thing 2", "Thing 3", "Thing 4", hidden.reference, elsewhere.reference))
    assert "Alerts not acknowledged (2)" in page(sign_in(di))


def test_a_lead_reads_numbers_by_team_and_nothing_of_a_restricted_case(
    case: Case, oic: User, lead: User, di: User, sign_in: SignIn
) -> None:
    unread(oic, case)
    hidden = allocate(CaseFactory(team=case.team), oic)
    unread(oic, hidden, 2)
    restriction.restrict_case(case=hidden, reason="Police suspect", people=[di], by=di)

    body = page(sign_in(lead))

    assert [(row.team, row.number) for row in queries.by_team(lead)] == [(case.team.name, 1)]
    assert "Thing 1" not in body and case.reference not in body
    assert case.team.name in body


def test_others_may_not_read_it(oic: User, veo: User, sign_in: SignIn) -> None:
    answers = [sign_in(person).get(reverse("cases:unacknowledged")) for person in (oic, veo)]

    assert [answer.status_code for answer in answers] == [403, 403]


def test_the_tile_and_the_link_count_what_the_list_holds(
    case: Case, oic: User, supervisor: User, sign_in: SignIn
) -> None:
    for number in range(3):
        unread(oic, case, number)
    client = sign_in(supervisor)

    home = client.get("/")

    (link,) = [one for one in home.context["service_links"] if one.text == "Not acknowledged"]
    assert home.context["unread"] == link.count == 3
    assert "Alerts not acknowledged (3)" in page(client)
    services.acknowledge(Alert.objects.first().pk, by=oic)
    assert client.get("/").context["unread"] == 2


def test_when_all_is_read_it_says_so(case: Case, supervisor: User, lead: User, sign_in: SignIn) -> None:
    assert "Every alert of your cases was read in time." in page(sign_in(supervisor))
    assert "Every alert was read in time." in page(sign_in(lead))


@pytest.mark.parametrize("many", [1, 20])
def test_the_list_asks_no_more_for_many(
    many: int, case: Case, oic: User, supervisor: User, sign_in: SignIn, max_queries
) -> None:
    for number in range(many):
        unread(oic, case, number)
    client = sign_in(supervisor)
    page(client)

    with max_queries(8):
        shown = page(client)

    assert f"({many})" in shown


def test_a_long_list_comes_in_pages(case: Case, oic: User, supervisor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [unread(oic, case, number, hours=50 - number).title for number in range(3)]
    monkeypatch.setattr(queries, "SIZE", 2)

    first = queries.page(supervisor)
    second = queries.page(supervisor, first.after)

    assert [row.title for row in (*first.rows, *second.rows)] == made
    assert (first.is_first, second.is_first, second.after) == (True, False, "")
