"""The shipped weights: complete, cited, and never changed once used."""

from datetime import date

import pytest
from django.utils import timezone

from cases.services import intake_reference
from suspects import jobs, reference
from suspects.models import GravityTable, GravityWeight, RepeatDefinition, ScoreVersion, ScoreWeight
from suspects.queries.weights import weights_in
from suspects.rules.weights import BadWeights, weights_of
from suspects.services import gravity, recording, weights

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def test_every_offence_class_has_its_days_of_harm_and_every_status_its_weight():
    found = weights_in(ScoreVersion.objects.in_force(timezone.localdate()))

    assert set(found.gravity) == {*intake_reference.codes(), "ORDER"}
    assert set(found.status) == set(recording.InvolvementStatus.Status.values)


def test_every_number_says_where_it_comes_from_and_whether_it_is_sure():
    assert ScoreWeight.objects.filter(version__code="p0").count() == len(reference.bundled_versions()[0].rows) > 50
    for rows in (ScoreWeight.objects.all(), GravityWeight.objects.all()):
        assert rows.exists() and not rows.filter(source="").exists()
        assert not rows.filter(needs_confirmation=False).exclude(confidence="C").exists()
    assert ScoreWeight.objects.filter(kind="outcome", code__in=["15", "16"]).values("value").distinct().count() == 1


def test_loading_again_changes_nothing_and_mends_what_was_changed():
    before = list(ScoreWeight.objects.order_by("pk").values())
    weights.load()
    assert list(ScoreWeight.objects.order_by("pk").values()) == before

    ScoreWeight.objects.filter(code="half_life_days").update(value=1)
    ScoreWeight.objects.create(
        version=ScoreVersion.objects.get(code="p1"),
        kind="age",
        code="under_5",
        value=1,
        source="x",
        confidence="D",
        needs_confirmation=True,
    )
    weights.load()

    assert list(ScoreWeight.objects.order_by("pk").values()) == before


def test_a_version_that_was_used_is_never_changed(part):
    jobs.score_everybody(timezone.localdate(), key="all", why="asked")
    ScoreWeight.objects.filter(code="half_life_days").update(value=1)

    with pytest.raises(weights.VersionUsed, match="Version p2"):
        weights.load()

    assert set(ScoreWeight.objects.filter(code="half_life_days").values_list("value", flat=True)) == {1}


def test_a_table_of_days_and_a_definition_that_were_used_are_never_changed(part):
    jobs.score_everybody(timezone.localdate(), key="all", why="asked")
    GravityTable.objects.update(digest="")
    GravityWeight.objects.filter(offence_class="19C").update(days=1)

    with pytest.raises(gravity.TableUsed, match="provisional"):
        weights.load()

    GravityWeight.objects.filter(offence_class="19C").update(days=1825)
    RepeatDefinition.objects.update(incidents=3)
    with pytest.raises(weights.VersionUsed, match="Definition d0"):
        weights.load()
    assert RepeatDefinition.objects.get().incidents == 3


def test_a_later_version_takes_over_on_its_day():
    p0 = ScoreVersion.objects.get(code="p0")
    same = {"gravity": p0.gravity, "definition": p0.definition, "source": "x", "confidence": "D"}
    later = ScoreVersion.objects.create(code="x1", since=date(2026, 1, 1), until=date(2026, 6, 1), **same)

    held = [ScoreVersion.objects.in_force(day) for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 1))]

    assert [version.code for version in held] == ["p0", "x1", "p0"]
    assert str(later) == "x1" and not later.is_proposal
    assert str(p0.weights.get(code="half_life_days")) == "parameter half_life_days: 365"
    assert str(p0.gravity) == "Provisional days of harm" and str(p0.definition) == "d0"
    assert "1825 days" in str(GravityWeight.objects.filter(offence_class="19C").get())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"parameter": {"half_life_days": 365}}, "every constant"),
        ({"weight_recency": 0.5}, "add up to 1"),
        ({"victim_number": 50}, "victim to 100"),
        ({"status": {"SUSPECT": 1.5}}, "between 0 and 1"),
    ],
)
def test_numbers_that_do_not_fit_each_other_are_refused(change, words):
    numbers = {"parameter": {}}
    for row in reference.bundled_versions()[0].rows:
        numbers.setdefault(row.kind, {})[row.code] = row.value
    for name, value in change.items():
        if isinstance(value, dict):
            numbers[name] = value
        else:
            numbers["parameter"][name] = value

    with pytest.raises(BadWeights, match=words):
        weights_of(numbers)
