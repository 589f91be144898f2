"""Ask the question of section 63G at every decision not to charge, whoever made it and wherever it is recorded.

Subscribed to named acts (soteria.registry), so that no app below knows of it; a sweep asks what nobody asked.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.models import Case
from orders.biometric_jobs import ask, open_question
from orders.biometric_state import end_alerts, locked, refresh, retention_of, subject_of
from orders.models import Arrest, Bail, BiometricRetention
from orders.queries import biometrics_record as records
from soteria.clocks import services as clocks
from soteria.clocks.calendar import start_of_day
from suspects.models import Involvement

Why = BiometricRetention.Why
NO_CHARGE = ("NO ACTION", "RULED OUT")
CHARGED = records.CHARGED


def on_nfa_decided(*, case: Case, by: Any, **facts: Any) -> None:
    """Subscriber to "case.nfa_decided": the question stands beside the decision while a supervisor checks it."""
    for arrest in records.uncharged_arrests(case.pk):
        ask(arrest, on=timezone.localdate(), why=Why.CLOSURE, by=by)


@transaction.atomic
def on_nfa_returned(*, case: Case, by: Any, **facts: Any) -> None:
    """Subscriber to "case.nfa_returned": nothing is decided, so questions of it that nobody answered are taken back."""
    for found in locked().filter(case=case, opened_why=Why.CLOSURE, answer=""):
        found.opened_on, found.opened_why, found.apply_by = None, "", None
        refresh(found, by=by)


@transaction.atomic
def on_nfa_signed_off(*, case: Case, by: Any, **facts: Any) -> None:
    """Subscriber to "case.nfa_signed_off": the time to apply counts from the day on which the decision stands."""
    today = timezone.localdate()
    for found in locked().filter(case=case):
        found.case = case
        if found.opened_why == Why.CLOSURE:
            open_question(found, today, Why.CLOSURE)
        refresh(found, by=by)


def on_bail_ended(*, bail: Bail, by: Any, **facts: Any) -> None:
    """Subscriber to "bail.ended": with no further action it is a decision not to charge; with a charge, the law keeps
    the material by itself (s.63F(4)).
    """
    if bail.ended_why == Bail.Ended.NFA and bail.ended_at:
        _released(bail.arrest, bail.ended_at, Why.BAIL, by)
    if bail.ended_why == Bail.Ended.CHARGED:
        _charged(bail.arrest, by)


def on_status(*, involvement: Involvement, status: str, on: date, by: Any, **facts: Any) -> None:
    """Subscriber to "suspect.status_recorded": no further action against one of several suspects, or a charge."""
    arrests = Arrest.objects.standing().filter(case=involvement.case_id, suspect=involvement.suspect_id or 0)
    for arrest in arrests.select_related("case", "suspect").order_by("pk"):
        if status in CHARGED:
            _charged(arrest, by)
        elif status in NO_CHARGE:
            at = max(start_of_day(on), arrest.arrested_at)
            _released(arrest, at, Why.STATUS, by)


def on_status_withdrawn(*, involvement: Involvement, by: Any, **facts: Any) -> None:
    """Subscriber to "suspect.status_withdrawn": a charge that was recorded by mistake keeps nothing."""
    with transaction.atomic():
        for found in locked().filter(case=involvement.case_id, arrest__suspect=involvement.suspect_id or 0):
            refresh(found, by=by)


@transaction.atomic
def on_arrest_withdrawn(*, arrest: Arrest, by: Any, **facts: Any) -> None:
    """Subscriber to "arrest.withdrawn": of an arrest that was recorded by mistake nothing is asked, and nobody told."""
    for found in locked().filter(arrest=arrest):
        if not found.answer:
            found.opened_on, found.opened_why, found.apply_by = None, "", None
        clocks.retract(f"biometrics:{found.pk}:released")
        refresh(found, by=by)
        end_alerts(found, by=by)


def _released(arrest: Arrest, at: datetime, why: str, by: Any) -> None:
    if records.was_charged(arrest) or records.qualifying_of(arrest) is None:
        return
    found = ask(arrest, on=timezone.localdate(at), why=why, by=by)
    if arrest.case.closed_at is None and found.opened_why in (Why.BAIL, Why.STATUS):
        source = f"biometrics:{found.pk}:released"
        clocks.note(arrest.case_id, "released_without_charge", at, source=source, subject=subject_of(found))


@transaction.atomic
def _charged(arrest: Arrest, by: Any) -> None:
    """A charge takes a question back that nobody answered: no consent is needed now."""
    if not BiometricRetention.objects.filter(arrest=arrest).exists():
        return
    found = retention_of(arrest)
    if not found.answer:
        found.opened_on, found.opened_why, found.apply_by = None, "", None
        clocks.retract(f"biometrics:{found.pk}:released")
    refresh(found, by=by)
