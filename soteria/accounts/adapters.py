"""How allauth behaves here: nobody signs up by themselves, and an identity is issuer and subject, never e-mail."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator, with a team and a role."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody may make an account for themselves."""
        return False


class OpenIdAdapter(DefaultSocialAccountAdapter):
    """Single sign-on links to an account that exists; it never makes one, and never matches by e-mail."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """A person whom no administrator has linked is turned away."""
        return False


class MfaAdapter(DefaultMFAAdapter):
    """Keeps second-factor secrets encrypted under a key derived from SECRET_KEY, so keys can be rotated."""

    def encrypt(self, text: str) -> str:
        """The secret as it is stored."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret in clear; a wrong key raises, and the sign-in fails closed."""
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"mfa" + k.encode()).digest())) for k in keys])


class SessionsAdapter(DefaultUserSessionsAdapter):
    """allauth's sessions list as it is."""
