"""What one breach may be, from what is on record: this breach, earlier ones of the case, the orders it is of."""

from dataclasses import dataclass
from datetime import date

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


def proposed(breach: Breach) -> list[Proposal]:
    """Everything that a breach may be. 3 queries.

    Earlier breaches are those of the same case, where the same people were its victims: one that was decided to have
    no reasonable grounds is no occasion.
    """
    types = breach.broken.filter(term__isnull=False).values_list("term__order__type", flat=True).distinct()
    table = tuple(offences.table().values())
    orders = offences.of_types(sorted(types))
    return propose(Ground(conduct_of(breach), _earlier(breach), orders, _is_connected(breach), table))


def conduct_of(breach: Breach) -> Conduct:
    """What a breach is said to have been, as the rules take it."""
    sets = (frozenset(breach.acts), frozenset(breach.toward), frozenset(breach.means))
    return Conduct(_day(breach), *sets, occasions=breach.occasions)


def _day(breach: Breach) -> date:
    return timezone.localdate(breach.happened_at)


def _earlier(breach: Breach) -> list[Conduct]:
    rows = Breach.objects.filter(case=breach.case_id, suspect=breach.suspect_id, happened_at__lte=breach.happened_at)
    rows = rows.exclude(pk=breach.pk).exclude(decision__reason=BreachDecision.Reason.NO_EVIDENCE)
    return [conduct_of(row) for row in rows.order_by("pk")]


def _is_connected(breach: Breach) -> bool | None:
    """Whether victim and suspect are personally connected, as far as it is recorded; None where it is not."""
    parts = Involvement.objects.filter(case=breach.case_id, suspect=breach.suspect_id)
    said = parts.values_list("relationship", flat=True).first()
    return said in CONNECTED if said else None


def answered(breach: Breach) -> list[Answered]:
    """Everything that a breach may be, with what was answered. 4 queries."""
    said = {row.offence: row for row in OffenceAnswer.objects.filter(breach=breach)}
    return [
        Answered(one, said[one.code].answer, said[one.code].why) if one.code in said else Answered(one)
        for one in proposed(breach)
    ]
