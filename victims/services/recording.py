"""Record victims and how it is safe to reach them; every change keeps its history and leaves an audit event."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.models import Case
from cases.rules.people import linked_offences
from cases.services import names
from soteria.audit import services as audit
from soteria.registry import CASE_EVENTS
from victims.models import SafeContact, Victim

FACTS = ("forenames", "surname", "known_as", "sex", "ethnicity", "language")
WORDS = ("details", "safe_times", "if_someone_else_answers", "avoid")


def record_logged(*, case: Case, sections: Mapping[str, Sequence[Mapping[str, Any]]], by: Any, **facts: Any) -> None:
    """Subscriber to "case.logged": the victims as they were logged, in the transaction that makes the case."""
    offences = [(values["entry"], values["id"]) for values in sections["offences"]]
    victims = [_create(case, values, offences, by) for values in sections["victims"]]
    names.index(name_row(victim) for victim in victims)


@transaction.atomic
def add_victim(case: Case, *, values: Mapping[str, Any], by: Any) -> Victim:
    """Record one more victim of a case that is logged already; `values["offences"]` are ids of its offences."""
    victim = _create(case, values, [(pk, pk) for pk in case.offences.values_list("pk", flat=True)], by)
    names.index([name_row(victim)])
    CASE_EVENTS.emit("case.facts_changed", case=case)
    return victim


def _create(case: Case, values: Mapping[str, Any], offences: list[tuple[int, int]], by: Any) -> Victim:
    victim = Victim(case=case, missing=values.get("missing") or {})
    _set_facts(victim, values)
    victim.save(force_insert=True)
    victim.offences.set(linked_offences(values.get("offences"), offences))
    audit.record("victim.recorded", victim, by=by, case=case)
    if values.get("method"):
        contact = SafeContact(victim=victim, agreed_at=timezone.now(), recorded_by=by)
        _set_contact(contact, values)
        contact.save(force_insert=True)
        audit.record("safe_contact.agreed", contact, by=by, case=case)
    return victim


def _set_facts(victim: Victim, values: Mapping[str, Any]) -> None:
    for name in FACTS:
        setattr(victim, name, values.get(name) or "")
    born = values.get("date_of_birth")
    victim.date_of_birth = date.fromisoformat(born) if born else None
    victim.interpreter_needed = values.get("interpreter_needed")


def _set_contact(contact: SafeContact, values: Mapping[str, Any]) -> None:
    contact.method = values["method"]
    contact.leave_message = bool(values.get("leave_message"))
    for name in WORDS:
        setattr(contact, name, values.get(name) or "")


def name_row(victim: Victim) -> names.NameRow:
    """The victim's line in the index of names; what they like to be called finds them too."""
    aliases = [victim.known_as] if victim.known_as else []
    return names.NameRow(victim.case_id, "victim", victim.pk, victim.forenames, victim.surname, aliases)


@transaction.atomic
def update_victim(victim: Victim, *, values: Mapping[str, Any], by: Any) -> Victim:
    """Change who the victim is said to be. The caller holds the row locked and has settled any conflict."""
    before = _snapshot(victim, (*FACTS, "date_of_birth", "interpreter_needed", "missing"))
    _set_facts(victim, values)
    contact = {name: why for name, why in victim.missing.items() if name == "method"}
    victim.missing = (values.get("missing") or {}) | contact
    if changed := _changed(victim, before):
        victim.version += 1
        victim.save()
        names.index([name_row(victim)])
        audit.record("victim.changed", victim, by=by, case=victim.case, after={"changed": changed})
        CASE_EVENTS.emit("case.facts_changed", case=victim.case)
    return victim


@transaction.atomic
def agree_safe_contact(victim: Victim, *, values: Mapping[str, Any], by: Any) -> SafeContact:
    """Record how it is now safe to reach the victim. The caller holds the row locked and has settled any conflict."""
    contact = SafeContact.objects.select_for_update().filter(victim=victim).first()
    contact = contact or SafeContact(victim=victim, version=0)
    before = _snapshot(contact, ("method", "leave_message", *WORDS))
    _set_contact(contact, values)
    changed = _changed(contact, before)
    # Agreeing it again unchanged is still news: it says that the way is safe today.
    contact.agreed_at, contact.recorded_by = timezone.now(), by
    contact.version += 1
    contact.save()
    if victim.missing.pop("method", None):
        victim.save(update_fields=["missing"])
    audit.record("safe_contact.agreed", contact, by=by, case=victim.case, after={"changed": changed})
    return contact


def _snapshot(record: Any, fields: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in fields}


def _changed(record: Any, before: Mapping[str, Any]) -> list[str]:
    """Names of what changed. The values are in the row's history: the trail is read by people who may not see them."""
    return [name for name, value in before.items() if getattr(record, name) != value]
