"""What protection asks for before a case is closed: the line that this app adds to the closure checklist."""

from django.urls import reverse

from cases.models import Case
from cases.queries import loaded
from orders.queries.in_force import BREACHES
from soteria.accounts.roles import Level, Section
from soteria.registry import CLOSURE_CHECKS, Check


def register() -> None:
    """Add the check."""
    CLOSURE_CHECKS.add("orders.breaches", breaches_decided)


def breaches_decided(case: Case) -> Check | None:
    """Whether a supervisor has decided about every breach, so that none is dropped with the case (C45). No query of
    its own; nothing to say of a case that no breach waits in.
    """
    waiting = loaded.rows(case, BREACHES)
    if not waiting:
        return None
    href = reverse("orders:decide-breach", args=[case.slug, waiting[0].pk])
    may = case.sight.may(Section.REVIEW, Level.FULL)
    return Check("Every breach is decided", False, "Decide about each breach first.", href if may else "")
