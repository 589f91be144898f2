"""What a worker took and nobody works on is found, on a real channel of the real broker."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from kombu import Connection, Consumer, Queue

from soteria.celery import app
from soteria.work.window import LostAcknowledgement, Window

WINDOW = 2


@pytest.fixture
def taken(settings) -> Iterator[tuple[Any, list[Any]]]:
    """A worker's consumer with a full window, and the messages in it."""
    queue = Queue(f"window-{uuid4()}", auto_delete=True)
    with Connection(settings.REDIS_URL) as broker, broker.channel() as channel:
        messages: list[Any] = []
        tasks = Consumer(channel, [queue], on_message=messages.append)
        tasks.qos(prefetch_count=WINDOW)
        with broker.Producer() as producer:
            for number in range(WINDOW):
                producer.publish({"number": number}, routing_key=queue.name, declare=[queue])
        with tasks:
            while len(messages) < WINDOW:
                broker.drain_events(timeout=5)
        yield SimpleNamespace(task_consumer=tasks), messages
        queue(channel).delete()


def test_messages_that_nobody_works_on_make_the_worker_connect_anew(taken):
    consumer, _ = taken
    window = Window(consumer)

    window.look(consumer)

    with pytest.raises(LostAcknowledgement, match="2 messages taken, 0 tasks in hand"):
        window.look(consumer)


def test_one_look_alone_says_nothing_and_an_acknowledged_message_is_forgotten(taken):
    consumer, messages = taken
    window = Window(consumer)

    window.look(consumer)
    for message in messages:
        message.ack()
    window.look(consumer)
    window.look(consumer)

    assert window.seen == 0


def test_every_worker_looks(settings):
    assert "soteria.work.window:Window" in app.steps["consumer"]
