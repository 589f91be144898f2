"""What was typed when the session had ended is kept for its writer, and for nobody else."""

import re
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Note
from cases.services import drafts, restriction
from soteria.accounts import kept
from soteria.accounts.models import KeptText, User
from soteria.audit.models import AuditEvent
from soteria.oversight import jobs
from tests.door import PASSWORD, give_password, with_password

pytestmark = pytest.mark.django_db
WORDS = "Canary Featherstone rang at nine"
IDLE = 31 * 60


@pytest.fixture
def address(case: Case) -> str:
    """Where a note is sent."""
    return reverse("cases:add-note", args=[case.slug])


@pytest.fixture
def late(oic: User, time_machine) -> Client:
    """The OIC's browser, half an hour after they last did anything."""
    client = Client()
    give_password(client, with_password(oic).username)
    time_machine.move_to(time.time() + IDLE, tick=False)
    return client


def box(page) -> str:
    """What the note's box holds."""
    return re.search(r"<textarea[^>]*>(.*?)</textarea>", page.content.decode(), re.S)[1].strip()


def sent(late: Client, address: str, words: str = WORDS):
    return late.post(address, {"text": words, "key": str(uuid4())})


class TestNote:
    def test_it_is_there_after_signing_in_and_can_be_saved_once(self, late: Client, case: Case, address: str) -> None:
        away = sent(late, address)
        assert away.url == f"/sign-in/?next={address}"
        assert "What you typed is kept for 15 minutes" in late.get(away.url).content.decode()
        assert not Note.objects.exists()

        back = late.post(away.url, {"login": "oic", "password": PASSWORD, "next": address}, follow=True)

        assert back.redirect_chain[-1][0] == reverse("cases:notes", args=[case.slug])
        assert box(back) == WORDS
        assert "You were signed out before this was saved" in back.content.decode()
        late.post(address, {"text": WORDS, "key": str(uuid4())})
        assert Note.objects.get().text == WORDS
        assert box(late.get(reverse("cases:notes", args=[case.slug]))) == ""
        assert not KeptText.objects.exists()

    def test_it_is_kept_when_another_window_has_ended_the_session(self, late: Client, case: Case, address: str) -> None:
        late.get("/")
        sent(late, address)

        give_password(late, "oic")

        assert box(late.get(reverse("cases:notes", args=[case.slug]))) == WORDS

    def test_nothing_of_it_is_kept_in_clear(self, late: Client, address: str, caplog) -> None:
        away = sent(late, address)

        row = KeptText.objects.get()
        assert "Canary" not in row.cipher + row.path
        assert "Canary" not in str([session.get_decoded() for session in Session.objects.all()])
        assert "Canary" not in away.url + str(late.cookies) + caplog.text
        assert "Canary" not in str(list(AuditEvent.objects.values()))
        assert late.cookies["soteria-kept"]["httponly"]
        assert late.cookies["soteria-kept"]["max-age"] == 900

    def test_somebody_else_at_the_same_browser_does_not_see_it(
        self, late: Client, case: Case, address: str, supervisor: User
    ) -> None:
        sent(late, address)

        give_password(late, with_password(supervisor).username)

        assert box(late.get(reverse("cases:notes", args=[case.slug]))) == ""

    def test_the_same_person_at_another_browser_does_not_see_it(self, late: Client, case: Case, address: str) -> None:
        sent(late, address)
        other = Client()
        give_password(other, "oic")

        assert box(other.get(reverse("cases:notes", args=[case.slug]))) == ""

    def test_a_made_up_key_opens_nothing(self, late: Client, case: Case, address: str) -> None:
        sent(late, address)
        give_password(late, "oic")

        for value in ("", "x", "A" * 44):
            late.cookies["soteria-kept"] = value
            assert box(late.get(reverse("cases:notes", args=[case.slug]))) == "", value

    def test_it_is_over_after_a_quarter_of_an_hour(self, late: Client, case: Case, address: str, time_machine) -> None:
        sent(late, address)
        give_password(late, "oic")
        time_machine.shift(15 * 60 + 1)

        assert box(late.get(reverse("cases:notes", args=[case.slug]))) == ""
        jobs.watch(timezone.now())
        assert not KeptText.objects.exists()

    def test_losing_the_case_meanwhile_shows_nothing(
        self, late: Client, case: Case, address: str, oic: User, di: User
    ) -> None:
        sent(late, address)
        restriction.declare_conflict(case=case, user=oic, reason="Neighbour", by=di)
        give_password(late, "oic")

        for page in (late.get(reverse("cases:notes", args=[case.slug])), late.get(address)):
            assert page.status_code == 404
            assert "Canary" not in page.content.decode()

    @pytest.mark.parametrize("words", ["é ✓ \U0001f600", "<script>alert(1)</script>", "x" * 20_000])
    def test_any_text_comes_back_as_it_was(self, late: Client, case: Case, address: str, words: str) -> None:
        sent(late, address, words)
        give_password(late, "oic")

        page = late.get(reverse("cases:notes", args=[case.slug]))

        assert page.context["form"]["text"].value() == words

    def test_no_more_than_twenty_are_kept(self, late: Client, address: str) -> None:
        for number in range(25):
            sent(late, address, f"note {number}")

        assert KeptText.objects.count() == kept.MOST


class TestNotKept:
    def test_a_stranger_can_keep_nothing(self, client: Client, address: str) -> None:
        assert sent(client, address).status_code == 302
        assert client.post(reverse("accounts:keep"), {"kept-path": address, "text": WORDS}).status_code == 204
        assert not KeptText.objects.exists()

    def test_after_signing_out_by_hand_nothing_is(self, oic: User, address: str) -> None:
        client = Client()
        give_password(client, with_password(oic).username)
        client.post("/sign-out/")

        sent(client, address)

        assert not KeptText.objects.exists()

    def test_with_the_account_closed_nothing_is(self, late: Client, oic: User, address: str) -> None:
        User.objects.filter(pk=oic.pk).update(is_active=False)

        sent(late, address)

        assert not KeptText.objects.exists()

    @pytest.mark.parametrize("path", ["/account/password/", "/sign-in/", "/nowhere/", "", "https://evil.example/"])
    def test_pages_that_do_not_say_so_are_not(self, late: Client, path: str) -> None:
        late.post(reverse("accounts:keep"), {"kept-path": path, "oldpassword": WORDS})

        assert not KeptText.objects.exists()

    def test_a_password_is_not(self, late: Client) -> None:
        late.post(reverse("account_change_password"), {"oldpassword": WORDS})

        assert not KeptText.objects.exists()


def test_a_page_that_times_out_sends_what_is_typed(late: Client, case: Case, address: str) -> None:
    answer = late.post(reverse("accounts:keep"), {"kept-path": address, "text": WORDS})
    assert answer.status_code == 204

    give_password(late, "oic")

    assert box(late.get(reverse("cases:notes", args=[case.slug]))) == WORDS


def test_a_section_of_a_draft_is_kept_with_the_version_it_was_typed_on(late: Client, oic: User) -> None:
    draft = drafts.start(key=uuid4(), by=oic)
    address = reverse("cases:log-where", kwargs={"key": draft.key})
    late.post(address, {"version": "0", "place": WORDS, "act": "later"})
    give_password(late, "oic")

    page = late.get(address).content.decode()

    assert WORDS in page
    assert 'name="version" value="0"' in page
    assert "There is a problem" not in page


class TestOldToken:
    """Signing in again in another window gives the old page's form an old token."""

    @pytest.fixture
    def strict(self, oic: User) -> Client:
        client = Client(enforce_csrf_checks=True)
        client.force_login(oic)
        client.get("/")
        return client

    def posted(self, strict: Client, address: str, **headers: str):
        token = "a" * 32
        return strict.post(address, {"text": WORDS, "csrfmiddlewaretoken": token}, headers=headers)

    def test_our_own_page_shows_it_afresh_and_saves_nothing(self, strict: Client, case: Case, address: str) -> None:
        strict.cookies["soteria-csrf"] = "b" * 32
        answer = self.posted(strict, address, origin="http://testserver")

        assert answer.url == address
        assert box(strict.get(address, follow=True)) == WORDS
        assert not Note.objects.exists()

    @pytest.mark.parametrize("headers", [{}, {"origin": "https://evil.example"}, {"origin": "null"}], ids=str)
    def test_any_other_is_refused(self, strict: Client, address: str, headers: dict[str, str]) -> None:
        strict.cookies["soteria-csrf"] = "b" * 32

        assert self.posted(strict, address, **headers).status_code == 403
        assert not KeptText.objects.exists()


def test_the_end_of_what_is_kept_is_by_time_alone(oic: User) -> None:
    now = timezone.now()
    KeptText.objects.create(user=oic, path="/a/", cipher="x", kept_at=now - kept.LIFE - timedelta(seconds=1))
    KeptText.objects.create(user=oic, path="/b/", cipher="x", kept_at=now - kept.LIFE + timedelta(seconds=1))

    assert kept.forget_expired(now) == 1
    assert KeptText.objects.get().path == "/b/"
