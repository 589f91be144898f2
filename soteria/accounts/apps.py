"""Accounts: people, teams, roles and signing in."""

from django.apps import AppConfig
from django.http import HttpRequest


class AccountsConfig(AppConfig):
    """Registers the sign-in receivers, the production checks, and the page about people."""

    name = "soteria.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Connect allauth's announcements to the audit, the checks to Django, and "People" to the navigation."""
        from soteria.accounts import checks, receivers
        from soteria.ui import nav

        checks.register_all()
        receivers.connect()
        nav.ITEMS.add(nav.Item("People", "accounts:people", order=90, shows=_is_administrator))


def _is_administrator(request: HttpRequest) -> bool:
    from soteria.accounts.access import reach_of
    from soteria.accounts.roles import Role

    return Role.SYSTEM_ADMIN in reach_of(request.user).roles
