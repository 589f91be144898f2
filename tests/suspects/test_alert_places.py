"""Where alerts about a suspect lead: to the page of the act, for those who may open it, also once passed on."""

from datetime import timedelta
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from soteria.accounts.roles import Role
from soteria.alerts import escalation, places
from soteria.alerts.models import Alert
from soteria.clocks.services import load_limits
from suspects import watch
from suspects.models import DisruptionPlan
from suspects.services import judgements, markers, nominations, plans
from tests.factories import InvolvementFactory, TeamFactory, member
from tests.factories.action import RECORD_SAID, a_draft, a_live_plan, list_since, stand

pytestmark = pytest.mark.django_db
DAY = timezone.localdate()


@pytest.fixture(autouse=True)
def _limits(db):
    load_limits()


@pytest.fixture
def suspect(case):
    return InvolvementFactory(case=case).suspect


@pytest.fixture
def manager(team):
    """An offender manager of the force."""
    return member(Role.OFFENDER_MANAGER, TeamFactory(force=team.force, name="Offender management"))


class _Links(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.found.append(dict(attrs).get("href", ""))


def led_to(client):
    """The pages of suspects to which somebody's alerts lead."""
    text = client.get(reverse("cases:alerts")).content.decode()
    main = text.split("<main", 1)[1].split("</main>", 1)[0]
    return [href for href in _Links(main).found if href.startswith("/suspects/")]


def judge(suspect, by, points=8):
    stand(suspect, 50)
    said = {"points": points, "reason": "access", "words": "Has moved in with two small children", "evidence": "R 12"}
    said |= {"starts_on": DAY, "ends_on": DAY + timedelta(days=30)}
    return judgements.propose_judgement(suspect, said=said, rests_on_acquittal=False, key=uuid4(), by=by)


def send_plan(suspect, by):
    list_since(suspect, DAY)
    return plans.send_plan(a_draft(suspect, by), by=by)


def nominate(suspect, by):
    return nominations.propose(nominations.save_draft(suspect, route="pdp", values=RECORD_SAID, by=by), by=by)


# --------------------------------------------------------------------------------------------------------- refused


def test_the_page_asks_for_itself_who_may_open_it(suspect, supervisor, di, oic, sign_in):
    send_plan(suspect, supervisor)
    [page] = led_to(sign_in(di))

    assert sign_in(oic).get(page).status_code == 403
    assert sign_in(member(Role.DI, TeamFactory(force=suspect.force, name="Elsewhere"))).get(page).status_code == 404


def test_no_page_but_those_told_of_is_kept():
    with pytest.raises(KeyError):
        places.to("admin:index", 1)


def test_a_lead_who_may_not_open_it_is_led_nowhere(suspect, manager, supervisor, lead, sign_in):
    nominate(suspect, manager)
    Alert.objects.filter(for_user=supervisor).delete()
    judge(suspect, manager)

    assert list(Alert.objects.filter(for_user=lead).values_list("place", flat=True)) == [""]
    assert led_to(sign_in(lead)) == []


# ------------------------------------------------------------------------------------------------------------ done


@pytest.mark.parametrize("act", [send_plan, nominate, judge], ids=["plan", "nomination", "judgement"])
def test_what_waits_leads_to_where_it_is_decided(act, suspect, manager, di, sign_in):
    act(suspect, manager)
    client = sign_in(di)

    [page] = led_to(client)

    answer = client.get(page)
    assert answer.status_code == 200 and "<form" in answer.content.decode()
    assert client.post(page, {}).status_code == 200  # the form of the decision itself, not answered


def test_a_judgement_for_a_superintendent_leads_the_lead_to_it(suspect, manager, lead, sign_in):
    made = judge(suspect, manager, points=12)
    client = sign_in(lead)

    assert led_to(client) == [reverse("suspects:authorise-judgement", args=[made.pk])]
    assert client.get(led_to(client)[0]).status_code == 200


def test_what_is_late_leads_to_the_plan_the_marker_and_the_list(suspect, supervisor, di, sign_in):
    list_since(suspect, DAY - timedelta(days=29))
    watch.sweep(timezone.now())
    markers.ask_for_marker(suspect, kind="violent", reason="Three assaults are recorded", by=supervisor)
    plan = a_live_plan(suspect, supervisor, di)
    DisruptionPlan.objects.filter(pk=plan.pk).update(review_on=DAY - timedelta(days=1))
    watch.tell_of_review(plan.pk, DAY)
    watch.sweep(timezone.now() + timedelta(days=40))

    late = Alert.objects.exclude(kind=plans.APPROVE)
    assert {one.place.split()[0] for one in late} == {"suspects:action", "suspects:review-plan", "suspects:marker"}
    found = places.links(late)
    assert len(found) == late.count()
    for link in {link.href for link in found.values()}:
        assert sign_in(supervisor).get(link).status_code == 200


def test_one_that_is_passed_on_leads_there_too(suspect, case, manager, supervisor, di, lead, sign_in):
    nominate(suspect, manager)
    for hours in (24.1, 48.2):
        escalation.sweep(timezone.now() + timedelta(hours=hours))

    assert {alert.for_user_id: bool(alert.place) for alert in Alert.objects.all()} == {
        supervisor.pk: True,
        di.pk: True,
        lead.pk: False,
    }
    assert led_to(sign_in(di)) == led_to(sign_in(supervisor))


def test_what_is_gone_leads_nowhere(suspect, manager, di, sign_in):
    send_plan(suspect, manager)
    Alert.objects.update(place="suspects:decide-plan 999999")

    assert led_to(sign_in(di)) == []


def test_fifty_alerts_ask_no_more_than_one(suspect, manager, di, sign_in, max_queries):
    send_plan(suspect, manager)
    client, first = sign_in(di), Alert.objects.get(for_user=di)
    led_to(client)
    for number in range(49):
        first.pk, first.dedupe_key = None, f"more:{number}"
        first.save(force_insert=True)

    with max_queries(9):
        assert len(led_to(client)) == 50
