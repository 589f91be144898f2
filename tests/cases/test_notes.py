"""Notes: refused first, then written once each and never lost."""

import threading
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from cases.models import Note
from cases.services import notes
from soteria.accounts.roles import Role
from soteria.audit.models import AuditEvent
from tests.factories import CaseFactory, member, support

pytestmark = pytest.mark.django_db
TEXT = "Rang the hospital.\n\nNo answer; will ring again at 4pm."


def write(client: Client, case, **given):
    """Send the form of a note."""
    return client.post(reverse("cases:add-note", args=[case.slug]), {"text": TEXT, "key": str(uuid4())} | given)


# --- Refused --------------------------------------------------------------------------------------------------------


def test_an_outsider_writes_nothing(case, outsider, sign_in):
    assert write(sign_in(outsider), case).status_code == 404
    assert not Note.objects.exists()


@pytest.mark.parametrize("role", [Role.VEO, Role.DMI, Role.ORDERS_OFFICER, Role.AUDITOR])
def test_whoever_does_not_keep_the_account_writes_nothing(case, team, sign_in, role):
    person = member(role, team)
    support(case, person, "other")
    assert write(sign_in(person), case).status_code == 403
    assert not Note.objects.exists()


def test_whoever_reads_the_account_reads_notes_and_is_offered_no_box(case, oic, auditor, sign_in):
    write(sign_in(oic), case)
    support(case, auditor, "other")
    page = sign_in(auditor).get(reverse("cases:notes", args=[case.slug])).content.decode()
    assert "Rang the hospital." in page
    assert "Save note" not in page


# --- Written --------------------------------------------------------------------------------------------------------


def test_a_note_is_kept_with_who_and_when_and_audited_without_its_words(case, oic, sign_in):
    response = write(sign_in(oic), case)
    note = Note.objects.get()
    assert response["Location"] == reverse("cases:notes", args=[case.slug])
    assert (note.text, note.written_by, note.case) == (TEXT, oic, case)
    event = AuditEvent.objects.get(verb="note.written")
    assert (event.object_id, event.case_id, event.before, event.after) == (str(note.pk), case.pk, None, None)


def test_two_kinds_of_line_end_are_kept_as_one(case, oic, sign_in):
    write(sign_in(oic), case, text=TEXT.replace("\n", "\r\n"))
    assert Note.objects.get().text == TEXT


def test_a_double_click_writes_one_note(case, oic, sign_in):
    key, client = str(uuid4()), sign_in(oic)
    assert [write(client, case, key=key).status_code for _ in range(2)] == [302, 302]
    assert Note.objects.count() == 1
    assert AuditEvent.objects.filter(verb="note.written").count() == 1


def test_other_words_from_a_form_already_sent_are_kept_in_the_box_and_can_be_saved(case, oic, sign_in):
    key, client = str(uuid4()), sign_in(oic)
    write(client, case, key=key)
    again = write(client, case, key=key, text="And she rang back.")
    page = again.content.decode()
    assert "This text is not saved yet" in page
    assert "And she rang back." in page
    assert key not in page

    saved = write(client, case, key=again.context["form"]["key"].value(), text="And she rang back.")
    assert saved.status_code == 302
    assert Note.objects.count() == 2


def test_the_same_key_in_another_case_is_another_note(case, oic, team, sign_in):
    other, key = CaseFactory(team=team), uuid4()
    notes.write_note(case=case, text=TEXT, key=key, by=oic)
    with pytest.raises(notes.AlreadySaved):
        notes.write_note(case=other, text=TEXT, key=key, by=oic)


def test_a_key_is_its_writers_own(case, oic, supervisor):
    key = uuid4()
    for person in (oic, supervisor):
        notes.write_note(case=case, text=TEXT, key=key, by=person)
    assert Note.objects.count() == 2


@pytest.mark.parametrize("key", ["", "rubbish"])
def test_a_form_that_lost_its_key_still_saves(case, oic, sign_in, key):
    assert write(sign_in(oic), case, key=key).status_code == 302
    assert Note.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "Enter the note"), (" \n ", "Enter the note"), ("x" * 10_001, "Note must be 10000 characters or fewer")],
)
def test_what_cannot_be_saved_is_said_in_words_and_stays_in_the_box(case, oic, sign_in, text, words):
    page = write(sign_in(oic), case, text=text).content.decode()
    assert words in page
    assert "Your note is not saved. Your text is still here." in page
    assert "<title>Error: Notes – Case 55/20001/26 – Soteria</title>" in page
    assert text.strip() in page
    assert not Note.objects.exists()


def test_an_error_is_shown_once_as_a_view(case, oic, sign_in):
    write(sign_in(oic), case, text="")
    assert AuditEvent.objects.filter(verb="viewed", case_id=case.pk).count() == 1


def test_the_address_of_the_form_leads_to_the_notes(case, oic, sign_in):
    assert sign_in(oic).get(reverse("cases:add-note", args=[case.slug])).status_code == 302


def test_notes_are_read_in_pages_newest_first(case, oic, sign_in):
    for number in range(45):
        notes.write_note(case=case, text=f"Note {number:02}.", key=uuid4(), by=oic)
    client, after, seen = sign_in(oic), "", []
    for _ in range(3):
        found = client.get(reverse("cases:notes", args=[case.slug]), {"after": after}).context["found"]
        seen += [note.text for note in found.notes]
        after = found.after
    assert seen == [f"Note {number:02}." for number in reversed(range(45))]
    assert not after


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_write_one_note(case, oic):
    key, barrier, kept = uuid4(), threading.Barrier(2), []

    def click() -> None:
        barrier.wait()
        kept.append(notes.write_note(case=case, text=TEXT, key=key, by=oic).pk)
        connection.close()

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    assert len(set(kept)) == 1
    assert Note.objects.count() == 1
