"""Whom a breach that somebody heard of may be by: named suspects with something in force, and next to nothing of each.

Whoever takes the call logs it, whether or not they may open the case (catalogue row C45). They learn what they were
told, that something is in force, and of what kind; not the case, whom it protects, or where.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cases.models import Case, CaseName
from cases.queries import words
from cases.rules import names, reference
from orders.models import BailCondition, Kind, OrderTerm, ProtectionOrder
from orders.queries.holding import Breakable, breakable
from orders.queries.order_register import live_on
from orders.rules.breaches import BAIL
from soteria.accounts.access import reach_of
from soteria.accounts.models import Force
from soteria.accounts.roles import Role
from suspects.models import Involvement, Suspect
from suspects.queries.sight import kept_from

# Who logs what they hear of anybody in the force. A supporter from outside tells the victim engagement officer, and
# whoever audits logs nothing.
HEARERS = (
    Role.CALL_HANDLER,
    Role.OIC,
    Role.SUPERVISOR,
    Role.DI,
    Role.VEO,
    Role.SOLO,
    Role.ORDERS_OFFICER,
    Role.OFFENDER_MANAGER,
)
MOST, CANDIDATES, MOST_WORDS, LEAST_REFERENCE = 10, 100, 5, 4
TOO_LITTLE = "Enter a forename and a surname, or the whole reference of a case or an order"
KINDS = {
    Kind.NO_CONTACT: "No contact with somebody",
    Kind.KEEP_AWAY: "Not to enter a place",
    Kind.RESIDE: "Live and sleep at an address",
    Kind.REPORT: "Report to a police station",
    Kind.SURRENDER_PASSPORT: "Surrender passport",
    Kind.MUST_DO: "Must do something",
    Kind.MUST_NOT: "Must not do something",
    Kind.MONITORED: "Electronic monitoring",
    Kind.NO_TRAVEL: "Not to travel somewhere",
    Kind.OTHER: "Something else",
}


class TooLittle(ValueError):
    """Too little was typed to find one person by; the sentence says what is needed."""


@dataclass(frozen=True)
class Heard:
    """Somebody whom a breach may be by: of one case, and whether bail or an order is in force in it."""

    part_id: int
    name: str
    born: date | None
    on_bail: bool
    under_order: bool


def find(user: Any, typed: str, now: datetime) -> list[Heard]:
    """Whom a name in full, or the reference of a case or an order, may mean; at most ten. Raises TooLittle.

    Of restricted cases, and of those from which this person is barred, there is nothing here, nor of children and
    police employees on a restricted list: as where nobody has that name.
    """
    rows = parts(user, now).filter(_meant(user, typed)).select_related("suspect").order_by("-case__reported_at", "pk")
    return [
        Heard(row.pk, str(row.suspect), row.suspect.date_of_birth, row.on_bail, row.under_order) for row in rows[:MOST]
    ]


def parts(user: Any, now: datetime) -> QuerySet[Any]:
    """The parts of named suspects in open cases of the person's forces with bail conditions or an order in force."""
    cases = Case.objects.open().filter(force__in=sorted(reach_of(user).home_force_ids), is_restricted=False)
    kept = Suspect.objects.filter(kept_from(user), pk=OuterRef("suspect"))
    same = {"case": OuterRef("case"), "suspect": OuterRef("suspect")}
    holds = Q(ends_at=None) | Q(ends_at__gte=now)
    bail = {f"bail__arrest__{name}": value for name, value in same.items()}
    conditions = BailCondition.objects.filter(holds, bail__ended_at=None, bail__arrest__withdrawn_at=None, **bail)
    live = ProtectionOrder.objects.filter(live_on(timezone.localdate(now)), **same)
    found = Involvement.objects.filter(~Exists(kept), case__in=cases.not_barred(user).values("pk"))
    found = found.filter(suspect__isnull=False).annotate(on_bail=Exists(conditions), under_order=Exists(live))
    return found.filter(Q(on_bail=True) | Q(under_order=True))


def _meant(user: Any, typed: str) -> Q:
    if not reference.looks_like_reference(typed):
        return _named(user, typed)
    if len(typed) < LEAST_REFERENCE:
        raise TooLittle(TOO_LITTLE)
    codes = Force.objects.filter(pk__in=reach_of(user).home_force_ids).order_by("code").values_list("code", flat=True)
    same = {"case": OuterRef("case"), "suspect": OuterRef("suspect")}
    orders = ProtectionOrder.objects.standing().filter(court_reference__iexact=typed, **same)
    return Q(case__slug__in=reference.slugs(typed, codes)) | Q(Exists(orders))


def _named(user: Any, typed: str) -> Q:
    asked = names.words_of(typed)[:MOST_WORDS]
    if len([word for word in asked if len(word) > 1]) < 2:
        raise TooLittle(TOO_LITTLE)
    of_force = Case.objects.filter(force__in=sorted(reach_of(user).home_force_ids)).values("pk")
    rows = CaseName.objects.filter(kind=CaseName.Kind.SUSPECT, case__in=of_force)
    for token in words.look_up(asked).each:
        rows = rows.filter(words__overlap=list(token.means)) if token.means else rows.none()
    found = Q(pk__in=[])
    for case_id, person_id in rows.order_by("-case_id").values_list("case_id", "person_id")[:CANDIDATES]:
        found |= Q(case=case_id, suspect=person_id)
    return found


def breakable_by(part: Any, now: datetime) -> list[Breakable]:
    """What this suspect can break now in this case, each said by its kind alone. 4 queries."""
    rows = [row for row in breakable(part.case, now) if row.suspect_id == part.suspect_id and row.holds_at(now)]
    kinds = _kinds(BailCondition, [row.pk for row in rows if row.kind == BAIL])
    terms = _kinds(OrderTerm, [row.pk for row in rows if row.kind != BAIL])
    said = [KINDS[Kind((kinds if row.kind == BAIL else terms)[row.pk])] for row in rows]
    return [
        replace(row, suspect=str(part.suspect), span=replace(row.span, words=kind))
        for row, kind in zip(rows, said, strict=True)
    ]


def _kinds(model: Any, ids: Sequence[int]) -> dict[int, str]:
    return dict(model.objects.filter(pk__in=ids).values_list("pk", "kind"))
