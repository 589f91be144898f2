"""Cases as the rows of a list, ready to print: words, not codes, and only what this reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet

from cases.models import Case, Offence, live_access
from cases.queries.sight import level_on
from soteria import prepared
from soteria.accounts.access import reach_of
from soteria.accounts.models import called
from soteria.accounts.roles import Level, Section
from soteria.clocks.queries import NextClock, first_of, read_first


class _Read(NamedTuple):
    """What a row is made from, in the order in which it is read."""

    pk: int
    reference: str
    slug: str
    reported_at: datetime
    closed_at: datetime | None
    is_restricted: bool
    flags: list[str]
    district: str
    force_id: int
    team_id: int | None
    stage__title: str
    team__name: str | None
    oic_id: int | None
    oic__collar_number: str | None
    oic__first_name: str | None
    oic__last_name: str | None
    oic__username: str | None
    offence_titles: list[str]
    reaches: list[str]
    first_clock: Any


@dataclass(frozen=True)
class CaseRow:
    """One case in a list. `is_masked` rows say nothing that could point to the victim: no flags, no district."""

    case_id: int
    reference: str
    slug: str
    offences: tuple[str, ...]
    stage: str
    oic: str
    team: str
    reported_at: datetime
    is_open: bool
    is_restricted: bool
    is_masked: bool
    flags: tuple[str, ...]
    district: str
    due: NextClock | None

    @property
    def offence(self) -> str:
        """The first offence, and how many more there are."""
        first, *more = self.offences or ("Not recorded",)
        return f"{first} and {len(more)} more" if more else first


def of(user: Any, ids: Sequence[int]) -> list[CaseRow]:
    """The rows of these cases, in the order of the ids, without those that the person may not see. 1 query."""
    if not ids:
        return []
    read = prepared.rows(("rows", reach_of(user)), lambda: _query(user), ids=list(ids))
    found = {row[0]: _row(user, _Read(*row)) for row in read}
    return [found[pk] for pk in ids if pk in found]


def _query(user: Any) -> QuerySet[Any, tuple[Any, ...]]:
    titles = Offence.objects.filter(case=OuterRef("pk")).order_by("pk").values_list("offence_class__title")
    why = live_access(user).filter(case=OuterRef("pk")).values_list("reach")
    asked = prepared.IsAny(F("pk"), prepared.Slot("ids"))
    cases = Case.objects.visible_to(user).filter(asked).order_by()
    offences, reaches = ArraySubquery(titles), ArraySubquery(why)
    annotated = cases.annotate(offence_titles=offences, reaches=reaches, first_clock=first_of(OuterRef("pk")))
    return annotated.values_list(*_Read._fields)


def _row(user: Any, case: _Read) -> CaseRow:
    is_masked = level_on(user, Section.SUMMARY, case, set(case.reaches)) < Level.READ
    return CaseRow(
        case_id=case.pk,
        reference=case.reference,
        slug=case.slug,
        offences=tuple(case.offence_titles),
        stage=case.stage__title,
        oic=_officer(case) if case.oic_id else "",
        team=case.team__name or "",
        reported_at=case.reported_at,
        is_open=case.closed_at is None,
        is_restricted=case.is_restricted,
        is_masked=is_masked,
        flags=() if is_masked else tuple(case.flags),
        district="" if is_masked else case.district,
        due=read_first(case.first_clock),
    )


def _officer(case: _Read) -> str:
    names = (case.oic__collar_number, case.oic__first_name, case.oic__last_name, case.oic__username)
    return called(*(name or "" for name in names))
