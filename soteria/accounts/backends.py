"""The one way in: user name and password, checked against who may come in at all."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from soteria.accounts.access import with_reach
from soteria.accounts.entry import refusal


class DoorBackend(AuthenticationBackend):
    """allauth's backend, which takes the same time for an unknown name, with our rule on who may come in.

    Django asks `user_can_authenticate` again whenever it loads the user of a session, so the rule also ends sessions.
    """

    def get_user(self, user_id: Any) -> Any:
        """The person of a session with what they may reach, in one question; None for whoever may not come in."""
        user = with_reach(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: Any) -> bool:
        """Whether nothing keeps this person out today."""
        return refusal(user) == ""
