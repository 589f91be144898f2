"""Whether bail on an arrest may begin a period, or begin again, where the suspect was bailed in the case before."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from orders.models import Arrest, Bail
from orders.queries import detention
from orders.rules import again as rules
from orders.rules.faults import Fault
from orders.services.typed import RuleIn, said


def asks_anew(arrest: Arrest) -> bool:
    """Whether the first bail on this arrest must say on which other offence or new evidence. 1 to 3 queries."""
    return not arrest.bails.exists() and (_bailed_at(arrest) is not None or detention.is_for_broken_bail(arrest))


def before(arrest: Arrest, now: datetime) -> tuple[list[Any], str]:
    """What bail again on this arrest starts from: the conditions in force, and the power that it most likely uses.

    Nothing where no bail on it runs. Up to 3 queries.
    """
    bail = arrest.bails.filter(ended_at=None).order_by("-granted_at").first()
    if bail is None:
        return [], ""
    rows = bail.conditions.filter(_holds(now)).select_related("reporting").order_by("pk")
    return list(rows), rules.usual_route(bail.route, arrested_since=_since(bail, now).exists())


def faults(
    arrest: Arrest, route: str, *, granted_at: datetime, conditions: Sequence[RuleIn], anew: str, anew_words: str
) -> list[Fault]:
    """Why bail may not begin a period on this arrest, or not begin again on it after a breach."""
    last = arrest.bails.order_by("-granted_at").first()
    if last is None:
        fresh: dict[str, Any] = {"anew": anew, "words": anew_words}
        fresh |= {"bailed_at": _bailed_at(arrest), "for_breach": detention.is_for_broken_bail(arrest)}
        return rules.fresh_faults(route, **fresh)
    since = _since(last, granted_at)
    return rules.again_faults(
        route,
        arrested_since=since.exists(),
        broke_since=since.filter(_broke(arrest)).exists(),
        kept=said(last.conditions.filter(_holds(granted_at))),
        typed=[(rule.kind, rule.words) for rule in conditions],
    )


def _holds(at: datetime) -> Q:
    return Q(ends_at=None) | Q(ends_at__gt=at)


def _since(last: Bail, until: datetime) -> Any:
    """Arrests of the suspect in the case while on that bail, from which nobody bailed or released."""
    arrest = last.arrest
    rows = Arrest.objects.standing().filter(case=arrest.case_id, suspect=arrest.suspect_id, bails=None, releases=None)
    return rows.filter(arrested_at__gt=last.granted_at, arrested_at__lte=until)


def _broke(arrest: Arrest) -> Q:
    """What an arrest leads to, by its decision, where bail on this one was broken: a condition, or not coming back."""
    broken = "decisions__breach__broken"
    return Q(**{f"{broken}__condition__bail__arrest": arrest}) | Q(**{f"{broken}__surrender__bail__arrest": arrest})


def _bailed_at(arrest: Arrest) -> datetime | None:
    """When the suspect was arrested whose bail in this case runs on another arrest."""
    running = Bail.objects.filter(arrest__case=arrest.case_id, arrest__suspect=arrest.suspect_id, ended_at=None)
    others = running.exclude(arrest=arrest).order_by("-arrest__arrested_at", "-pk")
    return others.values_list("arrest__arrested_at", flat=True).first()
