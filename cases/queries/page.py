"""What the frame of a case page says: which case, how far it is, who works on it, and whose case it is."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from cases.models import Case, CaseName
from cases.queries import loaded
from soteria.accounts.roles import Level, Section
from soteria.ui import dates


@dataclass(frozen=True)
class Bar:
    """The identity bar: a title, lines of detail, and the few tags that change what one does next."""

    title: str
    offence: str
    lines: tuple[str, ...]
    tags: tuple[dict[str, str], ...]


def bar(case: Any) -> Bar:
    """Who and what this case is, for the reader whose sight it carries. 2 queries."""
    return Bar(
        title=f"Case {case.reference}",
        offence=_first_offence(case),
        lines=(_victims(case), f"{case.stage.title} – {_officer(case)} – {_age(case)}"),
        tags=tuple(_tags(case)),
    )


def _first_offence(case: Case) -> str:
    titles = [offence.offence_class.title for offence in loaded.offences(case)]
    if not titles:
        return "No offence recorded"
    return f"{titles[0]} and {len(titles) - 1} more" if len(titles) > 1 else str(titles[0])


def _victims(case: Any) -> str:
    """The first victim by name, for whoever reads the summary in full; nobody's name otherwise."""
    if not case.sight.may(Section.SUMMARY, Level.READ):
        return "Victim: name hidden"
    names = [name for kind, name in loaded.names(case) if kind == CaseName.Kind.VICTIM]
    if not names:
        return "Victim: name not recorded"
    return f"Victim: {names[0]}{' and others' if len(names) > 1 else ''}"


def _officer(case: Case) -> str:
    officer = f"OIC {case.oic}" if case.oic else "No officer in the case"
    return f"{officer}, {case.team.name}" if case.team else f"{officer}, no team"


def _age(case: Case) -> str:
    """For how many days it has been open, counted in London dates from the report."""
    first = timezone.localdate(case.reported_at)
    if case.closed_at:
        days = dates.days((timezone.localdate(case.closed_at) - first).days)
        return f"closed {dates.day(case.closed_at)}, after {days}"
    return f"open {dates.days((timezone.localdate() - first).days)}"


def _tags(case: Case) -> list[dict[str, str]]:
    found = [{"text": "Restricted", "colour": "red"}] if case.is_restricted else []
    return [*found, {"text": "Closed", "colour": "grey"}] if case.closed_at else found
