"""Dead letters: seen and put back by system administrators, each time with an event."""

import pytest
from django.utils import timezone

from soteria.audit.models import AuditEvent
from soteria.work import jobs, services
from soteria.work.models import Job

pytestmark = pytest.mark.django_db
LIST = "/jobs/dead/"


@pytest.fixture
def keeper(sign_in, sysadmin):
    """The system administrator's browser."""
    return sign_in(sysadmin)


def kill(count: int) -> None:
    """Make dead letters of a kind that nobody handles."""
    have = Job.objects.count()
    for number in range(have, have + count):
        services.enqueue("test.unheard", number, key=str(number))
    jobs.drain(timezone.now())


@pytest.mark.parametrize("person", ["oic", "supervisor", "di", "auditor", "lead"])
def test_others_are_refused(request, sign_in, person):
    kill(1)
    client = sign_in(request.getfixturevalue(person))

    assert client.get(LIST).status_code == 403
    assert client.post(f"{LIST}{Job.objects.get().pk}/retry/").status_code == 403
    assert Job.objects.dead().count() == 1


def test_the_list_says_why(keeper):
    kill(1)

    page = keeper.get(LIST).content.decode()

    assert "Dead letters (1)" in page
    assert "This release has no handler for the kind test.unheard." in page


def test_an_empty_list_says_so(keeper):
    assert "No job has been given up." in keeper.get(LIST).content.decode()


def test_putting_back_is_a_post_and_leaves_an_event(keeper, sysadmin):
    kill(1)
    job = Job.objects.get()

    assert keeper.get(f"{LIST}{job.pk}/retry/").status_code == 405
    page = keeper.post(f"{LIST}{job.pk}/retry/", follow=True).content.decode()

    job.refresh_from_db()
    assert (job.attempts, job.dead_at) == (0, None)
    assert f"Job {job.pk} is back in the queue." in page
    assert AuditEvent.objects.get(verb="job.retried").actor_id == sysadmin.pk


def test_putting_back_twice_is_told(keeper):
    kill(1)
    job = Job.objects.get()
    keeper.post(f"{LIST}{job.pk}/retry/")

    page = keeper.post(f"{LIST}{job.pk}/retry/", follow=True).content.decode()

    assert "no longer a dead letter" in page
    assert AuditEvent.objects.filter(verb="job.retried").count() == 1


def test_fifty_are_a_page_and_ask_no_more_than_one(keeper, max_queries):
    kill(1)
    keeper.get(LIST)
    with max_queries(6):
        keeper.get(LIST)
    kill(60)

    with max_queries(6):
        first = keeper.get(LIST)
    second = keeper.get(f"{LIST}?after={first.context['after']}")

    assert len(first.context["letters"]) == 50 and len(second.context["letters"]) == 11
    assert second.context["after"] == ""
