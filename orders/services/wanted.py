"""A decision to arrest is answered by an arrest with its custody reference; until then the suspect is wanted.

A force's rolling log once marked a wanted man as arrested, and nobody noticed for 13 days: so only an arrest on record,
with the reference of the custody record, answers it (IOPC, July 2022).
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from orders.models import Arrest, BreachDecision
from orders.queries import detention, periods
from orders.queries.people import may_decide
from orders.rules import decisions as rules
from orders.rules.faults import Fault, NotRecorded, refuse
from soteria.alerts import services as alerts
from soteria.audit import services as audit
from soteria.clocks import services as clocks

KIND = "orders.wanted"


def answered_by(arrest: Arrest, *, by: Any) -> int:
    """Let an arrest answer every decision to arrest its suspect for a breach of its case; returns how many.

    One without a custody reference answers none, nor does one from before the breach. To be called in the
    transaction in which the arrest is recorded.
    """
    if not arrest.custody_reference:
        return 0
    waiting = BreachDecision.objects.wanted().filter(
        breach__case=arrest.case_id, breach__suspect=arrest.suspect_id, breach__happened_at__lte=arrest.arrested_at
    )
    found = list(waiting.select_for_update(of=("self",)).select_related("breach__case").order_by("pk"))
    for decision in found:
        answer(decision, arrest, by=by)
    return len(found)


def wanted_again(arrest: Arrest, *, by: Any) -> int:
    """Let every decision that an arrest answered wait again, since that arrest was taken back; returns how many.

    To be called in the transaction in which it is taken back.
    """
    found = list(BreachDecision.objects.filter(arrest=arrest).select_for_update(of=("self",)).order_by("pk"))
    for decision in found:
        # Whoever was told before is told afresh at the next sweep.
        decision.arrest, decision.wanted_told_at = None, None
        decision.save(update_fields=["arrest", "wanted_told_at"])
        breach = decision.breach
        audit.record("breach.arrest_undone", breach, by=by, case=breach.case, after={"arrest": arrest.pk})
    return len(found)


def take_known(decision: BreachDecision, *, by: Any) -> bool:
    """Let an arrest that is on record already answer a decision; False where there is none."""
    breach = decision.breach
    rows = (
        Arrest.objects.standing()
        .filter(case=breach.case_id, suspect=breach.suspect_id, arrested_at__gte=breach.happened_at)
        .exclude(custody_reference="")
    )
    known = rows.order_by("arrested_at", "pk").first()
    if known is not None:
        answer(decision, known, by=by)
    return known is not None


@transaction.atomic
def close_anyway(decision: BreachDecision, *, words: str, now: datetime | None = None, by: Any) -> BreachDecision:
    """Record why the case may close while its suspect is wanted. The caller holds the decision locked.

    Until the case is closed the suspect stays wanted, and again if it is opened. The same words sent twice are one.
    Raises NotRecorded where nobody is wanted, the person does not decide on the case, or the words say too little.
    """
    case, said = decision.breach.case, words.strip()
    if not may_decide(by, case):
        raise NotRecorded(Fault("words", "A supervisor of the team says why a case closes while somebody is wanted"))
    if not decision.is_wanted:
        raise NotRecorded(Fault("words", "An arrest is recorded, or none was decided on. Nothing was changed"))
    if decision.closed_anyway_words == said and said:
        return decision
    refuse(rules.closing_faults(said))
    facts = {"closed_anyway_at": now or timezone.now(), "closed_anyway_by": by, "closed_anyway_words": said}
    for name, value in facts.items():
        setattr(decision, name, value)
    decision.save(update_fields=list(facts))
    audit.record("breach.closed_anyway", decision.breach, by=by, case=case)
    return decision


def arrival_of(arrest: Arrest) -> str:
    """The name under which the clocks know that somebody arrived at a station after an arrest for a breach."""
    return f"{periods.source_of(arrest.pk)}:station"


def note_arrival(arrest: Arrest) -> None:
    """Start the hours that do not count towards detention, from arrival after an arrest for breaking bail (s.47(6A)).

    Nothing starts where the time is not recorded, or an order alone was broken.
    """
    if arrest.arrived_at is None or not detention.is_for_broken_bail(arrest):
        return
    facts = {"source": arrival_of(arrest), "subject": f"suspect:{arrest.suspect_id}"}
    clocks.note(arrest.case_id, "breach_arrest_at_station", arrest.arrived_at, **facts)


def answer(decision: BreachDecision, arrest: Arrest, *, by: Any) -> None:
    """The suspect is wanted no more for this breach, and nobody is told so again."""
    decision.arrest = arrest
    decision.save(update_fields=["arrest"])
    breach = decision.breach
    audit.record("breach.arrest_made", breach, by=by, case=breach.case, after={"arrest": arrest.pk})
    alerts.settle(KIND, keys=f"{KIND}:{breach.pk}:", by=by)
    note_arrival(arrest)
