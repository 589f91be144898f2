"""Keep the victims of imported crimes, a batch at a time, beside whatever an officer has typed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from cases.rules.intake_people import VictimIn
from cases.rules.intake_rows import ImportedRow
from cases.services import names
from cases.services.names import NameRow
from soteria.copying import copy_in
from victims.models import Victim


def keep_imported(*, rows: Sequence[ImportedRow]) -> None:
    """Add the victims that their cases do not hold yet, in five statements a batch. Nobody here is changed.

    A victim is the same by the records system's id or, where either has none, by name. The import's own audit event
    of each crime covers them.
    """
    here = _here({row.case_id for row in rows})
    victims, links = [], []
    for row in rows:
        said = row.crime.victim
        if not said.is_said or _is_here(said, here[row.case_id]):
            continue
        victim = _victim(row)
        here[row.case_id].append(victim)
        victims.append(victim)
        links.append((victim, row.offence_id))
    copy_in(victims)
    through = Victim.offences.through
    copy_in(through(victim_id=victim.pk, offence_id=offence) for victim, offence in links if offence)
    copy_in(names.entries_of(NameRow(v.case_id, "victim", v.pk, v.forenames, v.surname) for v in victims))


def _here(case_ids: Iterable[int]) -> dict[int, list[Victim]]:
    here: dict[int, list[Victim]] = defaultdict(list)
    for victim in Victim.objects.filter(case_id__in=case_ids).only("case_id", "external_ref", "surname", "forenames"):
        here[victim.case_id].append(victim)
    return here


def _is_here(said: VictimIn, victims: Iterable[Victim]) -> bool:
    return any(_same(said, victim) for victim in victims)


def _same(said: VictimIn, victim: Victim) -> bool:
    if said.external_ref and victim.external_ref:
        return said.external_ref == victim.external_ref
    return _name(said) == _name(victim) and _name(said) != ("", "")


def _name(person: VictimIn | Victim) -> tuple[str, str]:
    return person.surname.casefold(), person.forenames.casefold()


def _victim(row: ImportedRow) -> Victim:
    said = row.crime.victim
    return Victim(
        case_id=row.case_id,
        external_ref=said.external_ref,
        surname=said.surname,
        forenames=said.forenames,
        date_of_birth=said.date_of_birth,
        sex=said.sex,
        ethnicity=said.ethnicity,
        language=said.language,
        supports_investigation=said.supports,
        missing=dict(said.missing),
    )
