"""App configuration."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Wires cases into the doors of soteria.registry."""

    name = "cases"
