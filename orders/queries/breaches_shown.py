"""One breach as a page shows it: what is said to have been done in words, what shows it, and what was answered."""

from collections.abc import Mapping, Sequence
from typing import Any

from orders import offences
from orders.models import NoArrestProposal
from orders.queries.shown import AnswerShown, BreachShown, EvidenceShown
from orders.rules.conduct import ACTS, MEANS, ONCE, TOWARD

State = NoArrestProposal.State


def breach(
    row: Any, suspect: str, broken: Sequence[str], decision: Any, own: Mapping[str, Sequence[Any]]
) -> BreachShown:
    """A breach with its own rows: `own` holds its evidence, its proposals newest first, its answers, and what became
    of telling the victim."""
    proposals = own["proposals"]
    return BreachShown(
        pk=row.pk,
        suspect_id=row.suspect_id,
        suspect=suspect,
        what=row.get_kind_display(),
        broken=tuple(broken),
        happened_at=row.happened_at,
        reported_at=row.reported_at,
        logged_at=row.logged_at,
        told_by=row.get_told_by_display(),
        account=row.account,
        conduct=conduct(row),
        evidence=tuple(EvidenceShown(one.get_kind_display(), one.reference, one.kept_where) for one in own["evidence"]),
        answers=tuple(
            AnswerShown(offences.title(one.offence), one.get_answer_display(), one.why) for one in own["answers"]
        ),
        decision_due=row.decision_due,
        escalated_at=row.escalated_at,
        waiting=next((one for one in proposals if one.state == State.WAITING), None),
        sent_back=next((one for one in proposals[:1] if one.state == State.SENT_BACK and not decision), None),
        decision=decision,
        offence=offences.title(decision.offence) if decision else "",
        telling=next(reversed(own["tellings"]), None),
    )


def conduct(row: Any) -> str:
    """What the suspect is said to have done, in one line; empty where it was not recorded."""
    acts = _said(ACTS, row.acts)
    if not acts:
        return ""
    words = [acts, _said(TOWARD, row.toward), _said(MEANS, row.means)]
    times = "on one occasion" if row.occasions == ONCE else f"on {row.occasions} occasions"
    return f"{'. '.join(one for one in words if one)}. {times.capitalize()}"


def _said(words: Mapping[str, str], codes: Sequence[str]) -> str:
    """The words of some codes, as one list: the first with its capital, the rest without."""
    known = [words[code] for code in words if code in codes]
    return "; ".join([*known[:1], *(f"{one[:1].lower()}{one[1:]}" for one in known[1:])])
