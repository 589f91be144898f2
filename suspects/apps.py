"""App configuration."""

from django.apps import AppConfig


class SuspectsConfig(AppConfig):
    """Wires suspects into the doors of soteria.registry."""

    name = "suspects"
