"""The embedded servers start once, are joined after that, and mend what a kill left behind."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import psycopg2
import pytest
import redis

ROOT = Path(__file__).resolve().parents[2]


class Servers:
    """The command line of the embedded servers, pointed at a directory of this test."""

    def __init__(self, var):
        self.var = var

    def begin(self, *arguments):
        command = [sys.executable, "-m", "soteria.launch.embedded", *arguments]
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"SOTERIA_VAR": str(self.var)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def start(self):
        """Addresses for the application, the owner and Valkey."""
        out, err = self.begin("start").communicate(timeout=60)
        assert err == ""
        return out.split()

    def refuse(self):
        """The line that says why they did not start."""
        process = self.begin("start")
        _, err = process.communicate(timeout=60)
        assert process.returncode == 1
        assert err.count("\n") == 1
        return err

    def stop(self):
        assert self.begin("stop").communicate(timeout=60) == ("", "")

    def postmasters(self):
        """Numbers of the living PostgreSQL servers of this directory."""
        data = str(self.var.resolve() / "postgres")
        return [p.pid for p in psutil.process_iter(["cmdline"]) if data in (p.info["cmdline"] or [])]


@contextlib.contextmanager
def _servers_of_their_own():
    """Servers in a directory outside pytest's: every other session closes that one to all accounts but its own."""
    folder = Path(tempfile.mkdtemp(prefix="soteria-test-"))
    servers = Servers(folder / ("a-long-name-" * 12))
    yield servers
    servers.stop()
    shutil.rmtree(folder)


@pytest.fixture
def new_servers():
    """Servers never started before."""
    with _servers_of_their_own() as servers:
        yield servers


@pytest.fixture(scope="module")
def servers():
    """Servers shared by the tests that leave them as they found them; each test starts them if it needs them."""
    with _servers_of_their_own() as servers:
        yield servers


def _one(address, query):
    with psycopg2.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0] if cursor.description else None


def test_commands_at_once_start_one_server(new_servers):
    together = [new_servers.begin("start") for _ in range(4)]
    answers = {process.communicate(timeout=60) for process in together}

    assert len(answers) == 1
    assert len(new_servers.postmasters()) == 1


def test_a_second_start_joins_in_under_three_seconds(servers):
    first = servers.start()
    before = servers.postmasters()
    started = time.monotonic()

    assert servers.start() == first
    assert time.monotonic() - started < 3
    assert servers.postmasters() == before


def test_killed_servers_start_again_with_their_data(servers):
    app, owner, broker = servers.start()
    _one(owner, "CREATE TABLE kept AS SELECT 7 AS number; GRANT SELECT ON kept TO soteria_app")
    for process in [*servers.postmasters(), _valkey_pid(servers)]:
        os.kill(process, signal.SIGKILL)

    assert servers.start() == [app, owner, broker]
    assert _one(app, "SELECT number FROM kept") == 7
    assert redis.Redis.from_url(broker).ping()


def test_pid_files_that_name_a_stranger_are_cleared(servers):
    first = servers.start()
    servers.stop()
    (servers.var / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\nleft by a reboot\n")
    (servers.var / "valkey" / "valkey.pid").write_text(f"{os.getpid()}\n")

    assert servers.start() == first


def test_a_cluster_that_cannot_start_is_told_in_one_line(servers):
    servers.start()
    servers.stop()
    version = servers.var / "postgres" / "PG_VERSION"
    version.write_text("9.6\n")

    assert "PostgreSQL did not start: " in servers.refuse()

    version.write_text("18\n")


def test_a_half_made_cluster_is_made_again(new_servers):
    (new_servers.var / "postgres.new" / "base").mkdir(parents=True)
    (new_servers.var / "postgres" / "base").mkdir(parents=True)

    app, _, _ = new_servers.start()

    assert _one(app, "SELECT 1") == 1


def test_stopping_leaves_no_server(servers):
    servers.start()
    valkey = _valkey_pid(servers)

    servers.stop()

    assert [pid for pid in servers.postmasters() if psutil.Process(pid).status() != psutil.STATUS_ZOMBIE] == []
    assert not psutil.pid_exists(valkey) or psutil.Process(valkey).status() == psutil.STATUS_ZOMBIE


def test_the_application_is_given_nothing_unasked(servers):
    app, owner, _ = servers.start()
    _one(owner, "CREATE TABLE note (id int); GRANT INSERT ON note TO soteria_app")

    _one(app, "INSERT INTO note VALUES (1)")

    for refused in ("TABLE note", "TRUNCATE note", "DROP TABLE note", "CREATE TABLE mine (id int)", "CREATE ROLE more"):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            _one(app, refused)


def test_new_databases_have_the_extensions(servers):
    _, owner, _ = servers.start()
    connection = psycopg2.connect(owner)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE test_soteria")
    connection.close()

    for address in (owner, owner.replace("/soteria?", "/test_soteria?")):
        assert _one(address, "SELECT similarity('Soteria', 'Soterai') > 0.3")
        assert _one(address, "SELECT dmetaphone('Soteria')") == "STR"


def test_the_servers_are_closed_to_other_accounts(servers):
    app, _, broker = servers.start()

    sockets = Path(app.partition("host=")[2])
    assert sockets.stat().st_mode & 0o077 == 0
    assert (servers.var / "valkey" / "valkey.conf").stat().st_mode & 0o077 == 0
    with pytest.raises(redis.AuthenticationError):
        redis.Redis.from_url("redis://" + broker.rpartition("@")[2]).ping()


def test_a_socket_directory_laid_by_another_is_refused(servers):
    app, _, _ = servers.start()
    servers.stop()
    sockets = Path(app.partition("host=")[2])
    assert not sockets.exists()
    sockets.symlink_to(servers.var)

    assert "belongs to another account" in servers.refuse()

    sockets.unlink()


def test_errors_are_not_written_to_the_servers_log(servers):
    app, _, _ = servers.start()
    with pytest.raises(psycopg2.errors.InvalidTextRepresentation):
        _one(app, "SELECT 'Canary Surname'::int")

    servers.stop()

    logs = list((servers.var / "postgres").rglob("*.log"))
    assert logs
    assert not any("Canary" in path.read_text() for path in logs)


def _valkey_pid(servers):
    return int((servers.var / "valkey" / "valkey.pid").read_text())
