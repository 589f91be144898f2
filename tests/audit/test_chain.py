"""The chain under real transactions: many writers make one, and an act stands or falls with its event."""

import threading
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from soteria.accounts.models import Force
from soteria.audit import chain, services, verify
from soteria.audit.models import AuditEvent, AuditLink
from tests.audit.tampering import run

WRITERS, EACH = 8, 25


@pytest.mark.django_db(transaction=True)
def test_eight_writers_make_one_gapless_chain():
    def write(number: int) -> None:
        for turn in range(EACH):
            with transaction.atomic():
                for _ in range(turn % 3 + 1):
                    services.record("viewed", process=f"writer {number}")
                if turn % 5 == 4:
                    transaction.set_rollback(True)
        connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    count = AuditEvent.objects.count()
    assert count == WRITERS * sum(turn % 3 + 1 for turn in range(EACH) if turn % 5 != 4)
    assert list(AuditLink.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, count + 1))
    assert verify.verify().fault == ""

    # Two thousand events of one transaction are linked as it commits, without a link in between.
    with transaction.atomic():
        services.record_many([services.event("case.imported", process="import") for _ in range(2000)])
        assert AuditLink.objects.count() == count
    assert verify.verify() == verify.Verdict(links=count + 2000, anchors=0, seq=count + 2000)


@pytest.mark.django_db(transaction=True)
def test_an_event_that_comes_while_the_chain_is_walked_is_no_fault():
    for number in range(3):
        services.record("viewed", process=f"writer {number}")
    came = []

    def another_comes(execute, sql, params, many, context):
        found = execute(sql, params, many, context)
        if sql == chain.EVENTS and not came:
            came.append(sql)
            services.record("viewed", process="somebody else")
        return found

    with connection.execute_wrapper(another_comes):
        walked = chain.walk(0)

    assert (walked.links, walked.fault) == (3, "")
    assert chain.walk(0).links == 4


@pytest.mark.django_db
def test_an_act_that_is_rolled_back_leaves_no_event():
    with pytest.raises(ValueError, match="changed my mind"), transaction.atomic():
        Force.objects.create(code="99", name="Another force")
        services.record("person.added", process="test")
        raise ValueError("changed my mind")

    assert not AuditEvent.objects.exists()


@contextmanager
def events_refused():
    run(
        "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'disk full'; END $$",
        "CREATE TRIGGER no_room BEFORE INSERT ON audit_auditevent FOR EACH ROW EXECUTE FUNCTION no_room()",
    )
    try:
        yield
    finally:
        run("DROP TRIGGER no_room ON audit_auditevent", "DROP FUNCTION no_room()")


@pytest.mark.django_db
def test_an_act_whose_event_cannot_be_written_is_not_done():
    with events_refused(), pytest.raises(DatabaseError, match="disk full"), transaction.atomic():
        Force.objects.create(code="99", name="Another force")
        services.record("person.added", process="test")

    assert not Force.objects.filter(code="99").exists()


@pytest.mark.django_db(transaction=True)
def test_a_page_whose_event_cannot_be_written_is_not_shown(sign_in, auditor):
    client = sign_in(auditor)
    client.raise_request_exception = False

    with events_refused():
        response = client.get("/audit/")

    assert response.status_code == 500
    assert "disk full" not in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("who", [{}, {"by": "somebody", "process": "import"}])
def test_nothing_happens_by_nobody(who):
    with pytest.raises(ValueError, match="say who did it"):
        services.event("viewed", **who)
