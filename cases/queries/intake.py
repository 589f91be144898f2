"""Imports and their quarantine, as one person may see them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Lower, Trim

from cases.models import Case, ImportRow, ImportRun
from soteria.accounts.access import reach_of
from soteria.accounts.models import Team
from soteria.accounts.roles import Level, Section, grant

PAGE = 50
RUNS = 100


def forces_of(user: Any) -> set[int]:
    """The forces in which the person reviews work, and so looks after imports."""
    seats = reach_of(user).seats
    return {seat.force_id for seat in seats if grant(seat.role, Section.REVIEW).level >= Level.FULL}


def quarantine(user: Any) -> QuerySet[ImportRow]:
    """Rows that wait for this person: of their teams' districts, or of a district that no team of the force has.

    A row of a crime that is a case already is left out where they may not know of the case.
    """
    rows = ImportRow.objects.filter(state=ImportRow.State.QUARANTINED, force_id__in=forces_of(user))
    return _in_sight(rows, user)


def _in_sight(rows: QuerySet[ImportRow], user: Any) -> QuerySet[ImportRow]:
    own = reach_of(user).team_ids(Section.REVIEW, Level.FULL)
    teams = Team.objects.filter(force_id__in=forces_of(user)).exclude(district="")
    districts = {pk: district.lower() for pk, district in teams.values_list("pk", "district")}
    unseen = Case.objects.filter(force=OuterRef("force"), reference=OuterRef("reference")).exclude(
        pk__in=Case.objects.visible_to(user).values("pk")
    )
    in_district = (
        Q(district__in={name for pk, name in districts.items() if pk in own})
        | Q(district__isnull=True)
        | ~Q(district__in=set(districts.values()))
    )
    district = Lower(Trim(KeyTextTransform("district", "received")))
    return rows.annotate(district=district).filter(in_district).exclude(Exists(unseen))


def handled(user: Any) -> QuerySet[ImportRow]:
    """Rows that this person or their colleagues took out of quarantine, to be read by them."""
    rows = ImportRow.objects.filter(handled_by__isnull=False, force_id__in=forces_of(user))
    return _in_sight(rows, user).select_related("run", "force", "handled_by")


def counts(rows: QuerySet[ImportRow]) -> list[tuple[str, int]]:
    """How many rows wait for each reason, most first."""
    found = rows.values("reason").annotate(found=Count("pk")).order_by("-found", "reason")
    return list(found.values_list("reason", "found"))


def narrowed(rows: QuerySet[ImportRow], *, reason: str = "", reference: str = "") -> QuerySet[ImportRow]:
    """The rows of one reason or of one reference, newest first."""
    if reason:
        rows = rows.filter(reason=reason)
    if reference:
        rows = rows.filter(reference__iexact=reference)
    return rows.select_related("run").order_by("-pk")


def page_of(rows: QuerySet[ImportRow], after: int | None) -> tuple[Sequence[ImportRow], str]:
    """One page, and the cursor of the next one or nothing."""
    found = list((rows.filter(pk__lt=after) if after else rows)[: PAGE + 1])
    return found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else ""


def runs(user: Any) -> QuerySet[ImportRun]:
    """The newest imports of the person's forces, each with the rows that still wait."""
    waiting = Count("rows", filter=Q(rows__state=ImportRow.State.QUARANTINED))
    found = ImportRun.objects.filter(force_id__in=forces_of(user)).select_related("force", "started_by")
    return found.annotate(waiting=waiting).order_by(F("pk").desc())[:RUNS]
