"""Of every measure: its teams add up, and its number, its list and its export are the same rows."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from performance import reference
from performance.queries import deck, listing, scopes
from soteria.accounts.models import Team
from soteria.accounts.roles import Role
from tests.factories import TeamFactory, member
from tests.performance import world
from tests.performance.test_measures import EVERY, number
from tests.performance.world import MONTH
from tests.standing import standing

pytestmark = pytest.mark.django_db
# Proved with rows of their own, in test_order_measures and test_section_63g.
APART = {"N24", "N24D", "N24I", "N27", "N27A"}


def _fill() -> Team:
    team = TeamFactory()
    other = TeamFactory(force=team.force, name="Northmoor RASSO", district="Northmoor")
    world.fill(team, other, member(Role.OIC, team))
    return team


@pytest.fixture(scope="module")
def _filled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Team]:
    """Something for every measure, once for this file."""
    with standing(django_db_blocker, _fill) as team:
        yield team


@pytest.fixture
def team(_filled: Team, db: None) -> Team:
    """The team of what was filled, read again."""
    return Team.objects.get(pk=_filled.pk)


@pytest.mark.parametrize("measure", sorted(set(EVERY) - APART))
def test_the_teams_add_up_to_the_force(measure, team):
    found = number(measure, team.force).counted
    assert found.total.base
    assert sum(figure.base for figure in found.teams.values()) == found.total.base
    assert sum(figure.counted for figure in found.teams.values()) == found.total.counted


@pytest.mark.parametrize("part", ["all", "counted"])
@pytest.mark.parametrize("measure", EVERY)
def test_the_list_and_the_export_are_the_rows_that_the_number_counts(measure, part, team, supervisor, proved):
    client = proved(supervisor)
    view = scopes.views(supervisor)[0]
    one = reference.in_force(MONTH.last)[measure]
    (found,) = deck.numbers(view, MONTH, [one])
    wanted = found.counted.total.counted if part == "counted" else found.counted.total.base
    rows = listing.rows_of(view, found, part=part)
    page = listing.page(supervisor, view, found, rows, "", "")
    assert page.total == wanted == len(listing.every(supervisor, view, found, rows))
    query = {"month": str(MONTH), "part": part}
    text = client.get(reverse("performance:list", args=[measure]), query).content.decode()
    assert f"({wanted})" in text
    export = client.get(reverse("performance:export", args=[measure]), query)
    assert len(b"".join(export.streaming_content).decode("utf-8-sig").splitlines()) == wanted + 1
