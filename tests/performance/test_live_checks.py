"""The demonstration's checks: an officer has a suspect whose checks are half done, once, and nobody else has."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.access import get_case
from performance.services import live_checks
from soteria.accounts.roles import Level, Section
from suspects import panels
from suspects.models import ControlIndicator, IntelligenceCheck
from tests.factories import CaseFactory, InvolvementFactory, allocate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def test_an_officer_has_a_suspect_with_some_checks_done(team, oic):
    now = timezone.now()
    old = allocate(CaseFactory(team=team, reference="55/64001/26", reported_at=now - timedelta(days=20)), oic)
    new = allocate(CaseFactory(team=team, reference="55/64002/26", reported_at=now - timedelta(days=1)), oic)
    part = InvolvementFactory(case=old, relationship="ex-partner")
    for case, relationship in ((old, "stranger"), (new, "partner")):
        InvolvementFactory(case=case, relationship=relationship)

    for _ in range(2):
        live_checks.make({live_checks.OFFICERS[0]: oic}, now)

    rows = panels.suspects(get_case(oic, old.slug, Section.SUMMARY, Level.PART), oic)["rows"]
    shown = next(row for row in rows if row["involvement"].pk == part.pk)
    assert shown["checks"].tally == "5 of 10 checks done"
    assert shown["control"].is_to_consider
    assert set(IntelligenceCheck.objects.values_list("involvement", flat=True)) == {part.pk}
    assert ControlIndicator.objects.count() == len(live_checks.SAID)


def test_an_officer_without_such_a_suspect_is_passed_by(oic):
    live_checks.make({live_checks.OFFICERS[0]: oic}, timezone.now())

    assert not IntelligenceCheck.objects.exists()
