"""What a list of cases is narrowed by: a frozen question, turned into conditions here and nowhere else."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import and_
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from cases.models import Offence
from cases.queries.sight import reaching
from soteria.accounts.access import reach_of
from soteria.accounts.roles import Level, Section, grant

LONDON = ZoneInfo("Europe/London")
MINE, NOBODY = "mine", "none"
# Flags as forces record them; each may point to the victim, so a masked reader neither sees nor filters by them.
FLAGS = {
    "DA": "Domestic abuse",
    "CSE": "Child sexual exploitation",
    "HBA": "Honour-based abuse",
    "MSHT": "Modern slavery or human trafficking",
}


@dataclass(frozen=True)
class CaseFilter:
    """Which cases somebody asked for. Empty means every case that they may see.

    `oic` is "mine", "none" or a collar number; dates are London dates, both included.
    """

    state: str = ""
    stages: tuple[str, ...] = ()
    teams: tuple[int, ...] = ()
    oic: str = ""
    district: str = ""
    flags: tuple[str, ...] = ()
    offences: tuple[str, ...] = ()
    reported_from: date | None = None
    reported_to: date | None = None
    restricted: bool = False

    def condition(self, user: Any) -> Q:
        """The question as one condition on cases, to be joined to visible_to."""
        return reduce(and_, [*self._plain(user), *self._dates(), *self._unmasked(user)], Q())

    def _plain(self, user: Any) -> list[Q]:
        found = []
        if self.state in ("open", "closed"):
            found.append(Q(closed_at__isnull=self.state == "open"))
        if self.stages:
            found.append(Q(stage_id__in=self.stages))
        if self.teams:
            found.append(Q(team_id__in=self.teams))
        if self.oic:
            found.append(self._oic(user))
        if self.offences:
            found.append(Q(Exists(Offence.objects.filter(case=OuterRef("pk"), offence_class_id__in=self.offences))))
        if self.restricted:
            found.append(Q(is_restricted=True))
        return found

    def _oic(self, user: Any) -> Q:
        known = {MINE: Q(oic_id=user.pk), NOBODY: Q(oic__isnull=True)}
        return known.get(self.oic) or Q(oic__collar_number__iexact=self.oic)

    def _dates(self) -> list[Q]:
        found = []
        if self.reported_from:
            found.append(Q(reported_at__gte=start_of(self.reported_from)))
        if self.reported_to:
            found.append(Q(reported_at__lt=start_of(self.reported_to + timedelta(days=1))))
        return found

    def _unmasked(self, user: Any) -> list[Q]:
        """Conditions on what a masked reader does not see: they hold only where the reader sees it."""
        found = []
        if self.district:
            found.append(Q(district=self.district))
        if self.flags:
            found.append(Q(flags__overlap=list(self.flags)))
        return [*found, reaching(user, Section.SUMMARY, Level.READ)] if found and sees_masked(user) else found


def sees_masked(user: Any) -> bool:
    """Whether some cases may be shown to this person in part only."""
    return any(grant(seat.role, Section.SUMMARY).level is Level.PART for seat in reach_of(user).seats)


def start_of(day: date) -> datetime:
    """The first moment of a London day."""
    return datetime.combine(day, time.min, LONDON)
