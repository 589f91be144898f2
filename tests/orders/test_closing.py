"""Closing a case: no breach is dropped with it, an order is considered or not with a reason, and bail ends."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.services.closure import CannotClose
from orders import decision_jobs
from orders.models import Bail, BreachDecision
from orders.rules.faults import NotRecorded
from orders.services import wanted
from soteria.accounts.models import User
from soteria.audit.models import AuditEvent
from soteria.registry import CLOSURE_CHECKS
from tests.cases.closing import decide as decide_to_close
from tests.cases.closing import sign_off
from tests.factories.orders import a_bail, a_breach, an_application, suspect_in
from tests.orders.asking import decide

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def not_sought(case: Case) -> None:
    """No order is sought for any suspect of the case who is known by name."""
    for part in case.involvements.exclude(suspect=None).select_related("suspect"):
        an_application(case, part.suspect, type="", is_sought=False, reason="bail")


def test_a_case_is_not_closed_before_an_order_is_considered_for_each_named_suspect(
    case: Case, oic: User, di: User, sign_in
) -> None:
    suspect_in(case)
    closure = decide_to_close(case, oic)

    with pytest.raises(CannotClose) as refusal:
        sign_off(closure, di)
    body = sign_in(di).get(reverse("cases:place", args=[case.slug, "closure"])).content.decode()
    not_sought(case)

    assert "Consider a protection order for each named suspect" in str(refusal.value)
    assert reverse("orders:consider", args=[case.slug]) in body
    assert sign_off(closure, di).signed_off_at is not None


def test_a_case_without_a_named_suspect_is_asked_nothing_of_orders(case: Case, oic: User, di: User) -> None:
    assert sign_off(decide_to_close(case, oic), di).signed_off_at is not None


def test_a_case_is_not_closed_over_a_breach_that_waits(
    case: Case, oic: User, supervisor: User, di: User, sign_in
) -> None:
    breach = a_breach(case)
    closure = decide_to_close(case, oic)

    assert {"orders.breaches", "orders.section_63g"} <= {name for name, _ in CLOSURE_CHECKS.items()}
    with pytest.raises(CannotClose) as refusal:
        sign_off(closure, di)

    assert "Decide about each breach first." in str(refusal.value)
    body = sign_in(supervisor).get(reverse("cases:place", args=[case.slug, "closure"])).content.decode()
    assert reverse("orders:decide-breach", args=[case.slug, breach.pk]) in body


def test_a_case_is_not_closed_over_whoever_is_wanted_without_a_reason(
    case: Case, oic: User, supervisor: User, di: User, sign_in
) -> None:
    decision = decide(a_breach(case), supervisor)
    not_sought(case)
    closure = decide_to_close(case, oic)
    path = reverse("orders:close-wanted", args=[case.slug, decision.breach_id])

    with pytest.raises(CannotClose) as refusal:
        sign_off(closure, di)
    assert sign_in(oic).get(path).status_code == 403
    body = sign_in(di).get(reverse("cases:place", args=[case.slug, "closure"])).content.decode()
    little = sign_in(di).post(path, {"words": "Gone"}).content.decode()
    for _ in range(2):
        assert sign_in(di).post(path, {"words": "He died in hospital on Monday."}).status_code == 302

    assert "or why the case closes without it" in str(refusal.value) and path in body
    assert "in 20 characters or more" in little
    assert AuditEvent.objects.filter(verb="breach.closed_anyway").count() == 1
    assert BreachDecision.objects.wanted().get() == decision  # while the case is open
    sign_off(closure, di)
    assert not BreachDecision.objects.wanted().exists()


def test_a_case_that_closes_otherwise_leaves_its_suspect_wanted(case: Case, supervisor: User) -> None:
    decision = decide(a_breach(case), supervisor)

    Case.objects.filter(pk=case.pk).update(closed_at=timezone.now())

    assert BreachDecision.objects.wanted().get() == decision
    assert decision_jobs.say_wanted(decision.pk, 24, decision.decided_at + timedelta(hours=24))


def test_only_a_supervisor_of_the_case_says_why_it_closes_all_the_same(case: Case, oic: User, supervisor: User) -> None:
    decision = decide(a_breach(case), supervisor)
    with pytest.raises(NotRecorded, match="A supervisor of the team"):
        wanted.close_anyway(decision, words="He died in hospital on Monday.", by=oic)

    decision.arrest_id = 1

    with pytest.raises(NotRecorded, match="Nothing was changed"):
        wanted.close_anyway(decision, words="He died in hospital on Monday.", by=supervisor)


def test_the_decision_of_no_further_action_ends_bail(case: Case, oic: User, supervisor: User, di: User) -> None:
    bail = a_bail(case)
    decide(a_breach(case), supervisor, outcome="other_offence", offence="stalking")
    not_sought(case)
    closure = decide_to_close(case, oic)

    sign_off(closure, di)

    bail.refresh_from_db()
    assert (bail.ended_why, bail.ended_by) == (Bail.Ended.NFA, di)
    assert bail.ended_at is not None
