"""Changing the facts of a case that was logged."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, FirstResponse
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from soteria.audit.models import AuditEvent
from tests.factories import allocate, member
from tests.factories.forms import sent_back

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
ROUTES = ["edit-place", "edit-response"]
APPS = ["victims", "suspects"]


def url(name: str, case: Case) -> str:
    return reverse(f"cases:{name}", args=[case.slug])


@pytest.mark.parametrize("name", ROUTES)
def test_outsiders_and_readers_change_nothing(
    name: str, case: Case, outsider: User, veo: User, sign_in: SignIn
) -> None:
    assert sign_in(outsider).post(url(name, case), {}).status_code == 404
    assert sign_in(veo).post(url(name, case), {}).status_code == 403


def test_two_officers_saving_one_place_lose_nothing(case: Case, oic: User, supervisor: User, sign_in: SignIn) -> None:
    first, second, path = sign_in(oic), sign_in(supervisor), url("edit-place", case)
    mine, theirs = sent_back(first.get(path)), sent_back(second.get(path))
    first.post(path, mine | {"place": "by the canal", "why_blank": "not_known"})

    late = second.post(path, theirs | {"place": "under the bridge", "postcode": "iv95  7tf", "why_blank": "not_known"})

    body = late.content.decode()
    assert "by the canal" in body and "under the bridge" in body
    again = theirs | {
        "place": "under the bridge", "postcode": "iv95 7tf", "why_blank": "not_known",
        "keep_place": "theirs", "seen_version": "2",
    }  # fmt: skip
    assert second.post(path, again).status_code == 302
    case.refresh_from_db()
    assert (case.place, case.postcode, case.version) == ("by the canal", "IV95 7TF", 3)


def test_a_first_response_is_recorded_later_and_changed(case: Case, oic: User, sign_in: SignIn) -> None:
    client, path = sign_in(oic), url("edit-response", case)
    assert "Record the first response" in client.get(path).content.decode()

    client.post(path, sent_back(client.get(path)) | {"injured": "no", "why_blank": "not_asked"})
    client.post(path, sent_back(client.get(path)) | {"injured": "yes", "words": "Seen by a nurse"})
    client.post(path, sent_back(client.get(path)))

    found = FirstResponse.objects.get(case=case)
    assert (found.injured, found.scene_secured, found.words) == ("yes", "not_asked", "Seen by a nurse")
    changes = AuditEvent.objects.filter(verb="first_response.changed").order_by("pk")
    assert changes.last().after == {"changed": ["words", "injured"]}
    assert changes.count() == 2


def test_the_case_page_leads_to_what_is_missing(case: Case, oic: User, sign_in: SignIn) -> None:
    body = sign_in(oic).get(reverse("cases:detail", args=[case.slug])).content.decode()

    for path in (url("edit-place", case), url("edit-response", case)):
        assert f'href="{path}"' in body
    assert f'href="{reverse("victims:add", args=[case.slug])}"' in body
    assert f'href="{reverse("suspects:add", args=[case.slug])}"' in body


def test_a_reader_is_not_led_where_they_may_not_go(case: Case, sign_in: SignIn) -> None:
    dmi = member(Role.DMI, case.team)
    allocate(case, dmi)

    body = sign_in(dmi).get(reverse("cases:detail", args=[case.slug])).content.decode()

    ours = [*(url(name, case) for name in ROUTES), *(reverse(f"{app}:add", args=[case.slug]) for app in APPS)]
    assert not [path for path in ours if path in body]


@pytest.mark.parametrize("name", ROUTES)
def test_a_form_that_shows_what_is_recorded_leaves_an_event(name: str, case: Case, oic: User, sign_in: SignIn) -> None:
    sign_in(oic).get(url(name, case))

    assert AuditEvent.objects.filter(verb="viewed", case_id=case.pk, actor_id=oic.pk).count() == 1
