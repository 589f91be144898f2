"""A scored suspect, and readers who have said what for."""

import pytest
from django.urls import reverse

from tests.suspects.score_pages.scored import accuse, score_all


@pytest.fixture
def part(case):
    """A suspect of the team's case, scored."""
    part = accuse(case)
    score_all()
    return part


@pytest.fixture
def told_why(sign_in):
    """A client of somebody who reads the force, and has said what for."""

    def looking(user):
        client = sign_in(user)
        client.post(reverse("suspects:list-purpose"), {"purpose": "Weekly tasking meeting"})
        return client

    return looking
