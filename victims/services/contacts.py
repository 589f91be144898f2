"""Record contacts with victims: once each, and with every clock that they move."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from soteria.audit import services as audit
from soteria.clocks import services as clocks
from victims.models import Contact, Victim
from victims.queries import contacts as queries

SAID = ("at", "channel", "outcome", "next_on", "told_of", "words", "unsafe_reason")


class AlreadyRecorded(Exception):
    """The form was sent before with other answers; these are not recorded yet."""


@transaction.atomic
def record_contact(victim: Victim, *, values: Mapping[str, Any], key: UUID, by: Any) -> Contact:
    """Keep one contact; the same form sent twice is one contact. `values` holds what SAID names.

    It starts the wait for the next contact (C54), and where every victim of the case has now been told of an event
    it meets that notice (Victims' Code, Right 6). Raises AlreadyRecorded where this form has recorded something else,
    as after the browser's Back button: the caller offers the answers again under a new key.
    """
    facts = {name: values.get(name) or "" for name in SAID if name not in ("next_on", "told_of")}
    facts |= {"next_on": values.get("next_on"), "told_of": list(values.get("told_of") or [])}
    facts |= {"is_two_way": values["outcome"] == Contact.Outcome.REACHED, "recorded_at": timezone.now()}
    contact, is_new = Contact.objects.get_or_create(by=by, key=key, defaults=facts | {"victim": victim})
    if is_new:
        said = {"channel": contact.channel, "two_way": contact.is_two_way, "told_of": contact.told_of}
        audit.record("contact.recorded", contact, by=by, case=victim.case, after=said)
        _move_clocks(contact, victim)
    elif contact.victim_id != victim.pk or any(getattr(contact, name) != facts[name] for name in SAID):
        raise AlreadyRecorded(
            "A contact from this form is recorded already. This one is not recorded yet: record it as another"
        )
    return contact


def _move_clocks(contact: Contact, victim: Victim) -> None:
    clocks.note(
        victim.case_id,
        "victim_contact",
        contact.at,
        source=f"contact:{contact.pk}",
        subject=f"victim:{victim.pk}",
        two_way=contact.is_two_way,
        next_on=contact.next_on,
    )
    for event in contact.told_of:
        if queries.is_everybody_told(victim.case, event):
            source = f"contact:{contact.pk}:{event}"
            clocks.note(victim.case_id, "victim_told", contact.at, source=source, of=event)
