"""A worker that lost an acknowledgement takes fewer messages from then on, and in the end none: it connects anew.

A broker that is frozen, or away for a moment, answers an acknowledgement too late. Celery logs that and goes on, but
the message stays in the worker's window, which holds as many as it may take at once: two such, and a worker with two
processes is alive and stands still for ever.
"""

from typing import Any

from celery.bootsteps import StartStopStep
from celery.worker import state

EVERY = 5.0  # seconds between looks
PATIENCE = 2  # looks in a row, so that a message that is just being taken or given back is not counted


class LostAcknowledgement(ConnectionResetError):
    """Celery answers a fault of the connection by a new one, on which what was not acknowledged is delivered again."""


class Window(StartStopStep):
    """Compares, every few seconds, the messages in the window with the tasks that the worker has in hand."""

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, consumer: Any, **options: Any) -> None:
        super().__init__(consumer, **options)
        self.seen, self._timer = 0, None

    def start(self, consumer: Any) -> None:
        """Begin to look; again for each connection."""
        self.seen = 0
        self._timer = consumer.timer.call_repeatedly(EVERY, self.look, (consumer,))

    def stop(self, consumer: Any) -> None:
        """Look no more, until the next connection."""
        if self._timer is not None:
            self._timer.cancel()

    def look(self, consumer: Any) -> None:
        """Raise LostAcknowledgement where messages that nobody works on were in the window at two looks in a row."""
        window = consumer.task_consumer.channel.qos
        if not window.prefetch_count:
            return
        taken = window.prefetch_count - window.can_consume_max_estimate()
        self.seen = self.seen + 1 if taken > len(state.reserved_requests) else 0
        if self.seen >= PATIENCE:
            raise LostAcknowledgement(f"{taken} messages taken, {len(state.reserved_requests)} tasks in hand")
