"""App configuration."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Wires cases into the navigation and the doors of soteria.registry."""

    name = "cases"

    def ready(self) -> None:
        """Add the links of cases to the navigation, its panels to the case page, and what keeps an account open."""
        from cases import factors, nav, panels
        from cases.queries import ladder
        from cases.queries.holdings import held_by
        from cases.views import home_audit, home_pages
        from soteria.accounts import doors
        from soteria.accounts.roles import Role

        home_pages.GROUPS["oversight:trail"] = (frozenset({Role.AUDITOR}), home_audit.week)
        doors.HOLDINGS.add(held_by)
        factors.register()
        ladder.register()
        nav.add_all()
        panels.register()
