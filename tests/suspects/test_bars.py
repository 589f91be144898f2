"""A conflict of interest in one case of a suspect: nobody acts on him by another case."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.services import restriction
from soteria.accounts.roles import Role
from soteria.audit.models import AuditEvent
from suspects.models import DisruptionPlan, Judgement, LinkDecision, Nomination, NoPlan, Unmerge
from suspects.queries.bars import not_barred_from
from suspects.services import merging, plans
from tests.factories import CaseFactory, InvolvementFactory, SuspectFactory, TeamFactory, member
from tests.factories.action import PLAN_SAID, RECORD_SAID, a_draft, list_since, stand

pytestmark = pytest.mark.django_db
NEUTRAL = "You cannot do this for this suspect. Ask your supervisor who can."


@pytest.fixture
def manager(team):
    """Writes plans for suspects of the force."""
    return member(Role.OFFENDER_MANAGER, TeamFactory(force=team.force, name="Offender management"))


@pytest.fixture
def suspect(case):
    """Somebody of the team's case, on the list."""
    suspect = InvolvementFactory(case=case).suspect
    list_since(suspect, timezone.localdate() - timedelta(days=40))
    return suspect


@pytest.fixture
def bar(suspect, team, di, supervisor, manager):
    """The inspector and the manager are barred from another case of the same man."""
    other = CaseFactory(team=team, reference="55/41001/26")
    InvolvementFactory(case=other, suspect=suspect)
    for person in (di, manager):
        restriction.declare_conflict(case=other, user=person, reason="His neighbour", by=supervisor)
    return other


@pytest.fixture
def sign_in(sign_in):
    """A client of somebody who, where their role reads the force, has said what for."""

    def looking(user):
        client = sign_in(user)
        client.post(reverse("suspects:list-purpose"), {"purpose": "Weekly tasking meeting"})
        return client

    return looking


def at(name, *rest):
    return reverse(f"suspects:{name}", args=rest)


def refused(answer):
    assert answer.status_code == 403
    assert NEUTRAL in answer.content.decode()
    assert "conflict" not in answer.content.decode().lower()
    return True


def a_judgement(suspect, by):
    today = timezone.localdate()
    said = {
        "points": 8,
        "reason": "access",
        "words": "Has moved in with somebody who has two small children",
        "evidence": "Report 12",
    }
    return Judgement.objects.create(
        suspect=suspect,
        rests_on_acquittal=False,
        starts_on=today,
        ends_on=today + timedelta(days=30),
        key=uuid4(),
        authored_at=timezone.now(),
        authored_by=by,
        **said,
    )


def test_no_plan_is_written_or_approved_and_none_is_waived(suspect, bar, supervisor, manager, di, sign_in):
    plan = plans.send_plan(a_draft(suspect, supervisor), by=supervisor)
    inspector, writer = sign_in(di), sign_in(manager)

    assert refused(inspector.get(at("decide-plan", suspect.pk)))
    assert refused(inspector.post(at("decide-plan", suspect.pk), {"decision": "yes", "version": plan.version}))
    waived = {"reason": "custody", "words": "In prison with no release this month", "review_days": "28"}
    assert refused(inspector.post(at("no-plan", suspect.pk), waived))
    assert refused(writer.post(at("write-plan", suspect.pk), PLAN_SAID | {"act": "save"}))

    plan.refresh_from_db()
    assert (plan.state, plan.authors) == ("sent", [supervisor.pk])
    assert not NoPlan.objects.exists()
    assert DisruptionPlan.objects.count() == 1
    assert AuditEvent.objects.filter(verb="refused").exists()


def test_nobody_is_nominated_and_no_nomination_is_decided(suspect, bar, supervisor, manager, di, sign_in):
    facts = {"route": "mosovo", "drafted_at": timezone.now(), "drafted_by": supervisor, "authors": [supervisor.pk]}
    proposed = {"state": "proposed", "proposed_at": timezone.now(), "proposed_by": supervisor}
    found = Nomination.objects.create(suspect=suspect, **facts, **proposed, **RECORD_SAID)

    said = {"decision": "no", "words": "He is managed by another force already", "version": found.version}
    assert refused(sign_in(di).post(at("decide-nomination", suspect.pk, found.pk), said))
    written = RECORD_SAID | {"act": "save", "version": "0", "drawn_from": "{}"}
    assert refused(sign_in(manager).post(at("write-nomination", suspect.pk, "matac"), written))

    assert list(Nomination.objects.values_list("route", "state")) == [("mosovo", "proposed")]


def test_no_judgement_is_put_forward_authorised_or_withdrawn(suspect, bar, supervisor, manager, di, sign_in):
    stand(suspect)
    judgement = a_judgement(suspect, supervisor)
    inspector = sign_in(di)

    assert refused(sign_in(manager).get(at("propose-judgement", suspect.pk)))
    assert refused(inspector.post(at("authorise-judgement", judgement.pk), {"decision": "yes"}))
    assert refused(inspector.post(at("withdraw-judgement", judgement.pk), {"why": "It is not so"}))

    judgement.refresh_from_db()
    assert (judgement.authorised_at, judgement.withdrawn_at) == (None, None)


def test_no_pair_is_joined_parted_or_decided(suspect, bar, team, supervisor, di, sign_in):
    other = InvolvementFactory(
        case=CaseFactory(team=team, reference="55/41002/26"), suspect=SuspectFactory(surname="Thornberry")
    ).suspect
    client, pair = sign_in(di), sorted((suspect.pk, other.pk))
    said = {"reason": "identified", "words": ""}

    for act in ("same", "different"):
        assert client.post(at("decide-link", *pair), said | {"act": act}).status_code == 403
    assert not LinkDecision.objects.exists()
    assert "Confirm: the same person" not in client.get(at("link", *pair)).content.decode()
    merge = merging.confirm(suspect, other, reason="identified", words="", by=supervisor)
    undone = {"kind": "open", "reason": "mistake", "words": "Not he"}
    assert client.post(at("undo-merge", merge.pk), undone).status_code == 403
    assert not Unmerge.objects.exists()


def test_a_bar_holds_for_records_that_were_joined_and_for_no_other_man(suspect, bar, team, supervisor, di):
    elsewhere = [
        InvolvementFactory(
            case=CaseFactory(team=team, reference=f"55/4200{n}/26"), suspect=SuspectFactory(surname=f"S{n}")
        ).suspect
        for n in (1, 2)
    ]
    assert all(not_barred_from(di, one.pk) for one in elsewhere)

    merging.confirm(suspect, elsewhere[0], reason="identified", words="", by=supervisor)

    assert not not_barred_from(di, elsewhere[0].pk)
    assert not not_barred_from(di, suspect.pk)
    assert not_barred_from(di, elsewhere[1].pk)
    assert not_barred_from(supervisor, suspect.pk, elsewhere[0].pk)


def test_a_bar_that_was_lifted_bars_nobody(suspect, bar, supervisor, di):
    assert not not_barred_from(di, suspect.pk)

    restriction.lift_conflict(bar=bar.bars.get(user=di), reason="He moved away", by=supervisor)

    assert not_barred_from(di, suspect.pk)
