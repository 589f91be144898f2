"""A cluster and a broker of our own under var/, and a database that is made afresh for each run."""

import hashlib
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.chaos.stack import Stack

BASE_DIR = Path(__file__).resolve().parents[2]
CLEAN = "soteria_clean"  # migrated, with reference data; every run begins with a copy of it
SETTINGS = "tests.chaos.settings"
SEEN = "CHAOS_SEEN"  # names the file in which the web makes a mark for each form that it was asked to hold


@contextmanager
def of_our_own(name: str = "chaos") -> Iterator["Stack"]:
    """Start the servers, migrate, and yield the stack that stands on them; its processes are not started yet."""
    folder = BASE_DIR / "var" / name
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what stands below is ended then too
    own = {"SOTERIA_VAR": folder, "CHAOS_OUTBOX": folder / "run" / "outbox", "DJANGO_SETTINGS_MODULE": SETTINGS}
    own |= {"AUDIT_ANCHOR_DIR": folder / "run" / "anchors", SEEN: folder / "run" / "seen"}
    os.environ |= {key: str(value) for key, value in own.items()} | {"SOTERIA_AS_OWNER": "1"}
    from soteria.launch import embedded

    try:
        urls = embedded.ensure()
        # Named to every process, so that none starts the servers again while a fault keeps them away.
        os.environ |= {"DATABASE_URL": urls.database, "DATABASE_OWNER_URL": urls.database_owner}
        shutil.rmtree(folder / "run", ignore_errors=True)
        _fresh_database(folder)
        with _stack(folder / "run") as stack:
            yield stack
    finally:
        embedded.stop()


@contextmanager
def _stack(folder: Path) -> Iterator["Stack"]:
    """The broker is started once beforehand, for its address: Django is told of it when it starts."""
    from soteria.launch import valkey
    from soteria.launch.ground import Ground, find_ground, prepare

    ground = Ground(var=folder, sockets=folder, account=find_ground().account)
    prepare(ground)
    valkey.start(ground)
    os.environ["REDIS_URL"] = valkey.url(ground)
    valkey.stop(ground)
    import django

    django.setup()
    from tests.chaos.stack import Stack

    stack = Stack(folder)
    try:
        yield stack
    finally:
        stack.end()


def _fresh_database(folder: Path) -> None:
    """A copy of the clean one, which is made again when a migration or the reference data has changed."""
    mark, state = folder / "clean", _state()
    if not mark.exists() or mark.read_text() != state:
        _statements(f"DROP DATABASE IF EXISTS {CLEAN} WITH (FORCE)")
        _begin_empty("template1")
        _migrate()
        _statements(f"CREATE DATABASE {CLEAN} TEMPLATE soteria")
        mark.write_text(state)
    _begin_empty(CLEAN)


def _begin_empty(template: str) -> None:
    _statements(
        "DROP DATABASE IF EXISTS soteria WITH (FORCE)",
        f"CREATE DATABASE soteria TEMPLATE {template} OWNER soteria_owner",
    )


def _migrate() -> None:
    """In a process of its own, which leaves no connection behind."""
    import subprocess

    for command in (["migrate", "--verbosity", "0"], ["load_reference"]):
        words = [sys.executable, "-W", "ignore", "manage.py", *command]
        environment = os.environ | {"REDIS_URL": "memory://"}
        subprocess.run(words, check=True, cwd=BASE_DIR, env=environment, stdout=subprocess.DEVNULL)


def _statements(*statements: str) -> None:
    import psycopg2

    from soteria.launch.ground import find_ground

    with closing(psycopg2.connect(dbname="postgres", user="postgres", host=str(find_ground().sockets))) as connection:
        connection.autocommit = True
        for statement in statements:
            connection.cursor().execute(statement)


def _state() -> str:
    """One digest of everything that decides the clean database."""
    files = [*BASE_DIR.glob("*/migrations/*.py"), *BASE_DIR.glob("soteria/*/migrations/*.py")]
    files += BASE_DIR.glob("*/*.yaml")
    parts = [f"{path.relative_to(BASE_DIR)} {path.stat().st_size}" for path in sorted(files)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
