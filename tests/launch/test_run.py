"""What `make run` decides before and around its children."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from soteria.launch import prepare

ROOT = Path(__file__).resolve().parents[2]


def _supervise(var, *arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "soteria.launch.supervise", *arguments],
        cwd=ROOT,
        env=os.environ | {"SOTERIA_VAR": str(var)} | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_second_run_in_one_directory_is_refused_in_one_line(tmp_path):
    with (tmp_path / "running.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        result = _supervise(tmp_path)

    assert result.returncode == 1
    assert result.stderr == "Soteria is already running from this directory. To end it, run: make stop\n"


def test_a_failed_preparation_ends_the_run_and_starts_nothing(tmp_path):
    result = _supervise(tmp_path, DATABASE_URL="mysql://nobody@localhost/none")

    assert result.returncode == 1
    assert "DATABASE_URL must begin with postgres://" in result.stderr
    assert result.stderr.endswith("Soteria could not be set up; the reason is above.\n")
    assert [path.name for path in tmp_path.iterdir()] == ["running.lock"]


def test_stopping_what_does_not_run_is_no_fault(tmp_path):
    result = _supervise(tmp_path, "stop")

    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@pytest.fixture
def checkout(tmp_path):
    """The files that decide the collected static files."""
    for name in (*prepare.LOCKS, "static/soteria.css"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path


def test_static_files_are_collected_once_while_nothing_changes(checkout):
    assert prepare.static_state(checkout) == prepare.static_state(checkout)


@pytest.mark.parametrize("changed", [*prepare.LOCKS, "static/soteria.css", "static/new.js"])
def test_static_files_are_collected_again_after_a_change(checkout, changed):
    before = prepare.static_state(checkout)
    (checkout / changed).write_text("changed")

    assert prepare.static_state(checkout) != before
