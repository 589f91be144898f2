"""No breach alert is lost or doubled, whatever befalls workers, broker and schedules; a plain `delay()` beside it."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from statistics import median, quantiles

import pytest
import redis
from django.db import connection

from orders.models import Breach, BreachDecision
from soteria.alerts.models import Alert
from soteria.launch.children import kill_group
from soteria.work.models import Job
from tests.reliability import breaches
from tests.reliability.processes import Processes, effects, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
COUNT = 32
PATIENCE = 8  # seconds that a plain message is given after the fault; one that comes an hour later is lost to a victim
SEND = "from soteria.celery import app; [app.send_task({task!r}) for _ in range({count})]"
PLAIN = "from tests.reliability.plain import alert; [alert.delay(number) for number in range({count})]"
MEASURE = """
import time, django
django.setup()
from cases.models import Case
from soteria.alerts.models import Alert
from tests.reliability import breaches
case = Case.objects.get()
for _ in range({count}):
    (pk,) = breaches.log(case, 1)
    begun = time.perf_counter()
    while not Alert.objects.filter(dedupe_key=f"orders.breach:{{pk}}:{supervisor}").exists():
        assert time.perf_counter() - begun < 30
        time.sleep(0.005)
    print(time.perf_counter() - begun)
"""
JOURNEY = """
import json, django
django.setup()
from django.test.utils import setup_test_environment
setup_test_environment()
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from cases.models import Case
from orders.models import Breach
from soteria.accounts.models import User
from tests.factories.forms import sent_back
case = Case.objects.get()
def client(pk):
    found = Client(SERVER_NAME="localhost"); found.force_login(User.objects.get(pk=pk)); return found
oic, supervisor = client({oic}), client({supervisor})
page = reverse("orders:log-breach", args=[case.slug])
local = timezone.localtime()
typed = dict(happened_at_day=local.day, happened_at_month=local.month, happened_at_year=local.year)
typed |= dict(happened_at_time=f"{{local:%H:%M}}", account="He rang her.", told_by="victim")
typed |= dict(acts="contact", toward="victim")
said = [oic.post(page, sent_back(oic.get(page)) | typed).status_code]
breach = Breach.objects.get()
said.append(case.reference in supervisor.get(reverse("orders:breaches")).content.decode())
decide = reverse("orders:decide-breach", args=[case.slug, breach.pk])
said.append(supervisor.post(decide, dict(outcome="arrest", victim_told="not_yet")).status_code)
print(json.dumps(said))
"""


@pytest.fixture
def processes(tmp_path_factory, transactional_db) -> Iterator[Processes]:
    """A broker of the test's own, and the table in which the plain task leaves its rows."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS reliability_effect")
        cursor.execute("CREATE TABLE reliability_effect (object_id bigint)")
        cursor.execute("GRANT INSERT ON reliability_effect TO soteria_app")
    started = Processes(tmp_path_factory.mktemp("breaches"))
    yield started
    started.end()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE reliability_effect")


def run(processes: Processes, script: str) -> subprocess.Popen[str]:
    """A program beside the test, with the test's database and broker; its pages need no collected static files."""
    words = [sys.executable, "-W", "ignore", "-c", script]
    return subprocess.Popen(words, env=processes.environment() | {"DEBUG": "1"}, stdout=subprocess.PIPE, text=True)


def told_once(pks: list[int], *people: object) -> None:
    """Everybody who must know was alerted of each breach, once, and no job is left."""
    wait_until(lambda: breaches.told() == len(pks))
    wait_until(lambda: not Job.objects.filter(kind="orders.tell_of_breach", done_at=None).exists())
    assert breaches.ledger() == breaches.wanted(pks, *people)
    assert set(breaches.audited().values()) == {1}


def plain_worker(processes: Processes) -> subprocess.Popen[str]:
    """Two children of stock Celery, as its tutorial starts them."""
    words = ["worker", "--concurrency", "2", "--loglevel", "ERROR", "--hostname", f"p{len(processes.running)}@test"]
    return processes.start_app("tests.reliability.plain", *words)


def plain_lost(processes: Processes, fault: Callable[[subprocess.Popen[str]], object]) -> int:
    """How many plain tasks were not done within PATIENCE of a fault that met their worker; another one is started."""
    first = plain_worker(processes)
    assert run(processes, PLAIN.format(count=COUNT)).wait() == 0
    wait_until(lambda: len(effects()) >= 2)
    fault(first)
    plain_worker(processes)
    try:
        wait_until(lambda: len(effects()) == COUNT, PATIENCE)
    except AssertionError:
        return COUNT - len(effects())
    return 0


def say(capsys, fault: str, plain: int) -> None:
    """The comparison, for whoever runs the tests and for docs/reliability.md."""
    with capsys.disabled():
        print(f"\n{fault}: of {COUNT}, a plain delay() lost {plain}; breach alerts lost 0, doubled 0")


def test_a_killed_worker_group_loses_and_doubles_no_alert(processes, capsys):
    """F2, F15: kill -9 in the middle of the jobs, two schedules all the while."""
    case, oic, supervisor = breaches.case_on_bail()
    processes.beat()
    processes.beat()
    first = processes.worker()
    pks = breaches.log(case, COUNT)
    wait_until(lambda: breaches.told() >= 2)
    kill_group(first)
    assert breaches.told() < COUNT
    processes.worker()

    told_once(pks, oic, supervisor)

    lost = plain_lost(processes, kill_group)
    say(capsys, "Worker group killed", lost)
    assert lost > 0


def test_a_flushed_and_stopped_broker_loses_no_alert(processes, capsys):
    """F4, F5: wiped with wake-ups in it, then gone between commit and delivery, then back and empty."""
    case, oic, supervisor = breaches.case_on_bail()
    processes.worker()
    processes.beat()
    pks = breaches.log(case, COUNT // 2)
    redis.Redis.from_url(processes.redis).flushall()
    processes.stop_valkey()
    pks += breaches.log(case, COUNT // 2)
    processes.start_valkey()

    told_once(pks, oic, supervisor)

    lost = plain_lost(processes, lambda _: redis.Redis.from_url(processes.redis).flushall())
    say(capsys, "Broker flushed", lost)
    assert lost > 0


def test_one_wake_up_delivered_twenty_times_tells_once(processes):
    """F14: to two groups of workers at once."""
    case, oic, supervisor = breaches.case_on_bail()
    processes.worker()
    processes.worker()
    pks = breaches.log(case, COUNT)
    rings = [run(processes, SEND.format(task="work.drain", count=10)) for _ in range(2)]

    told_once(pks, oic, supervisor)

    assert [process.wait() for process in rings] == [0, 0]


def test_many_sweeps_at_once_find_every_lost_job_once(processes):
    """F15: the jobs themselves are gone, as after a restore; sweeps of two schedules meet on the same breaches."""
    case, oic, supervisor = breaches.case_on_bail()
    pks = breaches.log(case, COUNT, minutes_ago=2)
    Job.objects.all().delete()
    processes.worker()
    processes.worker()
    rings = [run(processes, SEND.format(task="orders.sweep", count=8)) for _ in range(2)]

    told_once(pks, oic, supervisor)

    assert [process.wait() for process in rings] == [0, 0]
    assert Alert.objects.filter(kind="orders.breach").count() == 2 * COUNT


def test_a_breach_is_logged_seen_and_decided_with_the_broker_off(processes):
    """Nobody waits for the broker: the supervisor's list reads the breach itself, and the alert follows later."""
    case, oic, supervisor = breaches.case_on_bail()
    processes.stop_valkey()

    told, _ = run(processes, JOURNEY.format(oic=oic.pk, supervisor=supervisor.pk)).communicate(timeout=60)

    assert told.strip() == "[302, true, 302]"
    assert BreachDecision.objects.get().decided_by == supervisor
    assert Breach.objects.get().case == case
    processes.start_valkey()


def test_an_alert_is_there_within_two_seconds(processes, capsys):
    """From the commit of the breach to the row that the supervisor's page shows."""
    _, _, supervisor = breaches.case_on_bail()
    processes.worker()
    wait_until(lambda: redis.Redis.from_url(processes.redis).client_list() != [])
    script = MEASURE.format(count=41, supervisor=supervisor.pk)

    told, _ = run(processes, script).communicate(timeout=120)

    first, *seconds = map(float, told.split())
    p99 = quantiles(seconds, n=100, method="inclusive")[98]
    with capsys.disabled():
        print(f"\nBreach saved to alert, {len(seconds)}: p50 {median(seconds) * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms")
    assert len(seconds) == 40
    assert p99 < 2
    assert first < 30
