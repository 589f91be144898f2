"""What tests of signing in share."""

from soteria.audit.models import AuditEvent


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))
