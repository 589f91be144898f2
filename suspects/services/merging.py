"""Join two records of one person, and part them again exactly as they were. Nothing of either is overwritten or lost.

What belongs to a case follows its suspect: the part in the case, and arrests, orders and breaches of that case.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from cases.services import names
from soteria.audit import services as audit
from soteria.clocks import services as clocks
from soteria.clocks.models import ClockEvent
from suspects.linkage import guards
from suspects.linkage.scoring import Pair, best_matches
from suspects.models import (
    DisruptionPlan,
    Involvement,
    Judgement,
    LinkDecision,
    Merge,
    MergedPart,
    PersonLink,
    Standing,
    Suspect,
    SuspectAddress,
    Unmerge,
)
from suspects.queries import standing
from suspects.queries.candidates import people
from suspects.rules import merging as rules
from suspects.rules.linking import is_shown
from suspects.services import carried, carried_work, linking, scoring
from suspects.services.linking import CannotDecide, Kind, Reason
from suspects.services.recording import name_row

# Rows of a case that name its suspect, as "app.Model" with `case` and `suspect`; apps above add theirs when they start.
FOLLOW: list[str] = []
CARRIED = "circumstances"  # in what a merge took: ids of the dated facts that were copied, by kind
WORK = "work"  # and ids of the plans, nominations, markers and judgements that went with it
# Strong identifiers that differ: no decision goes over them. The other guards only ask for more than what is shown.
CONFLICTS = frozenset({guards.WORDS[1], guards.WORDS[2]})


@transaction.atomic
def confirm(one: Suspect, other: Suspect, *, reason: str, words: str, by: Any) -> Merge:
    """Decide that two records are one person, and join them. Confirming twice is one merge.

    Raises CannotDecide where somebody decided otherwise first, where strong identifiers conflict, where either record
    is part of another by now, where the facts shown are the reason and do not say so, where a decision keeps people of
    the two apart, or where both have live work of one kind.
    """
    left, right, link = linking.locked_pair(one, other)
    if (known := linking.settled(left, right, Kind.SAME)) is not None:
        return known.merge
    _refuse(left, right, link, reason)
    kept, folded = _in_order(left, right)
    is_hidden = _is_hidden(folded) and not _is_hidden(kept)
    if way := carried_work.in_the_way(kept, folded, is_hidden=is_hidden):
        raise CannotDecide(way)
    decision = linking.decide(left, right, link, kind=Kind.SAME, reason=reason, words=words, by=by)
    return _join(kept, folded, decision, by, is_hidden=is_hidden)


def _refuse(left: Suspect, right: Suspect, link: PersonLink | None, reason: str) -> None:
    if left.kept_as_id or right.kept_as_id:
        raise CannotDecide("One of these records has been joined to another since. Look at the pair again.")
    found = _as_they_stand(left, right)
    block = found.block or (link.block if link else "")
    if block in CONFLICTS:
        raise CannotDecide(f"{block}. If a record is wrong, correct it first; the pair is then looked at again.")
    if block and reason == Reason.FACTS:
        raise CannotDecide(f"{block}. Say by what else you know that this is one person.")
    if reason == Reason.FACTS:
        _refuse_by_facts(min(found.weight, link.weight if link else found.weight))
    if _kept_apart(_members(left), _members(right)):
        raise CannotDecide("It was decided that people of these two records are different. Change that decision first.")


def _refuse_by_facts(weight: float) -> None:
    """What the page shows is no reason for a merge where it would not put the pair before anybody."""
    if not is_shown(weight):
        said = "speak against it" if weight < 0 else "are too few to say so"
        raise CannotDecide(f"The facts shown {said}. Say by what else you know that this is one person.")


def _as_they_stand(left: Suspect, right: Suspect) -> Pair:
    """The pair scored from the records as they are now, whatever was found of them before."""
    records = people([left.pk, right.pk])
    return best_matches(records[left.pk], [records[right.pk]])[0]


def _members(suspect: Suspect) -> list[int]:
    """The record and all that are folded into it, however deep."""
    found, new = [suspect.pk], [suspect.pk]
    while new:
        new = list(Suspect.objects.filter(kept_as__in=new).values_list("pk", flat=True))
        found += new
    return found


def _kept_apart(ones: Sequence[int], others: Sequence[int]) -> bool:
    """Whether the newest decision on any two of them is that they are different people. 1 query."""
    across = Q(left__in=ones, right__in=others) | Q(left__in=others, right__in=ones)
    newest = LinkDecision.objects.filter(across).order_by("left", "right", "-pk").distinct("left", "right")
    return any(kind == Kind.DIFFERENT for kind in newest.values_list("kind", flat=True))


def _in_order(left: Suspect, right: Suspect) -> tuple[Suspect, Suspect]:
    """The record to keep and the one to fold. 3 queries."""
    today = timezone.localdate()
    plans = DisruptionPlan.objects.live().filter(suspect__in=[left, right]).values_list("suspect_id", flat=True)
    judged = Judgement.objects.live(today).filter(suspect__in=[left, right]).values_list("suspect_id", flat=True)
    worked = {*plans, *judged}
    counts = {
        pk: (cases, is_open)
        for pk, cases, is_open in Involvement.objects.filter(suspect__in=[left, right])
        .values_list("suspect_id")
        .annotate(cases=Count("pk"), is_open=Count("pk", filter=Q(case__is_restricted=False)))
    }
    by_id = {one.pk: one for one in (left, right)}
    records = [
        rules.Record(pk, counts.get(pk, (0, 0))[1] > 0, one.pnc_id, counts.get(pk, (0, 0))[0], pk in worked)
        for pk, one in by_id.items()
    ]
    kept, folded = rules.kept_first(*records)
    return by_id[kept.id], by_id[folded.id]


def _join(kept: Suspect, folded: Suspect, decision: LinkDecision, by: Any, *, is_hidden: bool) -> Merge:
    taken = {} if is_hidden else _take(kept, folded)
    if facts := carried.carry(kept, folded, is_hidden=is_hidden):
        taken[CARRIED] = facts
    if not is_hidden and (live := carried_work.carry(kept, folded)):
        taken[WORK] = live
    merge = Merge.objects.create(kept=kept, folded=folded, decision=decision, taken=taken, by=by, at=timezone.now())
    both = Involvement.objects.filter(suspect=kept).values("case")
    moved = list(Involvement.objects.filter(suspect=folded).exclude(case__in=both).select_for_update(no_key=True))
    MergedPart.objects.bulk_create(MergedPart(merge=merge, involvement=part) for part in moved)
    _move(moved, folded, kept)
    Suspect.objects.filter(pk=folded.pk).update(kept_as=kept, version=F("version") + 1)
    # The kept record stands for both; the folded one may still have a part in a case that both are in.
    Standing.objects.filter(suspect=folded).delete()
    _told(merge, "suspect.merged", by)
    return merge


def _take(kept: Suspect, folded: Suspect) -> dict[str, Any]:
    """Give the kept record what it lacks. Not for a name that only restricted cases hold beside an open record."""
    taken = rules.taken(_facts(kept), _facts(folded))
    _say(
        kept, {name: getattr(kept, name) + value if isinstance(value, list) else value for name, value in taken.items()}
    )
    new = [
        SuspectAddress.objects.get_or_create(suspect=kept, address=row.address, postcode=row.postcode)
        for row in folded.addresses.order_by("pk")
    ]
    added = [row.pk for row, is_new in new if is_new]
    return taken | ({"addresses": added} if added else {})


def _is_hidden(suspect: Suspect) -> bool:
    return not Involvement.objects.filter(suspect=suspect, case__is_restricted=False).exists()


def _facts(suspect: Suspect) -> dict[str, Any]:
    found = {name: getattr(suspect, name) for name in (*rules.FILLED, "aliases", "phones")}
    return found | {"name": f"{suspect.forenames} {suspect.surname}".strip()}


def _say(suspect: Suspect, facts: dict[str, Any]) -> None:
    """Write changed facts as the record's next version."""
    if not facts:
        return
    for name, value in facts.items():
        is_day = name == "date_of_birth" and isinstance(value, str)
        setattr(suspect, name, date.fromisoformat(value) if is_day else value)
    suspect.version += 1
    suspect.save()
    if "date_of_birth" in facts:
        standing.place_by_birth(suspect, timezone.localdate())


@transaction.atomic
def unmerge(merge: Merge, *, kind: str, reason: str, words: str, by: Any) -> Unmerge:
    """Take a merge back: every part that it moved goes to the record that had it, and each says what it said.

    `kind` says what becomes of the pair: "different", or "open" for another look. Doing it twice changes nothing.
    Raises CannotDecide while a later merge has the kept record folded.
    """
    left, right, link = linking.locked_pair(merge.kept, merge.folded)
    done = Unmerge.objects.filter(merge=merge).first()
    if done is not None:
        return done
    kept, folded = (left, right) if left.pk == merge.kept_id else (right, left)
    if kept.kept_as_id is not None:
        raise CannotDecide("The record was joined to another one later. Undo that first.")
    decision = linking.decide(left, right, link, kind=kind, reason=reason, words=words, by=by)
    return _part(merge, kept, folded, decision, by)


def _part(merge: Merge, kept: Suspect, folded: Suspect, decision: LinkDecision, by: Any) -> Unmerge:
    undone = Unmerge.objects.create(merge=merge, decision=decision, by=by, at=timezone.now())
    Suspect.objects.filter(pk=folded.pk).update(kept_as=None, version=F("version") + 1)
    mine = Involvement.objects.filter(pk__in=merge.parts.values("involvement"), suspect=kept)
    _give_back(merge, kept, folded, by)
    _move(list(mine.select_for_update(no_key=True)), kept, folded)
    _told(merge, "suspect.unmerged", by)
    return undone


def _give_back(merge: Merge, kept: Suspect, folded: Suspect, by: Any) -> None:
    """Take from the kept record what this merge gave it, unless it was changed since or came from another one too."""
    others = Merge.objects.filter(kept=kept, undone=None).exclude(pk=merge.pk).values_list("taken", flat=True)
    given = dict(merge.taken)
    addresses = given.pop("addresses", [])
    carried.give_back(given.pop(CARRIED, {}), kept, folded, by)
    carried_work.give_back(given.pop(WORK, {}), kept, folded)
    SuspectAddress.objects.filter(pk__in=addresses, suspect=kept).delete()
    _say(kept, rules.left_after(_facts(kept), given, list(others)))


def _move(parts: Sequence[Involvement], giver: Suspect, taker: Suspect) -> None:
    """Let parts in cases, and what follows them, be of another record; the index of names says so at once."""
    cases = [part.case_id for part in parts]
    Involvement.objects.filter(pk__in=[part.pk for part in parts]).update(suspect=taker, version=F("version") + 1)
    for label in FOLLOW:
        apps.get_model(label).objects.filter(case__in=cases, suspect=giver).update(suspect=taker)
    _clocks_follow(cases, giver.pk, taker.pk)
    for case_id in cases:
        names.forget(case_id, "suspect", giver.pk)
    rows = Involvement.objects.filter(suspect__in=[giver, taker]).select_related("suspect")
    names.index(name_row(row) for row in rows)


def _clocks_follow(cases: Iterable[int], giver: int, taker: int) -> None:
    """The dated facts of those cases that are about the suspect are about the other record from now on."""
    held = ClockEvent.objects.filter(case_id__in=list(cases), subject=f"suspect:{giver}")
    clocks.note_many(
        clocks.Fact(row.case_id, row.event, row.at, row.source, f"suspect:{taker}", row.attrs) for row in held
    )


def _told(merge: Merge, verb: str, by: Any) -> None:
    """Both are scored and linked again at once, and the trail has it of both records and of every case that moved."""
    key = f"{verb}:{merge.pk}"
    both = [merge.kept_id, merge.folded_id]
    scoring.ask_rescore_many(both, why_key=key)
    linking.ask_link_many(both, why_key=key)
    after = {"merge": merge.pk, "kept": merge.kept_id, "folded": merge.folded_id}
    parts = merge.parts.select_related("involvement__case")
    audit.record_many(
        [
            audit.event(verb, merge.kept, by=by, after=after),
            audit.event(verb, merge.folded, by=by, after=after),
            *(audit.event(verb, part.involvement, by=by, case=part.involvement.case, after=after) for part in parts),
        ]
    )
