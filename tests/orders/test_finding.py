"""Whoever hears of a breach finds its case, among those where they may log one; and says what shows it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case
from cases.services import names, restriction
from cases.services.names import NameRow
from orders.models import Breach, BreachEvidence
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from soteria.audit.models import AuditEvent
from tests.factories import CaseFactory, TeamFactory, VictimFactory, allocate, member, support
from tests.factories.forms import sent_back
from tests.factories.orders import a_bail, ago
from tests.orders.paging import boxes, place, url

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
FIND = "/breaches/log/"


def find(client: Client, typed: str) -> Any:
    return client.post(reverse("orders:find-to-log"), {"typed": typed, "purpose": "A call came in"})


def test_an_exact_reference_leads_to_the_form_at_once(case: Case, oic: User, veo: User, sign_in: SignIn) -> None:
    a_bail(case)

    answers = [find(sign_in(person), case.reference) for person in (oic, veo)]

    assert [answer.url for answer in answers] == [url("log-breach", case)] * 2
    assert AuditEvent.objects.filter(verb="searched").count() == 2


def test_a_name_of_a_suspect_or_a_victim_finds_the_case(case: Case, oic: User, sign_in: SignIn) -> None:
    victim = VictimFactory(case=case, forenames="Rosalind", surname="Ashdown")
    suspect = a_bail(case).arrest.suspect
    names.index([NameRow(case.pk, "victim", victim.pk, "Rosalind", "Ashdown")])
    names.index([NameRow(case.pk, "suspect", suspect.pk, suspect.forenames, suspect.surname)])
    client = sign_in(oic)

    for name in ("Thornbury", "Ashdown"):
        body = find(client, name).content.decode()
        assert f"Log a breach in case {case.reference}" in body and name in body
    assert "Enter at least 3 letters" in find(client, "Q").content.decode()
    assert "No case on which you may log a breach" in find(client, "Nobodyson").content.decode()


def test_a_call_handler_finds_the_case_of_their_own_call_and_no_other(case: Case, sign_in: SignIn) -> None:
    handler = member(Role.CALL_HANDLER, TeamFactory(name="Control room", force=case.force))
    client = sign_in(handler)

    assert "No case on which you may log a breach" in find(client, case.reference).content.decode()
    support(case, handler)

    assert find(client, case.reference).url == url("log-breach", case)
    assert "No case on which you may log a breach" in find(client, "Thornbury").content.decode()


def test_a_restricted_case_is_not_found(case: Case, supervisor: User, di: User, sign_in: SignIn) -> None:
    hidden = allocate(CaseFactory(team=case.team), di)
    restriction.restrict_case(case=hidden, reason="Police suspect", people=[di], by=di)

    assert "No case on which you may log a breach" in find(sign_in(supervisor), hidden.reference).content.decode()


def test_roles_that_reach_no_bail_do_not_log(case: Case, lead: User, sign_in: SignIn) -> None:
    assert sign_in(lead).get(FIND).status_code == 403
    assert sign_in(member(Role.SOLO, case.team)).get(FIND).status_code == 403


def test_what_was_done_and_what_shows_it_is_kept_with_the_breach(case: Case, oic: User, sign_in: SignIn) -> None:
    a_bail(case)
    client = sign_in(oic)
    page = sent_back(client.get(url("log-breach", case)))
    assert page["toward"] == ["victim"]  # whom the only condition protects
    said = {"account": "She saw him on the camera.", "told_by": "victim", "acts": ["approach", "contact"]}
    said |= {"means": ["in_person"], "occasions": "2", "evidence": ["doorbell", "tag"]}
    said |= {"reference_doorbell": "RA/1", "kept_doorbell": "Exhibit store"}

    client.post(url("log-breach", case), page | boxes("happened_at", ago(hours=1)) | said)

    breach = Breach.objects.get()
    assert (breach.acts, breach.toward, breach.means, breach.occasions) == (
        ["approach", "contact"],
        ["victim"],
        ["in_person"],
        2,
    )
    kept = breach.evidence.order_by("pk").values_list("kind", "reference", "kept_where")
    assert list(kept) == [("doorbell", "RA/1", "Exhibit store"), ("tag", "", "")]
    body = client.get(place(case)).content.decode()
    assert "Came near, or waited nearby" not in body.split("Breaches (1)")[0]
    assert "Made contact; came near, or waited nearby. The victim. In person. On 2 occasions" in body
    assert "Doorbell video, RA/1. Kept: Exhibit store" in body and "Nobody has it yet" in body


def test_more_evidence_is_added_once(case: Case, oic: User, veo: User, breach: Breach, sign_in: SignIn) -> None:
    client, path = sign_in(veo), url("add-evidence", case, breach.pk)
    sent = sent_back(client.get(path)) | {"evidence": ["message"], "reference_message": "Two pictures"}

    empty = client.post(path, sent | {"evidence": []}).content.decode()
    answers = [client.post(path, sent) for _ in range(2)]

    assert "Select what shows it" in empty
    assert [answer.status_code for answer in answers] == [302, 302]
    piece = BreachEvidence.objects.get()
    assert (piece.kind, piece.reference, piece.recorded_by) == ("message", "Two pictures", veo)
    assert AuditEvent.objects.get(verb="breach.evidence_added").after == {"kinds": ["message"]}
    assert "Two pictures" not in client.get(place(case)).content.decode()
