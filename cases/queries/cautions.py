"""What must be known before a victim of a case is contacted: one line beside each duty that leads to it.

The app that keeps safe contact says how it is read and told; this app knows neither victims nor their needs.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case as Choice
from django.db.models import QuerySet, When

from cases.models import Case
from cases.queries.sight import reaching
from soteria.accounts.roles import Level, Section

# The duties that are done by reaching a victim: every notice of the Victims' Code, and these.
BY_CONTACT = ("contact.next", "nfa.letter", "phone.victim_return", "vrr.acknowledge", "vrr.decide")
CODE = "code."


@dataclass(frozen=True)
class Reader:
    """How safe contact is read beside a case (an expression over its columns), and how that is told in a line."""

    read: Callable[[], Any]
    tell: Callable[[Any], str]


_READERS: list[Reader] = []


def add(reader: Reader) -> None:
    """Have a line told of every case that a duty of contact belongs to."""
    _READERS.append(reader)


def leads_to_contact(kind: str) -> bool:
    """Whether a duty of this kind is done by reaching a victim.

    >>> leads_to_contact("code.arrest_notice"), leads_to_contact("breach.decision")
    (True, False)
    """
    return kind.startswith(CODE) or kind in BY_CONTACT


def with_lines(cases: QuerySet[Case], user: Any) -> QuerySet[Case]:
    """The visible cases with what `line_of` reads, of those whose safe contact this person may know at all."""
    may = reaching(user, Section.SAFE_CONTACT, Level.PART)
    told = {f"caution_{place}": Choice(When(may, then=reader.read())) for place, reader in enumerate(_READERS)}
    return cases.annotate(**told)


def line_of(case: Any) -> str:
    """What to know before contacting the victims of a case that `with_lines` read; "" where that is not for them."""
    found = ((reader, getattr(case, f"caution_{place}")) for place, reader in enumerate(_READERS))
    return " ".join(reader.tell(kept) for reader, kept in found if kept is not None)


def of(user: Any, case_ids: Iterable[int]) -> dict[int, str]:
    """The line of each case, by its id. 1 query."""
    cases = Case.objects.visible_to(user).filter(pk__in=set(case_ids)).only("pk")
    return {case.pk: line_of(case) for case in with_lines(cases, user)}
