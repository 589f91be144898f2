"""The list of fingerprints and DNA that wait for an act: questions open, applications running, time running out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, DateField, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from cases.models import Case
from cases.queries.keyset import Order, Place, cursor, place
from cases.queries.sight import reaching
from orders.models import BiometricRetention
from orders.queries.biometrics import NEXT
from orders.rules.biometric_steps import KEEPING, WITH_COMMISSIONER, State
from soteria.accounts.roles import Level, Section

SIZE = 25
WITHIN = 92  # days before the end of keeping: the three months in which an extension may be asked for
FAR = date(9999, 12, 31)
ORDER = Order("act_on", ("act_on", "pk"))
OPEN, RUNNING, ENDING, DESTROY = "open", "running", "ending", "destroy"
SHOWS = {
    OPEN: "Questions not answered",
    RUNNING: "Applications running",
    ENDING: "Time to keep ends within 3 months",
    DESTROY: "To be destroyed",
}


@dataclass(frozen=True)
class Line:
    """One arrest's material on the list."""

    pk: int
    slug: str
    reference: str
    officer: str
    team: str
    stands: str
    next_words: str
    next_on: date | None
    is_open: bool


@dataclass(frozen=True)
class Page:
    """One page, with the cursors of its neighbours."""

    rows: tuple[Line, ...]
    after: str = ""
    before: str = ""


def waiting(user: Any) -> QuerySet[BiometricRetention]:
    """The records of every case whose bail and orders this person keeps; the ground of each count and list."""
    cases = Case.objects.visible_to(user).filter(reaching(user, Section.BAIL_ORDERS, Level.FULL))
    return BiometricRetention.objects.filter(case__in=cases.values("pk"), arrest__withdrawn_at=None)


def conditions(today: date) -> dict[str, Q]:
    """Which rows each part of the list shows on a day; no row is in two parts."""
    over = Q(state__in=KEEPING, keep_until__lt=today)
    return {
        OPEN: Q(state=State.OPEN),
        RUNNING: Q(state__in=[State.TO_APPLY, *WITH_COMMISSIONER]),
        ENDING: Q(state__in=KEEPING, keep_until__gte=today, keep_until__lte=today + timedelta(days=WITHIN)),
        DESTROY: Q(state=State.DESTROY) | over,
    }


def shown(user: Any, show: str, today: date) -> QuerySet[Any]:
    """The rows of one part, with the day by which they are put in order."""
    rows = waiting(user).filter(conditions(today)[show])
    return rows.annotate(act_on=Coalesce("next_on", "apply_by", Value(FAR), output_field=DateField()))


def counts(user: Any, today: date) -> dict[str, int]:
    """How many each part holds, as its list shows them. 1 query."""
    found = {name: Count("pk", filter=condition) for name, condition in conditions(today).items()}
    return dict(waiting(user).order_by().aggregate(**found))


def place_of(after: str, before: str) -> Place:
    """Where a page starts, from an address; one whose day cannot be read is the start."""
    at = place(after[:500], before[:500], (str, int))
    try:
        date.fromisoformat(str((at.before or at.after or ("2000-01-01",))[0]))
    except ValueError:
        return Place()
    return at


def page(user: Any, show: str, today: date, at: Place) -> Page:
    """One page of a part, the first day first. 1 query."""
    rows = _with_case(shown(user, show, today)).filter(at.condition(ORDER))
    found = list(rows.order_by(*ORDER.by(is_backwards=at.is_backwards))[: SIZE + 1])
    has_more, found = len(found) > SIZE, found[:SIZE]
    if at.is_backwards:
        found.reverse()
    keys = [(row.act_on.isoformat(), row.pk) for row in found]
    return Page(
        tuple(_line(row, today) for row in found),
        cursor(keys[-1]) if keys and (has_more or at.is_backwards) else "",
        cursor(keys[0]) if keys and (has_more if at.is_backwards else bool(at.after)) else "",
    )


def every(user: Any, show: str, today: date, most: int) -> Iterator[Line]:
    """The rows of a part, at most so many. 1 query."""
    rows = _with_case(shown(user, show, today)).order_by(*ORDER.by())
    return (_line(row, today) for row in rows[:most])


def _with_case(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("case__oic", "case__team")


def _line(row: Any, today: date) -> Line:
    case, state = row.case, State(row.state)
    is_over = row.keep_until is not None and row.keep_until < today
    return Line(
        row.pk,
        case.slug,
        case.reference,
        str(case.oic or "Nobody yet"),
        str(case.team or ""),
        "To be destroyed: the time to keep them has ended" if is_over else row.get_state_display(),
        "Ended" if is_over else NEXT.get(state, ""),
        row.next_on,
        state is State.OPEN,
    )
