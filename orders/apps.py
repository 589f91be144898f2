"""App configuration."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Wires orders into the navigation and the doors of soteria.registry."""

    name = "orders"

    def ready(self) -> None:
        """Show bail and orders on the page of a case, and what waits for a decision in the navigation."""
        from orders import nav, panels

        panels.register()
        nav.add_all()
