"""Crime reports that may disclose a sexual offence, as one reviewer may see them: weightiest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.models import Case, CrimeReport, ImportRow, OffenceClass, ReportDecision, ReportReading
from cases.queries.keyset import Order, Place, cursor, place
from soteria.accounts.access import reach_of
from soteria.accounts.models import User
from soteria.accounts.roles import Role

REVIEWERS = (Role.SUPERVISOR, Role.DI, Role.INTEL_ANALYST)
PAGE = 25
COUNTED_TO = 10_000
AROUND = 90
"""Letters of the text shown on either side of the sentence in the list."""
BY_WEIGHT = Order("weight", ("weight", "pk"), is_descending=True)
WAITING, ASKED, SETTLED = "waiting", "asked", "settled"
BANDS = ((80, "Strong"), (65, "Likely"), (0, "Possible"))


@dataclass(frozen=True)
class Piece:
    """A run of the report's text, and whether it is of a sentence that was found."""

    text: str
    is_found: bool


@dataclass(frozen=True)
class Row:
    """One report of the list, with the sentence that weighs most among the words around it."""

    reading: ReportReading
    pieces: tuple[Piece, ...]

    @property
    def band(self) -> str:
        """How strongly it seems to disclose something."""
        return band(self.reading.weight)


def band(weight: int) -> str:
    """The word for a weight.

    >>> band(85), band(50)
    ('Strong', 'Possible')
    """
    return next(word for least, word in BANDS if weight >= least)


def forces_of(user: Any) -> set[int]:
    """The forces whose reports the person reviews."""
    return {seat.force_id for seat in reach_of(user).seats if seat.role in REVIEWERS}


def readings(user: Any) -> QuerySet[ReportReading]:
    """Every report that was found, or that somebody settled, in the person's forces; none of a case hidden from them.

    A report that has become a case shows what that case holds, so it is seen by those who see the case.
    """
    seen = Q(report__case=None) | Exists(Case.objects.visible_to(user).filter(pk=OuterRef("report__case")))
    found = ReportReading.objects.filter(Q(weight__gt=0) | Q(is_settled=True), seen, force_id__in=forces_of(user))
    return found.select_related("report__offence_class", "report__case", "decision__decided_by", "decision__officer")


def narrowed(
    rows: QuerySet[ReportReading], *, state: str = "", district: str = "", flag: str = "", offence: str = ""
) -> QuerySet[ReportReading]:
    """Those in one state, waiting unless said otherwise, of one district, flag or offence class."""
    settled = Q(is_settled=True) | Q(report__case__isnull=False)
    asked = Q(decision__decision=ReportDecision.Decision.ASKED)
    rows = rows.filter({SETTLED: settled, ASKED: ~settled & asked}.get(state, ~settled))
    if district:
        rows = rows.filter(report__district=district)
    if flag:
        rows = rows.filter(report__flags__contains=[flag])
    return rows.filter(report__offence_class=offence) if offence else rows


def count(rows: QuerySet[ReportReading]) -> str:
    """How many, counted no further than 10,000."""
    number = rows.order_by()[: COUNTED_TO + 1].count()
    return f"{COUNTED_TO:,}+" if number > COUNTED_TO else f"{number:,}"


def page(rows: QuerySet[ReportReading], after: str) -> tuple[list[Row], str]:
    """One page, weightiest first, and the cursor of the next one or nothing."""
    at: Place = place(after[:200], "", (int, int))
    found = list(rows.filter(at.condition(BY_WEIGHT)).order_by(*BY_WEIGHT.by())[: PAGE + 1])
    shown = found[:PAGE]
    more = cursor((shown[-1].weight, shown[-1].pk)) if len(found) > PAGE else ""
    return [Row(reading, tuple(excerpt(reading))) for reading in shown], more


def choices(user: Any) -> tuple[list[str], list[OffenceClass]]:
    """Districts and offence classes to filter by: those of the person's forces, and the classes that are no RASSO."""
    reports = CrimeReport.objects.filter(force_id__in=forces_of(user)).exclude(district="")
    districts = reports.order_by("district").values_list("district", flat=True).distinct()
    return list(districts), list(OffenceClass.objects.filter(is_rasso=False))


def rasso_classes() -> list[OffenceClass]:
    """The offence classes that a disclosed offence may be recorded as."""
    return list(OffenceClass.objects.filter(is_rasso=True))


def pieces(reading: ReportReading) -> Iterator[Piece]:
    """The whole text in runs, the sentences found marked."""
    text, start = reading.report.summary, 0
    for begin, end, _ in sorted(reading.sentences):
        yield Piece(text[start:begin], is_found=False)
        yield Piece(text[begin:end], is_found=True)
        start = end
    yield Piece(text[start:], is_found=False)


def excerpt(reading: ReportReading) -> Iterator[Piece]:
    """The weightiest sentence with some words around it."""
    text = reading.report.summary
    begin, end, _ = max(reading.sentences, key=lambda found: found[2], default=(0, 0, 0))
    before, after = text[max(begin - AROUND, 0) : begin], text[end : end + AROUND]
    yield Piece(("…" if begin > AROUND else "") + before, is_found=False)
    yield Piece(text[begin:end], is_found=True)
    yield Piece(after + ("…" if len(text) > end + AROUND else ""), is_found=False)


def officer_of(report: CrimeReport) -> User | None:
    """The officer that the records system names for the report, if they are somebody here."""
    row = ImportRow.objects.filter(crime_report=report).order_by("-pk").first()
    collar = (row.received | (row.mended or {})).get("oic_collar", "").strip() if row else ""
    return by_collar(report.force_id, collar)


def by_collar(force_id: int, collar: str) -> User | None:
    """The person of the force with this collar number who can still sign in."""
    people = User.objects.filter(force_id=force_id, is_active=True, collar_number__iexact=collar)
    return people.first() if collar else None


def people_of(report: CrimeReport) -> tuple[int, int]:
    """How many victims and how many suspects the records system names for the report."""
    rows = [row.received | (row.mended or {}) for row in ImportRow.objects.filter(crime_report=report)]
    victims = {row.get("victim_id") or row.get("victim_surname", "") for row in rows} - {""}
    suspects = {row.get("suspect_nominal_id") or row.get("suspect_surname", "") for row in rows} - {""}
    return len(victims), len(suspects)


def asked_of(user: Any) -> QuerySet[ReportDecision]:
    """What reviewers ask this person and wait to hear, oldest first."""
    waiting = ReportDecision.objects.filter(officer=user, decision=ReportDecision.Decision.ASKED, answered_at=None)
    waiting = waiting.filter(reading__is_settled=False, reading__report__case=None)
    return waiting.select_related("reading__report__offence_class", "decided_by").order_by("decided_at", "pk")


def found_references(version: int) -> list[str]:
    """The references of all reports that the rules of this version find, in order."""
    found = CrimeReport.objects.filter(reading__weight__gt=0, reading__version=version)
    return sorted(found.values_list("reference", flat=True))
