"""A final letter is printed once by a job, kept byte for byte, and downloaded with a trace."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import Error, transaction
from django.test import Client
from django.utils import timezone

from soteria.accounts.models import User
from soteria.audit.models import AuditEvent
from soteria.work import jobs as work
from soteria.work.models import Job
from tests.victims.lettering import url
from victims.models import Letter, LetterFile
from victims.services import letters

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
SignIn = Callable[[User], Client]


def test_a_final_letter_is_printed_by_a_job_once(printed: Letter) -> None:
    pdf = bytes(printed.file.pdf)
    job = Job.objects.get(kind="letter.render")
    job.done_at = None
    job.save()

    work.drain(timezone.now() + timedelta(hours=1))

    assert pdf.startswith(b"%PDF-1.7")
    assert LetterFile.objects.count() == AuditEvent.objects.filter(verb="letter.printed").count() == 1
    assert AuditEvent.objects.get(verb="letter.printed").after == {"sha256": printed.file.sha256}


def test_a_letter_is_not_printed_for_somebody_who_may_no_longer_ask(final: Letter, veo: User) -> None:
    User.objects.filter(pk=veo.pk).update(is_active=False)

    work.drain(timezone.now())

    assert not LetterFile.objects.exists()
    job = Job.objects.get(kind="letter.render")
    assert job.dead_at and "may no longer do it" in job.last_error


def test_a_letter_is_not_printed_for_somebody_taken_off_the_case(final: Letter, veo: User) -> None:
    final.victim.case.access.filter(user=veo).delete()

    work.drain(timezone.now())

    assert not LetterFile.objects.exists()


def test_a_job_without_a_letter_gives_up(veo: User) -> None:
    from soteria.work.services import enqueue

    enqueue("letter.render", 0, key="letter.render:0", by=veo)

    work.drain(timezone.now())

    assert Job.objects.get().last_error == "There is no final letter to print."


@pytest.mark.parametrize("act", ["update", "delete"])
def test_what_was_printed_is_never_changed_or_removed(act: str, printed: Letter) -> None:
    rows = LetterFile.objects.all()
    with pytest.raises(Error, match="append_only"), transaction.atomic():
        rows.update(sha256="0") if act == "update" else rows.delete()


def test_a_final_letter_keeps_its_words(final: Letter, veo: User, sign_in: SignIn) -> None:
    answer = sign_in(veo).post(url("edit-letter", final), {"opening": "Other"}, follow=True)

    assert "This letter is final, and its words can no longer be changed." in answer.content.decode()
    for act in (lambda: letters.edit_letter(final, texts={}, by=veo), lambda: letters.finish_letter(final, by=veo)):
        with pytest.raises(letters.NotYet, match="can no longer be changed"):
            act()
    with pytest.raises(Error, match="final_words_stay"), transaction.atomic():
        Letter.objects.filter(pk=final.pk).update(parts=[])


def test_a_download_is_the_printed_file_and_is_recorded(printed: Letter, veo: User, sign_in: SignIn) -> None:
    answer = sign_in(veo).get(url("letter-pdf", printed))

    assert answer.content == bytes(printed.file.pdf)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="letter-55-20001-26-{printed.pk}.pdf"'
    assert AuditEvent.objects.get(verb="letter.downloaded").after == {"sha256": printed.file.sha256}


def test_a_letter_that_is_being_printed_says_so(final: Letter, veo: User, sign_in: SignIn) -> None:
    client = sign_in(veo)

    assert "The letter is being printed." in client.get(url("letter", final)).content.decode()
    assert "The letter is not printed yet." in client.get(url("letter-pdf", final), follow=True).content.decode()
