"""A nomination that waits is heard of by those who decide, and stands on the list until somebody does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Case
from cases.queries import home
from cases.services import restriction
from soteria.accounts.roles import Role
from soteria.alerts.models import Alert
from suspects import nav
from suspects.queries import people
from suspects.queries import plans as queries
from suspects.services import nominations
from tests.factories import CaseFactory, ForceFactory, InvolvementFactory, SuspectFactory, TeamFactory, member
from tests.factories.action import RECORD_SAID, a_draft, list_since
from tests.suspects.plan_pages.conftest import sign_in as purposed  # noqa: F401
from tests.suspects.plan_pages.planned import LIST, at

pytestmark = pytest.mark.django_db
DAY = timezone.localdate()
WHY = "He is a danger now and no other route has him"
sign_in = purposed


@pytest.fixture
def suspect(case):
    return InvolvementFactory(case=case, suspect=SuspectFactory(surname="Nominated")).suspect


@pytest.fixture
def manager(team):
    """An offender manager of the force."""
    return member(Role.OFFENDER_MANAGER, TeamFactory(force=team.force, name="Offender management"))


def nominate(suspect, by, route="pdp", **said):
    draft = nominations.save_draft(suspect, route=route, values=RECORD_SAID | said, by=by)
    return nominations.propose(draft, by=by)


def asked():
    return set(Alert.objects.waiting().filter(kind=nominations.DECIDE).values_list("for_user", flat=True))


def test_those_who_decide_are_asked_once_and_no_more_when_one_did(suspect, case, manager, supervisor, di, oic):
    second = member(Role.SUPERVISOR, case.team)
    member(Role.SUPERVISOR, TeamFactory(force=case.force, name="Other team"))
    member(Role.SUPERVISOR, TeamFactory(force=ForceFactory(code="43", name="Another Force")))

    proposed = nominate(suspect, manager)
    nominations.propose(proposed, by=manager)

    assert asked() == {supervisor.pk, second.pk}
    assert Alert.objects.filter(kind=nominations.DECIDE).count() == 2
    alert = Alert.objects.get(for_user=second)
    assert (alert.case_id, alert.title) == (
        case.pk,
        "The nomination of a suspect waits for your decision: accept or decline it, for a reason",
    )
    assert home.alerts_to_decide(supervisor).count() == 1
    nominations.decide(proposed, is_accepted=True, reason=WHY, by=second)
    assert asked() == set()


def test_nobody_is_asked_about_what_they_wrote(suspect, manager, supervisor, di):
    nominate(suspect, supervisor)

    assert asked() == {di.pk}


def test_without_anybody_of_the_teams_the_leads_hear_and_see_no_case(suspect, manager, lead):
    nominate(suspect, manager)

    assert list(Alert.objects.filter(kind=nominations.DECIDE).values_list("for_user", "case_id")) == [(lead.pk, None)]


def test_nobody_with_a_conflict_of_interest_in_any_case_of_the_suspect_is_asked(suspect, manager, supervisor, di):
    other = CaseFactory(team=TeamFactory(force=suspect.force, name="Other team"))
    InvolvementFactory(case=other, suspect=suspect)
    restriction.declare_conflict(case=other, user=supervisor, reason="Neighbour", by=di)

    nominate(suspect, manager)

    assert asked() == {di.pk}


def test_of_a_restricted_case_nobody_is_asked_who_does_not_see_it(suspect, case, manager, supervisor, di, lead):
    named = member(Role.SUPERVISOR, case.team)
    restriction.restrict_case(case=case, reason="Police suspect", people=[manager, named], by=manager)

    nominate(suspect, manager)

    assert list(Alert.objects.values_list("for_user", "case_id")) == [(named.pk, case.pk)]


def test_of_a_restricted_case_no_lead_hears_in_place_of_an_inspector(suspect, case, manager, supervisor, di, lead):
    assert people.inspectors(suspect, DAY) == [(di, case)]
    named = member(Role.SUPERVISOR, case.team)
    restriction.restrict_case(case=case, reason="Police suspect", people=[named], by=di)

    # Whoever restricts a case is named on it.
    heard = [(di, case), (named, case)]
    assert people.inspectors(suspect, DAY) == people.managers(suspect, DAY) == heard


def test_of_a_child_only_those_who_read_that_list_are_asked(case, manager, supervisor, di):
    child = SuspectFactory(date_of_birth=DAY - timedelta(days=15 * 365))
    InvolvementFactory(case=case, suspect=child)

    nominate(child, di)
    assert asked() == set()
    nominate(child, manager, route="mappa")

    assert asked() == {di.pk}


def test_taking_a_nomination_back_asks_nobody_until_it_is_put_forward_again(suspect, manager, supervisor):
    nominate(suspect, manager)
    nominations.save_draft(suspect, route="pdp", values={"necessity": "He was seen at the school again"}, by=manager)
    assert asked() == set()

    nominations.propose(nominations.open_for(suspect, "pdp"), by=manager)

    assert asked() == {supervisor.pk}


def test_the_list_shows_nominations_to_decide_listed_or_not(suspect, case, manager, di, sign_in):
    listed, planned = (InvolvementFactory(case=case, suspect=SuspectFactory()).suspect for _ in range(2))
    list_since(listed, DAY)
    a_draft(planned, manager)
    nominate(listed, manager)
    proposed = nominate(suspect, manager)
    client = sign_in(di)

    page = client.get(LIST, {"show": "nominated"})

    assert {row.suspect_id for row in page.context["page"].rows} == {listed.pk, suspect.pk}
    assert page.context["total"] == 2 == queries.counts(di, DAY)["nominated"]
    assert "Nominations to decide (2)" in page.content.decode()
    row = next(row for row in page.context["page"].rows if row.suspect_id == suspect.pk)
    assert (row.to_do, row.stands_words) == ("Decide about the nomination", "No plan, and not on the list")
    waiting = {one.words: one.rows.count() for one in nav.plans_waiting(di)}
    assert waiting["with a nomination to decide"] == 2
    said = {"decision": "yes", "words": WHY, "version": proposed.version}
    assert client.post(at("decide-nomination", suspect, proposed.pk), said).status_code == 302
    assert [row.suspect_id for row in client.get(LIST, {"show": "nominated"}).context["page"].rows] == [listed.pk]
    assert queries.counts(di, DAY)["all"] == 2


def test_the_list_leaves_out_whom_the_reader_may_not_see(suspect, case, manager, di, sign_in):
    nominate(suspect, manager)
    elsewhere = member(Role.DI, TeamFactory(force=case.force, name="Other team"))

    rows = sign_in(elsewhere).get(LIST, {"show": "nominated"}).context["page"].rows

    assert rows == ()


def test_the_list_asks_the_same_of_one_and_of_many(case: Case, manager, di, max_queries):
    for number in range(12):
        nominate(InvolvementFactory(case=case, suspect=SuspectFactory(surname=f"S{number}")).suspect, manager)

    with max_queries(3):
        found = queries.page(di, DAY, "nominated", queries.place_of("", ""))

    assert len(found.rows) == 12
