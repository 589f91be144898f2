"""Look for links: of everybody each night, and within seconds of those about whom a fact changed.

A job and what it writes are one transaction, and each pair has one row, so a job done twice changes nothing. Asks that
lost their wake-up are found by the sweep. What people decided is never touched: only pairs that wait are scored.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from soteria.audit import services as audit
from soteria.work import services as work
from soteria.work.handlers import handles
from soteria.work.models import Job
from suspects import search_watch
from suspects.linkage import guards
from suspects.linkage.model import MODEL_VERSION
from suspects.linkage.scoring import Pair, best_matches, score_pairs
from suspects.models import Involvement, PersonLink, StaleLink, Suspect
from suspects.queries import link_sql
from suspects.queries.candidates import candidates_of, people
from suspects.rules.linking import QUEUE

PROCESS = "suspects.linking"
NIGHTLY_AT = time(1, 30)  # London: before the scores of the night, whose what-if figures read the links
AT_ONCE = 100_000  # pairs scored in one go: their records fit in some hundreds of megabytes
# A search each is right for a few; past a fiftieth of all records, finding every pair at once is quicker.
FEW, SHARE_OF_ALL = 50, 50
LOCK = 0x4C494E4B  # "LINK": one looking at a time, whoever asks for it
SCORED = ["force", "weight", "probability", "parts", "block", "model_version", "scored_at"]
Ids = tuple[int, int]


def ask_due(now: datetime) -> None:
    """Ask for tonight's pass once it is time, and for those whose wake-up was lost; asking twice is nothing."""
    if timezone.localtime(now).time() >= NIGHTLY_AT:
        ask_nightly(timezone.localdate(now))
    newest = StaleLink.objects.order_by("-pk").values_list("pk", flat=True).first()
    if newest is not None:
        work.enqueue("suspects.link", None, key=f"suspects.link:swept:{newest}")


def ask_nightly(day: date) -> None:
    """Ask for everybody to be looked at; two beats ask for one pass."""
    work.enqueue("suspects.link_all", None, key=f"suspects.link_all:{day.isoformat()}")


@handles("suspects.link_all")
def link_all(job: Job) -> None:
    """Look at everybody, and at the searches that people keep: what they may see can have changed too."""
    link_everybody()
    search_watch.end_past(timezone.localdate())
    search_watch.look()


@handles("suspects.link")
def link(job: Job) -> None:
    """Look at those of whom a fact changed: all that wait. After an import that is most of them, looked at as a set."""
    _alone()
    with connection.cursor() as cursor:
        cursor.execute(link_sql.TAKE_STALE)
        changed = sorted({pk for (pk,) in cursor.fetchall()})
    if len(changed) > FEW and len(changed) * SHARE_OF_ALL > Suspect.objects.count():
        link_everybody()
    else:
        link_some(changed)
    search_watch.look(changed)


@transaction.atomic
def link_everybody() -> int:
    """Find, score and keep the likely pairs of all records, in sets; returns how many wait or are blocked."""
    _alone()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '128MB'; SET LOCAL jit = off; SET LOCAL statement_timeout = 0")
        cursor.execute(link_sql.OF_ALL)
    at = timezone.now()
    kept = sum(_keep(pairs, _scored(pairs), at) for pairs in _batches())
    PersonLink.objects.filter(state=PersonLink.State.WAITING, scored_at__lt=at).delete()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE suspects_pair")
    audit.record("links.made", process=PROCESS, after={"kept": kept, "model": MODEL_VERSION})
    return kept


@transaction.atomic
def link_some(ids: Sequence[int]) -> int:
    """Find, score and keep the likely pairs of a few records, each by its own search; returns how many there are.

    A record without a date of birth is looked at again beside each that it may be: which of a father and a son it is
    shows only when both are there.
    """
    todo, done, kept = list(ids), set(), 0
    while todo:
        suspect = Suspect.objects.filter(pk=todo.pop(), kept_as=None).first()
        if suspect is not None and suspect.pk not in done:
            done.add(suspect.pk)
            number, undated = _link_one(suspect)
            kept += number
            todo += undated
    if ids:
        audit.record("links.made", process=PROCESS, after={"kept": kept, "model": MODEL_VERSION, "of": len(done)})
    return kept


def _link_one(suspect: Suspect) -> tuple[int, list[int]]:
    """How many pairs of a record were kept, and which of the others have no date of birth while it has one."""
    at = timezone.now()
    person = people([suspect.pk])[suspect.pk]
    mine = Q(left=suspect) | Q(right=suspect)
    waiting = PersonLink.objects.filter(mine, state=PersonLink.State.WAITING, left__kept_as=None, right__kept_as=None)
    found = {pk for ids in waiting.values_list("left_id", "right_id") for pk in ids}
    found |= set(candidates_of(person, suspect.force_id))
    others = people(found - {suspect.pk})
    scored = _as_known(best_matches(person, list(others.values()))) if others else []
    kept = _keep([_ids(suspect.pk, pk) for pk in others], scored, at)
    waiting.filter(scored_at__lt=at).delete()
    near = [int(one.right) for one in scored if one.weight >= QUEUE]
    return kept, [pk for pk in near if person.date_of_birth and not others[pk].date_of_birth]


def _alone() -> None:
    """Wait for any other looking: two at once would write one pair from both sides."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _batches() -> Iterator[list[Ids]]:
    """The pairs that the database found, some thousands at a time."""
    with connection.cursor() as cursor:
        cursor.execute(link_sql.COUNT)
        shares = 1 + cursor.fetchone()[0] // AT_ONCE
        for share in range(shares):
            cursor.execute(link_sql.SHARE, [shares, share])
            yield cursor.fetchall()


def _scored(pairs: Sequence[Ids]) -> list[Pair]:
    if not pairs:
        return []
    records = people({pk for ids in pairs for pk in ids})
    return _as_known(score_pairs(list(records.values()), [(str(left), str(right)) for left, right in pairs]))


def _as_known(scored: list[Pair]) -> list[Pair]:
    """The pairs, those of two records of open cases held back by a third only where it is of an open case too.

    The guard says that there is another man of that name at that address: of one whom only a restricted case names,
    nobody may learn it beside records that they see elsewhere. Without such pairs no query, else 3.
    """
    doubted = {pk for one in scored if one.block == guards.WORDS[guards.UNCLEAR] for pk in (one.left, one.right)}
    near = [(one.left, one.right) for one in scored if {one.left, one.right} & doubted]
    known = _of_open_cases({pk for ids in near for pk in ids}) if near else set()
    again = [ids for ids in near if known.issuperset(ids)]
    if len(again) == len(near):
        return scored
    records = people({int(pk) for ids in again for pk in ids})
    anew = {(one.left, one.right): one for one in score_pairs(list(records.values()), again)}
    return [anew.get((one.left, one.right), one) for one in scored]


def _of_open_cases(ids: Iterable[str]) -> set[str]:
    parts = Involvement.objects.filter(suspect__in=[int(pk) for pk in ids], case__is_restricted=False)
    return {str(pk) for pk in parts.values_list("suspect_id", flat=True)}


def _keep(pairs: Sequence[Ids], scored: Iterable[Pair], at: datetime) -> int:
    """Write the pairs worth a look; the state of one that is there already stays as people left it."""
    forces = dict(Suspect.objects.filter(pk__in={left for left, _ in pairs}).values_list("pk", "force_id"))
    worth = {_ids(int(one.left), int(one.right)): one for one in scored if one.weight >= QUEUE}
    rows = [_row(ids, one, forces[ids[0]], at) for ids, one in sorted(worth.items())]
    PersonLink.objects.bulk_create(
        rows, batch_size=2000, update_conflicts=True, unique_fields=["left", "right"], update_fields=SCORED
    )
    return len(rows)


def _row(ids: Ids, one: Pair, force_id: int, at: datetime) -> PersonLink:
    return PersonLink(
        left_id=ids[0],
        right_id=ids[1],
        force_id=force_id,
        weight=one.weight,
        probability=one.probability,
        parts=[{"field": part.field, "words": part.words, "weight": part.weight} for part in one.parts],
        block=one.block[:200],
        model_version=MODEL_VERSION,
        scored_at=at,
    )


def _ids(one: int, other: int) -> Ids:
    return (one, other) if one < other else (other, one)
