"""The audit trail."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    """The audit trail."""

    name = "soteria.audit"
    label = "audit"

    def ready(self) -> None:
        """Grant the application's role its rights after each migrate."""
        from soteria.audit import grants

        post_migrate.connect(grants.apply, sender=self, dispatch_uid="audit:grants")
