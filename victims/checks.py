"""What victims are owed before a case is closed: the lines that this app adds to the closure checklist (C61)."""

from collections.abc import Sequence

from django.urls import reverse

from cases.models import Case
from soteria.accounts.roles import Level, Section
from soteria.registry import CLOSURE_CHECKS, Check
from victims.models import Need, Victim
from victims.queries.needs import victims_of
from victims.queries.people import called
from victims.rules.needs import Status


def register() -> None:
    """Add the checks."""
    CLOSURE_CHECKS.add("victims.adviser", adviser_asked)
    CLOSURE_CHECKS.add("victims.safe_contact", safe_contact_asked)


def safe_contact_asked(case: Case) -> Check | None:
    """Whether we know how to tell each victim without harm, or why that is not known. No query of its own."""
    victims = victims_of(case)
    unknown = [victim for victim in victims if not (hasattr(victim, "safe_contact") or "method" in victim.missing)]
    href = reverse("victims:edit-contact", args=[case.slug, unknown[0].pk]) if unknown else ""
    to_do = f"Ask how it is safe to reach {_names(unknown)}, before anybody tells them."
    return _check(case, victims, "Safe contact is known", unknown, to_do, href, Section.SAFE_CONTACT)


def adviser_asked(case: Case) -> Check | None:
    """Whether each victim was asked about an adviser, who hears of the decision with them. 1 query."""
    victims = victims_of(case)
    rows = Need.objects.current().filter(assessment__victim__case=case, code="adviser")
    asked = set(rows.exclude(status=Status.NOT_ASKED).values_list("assessment__victim", flat=True))
    unasked = [victim for victim in victims if victim.pk not in asked]
    href = reverse("victims:edit-needs", args=[case.slug, unasked[0].pk, "support"]) if unasked else ""
    to_do = f"Ask {_names(unasked)} about an adviser, so that nobody hears of this alone."
    return _check(case, victims, "Support from an adviser was offered", unasked, to_do, href, Section.NEEDS)


def _names(victims: Sequence[Victim]) -> str:
    return " and ".join(called(victim) for victim in victims)


def _check(
    case: Case,
    victims: Sequence[Victim],
    title: str,
    failing: Sequence[Victim],
    to_do: str,
    href: str,
    section: Section,
) -> Check | None:
    if not victims:
        return None
    may = case.sight.may(section, Level.FULL)
    return Check(title, not failing, to_do if failing else "", href if may else "")
