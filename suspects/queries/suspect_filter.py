"""What the list of suspects is narrowed by: a frozen question, turned into conditions here and nowhere else."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from cases.models import Case
from suspects.models import DisruptionPlan, Involvement, InvolvementStatus, Standing
from suspects.queries.statuses import NEWEST

YES, NO = "yes", "no"


@dataclass(frozen=True)
class SuspectFilter:
    """Which suspects somebody asked for. Empty means everybody at liberty whom they may see.

    District, teams and relationship are of one case that the reader sees, so that they never tell of another.
    """

    bands: tuple[str, ...] = ()
    district: str = ""
    teams: tuple[int, ...] = ()
    relationships: tuple[str, ...] = ()
    charged: str = ""
    plan: str = ""
    is_held: bool = False

    def of_cases(self) -> Q:
        """The condition on the cases that put somebody on the list."""
        found = Q()
        if self.district:
            found &= Q(district=self.district)
        if self.teams:
            found &= Q(team_id__in=self.teams)
        return found

    def of_parts(self) -> Q:
        """The condition on the part in such a case."""
        return Q(relationship__in=self.relationships) if self.relationships else Q()

    def narrowed(self, standings: QuerySet[Standing], cases: QuerySet[Case]) -> QuerySet[Standing]:
        """The conditions on the suspects themselves; `cases` are those in sight that the question is about."""
        found = standings.filter(is_held=self.is_held)
        if self.bands:
            found = found.filter(band__in=self.bands)
        if self.charged:
            charged = Exists(_charged(cases))
            found = found.filter(charged if self.charged == YES else ~charged)
        if self.plan:
            live = Exists(DisruptionPlan.objects.filter(suspect=OuterRef("suspect"), state=DisruptionPlan.State.LIVE))
            found = found.filter(live if self.plan == YES else ~live)
        return found


def _charged(cases: QuerySet[Case]) -> QuerySet[Any]:
    """Parts whose newest step is a charge."""
    steps = InvolvementStatus.objects.filter(involvement=OuterRef("pk"), withdrawn_at=None).order_by(*NEWEST)
    parts = Involvement.objects.filter(suspect=OuterRef("suspect"), case__in=cases)
    return parts.annotate(step=Subquery(steps.values("status")[:1])).filter(step="CHARGED")
