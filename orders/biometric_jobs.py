"""Ask the question of section 63G where it is not asked yet, and tell of what waits for an act.

At once from a service, and by a sweep for what nobody asked.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cases.models import Offence
from orders import qualifying
from orders.biometric_state import locked, note_arrest, refresh, retention_of, tell
from orders.models import Arrest, BiometricRetention
from orders.queries import biometrics_record as records
from orders.rules import biometrics as rules
from orders.rules.biometric_steps import stand
from soteria.audit import services as audit
from soteria.clocks import limits
from suspects.models import InvolvementStatus

Why = BiometricRetention.Why
AT_ONCE = 500
RECENT = timedelta(days=90)  # what closed before that has long been destroyed or asked about


@transaction.atomic
def ask(arrest: Arrest, *, on: date, why: str, by: Any = None) -> BiometricRetention:
    """Ask whether the fingerprints and DNA of an arrest are to be kept, counted from the decision not to charge.

    A question that waits or was answered keeps its day; asking twice changes nothing.
    """
    found = retention_of(arrest)
    if found.opened_on is not None:
        return found
    note_arrest(arrest)
    open_question(found, on, why)
    refresh(found, by=by)
    audit.record("biometrics.asked", found, by=by, case=found.case, after={"why": str(why)}, **_process(by))
    return found


def _process(by: Any) -> dict[str, str]:
    return {} if by else {"process": "orders.biometrics"}


def open_question(found: BiometricRetention, on: date, why: str) -> None:
    """Set from when a question counts, and our last day to apply. The caller saves it."""
    found.opened_on, found.opened_why = on, why
    found.apply_by = rules.apply_by(on, limits.in_force("biometrics.s63g_apply", on))


def sweep(now: datetime) -> tuple[int, int]:
    """Ask what nobody asked of closed cases, and tell what is due to be told; how many of each. Safe to run twice."""
    asked = sum(_ask_of(arrest) for arrest in _each_unasked(now))
    due = BiometricRetention.objects.filter(alert_on__lte=timezone.localdate(now)).order_by("alert_on", "pk")
    return asked, sum(_tell(pk, now) for pk in due.values_list("pk", flat=True)[:AT_ONCE])


def _each_unasked(now: datetime) -> Iterator[Arrest]:
    """Every arrest that nobody asked about, some at a time; those of which nothing is to be asked keep none back."""
    rows = list(_unasked(now)[:AT_ONCE])
    while rows:
        yield from rows
        at, pk = rows[-1].case.closed_at, rows[-1].pk
        earlier = Q(case__closed_at__lt=at) | Q(case__closed_at=at, pk__lt=pk)
        rows = list(_unasked(now).filter(earlier)[:AT_ONCE])


def _unasked(now: datetime) -> QuerySet[Arrest]:
    """Arrests for a qualifying offence in cases that closed lately with no further action, with no question on record.

    Nobody was charged after them.
    """
    asked = BiometricRetention.objects.filter(Q(opened_on__isnull=False) | Q(is_charged=True), arrest=OuterRef("pk"))
    listed = Offence.objects.filter(case=OuterRef("case"), offence_class__in=list(qualifying.classes()))
    same = {"involvement__case": OuterRef("case"), "involvement__suspect": OuterRef("suspect")}
    charged = InvolvementStatus.objects.filter(**same, status__in=records.CHARGED, withdrawn_at=None)
    ended = Arrest.objects.standing().filter(case__closures__signed_off_at__isnull=False)
    ended = ended.filter(case__closed_at__gte=now - RECENT)
    rows = ended.filter(~Exists(asked), Exists(listed), ~Exists(charged))
    return rows.select_related("case", "suspect").order_by("-case__closed_at", "-pk")


def _ask_of(arrest: Arrest) -> bool:
    if records.was_charged(arrest) or records.qualifying_of(arrest) is None or arrest.case.closed_at is None:
        return False
    ask(arrest, on=timezone.localdate(arrest.case.closed_at), why=Why.FOUND)
    return True


@transaction.atomic
def _tell(pk: int, now: datetime) -> int:
    found = locked().filter(pk=pk).first()
    if found is None:
        return 0
    known = limits.all_limits()
    record = records.record_of(found, known)
    return tell(found, record, stand(record), known, timezone.localdate(now))
