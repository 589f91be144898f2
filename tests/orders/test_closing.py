"""Closing a case: no breach is dropped with it, and bail ends."""

import pytest
from django.urls import reverse

from cases.models import Case
from cases.services.closure import CannotClose
from orders.models import Bail
from soteria.accounts.models import User
from soteria.registry import CLOSURE_CHECKS
from tests.cases.closing import decide as decide_to_close
from tests.cases.closing import sign_off
from tests.factories.orders import a_bail, a_breach
from tests.orders.asking import decide

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


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


def test_the_decision_of_no_further_action_ends_bail(case: Case, oic: User, supervisor: User, di: User) -> None:
    bail = a_bail(case)
    decide(a_breach(case), supervisor)
    closure = decide_to_close(case, oic)

    sign_off(closure, di)

    bail.refresh_from_db()
    assert (bail.ended_why, bail.ended_by) == (Bail.Ended.NFA, di)
    assert bail.ended_at is not None
