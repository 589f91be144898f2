"""Rings the workers from a thread of its own, so that a slow or absent broker costs a request nothing."""

import logging
import os
import threading

from kombu.exceptions import KombuError, OperationalError

from soteria.work import tasks

PAUSE = 5.0  # seconds without a try after one that failed; the schedule drains the table meanwhile
log = logging.getLogger(__name__)


class Bell:
    """Any number of rings while one is being sent are one ring more: a drain does everything that is due."""

    def __init__(self) -> None:
        self._wanted = threading.Event()
        self._lock = threading.Lock()
        self._pid = 0

    def ring(self) -> None:
        """Ask for a wake-up; returns at once. A process that was forked gets a thread of its own."""
        with self._lock:
            if self._pid != os.getpid():
                self._wanted, self._pid = threading.Event(), os.getpid()
                threading.Thread(target=self._send_rings, args=(self._wanted,), name="work-bell", daemon=True).start()
        self._wanted.set()

    def _send_rings(self, wanted: threading.Event) -> None:
        pause = threading.Event()
        while wanted.wait():
            wanted.clear()
            if not self._send():
                pause.wait(PAUSE)

    def _send(self) -> bool:
        try:
            tasks.drain.apply_async(retry=False, expires=60)
        except (KombuError, OperationalError, OSError) as fault:
            log.warning("No wake-up was sent (%s); the schedule will drain the job table", type(fault).__name__)
            return False
        return True


BELL = Bell()
