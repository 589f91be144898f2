"""App configuration."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Wires orders into the navigation and the doors of soteria.registry."""

    name = "orders"

    def ready(self) -> None:
        """Show bail and orders on the page of a case, hear of its closing, and link what waits for a decision."""
        from orders import checks, decision_jobs, factors, late_watch, nav, order_watch, panels  # noqa: F401 - one of them registers jobs
        from orders.services import bail
        from orders.services import biometrics_questions as s63g
        from soteria.registry import CASE_EVENTS
        from suspects.services import merging

        CASE_EVENTS.on("case.nfa_signed_off", bail.end_for_nfa)
        CASE_EVENTS.on("case.nfa_decided", s63g.on_nfa_decided)
        CASE_EVENTS.on("case.nfa_returned", s63g.on_nfa_returned)
        CASE_EVENTS.on("case.nfa_signed_off", s63g.on_nfa_signed_off)
        CASE_EVENTS.on("arrest.withdrawn", s63g.on_arrest_withdrawn)
        CASE_EVENTS.on("arrest.withdrawn", order_watch.on_arrest_withdrawn)
        CASE_EVENTS.on("case.closed", late_watch.on_case_closed)
        CASE_EVENTS.on("bail.ended", s63g.on_bail_ended)
        CASE_EVENTS.on("suspect.status_recorded", s63g.on_status)
        CASE_EVENTS.on("suspect.status_withdrawn", s63g.on_status_withdrawn)
        factors.register()
        merging.FOLLOW += ["orders.Arrest", "orders.Attendance", "orders.ProtectionOrder", "orders.Breach"]
        merging.FOLLOW += ["orders.OrderApplication", "orders.OrderPrompt", "orders.NothingInPlace"]
        panels.register()
        checks.register()
        nav.add_all()
