"""The list of who is worked on: listed suspects and those with a plan, by the day on which something is to be done."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case as Choice
from django.db.models import (
    CharField,
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Greatest, TruncDate
from django.utils import timezone

from cases.queries.keyset import Order, Place, cursor, place
from soteria.accounts.models import User
from soteria.clocks.models import Limit
from soteria.ui.parts import LONDON
from suspects.models import DisruptionPlan, Involvement, ListEntry, Nomination, NoPlan, Suspect
from suspects.queries.restricted import is_apart, is_named
from suspects.queries.sight import cases_in_sight

SIZE, SOON = 25, 7
ORDER = Order("act_on", ("act_on", "pk"))
LIVE, NONE, MISSING, MAKING, NOMINATED = "live", "none", "missing", "making", "nominated"
STANDS = {
    LIVE: "Plan is live",
    NONE: "No plan, for a reason",
    MISSING: "No plan",
    MAKING: "Plan is being written",
    NOMINATED: "No plan, and not on the list",
}
SHOWS = {
    "all": "Everybody",
    "overdue": "Review overdue",
    "due": "Review due in 7 days",
    "missing": "No plan",
    "sent": "Waiting for approval",
    "nominated": "Nominations to decide",
}


@dataclass(frozen=True)
class Worked:
    """One line: a suspect, how it stands with his plan, and by when something is to be done.

    `final` is the score with the judgement that holds, by which `band` goes; both are of the standing.
    """

    suspect_id: int
    name: str
    born: date | None
    stands: str
    making: str
    waits: bool
    act_on: date
    entered_on: date | None
    owner: str
    routes: tuple[str, ...]
    final: float | None
    base: float | None
    band: str

    @property
    def stands_words(self) -> str:
        """How it stands, in words."""
        if self.making == DisruptionPlan.State.SENT:
            return (
                f"{STANDS[self.stands]}. A plan waits for approval" if self.stands != MAKING else "Waits for approval"
            )
        return STANDS[self.stands]

    @property
    def to_do(self) -> str:
        """What is to be done by the day."""
        if self.stands == NOMINATED:
            return "Decide about the nomination"
        return {LIVE: "Review the plan", NONE: "Decide again", MISSING: "Write a plan"}.get(self.stands, "Finish it")


@dataclass(frozen=True)
class WorkedPage:
    """One page, with the cursors of its neighbours."""

    rows: tuple[Worked, ...]
    after: str = ""
    before: str = ""


def place_of(after: str, before: str) -> Place:
    """Where a page starts, from an address; one whose day cannot be read is the start."""
    at = place(after, before, (str, int))
    try:
        date.fromisoformat(str((at.before or at.after or ("2000-01-01",))[0]))
    except ValueError:
        return Place()
    return at


def page(user: Any, day: date, show: str, at: Place) -> WorkedPage:
    """One page of those whom the person may see, the first to be done first. 3 queries."""
    every = shown(worked(user, day), show, day)
    found = every.select_related("standing")
    rows = list(found.filter(at.condition(ORDER)).order_by(*ORDER.by(is_backwards=at.is_backwards))[: SIZE + 1])
    has_more, rows = len(rows) > SIZE, rows[:SIZE]
    if at.is_backwards:
        rows.reverse()
    keys = [(row.act_on.isoformat(), row.pk) for row in rows]
    return WorkedPage(
        lines(rows),
        cursor(keys[-1]) if keys and (has_more or at.is_backwards) else "",
        cursor(keys[0]) if keys and (has_more if at.is_backwards else bool(at.after)) else "",
    )


def worked(user: Any, day: date) -> QuerySet[Any]:
    """Listed suspects, those with a plan that is live or in the making, and those nominated, whom this person may see.

    A nomination counts while it waits for a decision.
    """
    listed = ListEntry.objects.open().values("suspect")
    planned = DisruptionPlan.objects.exclude(state=DisruptionPlan.State.ENDED).values("suspect")
    waiting = Nomination.objects.filter(state=Nomination.State.PROPOSED).values("suspect")
    return _stand(_in_sight(user).filter(pk__in=listed.union(planned, waiting)), day)


def seen_or_nominated(user: Any, day: date) -> QuerySet[Any]:
    """Suspects with a nomination whom this person may see, on the list or not."""
    return _stand(_in_sight(user).filter(pk__in=Nomination.objects.values("suspect")), day)


def _in_sight(user: Any) -> QuerySet[Suspect]:
    seen = Involvement.objects.filter(suspect=OuterRef("pk"), case__in=cases_in_sight(user))
    # Children and police employees stand on lists of their own.
    apart = Q() if is_named(user) else ~is_apart(timezone.localdate())
    return Suspect.objects.filter(Exists(seen)).filter(apart)


def _stand(rows: QuerySet[Suspect], day: date) -> QuerySet[Any]:
    """With how it stands with each, and by when something is to be done."""
    plans = DisruptionPlan.objects.filter(suspect=OuterRef("pk"))
    entry = ListEntry.objects.open().filter(suspect=OuterRef("pk"))
    live = plans.filter(state=DisruptionPlan.State.LIVE)
    ended = plans.exclude(ended_at=None).order_by().values("suspect").annotate(last=Max("ended_at")).values("last")
    decided = NoPlan.objects.filter(suspect=OuterRef("pk")).order_by().values("suspect")
    waits = Nomination.objects.filter(suspect=OuterRef("pk"), state=Nomination.State.PROPOSED)
    rows = rows.annotate(
        waits=Exists(waits),
        review_on=Subquery(live.values("review_on")),
        owner=Subquery(live.values("owner")),
        making=Subquery(plans.unfinished().values("state")),
        entered_on=Subquery(entry.values("entered_on")),
        decided_until=Subquery(decided.annotate(last=Max("review_on")).values("last")),
        last_end=Cast(TruncDate(Subquery(ended), tzinfo=LONDON), DateField()),
    )
    since = Greatest(F("entered_on"), F("last_end"), F("decided_until"))
    grace = Limit.objects.in_force(day).filter(name="suspects.no_plan").values("amount")[:1]
    is_live, is_decided = Q(review_on__isnull=False), Q(decided_until__gte=day)
    return rows.annotate(
        stands=Choice(
            When(is_live, then=Value(LIVE)),
            When(is_decided, then=Value(NONE)),
            When(entered_on__isnull=False, then=Value(MISSING)),
            When(making__isnull=False, then=Value(MAKING)),
            default=Value(NOMINATED),
            output_field=CharField(),
        ),
        act_on=Choice(
            When(is_live, then=F("review_on")),
            When(is_decided, then=F("decided_until")),
            # PostgreSQL adds days to a date.
            When(entered_on__isnull=False, then=ExpressionWrapper(since + Subquery(grace), DateField())),
            default=Value(day),
            output_field=DateField(),
        ),
    )


def _conditions(day: date) -> dict[str, Q]:
    reviewed = Q(stands__in=[LIVE, NONE])
    return {
        "all": Q(),
        "overdue": reviewed & Q(act_on__lt=day),
        "due": reviewed & Q(act_on__gte=day, act_on__lte=day + timedelta(days=SOON)),
        "missing": Q(stands=MISSING),
        "sent": Q(making=DisruptionPlan.State.SENT),
        "nominated": Q(waits=True),
    }


def shown(rows: QuerySet[Any], show: str, day: date) -> QuerySet[Any]:
    """The rows that a filter shows; everybody for one that is not known."""
    return rows.filter(_conditions(day).get(show, Q()))


def counts(user: Any, day: date) -> dict[str, int]:
    """How many each filter shows, as its list counts them. 1 query."""
    found = {name: Count("pk", filter=condition) for name, condition in _conditions(day).items() if name != "all"}
    return dict(worked(user, day).order_by().aggregate(all=Count("pk"), **found))


def lines(found: Iterable[Any]) -> tuple[Worked, ...]:
    """Rows as they are shown, with their owners and routes. 2 queries."""
    rows = list(found)
    owners = User.objects.in_bulk({row.owner for row in rows if row.owner})
    routes = _routes([row.pk for row in rows])
    return tuple(_line(row, str(owners.get(row.owner, "")), routes.get(row.pk, ())) for row in rows)


def _routes(suspects: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The routes that have accepted each suspect. 1 query."""
    found: dict[int, list[str]] = defaultdict(list)
    accepted = Nomination.objects.filter(suspect__in=suspects, state=Nomination.State.ACCEPTED).order_by("pk")
    for suspect, route in accepted.values_list("suspect", "route"):
        found[suspect].append(Nomination.Route(route).name)
    return {suspect: tuple(dict.fromkeys(names)) for suspect, names in found.items()}


def _line(row: Any, owner: str, routes: tuple[str, ...]) -> Worked:
    standing = getattr(row, "standing", None)
    return Worked(
        row.pk,
        str(row),
        row.date_of_birth,
        row.stands,
        row.making or "",
        row.waits,
        row.act_on,
        row.entered_on,
        owner,
        routes,
        standing.final if standing else None,
        standing.base if standing else None,
        standing.band if standing else "",
    )
