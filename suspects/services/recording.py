"""Record suspects and what part each is said to have had. One person has one record, whatever the cases."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.models import Case
from cases.rules.drafts import Pointer
from cases.rules.people import linked_offences
from cases.services import names
from cases.services.recording import NotReady
from soteria.audit import services as audit
from suspects.models import Involvement, InvolvementStatus, Suspect, SuspectAddress
from suspects.queries import standing
from suspects.queries.alike import visible_suspects
from suspects.services import linking, scoring

PERSON_WORDS = ("forenames", "surname", "sex", "ethnicity", "pnc_id", "cro")
PERSON_MISSING = ("date_of_birth", "sex", "ethnicity")
Values = Mapping[str, Any]


def record_logged(*, case: Case, sections: Mapping[str, Sequence[Values]], by: Any, **facts: Any) -> None:
    """Subscriber to "case.logged": the suspects as they were logged, in the transaction that makes the case.

    Raises NotReady when one person stands there twice, or is no longer one that the recorder may see.
    """
    offences = [(values["entry"], values["id"]) for values in sections["offences"]]
    involved = [_involve(case, values, offences, by) for values in sections["suspects"]]
    names.index(name_row(one) for one in involved if one.suspect)


@transaction.atomic
def add_suspect(case: Case, *, values: Values, by: Any) -> Involvement:
    """Record one more suspect of a case that is logged already; `values["offences"]` are ids of its offences.

    Raises NotReady as logging does.
    """
    offences = [(pk, pk) for pk in case.offences.values_list("pk", flat=True)]
    involvement = _involve(case, {**values, "entry": 1}, offences, by)
    if involvement.suspect:
        names.index([name_row(involvement)])
        _rescore(involvement)
    return involvement


def _involve(case: Case, values: Values, offences: list[tuple[int, int]], by: Any) -> Involvement:
    suspect = _person(case, values, by) if values["kind"] == Involvement.Kind.KNOWN else None
    if suspect and Involvement.objects.filter(case=case, suspect=suspect).exists():
        words = "This person is a suspect in this case already. Choose somebody else, or leave it out"
        raise NotReady([Pointer(words, "suspects", values["entry"])])
    involvement = Involvement.objects.create(
        case=case,
        suspect=suspect,
        kind=values["kind"],
        description=values.get("description") or "",
        relationship=values.get("relationship") or "",
        missing=_part_missing(values),
    )
    involvement.offences.set(linked_offences(values.get("offences"), offences))
    if suspect:
        _note_status(involvement, by)
    audit.record("involvement.recorded", involvement, by=by, case=case, after={"kind": involvement.kind})
    return involvement


def _note_status(involvement: Involvement, by: Any) -> None:
    now = timezone.now()
    InvolvementStatus.objects.get_or_create(
        involvement=involvement,
        status=InvolvementStatus.Status.NAMED,
        on=timezone.localdate(now),
        withdrawn_at=None,
        defaults={"recorded_at": now, "recorded_by": by},
    )


def _part_missing(values: Values) -> dict[str, str]:
    is_known = values["kind"] == Involvement.Kind.KNOWN
    missing: Mapping[str, str] = values.get("missing") or {}
    return {name: why for name, why in missing.items() if not (is_known and name in PERSON_MISSING)}


def _person(case: Case, values: Values, by: Any) -> Suspect:
    """The record that was chosen, with what is new about him, or a new one."""
    if chosen := values.get("suspect_id"):
        return _same_person(case, int(chosen), values, by)
    suspect = Suspect(force=case.force, missing=_only(values.get("missing") or {}, PERSON_MISSING))
    _set_person(suspect, values)
    suspect.save(force_insert=True)
    _add_address(suspect, values)
    audit.record("suspect.recorded", suspect, by=by, case=case)
    return suspect


def _only(facts: Mapping[str, str], wanted: Sequence[str]) -> dict[str, str]:
    return {name: why for name, why in facts.items() if name in wanted}


def _set_person(suspect: Suspect, values: Values) -> None:
    for name in PERSON_WORDS:
        setattr(suspect, name, values.get(name) or "")
    suspect.aliases, suspect.phones = list(values.get("aliases") or []), list(values.get("phones") or [])
    born = values.get("date_of_birth")
    suspect.date_of_birth = date.fromisoformat(born) if born else None


def _same_person(case: Case, pk: int, values: Values, by: Any) -> Suspect:
    """The record on file. What it lacks is filled; what it says otherwise is kept, and a new name becomes an alias."""
    if not visible_suspects(by).filter(pk=pk).exists():
        words = "The record chosen for this suspect can no longer be used. Save the suspect again"
        raise NotReady([Pointer(words, "suspects", values["entry"])])
    suspect = Suspect.objects.select_for_update().get(pk=pk)
    filled = _fill(suspect, values)
    _add_address(suspect, values)
    if filled:
        suspect.version += 1
        suspect.save()
        if "date_of_birth" in filled:
            standing.place_by_birth(suspect, timezone.localdate())
        audit.record("suspect.changed", suspect, by=by, case=case, after={"changed": filled})
    return suspect


def _fill(suspect: Suspect, values: Values) -> list[str]:
    filled = []
    for name in ("sex", "ethnicity", "pnc_id", "cro", "date_of_birth"):
        if not getattr(suspect, name) and values.get(name):
            value = date.fromisoformat(values[name]) if name == "date_of_birth" else values[name]
            setattr(suspect, name, value)
            suspect.missing.pop(name, None)
            filled.append(name)
    typed = f"{values.get('forenames') or ''} {values.get('surname') or ''}".strip()
    known = {str(suspect).casefold(), *(alias.casefold() for alias in suspect.aliases)}
    new = [alias for alias in (typed, *(values.get("aliases") or [])) if alias and alias.casefold() not in known]
    if new:
        suspect.aliases = [*suspect.aliases, *dict.fromkeys(new)]
        filled.append("aliases")
    if phones := [phone for phone in values.get("phones") or [] if phone not in suspect.phones]:
        suspect.phones = [*suspect.phones, *phones]
        filled.append("phones")
    return filled


def _add_address(suspect: Suspect, values: Values) -> None:
    address, postcode = values.get("address") or "", (values.get("postcode") or "").upper()
    if address or postcode:
        SuspectAddress.objects.get_or_create(suspect=suspect, address=address, postcode=postcode)


def name_row(involvement: Involvement) -> names.NameRow:
    """The suspect's line in the index of names of one case."""
    suspect: Any = involvement.suspect
    return names.NameRow(
        involvement.case_id, "suspect", suspect.pk, suspect.forenames, suspect.surname, suspect.aliases
    )


def _rescore(involvement: Involvement) -> None:
    if involvement.suspect_id:
        key = f"involvement:{involvement.pk}:{involvement.version}"
        scoring.ask_rescore(involvement.suspect_id, why_key=key)
        linking.ask_link(involvement.suspect_id, why_key=key)


@transaction.atomic
def update_involvement(involvement: Involvement, *, values: Values, by: Any) -> Involvement:
    """Change what part a suspect is said to have had. The caller holds the row locked and has settled any conflict."""
    new = {
        "description": values.get("description") or "",
        "relationship": values.get("relationship") or "",
        "missing": involvement.missing | {"relationship": ""} | (values.get("missing") or {}),
    }
    new["missing"] = {name: why for name, why in new["missing"].items() if why}
    if changed := _apply(involvement, new):
        audit.record("involvement.changed", involvement, by=by, case=involvement.case, after={"changed": changed})
        _rescore(involvement)
    return involvement


@transaction.atomic
def update_suspect(suspect: Suspect, *, case: Case, values: Values, by: Any) -> Suspect:
    """Change who a suspect is said to be, in every case that he is in. The caller holds the row locked."""
    changed_to = Suspect()
    _set_person(changed_to, values)
    new = {name: getattr(changed_to, name) for name in (*PERSON_WORDS, "aliases", "phones", "date_of_birth")}
    new["missing"] = _only(values.get("missing") or {}, PERSON_MISSING)
    if changed := _apply(suspect, new):
        rows = Involvement.objects.filter(suspect=suspect).select_related("suspect")
        names.index(name_row(row) for row in rows)
        audit.record("suspect.changed", suspect, by=by, case=case, after={"changed": changed})
        if "date_of_birth" in changed:
            standing.place_by_birth(suspect, timezone.localdate())
        key = f"suspect:{suspect.pk}:{suspect.version}"
        scoring.ask_rescore(suspect.pk, why_key=key)
        linking.ask_link(suspect.pk, why_key=key)
    return suspect


def _apply(record: Any, new: Mapping[str, Any]) -> list[str]:
    """Set what differs and save it as the next version; the names of what changed. Their values are in the history."""
    changed = [name for name, value in new.items() if getattr(record, name) != value]
    for name in changed:
        setattr(record, name, new[name])
    if changed:
        record.version += 1
        record.save()
    return changed


@transaction.atomic
def identify(involvement: Involvement, *, values: Values, by: Any) -> Involvement:
    """Name a suspect who was only described or not known: by his record on file, or by a new one.

    The caller holds the row locked. Raises NotReady as logging does.
    """
    suspect = _person(involvement.case, {**values, "entry": 1}, by)
    if Involvement.objects.filter(case=involvement.case, suspect=suspect).exists():
        raise NotReady([Pointer("This person is a suspect in this case already. Choose somebody else", "suspects")])
    involvement.suspect, involvement.kind = suspect, Involvement.Kind.KNOWN
    involvement.version += 1
    involvement.save()
    _note_status(involvement, by)
    names.index([name_row(involvement)])
    _rescore(involvement)
    audit.record("involvement.identified", involvement, by=by, case=involvement.case)
    return involvement
