"""What the views of libraries need, declared here since their code cannot be marked."""

from typing import Any

from soteria.accounts.access import Need

SIGNED_IN, PUBLIC = Need("signed_in"), Need("public")
LIBRARY_VIEWS = {
    "account_login": PUBLIC,
    "account_logout": SIGNED_IN,
    "account_inactive": PUBLIC,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "mfa_authenticate": PUBLIC,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "usersessions_list": SIGNED_IN,
    "openid_connect_login": PUBLIC,
    "openid_connect_callback": PUBLIC,
    "socialaccount_login_cancelled": PUBLIC,
    "socialaccount_login_error": PUBLIC,
    # The page kit lies below this app, so it cannot mark its own views.
    "ui:accessibility": PUBLIC,
    "ui:privacy": PUBLIC,
    "ui:help": PUBLIC,
    "ui:exit": PUBLIC,
    "ui:stay": SIGNED_IN,
    "ui:gallery": SIGNED_IN,
    "ui:gallery-error": SIGNED_IN,
}


def need_of(view: Any, name: str) -> Need | None:
    """The declared need of a view, its own or the one listed here; None is a refusal."""
    return getattr(view, "need", None) or LIBRARY_VIEWS.get(name)
