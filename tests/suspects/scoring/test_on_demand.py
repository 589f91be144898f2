"""The command: everybody on record, or a file without any database."""

import subprocess
import sys
from datetime import date, timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from suspects.models import Score, ScoreRun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def test_the_command_scores_those_on_record_and_says_how_many(part):
    said = StringIO()

    call_command("score_suspects", stdout=said)

    assert said.getvalue() == f"1 suspects scored as on {timezone.localdate().isoformat()}, 0 not scored.\n"
    assert (ScoreRun.objects.get().why, Score.objects.get().rank) == ("asked", 1)


def test_the_command_loads_the_weights_where_there_are_none(no_weights):
    call_command("score_suspects", stdout=StringIO())

    assert ScoreRun.objects.get().version.code == "p2"


def test_the_command_refuses_a_day_to_come_and_one_that_no_version_holds_on(part):
    for day in (timezone.localdate() + timedelta(days=1), date(1990, 1, 1)):
        stderr = StringIO()
        with pytest.raises(SystemExit) as end:
            call_command("score_suspects", "--as-of", day.isoformat(), stderr=stderr)
        assert end.value.code == 2
        assert stderr.getvalue().count("\n") == 1 and stderr.getvalue().strip()
    assert not ScoreRun.objects.exists()


def test_a_file_is_scored_without_any_database(tmp_path):
    header = "suspect_id,incident_id,victim_id,offence_end,report_date,harm_days,status_weight,vulnerability"
    (tmp_path / "a.csv").write_text(f"{header}\nS1,I1,V1,2026-11-21,2026-11-21,1825,1,0\n")
    command = [sys.executable, "manage.py", "score_suspects", "--input", str(tmp_path / "a.csv"), "--output"]
    nowhere = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "PATH": "", "SOTERIA_ENV": "test"}

    done = subprocess.run(
        [*command, str(tmp_path / "s.csv"), "--as-of", "2026-11-21"],
        cwd=settings.BASE_DIR,
        env=nowhere,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "s.csv").read_text().splitlines()[1].startswith("S1,100.0,33.3333")
