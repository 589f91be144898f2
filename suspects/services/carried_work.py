"""What is being done about a person, where two records are joined: it goes to the record that is kept, and back.

The kept record is the one that pages act on, so live plans, what waits for a decision, markers and judgements go with
it. Where both records have live work of one kind, one is ended first: two live plans of a man would be nobody's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q, QuerySet

from suspects.models import DisruptionPlan, Judgement, Marker, Nomination, Suspect

Plan, Put, Mark = DisruptionPlan.State, Nomination.State, Marker.State
Carried = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Work:
    """One kind of live work. A record has one at a time, or one of each `one_of`.

    `is_live` are rows that must not be left behind; `is_open` are those that take the place of another of the kind,
    drafts with them, which may stay with the folded record where the kept one has its own.
    """

    name: str
    model: type[Any]
    is_live: Q
    is_open: Q
    words: str
    first: str
    one_of: str = "suspect_id"

    def live(self, suspect: Suspect) -> QuerySet[Any]:
        """What of the record must not be left behind."""
        return self.model.objects.filter(self.is_live, suspect=suspect)

    def open(self, suspect: Suspect) -> QuerySet[Any]:
        """What of the record is not done with."""
        return self.model.objects.filter(self.is_open, suspect=suspect)

    def places(self, suspect: Suspect) -> set[Any]:
        """Where the record has an open one: its routes or kinds, or the record itself."""
        found = set(self.open(suspect).values_list(self.one_of, flat=True))
        return {True} if found and self.one_of == "suspect_id" else found


UNDER_WAY, UNDECIDED = Q(state__in=[Plan.DRAFT, Plan.SENT]), Q(state__in=[Put.DRAFT, Put.PROPOSED])
ON_PNC, JUDGED = Q(state__in=[Mark.ASKED, Mark.PLACED]), Q(withdrawn_at=None, expired_at=None)
LIVE = Q(state=Plan.LIVE)
WORK = (
    Work("live_plans", DisruptionPlan, LIVE, LIVE, "a live plan", "End one of the two plans"),
    Work(
        "plans",
        DisruptionPlan,
        Q(state=Plan.SENT),
        UNDER_WAY,
        "a plan that waits for approval or is being written",
        "Approve the plan that waits, or send it back",
    ),
    Work(
        "nominations",
        Nomination,
        Q(state=Put.PROPOSED),
        UNDECIDED,
        "a nomination to one route that waits for a decision or is being written",
        "Decide the nomination that waits",
        "route",
    ),
    Work("markers", Marker, ON_PNC, ON_PNC, "a warning marker of one kind", "Close one of the two markers", "kind"),
    Work("judgements", Judgement, JUDGED, JUDGED, "a judgement that stands or waits", "Withdraw one of the two"),
)


def in_the_way(kept: Suspect, folded: Suspect, *, is_hidden: bool) -> str:
    """Why two records cannot be joined while their work is as it is, and what to end first; "" where they can.

    `is_hidden`: the folded record is of restricted cases alone and the kept one is not. Then nothing of it is carried,
    as it would be shown to whoever reads the kept one, so what is live is ended first.
    """
    found = (_hidden(one, folded) if is_hidden else _both(one, kept, folded) for one in WORK)
    return next((words for words in found if words), "")


def _both(one: Work, kept: Suspect, folded: Suspect) -> str:
    ours, theirs = one.places(kept), one.places(folded)
    is_live = one.live(folded).exists() or one.live(kept).filter(_within(one, ours & theirs)).exists()
    return f"Both records have {one.words}. {one.first}, then join them." if ours & theirs and is_live else ""


def _within(one: Work, places: set[Any]) -> Q:
    return Q() if one.one_of == "suspect_id" else Q(**{f"{one.one_of}__in": places})


def _hidden(one: Work, folded: Suspect) -> str:
    words = f"The record of restricted cases has {one.words}, which is not carried into a record that others read."
    return f"{words} End it first." if one.live(folded).exists() else ""


def carry(kept: Suspect, folded: Suspect) -> Carried:
    """Give the kept record what is open of the folded one; returns, by kind, the ids and the plans' own numbers.

    Something that the kept record has of its own is left: `in_the_way` let only drafts come to that.
    """
    return {one.name: moved for one in WORK if (moved := dict(_moved(one, kept, folded)))}


def _moved(one: Work, kept: Suspect, folded: Suspect) -> Iterator[tuple[str, int]]:
    taken = one.places(kept)
    for row in one.open(folded).order_by("pk"):
        if (True if one.one_of == "suspect_id" else getattr(row, one.one_of)) not in taken:
            number = getattr(row, "number", 0)
            one.model.objects.filter(pk=row.pk).update(suspect=kept, **_numbered(one, _next(kept)))
            yield str(row.pk), number


def _numbered(one: Work, number: int) -> dict[str, int]:
    return {"number": number} if one.model is DisruptionPlan else {}


def _next(suspect: Suspect) -> int:
    last = DisruptionPlan.objects.filter(suspect=suspect).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def give_back(carried: Mapping[str, Mapping[str, int]], kept: Suspect, folded: Suspect) -> None:
    """Give what a merge carried back to the record that it was made for, under its own number, ended or not."""
    for one in WORK:
        for pk, number in carried.get(one.name, {}).items():
            one.model.objects.filter(pk=int(pk), suspect=kept).update(suspect=folded, **_numbered(one, number))
