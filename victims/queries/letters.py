"""Letters to victims as pages and the printer need them: what their fields hold today, and what is still open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from cases.models import Case, Closure
from cases.rules.closure import MAKERS
from soteria.clocks import limits
from soteria.clocks.calendar import months_after
from soteria.clocks.models import ClockEvent
from soteria.documents import fill, page
from soteria.ui import dates
from victims.models import Contact, Letter, Need
from victims.queries.people import called, has_name
from victims.rules import letters as rules
from victims.rules.letter_words import nfa


@dataclass(frozen=True)
class Open:
    """A field that has no value yet: what it is, in words, and the part of the letter it stands in."""

    words: str
    slug: str
    heading: str


def of_case(case: Case) -> list[Letter]:
    """The letters of a case, oldest first. 1 query."""
    return list(Letter.objects.filter(victim__case=case).select_related("victim", "sent_by").order_by("pk"))


def one(case: Case, letter_id: int, *, for_update: bool = False) -> Letter | None:
    """One letter of a case with what its fields are filled from. 1 query."""
    rows = Letter.objects.filter(victim__case=case, pk=letter_id).select_related(
        "victim__safe_contact", "closure__signed_off_by", "file", "finished_by", "sent_by"
    )
    found = (rows.select_for_update(of=("self",)) if for_update else rows).first()
    if found is not None:
        found.victim.case = found.closure.case = case
    return found


def was_interviewed(case: Case) -> bool:
    """Whether a suspect was interviewed under caution. 1 query."""
    return ClockEvent.objects.filter(case_id=case.pk, event="interview").exists()


def values_of(letter: Letter, today: date) -> dict[str, str]:
    """What each field of a letter holds today; "" where it is not known. 2 queries."""
    case, closure = letter.victim.case, letter.closure
    signed = timezone.localdate(closure.signed_off_at)
    return {
        "name": called(letter.victim) if has_name(letter.victim) else "",
        "reference": case.reference,
        "reported_on": dates.day(case.reported_at),
        "decision_maker": _maker(closure),
        "decided_on": dates.day(signed),
        "supervisor": closure.signed_off_by.get_full_name() if closure.signed_off_by else "",
        "review_by": _review_by(letter, today),
        "officer": case.oic.get_full_name() if case.oic else "",
        "officer_contact": case.oic.email if case.oic else "",
    }


def _maker(closure: Closure) -> str:
    words = MAKERS[closure.decision_maker]
    return words[0].lower() + words[1:]


def _review_by(letter: Letter, today: date) -> str:
    """Three months from the day on which the victim was told, which is today unless they were told before.

    "" where no limit was in force: the officer then has to find out and type the day.
    """
    # By day: a time that is typed to the minute may come before the second of the signature.
    since = timezone.localdate(letter.closure.signed_off_at)
    rows = Contact.objects.filter(victim=letter.victim, told_of__contains=["nfa"], at__date__gte=since)
    told = rows.order_by("at").first()
    start = timezone.localdate(told.at) if told else today
    limit = limits.all_limits().find("vrr.request", start)
    return dates.day(months_after(start, limit.amount)) if limit else ""


def open_fields(letter: Letter, values: Mapping[str, str]) -> list[Open]:
    """The fields that have no value yet, or that do not exist, in the order of the letter."""
    names = nfa().fields
    return [
        Open(names.get(name, f"“{name}”, which is no field"), part["slug"], part["heading"] or "the opening")
        for part in [*letter.parts, {"slug": "", "heading": "the signature", "text": nfa().signature}]
        for name in fill.unfilled(part["text"], values)
    ]


def unconfirmed(letter: Letter) -> list[str]:
    """What the force has still to confirm of the words of this letter. No query."""
    return rules.unconfirmed(nfa().parts, {(part["slug"], part["heading"]) for part in letter.parts})


def on_paper(letter: Letter, values: Mapping[str, str], today: date) -> dict[str, Any]:
    """The letter as it stands on the paper, as plain data; a field without a value stands in square brackets."""
    named = {name: values.get(name) or f"[{words}]" for name, words in nfa().fields.items()}
    case = letter.victim.case
    return {
        "title": nfa().title,
        "sender": [case.force.name, *([case.team.name] if case.team else [])],
        "on": today.isoformat(),
        "parts": [
            {"heading": part["heading"], "text": fill.filled(part["text"], named)}
            for part in letter.parts
            if part["text"].strip()
        ],
        "signature": fill.filled(nfa().signature, named).split("\n"),
    }


def printable(letter: Letter, content: Mapping[str, Any]) -> page.Letter:
    """The letter as the printer takes it."""
    return page.Letter(
        title=content["title"],
        sender=content["sender"],
        on=date.fromisoformat(content["on"]),
        parts=[page.Part(part["text"], part["heading"]) for part in content["parts"]],
        key=f"letter:{letter.pk}",
        signature=content["signature"],
    )


def safety(letter: Letter) -> tuple[str, str]:
    """The way of contact that was agreed, and whether letters are safe; "" for what is not known. 1 query."""
    contact = getattr(letter.victim, "safe_contact", None)
    said = Need.objects.current().filter(assessment__victim=letter.victim, code="post").first()
    return contact.method if contact else "", said.value if said else ""


def all_settled(closure: Closure) -> bool:
    """Whether every letter about a decision was sent or is not wanted. 1 query."""
    return not Letter.objects.filter(closure=closure, sent_at=None).exists()
