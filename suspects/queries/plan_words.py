"""A plan, a nomination and their records in words, for the page and for paper alike."""

from collections.abc import Iterable
from copy import copy
from datetime import date, datetime
from typing import Any, TypeVar

from soteria.ui import dates
from suspects.models import DisruptionPlan, Nomination, PlanReview
from suspects.models.proportionality import Proportionality
from suspects.reference import options

LABELS = {
    "justification": "Justified",
    "legal_basis": "Legal basis",
    "authorisation": "Authorised by",
    "proportionality": "Proportionate",
    "least_intrusive": "Least intrusive option",
    "audit_trail": "Auditable",
    "necessity": "Necessary",
    "article8_aim": "Article 8(2) aim",
    "interference": "Interference with private life",
    "victim_safety": "Safety of each victim",
    "victim_view": "The victim’s view",
    "disclosure": "Disclosure",
    "equality": "Equality",
}
T = TypeVar("T", DisruptionPlan, Nomination, PlanReview)
# Said alike of a score that was not given and of one that may not be told: the words give nothing away.
NOT_KNOWN = "Not known"
# The scores that a record keeps, each with the moment at which it was seen.
SEEN: dict[type[Any], tuple[tuple[str, str, Any], ...]] = {
    DisruptionPlan: (
        ("score_seen", "sent_at", {}),
        ("score_before", "approved_at", None),
        ("score_after", "ended_at", None),
    ),
    Nomination: (("score_seen", "proposed_at", {}),),
    PlanReview: (("score", "reviewed_at", None),),
}


def told(record: T, cut: datetime | None) -> T:
    """A copy to be read, and never saved, without the scores that were seen before a moment (suspects.queries.cutoff).

    The record itself where `cut` is None.
    """
    if cut is None:
        return record
    found = copy(record)
    for name, moment, blank in SEEN[type(record)]:
        at = getattr(record, moment)
        if at is None or at <= cut:
            setattr(found, name, blank)
    return found


def record_facts(record: Proportionality) -> list[tuple[str, str]]:
    """Each part of a record of proportionality with its words, and the score that was seen."""
    found = [(label, _said(record, name)) for name, label in LABELS.items()]
    return [*found, ("Score at the time", _seen(record.score_seen))]


def _said(record: Proportionality, name: str) -> str:
    if name == "legal_basis":
        known = options.legal_bases().get(record.legal_basis)
        return known.title if known else record.legal_basis
    if name == "victim_view" and record.victim_words:
        return f"Victim says: {record.victim_words}"
    shown = getattr(record, f"get_{name}_display", None)
    return str(shown() if shown else getattr(record, name))


def _seen(score: dict[str, Any]) -> str:
    if not score:
        return NOT_KNOWN
    as_of = dates.day(date.fromisoformat(score["as_of"]))
    return f"{score['base']:.1f} as on {as_of}, version {score['version']} of the weights"


def plan_facts(plan: DisruptionPlan) -> list[tuple[str, str]]:
    """What a plan is for, what is done, who owns it, and when it is read again."""
    found = [
        ("Aim", plan.aim),
        ("Options", "\n".join(options.titles(plan.options))),
        ("What is done, by whom and by when", plan.tactics),
        ("Owner", str(plan.owner or "")),
        ("The plan stops", plan.exit_criteria),
        ("Written by", _acted(plan.drafted_by, plan.drafted_at)),
        ("Approved by", _acted(plan.approved_by, plan.approved_at)),
        ("Last read", dates.day(plan.reviewed_on) if plan.reviewed_on else ""),
        ("Next review", dates.day(plan.review_on) if plan.review_on and not plan.ended_at else ""),
    ]
    if plan.ended_at:
        found.append(("Ended", _acted(plan.ended_by, plan.ended_at)))
        found.append(("Result", f"{plan.get_result_display()}. {plan.result_words}"))
    return [*found, ("Score before and after", _before_and_after(plan))]


def _acted(who: Any, at: Any) -> str:
    return f"{who}, {dates.moment(at)}" if at else ""


def _before_and_after(plan: DisruptionPlan) -> str:
    scores = (plan.score_before, plan.score_after)
    before, ended = (f"{score:.1f}" if score is not None else NOT_KNOWN.lower() for score in scores)
    if not plan.approved_at:
        return ""
    return f"{before} when approved, {ended} when ended" if plan.ended_at else f"{before} when approved"


def shown(facts: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The facts that say something."""
    return [(label, words) for label, words in facts if words]
