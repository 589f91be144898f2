"""The bell: many rings are few wake-ups, and an absent broker is a pause and not an error."""

import socket
import threading
import time

import pytest
from django.db import transaction
from kombu import pools

from soteria.celery import app
from soteria.work import bell, services, tasks
from soteria.work.models import Heartbeat


@pytest.fixture
def broker_at(monkeypatch):
    """Point the wake-ups at another address."""

    def at(port: int) -> None:
        monkeypatch.setattr(app.conf, "broker_url", f"redis://127.0.0.1:{port}/0")
        monkeypatch.setattr(app.conf, "broker_write_url", f"redis://127.0.0.1:{port}/0")
        forget_connections()

    yield at
    forget_connections()


def forget_connections() -> None:
    """Celery keeps connections by address; the next wake-up opens its own."""
    pools.reset()
    app._pool = app.amqp._producer_pool = None


def test_a_ring_returns_at_once_and_starts_one_thread(broker_at):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        broker_at(silent.getsockname()[1])
        rung = bell.Bell()
        before = threading.active_count()
        begun = time.perf_counter()
        for _ in range(1000):
            rung.ring()

        assert time.perf_counter() - begun < 0.2
        assert threading.active_count() <= before + 1


def test_a_broker_that_refuses_is_told_in_the_log_without_an_error(broker_at, caplog):
    broker_at(1)

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
def test_one_transaction_rings_once(monkeypatch):
    rings = []
    monkeypatch.setattr(services.BELL, "ring", lambda: rings.append(1))

    with transaction.atomic():
        for number in range(50):
            services.enqueue("test.unheard", number, key=str(number))
    services.enqueue("test.unheard", 50, key="50")

    assert rings == [1, 1]


@pytest.mark.django_db
def test_without_a_broker_nothing_rings(monkeypatch, settings):
    settings.REDIS_URL = "memory://"
    rings = []
    monkeypatch.setattr(services.BELL, "ring", lambda: rings.append(1))

    services._nudge()

    assert not rings
