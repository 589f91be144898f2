"""Ask for links to be looked for, and decide what two records are: always a person, with a reason."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.models import Case
from cases.rules.intake_rows import ImportedRow
from soteria.audit import services as audit
from soteria.copying import copy_in
from soteria.ui.dates import moment
from soteria.work import services as work
from suspects.models import Involvement, LinkDecision, PersonLink, StaleLink, Suspect

Kind, Reason, State = LinkDecision.Kind, LinkDecision.Reason, PersonLink.State
STATES = {Kind.SAME: State.CONFIRMED, Kind.DIFFERENT: State.REJECTED, Kind.OPEN: State.WAITING}


class CannotDecide(Exception):
    """The sentence says what stands in the way, and is safe to show to whoever sees both records."""


@transaction.atomic
def ask_link(suspect_id: int, *, why_key: str) -> None:
    """Have the likely links of one suspect looked for within seconds, in the transaction of what changed."""
    ask_link_many([suspect_id], why_key=why_key)


@transaction.atomic
def ask_link_many(suspect_ids: Iterable[int], *, why_key: str) -> None:
    """Have the links of many suspects looked for by one job; nothing for nobody. Asking twice for one fact is one."""
    ids = sorted(set(suspect_ids))
    if ids:
        now = timezone.now()
        copy_in(StaleLink(suspect_id=pk, asked_at=now) for pk in ids)
        work.enqueue("suspects.link", ids[0], key=f"suspects.link:{why_key}"[:120])


def link_case(*, case: Case, **facts: Any) -> None:
    """Subscriber to "case.logged", after the suspects are kept: those of the case are looked for."""
    ask_link_many(_known_in([case.pk]), why_key=f"case:{case.pk}")


def link_imported(*, rows: Sequence[ImportedRow]) -> None:
    """Subscriber to "crimes.imported", after the suspects are kept: one job a batch."""
    if rows:
        cases = sorted({row.case_id for row in rows})
        ask_link_many(_known_in(cases), why_key=f"import:{cases[0]}:{len(cases)}:{timezone.now().isoformat()}")


def _known_in(cases: Sequence[int]) -> Iterable[int]:
    found = Involvement.objects.filter(case__in=cases, suspect__isnull=False)
    return found.values_list("suspect_id", flat=True)


def newest(left_id: int, right_id: int) -> LinkDecision | None:
    """What was decided last of a pair, the lower id first."""
    of_pair = LinkDecision.objects.filter(left_id=left_id, right_id=right_id)
    return of_pair.select_related("by").order_by("-pk").first()


def locked_pair(one: Suspect, other: Suspect) -> tuple[Suspect, Suspect, PersonLink | None]:
    """Both records and their link, held until the transaction ends, in order of id so that two cannot wait in a ring.

    Raises CannotDecide where it is one record, or records of two forces.
    """
    if one.pk == other.pk:
        raise CannotDecide("These are the same record already.")
    left, right = Suspect.objects.select_for_update(no_key=True).filter(pk__in=[one.pk, other.pk]).order_by("pk")
    if left.force_id != right.force_id:
        raise CannotDecide("These records belong to two forces. Records are joined within one force.")
    link = PersonLink.objects.select_for_update().filter(left=left, right=right).first()
    return left, right, link


@transaction.atomic
def reject(one: Suspect, other: Suspect, *, reason: str, words: str, by: Any) -> LinkDecision:
    """Decide that two records are different people: they are not proposed again, however they score.

    Deciding the same twice is one decision. Raises CannotDecide where somebody decided otherwise first.
    """
    left, right, link = locked_pair(one, other)
    if (known := settled(left, right, Kind.DIFFERENT)) is not None:
        return known
    return decide(left, right, link, kind=Kind.DIFFERENT, reason=reason, words=words, by=by)


@transaction.atomic
def reopen(one: Suspect, other: Suspect, *, reason: str, words: str, by: Any) -> LinkDecision:
    """Put a rejected pair back into the queue. Raises CannotDecide where it is not rejected."""
    left, right, link = locked_pair(one, other)
    found = newest(left.pk, right.pk)
    if found is not None and found.kind == Kind.OPEN:
        return found
    if found is None or found.kind != Kind.DIFFERENT:
        raise CannotDecide("This pair is not rejected, so there is nothing to put back.")
    return decide(left, right, link, kind=Kind.OPEN, reason=reason, words=words, by=by)


def settled(left: Suspect, right: Suspect, kind: str) -> LinkDecision | None:
    """The decision that says this already; None where the pair is open. Raises CannotDecide where it says otherwise.

    The caller holds the pair locked, so of two officers at once the second meets what the first decided.
    """
    found = newest(left.pk, right.pk)
    if found is None or found.kind == Kind.OPEN:
        return None
    if found.kind == kind:
        return found
    said = found.get_kind_display().lower()
    raise CannotDecide(f"{found.by} decided this first, {moment(found.at)}: {said}. You have changed nothing.")


def decide(
    left: Suspect, right: Suspect, link: PersonLink | None, *, kind: str, reason: str, words: str, by: Any
) -> LinkDecision:
    """Write a decision, with what the person saw, and move the link with it. The caller holds the pair locked.

    Raises CannotDecide where another reason has no words.
    """
    if reason == Reason.OTHER and not words.strip():
        raise CannotDecide("Say what the reason is.")
    decision = LinkDecision.objects.create(
        left=left,
        right=right,
        kind=kind,
        reason=reason,
        words=words.strip(),
        weight=link.weight if link else None,
        model_version=link.model_version if link else "",
        by=by,
        at=timezone.now(),
    )
    if link is not None:
        PersonLink.objects.filter(pk=link.pk).update(state=STATES[Kind(kind)])
    after = {"kind": kind, "reason": reason, "other": right.pk}
    audit.record(f"link.{kind}", left, by=by, after=after)
    return decision
