"""Contacts with victims: kept once, in the safe way or for a reason, and moving the clocks that wait for them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import Error, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.access import get_case
from cases.models import Case
from soteria.accounts.models import User
from soteria.accounts.roles import Level, Role, Section
from soteria.audit.models import AuditEvent
from soteria.clocks import services as clocks
from soteria.clocks.models import Clock
from tests.factories import VictimFactory, allocate, member
from tests.factories.forms import sent_back
from victims.models import Contact, SafeContact, Victim
from victims.panels import contacts as panels
from victims.services import contacts as services

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
SignIn = Callable[[User], Client]
SPOKE = {"channel": "phone", "outcome": "reached"}
ARREST = datetime(2026, 3, 4, 10, tzinfo=UTC)


@pytest.fixture
def victim(case: Case) -> Victim:
    return VictimFactory(case=case)


def url(case: Case) -> str:
    return reverse("victims:add-contact", args=[case.slug])


def place(case: Case) -> str:
    return reverse("cases:place", args=[case.slug, "contact"])


def record(victim: Victim, by: User, at: datetime = ARREST, **said: object) -> Contact:
    return services.record_contact(victim, values=SPOKE | {"at": at} | said, key=uuid4(), by=by)


def test_outsiders_learn_of_no_contact(case: Case, victim: Victim, outsider: User, sign_in: SignIn) -> None:
    client = sign_in(outsider)

    assert [client.get(path).status_code for path in (url(case), place(case))] == [404, 404]
    assert client.post(url(case), SPOKE).status_code == 404
    assert not Contact.objects.exists()


@pytest.mark.parametrize("role", [Role.DMI, Role.ORDERS_OFFICER, Role.CASE_ISVA, Role.AUDITOR])
def test_roles_that_do_not_contact_victims_record_none(role: Role, case: Case, victim: Victim, sign_in: SignIn) -> None:
    user = member(role, case.team)
    allocate(case, user)

    assert sign_in(user).post(url(case), SPOKE).status_code == 403
    assert sign_in(user).get(place(case)).status_code == 403


def test_a_veo_records_a_contact_from_the_case(case: Case, victim: Victim, veo: User, sign_in: SignIn) -> None:
    client = sign_in(veo)
    day = timezone.localdate() + timedelta(days=14)
    promised = {"next_on_day": day.day, "next_on_month": day.month, "next_on_year": day.year}

    answer = client.post(url(case), sent_back(client.get(url(case))) | SPOKE | promised | {"words": "Moving on Friday"})

    assert answer.url == place(case)
    contact = victim.contacts.get()
    assert (contact.by, contact.is_two_way, contact.next_on) == (veo, True, day)
    body = client.get(place(case)).content.decode()
    assert "Moving on Friday" in body and "We were in touch. Next contact agreed for" in body
    assert AuditEvent.objects.get(verb="contact.recorded").after == {
        "channel": "phone",
        "two_way": True,
        "told_of": [],
    }


def test_a_double_click_records_one_contact(case: Case, victim: Victim, veo: User, sign_in: SignIn) -> None:
    client = sign_in(veo)
    data = sent_back(client.get(url(case))) | SPOKE

    for _ in range(2):
        assert client.post(url(case), data).status_code == 302

    assert Contact.objects.count() == AuditEvent.objects.filter(verb="contact.recorded").count() == 1


def test_a_form_sent_again_with_other_words_keeps_them_for_another(
    case: Case, victim: Victim, veo: User, sign_in: SignIn
) -> None:
    client = sign_in(veo)
    data = sent_back(client.get(url(case))) | SPOKE
    client.post(url(case), data)

    answer = client.post(url(case), data | {"words": "And then she said"})

    assert "This one is not recorded yet: record it as another" in answer.content.decode()
    client.post(url(case), data | {"words": "And then she said", "key": answer.context["form"]["key"].value()})
    assert sorted(Contact.objects.values_list("words", flat=True)) == ["", "And then she said"]


@pytest.mark.parametrize("act", ["update", "delete"])
def test_a_contact_is_never_changed_or_removed(act: str, victim: Victim, veo: User) -> None:
    record(victim, veo)

    rows = Contact.objects.all()
    with pytest.raises(Error, match="append_only"), transaction.atomic():
        rows.update(words="") if act == "update" else rows.delete()


def test_the_database_holds_that_reached_is_two_way(victim: Victim, veo: User) -> None:
    with pytest.raises(Error, match="reached_is_two_way"), transaction.atomic():
        Contact.objects.create(
            victim=victim,
            at=ARREST,
            by=veo,
            channel="phone",
            outcome="no_answer",
            is_two_way=True,
            recorded_at=ARREST,
            key=uuid4(),
        )


def test_an_empty_form_says_what_is_missing(case: Case, victim: Victim, veo: User, sign_in: SignIn) -> None:
    body = sign_in(veo).post(url(case), {"victim": victim.pk, "words": "Kept"}).content.decode()

    assert "There is a problem" in body and "Kept" in body
    assert not Contact.objects.exists()


def test_another_way_than_the_safe_one_needs_a_reason(case: Case, victim: Victim, veo: User, sign_in: SignIn) -> None:
    SafeContact.objects.create(victim=victim, method="text", agreed_at=timezone.now())
    client = sign_in(veo)
    data = sent_back(client.get(url(case))) | SPOKE

    refused = client.post(url(case), data).content.decode()
    client.post(url(case), data | {"unsafe_reason": "She rang us"})

    assert "They agreed to contact only by text message. Enter why another way was used" in refused
    assert Contact.objects.get().unsafe_reason == "She rang us"
    assert "Not their safe way: She rang us" in client.get(place(case)).content.decode()


def test_nobody_is_told_by_a_phone_that_nobody_answers(case: Case, victim: Victim, veo: User, sign_in: SignIn) -> None:
    clocks.note(case.pk, "arrest", ARREST, source="t:arrest")
    client = sign_in(veo)
    said = {"outcome": "no_answer", "told_of": ["arrest"]}

    body = client.post(url(case), sent_back(client.get(url(case))) | SPOKE | said).content.decode()

    assert "They cannot have been told where the contact did not reach them" in body


def test_a_promise_becomes_the_next_date(case: Case, victim: Victim, veo: User) -> None:
    record(victim, veo, next_on=date(2026, 3, 20))
    waits = Clock.objects.get(kind="contact.next")
    assert (waits.subject, waits.by_day, timezone.localdate(waits.due)) == (
        f"victim:{victim.pk}",
        True,
        date(2026, 3, 20),
    )

    record(victim, veo, at=ARREST + timedelta(days=10))

    assert [clock.state for clock in Clock.objects.filter(kind="contact.next").order_by("due")] == ["met", "overdue"]


def test_telling_the_victim_meets_the_notice(case: Case, victim: Victim, veo: User, sign_in: SignIn) -> None:
    clocks.note(case.pk, "arrest", ARREST, source="t:arrest")
    client = sign_in(veo)
    assert "About the arrest (by 5 March 2026)" in client.get(place(case)).content.decode()

    client.post(url(case), sent_back(client.get(url(case))) | SPOKE | {"told_of": ["arrest"]})

    assert Clock.objects.get(kind="code.arrest_notice").state == "met"
    assert "About the arrest" not in client.get(place(case)).content.decode()


def test_a_notice_is_met_when_the_last_victim_is_told(case: Case, victim: Victim, veo: User) -> None:
    clocks.note(case.pk, "arrest", ARREST, source="t:arrest")
    other = VictimFactory(case=case, forenames="Miriam")

    record(victim, veo, told_of=["arrest"])
    assert Clock.objects.get(kind="code.arrest_notice").state == "overdue"
    record(other, veo, told_of=["arrest"])

    assert Clock.objects.get(kind="code.arrest_notice").state == "met"


def test_being_told_before_it_happened_again_is_not_being_told(case: Case, victim: Victim, veo: User) -> None:
    record(victim, veo, at=ARREST - timedelta(days=5), told_of=["arrest"])
    clocks.note(case.pk, "arrest", ARREST, source="t:arrest")
    other = VictimFactory(case=case, forenames="Miriam")

    record(other, veo, told_of=["arrest"])

    assert Clock.objects.get(kind="code.arrest_notice").state == "overdue"


def test_with_several_victims_it_is_asked_with_whom(case: Case, victim: Victim, veo: User, sign_in: SignIn) -> None:
    other = VictimFactory(case=case, forenames="Miriam", known_as="Mim")
    client = sign_in(veo)

    client.post(url(case), sent_back(client.get(url(case))) | SPOKE | {"victim": other.pk})

    assert other.contacts.count() == 1
    assert "Phone call with Mim" in client.get(place(case)).content.decode()


def test_a_case_without_victims_offers_no_contact(case: Case, veo: User, sign_in: SignIn) -> None:
    client = sign_in(veo)

    assert client.get(url(case)).url == reverse("cases:place", args=[case.slug, "victims"])
    assert "No contact with a victim is recorded yet." in client.get(place(case)).content.decode()


@pytest.mark.parametrize("count", [1, 20])
def test_contacts_cost_the_same_for_any_number(
    count: int, case: Case, victim: Victim, oic: User, max_queries: Callable
) -> None:
    for _ in range(count):
        record(victim, oic)
    seen = get_case(oic, case.slug, Section.SAFE_CONTACT, Level.READ)

    with max_queries(3):
        assert len(panels.contacts(seen, oic)["rows"]) == count
