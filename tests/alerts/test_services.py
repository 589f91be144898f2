"""An alert is raised once, delivered once, says nothing outside, and is acknowledged by its reader alone."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from soteria.alerts import jobs, services, tasks
from soteria.alerts.models import Alert
from soteria.audit import queries as audit
from soteria.work import jobs as work
from soteria.work.models import Job

SOON = timedelta(minutes=5)


def raise_one(user, case=None, key="breach:1:ds") -> bool:
    title = "Bail breach needs a decision"
    return services.raise_alert("breach", for_user=user, title=title, dedupe_key=key, case=case)


def verbs() -> list[str]:
    return list(audit.AuditEvent.objects.order_by("id").values_list("verb", flat=True))


@pytest.mark.django_db
def test_a_new_alert_leaves_an_event_and_a_job(oic, case):
    assert raise_one(oic, case)

    event = audit.AuditEvent.objects.get()
    assert (event.verb, event.case_id, event.process) == ("alert.raised", case.pk, "alerts:breach")
    assert Job.objects.get().kind == "alerts.deliver"


@pytest.mark.django_db
def test_the_same_key_again_changes_nothing(oic, supervisor):
    raise_one(oic)

    assert not raise_one(supervisor)

    assert Alert.objects.get().for_user == oic
    assert verbs() == ["alert.raised"]
    assert Job.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_make_one_alert_and_one_event(oic):
    told, start = [], threading.Barrier(50)

    def ask() -> None:
        start.wait()
        told.append(raise_one(oic))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told) == [False] * 49 + [True]
    assert Alert.objects.count() == 1
    assert verbs() == ["alert.raised"]

    acknowledged = [threading.Thread(target=acknowledge_and_close, args=(oic,)) for _ in range(10)]
    for thread in acknowledged:
        thread.start()
    for thread in acknowledged:
        thread.join()
    assert verbs() == ["alert.raised", "alert.acknowledged"]


def acknowledge_and_close(user) -> None:
    services.acknowledge(Alert.objects.get().pk, by=user)
    connection.close()


@pytest.mark.django_db
def test_only_its_reader_acknowledges_it(oic, supervisor, case):
    raise_one(oic, case)
    alert = Alert.objects.get()

    with pytest.raises(services.NotYours):
        services.acknowledge(alert.pk, by=supervisor)
    services.acknowledge(alert.pk, by=oic)
    services.acknowledge(alert.pk, by=oic)

    assert verbs() == ["alert.raised", "alert.acknowledged"]
    assert audit.AuditEvent.objects.last().case_id == case.pk
    alert.refresh_from_db()
    assert alert.acknowledged_by == oic


@pytest.mark.django_db
def test_what_is_settled_waits_for_nobody_and_is_acknowledged_by_nobody(oic, supervisor, case):
    for number, reader in enumerate((oic, supervisor)):
        raise_one(reader, case, key=f"breach:1:{number}")
    raise_one(oic, case, key="breach:11:0")
    services.acknowledge(Alert.objects.get(dedupe_key="breach:1:0").pk, by=oic)

    counts = [services.settle("breach", keys="breach:1:", by=oic) for _ in range(2)]

    assert counts == [1, 0]
    assert [alert.dedupe_key for alert in Alert.objects.waiting()] == ["breach:11:0"]
    settled = Alert.objects.get(dedupe_key="breach:1:1")
    assert (settled.settled_by, settled.acknowledged_at) == (oic, None)
    assert verbs()[-1] == "alert.settled"


@pytest.mark.django_db
def test_a_process_settles_too_and_nobody_is_said_to_have_done_it(oic, case):
    raise_one(oic, case, key="breach:1:0")
    with pytest.raises(ValueError, match="not both"):
        services.settle("breach", keys="breach:1:")

    assert services.settle("breach", keys="breach:1:", process="orders.watch") == 1

    settled = Alert.objects.get()
    assert (settled.settled_at is None, settled.settled_by) == (False, None)
    assert audit.AuditEvent.objects.get(verb="alert.needless").process == "orders.watch"


@pytest.mark.django_db
def test_what_was_settled_may_be_wanted_again_and_what_was_acknowledged_stays_so(oic, supervisor, case):
    raise_one(oic, case, key="breach:1:0")
    raise_one(supervisor, case, key="breach:1:1")
    services.acknowledge(Alert.objects.get(dedupe_key="breach:1:0").pk, by=oic)
    services.settle("breach", keys="breach:1:", by=oic)

    assert [services.want_again("breach", keys="breach:1:", process="orders.watch") for _ in range(2)] == [1, 0]

    again = Alert.objects.waiting().get()
    assert (again.for_user, again.settled_by) == (supervisor, None)


@pytest.mark.django_db
def test_nobody_is_written_to_about_what_is_settled(oic, supervisor):
    supervisor.email = "sam.hale@wessmere.example"
    supervisor.save()
    raise_one(supervisor)

    services.settle("breach", keys="breach:1:", by=oic)
    work.drain(timezone.now() + SOON)

    assert mail.outbox == []
    assert jobs.sweep(timezone.now() + SOON) == 0


@pytest.mark.django_db
def test_the_e_mail_names_nothing(oic, case):
    oic.email = "olive.carter@wessmere.example"
    oic.save()
    raise_one(oic, case)

    work.drain(timezone.now() + SOON)
    Job.objects.update(done_at=None, due_at=timezone.now(), attempts=0)  # delivered a second time by mistake
    work.drain(timezone.now() + SOON)

    (message,) = mail.outbox
    assert message.to == ["olive.carter@wessmere.example"]
    sent = message.message().as_string()
    assert not any(word in sent for word in (case.reference, case.slug, "breach", "Bail", "decision"))
    assert Alert.objects.get().delivered_at


@pytest.mark.django_db
@pytest.mark.parametrize("facts", [{"email": ""}, {"email": "gone@wessmere.example", "is_active": False}])
def test_no_address_or_nobody_there_means_the_screen_alone(oic, facts):
    for name, value in facts.items():
        setattr(oic, name, value)
    oic.save()
    raise_one(oic)

    work.drain(timezone.now() + SOON)

    assert mail.outbox == []
    assert Alert.objects.get().delivered_at


@pytest.mark.django_db
def test_a_failing_mail_server_is_tried_again(oic, settings):
    oic.email = "olive.carter@wessmere.example"
    oic.save()
    raise_one(oic)
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        1,
    )

    work.drain(timezone.now() + SOON)

    assert Alert.objects.get().delivered_at is None
    assert Job.objects.get().last_error.startswith("ConnectionRefusedError")


@pytest.mark.django_db
def test_the_sweep_asks_again_for_what_lost_its_job(oic):
    raise_one(oic)
    Job.objects.all().delete()
    later = timezone.now() + SOON

    assert jobs.sweep(datetime(2020, 1, 1, tzinfo=UTC)) == 0
    assert jobs.sweep(later) == 1
    assert jobs.sweep(later) == 1
    work.drain(later)

    assert Alert.objects.get().delivered_at
    assert Job.objects.count() == 1
    assert jobs.sweep(later) == 0


@pytest.mark.django_db
def test_the_words_for_alerts(oic):
    now = timezone.now()
    services.raise_alert("breach", for_user=oic, title="Decide", dedupe_key="1", due_at=now - SOON)
    services.raise_alert("breach", for_user=oic, title="Decide later", dedupe_key="2", due_at=now + SOON)

    assert [str(alert) for alert in Alert.objects.overdue(now)] == ["Decide"]
    tasks.sweep()
