"""Watch over what is done about listed suspects: who is on the list, who has no plan, which review or marker is late.

Every part is safe to run twice, or by two schedules at once: each row is taken under its lock, says for which day
somebody was told, and each alert is one.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from soteria.alerts import places
from soteria.alerts import services as alerts
from soteria.audit import services as audit
from soteria.clocks import limits
from soteria.copying import copy_in
from soteria.ui import dates
from soteria.work import services as work
from soteria.work.handlers import handles
from soteria.work.models import Job
from suspects.models import DisruptionPlan, ListEntry, Marker, Standing, Suspect
from suspects.queries import listed, people
from suspects.queries.people import Heard
from suspects.rules.listing import Exit, entry_of

KIND, PROCESS = "suspects.plan_watch", "suspects.plan_watch"
NO_PLAN, NO_PLAN_LATE = "suspects.no_plan", "suspects.no_plan_late"
REVIEW, REVIEW_LATE, MARKER = "suspects.plan_review", "suspects.plan_review_late", "suspects.marker"
LOCK = 0x4C495354  # "LIST": one bringing level at a time
AT_ONCE = 500  # of each kind; the next hour takes the next


def ask(now: datetime) -> None:
    """Have the watch kept, once an hour; a hundred askings are one."""
    work.enqueue(KIND, None, key=f"{KIND}:{timezone.localtime(now):%Y-%m-%dT%H}")


@handles(KIND)
def plan_watch(job: Job) -> None:
    """Do the hour's watch."""
    sweep(timezone.now())


def sweep(now: datetime) -> dict[str, int]:
    """Bring the list level with the scores, and tell whoever must know; how many of each were new."""
    day = timezone.localdate(now)
    entered, left = keep_list(day)
    return {
        "entered": entered,
        "left": left,
        "without_plan": sum(_each(_without_plan(day), tell_of_no_plan, day)),
        "escalated": sum(_each(_long_without_plan(day), escalate_no_plan, day)),
        "reviews": sum(_each(_late_reviews(day), tell_of_review, day)),
        "markers": sum(_each(Marker.objects.late(day), tell_of_marker, day)),
    }


def _each(rows: QuerySet[Any], act: Callable[[int, date], bool], day: date) -> list[bool]:
    return [act(pk, day) for pk in list(rows.values_list("pk", flat=True)[:AT_ONCE])]


def _days(name: str, day: date) -> int:
    return limits.in_force(name, day).amount


# --------------------------------------------------------------------------------------------------------- the list


@transaction.atomic
def keep_list(day: date) -> tuple[int, int]:
    """Open an entry for whoever is to be on the list, close it for whoever no longer is; how many of each.

    That is bands A and B by the version that holds, and repeat suspects by its definition (suspects.queries.listed).
    The queries do not grow with the number.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    wanted = listed.standings().filter(suspect=OuterRef("suspect"))
    gone = ListEntry.objects.open().filter(~Exists(wanted))
    still = Exists(Standing.objects.filter(suspect=OuterRef("suspect")))
    fell = gone.filter(still).update(left_on=day, why_left=Exit.SCORE_FELL.value)
    left = fell + gone.update(left_on=day, why_left=Exit.NOT_SCORED.value)
    known = ListEntry.objects.open().filter(suspect=OuterRef("suspect"))
    new = listed.standings().filter(~Exists(known)).order_by("pk").values_list("suspect", "force", "band")
    rows = [
        ListEntry(suspect_id=suspect, force_id=force, entered_on=day, why=entry_of(band).value)
        for suspect, force, band in new
    ]
    copy_in(rows)
    if rows or left:
        audit.record("list.kept", process=PROCESS, after={"entered": len(rows), "left": left})
    return len(rows), left


# -------------------------------------------------------------------------------------------------------- no plan


def _without_plan(day: date) -> QuerySet[ListEntry]:
    return listed.uncovered(day, _days("suspects.no_plan", day)).filter(listed.not_told("alerted_on"))


def _long_without_plan(day: date) -> QuerySet[ListEntry]:
    days = _days("suspects.no_plan", day) + _days("suspects.no_plan_escalation", day)
    return listed.uncovered(day, days).filter(listed.not_told("escalated_on"))


@transaction.atomic
def tell_of_no_plan(entry_id: int, day: date) -> bool:
    """Tell whoever manages a listed suspect that nothing has answered for 28 days; False where that is answered."""
    entry = _locked(_without_plan(day), entry_id)
    if entry is None:
        return False
    title = f"A listed suspect has had no plan since {dates.day(entry.uncovered_since)}: write one, or say why not"
    of = places.to("suspects:action", entry.pk)
    _tell(NO_PLAN, f"{entry.pk}:{entry.uncovered_since}", title, people.managers(entry.suspect, day), of)
    ListEntry.objects.filter(pk=entry.pk).update(alerted_on=day)
    audit.record("list.no_plan", entry.suspect, process=PROCESS)
    return True


@transaction.atomic
def escalate_no_plan(entry_id: int, day: date) -> bool:
    """Tell the inspectors a week later."""
    entry = _locked(_long_without_plan(day), entry_id)
    if entry is None:
        return False
    title = f"A listed suspect still has no plan, nor a reason for none, since {dates.day(entry.uncovered_since)}"
    of = places.to("suspects:action", entry.pk)
    _tell(NO_PLAN_LATE, f"{entry.pk}:{entry.uncovered_since}", title, people.inspectors(entry.suspect, day), of)
    ListEntry.objects.filter(pk=entry.pk).update(escalated_on=day)
    audit.record("list.no_plan_escalated", entry.suspect, process=PROCESS)
    return True


def _locked(rows: QuerySet[ListEntry], pk: int) -> Any:
    return rows.select_for_update(of=("self",)).select_related("suspect").filter(pk=pk).first()


def _tell(kind: str, key: str, title: str, heard: Iterable[Heard], place: str) -> int:
    """An alert for each of those who are to know; its case is one by which they see the suspect.

    It leads to `place` for those who have such a case.
    """
    return sum(
        alerts.raise_alert(
            kind,
            for_user=person,
            title=title,
            dedupe_key=f"{kind}:{key}:{person.pk}",
            case=case,
            place=place if case else "",
        )
        for person, case in heard
    )


# ------------------------------------------------------------------------------------------------ reviews and markers


def _late_reviews(day: date) -> QuerySet[DisruptionPlan]:
    """Live plans whose review is past and whose owner, or a week later whose inspectors, were not told of it."""
    long_ago = day - timedelta(days=_days("suspects.no_plan_escalation", day))
    own = ~Q(alerted_for=F("review_on")) | Q(alerted_for=None)
    above = Q(review_on__lt=long_ago) & (~Q(escalated_for=F("review_on")) | Q(escalated_for=None))
    return DisruptionPlan.objects.overdue(day).filter(own | above).order_by("review_on", "pk")


@transaction.atomic
def tell_of_review(plan_id: int, day: date) -> bool:
    """Tell the owner of a plan that its review is late, and a week later the inspectors; False where it is not."""
    plan = _late_reviews(day).select_for_update(of=("self",)).select_related("suspect", "owner").filter(pk=plan_id)
    found = plan.first()
    if found is None:
        return False
    is_new = found.alerted_for != found.review_on
    title = f"The plan of a listed suspect was due for review on {dates.day(found.review_on or day)}"
    kind, heard = (REVIEW, _owner(found, day)) if is_new else (REVIEW_LATE, people.inspectors(found.suspect, day))
    _tell(kind, f"{found.pk}:{found.review_on}", title, heard, places.to("suspects:review-plan", found.pk))
    field = "alerted_for" if is_new else "escalated_for"
    DisruptionPlan.objects.filter(pk=found.pk).update(**{field: found.review_on})
    audit.record("plan.review_late", found, process=PROCESS)
    return True


def _owner(plan: DisruptionPlan, day: date) -> list[Heard]:
    """The owner, while they work here and see the suspect; or else whoever manages him."""
    return _one(plan.owner, plan.suspect) or people.managers(plan.suspect, day)


def _one(person: Any, suspect: Suspect) -> list[Heard]:
    if person is None or not person.is_active:
        return []
    case = people.newest_in_sight(person, suspect)
    return [(person, case)] if case else []


@transaction.atomic
def tell_of_marker(marker_id: int, day: date) -> bool:
    """Tell whoever asked for a marker that it is not placed, or that it is due to be read again."""
    rows = Marker.objects.late(day).select_for_update(of=("self",)).select_related("suspect", "asked_by")
    found = rows.filter(pk=marker_id).first()
    if found is None:
        return False
    is_placed = found.state == Marker.State.PLACED
    title = "A warning marker on PNC is due for review" if is_placed else "A warning marker has not been placed on PNC"
    due = found.review_on if is_placed else found.place_by
    heard = _one(found.asked_by, found.suspect) or people.managers(found.suspect, day)
    _tell(MARKER, f"{found.pk}:{due}", title, heard, places.to("suspects:marker", found.pk))
    Marker.objects.filter(pk=found.pk).update(alerted_on=day)
    audit.record("marker.late", found, process=PROCESS)
    return True
