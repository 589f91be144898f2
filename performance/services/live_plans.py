"""The demonstration’s plans: what its people did about listed suspects of late, by the very services that they use.

So an offender manager has a plan to review and one that is late, an inspector one to approve, and both see who has
none. Done once suspects are scored.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone

from orders.services import attendance
from suspects import watch
from suspects.models import DisruptionPlan, Involvement, ListEntry, NoPlan, Suspect
from suspects.queries import repeat
from suspects.services import markers, nominations, plans

OFFICER, INSPECTOR, MANAGER = "DC1046", "DI2002", "OM2011"
LISTED_FOR = timedelta(days=40)
WORKED = 9  # suspects of the inspector's team who have been on the list for weeks
RECORD = {
    "justification": "Three reports by different people within two years describe the same way of meeting them.",
    "legal_basis": "common_law",
    "authorisation": "A detective inspector, under the common law power to prevent crime.",
    "proportionality": "Visits are by agreement and at hours that do not tell neighbours anything.",
    "least_intrusive": "Intelligence alone was tried for a month and did not lower the risk.",
    "necessity": "He has begun to meet people through a new job, so waiting would put them at risk.",
    "article8_aim": "crime",
    "interference": "Officers call at his home once a week and speak with his employer once.",
    "audit_trail": "In this record and in the policy book of the offender management unit.",
    "victim_safety": "Each victim has an adviser, and none lives near him. Nothing names them to him.",
    "victim_view": "given",
    "victim_words": "I want him to know that somebody is watching.",
    "disclosure": "not_made",
    "equality": "The same steps are taken with others whose record is like his.",
}
PLAN = RECORD | {
    "aim": "That he meets nobody alone whom he could harm, until the investigations end.",
    "options": ["support_isva", "prevent_order", "divert_contact", "enforce_bail"],
    "tactics": "Offender manager: a visit each Monday.\nOfficer in the case: bail conditions checked each week.",
    "exit_criteria": "When he is charged and remanded, or when three reviews in a row find no new concern.",
    "review_days": 28,
}


@transaction.atomic
def make(people: dict[str, Any], now: datetime) -> None:
    """Plans that are live, due, late and waiting, a decision for none, a nomination, a marker, and some with nothing.

    `people` are users by collar number. Done once; where fewer suspects are listed, fewer are worked on.
    """
    if DisruptionPlan.objects.exists():
        return
    watch.keep_list(timezone.localdate(now))
    manager, inspector = people[MANAGER], people[INSPECTOR]
    suspects = _listed_long(inspector, now)
    for suspect, days in zip(suspects[:3], (10, 25, 33), strict=False):
        _live(suspect, manager, inspector, now - timedelta(days=days))
    for suspect in suspects[3:4]:
        words = "In prison on another matter, with no release before the spring."
        plans.decide_no_plan(suspect, reason=NoPlan.Reason.CUSTODY, words=words, review_days=28, by=inspector, now=now)
    for suspect in suspects[4:5]:
        plans.send_plan(_draft(suspect, manager), by=manager, now=now)
    for suspect in suspects[5:6]:
        _nominate(suspect, manager, now)
    _attend(people[OFFICER], now)


def _listed_long(inspector: Any, now: datetime) -> list[Suspect]:
    """The highest scores of the inspector's team, on the list since weeks ago."""
    team = inspector.memberships.values("team")
    parts = Involvement.objects.filter(case__team__in=team, case__is_restricted=False).values("suspect")
    entries = ListEntry.objects.open().filter(suspect__in=parts).order_by("-suspect__standing__base", "pk")[:WORKED]
    found = [entry.suspect for entry in entries.select_related("suspect")]
    since = timezone.localdate(now - LISTED_FOR)
    ListEntry.objects.filter(suspect__in=found, left_on=None).update(entered_on=since)
    return found


def _draft(suspect: Suspect, manager: Any) -> DisruptionPlan:
    return plans.save_draft(suspect, values=PLAN | {"owner_id": manager.pk}, by=manager)


def _live(suspect: Suspect, manager: Any, inspector: Any, at: datetime) -> None:
    plan = plans.send_plan(_draft(suspect, manager), by=manager, now=at)
    plans.approve_plan(plan, by=inspector, now=at)


def _nominate(suspect: Suspect, manager: Any, now: datetime) -> None:
    draft = nominations.save_draft(suspect, route="matac", values=RECORD, by=manager)
    nominations.propose(draft, by=manager, now=now)
    why = "Two of the reports say that he carried a knife."
    markers.ask_for_marker(suspect, kind="weapons", reason=why, by=manager, now=now)


def _attend(officer: Any, now: datetime) -> None:
    """The officer asks a repeat suspect of one of their cases to attend, so a supervisor has that to answer."""
    parts = Involvement.objects.filter(case__oic=officer, case__closed_at=None, case__is_restricted=False)
    named = parts.filter(suspect__isnull=False, arrested_at=None, suspect__arrests=None).select_related("case")
    day = timezone.localdate(now)
    part = next((one for one in named.order_by("pk") if repeat.is_repeat(one.suspect_id or 0, day)), None)
    if part is not None:
        attendance.record_attendance(
            part.case,
            suspect_id=part.suspect_id or 0,
            option="voluntary",
            risk="She has moved, and he does not know where to. His phone was taken at the first report.",
            victim_view="given",
            victim_words="I do not want him to be arrested at his work.",
            bail_need="otherwise",
            reason="A non-molestation order protects her, and he has agreed a day with his solicitor.",
            key=uuid5(NAMESPACE_URL, "soteria:live-plans:attendance"),
            now=now,
            by=officer,
        )
