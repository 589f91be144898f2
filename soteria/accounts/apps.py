"""Accounts: people, teams, roles and signing in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the sign-in receivers and the production checks."""

    name = "soteria.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Connect allauth's announcements to the audit, and the checks to Django."""
        from soteria.accounts import checks, receivers

        checks.register_all()
        receivers.connect()
