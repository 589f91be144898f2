"""One timeline of a case: what happened in it, what was done to it, and what was written on it, newest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from cases.models import Case
from cases.queries import loaded, notes
from cases.queries.keyset import cursor, place
from soteria.accounts.roles import Level, Section
from soteria.audit.queries import Entry, changes_of_case
from soteria.audit.sentences import predicate
from soteria.clocks.queries import facts_of

SIZE = 30
# A fact of these kinds is shown to whoever may see the section; "reported" comes from the case itself.
SECTIONS = {
    "arrest": Section.SUSPECT,
    "interview": Section.SUSPECT,
    "charge": Section.SUSPECT,
    "biometrics_taken": Section.SUSPECT,
    "nfa": Section.SUMMARY,
    "victim_told": Section.SUMMARY,
    "victim_contact": Section.SUMMARY,
    "vrr_requested": Section.SUMMARY,
    "victim_phone_taken": Section.DIGITAL,
}


@dataclass(frozen=True)
class Item:
    """One event of the timeline. `at` is a date where the time of day is not known."""

    title: str
    at: date | datetime
    by: str = ""
    text: str = ""


@dataclass(frozen=True)
class TimelinePage:
    """Some of the timeline; `after` is the cursor of what is older, empty where there is nothing."""

    items: tuple[Item, ...]
    after: str
    is_first: bool


def page(case: Case, after: str = "", size: int = SIZE) -> TimelinePage:
    """One page of the timeline. 3 queries, whatever its length.

    Facts of the case are few and stand between the entries of the trail by their own dates; entries are paged.
    """
    before = place(after[:200], "", (datetime, int)).after
    entries = changes_of_case(case.pk, before=before[1] if before else None, limit=size + 1)
    has_more, entries = len(entries) > size, entries[:size]
    oldest = entries[-1] if has_more else None
    facts = [item for item in _facts(case) if _is_between(item, oldest, before)]
    return TimelinePage(
        tuple(_newest_first([*_written(case, entries), *facts])),
        cursor((oldest.at, oldest.id)) if oldest else "",
        is_first=not before,
    )


def _is_between(item: Item, oldest: Entry | None, before: tuple[Any, ...]) -> bool:
    """Whether a fact belongs on the page that ends with `oldest` and starts below `before`."""
    at = _moment(item)
    return (not before or at < before[0]) and (oldest is None or at >= oldest.at)


def _newest_first(items: Iterable[Item]) -> list[Item]:
    return sorted(items, key=_moment, reverse=True)


def _moment(item: Item) -> datetime:
    if isinstance(item.at, datetime):
        return item.at
    return datetime.combine(item.at, time(), timezone.get_default_timezone())


def _written(case: Case, entries: Sequence[Entry]) -> list[Item]:
    """Entries as items; the words of a note only for whoever may read the account, reasons for whoever reviews."""
    wanted = _note_ids(entries) if case.sight.may(Section.ACCOUNT, Level.READ) else {}
    words = notes.texts(wanted.values())
    shows_reasons = case.sight.may(Section.REVIEW, Level.READ)
    return [
        Item(
            _capital(predicate(entry.verb)),
            entry.at,
            entry.who,
            words.get(wanted.get(entry.id, 0), entry.reason if shows_reasons else ""),
        )
        for entry in entries
    ]


def _note_ids(entries: Sequence[Entry]) -> dict[int, int]:
    """The note that each entry is about, by the entry's id."""
    return {entry.id: int(entry.object_id) for entry in entries if entry.verb == "note.written"}


def _facts(case: Case) -> list[Item]:
    """The dated facts of the case that this reader may know of."""
    own = [("Reported to the police", case.reported_at), ("Outcome recorded", case.outcome_at)]
    noted = [(fact.title, fact.at) for fact in facts_of(loaded.rows(case, "facts")) if _may_see(case, fact.event)]
    return [Item(title, _known(at)) for title, at in (*own, *noted) if at]


def _may_see(case: Case, event: str) -> bool:
    return event != "reported" and case.sight.may(SECTIONS.get(event, Section.BAIL_ORDERS), Level.PART)


def _known(at: datetime) -> date | datetime:
    """A London midnight is a date whose time nobody recorded."""
    local = timezone.localtime(at)
    return local.date() if local.time() == time() else at


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
