"""Whom a suspect may be, told while a case is logged."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import CaseDraft
from cases.services import restriction
from soteria.accounts.roles import Role
from soteria.audit.models import AuditEvent
from suspects.models import Suspect
from suspects.queries.alike import Asked, find_alike, visible_suspects
from suspects.services import merging
from suspects.services.linking import Reason
from tests.factories import allocate, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(oic):
    return CaseDraft.objects.create(owner=oic, key=uuid4())


TYPED = {"kind": "known", "forenames": "Garreth", "surname": "Thornberry"}


def test_who_logs_a_case_reads_at_once_whom_the_suspect_may_be(here, case, oic, draft, sign_in):
    allocate(case, oic)
    client, address = sign_in(oic), reverse("suspects:log-possible", args=[draft.key])

    text = client.post(address, TYPED).content.decode()

    assert "Possibly the same as Gareth Thornbury, in 1 other case." in text
    assert AuditEvent.objects.filter(verb="searched", actor_id=oic.pk).exists()
    for nothing in ({}, {"kind": "unknown"}, {"kind": "known", "surname": "Walker"}, {"kind": "known"}):
        assert client.post(address, nothing).content.decode().strip() == ""
    assert client.get(address).status_code == 405


def test_a_hidden_or_restricted_record_is_nobody_while_logging(here, there, case, oic, di, draft, sign_in):
    address = reverse("suspects:log-possible", args=[draft.key])
    restriction.restrict_case(case=case, reason="Police suspect", people=[], by=di)
    other = member(Role.OIC, case.team)
    theirs = CaseDraft.objects.create(owner=other, key=uuid4())

    assert sign_in(other).post(reverse("suspects:log-possible", args=[theirs.key]), TYPED).content.strip() == b""
    assert sign_in(other).post(address, TYPED).status_code == 404


def test_a_child_or_colleague_is_nobody_in_the_notice_while_logging(here, case, oic, draft, sign_in):
    allocate(case, oic)
    client, address = sign_in(oic), reverse("suspects:log-possible", args=[draft.key])
    assert "Gareth Thornbury" in client.post(address, TYPED).content.decode()

    Suspect.objects.filter(pk=here.pk).update(date_of_birth=timezone.localdate() - timedelta(days=15 * 365))

    assert client.post(address, TYPED).content.strip() == b""


def test_a_folded_record_is_not_offered_to_choose(link, analyst, here, there, case, oic):
    for one in (here, there):
        allocate(one.involvements.get().case, oic)
    made = merging.confirm(here, there, reason=Reason.IDENTIFIED, words="", by=analyst)

    assert [one.pk for one in find_alike(oic, Asked("Garreth", "Thornberry"))] == [made.kept_id]
    assert not visible_suspects(oic).filter(pk=made.folded_id).exists()
