"""Whether bail on an arrest may begin a period, where the suspect was bailed in the case before."""

from datetime import datetime
from typing import Any

from orders.models import Arrest, Bail
from orders.rules import again as rules
from orders.rules.faults import Fault


def asks_anew(arrest: Arrest) -> bool:
    """Whether the first bail on this arrest must say on which other offence or new evidence. 1 to 3 queries."""
    return not arrest.bails.exists() and (_bailed_at(arrest) is not None or _for_breach(arrest))


def faults(arrest: Arrest, route: str, anew: str, words: str) -> list[Fault]:
    """Why bail may not begin on this arrest; nothing where bail on it came before, whose period goes on."""
    if arrest.bails.exists():
        return []
    said: dict[str, Any] = {"anew": anew, "words": words}
    return rules.fresh_faults(route, bailed_at=_bailed_at(arrest), for_breach=_for_breach(arrest), **said)


def _bailed_at(arrest: Arrest) -> datetime | None:
    """When the suspect was arrested whose bail in this case runs on another arrest."""
    running = Bail.objects.filter(arrest__case=arrest.case_id, arrest__suspect=arrest.suspect_id, ended_at=None)
    others = running.exclude(arrest=arrest).order_by("-arrest__arrested_at", "-pk")
    return others.values_list("arrest__arrested_at", flat=True).first()


def _for_breach(arrest: Arrest) -> bool:
    """Whether this arrest answers a decision about broken conditions of bail: no arrest for an offence (s.46A)."""
    return arrest.decisions.filter(breach__broken__condition__isnull=False).exists()
