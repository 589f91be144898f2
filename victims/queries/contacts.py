"""The contacts with the victims of a case, and what they still have to be told."""

from dataclasses import dataclass
from datetime import date

from cases.models import Case
from soteria.clocks.calendar import london_date
from soteria.clocks.models import Clock, ClockEvent
from soteria.clocks.rules.code import NOTICES
from soteria.clocks.rules.words import TITLES
from victims.models import Contact, Victim

SHOWN = 30


@dataclass(frozen=True)
class Notice:
    """Something that the victims have a right to be told of, and the last day to tell them."""

    event: str
    title: str
    by: date


def latest(case: Case) -> list[Contact]:
    """The contacts of a case, newest first, as many as a page shows. 1 query."""
    rows = Contact.objects.filter(victim__case=case).select_related("victim", "by")
    return list(rows.order_by("-at", "-pk")[:SHOWN])


def notices(case: Case) -> list[Notice]:
    """What victims are still to be told of, one for each kind of event, soonest first. 1 query."""
    open_clocks = Clock.objects.open().of_case(case.pk).filter(kind__in=list(NOTICES)).by_urgency()
    found: dict[str, Notice] = {}
    for clock in open_clocks:
        notice = Notice(NOTICES[clock.kind], TITLES[clock.kind], london_date(clock.act_by))
        found.setdefault(notice.event, notice)
    return list(found.values())


def is_everybody_told(case: Case, event: str) -> bool:
    """Whether every victim of the case was told of an event since it last happened. 3 queries."""
    happened = ClockEvent.objects.filter(case_id=case.pk, event=event).order_by("-at").first()
    if happened is None:
        return False
    since = london_date(happened.at)
    told = Contact.objects.filter(victim__case=case, told_of__contains=[event], at__date__gte=since)
    return set(Victim.objects.filter(case=case).values_list("pk", flat=True)) <= set(
        told.values_list("victim", flat=True)
    )
