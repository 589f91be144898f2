"""A lost second factor and a closed account: what a system administrator takes away, and what stops it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.services import restriction
from soteria.accounts import services
from soteria.accounts.models import Team, User
from soteria.accounts.roles import Role
from soteria.accounts.stepup import has_factor
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from tests.accounts.test_people import address
from tests.door import enrol, give_code, give_password, is_signed_in, recovery_codes
from tests.factories import CaseFactory, allocate, member

pytestmark = pytest.mark.django_db


class TestResettingAFactor:
    """A lost second factor: another person's, with a reason, and they are told."""

    @pytest.fixture
    def enrolled(self, person: User) -> User:
        enrol(person)
        return person

    @pytest.mark.parametrize("who", ["supervisor", "di", "auditor", "lead"])
    def test_no_other_role_can(self, request, proved, enrolled: User, who: str) -> None:
        client = proved(request.getfixturevalue(who))

        assert client.post(address("reset_factor", enrolled.pk), {"reason": "x"}).status_code == 403
        assert has_factor(enrolled)

    def test_never_ones_own(self, sysadmin: User) -> None:
        enrol(sysadmin)

        with pytest.raises(services.CannotDo, match="for yourself"):
            services.reset_factor(sysadmin, reason="Lost", by=sysadmin)
        assert has_factor(sysadmin)

    @pytest.mark.parametrize(("fault", "words"), [("reason", "Enter why"), ("closed", "closed"), ("none", "has no")])
    def test_refusals(self, sysadmin: User, enrolled: User, fault: str, words: str) -> None:
        if fault == "none":
            services.reset_factor(enrolled, reason="Lost", by=sysadmin)
        User.objects.filter(pk=enrolled.pk).update(is_active=fault != "closed")

        with pytest.raises(services.CannotDo, match=words):
            services.reset_factor(enrolled, reason=" " if fault == "reason" else "Lost", by=sysadmin)

    def test_a_reason_is_needed(self, admin: Client, enrolled: User) -> None:
        assert "There is a problem" in admin.post(address("reset_factor", enrolled.pk), {"reason": ""}).content.decode()
        assert has_factor(enrolled)

    def test_it_ends_their_sessions_and_they_must_set_up_another(
        self, admin: Client, sysadmin: User, enrolled: User, settings
    ) -> None:
        theirs = Client()
        give_password(theirs, "DC4001")
        give_code(theirs, recovery_codes(enrolled)[0])
        assert is_signed_in(theirs)

        admin.post(address("reset_factor", enrolled.pk), {"reason": "Telephone lost"})

        assert not is_signed_in(theirs)
        assert not has_factor(enrolled)
        settings.SECOND_FACTOR_REQUIRED = True
        give_password(theirs, "DC4001")
        assert theirs.get("/").url == reverse("mfa_activate_totp")

    def test_it_is_audited_as_the_administrators_act(self, admin: Client, sysadmin: User, enrolled: User) -> None:
        admin.post(address("reset_factor", enrolled.pk), {"reason": "Telephone lost"})

        event = AuditEvent.objects.get(verb="factor.reset_by_other")
        assert (event.actor_id, event.object_id) == (sysadmin.pk, str(enrolled.pk))
        assert event.reason == "Telephone lost"
        assert event.before == {"types": ["totp", "recovery_codes"]}
        removed = AuditEvent.objects.filter(verb="factor.removed")
        assert [event.actor_id for event in removed] == [sysadmin.pk, sysadmin.pk]

    def test_they_are_told_each_time(self, admin: Client, sysadmin: User, enrolled: User) -> None:
        services.reset_factor(enrolled, reason="Lost", by=sysadmin)
        enrol(enrolled)
        services.reset_factor(enrolled, reason="Lost again", by=sysadmin)

        told = Alert.objects.filter(for_user=enrolled, kind="second_factor")
        assert [alert.title[:29] for alert in told] == ["Your second factor was reset."] * 2

    def test_the_page_offers_it_where_there_is_one(self, admin: Client, enrolled: User, supervisor: User) -> None:
        assert "Reset their second factor" in admin.get(address("person", enrolled.pk)).content.decode()
        assert "No second factor is set up" in admin.get(address("person", supervisor.pk)).content.decode()


class TestClosing:
    def test_a_reason_is_needed(self, admin: Client, person: User) -> None:
        page = admin.post(address("deactivate", person.pk), {"reason": ""})

        assert page.status_code == 200
        person.refresh_from_db()
        assert person.is_active

    def test_an_open_case_keeps_it_open(self, admin: Client, sysadmin: User, oic: User, case: Case) -> None:
        User.objects.filter(pk=oic.pk).update(collar_number="DC77")

        page = admin.get(address("deactivate", oic.pk)).content.decode()
        sent = admin.post(address("deactivate", oic.pk), {"reason": "Left"}).content.decode()

        assert "They are the investigator (OIC) of 1 open case." in page
        assert case.reference in page
        assert 'href="/cases/?oic=DC77"' in page
        assert "A supervisor must give them to somebody else first" in sent
        oic.refresh_from_db()
        assert oic.is_active

    def test_a_restricted_case_does_too_and_is_not_named(self, admin: Client, oic: User, di: User, case: Case) -> None:
        restriction.restrict_case(case=case, reason="Police suspect", people=[oic], by=di)

        page = admin.get(address("deactivate", oic.pk)).content.decode()

        assert "of which none can be named here" in page
        assert case.reference not in page

    def test_a_closed_case_does_not(self, admin: Client, oic: User, case: Case) -> None:
        Case.objects.filter(pk=case.pk).update(closed_at=timezone.now())

        admin.post(address("deactivate", oic.pk), {"reason": "Left"})

        oic.refresh_from_db()
        assert not oic.is_active

    def test_the_only_supervisor_of_a_team_with_work_stays(
        self, admin: Client, team: Team, supervisor: User, case: Case
    ) -> None:
        page = admin.get(address("deactivate", supervisor.pk)).content.decode()
        assert f"Nobody else supervises {team.name}, which has 1 open case." in page
        admin.post(address("deactivate", supervisor.pk), {"reason": "Left"})
        supervisor.refresh_from_db()
        assert supervisor.is_active

        member(Role.DI, team, username="di2")
        admin.post(address("deactivate", supervisor.pk), {"reason": "Left"})

        supervisor.refresh_from_db()
        assert not supervisor.is_active

    def test_what_keeps_it_open_costs_the_same_for_any_number(
        self, admin: Client, oic: User, team: Team, max_queries
    ) -> None:
        for number in range(30):
            allocate(CaseFactory(team=team, reference=f"55/3{number:04}/26"), oic)
        admin.get(address("deactivate", oic.pk))

        with max_queries(12):
            page = admin.get(address("deactivate", oic.pk)).content.decode()

        assert "of 30 open cases, of which 20 can be named here" in page

    def test_it_closes_and_opens_again(self, admin: Client, person: User) -> None:
        admin.post(address("deactivate", person.pk), {"reason": "Left"})
        person.refresh_from_db()
        assert not person.is_active

        admin.post(address("reactivate", person.pk), {"reason": "Came back"})

        person.refresh_from_db()
        assert person.is_active
        reasons = AuditEvent.objects.filter(verb__startswith="person.").order_by("pk").values_list("reason", flat=True)
        assert list(reasons) == ["Left", "Came back"]

    @pytest.mark.parametrize("act", [services.deactivate, services.reactivate])
    def test_twice_or_without_a_reason_is_refused(self, person: User, sysadmin: User, act) -> None:
        with pytest.raises(services.CannotDo, match="Enter why"):
            act(person, reason="  ", by=sysadmin)
        User.objects.filter(pk=person.pk).update(is_active=act is services.reactivate)
        with pytest.raises(services.CannotDo, match="already"):
            act(person, reason="x", by=sysadmin)

    def test_a_closed_account_gets_no_link(self, person: User, sysadmin: User) -> None:
        services.deactivate(person, reason="Left", by=sysadmin)
        person.refresh_from_db()

        with pytest.raises(services.CannotDo, match="closed"):
            services.invitation(person, by=sysadmin)
