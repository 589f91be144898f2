"""Custody and disputes: recorded once, decided, withdrawn with a reason."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from soteria.audit.models import AuditEvent
from suspects.models import Custody, Dispute, Suspect
from suspects.services import circumstances
from suspects.services.circumstances import CannotRecord
from tests.factories import InvolvementFactory, SuspectFactory
from tests.suspects.lists.listed import LIST, accuse, score_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("weights")]


def boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_custody_is_kept_by_who_keeps_the_case_and_nobody_else(team, case, oic, outsider, veo, sign_in):
    part = InvolvementFactory(case=case)
    address = reverse("suspects:record-circumstance", args=[part.suspect_id, "custody"])

    assert sign_in(outsider).get(address).status_code == 404
    assert sign_in(veo).get(address).status_code == 403
    assert sign_in(oic).get(address).status_code == 200
    unknown = reverse("suspects:record-circumstance", args=[part.suspect_id, "hat"])
    assert sign_in(oic).get(unknown).status_code == 404


def test_custody_is_recorded_once_keeps_what_was_typed_and_goes_back_to_the_case(case, oic, sign_in):
    part = InvolvementFactory(case=case)
    client = sign_in(oic)
    back = reverse("cases:place", args=[case.slug, "suspects"])
    address = reverse("suspects:record-circumstance", args=[part.suspect_id, "custody"]) + f"?back={back}"
    today = timezone.localdate()

    wrong = client.post(address, {"kind": "serving", **boxes("on", today)})
    assert "Enter the earliest release date of the sentence" in wrong.content.decode()
    assert wrong.context["form"]["kind"].value() == "serving"
    typed = {"kind": "serving", **boxes("on", today), **boxes("until", today + timedelta(days=400))}
    key = client.get(address).wsgi_request.once_key
    for _ in range(2):
        assert client.post(address, typed | {"form_key": str(key)})["Location"] == back
    assert Custody.objects.count() == 1
    assert AuditEvent.objects.filter(verb="suspect.custody_recorded").count() == 1


def test_a_dispute_marks_the_list_until_it_is_decided(team, oic, supervisor, sign_in):
    part = accuse(team)
    score_all()
    client = sign_in(supervisor)
    address = reverse("suspects:record-circumstance", args=[part.suspect_id, "dispute"])
    client.post(address, {"what": "I was abroad that week", **boxes("on", timezone.localdate())})
    dispute = Dispute.objects.get()

    assert client.get(LIST).context["page"].rows[0].is_disputed
    assert "Waits for a decision" in client.get(address).content.decode()
    decide = reverse("suspects:decide-dispute", args=[part.suspect_id, dispute.pk])
    assert "Select what was decided" in client.post(decide, {"outcome": "", "why": ""}).content.decode()
    for outcome in ("stands", "put_right"):
        client.post(decide, {"outcome": outcome, "why": "Passport records do not show it"})
    dispute.refresh_from_db()
    assert (dispute.outcome, dispute.decided_by) == ("stands", supervisor)
    assert not client.get(LIST).context["page"].rows[0].is_disputed


def test_what_was_recorded_by_mistake_is_withdrawn_with_a_reason_and_stays_to_be_read(team, supervisor, sign_in):
    part = accuse(team)
    row = circumstances.record_custody(
        part.suspect, kind="remanded", on=timezone.localdate(), until=None, by=supervisor
    )
    client = sign_in(supervisor)
    address = reverse("suspects:withdraw-circumstance", args=[part.suspect_id, "custody", row.pk])

    assert "Enter why this status is withdrawn" in client.post(address, {"why": ""}).content.decode()
    for _ in range(2):
        assert client.post(address, {"why": "Bailed by the court"}).status_code == 302
    page = client.get(reverse("suspects:record-circumstance", args=[part.suspect_id, "custody"])).content.decode()
    assert "Bailed by the court" in page
    assert AuditEvent.objects.filter(verb="suspect.circumstance_withdrawn").count() == 1
    missing = reverse("suspects:withdraw-circumstance", args=[part.suspect_id, "custody", row.pk + 1])
    assert client.get(missing).status_code == 404


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "serving", "on": 0, "until": None}, "until"),
        ({"kind": "remanded", "on": 1, "until": None}, "on"),
        ({"kind": "remanded", "on": 0, "until": -1}, "until"),
    ],
)
def test_dates_that_do_not_fit_are_refused(facts, field, oic):
    today = timezone.localdate()
    days = {k: today + timedelta(days=v) if isinstance(v, int) else v for k, v in facts.items()}

    with pytest.raises(CannotRecord) as refusal:
        circumstances.record_custody(SuspectFactory(), **days, by=oic)

    assert refusal.value.field == field
    assert not Custody.objects.exists()


@pytest.mark.parametrize("blank", ["", "  "])
def test_no_dispute_and_no_withdrawal_is_without_words(blank, oic):
    suspect, today = SuspectFactory(), timezone.localdate()
    with pytest.raises(CannotRecord):
        circumstances.record_dispute(suspect, what=blank, on=today, by=oic)
    row = circumstances.record_dispute(suspect, what="Not me", on=today, by=oic)
    with pytest.raises(CannotRecord):
        circumstances.decide_dispute(row, outcome="stands", why=blank, by=oic)
    with pytest.raises(CannotRecord):
        circumstances.withdraw(row, why=blank, by=oic)
    assert Dispute.objects.get().outcome == "" and Suspect.objects.count() == 1
