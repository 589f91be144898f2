"""What for: asked of whoever reads the whole force, kept, and run out."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from soteria.accounts.roles import Role
from soteria.audit.models import AuditEvent
from tests.factories import TeamFactory, member
from tests.suspects.lists.listed import LIST, accuse, said, score_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("weights")]


def test_whoever_reads_the_whole_force_is_asked_what_for_before_anything_is_shown(team, analyst, proved):
    part = accuse(team)
    score_all()
    client = proved(analyst)
    own, score_page = (
        reverse("suspects:purpose", args=[part.suspect_id]),
        reverse("suspects:score", args=[part.suspect_id]),
    )

    for address, asked in (
        (LIST, "/suspects/purpose/"),
        (reverse("suspects:export"), "/suspects/purpose/"),
        (reverse("suspects:changes"), "/suspects/purpose/"),
        (score_page, own),
    ):
        answer = client.get(address)
        assert answer.status_code == 302 and answer["Location"].startswith(asked)
    assert not AuditEvent.objects.filter(verb__in=("viewed", "exported")).exists()


def test_a_purpose_given_for_the_list_covers_those_on_it_and_each_look_names_it(team, analyst, sign_in):
    part = accuse(team)
    score_all()
    client = sign_in(analyst)

    page = said(client, f"{LIST}%3Fband%3DB")

    assert page.redirect_chain == [(f"{LIST}?band=B", 302)]
    assert client.get(reverse("suspects:score", args=[part.suspect_id])).status_code == 200
    why = AuditEvent.objects.get(verb="suspect.purpose_given")
    assert why.reason == "Weekly tasking meeting"
    looks = AuditEvent.objects.filter(verb="viewed", actor_id=analyst.pk)
    assert {event.after["purpose"] for event in looks} == {why.pk}
    assert "Weekly" not in str(dict(client.session))


def test_a_purpose_given_for_one_suspect_covers_that_suspect_alone_and_runs_out(team, analyst, sign_in, time_machine):
    one, other = accuse(team), accuse(team, "Other")
    score_all()
    client = sign_in(analyst)
    address = reverse("suspects:score", args=[one.suspect_id])
    client.post(reverse("suspects:purpose", args=[one.suspect_id]), {"purpose": "Operation Larch, request 4"})

    assert client.get(address).status_code == 200
    assert client.get(reverse("suspects:score", args=[other.suspect_id])).status_code == 302
    assert client.get(LIST).status_code == 302
    time_machine.move_to(timezone.now() + timedelta(minutes=61), tick=False)
    assert client.get(address).status_code == 302


def test_a_purpose_is_said_in_words_and_leads_nowhere_else(team, analyst, sign_in):
    accuse(team)
    client = sign_in(analyst)
    address = reverse("suspects:list-purpose")

    assert "Enter why" in client.post(address, {"purpose": ""}).content.decode()
    assert "10 characters" in client.post(address, {"purpose": "work"}).content.decode()
    for elsewhere in ("https://example.org/", "//example.org", "/cases/"):
        answer = client.post(f"{address}?next={elsewhere}", {"purpose": "Weekly tasking meeting"})
        assert answer["Location"] == LIST


def test_a_team_is_not_asked_about_its_own(team, supervisor, sign_in):
    part = accuse(team)
    score_all()
    client = sign_in(supervisor)

    assert client.get(LIST).status_code == 200
    assert client.get(reverse("suspects:list-purpose"))["Location"] == LIST
    own = reverse("suspects:purpose", args=[part.suspect_id])
    assert client.get(own)["Location"] == reverse("suspects:score", args=[part.suspect_id])


def test_a_purpose_opens_nothing_that_is_not_in_sight(team, sign_in):
    part = accuse(team)
    elsewhere = member(Role.SUPERVISOR, TeamFactory(force=team.force, name="Riverton RASSO"))

    assert sign_in(elsewhere).get(reverse("suspects:purpose", args=[part.suspect_id])).status_code == 404
