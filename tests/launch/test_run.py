"""What `make run` decides before and around its children."""

import fcntl
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from soteria.launch import prepare

ROOT = Path(__file__).resolve().parents[2]


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def _supervise(var, *arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "soteria.launch.supervise", *arguments],
        cwd=ROOT,
        env=os.environ | {"SOTERIA_VAR": str(var), "PORT": str(_free_port())} | environment,
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


def test_words_that_it_does_not_know_run_nothing(tmp_path):
    result = _supervise(tmp_path, "--help")

    assert (result.returncode, result.stdout) == (2, "")
    assert "to end it, say: stop" in result.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("port", ["0", "65536", "eight thousand", "-1"])
def test_a_port_that_is_none_is_one_plain_line(tmp_path, port):
    result = _supervise(tmp_path, PORT=port)

    assert result.returncode == 1
    assert result.stderr == f"PORT must be a number from 1 to 65535, not {port!r}.\n"


def test_a_port_that_another_program_holds_is_refused_before_anything_is_built(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
        result = _supervise(tmp_path, PORT=str(port))

    assert result.returncode == 1
    assert result.stderr == f"Port {port} is taken or not allowed. Choose another, like: make run PORT=8001\n"
    assert [path.name for path in tmp_path.iterdir()] == ["running.lock"]


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
