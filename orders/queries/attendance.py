"""Decisions on arrest or voluntary attendance of one case as its page shows them, and whom nobody decided about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from cases.models import Case
from cases.queries import loaded
from orders.models import Arrest, Attendance
from orders.queries.people import called
from suspects.models import Involvement

DECISIONS, UNDECIDED = "attendances", "suspects_not_brought"


@dataclass(frozen=True)
class Shown:
    """One decision in words."""

    pk: int
    suspect: str
    option: str
    state: str
    is_waiting: bool
    is_voluntary: bool
    is_repeat: bool
    risk: str
    necessity: tuple[str, ...]
    victim: str
    bail_need: str
    reason: str
    decided_at: datetime
    decided_by: str
    approved: str
    approval_words: str


def register() -> None:
    """Have the rows read with every page of a case: what is decided, and which named suspects nobody decided about."""
    loaded.add(
        DECISIONS,
        lambda case_id: (
            Attendance.objects.filter(case_id=case_id)
            .select_related("suspect", "decided_by", "approved_by")
            .order_by("-decided_at", "-pk")
        ),
    )
    loaded.add(UNDECIDED, _undecided)


def _undecided(case_id: Any) -> Any:
    same = {"case": OuterRef("case"), "suspect": OuterRef("suspect")}
    decided = Attendance.objects.filter(**same).exclude(state=Attendance.State.REFUSED)
    named = Involvement.objects.filter(case_id=case_id, suspect__isnull=False, arrested_at__isnull=True)
    rows = named.filter(~Exists(decided), ~Exists(Arrest.objects.standing().filter(**same)))
    return rows.select_related("suspect").order_by("pk")


def decisions(case: Case) -> list[Shown]:
    """The decisions, the newest first. Reads what every page reads."""
    return [shown(case, row) for row in loaded.rows(case, DECISIONS)]


def undecided(case: Case) -> list[str]:
    """Named suspects of an open case with neither an arrest nor a decision, as this reader calls them."""
    if case.closed_at is not None:
        return []
    rows: Sequence[Involvement] = loaded.rows(case, UNDECIDED)
    return [called(case, row.suspect, None) for row in rows]


def shown(case: Case, row: Attendance) -> Shown:
    """A decision in words, as this reader may see it."""
    necessity = tuple(Attendance.Necessity(code).label for code in row.necessity)
    view = row.get_victim_view_display()
    approved = f"{row.get_state_display()} by {row.approved_by}" if row.approved_by else row.get_state_display()
    return Shown(
        pk=row.pk,
        suspect=called(case, row.suspect, None),
        option=row.get_option_display(),
        state=row.state,
        is_waiting=row.state == Attendance.State.WAITING,
        is_voluntary=row.option == Attendance.Option.VOLUNTARY,
        is_repeat=row.is_repeat,
        risk=row.risk,
        necessity=necessity,
        victim=f"Victim says: {row.victim_words}" if row.victim_words else view,
        bail_need=row.get_bail_need_display(),
        reason=row.reason,
        decided_at=row.decided_at,
        decided_by=str(row.decided_by),
        approved=approved,
        approval_words=row.approval_words,
    )
