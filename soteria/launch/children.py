"""The processes of a running Soteria: started tethered, echoed with a prefix, restarted with back-off, ended whole."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

TETHER = Path(__file__).with_name("tether.py")
FIRST_DELAY, LONGEST_DELAY = 1.0, 30.0  # seconds before a restart
SETTLED = 60.0  # seconds alive after which a later death counts as a first one


def say(line: str, name: str = "soteria") -> None:
    """Print one line with the name of who says it. A terminal that has gone is not an error."""
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.write(f"{name:<7} | {line}\n")
        sys.stdout.flush()


def spawn(command: Sequence[str], **options: object) -> "subprocess.Popen[str]":
    """Start a command tethered to us in a process group of its own, so that only we hear Ctrl-C.

    Call from the main thread: the kernel ties the child to the thread that made it.
    """
    tethered = [sys.executable, str(TETHER), str(os.getpid()), *command]
    return subprocess.Popen(  # type: ignore[call-overload]  # noqa: S603
        tethered, stdin=subprocess.DEVNULL, text=True, errors="replace", process_group=0, **options
    )


def end(processes: Iterable["subprocess.Popen[str]"], within: float) -> None:
    """Ask each process to end, wait `within` seconds for all of them, then kill what is left of their groups."""
    processes = list(processes)
    deadline = time.monotonic() + within
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, deadline - time.monotonic()))
    for process in processes:
        kill_group(process)


def kill_group(process: "subprocess.Popen[str]") -> None:
    """Kill everything in a process's group: its own children may have outlived it."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@dataclass
class Child:
    """One long-running process and the history of its restarts."""

    name: str
    command: Sequence[str]
    process: "subprocess.Popen[str] | None" = None
    started_at: float = 0.0
    restart_at: float = 0.0
    delay: float = field(default=FIRST_DELAY)

    def start(self) -> None:
        """Start the process and a thread that echoes its output."""
        self.process = spawn(self.command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.started_at = time.monotonic()
        threading.Thread(target=_echo, args=(self.name, self.process.stdout), daemon=True).start()

    def watch(self) -> None:
        """Notice a death, say so in one line, and start again when its delay has passed."""
        if self.process is None:
            if time.monotonic() >= self.restart_at:
                self.start()
        elif (code := self.process.poll()) is not None:
            self._bury(code)

    def _bury(self, code: int) -> None:
        if self.process is not None:
            kill_group(self.process)
        self.process = None
        now = time.monotonic()
        wait = FIRST_DELAY if now - self.started_at > SETTLED else self.delay
        self.restart_at, self.delay = now + wait, min(wait * 2, LONGEST_DELAY)
        say(f"{self.name} stopped ({_cause(code)}). Starting it again in {wait:.0f} s")


def _cause(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _echo(name: str, stream: IO[str]) -> None:
    with stream:
        for line in stream:
            say(line.rstrip(), name)
