"""Nominations and markers: asked for by one, decided by another."""

import pytest

from suspects.models import Marker, Nomination
from tests.factories.action import RECORD_SAID
from tests.suspects.plan_pages.planned import DAY, NOW, at

pytestmark = pytest.mark.django_db


def test_a_nomination_is_written_proposed_and_decided(suspect, manager, di, sign_in):
    client = sign_in(manager)
    chosen = client.post(at("nominate", suspect), {"route": "mappa"})
    assert chosen["Location"] == at("write-nomination", suspect, "mappa")
    said = RECORD_SAID | {"mappa_level": "2", "act": "send", "version": "0", "drawn_from": "{}"}
    refused = client.post(chosen["Location"], said | {"equality": ""})
    assert "Enter what was considered about equality" in refused.content.decode()
    assert Nomination.objects.get(suspect=suspect).state == "draft"
    drawn = {name: refused.context["form"].data[name] for name in ("version", "drawn_from")}
    assert client.post(chosen["Location"], said | drawn).status_code == 302
    nomination = Nomination.objects.get(suspect=suspect)
    assert (nomination.state, nomination.mappa_level) == ("proposed", "2")
    assert client.post(chosen["Location"], RECORD_SAID | {"act": "save"}).status_code in (200, 302)
    assert client.get(at("write-nomination", suspect, "nowhere")).status_code == 404

    Nomination.objects.update(state="proposed", proposed_at=NOW, proposed_by=manager)
    address, inspector = at("decide-nomination", suspect, nomination.pk), sign_in(di)
    drawn = Nomination.objects.get(suspect=suspect).version
    said = {"decision": "no", "words": "He is managed by another force already", "version": drawn}
    unread = inspector.post(address, said | {"version": drawn - 1})
    assert "This was changed while you read it. Read it again, then decide." in unread.content.decode()
    assert Nomination.objects.get(suspect=suspect).state == "proposed"

    assert {inspector.post(address, said).status_code for _ in range(2)} == {302}
    assert Nomination.objects.get(suspect=suspect).state == "declined"
    assert "managed by another force" in client.get(at("action", suspect)).content.decode()


def test_a_marker_is_asked_for_placed_and_taken_off(suspect, manager, sign_in):
    client = sign_in(manager)
    said = {"kind": "weapons", "reason": "He carried a knife at two arrests"}
    assert client.post(at("ask-for-marker", suspect), said).status_code == 302
    assert "already" in client.post(at("ask-for-marker", suspect), said).content.decode()
    marker = Marker.objects.get(suspect=suspect)
    page = at("marker", suspect, marker.pk)
    assert "Enter when this was" in client.post(page, {"step": "placed"}).content.decode()
    on = {"on_day": DAY.day, "on_month": DAY.month, "on_year": DAY.year}

    assert client.post(page, {"step": "placed"} | on).status_code == 302
    assert "Enter why" in client.post(page, {"step": "closed"}).content.decode()
    assert client.post(page, {"step": "closed", "words": "Not needed now"}).status_code == 302

    marker.refresh_from_db()
    assert marker.state == "removed"
