"""Checklist 11: an issuer and a subject say who somebody is, and never an e-mail address."""

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from soteria.accounts import services
from soteria.accounts.models import User
from soteria.accounts.oidc.tokens import identity
from tests.accounts.issuer import OTHER_KEY, Issuer
from tests.door import is_signed_in
from tests.security.single_sign_on import BACK, START, sign_on

pytestmark = pytest.mark.django_db


class TestIdentity:
    """Issuer and subject, never an e-mail address."""

    def test_an_unknown_person_is_turned_away_in_plain_words(self, client: Client, issuer: Issuer) -> None:
        page = sign_on(client, issuer)

        assert page.status_code == 403
        assert "Your account is not set up for Soteria" in page.content.decode()
        assert not User.objects.exists()

    def test_the_same_e_mail_address_opens_nothing(self, client: Client, issuer: Issuer, person: User) -> None:
        User.objects.filter(pk=person.pk).update(email="olive@force.example")
        issuer.claims = {"email": "olive@force.example", "email_verified": True, "preferred_username": "DC4001"}

        assert sign_on(client, issuer).status_code == 403
        assert not is_signed_in(client)

    def test_the_same_subject_of_another_issuer_is_somebody_else(self) -> None:
        one, other = "https://one.example", "https://other.example"

        assert identity(one, "7") != identity(other, "7")
        assert identity(one, "7") == identity(one + "/", "7")

    def test_one_subject_is_one_person(self, issuer: Issuer, linked: User, supervisor: User, sysadmin: User) -> None:
        with pytest.raises(services.CannotDo, match="linked to somebody else"):
            services.link_identity(supervisor, issuer=issuer.url, subject="subject-1", provider="force", by=sysadmin)

    def test_a_closed_account_stays_closed(self, client: Client, issuer: Issuer, linked: User, sysadmin: User) -> None:
        services.deactivate(linked, reason="Left", by=sysadmin)

        assert sign_on(client, issuer).url == reverse("account_inactive")
        assert not is_signed_in(client)

    def test_a_person_cannot_link_themselves(
        self, client: Client, issuer: Issuer, linked: User, sysadmin: User
    ) -> None:
        client.force_login(sysadmin)
        issuer.claims = {"sub": "subject-9"}

        response = client.get(BACK, issuer.visit(client.post(START + "?process=connect").url))

        assert response.status_code == 403
        assert not SocialAccount.objects.filter(user=sysadmin).exists()


def test_the_tokens_library_refuses_none_by_itself() -> None:
    """The planted hole: were "none" ever allowed, this would show it."""
    token = jwt.encode({"sub": "x"}, None, algorithm="none")

    with pytest.raises(jwt.PyJWTError):
        jwt.decode(token, key=OTHER_KEY.public_key(), algorithms=["RS256"])
