"""Who may know that a case exists, and what opens it. Denials come first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases import jobs
from cases.access import get_case
from cases.models import BreakGlass, Case, CaseAccess
from cases.services import allocation, break_glass, restriction
from soteria.accounts.access import Refused, Unseen
from soteria.accounts.models import Membership, User
from soteria.accounts.roles import MATRIX, Level, Role, Scope, Section
from soteria.alerts.models import Alert
from tests.factories import CaseFactory, TeamFactory, UserFactory, allocate, member

pytestmark = pytest.mark.django_db
REASON = "A caller says that the suspect is at the door now"


def sees(user: User, case: Case) -> bool:
    """Whether the case is in the person's own list."""
    user.__dict__.pop("_reach", None)
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def test_an_outsider_does_not_see_the_case(case, outsider):
    assert not sees(outsider, case)
    with pytest.raises(Unseen):
        get_case(outsider, case.slug, Section.SUMMARY)


def test_a_missing_case_is_refused_as_an_unseen_one_is(case, outsider):
    with pytest.raises(Unseen) as unseen:
        get_case(outsider, case.slug, Section.SUMMARY)
    with pytest.raises(Unseen) as missing:
        get_case(outsider, "55-99999-26", Section.SUMMARY)
    assert str(unseen.value) == str(missing.value)


def test_a_person_without_a_role_sees_nothing(case):
    assert not sees(UserFactory(), case)


@pytest.mark.parametrize("days", [(-20, -1), (1, None)])
def test_a_membership_counts_only_between_its_dates(case, team, days):
    today = timezone.localdate()
    user = UserFactory()
    start, end = days
    Membership.objects.create(
        user=user,
        team=team,
        role=Role.SUPERVISOR,
        starts_on=today + timedelta(days=start),
        ends_on=today + timedelta(days=end) if end else None,
    )
    assert not sees(user, case)


def test_a_superuser_flag_opens_nothing(case):
    assert not sees(UserFactory(is_superuser=True, is_staff=True), case)


def test_a_leaver_sees_nothing(case, supervisor):
    supervisor.is_active = False
    assert not sees(supervisor, case)


def test_another_force_is_out_of_reach_of_force_scope(case):
    elsewhere = TeamFactory(force__code="99", force__name="Eastmarch Police", name="Elsewhere")
    assert not sees(member(Role.INTEL_ANALYST, elsewhere), case)


def test_the_oic_the_team_and_the_force_each_see_their_own(case, oic, supervisor, veo, team):
    analyst = member(Role.INTEL_ANALYST, TeamFactory(name="Intelligence", district=""))
    other = CaseFactory(team=TeamFactory(name="Riverton RASSO", district="Riverton"))
    assert [sees(u, case) for u in (oic, supervisor, veo, analyst)] == [True] * 4
    assert [sees(u, other) for u in (oic, supervisor, veo, analyst)] == [False, False, False, True]


def test_no_case_is_counted_twice_for_a_person_with_several_reaches(case, team, oic):
    Membership.objects.create(user=oic, team=team, role=Role.SUPERVISOR, starts_on=timezone.localdate())
    restriction.name_on_case(case=case, user=oic, by=oic)
    assert Case.objects.visible_to(oic).count() == 1


def test_a_section_out_of_reach_is_forbidden_and_names_who_can_help(case, veo):
    with pytest.raises(Refused) as refused:
        get_case(veo, case.slug, Section.ACCOUNT)
    assert "Supervisor (DS)" in refused.value.sentence


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("section", list(Section))
def test_every_cell_of_the_matrix_allows_its_level_and_denies_the_next(role, section, team):
    cell = MATRIX[role][section]
    case = CaseFactory(team=team)
    user = member(role, team)
    CaseAccess.objects.create(user=user, case=case, reach=CaseAccess.Reach.ALLOCATED)
    on_a_case = Level.NONE if cell.scope in (Scope.NONE, Scope.SELF) else cell.level
    from cases.access import sight_of

    sight = sight_of(user, case, frozenset({CaseAccess.Reach.ALLOCATED}))
    assert sight.may(section, on_a_case)
    assert not sight.may(section, Level(on_a_case + 1)) if on_a_case < Level.FULL else sight.may(section, Level.FULL)


def test_a_restricted_case_is_seen_by_named_people_only(case, oic, supervisor, di, veo):
    restriction.restrict_case(case=case, reason="The suspect is a police officer", people=[oic], by=di)
    assert [sees(u, case) for u in (oic, di, supervisor, veo)] == [True, True, False, False]


def test_a_restriction_needs_a_reason_in_the_database_too(case):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(is_restricted=True, restricted_reason="")


def test_the_last_named_person_stays(case, di):
    restriction.restrict_case(case=case, reason="Staff relative", people=[], by=di)
    with pytest.raises(restriction.CannotRestrict, match="Name somebody else first"):
        restriction.unname(case=case, user=di, by=di)


def test_lifting_a_restriction_gives_the_case_back_to_its_team(case, di, supervisor):
    restriction.restrict_case(case=case, reason="Staff relative", people=[], by=di)
    restriction.lift_restriction(case=case, reason="The relative has left the force", by=di)
    assert sees(supervisor, case)
    assert not CaseAccess.objects.filter(reach=CaseAccess.Reach.NAMED).exists()


def test_a_conflict_of_interest_beats_every_role_and_being_named(case, oic, supervisor, di):
    restriction.restrict_case(case=case, reason="Staff relative", people=[supervisor], by=di)
    restriction.declare_conflict(case=case, user=supervisor, reason="Knows the family", by=di)
    restriction.declare_conflict(case=case, user=oic, reason="Went to school with him", by=oic)
    assert not sees(supervisor, case)
    assert not sees(oic, case)


def test_nobody_lifts_their_own_conflict(case, oic, di):
    bar = restriction.declare_conflict(case=case, user=oic, reason="Neighbour", by=oic)
    with pytest.raises(restriction.CannotRestrict, match="Somebody else"):
        restriction.lift_conflict(bar=bar, reason="No longer neighbours", by=oic)
    restriction.lift_conflict(bar=bar, reason="No longer neighbours", by=di)
    assert sees(oic, case)


def test_a_barred_person_cannot_be_allocated(case, supervisor, di):
    restriction.declare_conflict(case=case, user=supervisor, reason="Neighbour", by=di)
    with pytest.raises(allocation.CannotAllocate, match="conflict of interest"):
        allocation.allocate_oic(case=case, user=supervisor, by=di)


def test_the_former_oic_loses_their_reach_unless_they_still_support(case, oic, outsider, supervisor):
    allocation.allocate_support(case=case, user=oic, duty="deputy", by=supervisor)
    allocation.allocate_oic(case=case, user=outsider, by=supervisor)
    assert sees(oic, case)
    allocation.end_support(allocation=case.allocations.get(user=oic), by=supervisor)
    assert [sees(oic, case), sees(outsider, case)] == [False, True]


def test_a_person_without_a_role_or_who_has_left_cannot_be_allocated(case, supervisor):
    with pytest.raises(allocation.CannotAllocate, match="no role"):
        allocation.allocate_oic(case=case, user=UserFactory(), by=supervisor)
    with pytest.raises(allocation.CannotAllocate, match="has left"):
        allocation.allocate_oic(case=case, user=UserFactory(is_active=False), by=supervisor)


def test_access_until_a_time_ends_by_itself(team):
    handler, case = member(Role.CALL_HANDLER, team), CaseFactory(team=team)
    row = CaseAccess.objects.create(
        user=handler, case=case, reach=CaseAccess.Reach.LOGGED, until=timezone.now() + timedelta(hours=72)
    )
    assert sees(handler, case)
    CaseAccess.objects.filter(pk=row.pk).update(until=timezone.now() - timedelta(seconds=1))
    assert not sees(handler, case)


# --- Emergency access -----------------------------------------------------------------------------------------------


def test_emergency_access_opens_reading_for_sixty_minutes_and_tells_the_inspector(case, outsider, di, auditor):
    broken = break_glass.break_glass(reference=case.reference, reason=REASON, by=outsider)

    opened = get_case(outsider, case.slug, Section.SAFE_CONTACT)
    assert broken.ends_at - broken.started_at == timedelta(minutes=60)
    assert not opened.sight.may(Section.SAFE_CONTACT, Level.FULL)
    assert set(Alert.objects.values_list("for_user", flat=True)) == {di.pk, auditor.pk}
    assert "55/20001/26" in Alert.objects.first().title


def test_emergency_access_ends_by_itself_and_its_row_is_swept(case, outsider):
    broken = break_glass.break_glass(reference=case.reference, reason=REASON, by=outsider)
    later = broken.ends_at + timedelta(seconds=1)
    BreakGlass.objects.filter(pk=broken.pk).update(ends_at=timezone.now() - timedelta(seconds=1))
    CaseAccess.objects.filter(user=outsider).update(until=timezone.now() - timedelta(seconds=1))

    assert not sees(outsider, case)
    assert [jobs.end_break_glass(later), jobs.end_break_glass(later)] == [1, 0]
    assert not CaseAccess.objects.filter(user=outsider, case=case).exists()


def test_emergency_access_asked_twice_is_one(case, outsider):
    first = break_glass.break_glass(reference=case.reference, reason=REASON, by=outsider)
    assert break_glass.break_glass(reference=case.slug, reason=REASON, by=outsider).pk == first.pk
    assert BreakGlass.objects.count() == 1


def test_emergency_access_opens_a_restricted_case(case, supervisor, di):
    restriction.restrict_case(case=case, reason="Police suspect", people=[], by=di)
    break_glass.break_glass(reference=case.reference, reason=REASON, by=supervisor)
    assert sees(supervisor, case)


@pytest.mark.parametrize("reference", ["55/99999/26", "55/20001/26"])
def test_missing_and_barred_cases_are_refused_in_the_same_words(case, outsider, di, reference):
    restriction.declare_conflict(case=case, user=outsider, reason="Brother of the suspect", by=di)
    with pytest.raises(break_glass.CannotBreakGlass) as refused:
        break_glass.break_glass(reference=reference, reason=REASON, by=outsider)
    assert str(refused.value) == break_glass.REFUSED


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.LEAD, Role.PERFORMANCE_ANALYST])
def test_roles_without_cases_cannot_break_in(case, team, role):
    with pytest.raises(break_glass.CannotBreakGlass, match="ring the duty inspector"):
        break_glass.break_glass(reference=case.reference, reason=REASON, by=member(role, team))


def test_emergency_access_needs_a_reason_that_explains(case, outsider):
    with pytest.raises(break_glass.CannotBreakGlass, match="who is at risk"):
        break_glass.break_glass(reference=case.reference, reason="urgent", by=outsider)


def test_nobody_reviews_their_own_emergency_access(case, outsider, di):
    broken = break_glass.break_glass(reference=case.reference, reason=REASON, by=outsider)
    with pytest.raises(break_glass.CannotBreakGlass, match="Somebody else"):
        break_glass.review(broken=broken, finding="Fine", by=outsider)
    with pytest.raises(break_glass.CannotBreakGlass, match="what your review found"):
        break_glass.review(broken=broken, finding=" ", by=di)
    assert break_glass.review(broken=broken, finding="Needed: the caller was at risk", by=di).reviewed_by == di


# --- The access table is proved against its facts ---------------------------------------------------------------------


def test_a_true_access_table_is_left_alone(case, di):
    restriction.restrict_case(case=case, reason="Police suspect", people=[], by=di)
    assert jobs.prove_access() == jobs.Proof(0, 0)


def test_the_sweep_mends_lost_and_invented_access_rows(case, outsider, di):
    restriction.declare_conflict(case=case, user=di, reason="Neighbour", by=outsider)
    CaseAccess.objects.filter(reach__in=["allocated", "barred"]).delete()
    CaseAccess.objects.create(user=outsider, case=case, reach=CaseAccess.Reach.NAMED)

    assert jobs.prove_access() == jobs.Proof(added=3, removed=1)
    assert not sees(outsider, case)
    assert jobs.prove_access() == jobs.Proof(0, 0)


def test_visible_to_reads_in_one_query_whatever_the_roles(case, supervisor, max_queries):
    list(Case.objects.visible_to(supervisor))
    with max_queries(1):
        assert list(Case.objects.visible_to(supervisor)) == [case]


def test_the_oic_can_be_changed_back(case, oic, supervisor, team):
    other = member(Role.OIC, team)
    allocation.allocate_oic(case=case, user=other, by=supervisor)
    allocation.allocate_oic(case=case, user=oic, by=supervisor)
    assert [sees(oic, case), sees(other, case)] == [True, False]
    assert allocate(case, oic).version == 3
