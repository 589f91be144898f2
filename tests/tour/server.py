"""The demonstration, served for as long as the walk lasts."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READY_WITHIN = 60  # seconds


@contextmanager
def demonstration() -> Iterator[str]:
    """The address of a demonstration with its data loaded; its server ends with the block."""
    for command in (
        ["migrate", "-v0"],
        ["load_reference"],
        ["load_demonstration"],
        ["scan_reports"],
        ["collectstatic", "--noinput", "-v0"],
    ):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, check=True)
    address = f"127.0.0.1:{_free_port()}"
    gunicorn = [
        sys.executable,
        "-m",
        "gunicorn",
        "soteria.wsgi",
        "--threads",
        "4",
        "--bind",
        address,
        "--log-level",
        "error",
    ]
    server = subprocess.Popen(gunicorn, cwd=ROOT, env=os.environ | {"DJANGO_SETTINGS_MODULE": "soteria.settings"})
    try:
        _wait_for(f"http://{address}/healthz")
        yield f"http://{address}"
    finally:
        server.terminate()
        server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(url: str) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(url, timeout=2)  # noqa: S310 - our own loopback address
            return
        except OSError:
            time.sleep(0.3)
    raise SystemExit("The demonstration did not start. Run make run to see why.")
