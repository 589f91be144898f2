"""Oversight pages."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Oversight pages; no models of its own."""

    name = "soteria.oversight"
    label = "oversight"

    def ready(self) -> None:
        """Add the links of oversight to the navigation."""
        from soteria.oversight import nav

        nav.add_all()
