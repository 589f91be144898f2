"""Checklist 11 and 12: whom an identity service may let in, and whom not."""

import time

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from soteria.accounts.models import User
from soteria.audit.models import AuditEvent
from tests.accounts.issuer import CLIENT_ID, OTHER_KEY, Issuer
from tests.door import code_of, enrol, give_code, give_password, is_signed_in, with_password
from tests.security.single_sign_on import BACK, START, sign_on

pytestmark = pytest.mark.django_db


class TestIn:
    def test_a_linked_person_is_signed_in(self, client: Client, issuer: Issuer, linked: User) -> None:
        response = sign_on(client, issuer)

        assert response.url == "/"
        assert is_signed_in(client)
        assert AuditEvent.objects.latest("pk").verb == "signed_in"

    def test_the_sign_in_page_offers_it(self, client: Client, issuer: Issuer) -> None:
        assert "Force single sign-on" in client.get("/sign-in/").content.decode()

    def test_a_get_asks_first(self, client: Client, issuer: Issuer) -> None:
        page = client.get(START)

        assert page.status_code == 200
        assert "Sign in with Force single sign-on" in page.content.decode()

    def test_state_nonce_and_pkce_are_sent_and_differ_each_time(self, client: Client, issuer: Issuer) -> None:
        for _ in range(2):
            issuer.visit(client.post(START).url)
        first, second = issuer.asked

        assert first["code_challenge_method"] == "S256"
        assert first["scope"] == "openid"
        for name in ("state", "nonce", "code_challenge"):
            assert len(first[name]) >= 16
            assert first[name] != second[name]

    def test_our_second_factor_is_asked_for_whatever_the_service_says(
        self, client: Client, issuer: Issuer, linked: User
    ) -> None:
        secret = enrol(linked)
        issuer.claims = {"amr": ["mfa"], "acr": "high"}

        response = sign_on(client, issuer)

        assert response.url == reverse("mfa_authenticate")
        assert not is_signed_in(client)
        give_code(client, code_of(secret))
        assert is_signed_in(client)

    @pytest.mark.parametrize(
        "claims", [{"amr": ["pwd", "mfa"]}, {"acr": "urn:force:two-factors"}, {"acr": "low", "amr": ["mfa"]}], ids=str
    )
    def test_what_the_force_trusts_is_taken_for_a_second_factor(
        self, client: Client, issuer: Issuer, linked: User, settings, claims: dict[str, object]
    ) -> None:
        settings.OIDC_STRONG_ACR, settings.OIDC_STRONG_AMR = ["urn:force:two-factors"], ["mfa"]
        settings.SECOND_FACTOR_REQUIRED = True
        enrol(linked)
        issuer.claims = claims

        assert sign_on(client, issuer).url == "/"
        assert is_signed_in(client)
        assert AuditEvent.objects.get(verb="factor.accepted").after["proof"] in {"amr mfa", "acr urn:force:two-factors"}

    def test_it_spares_setting_up_our_own(self, client: Client, issuer: Issuer, linked: User, settings) -> None:
        settings.OIDC_STRONG_AMR, settings.SECOND_FACTOR_REQUIRED = ["mfa"], True
        issuer.claims = {"amr": ["mfa"]}

        sign_on(client, issuer)

        assert is_signed_in(client)

    @pytest.mark.parametrize(
        "claims",
        [{}, {"amr": ["pwd"]}, {"amr": "mfa"}, {"amr": None}, {"amr": {"mfa": 1}}, {"acr": "mfa"}, {"acr": ""},
         {"acr": "urn:force:two-factors-not"}, {"acr": ["urn:force:two-factors"]}],
        ids=str,
    )  # fmt: skip
    def test_anything_else_is_not(
        self, client: Client, issuer: Issuer, linked: User, settings, claims: dict[str, object]
    ) -> None:
        settings.OIDC_STRONG_ACR, settings.OIDC_STRONG_AMR = ["urn:force:two-factors"], ["mfa"]
        enrol(linked)
        issuer.claims = claims

        assert sign_on(client, issuer).url == reverse("mfa_authenticate")
        assert not is_signed_in(client)

    def test_a_password_after_it_is_asked_for_its_factor(
        self, client: Client, issuer: Issuer, linked: User, settings
    ) -> None:
        """What one sign-in proved is not carried into the next."""
        settings.OIDC_STRONG_AMR = ["mfa"]
        enrol(linked)
        issuer.claims = {"amr": ["mfa"]}
        sign_on(client, issuer)
        client.post("/sign-out/")

        assert give_password(client, "DC4001").url == reverse("mfa_authenticate")

    @pytest.mark.parametrize(("age", "is_recent"), [(0, True), (299, True), (301, False), (86_400, False)])
    def test_a_sensitive_act_needs_a_recent_proof_there(
        self, client: Client, issuer: Issuer, linked: User, settings, age: int, is_recent: bool
    ) -> None:
        """12: `auth_time` is when the service saw proof, which may be long before the person came here."""
        settings.ROOT_URLCONF = "tests.security.pages"
        issuer.claims = {"auth_time": int(time.time()) - age}

        sign_on(client, issuer)

        assert (client.get("/sensitive/").status_code == 200) is is_recent

    def test_nothing_of_the_token_is_kept(self, client: Client, issuer: Issuer, linked: User) -> None:
        issuer.claims = {"email": "olive@force.example", "name": "Olive Carter"}

        sign_on(client, issuer)

        assert SocialAccount.objects.get().extra_data == {}


class TestOut:
    @pytest.mark.parametrize(
        "claims",
        [
            {"iss": "https://evil.example"},
            {"aud": "another-service"},
            {"aud": ["another-service"]},
            {"aud": [CLIENT_ID, "another"], "azp": "another"},
            {"exp": 1_700_000_000},
            {"exp": None},
            {"iat": None},
            {"sub": None},
            {"nonce": "of-another-try"},
            {"nonce": None},
            {"nonce": ""},
            {"iat": 9_999_999_999},
            {"nbf": 9_999_999_999},
        ],
        ids=str,
    )
    def test_a_token_that_is_not_for_us_now_is_refused(
        self, client: Client, issuer: Issuer, linked: User, claims: dict[str, object]
    ) -> None:
        issuer.claims = claims

        page = sign_on(client, issuer)

        assert "Single sign-on gave an answer that we could not use" in page.content.decode()
        assert not is_signed_in(client)
        assert AuditEvent.objects.filter(verb="sign_in.failed").count() == 1

    def test_a_token_signed_by_somebody_else_is_refused(self, client: Client, issuer: Issuer, linked: User) -> None:
        issuer.key = OTHER_KEY

        sign_on(client, issuer)

        assert not is_signed_in(client)

    def test_an_unknown_key_is_refused(self, client: Client, issuer: Issuer, linked: User) -> None:
        issuer.kid = "two"

        sign_on(client, issuer)

        assert not is_signed_in(client)

    def test_an_unsigned_token_is_refused(self, client: Client, issuer: Issuer, linked: User) -> None:
        issuer.key, issuer.algorithm = None, "none"

        sign_on(client, issuer)

        assert not is_signed_in(client)

    def test_a_token_signed_with_the_public_key_as_a_secret_is_refused(
        self, client: Client, issuer: Issuer, linked: User
    ) -> None:
        issuer.key, issuer.algorithm = "the public key is no secret, whoever signs with it" * 2, "HS256"

        sign_on(client, issuer)

        assert not is_signed_in(client)

    @pytest.mark.parametrize("token", ["not-a-token", "a.b.c", "..", "é" * 40])
    def test_rubbish_is_refused(self, client: Client, issuer: Issuer, linked: User, token: str) -> None:
        issuer.token = token

        assert sign_on(client, issuer).status_code == 401
        assert not is_signed_in(client)

    def test_a_token_of_another_try_cannot_be_used_again(self, issuer: Issuer, linked: User) -> None:
        victim, thief = Client(), Client()
        sign_on(victim, issuer)
        nonce = issuer.nonce
        gone = thief.post(START)
        answer = issuer.visit(gone.url)
        issuer.nonce = nonce

        thief.get(BACK, answer)

        assert not is_signed_in(thief)

    @pytest.mark.parametrize("state", ["made-up", ""])
    def test_an_answer_without_our_state_is_refused(
        self, client: Client, issuer: Issuer, linked: User, state: str
    ) -> None:
        sign_on(client, issuer, state=state)

        assert not is_signed_in(client)

    def test_an_answer_is_good_once(self, client: Client, issuer: Issuer, linked: User) -> None:
        answer = issuer.visit(client.post(START).url)
        client.get(BACK, answer)
        client.post("/sign-out/")

        client.get(BACK, answer)

        assert not is_signed_in(client)

    def test_another_browsers_answer_is_refused(self, client: Client, issuer: Issuer, linked: User) -> None:
        answer = issuer.visit(Client().post(START).url)

        client.get(BACK, answer)

        assert not is_signed_in(client)

    def test_without_the_verifier_there_is_no_token(self, client: Client, issuer: Issuer, linked: User) -> None:
        answer = issuer.visit(client.post(START).url)
        issuer.challenge = "of-somebody-elses-try"

        client.get(BACK, answer)

        assert not is_signed_in(client)

    def test_cancelling_says_so(self, client: Client, issuer: Issuer) -> None:
        state = issuer.visit(client.post(START).url)["state"]

        response = client.get(BACK, {"error": "access_denied", "state": state}, follow=True)

        assert "You left single sign-on before it was done" in response.content.decode()

    @pytest.mark.parametrize("config", [{"issuer": "https://evil.example"}, {"token_endpoint": None}, {"jwks_uri": 7}])
    def test_a_service_that_misdescribes_itself_is_not_gone_to(
        self, client: Client, issuer: Issuer, config: dict[str, object]
    ) -> None:
        issuer.config = config

        assert "could not use" in client.post(START).content.decode()

    def test_a_service_that_is_away_is_told_plainly(self, client: Client, issuer: Issuer) -> None:
        issuer.stop()

        assert "could not use, or took too long" in client.post(START).content.decode()

    def test_what_the_address_asks_for_is_not_passed_on(self, client: Client, issuer: Issuer) -> None:
        gone = client.post(START + "?scope=admin&auth_params=prompt%3Dnone%26nonce%3Dmine&process=connect")

        sent = issuer.visit(gone.url)
        assert sent["state"]
        assert issuer.asked[0]["scope"] == "openid"
        assert "prompt" not in issuer.asked[0]
        assert issuer.asked[0]["nonce"] != "mine"

    def test_there_is_none_where_none_is_set_up(self, client: Client, sysadmin: User, person: User) -> None:
        assert client.post(START).status_code == 404
        assert client.get(BACK).status_code == 404
        give_password(client, with_password(sysadmin).username)
        assert client.get(reverse("accounts:link", args=[person.pk])).status_code == 404
