"""App configuration."""

from django.apps import AppConfig


class VictimsConfig(AppConfig):
    """Wires victims into the doors of soteria.registry."""

    name = "victims"

    def ready(self) -> None:
        """Record victims with the case that is logged or imported, and show them on its page."""
        from soteria.registry import CASE_EVENTS
        from victims import checks, factors, panels
        from victims.services import intake, recording

        CASE_EVENTS.on("case.logged", recording.record_logged)
        CASE_EVENTS.on("crimes.imported", intake.keep_imported)
        factors.register()
        panels.register()
        checks.register()
