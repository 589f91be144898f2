"""App configuration."""

from django.apps import AppConfig


class VictimsConfig(AppConfig):
    """Wires victims into the doors of soteria.registry."""

    name = "victims"

    def ready(self) -> None:
        """Subscribe to the acts of cases that bring victims."""
        from soteria.registry import CASE_EVENTS
        from victims.services import intake

        CASE_EVENTS.on("crimes.imported", intake.keep_imported)
