"""What one breach may be, from what is on record: this breach, earlier ones of the case, the orders it is of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from orders import offences
from orders.models import Breach, BreachDecision, OffenceAnswer
from orders.rules.conduct import Conduct, Ground, Proposal, propose
from suspects.models import Involvement

CONNECTED = frozenset({"partner", "ex-partner", "family"})


@dataclass(frozen=True)
class Answered:
    """One thing that a breach may be, with what was answered to it; `answer` is empty until somebody did."""

    proposal: Proposal
    answer: str = ""
    why: str = ""


@dataclass(frozen=True)
class Record:
    """What is on record of the case of a breach: its breaches, those without reasonable grounds left out; the types of
    the orders that this one is of; what the suspect is to the victim.
    """

    breaches: Sequence[Breach]
    types: Iterable[str]
    relationship: str


def of_record(breach: Breach, record: Record) -> list[Proposal]:
    """Everything that a breach may be, from what was read already. No query."""
    earlier = [
        conduct_of(one)
        for one in record.breaches
        if one.suspect_id == breach.suspect_id and _place(one) < _place(breach)
    ]
    connected = record.relationship in CONNECTED if record.relationship else None
    orders = offences.of_types(sorted(set(record.types)))
    return propose(Ground(conduct_of(breach), earlier, orders, connected, tuple(offences.table().values())))


def _place(breach: Breach) -> tuple[datetime, int]:
    """Where a breach stands in time; of two at one moment the one that was logged first came first."""
    return breach.happened_at, breach.pk


def proposed(breach: Breach) -> list[Proposal]:
    """Everything that a breach may be. 3 queries.

    Earlier breaches are those of the same case, where the same people were its victims: one that was decided to have
    no reasonable grounds is no occasion.
    """
    types = breach.broken.filter(term__isnull=False).values_list("term__order__type", flat=True)
    rows = Breach.objects.filter(case=breach.case_id, suspect=breach.suspect_id)
    rows = rows.exclude(decision__reason=BreachDecision.Reason.NO_EVIDENCE)
    parts = Involvement.objects.filter(case=breach.case_id, suspect=breach.suspect_id)
    said = parts.values_list("relationship", flat=True).first()
    return of_record(breach, Record(list(rows), list(types), said or ""))


def conduct_of(breach: Breach) -> Conduct:
    """What a breach is said to have been, as the rules take it."""
    sets = (frozenset(breach.acts), frozenset(breach.toward), frozenset(breach.means))
    return Conduct(timezone.localdate(breach.happened_at), *sets, occasions=breach.occasions)


def answered(proposals: Iterable[Proposal], answers: Iterable[OffenceAnswer]) -> list[Answered]:
    """Everything that a breach may be, with what was answered."""
    said = {row.offence: row for row in answers}
    return [
        Answered(one, said[one.code].answer, said[one.code].why) if one.code in said else Answered(one)
        for one in proposals
    ]
