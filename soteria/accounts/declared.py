"""What the views of libraries and of the page kit need, declared here since their code cannot import the marks."""

from typing import Any

from soteria.accounts.access import Need

SIGNED_IN, PUBLIC = Need("signed_in"), Need("public")
ELSEWHERE = {
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
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "socialaccount_login_cancelled": PUBLIC,
    "ui:accessibility": PUBLIC,
    "ui:privacy": PUBLIC,
    "ui:help": PUBLIC,
    "ui:exit": PUBLIC,
    "ui:stay": SIGNED_IN,
    "ui:gallery": SIGNED_IN,
    "ui:gallery-error": SIGNED_IN,
}


def need_of(view: Any, name: str) -> Need | None:
    """The declared need of a view: its own, its class's (an API view), or the one listed here; None is a refusal."""
    own = getattr(view, "need", None) or getattr(getattr(view, "cls", None), "need", None)
    return own or ELSEWHERE.get(name)


def is_api(view: Any) -> bool:
    """Whether a view is an API view, which answers 405 itself to verbs that it does not have."""
    return hasattr(view, "cls")
