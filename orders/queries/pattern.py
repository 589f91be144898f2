"""Every breach that a suspect is said to have made, across the cases that one reader sees, on one line of time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from cases.models import Case
from cases.queries.sight import reaching
from orders import offences
from orders.models import Breach, BreachDecision, BrokenRule
from orders.queries.awaiting import KEPT, words_of
from orders.queries.breaches_shown import conduct
from soteria.accounts.roles import Level, Section
from suspects.queries.sight import Seen, see_through

MOST = 500  # nobody reads more on a page; the register has every breach
WANTED, OPEN = "wanted", "open"
DECIDED = {
    OPEN: "Undecided",
    WANTED: "Arrest decided, wanted",
    "arrest": "Arrest",
    "other_offence": "Another offence",
    "no_arrest": "No arrest",
}


@dataclass(frozen=True)
class PatternRow:
    """One breach: when, in which case, what it broke, what he is said to have done, and what was decided and why."""

    pk: int
    slug: str
    reference: str
    is_restricted: bool
    what: str
    broken: tuple[str, ...]
    conduct: str
    happened_at: datetime
    state: str
    decided: str
    decided_at: datetime | None


def reads_breaches(user: Any) -> QuerySet[Case]:
    """Cases whose suspects and whose breaches this person reads."""
    visible = Case.objects.visible_to(user).filter(reaching(user, Section.BAIL_ORDERS, Level.READ))
    return visible.filter(reaching(user, Section.SUSPECT, Level.READ))


def see(user: Any, suspect_id: int) -> Seen:
    """How this person reaches a suspect and his breaches. 1 query. Raises Unseen and Refused."""
    return see_through(user, reads_breaches(user), suspect_id)


def of(seen: Seen) -> list[PatternRow]:
    """The breaches of the cases in sight, the newest first. 1 query.

    Those of a case that the reader does not see are left out, with nothing that tells of them.
    """
    broken = BrokenRule.objects.filter(breach=OuterRef("pk")).order_by("pk")
    rows = Breach.objects.filter(suspect=seen.suspect_id, case__in=list(seen.cases)).select_related("decision", "case")
    rows = rows.annotate(kept=ArraySubquery(broken.values(json=KEPT)))
    return [_row(row) for row in rows.order_by("-happened_at", "-pk")[:MOST]]


def _row(row: Any) -> PatternRow:
    decision = getattr(row, "decision", None)
    return PatternRow(
        pk=row.pk,
        slug=row.case.slug,
        reference=row.case.reference,
        is_restricted=row.case.is_restricted,
        what=row.get_kind_display(),
        broken=words_of(row.kept),
        conduct=conduct(row),
        happened_at=row.happened_at,
        state=_state(decision),
        decided=_words(decision),
        decided_at=decision.decided_at if decision else None,
    )


def _state(decision: BreachDecision | None) -> str:
    if decision is None:
        return OPEN
    return WANTED if decision.is_wanted else decision.outcome


def _words(decision: BreachDecision | None) -> str:
    """What was decided, with the offence or the closed reason."""
    if decision is None:
        return DECIDED[OPEN]
    more = offences.title(decision.offence) if decision.offence else decision.get_reason_display()
    words = DECIDED[_state(decision)]
    return f"{words}: {more}" if more else words
