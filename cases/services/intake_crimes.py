"""Make cases of RASSO crimes and crime reports of the rest, a batch at a time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Min

from cases.models import Case, CaseAccess, CrimeReport, ImportRow, ImportRun, Offence, OffenceClass, slug_of
from cases.rules import intake_offence
from cases.rules.intake_people import NOT_RECORDED
from cases.rules.intake_rows import CrimeIn
from soteria.accounts.models import Force, Team, User
from soteria.audit import services as audit
from soteria.copying import copy_in

PROCESS = "import_crimes"


@dataclass(frozen=True)
class Intake:
    """What every row of a run is read against; the tables are small and are read once."""

    force: Force
    run: ImportRun
    now: datetime
    codes: Mapping[str, bool]
    teams: Mapping[str, int] = field(default_factory=dict)
    officers: Mapping[str, int] = field(default_factory=dict)
    by: Any = None

    @property
    def actor(self) -> dict[str, Any]:
        """Who does it, for the audit: a person, or the import by itself."""
        return {"by": self.by} if self.by else {"process": PROCESS}


@dataclass(frozen=True, slots=True)
class Home:
    """Where a crime is kept: its case or its crime report.

    `is_new` when the case has just been made; `is_changed` when the crime was here before this run. A report that
    becomes a case is both.
    """

    case: Case | None = None
    report: CrimeReport | None = None
    offence_id: int | None = None
    is_new: bool = False
    is_changed: bool = False


def codes() -> dict[str, bool]:
    """Every offence class that is known, and whether it counts as RASSO here."""
    return dict(OffenceClass.objects.values_list("code", "is_rasso"))


def intake(force: Force, run: ImportRun, *, now: datetime, by: Any = None) -> Intake:
    """Read the small tables of a force that rows are matched with."""
    teams = Team.objects.filter(force=force).exclude(district="").order_by("-pk").values_list("district", "pk")
    officers = User.objects.filter(force=force, is_active=True).exclude(collar_number="")
    return Intake(
        force=force,
        run=run,
        now=now,
        codes=codes(),
        teams={district.casefold(): pk for district, pk in teams},
        officers={collar.casefold(): pk for collar, pk in officers.values_list("collar_number", "pk")},
        by=by,
    )


def clashing(crimes: Iterable[CrimeIn], force: Force, rasso: Mapping[str, bool]) -> set[str]:
    """References that would stand in a URL as another case's does, such as 55-1-26 beside 55/1/26."""
    slugs: dict[str, tuple[int, str]] = {}
    wanted = {crime.reference: slug_of(crime.reference) for crime in crimes if rasso[crime.code]}
    for slug, force_id, reference in Case.objects.filter(slug__in=wanted.values()).values_list(
        "slug", "force_id", "reference"
    ):
        slugs[slug] = (force_id, reference)
    return {
        reference
        for reference, slug in wanted.items()
        if slugs.setdefault(slug, (force.pk, reference)) != (force.pk, reference)
    }


def keep(crimes: Sequence[CrimeIn], at: Intake) -> dict[str, Home]:
    """Where each crime of a batch is kept, by reference; those not here before are made. What is here is not touched.

    A crime that was kept as a report and is now recorded as RASSO becomes a case; the report then points to it.
    """
    first = {crime.reference: crime for crime in reversed(crimes)}
    homes = _here_before(set(first), at)
    new_cases = [
        c for c in first.values() if at.codes[c.code] and (c.reference not in homes or not homes[c.reference].case)
    ]
    new_reports = [c for c in first.values() if not at.codes[c.code] and c.reference not in homes]
    reports = {reference: home.report for reference, home in homes.items() if home.report}
    return homes | _make_cases(new_cases, reports, at) | _make_reports(new_reports, at)


def _here_before(references: set[str], at: Intake) -> dict[str, Home]:
    cases = {case.reference: case for case in Case.objects.filter(force=at.force, reference__in=references)}
    reports = {
        report.reference: report for report in CrimeReport.objects.filter(force=at.force, reference__in=references)
    }
    if not cases and not reports:
        return {}
    made_now = _made_by(at.run, cases.keys() | reports.keys())
    offences = dict(Offence.objects.filter(case__in=cases.values()).order_by("-pk").values_list("case_id", "pk"))
    return {
        reference: Home(
            case=(case := cases.get(reference)),
            report=reports.get(reference),
            offence_id=offences.get(case.pk) if case else None,
            is_changed=reference not in made_now,
        )
        for reference in cases.keys() | reports.keys()
    }


def _made_by(run: ImportRun, references: Iterable[str]) -> set[str]:
    """References whose first accepted row came with this run, perhaps before it was cut short."""
    rows = ImportRow.objects.filter(force=run.force, reference__in=references).exclude(
        state=ImportRow.State.QUARANTINED
    )
    firsts = rows.values("reference").annotate(first=Min("run_id")).values_list("reference", "first")
    return {reference for reference, first in firsts if first == run.pk}


def _make_cases(crimes: list[CrimeIn], reports: Mapping[str, CrimeReport], at: Intake) -> dict[str, Home]:
    cases = copy_in(_case(crime, at) for crime in crimes)
    offences = copy_in(_offence(crime, case) for crime, case in zip(crimes, cases, strict=True))
    copy_in(
        CaseAccess(user_id=case.oic_id, case_id=case.pk, reach=CaseAccess.Reach.ALLOCATED)
        for case in cases
        if case.oic_id
    )
    converted = [(report, case) for case in cases if (report := reports.get(case.reference))]
    for report, case in converted:
        report.case = case
    CrimeReport.objects.bulk_update([report for report, _ in converted], ["case"])
    audit.record_many(_imported("case.imported", case, at, case=case) for case in cases)
    return {
        case.reference: Home(
            case=case,
            report=reports.get(case.reference),
            offence_id=offence.pk,
            is_new=True,
            is_changed=case.reference in reports,
        )
        for case, offence in zip(cases, offences, strict=True)
    }


def _imported(verb: str, subject: Any, at: Intake, **more: Any) -> Any:
    return audit.event(verb, subject, after={"reference": subject.reference, "run": at.run.pk}, **at.actor, **more)


def _case(crime: CrimeIn, at: Intake) -> Case:
    team, oic = at.teams.get(crime.district.casefold()), at.officers.get(crime.oic_collar.casefold())
    return Case(
        reference=crime.reference,
        slug=slug_of(crime.reference),
        force_id=at.force.pk,
        team_id=team,
        oic_id=oic,
        stage_id=intake_offence.stage(crime.outcome_code, crime.suspect.role),
        source=Case.Source.IMPORT,
        report_type=crime.report_type,
        reported_at=crime.reported_at,
        logged_at=at.now,
        flags=list(crime.flags),
        district=crime.district,
        premises_type=crime.premises_type,
        postcode=crime.postcode,
        account=crime.summary,
        **_outcome(crime, at),
        missing=_missing(crime),
    )


def _outcome(crime: CrimeIn, at: Intake) -> dict[str, Any]:
    """The outcome as given. A case whose outcome has no date counts as closed when we were told."""
    if not crime.has_outcome:
        return {}
    closed_at = None if crime.outcome_code in intake_offence.CHARGED else crime.outcome_at or at.now
    return {
        "outcome_code": crime.outcome_code,
        "outcome_at": crime.outcome_at,
        "outcome_by": crime.outcome_by,
        "closed_at": closed_at,
    }


def _missing(crime: CrimeIn) -> dict[str, str]:
    is_undated = crime.has_outcome and crime.outcome_at is None
    return dict(crime.missing) | ({"outcome_at": NOT_RECORDED} if is_undated else {})


def _offence(crime: CrimeIn, case: Case) -> Offence:
    return Offence(
        case_id=case.pk,
        offence_class_id=crime.code,
        title=crime.title,
        is_attempt=crime.is_attempt,
        precision=crime.occurred.precision,
        occurred_from=crime.occurred.start,
        occurred_to=crime.occurred.end,
    )


def _make_reports(crimes: list[CrimeIn], at: Intake) -> dict[str, Home]:
    reports = copy_in(
        CrimeReport(
            force_id=at.force.pk,
            reference=crime.reference,
            report_type=crime.report_type,
            reported_at=crime.reported_at,
            offence_class_id=crime.code,
            title=crime.title,
            flags=list(crime.flags),
            district=crime.district,
            occurred_from=crime.occurred.start,
            occurred_to=crime.occurred.end,
            summary=crime.summary,
        )
        for crime in crimes
    )
    audit.record_many(_imported("crime.imported", report, at) for report in reports)
    return {report.reference: Home(report=report) for report in reports}
