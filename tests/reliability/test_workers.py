"""Real workers killed, the broker wiped, many wake-ups at once, two schedules: nothing is lost and nothing doubled."""

import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator

import pytest
import redis
from django.db import connection

from soteria.launch.children import kill_group
from soteria.work.models import Job
from tests.reliability.processes import Processes, ask_for, effects, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
ASK = """
import time, django
django.setup()
from tests.reliability.processes import ask_for
ask_for(range(1))
for number in range(1, 10):
    begun = time.perf_counter()
    ask_for(range(number, number + 1))
    print(time.perf_counter() - begun)
"""
RING = "from soteria.celery import app; [app.send_task('work.drain') for _ in range({count})]"


@pytest.fixture
def processes(tmp_path_factory, transactional_db) -> Iterator[Processes]:
    """A broker of the test's own, and the table of effects."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS reliability_effect")  # left by a run that was killed
        cursor.execute("CREATE TABLE reliability_effect (object_id bigint)")
        cursor.execute("GRANT INSERT ON reliability_effect TO soteria_app")
    started = Processes(tmp_path_factory.mktemp("work"))
    yield started
    started.end()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE reliability_effect")


def ring(processes: Processes, count: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", RING.format(count=count)], env=processes.environment())


def test_a_killed_worker_group_loses_and_doubles_nothing(processes):
    """F2, F15: kill -9 in the middle of jobs; two schedules run all the while."""
    processes.beat()
    processes.beat()
    ask_for(range(16))
    first = processes.worker()
    wait_until(lambda: len(effects()) >= 4)
    kill_group(first)
    assert len(effects()) < 16
    processes.worker()

    wait_until(lambda: len(effects()) == 16)

    wait_until(lambda: not Job.objects.filter(done_at=None).exists())
    assert effects() == Counter(range(16))


def test_a_lost_broker_loses_nothing(processes):
    """F4, F5: everything in it wiped, then the broker gone between commit and delivery, then empty again."""
    worker = processes.worker()
    processes.beat()
    wait_until(lambda: bool(_queue_readers(processes)))
    ask_for(range(8))
    ring(processes, 3).wait()
    wait_until(lambda: len(effects()) >= 2)
    redis.Redis.from_url(processes.redis).flushall()
    processes.stop_valkey()
    ask_for(range(8, 16))
    processes.start_valkey()

    wait_until(lambda: len(effects()) == 16)

    assert effects() == Counter(range(16))
    assert worker.poll() is None


def _queue_readers(processes: Processes) -> list[dict[str, str]]:
    clients = redis.Redis.from_url(processes.redis).client_list()
    return [client for client in clients if client["cmd"] == "brpop"]


def test_twenty_wake_ups_at_once_do_each_job_once(processes):
    """F14: the same wake-up delivered many times over, to two groups of workers."""
    processes.worker()
    processes.worker()
    ask_for(range(20))
    rings = [ring(processes, 10) for _ in range(2)]

    wait_until(lambda: len(effects()) == 20)

    assert [process.wait() for process in rings] == [0, 0]
    wait_until(lambda: redis.Redis.from_url(processes.redis).llen("celery") == 0)
    assert effects() == Counter(range(20))
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}


def test_asking_costs_nothing_while_the_broker_hangs(processes):
    """F6: a broker that takes the connection and never answers; the request must not wait for it."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as silent:
        address = f"redis://:x@127.0.0.1:{silent.getsockname()[1]}/0"
        environment = processes.environment() | {"REDIS_URL": address}
        told = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, check=True)

    slowest = max(map(float, told.stdout.split()))
    assert slowest < 0.2
    assert Job.objects.count() == 10
