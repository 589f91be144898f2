"""Keep the index that finds a case by a person's name, however it is spelt.

Names belong to victims and suspects; their services call `index` after they write and `forget` after they remove.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from cases.models import CaseName, NameWord
from cases.rules import names as rules

BATCH = 1000


@dataclass(frozen=True)
class NameRow:
    """One person's name in one case; `kind` is "victim" or "suspect"."""

    case_id: int
    kind: str
    person_id: int
    forenames: str
    surname: str
    aliases: Sequence[str] = ()

    @property
    def key(self) -> tuple[int, str, int]:
        """What makes it one row of the index."""
        return self.case_id, self.kind, self.person_id

    def words(self) -> set[str]:
        """The words it is found by."""
        return rules.indexed_words(self.forenames, self.surname, self.aliases)


@transaction.atomic
def index(rows: Iterable[NameRow]) -> int:
    """Make the index say what these rows say, in a fixed number of statements a thousand rows; the number kept.

    Safe to repeat. A row without any name takes the person out of the index. Of two rows for one person
    the last counts.
    """
    latest = {row.key: row for row in rows}
    _remove({key for key, row in latest.items() if not row.words()})
    entries = entries_of(latest.values())
    CaseName.objects.bulk_create(
        entries,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["case", "kind", "person_id"],
        update_fields=["name", "words"],
    )
    return len(entries)


def entries_of(rows: Iterable[NameRow]) -> list[CaseName]:
    """The unsaved entries of the index, for a loader that writes them by COPY; their words are kept here and now."""
    worded = [(row, words) for row in rows if (words := row.words())]
    ids = keep_words(set().union(*(words for _, words in worded)))
    return [
        CaseName(
            case_id=row.case_id,
            kind=row.kind,
            person_id=row.person_id,
            name=rules.shown_name(row.forenames, row.surname, row.aliases),
            words=sorted(ids[word] for word in words),
        )
        for row, words in worded
    ]


def keep_words(words: set[str]) -> dict[str, int]:
    """The id of each word, those that are new being kept with their sounds.

    Words are written in order of the alphabet, so two loads at once cannot wait for each other in a ring.
    """
    known = _known(words)
    new = sorted(words - known.keys())
    if new:
        fresh = [NameWord(word=word, sounds=list(rules.keys_of(word))) for word in new]
        NameWord.objects.bulk_create(fresh, batch_size=BATCH, ignore_conflicts=True)
        known |= _known(set(new))
    return known


def _known(words: set[str]) -> dict[str, int]:
    return dict(NameWord.objects.filter(word__in=words).values_list("word", "pk"))


def forget(case_id: int, kind: str, person_id: int) -> None:
    """Take one person in one case out of the index. The words stay: they are nobody's by themselves."""
    CaseName.objects.filter(case_id=case_id, kind=kind, person_id=person_id).delete()


def _remove(keys: set[tuple[int, str, int]]) -> None:
    if not keys:
        return
    held = CaseName.objects.filter(case_id__in={key[0] for key in keys}).values_list(
        "case_id", "kind", "person_id", "pk"
    )
    CaseName.objects.filter(pk__in=[pk for *key, pk in held if tuple(key) in keys]).delete()
