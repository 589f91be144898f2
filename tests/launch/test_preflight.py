"""What a machine lacks is told in one plain line."""

import ast
import socket
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "soteria" / "launch" / "preflight.py"
NEWER_SYNTAX = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match)


@pytest.fixture
def machine(tmp_path):
    """A machine with a PATH of our own: `machine.programs` holds what is installed on it."""
    return Machine(tmp_path)


class Machine:
    def __init__(self, folder):
        self.folder = folder
        self.programs = folder / "programs"
        self.programs.mkdir()
        self.port = _free_port()

    def install(self, name, script="exit 0"):
        program = self.programs / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    def check(self, mode, doctored=""):
        """Run the script as the Makefile does, after `doctored` has changed the Python that runs it."""
        start = f"import sys, runpy\nsys.argv = ['preflight.py', {mode!r}]\n{doctored}\n"
        start += f"runpy.run_path({str(SCRIPT)!r}, run_name='__main__')"
        return subprocess.run(
            [sys.executable, "-c", start],
            env={"PATH": str(self.programs), "PORT": str(self.port)},
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=60,
        )


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _only_line(result):
    assert result.returncode == 1, result
    assert result.stderr.count("\n") == 1, result.stderr
    return result.stderr.strip()


def test_a_complete_machine_passes_in_silence(machine):
    for name in ("node", "npm", "chromium"):
        machine.install(name)

    for mode in ("setup", "run", "test"):
        result = machine.check(mode)
        assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_an_old_python_is_named_with_what_to_type(machine):
    line = _only_line(machine.check("run", "sys.version_info = (3, 9, 2, 'final', 0)"))

    assert line == "Soteria needs Python 3.11 or later; this is 3.9. Name one: make run PYTHON=python3.11"


def test_an_old_python_can_read_the_script():
    tree = ast.parse(SCRIPT.read_text(), feature_version=(3, 4))

    assert not [node for node in ast.walk(tree) if isinstance(node, NEWER_SYNTAX)]


def test_no_node_is_told_with_its_command(machine):
    line = _only_line(machine.check("setup"))

    assert line.startswith("Node.js is not installed. Run: ")
    assert line.endswith("apt-get install -y nodejs npm")


def test_no_npm_is_told_with_its_command(machine):
    machine.install("node")

    assert _only_line(machine.check("setup")).endswith("apt-get install -y npm")


def test_a_taken_port_is_told_with_a_free_one(machine):
    with socket.create_server(("127.0.0.1", machine.port)):
        line = _only_line(machine.check("run"))

    assert line.startswith(f"Port {machine.port} is taken. Choose another: make run PORT=")
    assert int(line.rpartition("=")[2]) != machine.port


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1"])
def test_a_port_that_is_no_port_is_told(machine, port):
    machine.port = port

    assert _only_line(machine.check("run")).startswith("PORT must be a number from 1 to 65535")


def test_no_venv_module_is_told_with_its_package(machine):
    line = _only_line(machine.check("setup", "sys.modules['ensurepip'] = None"))

    package = "python{}.{}-venv".format(*sys.version_info)
    assert line.startswith("Python's venv module is not installed. Run: ")
    assert line.endswith(package)


NO_PANGO = """
import ctypes
def refuse(name, *more): raise OSError(name)
ctypes.CDLL = refuse
"""


def test_no_pango_is_told_with_its_packages(machine):
    machine.install("node")
    machine.install("npm")

    line = _only_line(machine.check("setup", NO_PANGO))

    assert line.startswith("Pango, which prints documents, is not installed. Run: ")
    assert line.endswith("libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0")


def test_no_chromium_is_told_with_its_command(machine):
    machine.install("node")
    machine.install("npm")

    assert _only_line(machine.check("test")).endswith("apt-get install -y chromium")


AS_ROOT = "import os; os.geteuid = lambda: 0"


def test_root_has_missing_packages_installed(machine):
    machine.install("node")
    machine.install("npm")
    machine.install(
        "apt-get",
        f'echo "$@" >> {machine.folder}/asked; : > {machine.programs}/chromium; '
        f"/bin/chmod 755 {machine.programs}/chromium",
    )

    result = machine.check("test", AS_ROOT)

    assert (result.returncode, result.stderr) == (0, "")
    assert (machine.folder / "asked").read_text() == "install -y --no-install-recommends chromium-headless-shell\n"


def test_where_there_is_no_windowless_browser_one_with_windows_is_installed(machine):
    machine.install("node")
    machine.install("npm")
    machine.install(
        "apt-get",
        f'case "$*" in *headless*) exit 100;; *chromium) : > {machine.programs}/chromium; '
        f"/bin/chmod 755 {machine.programs}/chromium;; esac",
    )

    result = machine.check("test", AS_ROOT)

    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "Installing chromium-headless-shell\nInstalling chromium\n"


def test_root_is_told_when_packages_cannot_be_installed(machine):
    machine.install("node")
    machine.install("npm")
    machine.install("apt-get", "exit 100")

    line = _only_line(machine.check("test", AS_ROOT))

    assert line == (
        "Chromium, in which the tests run, could not be installed. Run: apt-get update && apt-get install -y chromium"
    )
