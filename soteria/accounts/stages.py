"""The steps of signing in after the password or single sign-on."""

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest


class SecondFactorStage(AuthenticateStage):
    """Asks for our second factor, unless the force's identity service has just proved one that this force accepts."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return not getattr(request, "strong_sign_on", "") and bool(super()._should_handle(request))
