"""The audit trail."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit trail."""

    name = "soteria.audit"
    label = "audit"
