"""Keep the suspects of imported crimes, a batch at a time: one person for each nominal, and his part in each case."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from django.utils import timezone

from cases.rules.intake_offence import CHARGED
from cases.rules.intake_people import NOT_RECORDED, SuspectIn
from cases.rules.intake_rows import ImportedRow
from cases.services import names
from cases.services.names import NameRow
from soteria.copying import copy_in
from suspects.models import Involvement, InvolvementStatus, Suspect, SuspectAddress

Status = InvolvementStatus.Status
Known = Involvement.Kind.KNOWN


def keep_imported(*, rows: Sequence[ImportedRow]) -> None:
    """Add the suspects, addresses and involvements that are not here yet, in a fixed number of statements a batch.

    Nobody here is changed. A suspect is the same in the force by nominal or, without one, in the case by name. A row
    that names nobody adds somebody unknown or described, once, to a case that has nobody. The import's own audit
    event of each crime covers them.
    """
    here = _here({row.case_id for row in rows})
    suspects = _suspects(rows, here)
    _addresses(rows, suspects)
    made = _involvements(rows, suspects, here)
    _statuses(made)
    rows_of_names = (
        NameRow(row.case_id, "suspect", suspect.pk, suspect.forenames, suspect.surname, tuple(suspect.aliases))
        for involvement, row in made
        if (suspect := involvement.suspect)
    )
    copy_in(names.entries_of(rows_of_names))


def _here(case_ids: Iterable[int]) -> dict[int, list[Involvement]]:
    here: dict[int, list[Involvement]] = defaultdict(list)
    for involvement in Involvement.objects.filter(case_id__in=case_ids).select_related("suspect"):
        here[involvement.case_id].append(involvement)
    return here


Key = tuple[str, ...]


def _key(row: ImportedRow) -> Key:
    """What makes a named suspect the same person: the nominal in the force, else the name in the case."""
    said = row.crime.suspect
    return ("nominal", said.nominal) if said.nominal else ("name", str(row.case_id), *_name(said))


def _name(person: SuspectIn | Suspect) -> tuple[str, str]:
    return person.surname.casefold(), person.forenames.casefold()


def _suspects(rows: Sequence[ImportedRow], here: Mapping[int, list[Involvement]]) -> dict[Key, Suspect]:
    """Every named suspect of the rows, those that are new being made."""
    named = {_key(row): row for row in reversed(rows) if row.crime.suspect.kind == Known}
    found = _by_nominal(rows) | _by_name(here)
    new = {key: _suspect(row) for key, row in reversed(named.items()) if key not in found}
    copy_in(new.values())
    return found | new


def _by_nominal(rows: Sequence[ImportedRow]) -> dict[Key, Suspect]:
    nominals = {row.crime.suspect.nominal for row in rows} - {""}
    held = Suspect.objects.filter(force_id__in={row.force_id for row in rows}, nominal__in=nominals)
    return {("nominal", suspect.nominal): suspect for suspect in held}


def _by_name(here: Mapping[int, list[Involvement]]) -> dict[Key, Suspect]:
    return {
        ("name", str(case_id), *_name(involvement.suspect)): involvement.suspect
        for case_id, involvements in here.items()
        for involvement in involvements
        if involvement.suspect
    }


def _suspect(row: ImportedRow) -> Suspect:
    said = row.crime.suspect
    return Suspect(
        force_id=row.force_id,
        nominal=said.nominal,
        surname=said.surname,
        forenames=said.forenames,
        aliases=[alias[:200] for alias in said.aliases],
        date_of_birth=said.date_of_birth,
        sex=said.sex,
        ethnicity=said.ethnicity,
        pnc_id=said.pnc_id,
        missing=dict(said.missing),
    )


def _addresses(rows: Sequence[ImportedRow], suspects: Mapping[Key, Suspect]) -> None:
    given = {
        (suspects[_key(row)].pk, said.address, said.postcode): None
        for row in rows
        if (said := row.crime.suspect).kind == Known and (said.address or said.postcode)
    }
    held = SuspectAddress.objects.filter(suspect__in={pk for pk, _, _ in given})
    new = given.keys() - set(held.values_list("suspect_id", "address", "postcode"))
    copy_in(SuspectAddress(suspect_id=pk, address=at, postcode=code) for pk, at, code in given if (pk, at, code) in new)


Made = list[tuple[Involvement, ImportedRow]]


def _involvements(
    rows: Sequence[ImportedRow], suspects: Mapping[Key, Suspect], here: dict[int, list[Involvement]]
) -> Made:
    made: Made = []
    # Those who are named first: a row that names nobody adds nothing to a case where somebody is.
    for row in sorted(rows, key=lambda row: row.crime.suspect.kind != Known):
        suspect = suspects[_key(row)] if row.crime.suspect.kind == Known else None
        if not _is_here(suspect, here[row.case_id]):
            involvement = _involvement(row, suspect)
            here[row.case_id].append(involvement)
            made.append((involvement, row))
    copy_in(involvement for involvement, _ in made)
    through = Involvement.offences.through
    copy_in(
        through(involvement_id=involvement.pk, offence_id=row.offence_id) for involvement, row in made if row.offence_id
    )
    return made


def _is_here(suspect: Suspect | None, involvements: Sequence[Involvement]) -> bool:
    if suspect is None:
        return bool(involvements)
    return any(involvement.suspect_id == suspect.pk for involvement in involvements)


def _involvement(row: ImportedRow, suspect: Suspect | None) -> Involvement:
    said = row.crime.suspect
    return Involvement(
        case_id=row.case_id,
        suspect=suspect,
        kind=said.kind,
        description="" if suspect else said.description,
        relationship=said.relationship,
        arrested_at=said.arrested_at,
        missing=_missing(said),
    )


def _missing(said: SuspectIn) -> dict[str, str]:
    """Facts that are not there; for somebody unknown, only how they stand to the victim is a fact to ask for."""
    missing = dict(said.involvement_missing)
    if said.kind == Involvement.Kind.UNKNOWN:
        return {"relationship": why} if (why := missing.get("relationship")) else {}
    return missing | ({"status_on": NOT_RECORDED} if said.role and not _is_dated(said) else {})


def _is_dated(said: SuspectIn) -> bool:
    return said.role in {Status.ARRESTED, Status.CHARGED} and said.arrested_at is not None


def _statuses(made: Made) -> None:
    now = timezone.now()
    copy_in(
        InvolvementStatus(involvement_id=involvement.pk, status=status, on=on, recorded_at=now)
        for involvement, row in made
        for status, on in _steps(row)
    )


def _steps(row: ImportedRow) -> Iterator[tuple[str, date]]:
    """The dated steps that a row tells of. One without a date of its own counts from the report; `missing` says so."""
    said = row.crime.suspect
    if said.arrested_at:
        yield Status.ARRESTED, _day(said.arrested_at)
    if said.role == Status.CHARGED:
        charged_at = row.crime.outcome_at if row.crime.outcome_code in CHARGED else None
        yield Status.CHARGED, _day(charged_at or said.arrested_at or row.crime.reported_at)
    elif said.role and not (said.role == Status.ARRESTED and said.arrested_at):
        yield said.role, _day(row.crime.reported_at)


def _day(at: datetime) -> date:
    return timezone.localdate(at)
