"""Events: who, what, of which case and force; and what is kept of each kind of look."""

import pytest
from django.test import Client
from django.urls import reverse

from soteria.audit import queries, services
from soteria.audit.models import AuditEvent
from tests.factories import ForceFactory, VictimFactory

pytestmark = pytest.mark.django_db


def test_an_event_names_its_actor_case_and_force(case, oic):
    victim = VictimFactory(case=case)

    services.record("victim.recorded", victim, by=oic, case=case, before={"a": 1}, after={"a": 2}, reason="Asked")

    event = AuditEvent.objects.get()
    assert (event.actor_id, event.actor) == (oic.pk, oic.collar_number)
    assert (event.object_type, event.object_id) == ("victims.victim", str(victim.pk))
    assert (event.case_id, event.case_reference, event.force_id) == (case.pk, case.reference, case.force_id)
    assert (event.before, event.after, event.reason) == ({"a": 1}, {"a": 2}, "Asked")


def test_the_force_is_the_cases_before_the_actors(case, outsider):
    outsider.force = ForceFactory(code="61", name="Another force")

    assert services.event("viewed", by=outsider, case=case).force_id == case.force_id
    assert services.event("signed_in", by=outsider).force_id == outsider.force_id
    assert services.event("sign_in.failed", outsider, process="sign-in").force_id == outsider.force_id
    assert services.event("trail.verified", process="verify_audit").force_id is None


def test_searches_exports_and_prints_keep_what_was_shown(case, oic):
    services.searched(by=oic, terms={"typed": "Ashdown"}, found=3, purpose="Named in a statement")
    services.exported("case list", by=oic, rows=12, reason="Review")
    services.printed("summary", by=oic, case=case)

    search, export, printed = AuditEvent.objects.order_by("id")
    assert search.after == {"terms": {"typed": "Ashdown"}, "found": 3} and search.reason == "Named in a statement"
    assert export.after == {"what": "case list", "rows": 12}
    assert queries.who_looked(case.pk)[0].sentence.endswith("printed a page: summary")
    assert printed.case_id == case.pk


def test_events_of_one_request_share_its_id_which_the_answer_carries(sign_in, oic, case):
    client: Client = sign_in(oic)

    answer = client.get(reverse("cases:detail", args=[case.slug]))

    ids = set(AuditEvent.objects.filter(verb="viewed").values_list("request_id", flat=True))
    assert ids == {answer["X-Request-Id"]}


def test_every_look_is_recorded_and_nothing_else_is(sign_in, oic, veo, outsider, case):
    """Views made are rows found."""
    pages = ("cases:detail", "cases:timeline")
    for person, times in ((oic, 3), (veo, 2)):
        client = sign_in(person)
        for _ in range(times):
            for page in pages:
                client.get(reverse(page, args=[case.slug]))
    sign_in(outsider).get(reverse("cases:detail", args=[case.slug]))

    looks = queries.who_looked(case.pk, limit=200)
    counted = {
        person.pk: [look.verb for look in looks if look.actor_id == person.pk] for person in (oic, veo, outsider)
    }
    assert len(counted[oic.pk]) == 6 and set(counted[oic.pk]) == {"viewed"}
    assert len(counted[veo.pk]) == 4
    assert counted[outsider.pk] == ["refused.unseen"]


def test_a_refusal_by_role_keeps_what_was_asked_for(sign_in, veo, case):
    sign_in(veo).get(reverse("cases:notes", args=[case.slug]))

    refusal = AuditEvent.objects.get(verb="refused")
    assert refusal.after == {"route": "cases:notes", "asked_for": case.slug}
