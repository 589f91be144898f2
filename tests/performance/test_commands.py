"""The flight deck on the command line: what is published, and plain refusals."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command

from performance import jobs
from soteria.accounts.models import Force
from tests.factories import ForceFactory, TeamFactory
from tests.performance import world
from tests.performance.world import DAY

pytestmark = pytest.mark.django_db
EVERY = {
    "N01",
    "N03",
    "N05",
    "N08",
    "N21",
    "N22",
    "N23",
    "N24",
    "N24D",
    "N24I",
    "N25",
    "N25H",
    "N26",
    "N26H",
    "N27",
    "N27A",
    "N30",
    "N35",
}


def printed(capsys, *options: str) -> dict:
    """The flight deck of March 2026 as JSON."""
    call_command("flight_deck", "--month", "2026-03", "--format", "json", *options)
    return json.loads(capsys.readouterr().out)


def test_every_measure_has_numerator_denominator_n_and_suppression(team, filled, capsys):
    found = printed(capsys)
    assert {each["id"] for each in found["measures"]} == EVERY
    for each in found["measures"]:
        assert each["n"] == each["denominator"]
        assert {"numerator", "denominator", "n", "suppression", "teams", "value", "quality"} <= set(each)
    (recorded,) = [each for each in found["measures"] if each["id"] == "N01"]
    assert (recorded["denominator"], recorded["from"], recorded["to"]) == (62, "2026-03", "2026-03")


def test_small_numbers_are_null_with_the_reason(team, capsys):
    world.report(team, 22)
    world.finish(team, "1", 3)
    world.finish(team, "15", 20)
    (charged,) = [each for each in printed(capsys)["measures"] if each["id"] == "N03"]
    assert (charged["numerator"], charged["value"], charged["denominator"]) == (None, None, 23)
    assert "Fewer than 5" in charged["suppression"]["numerator"]


def test_the_same_month_is_printed_the_same_twice(team, filled, capsys):
    assert printed(capsys) == printed(capsys)


def test_a_series_gives_its_limits_and_signal(team, capsys):
    for months in range(1, 16):
        world.report(team, 25 + months % 2, at=DAY - timedelta(days=30.4 * months))
    world.report(team, 60)
    jobs.take_snapshots(DAY)
    (recorded,) = [each for each in printed(capsys)["measures"] if each["id"] == "N01"]
    assert recorded["limits"][0] < recorded["limits"][1] < recorded["limits"][2] < 60
    assert recorded["signal"] == "outside the limits"


def test_the_text_says_each_measure_in_a_line(team, filled, capsys):
    call_command("flight_deck", "--month", "2026-03")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Wessmere Police, 2026-03"
    assert len(lines) == 1 + len(EVERY)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--month", "March"], "like 2026-03"),
        (["--force", "99"], "no force with the code 99"),
    ],
)
def test_a_wrong_question_is_one_plain_line_and_exit_2(options, said, team, capsys):
    Force.objects.create(code="56", name="Elsewhere")
    with pytest.raises(SystemExit) as ended:
        call_command("flight_deck", *options)
    assert ended.value.code == 2
    found = capsys.readouterr().err
    assert said in found
    assert found.count("\n") == 1


def test_several_forces_are_counted_together_unless_one_is_named(team, filled, capsys):
    elsewhere = TeamFactory(force=ForceFactory(code="56", name="Elsewhere"), name="Elsewhere RASSO")
    world.report(elsewhere, 20)
    found = {each["id"]: each for each in printed(capsys)["measures"]}
    assert found["N01"]["denominator"] == 82
    named = printed(capsys, "--force", "56")
    assert (named["force"], named["measures"][-1]["denominator"]) == ("Elsewhere", 20)


def test_without_a_force_it_says_so(db, capsys):
    with pytest.raises(SystemExit):
        call_command("flight_deck")
    assert "There is no force yet." in capsys.readouterr().err
