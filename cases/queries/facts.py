"""The key facts of a case in words, for the reader whose sight it carries, and which of them are not recorded."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from cases.models import Case, CaseName, Precision
from cases.queries import loaded
from cases.queries.filters import FLAGS
from cases.rules.drafts import reason_words
from cases.rules.when import in_words
from soteria.accounts.roles import Level, Section
from soteria.ui import dates

MOST_NAMED = 5
LABELS = {
    "district": "District",
    "premises_type": "Kind of place",
    "postcode": "Postcode",
    "place": "The place in words",
    "reported_how": "How it was reported",
    "account": "What was reported",
}


@dataclass(frozen=True)
class OffenceFact:
    """One offence: what it is recorded as, when it happened, and what else dates it."""

    title: str
    when: str
    in_their_words: str


@dataclass(frozen=True)
class Fact:
    """One row of the key facts."""

    label: str
    value: str


@dataclass(frozen=True)
class People:
    """Who is on one side of the case, by name: the place where they are shown, some names, and how many more."""

    label: str
    place: str
    names: tuple[str, ...]
    more: int


def offences(case: Case) -> list[OffenceFact]:
    """The offences in the order they were recorded. 1 query. The victim's own words only for a reader in full."""
    is_read = case.sight.may(Section.SUMMARY, Level.READ)
    return [
        OffenceFact(
            title=row.title or row.offence_class.title,
            when=in_words(row.precision, row.occurred_from, row.occurred_to),
            in_their_words=row.when_in_words if is_read else "",
        )
        for row in loaded.offences(case)
    ]


def people(case: Case) -> list[People]:
    """Victims and suspects by name, where the reader may know the names. 1 query."""
    kinds = [
        ("Victim", "victims", CaseName.Kind.VICTIM, Section.SUMMARY),
        ("Suspect", "suspects", CaseName.Kind.SUSPECT, Section.SUSPECT),
    ]
    seen = [kind for kind in kinds if case.sight.may(kind[3], Level.READ)]
    names: dict[str, list[str]] = defaultdict(list)
    for kind, name in loaded.names(case):
        names[kind].append(name)
    return [_people(label, place, names[kind]) for label, place, kind, _ in seen if names[kind]]


def _people(label: str, place: str, names: list[str]) -> People:
    words = label.lower() if len(names) == 1 else f"{label.lower()}s"
    return People(f"Named {words}", place, tuple(names[:MOST_NAMED]), max(0, len(names) - MOST_NAMED))


def of(case: Case) -> list[Fact]:
    """The facts that are recorded; what is not is told as a gap, not as an empty row. No query."""
    return [fact for fact in _facts(case) if fact.value]


def _facts(case: Case) -> Iterator[Fact]:
    how = f" ({case.get_reported_how_display()})" if case.reported_how else ""
    yield Fact("Reported", dates.moment(case.reported_at) + how)
    if case.sight.may(Section.SUMMARY, Level.READ):
        where = [case.place, case.premises_type, case.district, case.postcode]
        yield Fact("Where", ", ".join(filter(None, where)))
        yield Fact("Flags", "; ".join(FLAGS.get(flag, flag) for flag in case.flags))
    yield Fact("Outcome", _outcome(case))


def _outcome(case: Case) -> str:
    if not case.outcome_code:
        return ""
    return f"Outcome {case.outcome_code}" + (f", {dates.day(case.outcome_at)}" if case.outcome_at else "")


def missing(case: Case) -> list[str]:
    """What is not recorded of the case itself, with the reason where one was given. 1 query."""
    if not case.sight.may(Section.SUMMARY, Level.READ):
        return []
    seen = [name for name in LABELS if name != "account" or case.sight.may(Section.ACCOUNT, Level.READ)]
    blank = [_with_reason(case, name) for name in seen if not getattr(case, name)]
    undated = any(offence.precision == Precision.UNKNOWN for offence in loaded.offences(case))
    return [*blank, *(["When an offence happened"] if undated else [])]


def _with_reason(case: Case, name: str) -> str:
    why = case.missing.get(name, "")
    return f"{LABELS[name]} ({reason_words(why)})" if why else LABELS[name]
