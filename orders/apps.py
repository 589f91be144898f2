"""App configuration."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Wires orders into the navigation and the doors of soteria.registry."""

    name = "orders"

    def ready(self) -> None:
        """Show bail and orders on the page of a case, hear of its closing, and link what waits for a decision."""
        from orders import checks, factors, nav, panels
        from orders.services import bail
        from soteria.registry import CASE_EVENTS
        from suspects.services import merging

        CASE_EVENTS.on("case.nfa_signed_off", bail.end_for_nfa)
        factors.register()
        merging.FOLLOW += ["orders.Arrest", "orders.Attendance", "orders.ProtectionOrder", "orders.Breach"]
        panels.register()
        checks.register()
        nav.add_all()
