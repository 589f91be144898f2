"""Keep a case that is being logged, section by section, so that nothing typed is ever lost (C86)."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cases.models import CaseDraft, DraftSection
from cases.rules import drafts as rules
from soteria.accounts.access import Unseen
from soteria.audit import services as audit

Typed = Mapping[str, Sequence[str]]


class SavedFirst(Exception):
    """Another window saved this section after this one was opened. Both are kept; `section` holds them."""

    def __init__(self, section: DraftSection) -> None:
        super().__init__("Another window saved this section first.")
        self.section = section


class AlreadyLogged(Exception):
    """The draft has become a case, so it can no longer be changed here. `case` is that case."""

    def __init__(self, case: Any) -> None:
        super().__init__("This case has been logged already.")
        self.case = case


@transaction.atomic
def start(*, key: UUID, by: Any) -> CaseDraft:
    """Start logging a case. The page brings the key, so a double click starts one draft.

    Raises Unseen when the key is of somebody else's draft.
    """
    draft, is_new = CaseDraft.objects.get_or_create(key=key, defaults={"owner": by})
    if draft.owner_id != by.pk:
        raise Unseen(asked_for="draft")
    if is_new:
        audit.record("draft.started", draft, by=by)
    return draft


def unfinished(user: Any) -> QuerySet[CaseDraft]:
    """The person's own drafts that are neither logged nor discarded, last saved first."""
    mine = CaseDraft.objects.filter(owner_id=user.pk, case=None, discarded_at=None)
    return mine.prefetch_related("sections").order_by("-saved_at", "-pk")


def find(user: Any, key: UUID) -> CaseDraft:
    """The person's own draft. Raises Unseen for somebody else's, a discarded one and a missing one alike."""
    draft = CaseDraft.objects.filter(owner_id=user.pk, key=key, discarded_at=None).select_related("case").first()
    if draft is None:
        raise Unseen(asked_for="draft")
    return draft


def entries(draft: CaseDraft) -> list[DraftSection]:
    """Every saved entry of a draft, in the order of the task list. One query."""
    order = [plan.name for plan in rules.PLANS]
    return sorted(draft.sections.all(), key=lambda row: (order.index(row.section), row.entry))


def as_rules(rows: Sequence[DraftSection]) -> list[rules.Entry]:
    """Saved entries as the rules take them."""
    return [rules.Entry(row.section, row.entry, row.is_complete, row.values, row.answers) for row in rows]


def entry_of(draft: CaseDraft, section: str, entry: int) -> DraftSection | None:
    """One saved entry, or None when nothing is saved yet."""
    return draft.sections.filter(section=section, entry=entry).first()


def save_section(
    draft: CaseDraft,
    section: str,
    entry: int,
    *,
    typed: Typed,
    values: Mapping[str, Any],
    answers: Sequence[Mapping[str, str]],
    complete: bool,
    version: int,
    by: Any,
) -> DraftSection:
    """Save one entry of a section: as typed, as checked, and as it reads back.

    `version` is that of the entry when the page was drawn, 0 for a new one. Raises SavedFirst, with both kept, when
    another window saved in between and said something else; AlreadyLogged; Unseen for a draft that is not theirs.
    """
    rules.plan_of(section)
    facts = {"typed": dict(typed), "values": dict(values), "answers": list(answers), "is_complete": complete}
    with transaction.atomic():
        _lock(draft, by)
        row = entry_of(draft, section, entry)
        is_behind = (row.version if row else 0) != version
        if row is not None and is_behind and row.typed != facts["typed"]:
            row.aside = facts
            row.save(update_fields=["aside"])
        else:
            return _write(draft, section, entry, row, facts, by)
    raise SavedFirst(row)


def _write(
    draft: CaseDraft, section: str, entry: int, row: DraftSection | None, facts: Mapping[str, Any], by: Any
) -> DraftSection:
    row = row or DraftSection(draft=draft, section=section, entry=entry, version=0)
    for name, value in facts.items():
        setattr(row, name, value)
    row.version += 1
    row.aside = {}
    row.save()
    draft.save(update_fields=["saved_at"])
    # What was typed stands in the draft itself; the trail says only that it was saved.
    audit.record("draft.saved", draft, by=by, after={"section": section, "entry": entry, "complete": row.is_complete})
    return row


@transaction.atomic
def remove_entry(draft: CaseDraft, section: str, entry: int, *, by: Any) -> None:
    """Take one entry out of a draft. Doing it twice changes nothing. Raises AlreadyLogged and Unseen."""
    _lock(draft, by)
    gone, _ = draft.sections.filter(section=section, entry=entry).delete()
    if gone:
        draft.save(update_fields=["saved_at"])
        audit.record("draft.entry_removed", draft, by=by, before={"section": section, "entry": entry})


@transaction.atomic
def discard(draft: CaseDraft, *, by: Any) -> None:
    """Put a draft away. Its text is kept out of sight, since what was recorded in an investigation is retained (CPIA).

    Raises AlreadyLogged and Unseen.
    """
    draft = _lock(draft, by)
    draft.discarded_at = timezone.now()
    draft.save(update_fields=["discarded_at", "saved_at"])
    audit.record("draft.discarded", draft, by=by)


def _lock(draft: CaseDraft, by: Any) -> CaseDraft:
    """Hold the draft until this transaction ends, so that two windows take turns."""
    locked = CaseDraft.objects.select_for_update().filter(pk=draft.pk, owner_id=by.pk, discarded_at=None).first()
    if locked is None:
        raise Unseen(asked_for="draft")
    if locked.case_id is not None:
        raise AlreadyLogged(locked.case)
    return locked
