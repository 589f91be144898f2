"""Put a suspect forward to those who manage dangerous people, and decide about it with a reason (C40 to C42)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from soteria.alerts import places
from soteria.alerts import services as alerts
from soteria.audit import services as audit
from suspects.models import Nomination, Suspect
from suspects.queries import people
from suspects.rules import action as rules
from suspects.rules.action import Fault, NotComplete
from suspects.services.plans import score_of

State = Nomination.State
DECIDE = "suspects.nomination_to_decide"
FIELDS = (*rules.RECORD, "victim_words", "mappa_level")


@transaction.atomic
def save_draft(suspect: Suspect, *, route: str, values: Mapping[str, Any], by: Any) -> Nomination:
    """Keep what is written of a nomination to a route, however little; one of a route is open at a time.

    Changing one that waits for a decision takes it back.
    """
    Suspect.objects.select_for_update().get(pk=suspect.pk)
    found = open_for(suspect, route, for_update=True) or Nomination(
        suspect=suspect, route=route, drafted_at=timezone.now(), drafted_by=by
    )
    new = {name: values[name] for name in FIELDS if name in values}
    changed = [name for name, value in new.items() if getattr(found, name) != value]
    if not changed and found.pk:
        return found
    for name in changed:
        setattr(found, name, new[name])
    if found.state == State.PROPOSED:
        _settle(found, by)
    found.state, found.proposed_at, found.proposed_by = State.DRAFT, None, None
    found.authors = sorted({*found.authors, by.pk})
    found.version += 1 if found.pk else 0
    found.save()
    audit.record("nomination.drafted", found, by=by, after={"route": route})
    return found


def open_for(suspect: Suspect, route: str, *, for_update: bool = False) -> Nomination | None:
    """The nomination to a route that is being written or waits for a decision, if any."""
    rows = Nomination.objects.filter(suspect=suspect, route=route, state__in=[State.DRAFT, State.PROPOSED])
    return (rows.select_for_update() if for_update else rows).first()


@transaction.atomic
def propose(nomination: Nomination, *, by: Any, now: datetime | None = None) -> Nomination:
    """Ask for a decision. Raises NotComplete while the record lacks anything; the draft stays as it is.

    The caller holds the row locked. Asking twice changes nothing.
    """
    if nomination.state == State.PROPOSED:
        return nomination
    if faults := rules.lacking(nomination.said()):
        raise NotComplete(*faults)
    nomination.state, nomination.proposed_at, nomination.proposed_by = State.PROPOSED, now or timezone.now(), by
    nomination.score_seen = score_of(nomination.suspect)
    nomination.version += 1
    nomination.save()
    audit.record("nomination.proposed", nomination, by=by, after={"route": nomination.route})
    _ask_to_decide(nomination, nomination.proposed_at)
    return nomination


def _ask_to_decide(nomination: Nomination, at: datetime) -> None:
    """Ask whoever decides and wrote nothing of it; again where it was taken back and changed."""
    title = "The nomination of a suspect waits for your decision: accept or decline it, for a reason"
    for person, case in people.deciders(nomination.suspect, timezone.localdate(at), nomination.authors):
        key = f"{DECIDE}:{nomination.pk}:{nomination.version}:{person.pk}"
        place = places.to("suspects:decide-nomination", nomination.pk) if case else ""
        alerts.raise_alert(DECIDE, for_user=person, title=title, dedupe_key=key, case=case, place=place)


def _settle(nomination: Nomination, by: Any) -> None:
    """Nobody is asked to decide any more."""
    alerts.settle(DECIDE, keys=f"{DECIDE}:{nomination.pk}:", by=by)


@transaction.atomic
def decide(
    nomination: Nomination, *, is_accepted: bool, reason: str, by: Any, now: datetime | None = None
) -> Nomination:
    """Accept or decline a nomination, for a reason, by somebody who did not write it. The caller holds the row locked.

    Raises NotComplete. The same decision of the same person twice is one.
    """
    state = State.ACCEPTED if is_accepted else State.DECLINED
    if nomination.state == state and nomination.decided_by_id == by.pk:
        return nomination
    if nomination.state != State.PROPOSED:
        raise NotComplete(Fault("decision", "This nomination does not wait for a decision"))
    if words := rules.own_words(by.pk, nomination.authors):
        raise NotComplete(Fault("decision", words))
    if len(reason.strip()) < rules.LEAST_WORDS:
        raise NotComplete(Fault("words", f"Enter why, in {rules.LEAST_WORDS} characters or more"))
    nomination.state, nomination.reason = state, reason.strip()
    nomination.decided_at, nomination.decided_by = now or timezone.now(), by
    nomination.version += 1
    nomination.save()
    audit.record("nomination.decided", nomination, by=by, after={"route": nomination.route, "state": state.value})
    _settle(nomination, by)
    return nomination
