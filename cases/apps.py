"""App configuration."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Wires cases into the navigation and the doors of soteria.registry."""

    name = "cases"

    def ready(self) -> None:
        """Add the links of cases to the navigation, and its panels to the case page."""
        from cases import nav, panels

        nav.add_all()
        panels.register()
