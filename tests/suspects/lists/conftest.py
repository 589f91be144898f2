"""Weights with bands that one grave offence reaches."""

import pytest

from suspects.models import ScoreWeight


@pytest.fixture
def weights(reference):
    """The shipped weights, with bands that one grave offence reaches."""
    ScoreWeight.objects.filter(kind="band", code="B").update(value=40)
