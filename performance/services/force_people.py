"""Write the people of a batch of invented cases: victims, what they need, suspects and their part. By COPY."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from cases.services import names
from cases.services.names import NameRow
from performance.rules.force.shapes import SuspectMade, VictimMade
from performance.services.force_cases import Part, Placed
from soteria.accounts.models import Force
from soteria.copying import copy_in
from suspects.models import Custody, Involvement, InvolvementStatus, Suspect
from victims.models import Need, NeedsAssessment, SafeContact, Victim


def write_victims(placed: Sequence[Placed]) -> list[tuple[Placed, VictimMade, Victim]]:
    """Victims with how to reach them and what they need; their names are made findable."""
    said = [(one, victim) for one in placed for victim in one.made.victims]
    rows = copy_in(_victim(one, victim) for one, victim in said)
    found = [(one, victim, row) for (one, victim), row in zip(said, rows, strict=True)]
    through = Victim.offences.through
    copy_in(through(victim_id=row.pk, offence_id=one.offence_id) for one, _, row in found)
    copy_in(names.entries_of(NameRow(row.case_id, "victim", row.pk, row.forenames, row.surname) for row in rows))
    copy_in(_safe(one, victim, row) for one, victim, row in found if victim.safe)
    _needs([(one, victim, row) for one, victim, row in found if victim.needs])
    return found


def _victim(one: Placed, made: VictimMade) -> Victim:
    return Victim(
        case_id=one.row.pk,
        external_ref=made.ref,
        surname=made.surname,
        forenames=made.forenames,
        date_of_birth=made.born,
        sex=made.sex,
        ethnicity=made.ethnicity,
        language=made.language,
        interpreter_needed=made.interpreter,
        supports_investigation=made.supports,
        missing=made.missing,
    )


def _safe(one: Placed, made: VictimMade, row: Victim) -> SafeContact:
    method, details = made.safe or ("none", "")
    agreed = one.row.reported_at + timedelta(hours=6)
    return SafeContact(victim_id=row.pk, method=method, details=details, agreed_at=agreed, recorded_by_id=one.veo.pk)


def _needs(found: Sequence[tuple[Placed, VictimMade, Victim]]) -> None:
    versions = copy_in(
        NeedsAssessment(victim_id=row.pk, number=1, made_at=_asked_at(one), made_by_id=one.veo.pk)
        for one, _, row in found
    )
    copy_in(
        Need(
            assessment_id=version.pk,
            code=code,
            status="confirmed",
            value=value,
            asked_on=_asked_at(one).date(),
            told_by="victim",
        )
        for version, (one, made, _) in zip(versions, found, strict=True)
        for code, value in made.needs
    )


def _asked_at(one: Placed) -> datetime:
    return one.row.reported_at + timedelta(hours=30)


def write_suspects(force: Force, placed: Sequence[Placed]) -> list[Part]:
    """Suspects, each person once in the force, with their part in each case; the named ones are returned."""
    said = [(one, who) for one in placed for who in one.made.suspects]
    people = _people(force, [who for _, who in said if who.nominal])
    rows = copy_in(_involvement(one, who, people.get(who.nominal)) for one, who in said)
    through = Involvement.offences.through
    copy_in(through(involvement_id=row.pk, offence_id=one.offence_id) for (one, _), row in zip(said, rows, strict=True))
    copy_in(step for (one, who), row in zip(said, rows, strict=True) for step in _steps(one, who, row))
    parts = [Part(one, who, people[who.nominal]) for one, who in said if who.nominal]
    copy_in(names.entries_of(_name(part) for part in parts))
    return parts


def _name(part: Part) -> NameRow:
    who = part.suspect
    return NameRow(part.placed.row.pk, "suspect", who.pk, who.forenames, who.surname)


def _people(force: Force, named: Sequence[SuspectMade]) -> dict[str, Suspect]:
    wanted = {who.nominal: who for who in named}
    held = {row.nominal: row for row in Suspect.objects.filter(force=force, nominal__in=wanted)}
    new = copy_in(
        Suspect(
            force_id=force.pk,
            nominal=nominal,
            surname=who.surname,
            forenames=who.forenames,
            date_of_birth=who.born,
            sex=who.sex,
            ethnicity=who.ethnicity,
            missing={name: why for name, why in who.missing.items() if name != "relationship"},
        )
        for nominal, who in wanted.items()
        if nominal not in held
    )
    return held | {row.nominal: row for row in new}


def _involvement(one: Placed, who: SuspectMade, suspect: Suspect | None) -> Involvement:
    return Involvement(
        case_id=one.row.pk,
        suspect_id=suspect.pk if suspect else None,
        kind=who.kind,
        description=who.description,
        relationship=who.relationship,
        arrested_at=who.arrested_at,
        missing={name: why for name, why in who.missing.items() if name == "relationship"},
    )


def _steps(one: Placed, who: SuspectMade, row: Involvement) -> Iterable[InvolvementStatus]:
    if who.kind != "known":
        return
    dated = [(InvolvementStatus.Status.NAMED, one.row.logged_at)]
    if who.arrested_at:
        dated.append((InvolvementStatus.Status.ARRESTED, who.arrested_at))
    if who.charged_on and one.made.outcome_at:
        dated.append((InvolvementStatus.Status.CHARGED, one.made.outcome_at))
    if who.verdict and one.made.closed_at:
        dated.append((InvolvementStatus.Status(who.verdict), one.made.closed_at))
    for status, at in dated:
        yield InvolvementStatus(
            involvement_id=row.pk, status=status, on=timezone.localdate(at), recorded_at=max(at, one.row.logged_at)
        )


def write_held(parts: Sequence[Part]) -> None:
    """Where those are held who were remanded or sentenced, and the release of those who were acquitted."""
    copy_in(
        Custody(
            suspect_id=part.suspect.pk,
            kind=kind,
            on=timezone.localdate(at),
            until=until,
            recorded_at=at,
            recorded_by_id=part.placed.oic.pk,
        )
        for part in parts
        for kind, at, until in part.made.held
    )
