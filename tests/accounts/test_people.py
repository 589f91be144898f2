"""Checklist 8, 16, 18, 19, 28, 35: what a system administrator can do to people, and cannot."""

import re
import time
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from soteria.accounts import services
from soteria.accounts.models import Membership, Team, User
from soteria.accounts.roles import Role
from soteria.audit.models import AuditEvent
from tests.door import PASSWORD, give_password, is_signed_in, with_password
from tests.factories import ForceFactory, TeamFactory, UserFactory, member

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
PAGES = ("grant", "deactivate", "reset_factor", "reactivate", "link")


def address(name: str, *args: object) -> str:
    return reverse(f"accounts:{name}", args=args)


def parts(day: object) -> dict[str, str]:
    return {"starts_on_day": str(day.day), "starts_on_month": str(day.month), "starts_on_year": str(day.year)}


class TestRefused:
    @pytest.mark.parametrize("name", ["people", "add"])
    def test_everybody_else_is_refused_the_list(
        self, sign_in, person: User, supervisor: User, auditor: User, name
    ) -> None:
        for user in (person, supervisor, auditor):
            assert sign_in(user).get(address(name)).status_code == 403

    @pytest.mark.parametrize("name", ["person", *PAGES, "end_sessions", "invite"])
    def test_everybody_else_is_refused_a_person(self, sign_in, person: User, supervisor: User, name: str) -> None:
        client = sign_in(supervisor)

        assert client.post(address(name, person.pk)).status_code in {403, 405}
        assert not AuditEvent.objects.exclude(verb="refused").exists()

    @pytest.mark.parametrize("name", ["person", "grant", "deactivate", "reset_factor"])
    def test_people_of_another_force_are_not_found(self, admin: Client, name: str) -> None:
        theirs = UserFactory(force=ForceFactory(code="99", name="Elsewhere"))

        found, missing = admin.get(address(name, theirs.pk)), admin.get(address(name, 10**9))

        assert found.status_code == missing.status_code == 404
        assert theirs.last_name not in admin.get(address("people")).content.decode()

    def test_being_an_administrator_elsewhere_opens_nothing_here(self, person: User) -> None:
        there = TeamFactory(force=ForceFactory(code="99", name="Elsewhere"), name="IT")
        client = Client()
        give_password(client, with_password(member(Role.SYSTEM_ADMIN, there, username="other")).username)

        assert client.get(address("person", person.pk)).status_code == 404

    @pytest.mark.parametrize("name", [*PAGES[:3], "invite", "end_sessions"])
    def test_a_stale_session_is_asked_again(self, admin: Client, person: User, time_machine, name: str) -> None:
        time_machine.move_to(time.time() + 301)

        assert admin.post(address(name, person.pk), {"reason": "x"}).status_code == 403
        person.refresh_from_db()
        assert person.is_active

    @pytest.mark.parametrize("name", ["grant", "deactivate", "invite", "reset_factor"])
    def test_nobody_does_it_to_themselves(self, admin: Client, sysadmin: User, team: Team, name: str) -> None:
        sent = {"role": "lead", "team": team.pk, "reason": "x", **parts(TODAY)}

        page = admin.post(address(name, sysadmin.pk), sent, follow=True)

        assert "for yourself. Ask another system administrator" in page.content.decode()
        assert [seat.role for seat in sysadmin.memberships.all()] == [Role.SYSTEM_ADMIN]

    def test_a_role_of_another_person_is_not_ended_through_this_one(
        self, admin: Client, person: User, supervisor: User
    ) -> None:
        seat = supervisor.memberships.get()

        assert admin.post(address("end_role", person.pk, seat.pk), {"reason": "x"}).status_code == 404
        assert Membership.objects.get(pk=seat.pk).ended_at is None


class TestList:
    def test_it_finds_by_name_and_number(self, admin: Client, person: User, supervisor: User) -> None:
        for words in ("Carter", "car", "olive carter", "DC4001", "dc40"):
            page = admin.get(address("people"), {"words": words})
            assert [p.pk for p in page.context["page"]] == [person.pk], words

    def test_nobody_found_is_said(self, admin: Client) -> None:
        assert "Nobody was found" in admin.get(address("people"), {"words": "zzz"}).content.decode()

    def test_closed_accounts_are_apart(self, admin: Client, person: User) -> None:
        User.objects.filter(pk=person.pk).update(is_active=False)

        assert person not in admin.get(address("people")).context["page"].object_list
        assert person in admin.get(address("people"), {"closed": "on"}).context["page"].object_list

    @pytest.mark.parametrize("page", ["2", "9999", "-1", "x"])
    def test_it_is_paged(self, admin: Client, team: Team, page: str) -> None:
        User.objects.bulk_create(User(username=f"u{n}", force=team.force, last_name=f"N{n:03}") for n in range(70))

        assert admin.get(address("people"), {"page": page}).status_code == 200

    def test_the_cost_does_not_grow_with_people(self, admin: Client, team: Team, max_queries) -> None:
        for n in range(40):
            member(Role.OIC, team, username=f"u{n}")
        admin.get(address("people"))

        with max_queries(8):
            assert admin.get(address("people")).status_code == 200

    def test_looking_and_searching_are_audited(self, admin: Client, person: User) -> None:
        admin.get(address("people"), {"words": "car"})
        admin.get(address("person", person.pk))

        searched, viewed = AuditEvent.objects.order_by("pk").filter(verb__in=["searched", "viewed"])
        assert searched.after == {"terms": {"people": "car"}, "found": 1}
        assert viewed.object_id == str(person.pk)

    def test_no_case_content_is_shown(self, admin: Client, oic: User, case) -> None:
        page = admin.get(address("person", oic.pk)).content.decode()

        assert case.reference not in page


class TestPerson:
    def test_the_whole_way_in(self, admin: Client, team: Team) -> None:
        new = {"first_name": "Nia", "last_name": "Pugh", "collar_number": "DC5", "username": "DC5"}
        admin.post(address("add"), new | {"force": team.force_id})
        person = User.objects.get(username="DC5")
        assert not person.has_usable_password()
        admin.post(address("grant", person.pk), {"role": "oic", "team": team.pk, **parts(TODAY)})
        page = admin.post(address("invite", person.pk)).content.decode()
        link = re.search(r"http://testserver(/account/begin/[^<]+)", page)[1]

        theirs = Client()
        assert "Your user name is DC5" in theirs.get(link).content.decode()
        theirs.post(link, {"password": PASSWORD, "again": PASSWORD})
        give_password(theirs, "dc5")

        assert is_signed_in(theirs)
        verbs = list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))
        assert [v for v in verbs if v.startswith(("person", "role", "password"))] == [
            "person.added", "role.granted", "person.invited", "password.chosen",
        ]  # fmt: skip

    def test_a_link_is_good_once_and_for_a_day(
        self, client: Client, person: User, sysadmin: User, time_machine
    ) -> None:
        uid, token = services.invitation(person, by=sysadmin)
        time_machine.move_to(time.time() + 86_500)
        assert client.get(address("begin", uid, token)).status_code == 404

        uid, token = services.invitation(person, by=sysadmin)
        new = "orchard-window-sleigh-2"
        assert client.post(address("begin", uid, token), {"password": new, "again": new}).status_code == 302
        again = client.post(address("begin", uid, token), {"password": PASSWORD, "again": PASSWORD})

        assert again.status_code == 404
        assert "This link does not work" in again.content.decode()
        person.refresh_from_db()
        assert person.check_password(new)

    @pytest.mark.parametrize(
        ("uid", "token"), [("MQ", "x-y"), ("!!", "x"), ("ZZZZ", "a-b"), ("LTE", "a-b"), ("4pyT", "a")]
    )
    def test_a_made_up_link_opens_nothing(self, client: Client, person: User, uid: str, token: str) -> None:
        assert client.get(f"/account/begin/{uid}/{token}/").status_code == 404

    def test_a_weak_or_mistyped_password_is_told_plainly(self, client: Client, person: User, sysadmin: User) -> None:
        link = address("begin", *services.invitation(person, by=sysadmin))

        short = client.post(link, {"password": "short", "again": "short"}).content.decode()
        different = client.post(link, {"password": PASSWORD + "1", "again": PASSWORD + "2"}).content.decode()

        assert "Password must be 12 characters or more" in short
        assert "Enter the same password again" in different

    def test_extra_fields_are_ignored(self, admin: Client, team: Team) -> None:
        new = {"first_name": "Nia", "last_name": "Pugh", "username": "DC5", "force": team.force_id}

        admin.post(address("add"), new | {"is_superuser": "1", "is_staff": "1", "password": PASSWORD, "id": "1"})

        person = User.objects.get(username="DC5")
        assert not (person.is_superuser or person.is_staff or person.has_usable_password())

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"username": "dc4001"}, "Somebody has this user name or collar number already"),
            ({"username": "a b"}, "User name must be letters, numbers"),
            ({"username": ""}, "Enter user name"),
            ({"force": "0"}, "Choose force from the list"),
        ],
    )
    def test_what_is_wrong_is_told(
        self, admin: Client, person: User, team: Team, change: dict[str, str], words: str
    ) -> None:
        new = {"first_name": "Nia", "last_name": "Pugh", "username": "DC5", "force": team.force_id}

        page = admin.post(address("add"), new | change).content.decode()

        assert words in page
        assert "There is a problem" in page


class TestRole:
    def test_granting_works_at_once_and_is_audited(
        self, admin: Client, sysadmin: User, person: User, team: Team
    ) -> None:
        admin.post(address("grant", person.pk), {"role": "solo", "team": team.pk, **parts(TODAY)})

        seat = person.memberships.get(role="solo")
        assert seat.granted_by == sysadmin
        event = AuditEvent.objects.get(verb="role.granted")
        assert event.after == {"role": "solo", "team": team.pk, "starts_on": TODAY.isoformat(), "ends_on": None}

    def test_ending_works_at_once(self, admin: Client, person: User) -> None:
        seat = person.memberships.get()

        admin.post(address("end_role", person.pk, seat.pk), {"reason": "Moved to another unit"})

        assert not Membership.objects.current(TODAY).filter(user=person).exists()
        event = AuditEvent.objects.get(verb="role.ended")
        assert event.reason == "Moved to another unit"
        assert event.before["role"] == "oic"

    @pytest.mark.parametrize("fault", ["again", "closed", "other_force", "backwards"])
    def test_refusals(self, sysadmin: User, person: User, team: Team, fault: str) -> None:
        facts = {"person": person, "team": team, "role": Role.SOLO, "starts_on": TODAY, "by": sysadmin}
        if fault == "again":
            facts["role"] = Role.OIC
        elif fault == "closed":
            User.objects.filter(pk=person.pk).update(is_active=False)
        elif fault == "other_force":
            facts["team"] = TeamFactory(force=ForceFactory(code="99", name="Elsewhere"), name="IT")
        else:
            facts["ends_on"] = TODAY - timedelta(days=1)

        with pytest.raises(services.CannotDo):
            services.grant_role(**facts)

    def test_one_that_is_over_can_be_granted_again(self, sysadmin: User, person: User, team: Team) -> None:
        services.end_role(person.memberships.get(), by=sysadmin)
        services.grant_role(person=person, team=team, role=Role.OIC, starts_on=TODAY, by=sysadmin)

        assert person.memberships.count() == 2

    def test_one_that_is_over_cannot_be_ended(self, sysadmin: User, person: User) -> None:
        seat = person.memberships.get()
        services.end_role(seat, by=sysadmin)

        with pytest.raises(services.CannotDo, match="over already"):
            services.end_role(seat, by=sysadmin)

    def test_the_last_day_before_the_first_is_told(self, admin: Client, person: User, team: Team) -> None:
        last = {name.replace("starts", "ends"): value for name, value in parts(TODAY).items()}
        later = TODAY + timedelta(days=3)

        page = admin.post(address("grant", person.pk), {"role": "solo", "team": team.pk, **parts(later), **last})

        assert "Last day must be the same as or after the first day" in page.content.decode()

    def test_an_ending_has_its_person(self, person: User) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.filter(user=person).update(ended_at=timezone.now())
