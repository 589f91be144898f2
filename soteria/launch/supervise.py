"""What `make run` runs: servers, then set-up, then web, worker and beat together until Ctrl-C.

Ctrl-C, SIGTERM and SIGHUP end all of it, servers last, within ten seconds and with exit code 0.
"""

import contextlib
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from soteria.launch import embedded
from soteria.launch.children import Child, end, say, spawn
from soteria.launch.ground import BASE_DIR, ServersUnavailable, find_ground

HOST = "127.0.0.1"
GRACE = 6.0  # seconds for children to finish what they hold; the servers need the rest of the ten
READY_WITHIN = 120.0  # seconds for the web process to answer its first request
SERVER_CHECK_EVERY = 2.0  # seconds
USAGE = "To run Soteria, say nothing more; to end it, say: stop. PORT sets the port, 8000 unless given.\n"


class CouldNotStart(RuntimeError):
    """Soteria cannot run; the message is one plain line."""


def main(arguments: Sequence[str]) -> int:
    """`stop` ends a running Soteria and its servers; no argument runs one. Returns the exit code, 2 for other words."""
    if arguments not in ([], ["stop"]):
        sys.stderr.write(USAGE)
        return 2
    try:
        if arguments:
            stop_running()
        else:
            run(_port(os.environ.get("PORT") or "8000"))
    except (CouldNotStart, ServersUnavailable) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _port(said: str) -> int:
    if not said.isdecimal() or not 0 < int(said) < 65536:
        raise CouldNotStart(f"PORT must be a number from 1 to 65535, not {said!r}.")
    return int(said)


def _refuse_taken(port: int) -> None:
    """Say so before anything is built: another program's answers on our port would look like ours."""
    try:
        socket.create_server((HOST, port)).close()
    except OSError as error:
        raise CouldNotStart(f"Port {port} is taken or not allowed. Choose another, like: make run PORT=8001") from error


def run(port: int) -> None:
    """Run everything in the foreground until told to stop. Raises CouldNotStart or ServersUnavailable."""
    stopping = threading.Event()
    os.chdir(BASE_DIR)
    with _only_one():
        _refuse_taken(port)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: stopping.set())
        try:
            _start_servers()
            sign_ins = _prepare(stopping)
            if not stopping.is_set():
                keep_running(children(port), stopping, port, sign_ins)
        finally:
            _stop_servers()


def children(port: int) -> list[Child]:
    """The three processes: two web workers of four threads, two job workers, and the schedule."""
    python = sys.executable
    celery = [python, "-W", "ignore", "-m", "celery", "--quiet", "-A", "soteria.celery"]
    web = [python, "-m", "gunicorn", "soteria.wsgi:application", "--bind", f"{HOST}:{port}"]
    web += ["--config", "python:soteria.serving"]
    web += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--timeout", "60"]
    # Loaded once and then forked: half the time to the first page, and less memory.
    web += ["--preload", "--graceful-timeout", "4", "--no-control-socket", "--log-level", "warning"]
    worker = [*celery, "worker", "--pool", "prefork", "--concurrency", "2", "--loglevel", "WARNING"]
    worker += ["--without-gossip", "--without-mingle"]
    beat = [*celery, "beat", "--pidfile", "", "--loglevel", "WARNING"]
    return [Child("web", web), Child("worker", worker), Child("beat", beat)]


def keep_running(family: Sequence[Child], stopping: threading.Event, port: int = 0, sign_ins: str = "") -> None:
    """Start the children, restart the dead, and end them all when `stopping` is set.

    The first is the web: the rest start once it answers on `port` (0: at once), so that a small machine shows its
    first page sooner; then the reader is welcomed. Raises CouldNotStart when the web never answers.
    """
    web, rest = family[0], family[1:]
    web.start()
    try:
        if port and _wait_for_web(web, stopping, port):
            say_welcome(port, sign_ins)
        for child in () if stopping.is_set() else rest:
            child.start()
        next_check = 0.0
        while not stopping.wait(0.3):
            for child in family:
                child.watch()
            if port and time.monotonic() >= next_check:
                _tend_servers()
                next_check = time.monotonic() + SERVER_CHECK_EVERY
        say("Stopping")
    finally:
        end([child.process for child in family if child.process], within=GRACE)


def say_welcome(port: int, sign_ins: str) -> None:
    """Print the address and who may sign in."""
    lines = [
        "",
        f"Soteria is running at http://{HOST}:{port}/",
        "",
        *sign_ins.splitlines(),
        "",
        "Press Ctrl-C to stop.",
    ]
    with contextlib.suppress(OSError):
        sys.stdout.write("\n".join(lines) + "\n\n")
        sys.stdout.flush()


def stop_running() -> None:
    """End the Soteria that runs from this checkout, if one does, and its servers."""
    pid = _running_pid()
    if pid:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + 15
        while _running_pid() and time.monotonic() < deadline:
            time.sleep(0.1)
    embedded.stop()


def _start_servers() -> None:
    if _uses_embedded():
        embedded.ensure()


def _stop_servers() -> None:
    if _uses_embedded():
        embedded.stop()


def _uses_embedded() -> bool:
    """The same question as in soteria/servers.py: a database named by its address is somebody else's to run."""
    return not {"DATABASE_URL", "DATABASE_URL_FILE"} & os.environ.keys()


def _tend_servers() -> None:
    """Start a server again that has died under us; the children reconnect by themselves."""
    try:
        _start_servers()
    except ServersUnavailable as error:
        say(str(error))


def _prepare(stopping: threading.Event) -> str:
    """Migrate and load data in one child process, its progress bars on our terminal. Returns the sign-ins."""
    process = spawn([sys.executable, "-m", "soteria.launch.prepare"], stdout=subprocess.PIPE)
    try:
        while process.poll() is None and not stopping.wait(0.1):
            pass
        if stopping.is_set():
            return ""
        if process.returncode:
            raise CouldNotStart("Soteria could not be set up; the reason is above.")
        return process.stdout.read() if process.stdout else ""
    finally:
        end([process], within=GRACE)


def _wait_for_web(web: Child, stopping: threading.Event, port: int) -> bool:
    """Whether the web answered before we were told to stop."""
    deadline = time.monotonic() + READY_WITHIN
    while not stopping.wait(0.1):
        web.watch()
        if _answers(port):
            return True
        if time.monotonic() > deadline:
            raise CouldNotStart(f"The web process did not answer on port {port} in {READY_WITHIN:.0f} seconds.")
    return False


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _lock_path() -> Path:
    return find_ground().var / "running.lock"


@contextlib.contextmanager
def _only_one() -> Iterator[None]:
    """Hold the lock of a running Soteria, with our process number in it. Raises CouldNotStart when it is held."""
    path = _lock_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        if not _lock(file):
            raise CouldNotStart("Soteria is already running from this directory. To end it, run: make stop")
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
        file.truncate(0)


def _running_pid() -> int | None:
    try:
        with _lock_path().open("r+") as file:
            return None if _lock(file) else int(file.read() or 0) or None
    except (OSError, ValueError):
        return None


def _lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
