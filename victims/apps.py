"""App configuration."""

from django.apps import AppConfig


class VictimsConfig(AppConfig):
    """Wires victims into the doors of soteria.registry."""

    name = "victims"
