"""Victims on the case page and in forms: masked where they must be, and never lost between two officers."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.access import get_case
from cases.models import Case, CaseAccess
from soteria.accounts.models import User
from soteria.accounts.roles import Level, Role, Section
from soteria.audit.models import AuditEvent
from tests.factories import OffenceFactory, VictimFactory, allocate, member
from tests.factories.forms import sent_back
from victims.models import SafeContact, Victim
from victims.panels import people as panels
from victims.services import recording

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def victim(case: Case) -> Victim:
    return VictimFactory(case=case, date_of_birth=date(1994, 3, 27), missing={"ethnicity": "not_asked"})


@pytest.fixture
def contact(victim: Victim, oic: User) -> SafeContact:
    return SafeContact.objects.create(
        victim=victim, method="text", details="07700 900123", agreed_at=timezone.now(), recorded_by=oic
    )


def url(name: str, case: Case, *more: object) -> str:
    return reverse(f"victims:{name}", args=[case.slug, *more])


ROUTES = ["add", "edit", "edit-contact"]


@pytest.mark.parametrize("name", ROUTES)
def test_outsiders_do_not_learn_of_a_victim(
    name: str, case: Case, victim: Victim, outsider: User, sign_in: SignIn
) -> None:
    path = url(name, case, *([] if name == "add" else [victim.pk]))

    assert sign_in(outsider).get(path).status_code == 404
    assert sign_in(outsider).post(path, {}).status_code == 404


@pytest.mark.parametrize("name", ROUTES)
@pytest.mark.parametrize("role", [Role.INTEL_ANALYST, Role.DMI, Role.LEAD])
def test_a_role_without_safe_contact_changes_nothing(
    name: str, role: Role, case: Case, victim: Victim, sign_in: SignIn
) -> None:
    user = member(role, case.team)
    allocate(case, user)

    assert sign_in(user).post(url(name, case, *([] if name == "add" else [victim.pk])), {}).status_code == 403


def test_a_victim_of_another_case_is_not_found(case: Case, oic: User, sign_in: SignIn) -> None:
    stranger = VictimFactory()

    assert sign_in(oic).get(url("edit", case, stranger.pk)).status_code == 404


def test_a_veo_changes_a_victim(case: Case, victim: Victim, veo: User, sign_in: SignIn) -> None:
    client = sign_in(veo)
    data = sent_back(client.get(url("edit", case, victim.pk)))

    client.post(
        url("edit", case, victim.pk), data | {"known_as": "Ros", "language": "Polish", "why_blank": "not_asked"}
    )

    victim.refresh_from_db()
    assert (victim.known_as, victim.language, victim.version) == ("Ros", "Polish", 2)
    assert victim.missing["sex"] == "not_asked"
    event = AuditEvent.objects.get(verb="victim.changed")
    assert event.after == {"changed": ["known_as", "language", "missing"]}


def test_saving_nothing_new_makes_no_version(victim: Victim, oic: User) -> None:
    values = {"forenames": "Rosalind", "surname": "Ashdown", "date_of_birth": "1994-03-27"}

    recording.update_victim(victim, values=values | {"missing": {"ethnicity": "not_asked"}}, by=oic)

    assert victim.version == 1
    assert not AuditEvent.objects.filter(verb="victim.changed").exists()


def test_two_officers_saving_one_victim_lose_nothing(
    case: Case, victim: Victim, oic: User, veo: User, sign_in: SignIn
) -> None:
    path, why = url("edit", case, victim.pk), {"why_blank": "not_known"}
    first, second = sign_in(oic), sign_in(veo)
    before_first, before_second = sent_back(first.get(path)), sent_back(second.get(path))
    first.post(path, before_first | why | {"surname": "Ashdowne", "language": "Polish"})

    late = second.post(path, before_second | why | {"surname": "Ashtown", "known_as": "Ros"})

    body = late.content.decode()
    assert "Somebody else saved this while you were working" in body
    assert "Ashdowne" in body and "Ashtown" in body
    victim.refresh_from_db()
    assert (victim.surname, victim.language, victim.version) == ("Ashdowne", "Polish", 2)
    again = before_second | why | {
        "surname": "Ashtown", "known_as": "Ros", "keep_surname": "theirs",
        "seen_version": "2",
    }  # fmt: skip
    assert second.post(path, again).status_code == 302
    victim.refresh_from_db()
    assert (victim.surname, victim.known_as, victim.language) == ("Ashdowne", "Ros", "Polish")


def test_safe_contact_is_agreed_anew(
    case: Case, victim: Victim, contact: SafeContact, veo: User, sign_in: SignIn
) -> None:
    client, path = sign_in(veo), url("edit-contact", case, victim.pk)
    data = sent_back(client.get(path))

    client.post(path, data | {"method": "none", "details": "", "avoid": "Never ring"})

    contact.refresh_from_db()
    assert (contact.method, contact.details, contact.avoid, contact.version) == ("none", "", "Never ring", 2)
    assert contact.recorded_by == veo
    assert AuditEvent.objects.get(verb="safe_contact.agreed").after == {"changed": ["method", "details", "avoid"]}


def test_a_first_safe_contact_is_recorded(case: Case, victim: Victim, oic: User, sign_in: SignIn) -> None:
    Victim.objects.filter(pk=victim.pk).update(missing={"method": "not_asked", "sex": "declined"})
    client, path = sign_in(oic), url("edit-contact", case, victim.pk)

    refused = client.post(path, sent_back(client.get(path)))
    client.post(path, sent_back(client.get(path)) | {"method": "phone", "leave_message": "yes"})

    assert "Select the safest way to contact them, or that none is known" in refused.content.decode()
    assert SafeContact.objects.get(victim=victim).leave_message is True
    victim.refresh_from_db()
    assert victim.missing == {"sex": "declined"}


def test_a_victim_is_added_to_a_case(case: Case, oic: User, sign_in: SignIn) -> None:
    one, two = OffenceFactory(case=case), OffenceFactory(case=case)
    client, path = sign_in(oic), url("add", case)

    refused = client.post(path, {"forenames": "Miriam"})
    client.post(path, {"forenames": "Miriam", "offences": [str(two.pk)], "why_blank": "not_asked"})

    assert "Say why these are blank: Last name" in refused.content.decode()
    added = case.victims.get()
    assert list(added.offences.all()) == [two] != [one]
    assert added.missing["surname"] == "not_asked"
    assert case.names.get(kind="victim").person_id == added.pk


def seen_by(user: User, case: Case) -> Case:
    return get_case(user, case.slug, Section.SUMMARY, Level.PART)


def test_the_banner_says_how_to_reach_the_victim(case: Case, contact: SafeContact, veo: User, sign_in: SignIn) -> None:
    body = sign_in(veo).get(reverse("cases:detail", args=[case.slug])).content.decode()

    assert "07700 900123" in body
    assert "Do not leave a message" in body


def test_a_number_is_kept_from_a_role_that_sees_part(case: Case, contact: SafeContact) -> None:
    officer = member(Role.ORDERS_OFFICER, case.team)
    allocate(case, officer)

    context = panels.safe_contact(seen_by(officer, case), officer)

    assert (context["shows_details"], context["may_change"]) == (False, False)


def test_an_analyst_sees_no_name(case: Case, victim: Victim, sign_in: SignIn) -> None:
    analyst = member(Role.INTEL_ANALYST, case.team)
    CaseAccess.objects.create(user=analyst, case=case, reach=CaseAccess.Reach.ALLOCATED)

    body = sign_in(analyst).get(reverse("cases:place", args=[case.slug, "victims"])).content.decode()

    assert "Ashdown" not in body and "Rosalind" not in body
    assert "Victim 1" in body


def test_a_call_handler_sees_whom_they_may_ring(case: Case, victim: Victim, contact: SafeContact) -> None:
    handler = member(Role.CALL_HANDLER, case.team)
    CaseAccess.objects.create(user=handler, case=case, reach=CaseAccess.Reach.LOGGED)

    assert panels.victims(seen_by(handler, case), handler)["rows"][0]["name"] == "Rosalind Ashdown"


def test_a_case_without_victims_has_no_banner(case: Case, oic: User) -> None:
    assert panels.safe_contact(seen_by(oic, case), oic) is None
    assert panels.victims(seen_by(oic, case), oic)["rows"] == []


@pytest.mark.parametrize("count", [1, 20])
def test_panels_cost_the_same_for_any_number(
    count: int, case: Case, oic: User, max_queries: Callable[..., object]
) -> None:
    offence = OffenceFactory(case=case)
    for number in range(count):
        one = VictimFactory(case=case, surname=f"Ashdown{number}")
        one.offences.add(offence)
        SafeContact.objects.create(victim=one, method="phone", agreed_at=timezone.now())
    seen = seen_by(oic, case)

    with max_queries(2):
        assert len(panels.victims(seen, oic)["rows"]) == count
    with max_queries(1):
        context = panels.safe_contact(seen, oic)
        assert len(context["shown"]) + len(context["folded"]) == count
