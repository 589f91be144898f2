"""Production refuses to start with demonstration values."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

MINIMUM_KEY = 40
CONTACT = ("mailto:", "https://")


def production_values(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Errors for each setting that is fit only for the demonstration."""
    if settings.DEMONSTRATION:
        return []
    faults = {
        "SECRET_KEY must be set to a secret of at least 40 characters": _weak(settings.SECRET_KEY),
        "AUDIT_SIGNING_KEY must be set to a secret of at least 40 characters": _weak(settings.AUDIT_SIGNING_KEY),
        "DEBUG must be off": settings.DEBUG,
        "TLS must be on": not settings.TLS,
        "SECOND_FACTOR_REQUIRED must be on": not settings.SECOND_FACTOR_REQUIRED,
        "ALLOWED_HOSTS must name this service's hosts": not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS,
        "SECURITY_CONTACT must be a mailto: or https: address": not settings.SECURITY_CONTACT.startswith(CONTACT),
    }
    return [Error(f"{sentence}.", id="soteria.E001") for sentence, is_wrong in faults.items() if is_wrong]


def refuse_demonstration_values() -> None:
    """Stop a web process that was started with values fit only for the demonstration.

    Raises ImproperlyConfigured with every fault in one line.
    """
    faults = [str(fault.msg) for fault in production_values(None)]
    if faults:
        raise ImproperlyConfigured(" ".join(faults))


def _weak(key: str) -> bool:
    return key == settings.DEMONSTRATION_KEY or len(key) < MINIMUM_KEY


def demonstration_people(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """A warning when people of the demonstration are still active in production, where they cannot sign in.

    Run by `migrate` and `check --database default`, the times at which Django lets a check read the database.
    """
    from soteria.accounts.models import User

    if settings.DEMONSTRATION or not databases or not _has_table(User):
        return []
    count = User.objects.filter(is_demonstration=True, is_active=True).count()
    sentence = f"{count} people of the demonstration are active. They cannot sign in; close their accounts."
    return [Warning(sentence, id="soteria.W001")] if count else []


def _has_table(model: Any) -> bool:
    return model._meta.db_table in connection.introspection.table_names()


def register_all() -> None:
    """Add the checks to every start, and to every migrate."""
    register(production_values)
    register(demonstration_people, Tags.database)
