"""Who is a repeat suspect: the definition in force says it, for those who are scored and those who are not."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.models import Case
from suspects.models import RepeatDefinition, ScoreVersion
from suspects.queries.repeat import is_repeat
from suspects.services import weights
from tests.factories import CaseFactory, InvolvementFactory, OffenceFactory, SuspectFactory
from tests.factories.action import stand

pytestmark = pytest.mark.django_db
DAY = timezone.localdate()


@pytest.fixture
def child(team):
    """Somebody of 15, who has no score, named in two reports."""
    weights.load()
    suspect = SuspectFactory(force=team.force, date_of_birth=DAY - timedelta(days=365 * 15))
    name(team, suspect)
    name(team, suspect)
    return suspect


def name(team, suspect):
    """One more report that names the suspect."""
    case = CaseFactory(team=team)
    OffenceFactory(case=case)
    InvolvementFactory(case=case, suspect=suspect)
    return case


def test_whoever_has_no_score_is_counted_by_the_definition_in_force(child, team, max_queries):
    other = SuspectFactory(force=team.force)
    name(team, other)

    with max_queries(4):
        assert is_repeat(child.pk, DAY)
    assert not is_repeat(other.pk, DAY)


def test_other_numbers_in_force_give_another_answer(child, team):
    version = ScoreVersion.objects.in_force(DAY)
    RepeatDefinition.objects.filter(pk=version.definition_id).update(incidents=3, victims=3)
    assert not is_repeat(child.pk, DAY)

    name(team, child)

    assert is_repeat(child.pk, DAY)


def test_a_restricted_case_makes_nobody_one(child):
    Case.objects.filter(pk=child.involvements.first().case_id).update(is_restricted=True, restricted_reason="Police")

    assert not is_repeat(child.pk, DAY)


def test_what_is_reported_later_was_not_known_then(child):
    assert not is_repeat(child.pk, Case.objects.earliest("reported_at").reported_at.date() - timedelta(days=1))


def test_the_standing_says_it_of_whoever_is_scored(child):
    stand(child, 90)
    assert not is_repeat(child.pk, DAY)

    stand(child, 10, is_repeat=True)

    assert is_repeat(child.pk, DAY)


def test_without_a_version_nobody_is_one(team):
    suspect = SuspectFactory(force=team.force)
    name(team, suspect)
    name(team, suspect)

    assert not is_repeat(suspect.pk, date(1999, 12, 31))
