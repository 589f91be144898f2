"""A filter of the ranked list is kept under a name, by and for one person, and asks its question afresh."""

import pytest
from django.urls import reverse

from cases.models import SavedFilter
from cases.services import saved_filters
from soteria.accounts.roles import Role
from tests.factories import InvolvementFactory, TeamFactory, member
from tests.factories.action import stand

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LIST, KEEP = reverse("suspects:ranked"), reverse("suspects:save-filter")


def test_a_filter_is_kept_by_name_replaced_and_deleted(case, supervisor, sign_in):
    stand(InvolvementFactory(case=case).suspect)
    client = sign_in(supervisor)
    assert "Save this filter" not in client.get(LIST).content.decode()
    assert "Save this filter" in client.get(f"{LIST}?band=A").content.decode()

    for query in ("band=D", "band=A&plan=no&after=W10"):
        answer = client.post(f"{KEEP}?{query}", {"name": " Top  of the list "}, follow=True)
        assert "Filter “Top of the list” is saved." in answer.content.decode()

    (saved,) = client.get(LIST).context["saved"]
    assert saved.address == "?band=A&plan=no"
    assert len(client.get(f"{LIST}{saved.address}").context["page"].rows) == 1
    client.post(reverse("suspects:delete-filter", args=[saved.pk]))
    assert not SavedFilter.objects.exists()


def test_it_is_of_this_list_and_of_its_owner_alone(case, supervisor, di, sign_in):
    kept = saved_filters.save_filter(name="Ours", choices={"band": ["A"]}, by=supervisor, listed="suspects")
    saved_filters.save_filter(name="Ours", choices={"state": ["open"]}, by=supervisor)

    assert [one.address for one in sign_in(supervisor).get(reverse("cases:list")).context["saved"]] == ["?state=open"]
    assert [one.address for one in sign_in(supervisor).get(LIST).context["saved"]] == ["?band=A"]
    assert sign_in(di).get(LIST).context["saved"] == ()
    forget = reverse("suspects:delete-filter", args=[kept.pk])
    assert sign_in(di).post(forget).status_code == 404
    assert sign_in(supervisor).post(reverse("cases:delete-filter", args=[kept.pk])).status_code == 404
    assert SavedFilter.objects.count() == 2


def test_what_cannot_be_kept_is_said_on_the_list(case, supervisor, sign_in):
    client = sign_in(supervisor)

    nothing = client.post(KEEP, {"name": "All"}).content.decode()
    nameless = client.post(f"{KEEP}?band=A", {"name": ""}).content.decode()
    for number in range(30):
        saved_filters.save_filter(name=str(number), choices={"band": ["A"]}, by=supervisor, listed="suspects")
    full = client.post(f"{KEEP}?band=A", {"name": "One more"}).content.decode()

    assert "Choose at least one filter before you save it" in nothing and "Error:" in nameless
    assert "You can keep 30 filters. Delete one first." in full


def test_who_reads_the_force_says_what_for_before_the_list_is_drawn(team, oic, sign_in):
    analyst = member(Role.INTEL_ANALYST, TeamFactory(force=team.force, name="Force intelligence"))

    answer = sign_in(analyst).post(f"{KEEP}?band=A", {"name": ""})

    assert answer["Location"].startswith(reverse("suspects:list-purpose"))
    assert sign_in(oic).post(f"{KEEP}?band=A", {"name": "Mine"}).status_code == 403
