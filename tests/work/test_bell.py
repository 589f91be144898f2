"""The bell: many rings are few wake-ups, and an absent broker is a pause and not an error."""

import os
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from kombu import pools
from redis import Redis

from soteria.celery import app
from soteria.work import bell, services, tasks
from soteria.work.models import Heartbeat


@pytest.fixture
def broker_at(monkeypatch):
    """Point the wake-ups at another address."""

    def at(address: str) -> None:
        monkeypatch.setattr(app.conf, "broker_url", address)
        monkeypatch.setattr(app.conf, "broker_write_url", address)
        forget_connections()

    yield at
    forget_connections()


@pytest.fixture
def broker(broker_at, settings) -> Iterator[Redis]:
    """The real broker, in a database of it that nothing else uses: no worker hears what is sent there."""
    number = 15 - int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    address = f"{settings.REDIS_URL.rpartition('/')[0]}/{number}"
    with Redis.from_url(address) as server:
        server.flushdb()
        broker_at(address)
        yield server
        server.flushdb()


def wake_ups(broker: Redis, wanted: int) -> int:
    """How many messages wait there, once there are as many as wanted or ten seconds have passed."""
    ends = time.monotonic() + 10
    while broker.llen("celery") < wanted and time.monotonic() < ends:
        time.sleep(0.02)
    return broker.llen("celery")


def forget_connections() -> None:
    """Celery keeps connections by address; the next wake-up opens its own."""
    pools.reset()
    app._pool = app.amqp._producer_pool = None


def test_a_broker_that_refuses_is_told_in_the_log_without_an_error(broker_at, caplog):
    broker_at("redis://127.0.0.1:1/0")

    assert bell.Bell()._send() is False

    assert "No wake-up was sent (OperationalError)" in caplog.text


@pytest.mark.django_db
def test_a_wake_up_that_is_delivered_drains_the_table():
    services.enqueue("test.unheard", 1, key="1")

    tasks.drain()
    tasks.heartbeat()
    tasks.prune()

    assert services.Job.objects.dead().exists()
    assert Heartbeat.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_one_transaction_rings_once(broker):
    with transaction.atomic():
        for number in range(50):
            services.enqueue("test.unheard", number, key=str(number))
        assert len(connection.run_on_commit) == 1
        assert wake_ups(broker, 0) == 0
    assert wake_ups(broker, 1) == 1

    services.enqueue("test.unheard", 50, key="50")

    assert wake_ups(broker, 2) == 2


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_nothing_rings(broker, settings):
    address, settings.REDIS_URL = settings.REDIS_URL, "memory://"
    services.enqueue("test.unheard", 1, key="1")
    time.sleep(0.3)  # longer than a ring takes to arrive, as the second shows
    assert wake_ups(broker, 0) == 0

    settings.REDIS_URL = address
    services.enqueue("test.unheard", 2, key="2")

    assert wake_ups(broker, 1) == 1


# The last of this file: its bell tries again in five seconds, at whatever address the wake-ups then have.
def test_a_ring_returns_at_once_and_starts_one_thread(broker_at):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        broker_at(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        rung = bell.Bell()
        before = threading.active_count()
        begun = time.perf_counter()
        for _ in range(1000):
            rung.ring()

        assert time.perf_counter() - begun < 0.2
        assert threading.active_count() <= before + 1
