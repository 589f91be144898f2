"""App configuration."""

from django.apps import AppConfig


class PerformanceConfig(AppConfig):
    """Wires performance into the doors of soteria.registry."""

    name = "performance"
