"""Whoever hears of a breach logs it, also of a case that they may not open; and learns nothing of that case."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.services import names, restriction
from orders.models import Bail, Breach, Kind, OrderTerm
from orders.queries.heard import KINDS
from orders.views.heard import SALT
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from soteria.work import jobs as work
from suspects.models import Suspect
from suspects.services.recording import name_row
from tests.factories import ForceFactory, TeamFactory, member
from tests.factories.forms import sent_back
from tests.factories.orders import KEEP_AWAY, NO_CONTACT, a_bail, ago, an_order, suspect_in
from tests.orders.paging import boxes

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
FIND = reverse("orders:find-heard")
NOBODY = "Nobody on bail with conditions or under an order has this name or reference"


@pytest.fixture
def handler(case: Case) -> User:
    return member(Role.CALL_HANDLER, TeamFactory(name="Control room", force=case.force))


@pytest.fixture
def bail(case: Case) -> Bail:
    """Bail of a suspect who is found by his name."""
    bail = a_bail(case, NO_CONTACT, KEEP_AWAY)
    names.index([name_row(case.involvements.get(suspect=bail.arrest.suspect))])
    return bail


def find(client: Client, typed: str) -> Any:
    return client.post(FIND, {"typed": typed, "purpose": "Call 4471"})


def pages(client: Client, typed: str = "Gareth Thornbury") -> list[str]:
    """Where each suspect found is logged about."""
    return [reverse("orders:log-heard", args=[token]) for _, token in find(client, typed).context["found"] or ()]


def test_a_restricted_or_barred_case_or_one_of_another_force_is_as_if_it_were_not(
    case: Case, bail: Bail, handler: User, di: User, sign_in: SignIn
) -> None:
    client, barred = sign_in(handler), member(Role.CALL_HANDLER, TeamFactory(name="Night", force=case.force))
    stranger = member(Role.CALL_HANDLER, TeamFactory(force=ForceFactory(code="43", name="Another Force")))
    restriction.declare_conflict(case=case, user=barred, reason="Neighbour", by=di)
    (path,) = pages(client)

    assert NOBODY in find(sign_in(barred), "Gareth Thornbury").content.decode()
    assert NOBODY in find(sign_in(stranger), "Gareth Thornbury").content.decode()
    restriction.restrict_case(case=case, reason="Police suspect", people=[di], by=di)

    for typed in ("Gareth Thornbury", case.reference):
        assert NOBODY in find(client, typed).content.decode()
    assert client.get(path).status_code == client.post(path, {}).status_code == 404
    assert not Breach.objects.exists()


@pytest.mark.parametrize("role", [Role.CASE_ISVA, Role.AUDITOR, Role.CPS_LIAISON, Role.PANEL_MEMBER])
def test_whoever_logs_no_breach_of_the_force_looks_nobody_up(
    role: Role, case: Case, bail: Bail, sign_in: SignIn
) -> None:
    person = member(role, TeamFactory(name="Beside", force=case.force))
    client, token = sign_in(person), signing.dumps([person.pk, case.involvements.get().pk], salt=SALT)

    assert client.get(FIND).status_code == find(client, "Gareth Thornbury").status_code == 403
    assert client.get(reverse("orders:log-heard", args=[token])).status_code == 403
    assert FIND not in client.get(reverse("orders:find-to-log")).content.decode()


def test_nobody_on_a_restricted_list_is_found(case: Case, bail: Bail, handler: User, sign_in: SignIn) -> None:
    Suspect.objects.update(date_of_birth=timezone.localdate() - timedelta(days=15 * 365))

    assert not pages(sign_in(handler)) and not pages(sign_in(handler), case.reference)


def test_who_may_hear_is_shown_the_way(handler: User, sign_in: SignIn) -> None:
    assert FIND in sign_in(handler).get(reverse("orders:find-to-log")).content.decode()


def test_a_page_is_only_for_whoever_found_it(
    case: Case, bail: Bail, handler: User, veo: User, lead: User, sign_in: SignIn
) -> None:
    (path,) = pages(sign_in(handler))
    part = case.involvements.get()

    assert sign_in(veo).get(path).status_code == 404
    assert sign_in(lead).get(path).status_code == sign_in(lead).get(FIND).status_code == 403
    for token in ("nonsense", signing.dumps([handler.pk, part.pk], salt="another")):
        assert sign_in(handler).get(reverse("orders:log-heard", args=[token])).status_code == 404
    assert signing.loads(path.split("/")[-2], salt=SALT) == [handler.pk, part.pk]


def test_a_call_handler_logs_what_they_heard_and_learns_nothing_of_the_case(
    case: Case, bail: Bail, handler: User, supervisor: User, sign_in: SignIn
) -> None:
    client = sign_in(handler)
    hits = find(client, "thornbury gareth").content.decode()
    (path,) = pages(client)
    page = client.get(path)
    kept = bail.conditions.get(kind="no_contact")
    typed = {"broken": [f"c{kept.pk}"], "account": "He rang her.", "told_by": "victim", "acts": ["contact"]}
    sent = sent_back(page) | typed | {"toward": ["victim"]}

    early = client.post(path, sent | boxes("happened_at", ago(days=9)))
    when = boxes("happened_at", ago(hours=1))
    done = client.post(path, sent | when, follow=True)
    again = client.post(path, sent_back(client.get(path)) | typed | {"toward": ["victim"]} | when).content.decode()

    body = page.content.decode()
    assert "No contact with somebody" in body and "Not to enter a place" in body
    assert "began on" in early.content.decode()
    assert "You logged this already" in again
    for shown in (hits, body, early.content.decode(), done.content.decode(), again):
        assert not any(word in shown for word in ("Ashdown", "Harbour Street", case.reference, case.slug, "Carter"))
    breach = Breach.objects.get()
    assert (breach.case, breach.logged_by, breach.suspect) == (case, handler, bail.arrest.suspect)
    assert "A supervisor decides by" in done.content.decode()
    assert client.get(reverse("cases:detail", args=[case.slug])).status_code == 404
    work.drain(timezone.now())
    assert Alert.objects.filter(kind="orders.breach", for_user=supervisor).exists()


@pytest.mark.parametrize("kind", Kind.values)
def test_whatever_an_order_demands_is_said_by_its_kind(kind: str, case: Case, handler: User, sign_in: SignIn) -> None:
    order = an_order(case)
    OrderTerm.objects.filter(order=order).update(kind=kind)
    client = sign_in(handler)

    (path,) = pages(client, case.reference)

    assert KINDS[Kind(kind)] in client.get(path).content.decode()


def test_what_was_looked_for_and_seen_is_on_the_trail(case: Case, bail: Bail, handler: User, sign_in: SignIn) -> None:
    client = sign_in(handler)
    client.get(pages(client)[0])

    searched = AuditEvent.objects.get(verb="searched", actor_id=handler.pk)
    viewed = AuditEvent.objects.filter(verb="viewed", actor_id=handler.pk, case_id=case.pk)
    assert "Call 4471" in str(vars(searched)) and viewed.exists()


def test_an_order_is_found_by_its_reference_and_little_finds_nobody(case: Case, handler: User, sign_in: SignIn) -> None:
    an_order(case, court_reference="ZX24D00117")
    client = sign_in(handler)

    assert len(pages(client, "zx24d00117")) == len(pages(client, case.reference)) == 1
    for little in ("Thornbury", "G Thornbury", "12"):
        assert "Enter a forename and a surname" in find(client, little).content.decode()
    assert NOBODY in find(client, "Nobody Nobodyson").content.decode()
    assert "Enter why you are searching" in client.post(FIND, {"typed": "Gareth Thornbury"}).content.decode()


def test_somebody_with_nothing_in_force_is_not_found(case: Case, handler: User, sign_in: SignIn) -> None:
    suspect = suspect_in(case)
    names.index([name_row(case.involvements.get(suspect=suspect))])

    assert pages(sign_in(handler)) == []


@pytest.mark.parametrize("number", [1, 12])
def test_the_pages_ask_no_more_for_many(
    number: int, case: Case, handler: User, sign_in: SignIn, max_queries: Any
) -> None:
    for _ in range(number):
        order = an_order(case)
        names.index([name_row(case.involvements.get(suspect=order.suspect))])
    client = sign_in(handler)
    path = pages(client)[0]

    with max_queries(10):
        found = find(client, "Gareth Thornbury")
    with max_queries(12):
        client.get(path)

    assert len(found.context["found"]) == min(number, 10)
