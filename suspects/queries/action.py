"""All that is done about one suspect, as its page and its profile show it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import BigIntegerField, Q
from django.utils import timezone

from soteria.accounts.access import reach_of
from soteria.accounts.models import Membership, User
from soteria.accounts.roles import Role
from soteria.gathered import Builds, gather
from soteria.prepared import Slot
from suspects.models import (
    DisruptionPlan,
    Involvement,
    ListEntry,
    Marker,
    Nomination,
    NoPlan,
    PlanReview,
    Standing,
    Suspect,
)
from suspects.queries import listed, plan_words
from suspects.queries.cutoff import with_cut
from suspects.queries.sight import cases_in_sight, folded_in, of_records
from suspects.rules.listing import BANDS

SUSPECT = Slot("suspect", None, BigIntegerField())


@dataclass(frozen=True)
class Action:
    """Where a suspect stands on the list, and every plan, nomination, decision and marker, the newest first."""

    suspect: Suspect
    standing: Standing | None
    entry: Any
    entries: tuple[ListEntry, ...]
    plans: tuple[DisruptionPlan, ...]
    readings: tuple[PlanReview, ...]
    no_plans: tuple[NoPlan, ...]
    nominations: tuple[Nomination, ...]
    markers: tuple[Marker, ...]

    @property
    def live(self) -> DisruptionPlan | None:
        """The live plan: of this record, as the pages that act on it have it."""
        return next((plan for plan in self._own if plan.state == DisruptionPlan.State.LIVE), None)

    @property
    def is_due(self) -> bool:
        """Whether he is to be on the list and is not yet: it is brought level with the scores each hour."""
        stands = self.standing is not None and (self.standing.band in BANDS or self.standing.is_repeat)
        return stands and self.entry is None

    @property
    def reviews(self) -> list[PlanReview]:
        """The reviews of the live plan."""
        return [one for one in self.readings if self.live and one.plan_id == self.live.pk]

    @property
    def making(self) -> DisruptionPlan | None:
        """The plan that is being written or waits for approval."""
        return next((plan for plan in self._own if not plan.approved_at), None)

    @property
    def _own(self) -> list[DisruptionPlan]:
        return [plan for plan in self.plans if plan.suspect_id == self.suspect.pk]

    @property
    def earlier(self) -> list[DisruptionPlan]:
        """Plans that have ended."""
        return [plan for plan in self.plans if plan.ended_at]


def read(user: Any, suspect: Suspect, day: date) -> Action:
    """Everything about one suspect. 3 queries, whatever there is.

    What was written of a record that has since been joined to this one is read with it, by who may know of that record.
    Scores from before the reader's cut are left out, and so are stays on the list that began before it and have ended.
    """
    people = Suspect.objects.filter(pk=suspect.pk).select_related("standing__version")
    who = with_cut(people, user).get()
    found = gather(("action", reach_of(user)), _reads(user), suspect=suspect.pk)
    stays = listed.with_cover(ListEntry.objects.filter(of_records(user, suspect)), day)
    entries = tuple(stays.order_by("-entered_on", "-pk"))
    return Action(
        suspect=who,
        standing=getattr(who, "standing", None),
        entry=next((entry for entry in entries if entry.left_on is None), None),
        entries=tuple(one for one in entries if _is_told(one, who.cut)),
        plans=tuple(plan_words.told(one, who.cut) for one in found["plans"]),
        readings=tuple(plan_words.told(one, who.cut) for one in found["readings"]),
        no_plans=tuple(found["no_plans"]),
        nominations=tuple(found["nominations"]),
        markers=tuple(found["markers"]),
    )


def _reads(user: Any) -> Builds:
    """What is written of a suspect, and of the records joined to him that this person may know of."""
    own, joined = Q(suspect_id=SUSPECT), folded_in(cases_in_sight(user), SUSPECT).values("folded")
    of = own | Q(suspect__in=joined)
    plans = DisruptionPlan.objects.filter(of)
    return {
        "plans": lambda: plans.select_related("owner", "drafted_by", "approved_by", "ended_by").order_by(
            "-drafted_at", "-pk"
        ),
        "readings": lambda: (
            PlanReview.objects.filter(plan__in=plans.values("pk"))
            .select_related("reviewed_by")
            .order_by("-reviewed_at", "-pk")
        ),
        "no_plans": lambda: NoPlan.objects.filter(of).select_related("decided_by").order_by("-decided_at", "-pk"),
        "nominations": lambda: Nomination.objects.filter(of).select_related("drafted_by", "decided_by").order_by("-pk"),
        "markers": lambda: Marker.objects.filter(of).select_related("asked_by").order_by("-asked_at", "-pk"),
    }


def _is_told(entry: ListEntry, cut: datetime | None) -> bool:
    """Whether a stay on the list may be told: the one that lasts always is, as the list itself shows it."""
    return cut is None or entry.left_on is None or entry.entered_on > timezone.localdate(cut)


def owners(suspect: Suspect, day: date, also: Any) -> list[tuple[str, str]]:
    """Who may own a plan: offender managers of the force, supervisors of the teams of his cases, and the writer."""
    teams = Involvement.objects.filter(suspect=suspect, case__is_restricted=False).values("case__team")
    seats = Membership.objects.current(day).filter(
        Q(role=Role.OFFENDER_MANAGER, team__force=suspect.force_id)
        | Q(role__in=[Role.SUPERVISOR, Role.DI], team__in=teams)
    )
    people = User.objects.filter(Q(pk__in=seats.values("user")) | Q(pk=also.pk), is_active=True)
    return [(str(one.pk), f"{one} ({one.collar_number})") for one in people.order_by("last_name", "first_name", "pk")]
