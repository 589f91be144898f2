"""What victims need, as the case page shows it: whole to those who keep it, and to others what may be shared."""

from typing import Any

from django.urls import reverse

from soteria.accounts.access import reach_of
from soteria.accounts.roles import Level, Role, Section
from soteria.registry import Gap
from victims.models import Victim
from victims.panels.people import is_masked
from victims.queries import needs as queries

# Whoever reads needs in part sees only what the victim agreed to share with their kind.
READERS = {
    Role.CASE_ISVA: "adviser",
    Role.CPS_LIAISON: "cps",
    Role.ORDERS_OFFICER: "orders",
    Role.DMI: "digital",
}


def needs(case: Any, user: Any) -> dict[str, Any]:
    """The present needs of every victim, by group. 2 queries."""
    sees_all = case.sight.may(Section.NEEDS, Level.READ)
    shared = None if sees_all else frozenset(READERS[role] for role in reach_of(user).roles if role in READERS)
    found = queries.current(case)
    rows = [_row(victim, number, case, found, shared) for number, victim in enumerate(queries.victims_of(case), 1)]
    return {
        "case": case,
        "rows": rows,
        "sees_all": sees_all,
        "may_change": case.sight.may(Section.NEEDS, Level.FULL),
    }


def _row(victim: Victim, number: int, case: Any, found: Any, shared: frozenset[str] | None) -> dict[str, Any]:
    own = found.get(victim.pk, {})
    newest = next(iter(own.values())).assessment if own else None
    return {
        "victim": victim,
        "name": f"Victim {number}" if is_masked(case) else str(victim),
        "version": newest,
        "sections": queries.sections(own, shared=shared),
    }


def gaps(case: Any, user: Any) -> list[Gap]:
    """The victims whose needs nobody has asked, with the page that asks them. No query beside the page's own."""
    if not case.sight.may(Section.NEEDS, Level.READ):
        return []
    page = reverse("cases:place", args=[case.slug, "needs"]) if case.sight.may(Section.NEEDS, Level.FULL) else ""
    unasked = [victim for victim in queries.victims_of(case) if not queries.has_been_asked(case, victim)]
    return [Gap(f"{victim}: needs", page) for victim in unasked]
