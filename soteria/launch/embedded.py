"""Starts or joins the embedded PostgreSQL and Valkey of this checkout.

`make run` starts them and stops them at its end. A lone `manage.py` command or a test run starts them when they
are absent and leaves them running, because the next command will want them; `make stop` ends them.
"""

import contextlib
import fcntl
import sys
from collections.abc import Iterator
from typing import NamedTuple

from soteria.launch import cluster, postgres, valkey
from soteria.launch.ground import Ground, ServersUnavailable, find_ground, prepare, prepare_sockets

__all__ = ["ServersUnavailable", "Urls", "ensure", "stop"]


class Urls(NamedTuple):
    """Addresses of the servers: the application's role, the owner's role (migrations, tests), and Valkey."""

    database: str
    database_owner: str
    redis: str


def ensure() -> Urls:
    """Return the servers' addresses, starting what is not running.

    Two commands at once start one set. What a kill or a reboot left behind is cleared away.
    Raises ServersUnavailable with one plain sentence.
    """
    ground = find_ground()
    if not (postgres.is_ready(ground) and valkey.is_ready(ground)):
        _start_missing(ground)
    return Urls(
        database=postgres.url(ground, cluster.APP),
        database_owner=postgres.url(ground, cluster.OWNER),
        redis=valkey.url(ground),
    )


def stop() -> None:
    """Stop both servers of this checkout, if they run."""
    ground = find_ground()
    if not ground.var.exists():
        return
    with _locked(ground):
        valkey.stop(ground)
        postgres.stop(ground)
        with contextlib.suppress(OSError):
            ground.sockets.rmdir()


def _start_missing(ground: Ground) -> None:
    prepare(ground)
    with _locked(ground):
        if not postgres.is_ready(ground):
            prepare_sockets(ground)
            postgres.start(ground)
        if not valkey.is_ready(ground):
            valkey.start(ground)


@contextlib.contextmanager
def _locked(ground: Ground) -> Iterator[None]:
    """Hold the lock that lets one process at a time start or stop servers; the kernel frees it if we are killed."""
    try:
        file = ground.lock.open("a")
    except OSError as error:
        raise ServersUnavailable(
            f"Cannot lock {ground.lock}: {error.strerror}. Set SOTERIA_VAR to a directory of your own."
        ) from error
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def main(arguments: list[str]) -> int:
    """`start` prints the addresses, `stop` stops the servers. Returns the exit code."""
    try:
        if arguments == ["stop"]:
            stop()
        else:
            sys.stdout.write("\n".join(ensure()) + "\n")
    except ServersUnavailable as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
