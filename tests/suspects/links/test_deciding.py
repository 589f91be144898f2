"""What a decision about a pair does, and which are refused."""

import re
from datetime import date

import pytest
from django.urls import reverse

from soteria.accounts.roles import Role
from suspects import link_jobs
from suspects.models import LinkDecision, Merge, PersonLink, Suspect, SuspectAddress
from suspects.queries import links
from suspects.services import linking, merging
from suspects.services.linking import CannotDecide, Reason
from tests.factories import ForceFactory, SuspectFactory, member
from tests.suspects.links.pair import BORN, on_record, page_of, send

pytestmark = pytest.mark.django_db
CHECKED = r'<input[^>]*value="facts"[^>]* checked'


def test_a_rejected_pair_stays_rejected_however_it_scores(link, analyst):
    linking.reject(*both(link), reason=Reason.IDENTIFIED, words="", by=analyst)

    link_jobs.link_everybody()
    link_jobs.link_some([link.left_id])

    assert PersonLink.objects.get().state == "rejected"
    assert links.count(analyst, links.STATES["waiting"]).number == 0


def both(link):
    return Suspect.objects.get(pk=link.left_id), Suspect.objects.get(pk=link.right_id)


def test_rejecting_twice_is_once_and_the_pair_can_be_put_back(link, analyst, sign_in):
    client = sign_in(analyst)
    for _ in range(2):
        answer = send(client, link, "different", reason="relatives")
    assert "kept apart as different people" in answer.content.decode()
    assert LinkDecision.objects.get().weight == link.weight

    address = reverse("suspects:reopen-link", args=[link.left_id, link.right_id])
    assert "Enter why this pair" in client.post(address, {"words": ""}).content.decode()
    for _ in range(2):
        client.post(address, {"words": "New photograph"})

    assert PersonLink.objects.get().state == "waiting"
    assert [one.kind for one in LinkDecision.objects.order_by("pk")] == ["different", "open"]


def test_another_reason_needs_words(link, analyst, sign_in):
    text = send(sign_in(analyst), link, reason="other").content.decode()

    assert "Enter what you go by" in text and not LinkDecision.objects.exists()
    with pytest.raises(CannotDecide, match="Say what"):
        linking.reject(*both(link), reason=Reason.OTHER, words=" ", by=analyst)


def test_of_two_officers_at_once_the_second_reads_what_the_first_decided(link, analyst, di, elsewhere, sign_in):
    other = member(Role.INTEL_ANALYST, elsewhere)
    send(sign_in(other), link, "different")

    text = send(sign_in(analyst), link, "same").content.decode()

    assert f"{other} decided this first" in text and "different people. You have changed nothing." in text
    assert LinkDecision.objects.count() == 1 and not Merge.objects.exists()


def test_who_confirms_what_was_confirmed_is_told_who_was_first(link, analyst, elsewhere, sign_in):
    other = member(Role.INTEL_ANALYST, elsewhere)
    send(sign_in(other), link)

    assert f"{other} decided so first" in send(sign_in(analyst), link).content.decode()
    assert Merge.objects.count() == 1


@pytest.mark.parametrize(("fact", "words"), [("pnc_id", "PNC IDs differ"), ("cro", "CRO numbers differ")])
def test_strong_identifiers_that_differ_join_nobody(fact, words, here, there, analyst, sign_in):
    Suspect.objects.filter(pk=here.pk).update(**{"pnc_id": "", fact: "84/1A"}, date_of_birth=BORN)
    Suspect.objects.filter(pk=there.pk).update(**{"pnc_id": "", fact: "84/2B"}, surname="Thornbury", forenames="Gareth")
    pair = PersonLink(left_id=min(here.pk, there.pk), right_id=max(here.pk, there.pk))

    assert words in send(sign_in(analyst), pair).content.decode()
    assert not Merge.objects.exists()


def test_two_men_who_are_plainly_different_are_not_joined_by_the_facts_shown(here, case, analyst, sign_in):
    other = on_record(case, forenames="Abdul", surname="Quarshie", date_of_birth=date(1961, 11, 30), sex="M")
    pair = PersonLink(left_id=min(here.pk, other.pk), right_id=max(here.pk, other.pk))
    client = sign_in(analyst)

    assert not re.search(CHECKED, client.get(page_of(pair)).content.decode())
    assert "Select what you go by" in send(client, pair, reason="").content.decode()
    assert "The facts shown speak against it. Say by what else" in send(client, pair, reason="facts").content.decode()
    assert not Merge.objects.exists()
    send(client, pair, reason="identified")
    assert Merge.objects.count() == 1


def test_facts_that_speak_for_one_person_are_chosen_and_join(link, analyst, sign_in):
    client = sign_in(analyst)

    assert re.search(CHECKED, client.get(page_of(link)).content.decode())
    send(client, link, reason="facts")
    assert Merge.objects.get().decision.reason == Reason.FACTS


def test_a_pair_that_may_be_twins_needs_more_than_the_facts_shown(here, there, analyst):
    for one, name in ((here, "Gareth"), (there, "Martin")):
        Suspect.objects.filter(pk=one.pk).update(forenames=name, surname="Thornbury", pnc_id="", date_of_birth=BORN)
        SuspectAddress.objects.create(suspect=one, address="4 Quay Street", postcode="WM1 2AB")

    with pytest.raises(CannotDecide, match="may be twins. Say by what else"):
        merging.confirm(here, there, reason=Reason.FACTS, words="", by=analyst)
    assert merging.confirm(here, there, reason=Reason.IDENTIFIED, words="", by=analyst).pk


def test_one_record_or_records_of_two_forces_are_no_pair(here, analyst):
    stranger = SuspectFactory(force=ForceFactory(code="77", name="Elsewhere"))

    for other, words in ((here, "same record"), (stranger, "two forces")):
        with pytest.raises(CannotDecide, match=words):
            merging.confirm(here, other, reason=Reason.IDENTIFIED, words="", by=analyst)
    with pytest.raises(CannotDecide, match="not rejected"):
        linking.reopen(here, SuspectFactory(), reason=Reason.MISTAKE, words="", by=analyst)
