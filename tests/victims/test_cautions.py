"""The line beside a duty of contact on a work list: how it is safe to reach the victim, for whom that is."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.queries import home
from soteria.accounts.models import Team, User
from soteria.accounts.roles import Role
from soteria.clocks import services as clocks
from tests.factories import VictimFactory, member, support
from victims.models import SafeContact
from victims.rules.needs import Answer, Status
from victims.services import needs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
SignIn = Callable[[User], Client]


def lines_of(person: User, case: Case) -> list[str]:
    """What the home page says beside each duty of a case."""
    work = home.recent_beside(person, home.work_of(person, timezone.now()))[1]
    return [duty.caution for duty in (*work.overdue, *work.today, *work.soon) if duty.case == case and duty.caution]


@pytest.mark.parametrize(
    ("agreed", "words"),
    [
        ({"method": "text", "avoid": "the landline."}, "Text message only. Leave no message. Never: the landline."),
        ({"method": "phone", "leave_message": True}, "Phone call only."),
        ({"method": "none"}, "Do not contact them: no safe way is known."),
        (None, "Safe contact is not agreed yet."),
    ],
    ids=["text", "phone", "none", "not asked"],
)
def test_a_work_list_says_how_to_reach_the_victim_beside_each_duty_of_contact(
    agreed: dict[str, Any] | None, words: str, case: Case, veo: User, sign_in: SignIn
) -> None:
    victim, long_ago = VictimFactory(case=case), timezone.now() - timedelta(days=30)
    if agreed:
        SafeContact.objects.create(victim=victim, agreed_at=long_ago, **agreed)
    clocks.note(case.pk, "victim_contact", long_ago, source="contact:1", two_way=True)

    assert words in lines_of(veo, case)
    body = sign_in(veo).get(reverse("cases:work"), {"kind": "contact"}).content.decode()
    assert words in body
    assert words in sign_in(veo).get(reverse("cases:home")).content.decode()


def test_a_work_list_carries_the_cautions_and_points_to_the_case_for_several_victims(case: Case, veo: User) -> None:
    victim = VictimFactory(case=case)
    SafeContact.objects.create(victim=victim, method="phone", leave_message=True, agreed_at=timezone.now())
    told = Answer("watched", Status.CONFIRMED, "yes", "", timezone.localdate(), "victim")
    needs.update_needs(victim, said=[told], by=veo)
    clocks.note(case.pk, "victim_contact", timezone.now() - timedelta(days=30), source="contact:1", two_way=True)

    assert lines_of(veo, case) == ["Phone call only. Somebody else sees their phone, messages or email."]
    VictimFactory(case=case)
    assert lines_of(veo, case) == ["Several victims: see on the case how to reach each."]


def test_a_work_list_says_nothing_of_safe_contact_to_a_role_that_may_not_know_it(case: Case, team: Team) -> None:
    SafeContact.objects.create(victim=VictimFactory(case=case), method="text", agreed_at=timezone.now())
    dmi = member(Role.DMI, team)
    support(case, dmi)
    clocks.note(case.pk, "victim_contact", timezone.now() - timedelta(days=30), source="contact:1", two_way=True)

    assert len(home.work_of(dmi, timezone.now()).overdue) == 1
    assert lines_of(dmi, case) == []
