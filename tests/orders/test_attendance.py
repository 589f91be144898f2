"""Arrest or voluntary attendance: who may decide and see, what a decision must say, and the second mind."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.services import restriction
from orders.models import Attendance
from orders.queries import attendance as queries
from orders.rules.faults import NotRecorded, SentBefore
from orders.services import attendance as services
from soteria.accounts.roles import Role
from soteria.alerts import escalation
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from soteria.clocks.services import load_limits
from suspects.services import weights
from tests.factories import CaseFactory, InvolvementFactory, OffenceFactory, TeamFactory, allocate, member
from tests.factories.action import list_since, stand
from tests.factories.orders import ATTENDANCE, an_arrest, an_attendance, suspect_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def suspect(case):
    return suspect_in(case)


@pytest.fixture
def repeat(suspect):
    """The same suspect, a repeat suspect by the force's definition."""
    stand(suspect, 20, is_repeat=True)
    return suspect


def page_of(case):
    return reverse("cases:place", args=[case.slug, "bail-and-orders"])


def decide(case):
    return reverse("orders:decide-attendance", args=[case.slug])


# ------------------------------------------------------------------------------------------------------- who may


def test_whoever_does_not_keep_bail_decides_nothing(case, suspect, oic, veo, lead, outsider, sign_in):
    wanted = {lead: 403, outsider: 404, veo: 403, oic: 200}
    for person, status in wanted.items():
        assert sign_in(person).get(decide(case)).status_code == status


def test_only_who_decides_on_the_case_approves(case, repeat, oic, sign_in):
    found = an_attendance(case, repeat)
    page = reverse("orders:approve-attendance", args=[case.slug, found.pk])
    stranger = member(Role.SUPERVISOR, TeamFactory(force=case.force, name="Riverton RASSO", district="Riverton"))

    assert sign_in(oic).get(page).status_code == 403
    assert sign_in(stranger).get(page).status_code == 404
    with pytest.raises(NotRecorded, match="supervisor of the team"):
        services.approve_attendance(found, is_approved=True, words="", by=stranger)


def test_a_restricted_case_makes_nobody_a_repeat_suspect(case, suspect, team, di):
    weights.load()
    hidden = CaseFactory(team=team, reference="55/40002/26")
    InvolvementFactory(case=hidden, suspect=suspect)
    for each in (case, hidden):
        OffenceFactory(case=each)
    assert an_attendance(case, suspect).state == "waiting"
    restriction.restrict_case(case=hidden, reason="Police suspect", people=[], by=di)

    assert an_attendance(case, suspect).state == "decided"


# -------------------------------------------------------------------------------------------------- the decision


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"risk": "Low"}, "risk"),
        ({"reason": "He agreed"}, "reason"),
        ({"option": "arrest"}, "necessity"),
        ({"victim_view": "given"}, "victim_words"),
        ({"bail_need": "needed"}, "bail_need"),
    ],
)
def test_a_decision_lacks_nothing(said, field, case, suspect):
    with pytest.raises(NotRecorded) as refusal:
        an_attendance(case, suspect, **said)

    assert [fault.field for fault in refusal.value.faults] == [field]
    assert not Attendance.objects.exists()


def test_only_a_suspect_of_the_case_is_decided_about(case, suspect):
    other = InvolvementFactory(case=CaseFactory(team=case.team, reference="55/40003/26")).suspect

    with pytest.raises(NotRecorded, match="suspect of this case"):
        an_attendance(case, other)


def test_a_form_sent_twice_is_one_decision_and_another_with_its_key_is_refused(case, suspect):
    key = uuid4()
    first = an_attendance(case, suspect, key=key)

    assert an_attendance(case, suspect, key=key) == first
    with pytest.raises(SentBefore):
        an_attendance(case, suspect, key=key, reason="Another reason, typed after going back")
    assert AuditEvent.objects.filter(verb="attendance.decided").count() == 1


def test_an_arrest_and_a_first_report_stand_at_once(case, repeat):
    arrest = an_attendance(case, repeat, option="arrest", necessity=["protect"], bail_need="needed")

    assert (arrest.state, arrest.is_repeat, arrest.necessity) == ("decided", True, ["protect"])
    assert not Alert.objects.exists()


def test_a_repeat_suspect_attends_once_a_supervisor_agrees(case, repeat, supervisor, oic):
    found = an_attendance(case, repeat)

    assert (found.state, found.is_repeat) == ("waiting", True)
    assert Alert.objects.get(kind=services.KIND).for_user == supervisor
    with pytest.raises(NotRecorded, match="why it is not approved"):
        services.approve_attendance(found, is_approved=False, words=" ", by=supervisor)

    done = services.approve_attendance(found, is_approved=True, words="", by=supervisor)

    assert (done.state, done.approved_by) == ("approved", supervisor)
    assert not Alert.objects.waiting().filter(kind=services.KIND).exists()
    assert Alert.objects.get(kind="orders.attendance_answered").for_user == oic
    assert services.approve_attendance(done, is_approved=True, words="", by=supervisor) == done
    with pytest.raises(NotRecorded, match="does not wait"):
        services.approve_attendance(done, is_approved=False, words="No", by=supervisor)


def test_nobody_approves_their_own_decision_nor_does_the_database(case, repeat, supervisor, di):
    found = an_attendance(case, repeat, by=supervisor)

    assert Alert.objects.get(kind=services.KIND).for_user == di
    with pytest.raises(NotRecorded, match="Another supervisor"):
        services.approve_attendance(found, is_approved=True, words="", by=supervisor)
    for wrong in (
        {"state": "approved", "approved_by": supervisor, "approved_at": found.decided_at},
        {"state": "decided"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attendance.objects.filter(pk=found.pk).update(**wrong)


def test_the_force_hears_where_nobody_of_the_team_may_approve(case, repeat, lead):
    an_attendance(case, repeat)

    told = Alert.objects.get(kind=services.KIND)
    assert (told.for_user, told.case_id) == (lead, None)
    assert told.title.startswith(f"Case {case.reference}: nobody is there to see to this. ")


def test_what_the_force_heard_of_approval_goes_up_to_the_lead(case, repeat, lead):
    inspector = member(Role.DI, TeamFactory(force=case.force, name="Other team"))
    load_limits()
    an_attendance(case, repeat)

    escalation.sweep(timezone.now() + timedelta(days=2))

    heard = Alert.objects.filter(kind=services.KIND, case_id=None, concerns_id=case.pk)
    assert sorted(heard.values_list("for_user", flat=True)) == sorted([inspector.pk, lead.pk])


def test_whoever_is_merely_listed_is_no_repeat_suspect(case, suspect):
    list_since(suspect, timezone.localdate())

    found = an_attendance(case, suspect)

    assert (found.state, found.is_repeat) == ("decided", False)


# ------------------------------------------------------------------------------------------------------ the pages


def test_the_case_asks_for_a_decision_until_there_is_one(case, suspect, oic, supervisor, sign_in, max_queries):
    client = sign_in(oic)
    words = "Gareth Thornbury: neither an arrest nor voluntary attendance is decided."
    assert words in client.get(page_of(case)).content.decode()
    overview = client.get(reverse("cases:detail", args=[case.slug])).content.decode()
    assert "Gareth Thornbury: arrest or voluntary attendance" in overview

    refused = client.post(decide(case), {"suspect": suspect.pk, "option": "arrest"})
    assert (
        "Select why an arrest is necessary" in refused.content.decode() or "Enter the risk" in refused.content.decode()
    )
    key = {"key": str(uuid4())}
    for _ in range(2):
        assert client.post(decide(case), ATTENDANCE | key | {"suspect": suspect.pk}).status_code == 302
    assert Attendance.objects.count() == 1

    page = client.get(page_of(case)).content.decode()
    assert words not in page and "Voluntary attendance" in page
    with max_queries(8):
        client.get(page_of(case))


def test_an_arrest_or_a_refused_decision_is_counted_as_what_it_is(case, repeat, supervisor, oic, sign_in):
    found = an_attendance(case, repeat)
    assert queries.undecided(seen(case, oic)) == []
    services.approve_attendance(found, is_approved=False, words="Arrest him", by=supervisor)
    assert queries.undecided(seen(case, oic)) == ["Gareth Thornbury"]
    allocate(case, oic)

    an_arrest(case, repeat)

    assert queries.undecided(seen(case, oic)) == []


def seen(case, user):
    """The case as a reader fetches it."""
    from cases.access import get_case
    from soteria.accounts.roles import Level, Section

    return get_case(user, case.slug, Section.SUMMARY, Level.PART)


def test_a_supervisor_approves_on_the_page(case, repeat, supervisor, sign_in):
    found = an_attendance(case, repeat)
    client = sign_in(supervisor)
    page = reverse("orders:approve-attendance", args=[case.slug, found.pk])
    assert "Approve or refuse" in client.get(page_of(case)).content.decode()
    assert "waits for approval" in client.get("/").content.decode()
    assert "Enter why it is not approved" in client.post(page, {"decision": "no", "words": ""}).content.decode()

    assert client.post(page, {"decision": "yes", "words": ""}).status_code == 302

    found.refresh_from_db()
    assert found.state == "approved"
    assert client.get(page).status_code == 302
    assert f"Approved by {supervisor}" in client.get(page_of(case)).content.decode()


def test_a_reader_in_part_reads_what_was_decided_and_not_why(case, suspect, sign_in):
    an_attendance(case, suspect, risk="She heard that he has a key to the house")
    isva = member(Role.CASE_ISVA, case.team)
    from tests.factories import support

    support(case, isva, duty="isva")
    page = sign_in(isva).get(page_of(case)).content.decode()

    assert "Voluntary attendance" in page and "Suspect 1" in page
    assert "Thornbury" not in page and "key to the house" not in page
