"""A pair of records that may be of one man, and who looks at it."""

from datetime import date

import pytest
from django.urls import reverse

from suspects import link_jobs
from suspects.models import PersonLink
from tests.factories import CaseFactory
from tests.suspects.links.pair import WHO, on_record


@pytest.fixture
def sign_in(sign_in):
    """A client of somebody who, where their role reads the force, has said what for."""

    def looking(user):
        client = sign_in(user)
        client.post(reverse("suspects:list-purpose"), {"purpose": "Weekly tasking meeting"})
        return client

    return looking


@pytest.fixture
def here(case):
    """Gareth Thornbury, in the team's case."""
    return on_record(case, **WHO)


@pytest.fixture
def there(elsewhere):
    """The same man in a case of another team, his name spelt otherwise, his day and month of birth swapped."""
    case = CaseFactory(team=elsewhere, reference="55/30001/26")
    return on_record(case, **WHO | {"forenames": "Garreth", "surname": "Thornberry", "date_of_birth": date(1984, 7, 3)})


@pytest.fixture
def link(here, there):
    """The pair, found by a job."""
    link_jobs.link_some([here.pk])
    return PersonLink.objects.get()
