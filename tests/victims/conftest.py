"""A decided case with its letter: drafted, final, and printed."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from cases.models import Case
from soteria.accounts.models import User
from soteria.work import jobs as work
from soteria.work.models import Job
from tests.cases.closing import decide, sign_off
from tests.victims.lettering import ready, url
from victims.models import Letter, Victim

SignIn = Callable[[User], Client]


@pytest.fixture
def victim(case: Case, oic: User) -> Victim:
    User.objects.filter(pk=oic.pk).update(email="olive.carter@wessmere.police.invalid")
    return ready(case, oic)


@pytest.fixture
def letter(case: Case, victim: Victim, oic: User, supervisor: User) -> Letter:
    sign_off(decide(case, oic), supervisor)
    return Letter.objects.select_related("victim__case").get()


@pytest.fixture
def final(letter: Letter, veo: User, sign_in: SignIn) -> Letter:
    sign_in(veo).post(url("finish-letter", letter))
    letter.refresh_from_db()
    return letter


@pytest.fixture
def printed(final: Letter) -> Letter:
    assert work.drain(timezone.now()) == 1 or Job.objects.filter(kind="letter.render", done_at=None).count() == 0
    return Letter.objects.select_related("victim__case", "file").get(pk=final.pk)
