"""What protection asks for before a case is closed: the line that this app adds to the closure checklist."""

from django.urls import reverse

from cases.models import Case
from cases.queries import loaded
from orders.queries import biometrics
from orders.queries.in_force import BREACHES
from soteria.accounts.roles import Level, Section
from soteria.registry import CLOSURE_CHECKS, Check


def register() -> None:
    """Add the check."""
    CLOSURE_CHECKS.add("orders.breaches", breaches_decided)
    CLOSURE_CHECKS.add("orders.section_63g", section_63g_answered)


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
