"""What the home page shows to roles whose work is not in cases of their own."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.queries.listing import Count
from soteria.accounts.roles import Role
from soteria.audit import services as audit
from suspects.services import scoring
from tests.factories import OffenceFactory, VictimFactory, member
from tests.factories.orders import suspect_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
HOME = "cases:home"


def groups_of(page) -> dict[str, object]:
    """What waits on the pages that a home page names, by its words."""
    return {group.words: group for link in page.context["pages"] for group in link.groups}


def test_an_auditor_sees_what_to_look_at_and_each_number_is_that_of_its_list(team, oic, sign_in, max_queries):
    for number in range(3):
        audit.record("refused", by=oic, after={"route": f"r{number}"})
    client = sign_in(member(Role.AUDITOR, team))
    client.get(reverse(HOME))

    with max_queries(8):
        page = client.get(reverse(HOME))

    refused = groups_of(page)["refused in the last 7 days"]
    assert refused.number == Count(3)
    assert client.get(refused.href).context["count"] == "3"
    assert "3 refused in the last 7 days" in page.content.decode()


def test_an_analyst_sees_how_many_suspects_the_list_holds(case, team, sign_in, max_queries):
    suspect_in(case)
    OffenceFactory(case=case)
    VictimFactory(case=case)
    scoring.score_on_demand(timezone.localdate())
    client = sign_in(member(Role.INTEL_ANALYST, team))
    client.get(reverse(HOME))

    with max_queries(8):
        page = client.get(reverse(HOME))

    assert groups_of(page)["scored that you can see"].href == reverse("suspects:ranked")
    assert page.content.decode().index("Your pages") < page.content.decode().index("Nothing is due")


def test_an_officer_sees_neither(oic, sign_in):
    assert groups_of(sign_in(oic).get(reverse(HOME))) == {}


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.DI, Role.ORDERS_OFFICER])
def test_the_pages_of_orders_that_a_home_names_open_for_its_reader(role, team, sign_in):
    client = sign_in(member(role, team))

    named = {link.text: link.href for link in client.get(reverse(HOME)).context["pages"]}

    of_orders = {text for text in ("Orders", "Nothing in place") if text in named}
    assert of_orders == ({"Orders"} if role == Role.ORDERS_OFFICER else {"Orders", "Nothing in place"})
    assert {client.get(named[text]).status_code for text in of_orders} == {200}
