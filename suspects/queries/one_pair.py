"""Two records as one reader sees them side by side: who they are, what the model finds, and what was decided."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, DateField, Exists, OuterRef, Q, QuerySet, When
from django.db.models import Case as Choose
from django.utils import timezone

from cases.models import Case, CaseAccess, live_access
from cases.queries.sight import reaching
from soteria.accounts.access import Refused, Unseen
from soteria.accounts.roles import Level, Section
from soteria.gathered import Builds, gather
from soteria.prepared import Slot
from suspects.models import (
    Involvement,
    LinkDecision,
    Merge,
    MergedPart,
    PersonLink,
    ScoreVersion,
    Suspect,
    SuspectAddress,
)
from suspects.queries.bars import not_barred_from
from suspects.queries.links import SIDES
from suspects.queries.restricted import REFUSED, is_apart, is_named
from suspects.queries.sight import cases_in_sight

LEFT, RIGHT = (Slot(side, None, BigIntegerField()) for side in SIDES)
DAY = Slot("day", None, DateField())
OF_A_PAIR: Builds = {
    "links": lambda: PersonLink.objects.filter(left_id=LEFT, right_id=RIGHT),
    "decisions": lambda: LinkDecision.objects.filter(left_id=LEFT, right_id=RIGHT).select_related("by").order_by("-pk"),
    "merges": lambda: (
        Merge.objects.filter(decision__left_id=LEFT, decision__right_id=RIGHT, undone=None)
        .select_related("kept", "folded", "by")
        .order_by("pk")
    ),
    "addresses": lambda: SuspectAddress.objects.filter(Q(suspect_id=LEFT) | Q(suspect_id=RIGHT)).order_by("pk"),
    "versions": lambda: (
        ScoreVersion.objects.filter(Q(until=None) | Q(until__gt=DAY), since__lte=DAY)
        .select_related("definition", "gravity")
        .order_by("-since")[:1]
    ),
}


@dataclass(frozen=True)
class Sight:
    """A pair as one reader sees it. `link` is None where the model does not find it likely; `merge` while joined.

    `version` is that by which both are scored today.
    """

    left: Suspect
    right: Suspect
    addresses: Mapping[int, list[SuspectAddress]]
    version: ScoreVersion | None
    link: PersonLink | None
    decisions: tuple[LinkDecision, ...]
    merge: Merge | None
    may_decide: bool

    @property
    def kind(self) -> str:
        """What was decided last; "" before anything was."""
        return self.decisions[0].kind if self.decisions else ""


def get_pair(user: Any, one: int, other: int) -> Sight:
    """Two records of which the reader sees both, by the rule of the queue. 2 queries.

    Raises Unseen; and Refused where one is on a restricted list that the reader's role does not read.
    """
    left_id, right_id = sorted((one, other))
    found = {each.pk: each for each in _seen(user, (left_id, right_id))}
    if len(found) != len(SIDES):
        raise Unseen(asked_for="suspect")
    if any(each.is_kept_apart for each in found.values()) and not is_named(user):
        raise Refused(REFUSED, section=Section.INTEL)
    known = gather("pair", OF_A_PAIR, left=left_id, right=right_id, day=timezone.localdate())
    addresses: dict[int, list[SuspectAddress]] = {left_id: [], right_id: []}
    for row in known["addresses"]:
        addresses[row.suspect_id].append(row)
    is_free = not found[left_id].has_bars or not_barred_from(user, left_id, right_id)
    return Sight(
        found[left_id],
        found[right_id],
        addresses,
        next(iter(known["versions"]), None),
        next(iter(known["links"]), None),
        tuple(known["decisions"]),
        next(iter(known["merges"]), None),
        is_free and all(each.is_full for each in found.values()),
    )


def _seen(user: Any, ids: Collection[int]) -> QuerySet[Any]:
    """Those of these records that the reader sees, with whether each is in a case whose intelligence he keeps."""
    full = Case.objects.visible_to(user).filter(reaching(user, Section.INTEL, Level.FULL))
    full = full.filter(reaching(user, Section.SUSPECT, Level.READ))

    def within(cases: QuerySet[Case]) -> Q:
        own = Involvement.objects.filter(suspect=OuterRef("pk"), case__in=cases)
        held = MergedPart.objects.filter(merge__folded=OuterRef("pk"), merge__undone=None, involvement__case__in=cases)
        return Q(Exists(own)) | Q(Exists(held))

    people = Suspect.objects.filter(within(cases_in_sight(user)), pk__in=ids)
    apart = Exists(Suspect.objects.filter(is_apart(timezone.localdate()), pk=OuterRef("pk")))
    bars = Exists(live_access(user).filter(reach=CaseAccess.Reach.BARRED))
    is_full = Choose(When(within(full), then=True), default=False)
    return people.annotate(is_full=is_full, is_kept_apart=apart, has_bars=bars)
