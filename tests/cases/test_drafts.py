"""Drafts keep everything that is typed, for their owner alone."""

from uuid import uuid4

import pytest

from cases.models import CaseDraft
from cases.services import drafts
from soteria.accounts.access import Unseen
from soteria.accounts.models import User
from soteria.audit.models import AuditEvent
from tests.factories import CaseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(oic: User) -> CaseDraft:
    return drafts.start(key=uuid4(), by=oic)


def save(draft: CaseDraft, by: User, *, version: int = 0, text: str = "by the canal", entry: int = 1, section="where"):
    return drafts.save_section(
        draft,
        section,
        entry,
        typed={"place": [text]},
        values={"place": text},
        answers=[{"field": "place", "question": "The place in words", "answer": text, "anchor": "id_place"}],
        complete=True,
        version=version,
        by=by,
    )


def test_somebody_else_is_told_the_draft_does_not_exist(draft: CaseDraft, outsider: User) -> None:
    acts = [
        lambda: drafts.find(outsider, draft.key),
        lambda: drafts.start(key=draft.key, by=outsider),
        lambda: save(draft, outsider),
        lambda: drafts.remove_entry(draft, "where", 1, by=outsider),
        lambda: drafts.discard(draft, by=outsider),
    ]

    for act in acts:
        with pytest.raises(Unseen):
            act()

    assert list(drafts.unfinished(outsider)) == []


def test_starting_twice_with_one_key_starts_one_draft(oic: User) -> None:
    key = uuid4()

    first, second = drafts.start(key=key, by=oic), drafts.start(key=key, by=oic)

    assert first.pk == second.pk
    assert AuditEvent.objects.filter(verb="draft.started").count() == 1


def test_a_section_is_saved_as_typed_and_as_checked(draft: CaseDraft, oic: User) -> None:
    row = save(draft, oic)

    assert (row.version, row.typed, row.is_complete) == (1, {"place": ["by the canal"]}, True)
    event = AuditEvent.objects.get(verb="draft.saved")
    assert event.after == {"section": "where", "entry": 1, "complete": True}


def test_a_second_window_loses_nothing(draft: CaseDraft, oic: User) -> None:
    save(draft, oic)

    with pytest.raises(drafts.SavedFirst) as late:
        save(draft, oic, text="under the bridge")

    row = drafts.entry_of(draft, "where", 1)
    assert row.typed == {"place": ["by the canal"]}
    assert row.aside["typed"] == {"place": ["under the bridge"]}
    assert late.value.section.pk == row.pk


def test_a_second_click_is_not_a_second_window(draft: CaseDraft, oic: User) -> None:
    save(draft, oic)

    row = save(draft, oic)

    assert row.aside == {}


def test_saving_over_clears_what_was_set_aside(draft: CaseDraft, oic: User) -> None:
    save(draft, oic)
    with pytest.raises(drafts.SavedFirst):
        save(draft, oic, text="under the bridge")

    row = save(draft, oic, version=1, text="both")

    assert (row.typed, row.aside, row.version) == ({"place": ["both"]}, {}, 2)


def test_a_discarded_draft_is_gone_for_its_owner_too(draft: CaseDraft, oic: User) -> None:
    drafts.discard(draft, by=oic)

    with pytest.raises(Unseen):
        drafts.find(oic, draft.key)
    assert list(drafts.unfinished(oic)) == []
    assert AuditEvent.objects.filter(verb="draft.discarded").exists()


def test_a_logged_draft_cannot_change(draft: CaseDraft, oic: User) -> None:
    CaseDraft.objects.filter(pk=draft.pk).update(case=CaseFactory())

    with pytest.raises(drafts.AlreadyLogged):
        save(draft, oic)


def test_an_entry_is_removed_once(draft: CaseDraft, oic: User) -> None:
    save(draft, oic, section="offences", entry=2)

    drafts.remove_entry(draft, "offences", 2, by=oic)
    drafts.remove_entry(draft, "offences", 2, by=oic)

    assert drafts.entries(draft) == []
    assert AuditEvent.objects.filter(verb="draft.entry_removed").count() == 1


def test_an_unknown_section_is_a_mistake(draft: CaseDraft, oic: User) -> None:
    with pytest.raises(KeyError):
        save(draft, oic, section="gossip")
