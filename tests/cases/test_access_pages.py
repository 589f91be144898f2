"""The pages that allocate, restrict, bar and open in an emergency; refusals first."""

import pytest
from django.urls import reverse

from cases.models import BreakGlass, Case
from cases.services import break_glass, restriction
from soteria.accounts.roles import Role
from tests.factories import member

pytestmark = pytest.mark.django_db
REASON = "A caller says that the suspect is at the door now"


@pytest.mark.parametrize("name", ["access", "allocate", "add-support", "restrict", "lift-restriction", "name-person"])
def test_an_outsider_is_told_that_there_is_no_such_page(case, team, sign_in, name):
    outsider = member(Role.SUPERVISOR, type(team).objects.create(force=team.force, name="Riverton RASSO"))
    assert sign_in(outsider).get(reverse(f"cases:{name}", args=[case.slug])).status_code == 404


@pytest.mark.parametrize("name", ["allocate", "add-support", "restrict", "lift-restriction", "name-person"])
def test_an_investigator_is_refused_a_supervisors_acts(case, oic, sign_in, name):
    response = sign_in(oic).post(reverse(f"cases:{name}", args=[case.slug]), {"reason": "x"})
    assert response.status_code == 403
    assert b"Supervisor (DS)" in response.content


def test_the_oic_reads_who_can_see_the_case(case, oic, sign_in):
    page = sign_in(oic).get(reverse("cases:access", args=[case.slug])).content.decode()
    assert "Olive Carter" in page
    assert "Restrict the case" not in page


def test_a_supervisor_allocates_the_case(case, supervisor, team, sign_in):
    other = member(Role.OIC, team)
    response = sign_in(supervisor).post(reverse("cases:allocate", args=[case.slug]), {"person": other.pk})
    assert response.status_code == 302
    assert Case.objects.get(pk=case.pk).oic == other


def test_a_refusal_stands_beside_the_field_and_keeps_what_was_typed(case, supervisor, oic, di, sign_in):
    restriction.declare_conflict(case=case, user=oic, reason="Neighbour", by=di)
    response = sign_in(supervisor).post(
        reverse("cases:allocate", args=[case.slug]), {"person": oic.pk, "reason": "Back from leave"}
    )
    page = response.content.decode()
    assert "conflict of interest" in page
    assert "Back from leave" in page
    assert "Error: " in page


def test_support_is_added_and_ended(case, supervisor, team, sign_in):
    solo, client = member(Role.SOLO, team), sign_in(supervisor)
    client.post(reverse("cases:add-support", args=[case.slug]), {"person": solo.pk, "duty": "solo"})
    added = case.allocations.get(user=solo)
    client.post(reverse("cases:end-support", args=[case.slug, added.pk]))
    added.refresh_from_db()
    assert added.ends_at is not None


def test_a_case_is_restricted_and_lifted(case, di, supervisor, sign_in):
    client = sign_in(di)
    client.post(reverse("cases:restrict", args=[case.slug]), {"reason": "Police suspect", "person": []})
    assert sign_in(supervisor).get(reverse("cases:access", args=[case.slug])).status_code == 404
    client.post(reverse("cases:name-person", args=[case.slug]), {"person": supervisor.pk})
    assert sign_in(supervisor).get(reverse("cases:access", args=[case.slug])).status_code == 200
    client.post(reverse("cases:unname-person", args=[case.slug, supervisor.pk]))
    assert sign_in(supervisor).get(reverse("cases:access", args=[case.slug])).status_code == 404
    client.post(reverse("cases:lift-restriction", args=[case.slug]), {"reason": "Suspect eliminated"})
    assert sign_in(supervisor).get(reverse("cases:access", args=[case.slug])).status_code == 200


def test_a_restriction_without_a_reason_is_asked_for_one(case, di, sign_in):
    page = sign_in(di).post(reverse("cases:restrict", args=[case.slug]), {"reason": ""}).content.decode()
    assert "Enter reason for restricting the case" in page
    assert not Case.objects.get(pk=case.pk).is_restricted


def test_taking_off_the_last_named_person_is_refused_in_words(case, di, sign_in):
    restriction.restrict_case(case=case, reason="Police suspect", people=[], by=di)
    page = sign_in(di).post(reverse("cases:unname-person", args=[case.slug, di.pk]), follow=True).content.decode()
    assert "Name somebody else first" in page


def test_an_investigator_declares_only_their_own_conflict(case, oic, supervisor, sign_in):
    url, client = reverse("cases:declare-conflict", args=[case.slug]), sign_in(oic)
    assert client.post(url, {"person": supervisor.pk, "reason": "Dislikes me"}).status_code == 200
    assert client.post(url, {"person": oic.pk, "reason": "My cousin"}).status_code == 302
    assert client.get(url).status_code == 404


def test_a_conflict_is_lifted_by_somebody_else(case, oic, supervisor, di, sign_in):
    bar = restriction.declare_conflict(case=case, user=supervisor, reason="Neighbour", by=supervisor)
    own = sign_in(di).post(reverse("cases:lift-conflict", args=[case.slug, bar.pk]), {"reason": "Moved away"})
    assert own.status_code == 302
    assert sign_in(supervisor).get(reverse("cases:access", args=[case.slug])).status_code == 200


# --- Emergency access -----------------------------------------------------------------------------------------------


def test_emergency_access_asks_again_who_you_are(case, outsider, sign_in):
    response = sign_in(outsider).post(reverse("cases:emergency"), {"reference": case.reference, "reason": REASON})
    assert response.status_code == 403
    assert REASON in response.content.decode()  # the question is put in place, and nothing typed is lost
    assert not BreakGlass.objects.exists()


def test_emergency_access_opens_the_case_and_leaves_its_trace(case, outsider, di, sign_in, proved):
    client = proved(outsider)
    response = client.post(reverse("cases:emergency"), {"reference": case.reference, "reason": REASON})
    assert response["Location"] == reverse("cases:detail", args=[case.slug])
    assert REASON in sign_in(di).get(reverse("cases:access", args=[case.slug])).content.decode()


@pytest.mark.parametrize(
    ("reference", "reason", "words"),
    [
        ("55/00000/99", REASON, "ring the duty inspector"),
        ("", REASON, "Enter case reference"),
        ("55/20001/26", "urgent", "who is at risk"),
    ],
)
def test_a_refused_emergency_says_what_to_do_and_keeps_the_words(case, outsider, proved, reference, reason, words):
    page = proved(outsider).post(reverse("cases:emergency"), {"reference": reference, "reason": reason})
    assert words in page.content.decode()
    assert reason in page.content.decode()


def test_a_refused_emergency_is_audited(case, outsider, proved):
    from soteria.audit.models import AuditEvent

    proved(outsider).post(reverse("cases:emergency"), {"reference": "55/1/99", "reason": REASON})
    assert AuditEvent.objects.filter(verb="break_glass.refused", actor_id=outsider.pk).count() == 1


def test_the_inspector_reviews_and_the_list_empties(case, outsider, di, sign_in):
    broken = break_glass.break_glass(reference=case.reference, reason=REASON, by=outsider)
    client = sign_in(di)
    assert case.reference in client.get(reverse("cases:emergency-reviews")).content.decode()
    assert (
        b"Enter what your review found" in client.post(reverse("cases:emergency-review", args=[broken.pk]), {}).content
    )
    client.post(reverse("cases:emergency-review", args=[broken.pk]), {"finding": "Needed"})
    assert "No emergency access waits" in client.get(reverse("cases:emergency-reviews")).content.decode()


def test_nobody_is_offered_their_own_emergency_to_review(case, di, sign_in):
    elsewhere = member(Role.DI, type(case.team).objects.create(force=case.force, name="Riverton RASSO"))
    broken = break_glass.break_glass(reference=case.reference, reason=REASON, by=elsewhere)
    assert sign_in(elsewhere).get(reverse("cases:emergency-review", args=[broken.pk])).status_code == 404


def test_the_access_page_asks_the_same_number_of_questions_however_many_people(case, di, team, sign_in, max_queries):
    url, client = reverse("cases:access", args=[case.slug]), sign_in(di)
    client.get(url)
    with max_queries(14):
        assert client.get(url).status_code == 200
    for _ in range(10):
        restriction.declare_conflict(case=case, user=member(Role.OIC, team), reason="Knows him", by=di)
    with max_queries(14):
        assert client.get(url).status_code == 200
