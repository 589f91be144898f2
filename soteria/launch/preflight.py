"""Checks the machine before anything is installed: one plain line for what is missing, then exit 1.

Run by the Makefile with the system's Python, however old: no f-strings, plain annotations, standard library only.
Usage: preflight.py run|setup|test
"""
# ruff: noqa: UP031, UP032, T201, S310, S603

import ctypes
import os
import socket
import subprocess
import sys

if False:  # only the type checker needs the name, and old Pythons do not have it here
    from collections.abc import Callable

OLDEST = (3, 11)
# What WeasyPrint loads by name at run time, and the Debian packages that hold it.
PANGO = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz.so.0", "libharfbuzz-subset.so.0")
PANGO_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
# The one without windows comes first: it draws the same pages for half of the work.
WINDOWLESS = "chromium-headless-shell"
BROWSERS = (WINDOWLESS, "chromium", "chromium-browser", "google-chrome")
VENV_PYTHON = os.path.join(".venv", "bin", "python")  # noqa: PTH118


class Missing(Exception):
    """Something the machine lacks; the message is the one line to show."""


def check_python() -> None:
    """Require Python 3.11, which Django 5.2 and the embedded servers' packages are locked for."""
    if sys.version_info[:2] < OLDEST:
        found = "%d.%d" % sys.version_info[:2]
        raise Missing("Soteria needs Python 3.11 or later; this is %s. Name one: make run PYTHON=python3.11" % found)


def check_venv() -> None:
    """Require the parts of Python that make a virtual environment; Debian packs them apart."""
    if os.path.exists(VENV_PYTHON):  # noqa: PTH110
        return
    package = "python%d.%d-venv" % sys.version_info[:2]
    _require(lambda: _imports("ensurepip") and _imports("venv"), "Python's venv module", package)


def check_node() -> None:
    """Require node and npm, which fetch the pages' styles and scripts."""
    if not _on_path("node"):
        raise Missing("Node.js is not installed. Run: %s" % _by_hand("nodejs npm"))
    _require(lambda: _on_path("npm"), "npm", "npm")


def check_pango() -> None:
    """Require the text layout library that prints documents."""
    if sys.platform.startswith("linux"):
        _require(lambda: all(_loads(name) for name in PANGO), "Pango, which prints documents,", PANGO_PACKAGES)


def check_browser() -> None:
    """Require Chromium, in which the journeys run; CHROMIUM may name one."""
    if os.environ.get("CHROMIUM"):
        return
    if not _has_browser() and _may_install():
        print("Installing %s" % WINDOWLESS)
        _install([WINDOWLESS])
    _require(_has_browser, "Chromium, in which the tests run,", "chromium")


def _has_browser() -> bool:
    return any(_on_path(name) for name in BROWSERS)


def check_port() -> None:
    """Require that the port named by PORT is a port number and free on this machine."""
    named = os.environ.get("PORT") or "8000"
    if not named.isdigit() or not 0 < int(named) < 65536:
        raise Missing("PORT must be a number from 1 to 65535, like this: make run PORT=8001")
    taken = _why_not(int(named))
    if taken:
        raise Missing("Port %s %s. Choose another: make run PORT=%d" % (named, taken, _free_port(int(named))))


CHECKS = {
    "setup": (check_python, check_venv, check_node, check_pango),
    "run": (check_python, check_port, check_venv, check_node, check_pango),
    "test": (check_python, check_venv, check_node, check_pango, check_browser),
}


def _require(present: "Callable[[], bool]", what: str, packages: str) -> None:
    """Return if `present()`; install the Debian packages where we may; otherwise say what to run."""
    if present():
        return
    if _may_install():
        print("Installing %s" % packages)
        _install(packages.split())
        if present():
            return
        raise Missing("%s could not be installed. Run: %s" % (what, _by_hand(packages)))
    raise Missing("%s is not installed. Run: %s" % (what, _by_hand(packages)))


def _may_install() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0 and _on_path("apt-get")


def _install(packages: "list[str]") -> None:
    """Install quietly; package lists may be absent or old, so a first failure refreshes them and tries again."""
    sys.stdout.flush()
    install = ["apt-get", "install", "-y", "--no-install-recommends"] + packages
    if not _quietly(install):
        _quietly(["apt-get", "update"])
        _quietly(install)


def _quietly(command: "list[str]") -> bool:
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment
    )
    process.communicate()
    return process.returncode == 0


def _by_hand(packages: str) -> str:
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    prefix = "" if root else "sudo "
    return "%sapt-get update && %sapt-get install -y %s" % (prefix, prefix, packages)


def _imports(name: str) -> bool:
    try:
        __import__(name)
    except ImportError:
        return False
    return True


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _on_path(program: str) -> bool:
    folders = os.environ.get("PATH", "").split(os.pathsep)
    return any(os.access(os.path.join(folder, program), os.X_OK) for folder in folders if folder)  # noqa: PTH118


def _why_not(port: int) -> str:
    """Why a server could not listen on the port: '' when it could."""
    probe = socket.socket()
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", port))
    except OSError as error:
        return "may not be used by this account" if error.errno == 13 else "is taken"
    finally:
        probe.close()
    return ""


def _free_port(near: int) -> int:
    for port in range(max(near + 1, 8001), 65536):
        if not _why_not(port):
            return port
    return 8001


def main(arguments: "list[str]") -> int:
    """Run the checks for `run`, `setup` or `test`; return the exit code."""
    try:
        for check in CHECKS[arguments[0] if arguments else "setup"]:
            check()
    except Missing as missing:
        sys.stderr.write("%s\n" % missing)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
