"""A plan, a nomination and their records in words, for the page and for paper alike."""

from collections.abc import Iterable
from typing import Any

from soteria.ui import dates
from suspects.models import DisruptionPlan
from suspects.models.plans import Proportionality
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


def record_facts(record: Proportionality) -> list[tuple[str, str]]:
    """Each part of a record of proportionality with its words, and the score that was seen."""
    found = [(label, _said(record, name)) for name, label in LABELS.items()]
    return [*found, ("Score that was seen", _seen(record.score_seen))]


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
        return "Not scored"
    return f"{score['base']:.1f} as on {score['as_of']}, version {score['version']} of the weights"


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
    told = [f"{score:.1f}" if score is not None else "not scored" for score in (plan.score_before, plan.score_after)]
    if not plan.approved_at:
        return ""
    return f"{told[0]} when approved, {told[1]} when ended" if plan.ended_at else f"{told[0]} when approved"


def shown(facts: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The facts that say something."""
    return [(label, words) for label, words in facts if words]
