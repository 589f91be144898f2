"""Cases as the rows of a list, ready to print: words, not codes, and only what this reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from cases.models import Case, Offence
from cases.queries.sight import level_on, live_access
from soteria.accounts.roles import Level, Section
from soteria.clocks.queries import NextClock, first_of, read_first

_READ = (
    "reference",
    "slug",
    "reported_at",
    "closed_at",
    "is_restricted",
    "flags",
    "district",
    "force_id",
    "team_id",
    "stage_id",
    "oic_id",
    "stage__title",
    "team__name",
    "oic__first_name",
    "oic__last_name",
    "oic__collar_number",
    "oic__username",
)


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
    """The rows of these visible cases, in the order of the ids. 1 query, however many the cases."""
    if not ids:
        return []
    titles = Offence.objects.filter(case=OuterRef("pk")).order_by("pk").values_list("offence_class__title")
    why = live_access(user).filter(case=OuterRef("pk")).values_list("reach")
    cases = (
        Case.objects.visible_to(user)
        .filter(pk__in=ids)
        .select_related("stage", "team", "oic")
        .only(*_READ)
        .annotate(
            offence_titles=ArraySubquery(titles), reaches=ArraySubquery(why), first_clock=first_of(OuterRef("pk"))
        )
    )
    found = {case.pk: case for case in cases}
    return [_row(user, found[pk]) for pk in ids if pk in found]


def _row(user: Any, case: Any) -> CaseRow:
    is_masked = level_on(user, Section.SUMMARY, case, set(case.reaches)) < Level.READ
    return CaseRow(
        case_id=case.pk,
        reference=case.reference,
        slug=case.slug,
        offences=tuple(case.offence_titles),
        stage=case.stage.title,
        oic=str(case.oic) if case.oic else "",
        team=case.team.name if case.team else "",
        reported_at=case.reported_at,
        is_open=case.is_open,
        is_restricted=case.is_restricted,
        is_masked=is_masked,
        flags=() if is_masked else tuple(case.flags),
        district="" if is_masked else case.district,
        due=read_first(case.first_clock),
    )
