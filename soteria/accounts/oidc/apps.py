"""Registers the provider: allauth finds it as this app's `provider` module."""

from django.apps import AppConfig


class OidcConfig(AppConfig):
    """Stands where allauth's own openid_connect app would."""

    name = "soteria.accounts.oidc"
    label = "accounts_oidc"
