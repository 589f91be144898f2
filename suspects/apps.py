"""App configuration."""

from django.apps import AppConfig


class SuspectsConfig(AppConfig):
    """Wires suspects into the doors of soteria.registry."""

    name = "suspects"

    def ready(self) -> None:
        """Subscribe to the acts of cases that bring suspects."""
        from soteria.registry import CASE_EVENTS
        from suspects.services import intake

        CASE_EVENTS.on("crimes.imported", intake.keep_imported)
