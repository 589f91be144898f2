"""App configuration."""

from django.apps import AppConfig


class VictimsConfig(AppConfig):
    """Wires victims into the doors of soteria.registry."""

    name = "victims"

    def ready(self) -> None:
        """Record victims with the case that is logged or imported, and show them on its page."""
        from soteria.registry import CASE_EVENTS
        from victims import checks, factors, jobs, panels  # noqa: F401 - loading jobs registers them
        from victims.services import intake, letters, recording

        CASE_EVENTS.on("case.logged", recording.record_logged)
        CASE_EVENTS.on("crimes.imported", intake.keep_imported)
        CASE_EVENTS.on("case.nfa_signed_off", letters.draft_letters)
        factors.register()
        panels.register()
        checks.register()
