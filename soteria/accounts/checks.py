"""Production refuses to start with demonstration values (DESIGN §3)."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

MINIMUM_KEY = 40


def production_values(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Errors for each setting that is fit only for the demonstration."""
    if settings.DEMONSTRATION:
        return []
    faults = {
        "SECRET_KEY must be set to a secret of at least 40 characters": settings.SECRET_KEY == settings.DEMONSTRATION_KEY
        or len(settings.SECRET_KEY) < MINIMUM_KEY,
        "AUDIT_SIGNING_KEY must be set to a secret of at least 40 characters": len(settings.AUDIT_SIGNING_KEY)
        < MINIMUM_KEY,
        "DEBUG must be off": settings.DEBUG,
        "TLS must be on": not settings.TLS,
        "SECOND_FACTOR_REQUIRED must be on": not settings.SECOND_FACTOR_REQUIRED,
        "ALLOWED_HOSTS must name this service's hosts": not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS,
    }
    return [Error(f"{sentence}.", id="soteria.E001") for sentence, is_wrong in faults.items() if is_wrong]


def register_all() -> None:
    """Add the check to every start."""
    register(production_values)
