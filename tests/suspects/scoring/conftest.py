"""Somebody to score, and a database without weights."""

import pytest

from suspects.models import ScoreVersion, ScoreWeight
from tests.factories import InvolvementFactory, OffenceFactory, VictimFactory


@pytest.fixture
def no_weights():
    """A database on which the reference data was never loaded."""
    ScoreWeight.objects.all().delete()
    for version in ScoreVersion.objects.order_by("-since"):  # each before the one that it is based on
        version.delete()


@pytest.fixture
def part(case):
    """Somebody said to have done something in the case."""
    OffenceFactory(case=case)
    VictimFactory(case=case)
    return InvolvementFactory(case=case)
