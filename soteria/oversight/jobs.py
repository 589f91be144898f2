"""Watches the trail itself: who opens very many cases, and whether the chain was found broken."""

from datetime import datetime

from django.utils import timezone

from soteria.accounts import kept
from soteria.accounts.models import Membership, User
from soteria.accounts.roles import Role
from soteria.alerts.services import raise_alert
from soteria.audit import search
from soteria.audit import services as audit
from soteria.audit.standing import standing
from soteria.oversight.rules import scraping_on


def watch(now: datetime) -> None:
    """Both watches, and the end of what was kept for late forms; run every minute, as often as anybody likes."""
    kept.forget_expired(now)
    watch_for_scraping(now)
    watch_the_chain()


def watch_for_scraping(now: datetime) -> int:
    """Tell the DIs and auditors of each person who opened more cases than the limit, once an hour. Returns how many."""
    limit = scraping_on(timezone.localdate(now))
    if limit is None:
        return 0
    found = search.busiest(now - limit.within, limit.cases)
    people = User.objects.in_bulk([actor for actor, _ in found])
    return sum(_tell(people[actor], cases, now) for actor, cases in found if actor in people)


def _tell(person: User, cases: int, now: datetime) -> bool:
    """True when somebody was told who had not been told this hour. Nobody is told of themselves."""
    key = f"scraping:{person.pk}:{now:%Y%m%d%H}"
    title = f"{person.collar_number or person.username} opened {cases} cases in a short time. Ask why."
    told = [
        raise_alert("scraping", for_user=watcher, title=title, dedupe_key=f"{key}:{watcher.pk}")
        for watcher in _who_answers_for(person)
        if watcher.pk != person.pk
    ]
    if any(told):
        audit.record("scraping.noticed", person, process="oversight.watch", after={"cases": cases})
    return any(told)


def _who_answers_for(person: User) -> list[User]:
    """The DIs of the person's teams and the auditors of their forces, today."""
    current = Membership.objects.current(timezone.localdate())
    own = current.filter(user=person)
    inspectors = current.filter(role=Role.DI, team__in=own.values("team"))
    auditors = current.filter(role=Role.AUDITOR, team__force__in=own.values("team__force"))
    watchers = [*inspectors.values_list("user", flat=True), *auditors.values_list("user", flat=True)]
    return list(User.objects.filter(pk__in=watchers, is_active=True).order_by("pk"))


def watch_the_chain() -> None:
    """Tell every auditor of a finding that the trail is not whole, once a finding."""
    finding = standing()
    if not finding.fault:
        return
    auditors = Membership.objects.current(timezone.localdate()).filter(role=Role.AUDITOR).values("user")
    for auditor in User.objects.filter(pk__in=auditors, is_active=True).order_by("pk"):
        raise_alert(
            "trail",
            for_user=auditor,
            title="The audit trail is not whole. Open System health and tell the data protection officer.",
            dedupe_key=f"trail:{finding.fault_id}:{auditor.pk}",
        )
