"""Alerts."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """Alerts."""

    name = "soteria.alerts"
    label = "alerts"
