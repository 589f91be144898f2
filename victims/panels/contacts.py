"""Contacts with the victims on the case page: a quick form, and what was written down before."""

from typing import Any

from soteria.accounts.roles import Level, Section
from victims.forms.contacts import ContactForm
from victims.models import Contact
from victims.queries import contacts as queries
from victims.queries.needs import victims_of
from victims.queries.people import called


def contacts(case: Any, user: Any) -> dict[str, Any]:
    """The contacts, newest first, under the form for another. 3 queries."""
    victims = victims_of(case)
    may_record = bool(victims) and case.sight.may(Section.SAFE_CONTACT, Level.FULL)
    form = ContactForm(victims=victims, notices=queries.notices(case)) if may_record else None
    rows = queries.latest(case)
    return {
        "case": case,
        "form": form,
        "rows": [_row(contact, names_victim=len(victims) > 1) for contact in rows],
        "is_cut": len(rows) == queries.SHOWN,
    }


def _row(contact: Contact, *, names_victim: bool) -> dict[str, Any]:
    who = f" with {called(contact.victim)}" if names_victim else ""
    return {
        "contact": contact,
        "title": f"{contact.get_channel_display()}{who}",
        "outcome": "We were in touch" if contact.is_two_way else contact.get_outcome_display(),
    }
