"""App configuration."""

from django.apps import AppConfig


class SuspectsConfig(AppConfig):
    """Wires suspects into the doors of soteria.registry."""

    name = "suspects"

    def ready(self) -> None:
        """Record suspects with the case that is logged or imported, and show them on its page."""
        from soteria.registry import CASE_EVENTS
        from suspects import panels
        from suspects.services import intake, recording

        CASE_EVENTS.on("case.logged", recording.record_logged)
        CASE_EVENTS.on("crimes.imported", intake.keep_imported)
        panels.register()
