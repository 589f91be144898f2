"""App configuration."""

from django.apps import AppConfig


class SuspectsConfig(AppConfig):
    """Wires suspects into the doors of soteria.registry."""

    name = "suspects"

    def ready(self) -> None:
        """Record suspects with the case that is logged or imported, and show them on its page."""
        from cases.services import intake_reference
        from soteria.registry import CASE_EVENTS
        from suspects import alert_places, link_jobs, nav, panels, watch  # noqa: F401 - two of them register their jobs
        from suspects.services import intake, linking, recording, scoring, weights

        CASE_EVENTS.on("case.logged", recording.record_logged)
        CASE_EVENTS.on("crimes.imported", intake.keep_imported)
        # After the suspects are kept: what is asked for here is done once all of it has committed.
        CASE_EVENTS.on("case.logged", scoring.rescore_case)
        CASE_EVENTS.on("crimes.imported", scoring.rescore_imported)
        CASE_EVENTS.on("case.logged", linking.link_case)
        CASE_EVENTS.on("crimes.imported", linking.link_imported)
        CASE_EVENTS.on("case.facts_changed", scoring.rescore_case)
        CASE_EVENTS.on("case.closed", scoring.rescore_case)
        intake_reference.ALSO["score weights"] = weights.load
        panels.register()
        nav.add_all()
        alert_places.add_all()
