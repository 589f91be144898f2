"""N24: orders sought and granted, interim orders, and the days from the decision to court."""

import pytest
from django.utils import timezone

from performance import reference
from performance.queries import deck, scopes
from performance.rules.months import Month
from soteria.accounts.roles import Role
from tests.factories import CaseFactory, TeamFactory, allocate, member
from tests.factories.orders import an_order, applied_for, made_on

pytestmark = pytest.mark.django_db


def test_what_was_applied_for_here_is_counted_and_what_a_court_made_elsewhere_is_not() -> None:
    team = TeamFactory()
    case = allocate(CaseFactory(team=team), member(Role.OIC, team))
    applied_for(case)
    made_on(applied_for(case), interim=True)
    made_on(applied_for(case))
    an_order(case)

    month = Month.of(timezone.localdate())
    wanted = [reference.in_force(month.last)[name] for name in ("N24", "N24I", "N24D")]
    found = deck.numbers(scopes.of_force(team.force), month, wanted)
    totals = {one.definition.id: one.counted.total for one in found}

    assert {name: (one.counted, one.base) for name, one in totals.items()} == {
        "N24": (1, 3),
        "N24I": (1, 3),
        "N24D": (2, 2),
    }
    for one in found:
        teams = one.counted.teams.values()
        assert sum(figure.base for figure in teams) == one.counted.total.base
        assert sum(figure.counted for figure in teams) == one.counted.total.counted
