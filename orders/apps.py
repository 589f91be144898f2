"""App configuration."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Wires orders into the doors of soteria.registry."""

    name = "orders"
