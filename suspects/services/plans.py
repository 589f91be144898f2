"""Write a plan for a suspect, send it, approve it, read it again and end it; or decide that there is none.

No plan goes live without its whole record, by anybody, and nobody approves what they wrote (C39).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from soteria.accounts.access import reach_of
from soteria.accounts.roles import Role
from soteria.alerts import places
from soteria.alerts import services as alerts
from soteria.audit import services as audit
from suspects import watch
from suspects.models import DisruptionPlan, ListEntry, NoPlan, PlanReview, Standing, Suspect
from suspects.queries import people
from suspects.rules import action as rules
from suspects.rules.action import Fault, NotComplete

State = DisruptionPlan.State
FIELDS = (*rules.RECORD, "victim_words", *rules.PLAN, "options", "review_days")
APPROVE = "suspects.plan_to_approve"


@transaction.atomic
def save_draft(suspect: Suspect, *, values: Mapping[str, Any], by: Any) -> DisruptionPlan:
    """Keep what is written of the suspect's next plan, however little; one is in the making at a time.

    Changing a plan that waits for approval takes it back. What is the same already changes nothing.
    """
    # The suspect's row is locked, so that of two who begin at once one begins and the other goes on.
    Suspect.objects.select_for_update().get(pk=suspect.pk)
    plan = in_the_making(suspect, for_update=True) or _begin(suspect, by)
    new = {name: values[name] for name in (*FIELDS, "owner_id") if name in values}
    changed = [name for name, value in new.items() if getattr(plan, name) != value]
    if not changed and plan.pk:
        return plan
    for name in changed:
        setattr(plan, name, new[name])
    plan.state, plan.sent_at, plan.sent_by = State.DRAFT, None, None
    plan.authors = sorted({*plan.authors, by.pk})
    plan.version += 1 if plan.pk else 0
    plan.save()
    audit.record("plan.drafted", plan, by=by, after={"changed": changed, "number": plan.number})
    return plan


def in_the_making(suspect: Suspect, *, for_update: bool = False) -> DisruptionPlan | None:
    """The plan that is being written or waits for approval, if any."""
    rows = DisruptionPlan.objects.unfinished().filter(suspect=suspect).select_related("owner")
    return (rows.select_for_update(of=("self",)) if for_update else rows).first()


def _begin(suspect: Suspect, by: Any) -> DisruptionPlan:
    """The next number of the suspect's plans."""
    last = DisruptionPlan.objects.filter(suspect=suspect).aggregate(last=Max("number"))["last"] or 0
    return DisruptionPlan(suspect=suspect, number=last + 1, drafted_at=timezone.now(), drafted_by=by)


@transaction.atomic
def send_plan(plan: DisruptionPlan, *, by: Any, now: datetime | None = None) -> DisruptionPlan:
    """Send a draft to be approved. Raises NotComplete while its record lacks anything; the draft stays as it is.

    The caller holds the row locked. Sending twice changes nothing.
    """
    if plan.state == State.SENT:
        return plan
    at = now or timezone.now()
    said = plan.said_of_plan()
    if faults := [*rules.lacking_in_plan(said), *rules.lacking(said)]:
        raise NotComplete(*faults)
    plan.state, plan.sent_at, plan.sent_by, plan.returned_why = State.SENT, at, by, ""
    plan.score_seen = score_of(plan.suspect)
    plan.version += 1
    plan.save()
    audit.record("plan.sent", plan, by=by, after={"number": plan.number})
    _ask_to_approve(plan, by, at)
    return plan


def _ask_to_approve(plan: DisruptionPlan, by: Any, at: datetime) -> None:
    title = "The plan of a listed suspect waits for your approval"
    for person, case in people.inspectors(plan.suspect, timezone.localdate(at)):
        if person.pk not in plan.authors:
            key = f"{APPROVE}:{plan.pk}:{plan.version}:{person.pk}"
            # Of a suspect whom nobody may open there is nothing to lead to: they see to it that somebody can.
            place = places.to("suspects:decide-plan", plan.pk) if case else ""
            alerts.raise_alert(APPROVE, for_user=person, title=title, dedupe_key=key, case=case, place=place)


def score_of(suspect: Suspect) -> dict[str, Any]:
    """The score as it stands, so that the record says what was seen; empty for nobody scored. 1 query."""
    row = Standing.objects.filter(suspect=suspect).select_related("version").first()
    if row is None:
        return {}
    return {"base": row.base, "as_of": row.as_of.isoformat(), "version": row.version.code, "score": row.score_id}


@transaction.atomic
def approve_plan(plan: DisruptionPlan, *, by: Any, now: datetime | None = None) -> DisruptionPlan:
    """Make a plan live, in place of the one before. The caller holds the row locked.

    Raises NotComplete where it does not wait for approval, or this person wrote part of it. Twice changes nothing.
    """
    if plan.state == State.LIVE and plan.approved_by_id == by.pk:
        return plan
    _check_waits(plan, by)
    at = now or timezone.now()
    _replace(plan, by, at)
    day = timezone.localdate(at)
    plan.state, plan.approved_at, plan.approved_by = State.LIVE, at, by
    plan.reviewed_on, plan.review_on = day, rules.review_on(day, plan.review_days)
    plan.score_before = score_of(plan.suspect).get("base")
    plan.version += 1
    plan.save()
    audit.record("plan.approved", plan, by=by, after={"number": plan.number, "review_on": str(plan.review_on)})
    alerts.settle(APPROVE, keys=f"{APPROVE}:{plan.pk}:", by=by)
    _settle_no_plan(plan.suspect, by)
    return plan


def _check_waits(plan: DisruptionPlan, by: Any) -> None:
    if plan.state != State.SENT:
        raise NotComplete(Fault("decision", "This plan does not wait for approval"))
    if words := rules.own_words(by.pk, plan.authors):
        raise NotComplete(Fault("decision", words))


def _replace(plan: DisruptionPlan, by: Any, at: datetime) -> None:
    before = DisruptionPlan.objects.live().select_for_update().filter(suspect=plan.suspect).first()
    if before is not None:
        words = f"Replaced by plan {plan.number}"
        end_plan(before, result=DisruptionPlan.Result.REPLACED, words=words, by=by, now=at)


def _settle_no_plan(suspect: Suspect, by: Any) -> None:
    """Nobody is asked for a plan any more."""
    for entry in ListEntry.objects.open().filter(suspect=suspect):
        for kind in (watch.NO_PLAN, watch.NO_PLAN_LATE):
            alerts.settle(kind, keys=f"{kind}:{entry.pk}:", by=by)


@transaction.atomic
def return_plan(plan: DisruptionPlan, *, words: str, by: Any) -> DisruptionPlan:
    """Send a plan back to be changed, with what must change. The caller holds the row locked. Raises NotComplete."""
    if plan.state != State.SENT:
        raise NotComplete(Fault("decision", "This plan does not wait for approval"))
    if not words.strip():
        raise NotComplete(Fault("words", "Enter what must change"))
    plan.state, plan.sent_at, plan.sent_by, plan.returned_why = State.DRAFT, None, None, words.strip()
    plan.version += 1
    plan.save()
    audit.record("plan.returned", plan, by=by, after={"number": plan.number})
    alerts.settle(APPROVE, keys=f"{APPROVE}:{plan.pk}:", by=by)
    return plan


@transaction.atomic
def review_plan(plan: DisruptionPlan, *, values: Mapping[str, Any], by: Any, now: datetime | None = None) -> PlanReview:
    """Record that a live plan was read again, and when it is read next: within 28 days. Raises NotComplete.

    The caller holds the row locked.
    """
    _check_live(plan)
    days = int(values.get("review_days") or 0)
    if faults := rules.days_fault(days):
        raise NotComplete(*faults)
    at = now or timezone.now()
    told = {name: str(values[name]).strip() for name in ("progress", "still_proportionate", "victim_safety")}
    score = score_of(plan.suspect).get("base")
    review = PlanReview.objects.create(plan=plan, reviewed_at=at, reviewed_by=by, review_days=days, score=score, **told)
    day = timezone.localdate(at)
    plan.reviewed_on, plan.review_on = day, rules.review_on(day, days)
    plan.version += 1
    plan.save(update_fields=["reviewed_on", "review_on", "version"])
    audit.record("plan.reviewed", plan, by=by, after={"number": plan.number, "review_on": str(plan.review_on)})
    _settle_reviews(plan, by)
    return review


def _settle_reviews(plan: DisruptionPlan, by: Any) -> None:
    for kind in (watch.REVIEW, watch.REVIEW_LATE):
        alerts.settle(kind, keys=f"{kind}:{plan.pk}:", by=by)


def _check_live(plan: DisruptionPlan) -> None:
    if plan.state != State.LIVE:
        raise NotComplete(Fault("__all__", "This plan is not live any more"))


@transaction.atomic
def end_plan(plan: DisruptionPlan, *, result: str, words: str, by: Any, now: datetime | None = None) -> DisruptionPlan:
    """End a live plan with what came of it, and the score as it is then. The caller holds the row locked.

    Raises NotComplete. Ending it so twice changes nothing.
    """
    if plan.state == State.ENDED and (plan.result, plan.ended_by_id) == (result, by.pk):
        return plan
    _check_live(plan)
    if not words.strip():
        raise NotComplete(Fault("words", "Enter what came of the plan"))
    plan.state, plan.ended_at, plan.ended_by = State.ENDED, now or timezone.now(), by
    plan.result, plan.result_words = result, words.strip()
    plan.score_after = score_of(plan.suspect).get("base")
    plan.version += 1
    plan.save()
    audit.record("plan.ended", plan, by=by, after={"number": plan.number, "result": result})
    _settle_reviews(plan, by)
    return plan


@transaction.atomic
def decide_no_plan(
    suspect: Suspect, *, reason: str, words: str, review_days: int, by: Any, now: datetime | None = None
) -> NoPlan:
    """Record that a suspect has no plan, and why, for at most 28 days; an inspector's decision. Raises NotComplete.

    It answers for the suspect until that day; then somebody is asked again.
    """
    if Role.DI not in reach_of(by).roles:
        raise NotComplete(Fault("reason", "A detective inspector decides that there is no plan"))
    if faults := rules.days_fault(review_days):
        raise NotComplete(*faults)
    if len(words.strip()) < rules.LEAST_WORDS:
        raise NotComplete(Fault("words", f"Enter why, in {rules.LEAST_WORDS} characters or more"))
    at = now or timezone.now()
    review_on = rules.review_on(timezone.localdate(at), review_days)
    facts = {"reason": reason, "words": words.strip(), "review_on": review_on}
    decision = NoPlan.objects.create(suspect=suspect, decided_at=at, decided_by=by, **facts)
    audit.record("plan.none", suspect, by=by, after={"reason": reason, "review_on": str(review_on)})
    _settle_no_plan(suspect, by)
    return decision
