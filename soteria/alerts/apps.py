"""Alerts."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """Alerts."""

    name = "soteria.alerts"
    label = "alerts"

    def ready(self) -> None:
        """Have people told when somebody resets their second factor."""
        from soteria.accounts import doors
        from soteria.alerts.services import tell_of_reset

        doors.FACTOR_RESET.add(tell_of_reset)
