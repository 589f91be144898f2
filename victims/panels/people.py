"""What the case page shows of victims: who they are, and first of all how it is safe to reach them."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse

from cases.models import Case
from cases.rules.drafts import by_reason, reason_words
from cases.rules.people import ETHNICITIES
from soteria.accounts.roles import Level, Section
from soteria.registry import Gap
from victims.models import Victim
from victims.queries.needs import cautions_of, victims_of
from victims.queries.people import called

SHOWN_AT_ONCE = 3  # the ways to reach more victims than these fold away, so that a page still shows what it is about


def safe_contact(case: Any, user: Any) -> dict[str, Any] | None:
    """How to reach each victim. 1 query. Whoever reaches it in part is told the way, not the number."""
    rows = victims_of(case)
    if not rows:
        return None
    sight = case.sight
    shows_details = sight.may(Section.SAFE_CONTACT, Level.READ)
    found = [_way(case, victim, shows_details=shows_details) for victim in rows]
    return {
        "case": case,
        "shown": found[:SHOWN_AT_ONCE],
        "folded": found[SHOWN_AT_ONCE:],
        "shows_details": shows_details,
        "may_change": sight.may(Section.SAFE_CONTACT, Level.FULL),
    }


def _way(case: Case, victim: Victim, *, shows_details: bool) -> dict[str, Any]:
    return {
        "victim": victim,
        "contact": getattr(victim, "safe_contact", None),
        "why_unknown": reason_words(victim.missing["method"]) if "method" in victim.missing else "not yet asked",
        "name": called(victim),
        "cautions": cautions_of(case, victim, shows_words=shows_details),
    }


def victims(case: Any, user: Any) -> dict[str, Any]:
    """Who the victims are. 2 queries. Masked for a role that sees the summary in part and has no contact with them."""
    rows = victims_of(case)
    prefetch_related_objects(rows, "offences")
    masked = is_masked(case)
    return {
        "case": case,
        "masked": masked,
        "rows": [_row(victim, number, masked=masked) for number, victim in enumerate(rows, 1)],
        "may_change": case.sight.may(Section.SAFE_CONTACT, Level.FULL),
    }


def gaps(case: Any, user: Any) -> list[Gap]:
    """What is not recorded of each victim, with the page that asks it. 1 query; nothing where names are hidden."""
    if is_masked(case):
        return []
    rows = victims_of(case)
    if not rows:
        may_add = case.sight.may(Section.SAFE_CONTACT, Level.FULL)
        return [Gap("No victim is recorded", reverse("victims:add", args=[case.slug]) if may_add else "")]
    may_change = case.sight.may(Section.SAFE_CONTACT, Level.FULL)
    return [_gap(victim, name, case, may_change=may_change) for victim in rows for name in _blank(victim)]


def _blank(victim: Victim) -> list[str]:
    """The questions about a victim that have no answer, a reason for none included."""
    blank = [name for name in _LABELS if name != "method" and getattr(victim, name) in ("", None)]
    return blank if hasattr(victim, "safe_contact") else [*blank, "method"]


def _gap(victim: Victim, name: str, case: Case, *, may_change: bool) -> Gap:
    why = victim.missing.get(name, "")
    page = "victims:edit-contact" if name == "method" else "victims:edit"
    words = f"{victim}: {_LABELS[name].lower()}" + (f" ({reason_words(why)})" if why else "")
    return Gap(words, reverse(page, args=[case.slug, victim.pk]) if may_change else "")


def is_masked(case: Case) -> bool:
    """Whether victims are numbers to this reader: the summary in part, and no way of contact to keep safe."""
    sight = case.sight
    return not sight.may(Section.SUMMARY, Level.READ) and not sight.may(Section.SAFE_CONTACT, Level.PART)


def _row(victim: Victim, number: int, *, masked: bool) -> dict[str, Any]:
    offences = [str(offence) for offence in victim.offences.all()]
    if masked:
        return {"victim": victim, "name": f"Victim {number}", "facts": [], "offences": offences, "missing": []}
    return {
        "victim": victim,
        "name": str(victim),
        "facts": [fact for fact in _facts(victim) if fact["value"]],
        "offences": offences,
        "missing": by_reason(victim.missing, _LABELS),
    }


_LABELS = {
    "surname": "Last name",
    "forenames": "First names",
    "date_of_birth": "Date of birth",
    "sex": "Sex",
    "ethnicity": "Ethnicity",
    "language": "Language",
    "interpreter_needed": "Interpreter",
    "method": "Safe contact",
}


def _facts(victim: Victim) -> list[dict[str, Any]]:
    interpreter = {True: "Needed", False: "Not needed"}.get(victim.interpreter_needed, "")  # type: ignore[arg-type]
    return [
        {"label": "Known as", "value": victim.known_as},
        {"label": "Date of birth", "value": victim.date_of_birth, "is_date": True},
        {"label": "Sex", "value": victim.get_sex_display() if victim.sex else ""},
        {"label": "Ethnicity", "value": ETHNICITIES.get(victim.ethnicity, "Not stated" if victim.ethnicity else "")},
        {"label": "Language", "value": victim.language},
        {"label": "Interpreter", "value": interpreter},
    ]
