"""The application to the Commissioner on paper, in the order of form BC1 and in our own words."""

from typing import Any

from django.utils import timezone

from orders.models import BiometricRetention, RetentionApplication
from orders.queries import biometrics_record as records
from orders.rules.biometric_steps import CHIEF_OFFICERS
from orders.rules.biometrics import GROUND_WORDS, Ground
from soteria.clocks import limits
from soteria.documents.report import Block, Facts, Table, Words
from soteria.ui import dates

TITLE = "Application to keep fingerprints and DNA (PACE 1984 section 63G)"
CAVEAT = (
    "The person named here was arrested and not charged. What is said of them is an allegation, not a finding. For the "
    "Commissioner for the Retention and Use of Biometric Material."
)


def blocks(found: BiometricRetention, written: RetentionApplication) -> list[Block]:
    """Who, what was alleged, on what ground, what is kept, why it should be, and who applies."""
    case, arrest = found.case, found.arrest
    return [
        Facts("1. The person", _person(arrest.suspect)),
        Facts("2. The investigation", _investigation(found)),
        Words("3. The allegation and the evidence", written.allegation or "Not written yet"),
        Words("4. Why there was no charge", written.no_charge or "Not written yet"),
        Words("5. Ground of the application", "\n\n".join(GROUND_WORDS[Ground(ground)] for ground in found.grounds)),
        _material(found),
        Words("7. Compelling reasons to keep it", written.compelling or "Not written yet"),
        Words("8. What speaks against it, and why it is proportionate", written.fairness or "Not written yet"),
        Facts("9. Notice to the person (section 63G(6))", _notice(found)),
        Facts("10. The responsible chief officer", _officer(written, str(case.force))),
    ]


def _person(suspect: Any) -> list[tuple[str, str]]:
    born = dates.day(suspect.date_of_birth) if suspect.date_of_birth else ""
    return [
        ("Name", str(suspect)),
        ("Also known as", ", ".join(suspect.aliases)),
        ("Date of birth", born),
        ("PNC ID", suspect.pnc_id),
    ]


def _investigation(found: BiometricRetention) -> list[tuple[str, str]]:
    case, arrest = found.case, found.arrest
    offences = "\n\n".join(str(offence.offence_class) for offence in records.offences_of(arrest))
    decided = dates.day(found.opened_on) if found.opened_on else ""
    return [
        ("Case", case.reference),
        ("Force", str(case.force)),
        ("Arrested", dates.moment(arrest.arrested_at)),
        ("Custody reference", arrest.custody_reference),
        ("Offences", offences),
        ("Decision not to charge", decided),
        ("Decision to apply", dates.day(timezone.localdate(found.answered_at)) if found.answered_at else ""),
    ]


def _material(found: BiometricRetention) -> Table:
    rows = list(found.material.order_by("taken_on", "pk"))
    known = records.period_of([row.taken_on for row in rows], limits.all_limits())
    told = f", kept at most until {dates.day(known.last)} if consent is given" if known else ""
    cells = [(row.get_kind_display(), dates.day(row.taken_on), row.reference) for row in rows]
    return Table(f"6. What was taken{told}", ("What", "Taken on", "Reference"), cells)


def _notice(found: BiometricRetention) -> list[tuple[str, str]]:
    steps = found.steps.filter(kind__in=["notice", "no_address", "representations"]).order_by("on", "pk")
    rows = [
        (row.get_kind_display(), " ".join(filter(None, [dates.day(row.on), row.get_method_display(), row.words])))
        for row in steps
    ]
    return rows or [("Notice", "Not given yet")]


def _officer(written: RetentionApplication, force: str) -> list[tuple[str, str]]:
    rank = written.get_rank_display()
    warning = "" if written.rank in CHIEF_OFFICERS else " (too low to apply: section 63G(1))"
    return [
        ("Name", written.applicant),
        ("Rank", f"{rank}{warning}"),
        ("Force", force),
        ("Signature and date", "______________________________"),
    ]
