"""A version of the score that waits to be adopted, without the reviewed numbers."""

from django.utils import timezone

from soteria.accounts.models import User
from suspects.models import GravityTable, RepeatDefinition, ScoreVersion, ScoreWeight
from suspects.reference import bundled_versions

NUMBERS = {"incidents": 2, "incident_weight": 0.5, "victims": 2, "serial_victims": 2, "serial_weight": 0.5}


def a_proposal(by: User) -> ScoreVersion:
    """A proposed version with the numbers that are shipped, and a table that says nothing."""
    now = timezone.now()
    table, _ = GravityTable.objects.get_or_create(code="none", defaults={"title": "None", "loaded_at": now})
    definition, _ = RepeatDefinition.objects.get_or_create(code="none", defaults=NUMBERS)
    version = ScoreVersion.objects.create(
        code="v1", gravity=table, definition=definition, reason="A test", proposed_at=now, proposed_by=by
    )
    facts = {"version": version, "source": "A test", "confidence": "D", "needs_confirmation": True}
    ScoreWeight.objects.bulk_create(
        ScoreWeight(kind=row.kind, code=row.code, value=row.value, **facts) for row in bundled_versions()[0].rows
    )
    return version
