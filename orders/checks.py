"""What protection asks for before a case is closed: the lines that this app adds to the closure checklist."""

from django.urls import reverse

from cases.models import Case
from cases.queries import loaded
from orders.queries import biometrics, considering
from orders.queries.in_force import ARRESTS, BREACHES
from soteria.accounts.roles import Level, Section
from soteria.registry import CLOSURE_CHECKS, Check


def register() -> None:
    """Add the checks."""
    CLOSURE_CHECKS.add("orders.breaches", breaches_decided)
    CLOSURE_CHECKS.add("orders.arrests", arrests_made)
    CLOSURE_CHECKS.add("orders.section_63g", section_63g_answered)
    CLOSURE_CHECKS.add("orders.considered", orders_considered)


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


def arrests_made(case: Case) -> Check | None:
    """Whether everybody whose arrest a supervisor decided on was arrested, or it is said why the case closes all the
    same (docs/adr/0022). No query of its own; nothing to say of a case in which nobody is wanted.
    """
    wanted = loaded.rows(case, ARRESTS)
    if not wanted:
        return None
    title, waiting = "Nobody is still wanted for a breach", [row for row in wanted if row.closed_anyway_at is None]
    if not waiting:
        return Check("It is recorded why the case closes while somebody is wanted", True)
    to_do = "Record the arrest that was decided on for each breach, or why the case closes without it."
    href = reverse("orders:close-wanted", args=[case.slug, waiting[0].breach_id])
    return Check(title, False, to_do, href if case.sight.may(Section.REVIEW, Level.FULL) else "")


def section_63g_answered(case: Case) -> Check | None:
    """Whether it is decided what becomes of the fingerprints and DNA of everybody arrested and not charged (C49).

    No query of its own. Nothing to say of a case in which no such question was asked.
    """
    asked = [row for row in loaded.rows(case, biometrics.BIOMETRICS) if row.opened_on]
    if not asked:
        return None
    title, waiting = "Section 63G is answered for everybody arrested", biometrics.unanswered(case)
    if not waiting:
        return Check(title, True)
    to_do = "Decide whether to apply to keep fingerprints and DNA (PACE 1984 section 63G)."
    href = reverse("orders:answer-s63g", args=[case.slug, waiting[0].pk])
    return Check(title, False, to_do, href if case.sight.may(Section.REVIEW, Level.FULL) else "")


def orders_considered(case: Case) -> Check | None:
    """Whether a protection order was considered for every suspect known by name: sought, or not and why (C47).

    No query of its own; nothing to say where nobody is named.
    """
    title = "A protection order is considered for every named suspect"
    waiting = considering.not_considered(case)
    if not waiting:
        return Check(title, True) if considering.has_named(case) else None
    may = case.sight.may(Section.BAIL_ORDERS, Level.FULL)
    to_do = "Consider a protection order for each named suspect, or record why none is sought."
    return Check(title, False, to_do, reverse("orders:consider", args=[case.slug]) if may else "")
