"""The job table: done once, tried again, given up after eight tries, and never in each other's way."""

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection, transaction

from soteria.accounts.models import Force
from soteria.audit import queries as audit
from soteria.work import jobs, services
from soteria.work.handlers import HANDLERS, GiveUp, acting_for, handles
from soteria.work.models import Heartbeat, Job

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
LATER = timedelta(hours=1)


@pytest.fixture
def kind():
    """Register a handler for the length of a test."""
    added = []

    def register(handler, name="test.act"):
        added.append(name)
        handles(name)(handler)
        return name

    yield register
    for name in added:
        del HANDLERS[name]


@pytest.fixture
def done(kind):
    """A kind of job that notes which object it was done for."""
    seen: list[int] = []
    kind(lambda job: seen.append(job.object_id))
    return seen


def ask(number: int, kind: str = "test.act", at: datetime = NOW) -> None:
    services.enqueue(kind, number, key=f"{kind}:{number}", due_at=at)


def drain_for(hours: int) -> None:
    """Drain as the schedule would while hours go by."""
    for quarter in range(hours * 4 + 1):
        jobs.drain(NOW + quarter * timedelta(minutes=15))


@pytest.mark.django_db
def test_due_jobs_are_done_once_in_the_order_they_are_due(done):
    for number, minutes in ((1, 3), (2, 1), (3, 2)):
        ask(number, at=NOW - timedelta(minutes=minutes))

    assert jobs.drain(NOW) == 3
    assert jobs.drain(NOW) == 0
    assert done == [1, 3, 2]


@pytest.mark.django_db
def test_a_job_waits_for_its_time_and_is_done_when_the_clock_is_put_forward(done):
    ask(1, at=NOW + LATER)

    assert jobs.drain(NOW) == 0
    assert jobs.drain(NOW + LATER) == 1
    assert jobs.drain(NOW) == jobs.drain(NOW + 24 * LATER) == 0  # and the clock back, and forward again
    assert done == [1]


@pytest.mark.django_db
def test_a_clock_that_is_put_back_does_not_hold_up_what_was_asked_for_at_once(done):
    with time_machine.travel(NOW + LATER, tick=False):
        services.enqueue("test.act", 1, key="at once")
        ask(2, at=NOW + 2 * LATER)

    assert jobs.drain(NOW) == 1
    assert jobs.drain(NOW) == 0
    assert done == [1]
    assert jobs.drain(NOW + 2 * LATER) == 1


@pytest.mark.django_db
def test_a_clock_that_is_put_back_holds_up_another_try_for_no_longer_than_the_longest_wait(kind):
    tries = []

    def fail(job):
        tries.append(job.attempts)
        raise OSError

    kind(fail)
    ask(1, at=NOW)
    jobs.drain(NOW + LATER)

    assert jobs.drain(NOW) == 1
    assert tries == [1, 2]
    assert jobs.drain(NOW) == 0


@pytest.mark.django_db
def test_two_asks_with_one_key_are_one_job(done):
    ask(1)
    ask(1)

    jobs.drain(NOW)
    ask(1)
    jobs.drain(NOW + LATER)

    assert done == [1]


@pytest.mark.django_db
def test_effect_and_completion_stand_or_fall_together(kind):
    def half(job: Job) -> None:
        Force.objects.create(code="98", name="Half done")
        raise RuntimeError("Rosalind Ashdown")

    kind(half)
    ask(1)

    jobs.drain(NOW)

    assert not Force.objects.filter(code="98").exists()
    job = Job.objects.get()
    assert job.done_at is None and job.attempts == 1
    assert job.last_error.startswith("RuntimeError at work/test_jobs.py:")
    assert "Rosalind" not in job.last_error


@pytest.mark.django_db
def test_a_job_that_fails_eight_times_is_a_dead_letter(kind):
    tries = []
    kind(lambda job: tries.append(job.attempts) or 1 / 0)
    ask(1)

    drain_for(hours=24)

    assert tries == [1, 2, 3, 4, 5, 6, 7, 8]
    job = Job.objects.dead().get()
    assert job.last_error.startswith("ZeroDivisionError at ")


@pytest.mark.django_db
def test_a_job_that_kills_its_worker_each_time_is_a_dead_letter(done):
    ask(1)

    for quarter in range(40):
        claimed = jobs._claim(NOW + quarter * timedelta(minutes=15))
        if claimed and claimed[1] > jobs.MAX_TRIES:  # eight workers died before this one could
            jobs._try(*claimed, NOW)

    assert Job.objects.dead().get().last_error == "Its worker was killed at each try."
    assert done == []


@pytest.mark.django_db
def test_an_unknown_kind_is_a_dead_letter_at_once_and_says_why():
    ask(1, kind="test.unheard")

    jobs.drain(NOW)

    assert Job.objects.dead().get().last_error == "This release has no handler for the kind test.unheard."


@pytest.mark.django_db
def test_a_poison_job_does_not_stop_the_rest(kind, done):
    def poison(job: Job) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    kind(poison, name="test.poison")
    ask(1, kind="test.poison", at=NOW - LATER)
    for number in range(2, 7):
        ask(number)

    jobs.drain(NOW)

    assert done == [2, 3, 4, 5, 6]
    assert Job.objects.get(kind="test.poison").last_error.startswith("DataError at ")


@pytest.mark.django_db
def test_a_dead_letter_is_put_back_with_a_fresh_count(kind, sysadmin):
    broken = [True]
    kind(lambda job: 1 / 0 if broken[0] else None)
    ask(1)
    drain_for(hours=24)
    broken.clear()
    broken.append(False)

    job = services.retry(Job.objects.get().pk, by=sysadmin)
    jobs.drain(datetime.now(UTC) + LATER)

    job.refresh_from_db()
    assert job.done_at and job.last_error == ""
    assert audit.AuditEvent.objects.get(verb="job.retried").actor_id == sysadmin.pk


@pytest.mark.django_db
def test_only_a_dead_letter_can_be_put_back(done, sysadmin):
    ask(1)

    with pytest.raises(services.NotDead):
        services.retry(Job.objects.get().pk, by=sysadmin)


@pytest.mark.django_db
def test_rights_are_asked_afresh_when_the_job_runs(kind, oic):
    acted = []
    kind(lambda job: acted.append(acting_for(job, lambda user: user.username == "oic")))
    services.enqueue("test.act", 1, key="1", due_at=NOW, by=oic)
    services.enqueue("test.act", 2, key="2", due_at=NOW)

    jobs.drain(NOW)
    oic.is_active = False
    oic.save()
    services.enqueue("test.act", 3, key="3", due_at=NOW, by=oic)
    jobs.drain(NOW)

    assert acted == [oic]
    assert set(Job.objects.dead().values_list("object_id", flat=True)) == {2, 3}
    assert Job.objects.dead().first().last_error == "The person who asked for this may no longer do it."


@pytest.mark.django_db
def test_giving_up_keeps_the_sentence(kind):
    def give_up(job: Job) -> None:
        raise GiveUp("The file it was for is gone.")

    kind(give_up)
    ask(1)

    jobs.drain(NOW)

    assert Job.objects.dead().get().last_error == "The file it was for is gone."


@pytest.mark.django_db
def test_two_functions_cannot_claim_one_kind(done):
    with pytest.raises(ValueError, match="Two functions claim"):
        handles("test.act")(lambda job: None)


@pytest.mark.django_db
def test_old_done_jobs_are_removed_and_dead_letters_stay(done):
    ask(1)
    ask(2, kind="test.unheard")
    jobs.drain(NOW)
    ask(3)

    assert jobs.prune(NOW + jobs.KEPT) == 0
    assert jobs.prune(NOW + jobs.KEPT + LATER) == 1
    assert set(Job.objects.values_list("object_id", flat=True)) == {2, 3}


@pytest.mark.django_db
def test_a_heartbeat_is_one_row(db):
    jobs.beat(NOW)
    jobs.beat(NOW + LATER)

    assert Heartbeat.objects.get().at == NOW + LATER


@pytest.mark.django_db(transaction=True)
def test_eight_workers_do_each_job_once(kind):
    seen: Counter[int] = Counter()
    kind(lambda job: seen.update([job.object_id]))
    with transaction.atomic():
        for number in range(120):
            ask(number)

    def work() -> None:
        jobs.drain(NOW)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert seen == Counter(range(120))
    assert not Job.objects.filter(done_at=None).exists()
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}
