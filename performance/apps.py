"""App configuration."""

from django.apps import AppConfig


class PerformanceConfig(AppConfig):
    """Wires performance into the navigation."""

    name = "performance"

    def ready(self) -> None:
        """Add the link of the flight deck."""
        from performance import nav

        nav.add_all()
