"""What the services of access refuse, and what they do a second time: nothing."""

import pytest

from cases.models import Allocation, BreakGlass, CaseAccess, ConflictBar
from cases.services import allocation, break_glass, restriction
from soteria.audit import queries as audit
from tests.factories import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def restricted(case, oic, di):
    return restriction.restrict_case(case=case, reason="The suspect is a police officer", people=[oic], by=di)


def entries(case):
    return len(audit.of_case(case.pk, limit=500))


def test_a_case_is_restricted_and_opened_with_a_reason_only(case, oic, di):
    with pytest.raises(restriction.CannotRestrict, match="Enter a reason for restricting"):
        restriction.restrict_case(case=case, reason=" ", people=[oic], by=di)
    with pytest.raises(restriction.CannotRestrict, match="Enter a reason for lifting"):
        restriction.lift_restriction(case=case, reason=" ", by=di)
    case.refresh_from_db()
    assert not case.is_restricted


def test_nobody_with_a_conflict_is_named(restricted, supervisor, di):
    restriction.declare_conflict(case=restricted, user=supervisor, reason="Related to the suspect", by=di)
    with pytest.raises(restriction.CannotRestrict, match="has a conflict of interest"):
        restriction.name_on_case(case=restricted, user=supervisor, by=di)
    assert not CaseAccess.objects.filter(user=supervisor, reach=CaseAccess.Reach.NAMED).exists()


def test_the_last_named_person_stays(restricted, oic, di):
    restriction.unname(case=restricted, user=oic, by=di)
    with pytest.raises(restriction.CannotRestrict, match="Name somebody else first"):
        restriction.unname(case=restricted, user=di, by=di)
    assert CaseAccess.objects.filter(case=restricted, user=di, reach=CaseAccess.Reach.NAMED).exists()


def test_a_conflict_is_declared_with_its_reason_and_once(case, supervisor, di):
    with pytest.raises(restriction.CannotRestrict, match="Enter what the conflict of interest is"):
        restriction.declare_conflict(case=case, user=supervisor, reason="", by=di)
    bar = restriction.declare_conflict(case=case, user=supervisor, reason="Related to the suspect", by=di)
    before = entries(case)

    assert restriction.declare_conflict(case=case, user=supervisor, reason="Again", by=di) == bar
    assert entries(case) == before
    assert ConflictBar.objects.get().reason == "Related to the suspect"


def test_a_conflict_is_lifted_by_another_with_a_reason_and_once(case, supervisor, di):
    bar = restriction.declare_conflict(case=case, user=supervisor, reason="Related to the suspect", by=supervisor)
    with pytest.raises(restriction.CannotRestrict, match="Somebody else must lift"):
        restriction.lift_conflict(bar=bar, reason="It is over", by=supervisor)
    with pytest.raises(restriction.CannotRestrict, match="Enter why the conflict of interest has ended"):
        restriction.lift_conflict(bar=bar, reason=" ", by=di)

    restriction.lift_conflict(bar=bar, reason="It was another man", by=di)
    before = entries(case)
    restriction.lift_conflict(bar=bar, reason="It was another man", by=di)
    assert entries(case) == before
    assert not CaseAccess.objects.filter(user=supervisor, reach=CaseAccess.Reach.BARRED).exists()


def test_a_case_can_be_left_without_an_officer(case, oic, supervisor):
    assert allocation.allocate_oic(case=case, user=None, by=supervisor).oic is None
    assert not CaseAccess.objects.filter(case=case, user=oic, reach=CaseAccess.Reach.ALLOCATED).exists()


def test_support_is_given_once_and_ends_once(case, supervisor, team):
    helper = member("veo", team)
    given = allocation.allocate_support(case=case, user=helper, duty="veo", by=supervisor)
    assert allocation.allocate_support(case=case, user=helper, duty="veo", by=supervisor) == given

    allocation.end_support(allocation=given, by=supervisor)
    ended = Allocation.objects.get(pk=given.pk).ends_at
    before = entries(case)
    allocation.end_support(allocation=given, by=supervisor)
    assert Allocation.objects.get(pk=given.pk).ends_at == ended
    assert entries(case) == before


def test_whoever_sees_a_case_has_no_need_to_break_in(case, oic):
    with pytest.raises(break_glass.CannotBreakGlass, match="You can already open this case"):
        break_glass.break_glass(reference=case.reference, reason="She is at risk tonight", by=oic)
    assert not BreakGlass.objects.exists()


def test_a_review_is_made_once(restricted, supervisor, di, lead):
    broken = break_glass.break_glass(reference=restricted.reference, reason="She is at risk tonight", by=supervisor)
    first = break_glass.review(broken=broken, finding="It was needed", by=di)
    again = break_glass.review(broken=broken, finding="It was not", by=di)

    assert (first.review, again.review) == ("It was needed", "It was needed")
