"""Checklist 3: a security key's answer is believed only for this site, this challenge and this person."""

import json
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.urls import reverse

from soteria.accounts.models import User
from soteria.audit.models import AuditEvent
from tests.accounts.softkey import SoftKey
from tests.door import code_of, enrol, give_code, give_password, is_signed_in, recovery_codes, with_password

pytestmark = pytest.mark.django_db
ADD, ENTER = "mfa_add_webauthn", "mfa_authenticate"
RUBBISH = ["", "null", "[]", "7", '"x"', "{}", "not json", '{"id": "a", "rawId": "!", "response": {}}',
           '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {"clientDataJSON": "YQ", '
           '"attestationObject": "YQ", "authenticatorData": "YQ", "signature": "YQ"}}']  # fmt: skip


def options(page, kind: str):
    """What the page asks the browser to ask the key."""
    data = re.search(r'<script id="key-data" type="application/json">(.*?)</script>', page.content.decode(), re.S)
    return json.loads(data.group(1))[f"{kind}_options"]


def added(client: Client, name: str = "Blue key", **changed: object) -> SoftKey:
    """A key that the person of this client adds."""
    key = SoftKey()
    asked = options(client.get(reverse(ADD)), "creation")
    client.post(reverse(ADD), {"name": name, "credential": key.create(asked, **changed)})
    return key


@pytest.fixture
def key(person: User) -> SoftKey:
    """The person's key, added in another session."""
    client = Client()
    give_password(client, "DC4001")
    return added(client)


def asked_for_key(client: Client):
    """What is asked of the key in the second step."""
    give_password(client, "DC4001")
    return options(client.get(reverse(ENTER)), "request")


class TestAdding:
    def test_it_is_kept_with_its_name_and_recovery_codes(self, client: Client, person: User) -> None:
        give_password(client, "DC4001")

        added(client)

        assert Authenticator.objects.get(user=person, type="webauthn").wrap().name == "Blue key"
        assert len(recovery_codes(person)) == 10
        kinds = AuditEvent.objects.filter(verb="factor.added").values_list("after__type", flat=True)
        assert set(kinds) == {"webauthn", "recovery_codes"}
        assert "Blue key" in client.get(reverse("mfa_index")).content.decode()

    @pytest.mark.parametrize(
        "changed",
        [{"origin": "https://testserver.evil.example"}, {"rp_id": "evil.example"}, {"challenge": "AAAA"}],
        ids=str,
    )
    def test_an_answer_for_elsewhere_is_refused(self, client: Client, person: User, changed: dict[str, str]) -> None:
        give_password(client, "DC4001")

        added(client, **changed)

        assert not Authenticator.objects.filter(user=person).exists()

    def test_an_answer_is_good_once(self, client: Client, person: User) -> None:
        give_password(client, "DC4001")
        asked, key = options(client.get(reverse(ADD)), "creation"), SoftKey()
        sent = {"name": "Blue key", "credential": key.create(asked)}
        client.post(reverse(ADD), sent)

        page = client.post(reverse(ADD), sent)

        assert "The key could not be added" in page.content.decode()
        assert Authenticator.objects.filter(user=person, type="webauthn").count() == 1

    @pytest.mark.parametrize("rubbish", RUBBISH)
    def test_rubbish_is_refused_in_plain_words(self, client: Client, person: User, rubbish: str) -> None:
        give_password(client, "DC4001")
        client.get(reverse(ADD))

        page = client.post(reverse(ADD), {"name": "x", "credential": rubbish})

        assert page.status_code == 200
        assert "There is a problem" in page.content.decode()
        assert not Authenticator.objects.filter(user=person).exists()

    def test_a_name_of_any_length_is_not_kept(self, client: Client, person: User) -> None:
        give_password(client, "DC4001")

        added(client, name="x" * 61)

        assert not Authenticator.objects.filter(user=person).exists()

    def test_a_stale_session_is_asked_first(self, client: Client, person: User, time_machine) -> None:
        give_password(client, "DC4001")
        time_machine.move_to(time.time() + 301)

        assert client.get(reverse(ADD)).url.startswith(reverse("account_reauthenticate"))


class TestSigningIn:
    def test_a_password_alone_does_not(self, client: Client, key: SoftKey) -> None:
        response = give_password(client, "DC4001")

        assert response.url == reverse(ENTER)
        assert not is_signed_in(client)

    def test_the_key_does(self, client: Client, key: SoftKey) -> None:
        asked = asked_for_key(client)

        client.post(reverse(ENTER), {"credential": key.get(asked)})

        assert is_signed_in(client)

    @pytest.mark.parametrize(
        "changed",
        [
            {"origin": "https://testserver.evil.example"},
            {"origin": "http://testserver"},
            {"rp_id": "evil.example"},
            {"challenge": "AAAA"},
            {"private": ec.generate_private_key(ec.SECP256R1())},
        ],
        ids=lambda changed: next(iter(changed.items()))[0],
    )
    def test_an_answer_for_elsewhere_does_not(self, client: Client, key: SoftKey, changed: dict[str, object]) -> None:
        asked = asked_for_key(client)

        page = client.post(reverse(ENTER), {"credential": key.get(asked, **changed)})

        assert "The key was not recognised" in page.content.decode()
        assert 'href="#use-key"' in page.content.decode()
        assert not is_signed_in(client)
        assert AuditEvent.objects.latest("pk").verb == "factor.failed"

    def test_somebody_elses_key_does_not(self, client: Client, key: SoftKey, supervisor: User) -> None:
        theirs = Client()
        give_password(theirs, with_password(supervisor).username)
        other = added(theirs)
        asked = asked_for_key(client)

        client.post(reverse(ENTER), {"credential": other.get(asked)})

        assert not is_signed_in(client)

    def test_an_answer_is_good_once(self, key: SoftKey) -> None:
        first, second = Client(), Client()
        sent = {"credential": key.get(asked_for_key(first))}
        first.post(reverse(ENTER), sent)
        asked_for_key(second)

        second.post(reverse(ENTER), sent)

        assert is_signed_in(first)
        assert not is_signed_in(second)

    @pytest.mark.parametrize("rubbish", RUBBISH)
    def test_rubbish_does_not(self, client: Client, key: SoftKey, rubbish: str) -> None:
        asked_for_key(client)

        page = client.post(reverse(ENTER), {"credential": rubbish})

        assert page.status_code == 200
        assert not is_signed_in(client)

    def test_a_code_still_does_beside_the_key(self, client: Client, key: SoftKey, person: User) -> None:
        secret = enrol(person)
        asked_for_key(client)

        give_code(client, code_of(secret))

        assert is_signed_in(client)

    def test_a_recovery_code_stands_in_for_the_key(self, client: Client, key: SoftKey, person: User) -> None:
        asked_for_key(client)

        give_code(client, recovery_codes(person)[0])

        assert is_signed_in(client)

    def test_where_a_factor_is_required_a_key_is_enough(self, client: Client, key: SoftKey, settings) -> None:
        settings.SECOND_FACTOR_REQUIRED = True
        client.post(reverse(ENTER), {"credential": key.get(asked_for_key(client))})

        assert is_signed_in(client)


class TestStepUp:
    @pytest.fixture
    def stale(self, client: Client, key: SoftKey, time_machine) -> Client:
        """Signed in by key more than five minutes ago."""
        client.post(reverse(ENTER), {"credential": key.get(asked_for_key(client))})
        time_machine.move_to(time.time() + 301)
        return client

    def test_the_key_is_asked_again(self, stale: Client, key: SoftKey, sensitive: str) -> None:
        there = stale.get(sensitive).url
        assert there.startswith(reverse("mfa_reauthenticate_webauthn"))

        asked = options(stale.get(there), "request")

        assert stale.post(there, {"credential": key.get(asked)}).url == sensitive
        assert stale.get(sensitive).status_code == 200

    def test_a_wrong_answer_is_told_there(self, stale: Client, key: SoftKey, sensitive: str) -> None:
        there = stale.get(sensitive).url
        asked = options(stale.get(there), "request")

        page = stale.post(there, {"credential": key.get(asked, challenge="AAAA")})

        assert page.status_code == 200
        assert "The key was not recognised" in page.content.decode()
        assert stale.get(sensitive).status_code == 302

    def test_what_was_typed_waits_for_the_key(self, stale: Client, key: SoftKey, sensitive: str) -> None:
        page = stale.post(sensitive, {"reason": "typed before"})
        assert page.status_code == 403
        sent = {"reason": "typed before", "confirm-asked": "1"}
        wrong = stale.post(
            sensitive, sent | {"confirm-credential": key.get(options(page, "request"), rp_id="e.example")}
        )
        assert wrong.status_code == 403

        done = stale.post(sensitive, sent | {"confirm-credential": key.get(options(wrong, "request"))})

        assert done.content == b"done typed before"

    def test_a_code_does_in_place_of_the_key(self, stale: Client, person: User, sensitive: str) -> None:
        sent = {"reason": "typed", "confirm-asked": "1", "confirm-code": recovery_codes(person)[0]}

        assert stale.post(sensitive, sent).content == b"done typed"


class TestKeeping:
    def test_a_key_is_renamed(self, client: Client, key: SoftKey, person: User) -> None:
        client.post(reverse(ENTER), {"credential": key.get(asked_for_key(client))})
        row = Authenticator.objects.get(user=person, type="webauthn")
        address = reverse("mfa_edit_webauthn", args=[row.pk])

        assert "Enter a name for the key" in client.post(address, {"name": ""}).content.decode()
        client.post(address, {"name": "Key on my lanyard"})

        assert Authenticator.objects.get(pk=row.pk).wrap().name == "Key on my lanyard"
        assert AuditEvent.objects.filter(verb="factor.renamed").count() == 1

    def test_a_removed_key_opens_nothing(self, client: Client, key: SoftKey, person: User) -> None:
        secret = enrol(person)
        client.post(reverse(ENTER), {"credential": key.get(asked_for_key(client))})
        row = Authenticator.objects.get(user=person, type="webauthn")
        client.post(reverse("mfa_remove_webauthn", args=[row.pk]))
        other = Client()
        give_password(other, "DC4001")

        assert "Use your security key" not in other.get(reverse(ENTER)).content.decode()
        asked = {"publicKey": {"challenge": other.session["mfa.webauthn.state"]["challenge"]}}

        other.post(reverse(ENTER), {"credential": key.get(asked)})
        assert not is_signed_in(other)
        give_code(other, code_of(secret))

        assert is_signed_in(other)

    def test_somebody_elses_key_is_not_found(self, key: SoftKey, person: User, supervisor: User) -> None:
        row = Authenticator.objects.get(user=person, type="webauthn")
        theirs = Client()
        give_password(theirs, with_password(supervisor).username)

        for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
            assert theirs.post(reverse(name, args=[row.pk]), {"name": "mine"}).status_code == 404
        assert Authenticator.objects.get(pk=row.pk).wrap().name == "Blue key"
