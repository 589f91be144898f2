"""Watch for suspects on bail who are not recorded as coming back: tell the officer, and a day later the supervisors.

Each is safe to run twice, or by two schedules at once: what was told is kept, each alert is one.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from orders import telling
from orders.models import Surrender
from orders.queries import people
from orders.rules import surrender as rules
from soteria.accounts.models import User
from soteria.audit import services as audit
from soteria.ui.dates import moment

MISSED = "orders.not_returned"
AT_ONCE = 500


def sweep(now: datetime) -> dict[str, int]:
    """Find the returns that nobody recorded and pass on what is still open; returns how much of each was done."""
    return {
        "not_returned": sum(find_missed(pk, now) for pk in _maybe_missed(now)),
        "passed_on": sum(pass_on(pk, now) for pk in _to_pass_on(now)),
    }


def _maybe_missed(now: datetime) -> list[int]:
    rows = Surrender.objects.expected().in_open_cases().filter(due_at__lt=now - rules.GRACE, bail__ended_at=None)
    return list(rows.order_by("due_at").values_list("pk", flat=True)[:AT_ONCE])


def _to_pass_on(now: datetime) -> list[int]:
    rows = Surrender.objects.to_answer().in_open_cases()
    rows = rows.filter(missed_at__lt=now - rules.PASSED_ON, passed_on_at=None)
    return list(rows.order_by("missed_at", "pk").values_list("pk", flat=True)[:AT_ONCE])


def _locked(pk: int) -> Surrender | None:
    rows = Surrender.objects.in_open_cases().select_related("bail__arrest__case__oic")
    return rows.select_for_update(of=("self",)).filter(pk=pk).first()


@transaction.atomic
def find_missed(pk: int, now: datetime) -> bool:
    """Put a return that nobody recorded forward as a breach, once; of bail that ended, or a closed case, nothing."""
    row = _locked(pk)
    if (
        row is None
        or row.state != Surrender.State.EXPECTED
        or row.bail.ended_at
        or not rules.is_missed(row.due_at, now)
    ):
        return False
    case, today = row.bail.arrest.case, timezone.localdate(now)
    if not _tell(row, telling.officer_or_supervisors(case, today), today):
        return False
    row.state, row.missed_at = Surrender.State.MISSED, now
    row.save(update_fields=["state", "missed_at"])
    audit.record("surrender.missed", row, process="orders.watch", case=case)
    return True


@transaction.atomic
def pass_on(pk: int, now: datetime) -> bool:
    """Tell the supervisors too of a return that the officer has left unanswered for a day, once."""
    row = _locked(pk)
    if row is None or row.state != Surrender.State.MISSED or row.passed_on_at is not None:
        return False
    today = timezone.localdate(now)
    if not _tell(row, people.supervisors(row.bail.arrest.case, today), today):
        return False
    row.passed_on_at = now
    row.save(update_fields=["passed_on_at"])
    return True


def _tell(row: Surrender, found: Iterable[User], today: date) -> bool:
    """Ask people of the case, each once, whether it is a breach; False where nobody is there to be told."""
    told = telling.hearers(row.bail.arrest.case, found, today)
    title = f"A suspect on bail is not recorded as coming back on {moment(row.due_at)}: is it a breach?"
    telling.tell(told, MISSED, title=title, key=f"{MISSED}:{row.pk}", due_at=row.due_at)
    return bool(told.people)


def answered_words(row: Surrender) -> str:
    """What was recorded already of a return, for whoever answers it again."""
    if row.state == Surrender.State.RETURNED and row.returned_at:
        return f"That the suspect came back on {moment(row.returned_at)} is recorded already."
    why = f" ({row.get_excuse_display()})" if row.excuse else ""
    said = f", with the words “{row.words}”" if row.words else ""
    return f"“{row.get_state_display()}{why}” is recorded already{said}."
