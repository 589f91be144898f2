"""The supervisors' lists of bail: ending soon, ended and left, unmonitored, missed attendances, no bail."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from cases.models import Case
from cases.queries.keyset import Order, cursor, place
from cases.queries.sight import reaching
from orders.models import AttendanceDue, Bail, BailCheck, BailCondition, Release, Surrender
from orders.queries import endings
from orders.rules import countdown
from soteria.accounts.roles import Level, Section
from soteria.clocks import reference
from soteria.clocks.rules import Limits, State
from soteria.ui.dates import moment
from suspects.models import InvolvementStatus

SIZE = 50
COUNTED = 1_000  # a longer list than this is told as "1,000+"
BY = Order("at", ("at", "id"))
Rows = Callable[[datetime], QuerySet[Any]]


@dataclass(frozen=True)
class Kind:
    """One list: its words, its rows with `at`, and how a row leads to its arrest and to what is said of it."""

    slug: str
    title: str
    caption: str
    at_words: str
    empty: str
    rows: Rows
    arrest: str
    say: Callable[[Any], str]


@dataclass(frozen=True)
class Row:
    """One line of a list."""

    pk: int
    slug: str
    reference: str
    what: str
    at: datetime
    officer: str
    team: str


@dataclass(frozen=True)
class Page:
    """Some of a list; `after` is the cursor of what comes next."""

    rows: tuple[Row, ...]
    after: str
    is_first: bool


def _ending(now: datetime) -> QuerySet[Any]:
    until = endings.from_day(timezone.localdate(now), max(countdown.STEPS))
    rows = endings.running(Bail.objects.all()).filter(act_by__lt=until, due__gte=now)
    return _with_conditions(rows.annotate(at=F("act_by")))


def _expired(now: datetime) -> QuerySet[Any]:
    return _with_conditions(endings.running(Bail.objects.all()).filter(due__lt=now).annotate(at=F("due")))


def _unmonitored(now: datetime) -> QuerySet[Any]:
    """Bail with a condition in force, granted longer ago than a force may leave it, in which time nobody checked and
    no attendance was recorded.
    """
    since = now - timedelta(days=unmonitored_days())
    held = BailCondition.objects.filter(bail=OuterRef("pk"), ends_at=None)
    looked = BailCheck.objects.filter(bail=OuterRef("pk"), checked_at__gte=since)
    seen = AttendanceDue.objects.filter(
        condition__bail=OuterRef("pk"), state=AttendanceDue.State.ATTENDED, answered_at__gte=since
    )
    standing = Bail.objects.filter(ended_at=None, granted_at__lt=since)
    standing = standing.filter(arrest__withdrawn_at=None, arrest__case__closed_at=None)
    live = endings.with_period(standing).filter(Q(due__gte=now) | Q(clock_state=State.SUSPENDED))
    live = live.exclude(clock_state=State.STOPPED)
    return _with_conditions(live.filter(Exists(held), ~Exists(looked), ~Exists(seen)).annotate(at=F("granted_at")))


def unmonitored_days() -> int:
    """How many days bail with conditions may run with nobody looking: a limit of the force, to be confirmed."""
    return _limits().in_force("bail.unmonitored", timezone.localdate()).amount


@cache
def _limits() -> Limits:
    """The reviewed file itself, since every home page of a supervisor asks."""
    return reference.bundled()


def _missed(now: datetime) -> QuerySet[Any]:
    return AttendanceDue.objects.to_confirm().annotate(at=F("missed_at"))


def _returns(now: datetime) -> QuerySet[Any]:
    return Surrender.objects.to_answer().annotate(at=F("due_at"))


def _without_bail(now: datetime) -> QuerySet[Any]:
    """The last release of each arrest, where it was without bail and nobody charged the suspect since."""
    later = Release.objects.filter(arrest=OuterRef("arrest"), decided_at__gt=OuterRef("decided_at"))
    charged = InvolvementStatus.objects.filter(
        involvement__case=OuterRef("arrest__case"),
        involvement__suspect=OuterRef("arrest__suspect"),
        status=InvolvementStatus.Status.CHARGED,
        withdrawn_at=None,
    )
    rows = Release.objects.without_bail().filter(arrest__withdrawn_at=None, arrest__case__closed_at=None)
    return rows.filter(~Exists(later), ~Exists(charged)).annotate(at=F("decided_at"))


def _with_conditions(rows: QuerySet[Any]) -> QuerySet[Any]:
    held = BailCondition.objects.filter(bail=OuterRef("pk"), ends_at=None).order_by().values("bail")
    return rows.annotate(held=Coalesce(Subquery(held.annotate(n=Count("pk")).values("n")), 0))


def _say_bail(bail: Any) -> str:
    held = f"{bail.held} condition{'' if bail.held == 1 else 's'} in force" if bail.held else "No conditions"
    return f"{bail.get_route_display()}. {held}"


def _say_missed(due: Any) -> str:
    return f"Not recorded as reporting at {due.station}, {moment(due.opens_at)}"


def _say_return(due: Any) -> str:
    return f"Not recorded as coming back to {due.station or 'the police station'}, {moment(due.due_at)}"


def _say_release(release: Any) -> str:
    seen = "Read by a supervisor" if release.seen_at else "Not read by a supervisor yet"
    return f"{release.get_no_bail_display()}. {release.words} {seen}"


KINDS: Mapping[str, Kind] = {
    kind.slug: kind
    for kind in (
        Kind(
            "ending",
            "Bail ending soon",
            "Bail that ends within 28 days, the first to end first",
            "Act by",
            "No bail ends within 28 days.",
            _ending,
            "arrest",
            _say_bail,
        ),
        Kind(
            "expired",
            "Bail that ended and was left",
            "The period ended and nothing is recorded. It cannot be extended",
            "Ended",
            "No bail was left past its end.",
            _expired,
            "arrest",
            _say_bail,
        ),
        Kind(
            "unmonitored",
            "Bail that nobody checks",
            "Conditions in force, with no check and no attendance recorded lately",
            "Bailed",
            "Somebody looked at all bail with conditions.",
            _unmonitored,
            "arrest",
            _say_bail,
        ),
        Kind(
            "missed",
            "Missed attendances to answer",
            "Times to report that nobody recorded: is it a breach?",
            "Found",
            "No missed attendance waits for an answer.",
            _missed,
            "condition__bail__arrest",
            _say_missed,
        ),
        Kind(
            "returns",
            "Returns on bail to answer",
            "Times to come back that passed with nothing recorded: is it a breach?",
            "Due",
            "Everybody who had to come back is recorded.",
            _returns,
            "bail__arrest",
            _say_return,
        ),
        Kind(
            "without-bail",
            "Released without bail",
            "Released under investigation, with the reason for no bail",
            "Released",
            "Nobody is released without bail.",
            _without_bail,
            "arrest",
            _say_release,
        ),
    )
}


def listed(user: Any, kind: Kind, now: datetime) -> QuerySet[Any]:
    """The rows of a list in cases on which this person decides: of a tile, a heading and a file alike."""
    cases = Case.objects.visible_to(user).filter(reaching(user, Section.REVIEW, Level.FULL))
    return kind.rows(now).filter(**{f"{kind.arrest}__case__in": cases.values("pk")})


def count(user: Any, kind: Kind, now: datetime) -> int:
    """How many rows a list has, counted no further than COUNTED + 1."""
    return listed(user, kind, now).order_by()[: COUNTED + 1].count()


def said(number: int) -> str:
    """A count as it is said: "12", "1,000+"."""
    return f"{COUNTED:,}+" if number > COUNTED else str(number)


def page(user: Any, kind: Kind, now: datetime, after: str = "", size: int = SIZE) -> Page:
    """One page of a list, what is most urgent first. 1 query."""
    start = place(after[:200], "", (datetime, int))
    found = list(_ordered(user, kind, now).filter(start.condition(BY))[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return Page(
        tuple(_row(kind, one) for one in found[:size]),
        cursor((last.at, last.pk)) if last else "",
        is_first=not start.after,
    )


def every(user: Any, kind: Kind, now: datetime, most: int) -> list[Row]:
    """The first rows of a list for a file. 1 query."""
    return [_row(kind, one) for one in _ordered(user, kind, now)[:most]]


def _ordered(user: Any, kind: Kind, now: datetime) -> QuerySet[Any]:
    paths = (f"{kind.arrest}__case__oic", f"{kind.arrest}__case__team")
    return listed(user, kind, now).select_related(*paths).order_by(*BY.by())


def _row(kind: Kind, one: Any) -> Row:
    arrest = one
    for step in kind.arrest.split("__"):
        arrest = getattr(arrest, step)
    case = arrest.case
    return Row(
        one.pk, case.slug, case.reference, kind.say(one), one.at, str(case.oic or "Nobody yet"), str(case.team or "")
    )
