"""Record arrests and bail, extend bail and end it; the clocks follow the dated facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cases.models import Case
from orders.models import Arrest, Bail, BailCondition, BailExtension, Kind
from orders.queries import periods
from orders.rules import bail as rules
from orders.rules.faults import Fault, NotRecorded, SentBefore, refuse
from soteria.audit import services as audit
from soteria.clocks import services as clocks
from suspects.models import Involvement, InvolvementStatus
from suspects.services import scoring

ANOTHER = "{} from this form is recorded already. This one is not recorded yet: save it as another"
# What ending bail so starts in the clocks. A decision to take no further action is noted by the closure itself.
ENDED_EVENTS = {Bail.Ended.CHARGED: "charge", Bail.Ended.RUI: "released_under_investigation"}


@dataclass(frozen=True)
class RuleIn:
    """A condition or term as it was typed."""

    kind: str
    words: str
    protects: str


@transaction.atomic
def record_arrest(
    case: Case,
    *,
    suspect_id: int,
    arrested_at: datetime,
    key: UUID,
    station: str = "",
    custody_reference: str = "",
    now: datetime | None = None,
    by: Any,
) -> Arrest:
    """Record that a suspect of the case was arrested, and start the clocks that an arrest starts.

    The same form sent twice is one arrest. Raises NotRecorded for an arrest in the future, one recorded already, or a
    person who is no suspect of the case, and SentBefore.
    """
    at = now or timezone.now()
    if known := Arrest.objects.filter(recorded_by=by, key=key).first():
        if (known.case_id, known.suspect_id, known.arrested_at) != (case.pk, suspect_id, arrested_at):
            raise SentBefore(Fault("arrested_at", ANOTHER.format("An arrest")))
        return known
    refuse(rules.arrest_faults(arrested_at=arrested_at, now=at) + _arrest_clashes(case, suspect_id, arrested_at))
    arrest = Arrest.objects.create(
        case=case,
        suspect_id=suspect_id,
        arrested_at=arrested_at,
        station=station,
        custody_reference=custody_reference,
        key=key,
        recorded_at=at,
        recorded_by=by,
    )
    _mark_arrested(arrest)
    clocks.note(case.pk, "arrest", arrested_at, source=periods.source_of(arrest.pk), subject=f"suspect:{suspect_id}")
    audit.record("arrest.recorded", arrest, by=by, case=case)
    # An arrest is a status that the score weighs.
    scoring.ask_rescore(suspect_id, why_key=periods.source_of(arrest.pk))
    return arrest


def _arrest_clashes(case: Case, suspect_id: int, arrested_at: datetime) -> list[Fault]:
    if not Involvement.objects.filter(case=case, suspect=suspect_id).exists():
        return [Fault("suspect", "Select a suspect of this case")]
    if Arrest.objects.filter(case=case, suspect=suspect_id, arrested_at=arrested_at).exists():
        return [Fault("arrested_at", "This arrest is recorded already")]
    return []


def _mark_arrested(arrest: Arrest) -> None:
    """The suspect's part in the case says that he was arrested, and first when."""
    part = Involvement.objects.get(case=arrest.case_id, suspect=arrest.suspect_id)
    if part.arrested_at is None or part.arrested_at > arrest.arrested_at:
        Involvement.objects.filter(pk=part.pk).update(arrested_at=arrest.arrested_at, version=F("version") + 1)
    InvolvementStatus.objects.get_or_create(
        involvement=part,
        status=InvolvementStatus.Status.ARRESTED,
        on=timezone.localdate(arrest.arrested_at),
        withdrawn_at=None,
        defaults={"recorded_at": arrest.recorded_at, "recorded_by": arrest.recorded_by},
    )


@transaction.atomic
def grant_bail(
    arrest: Arrest,
    *,
    route: str,
    granted_at: datetime,
    authorised_by: str,
    conditions: Iterable[RuleIn],
    key: UUID,
    surrender_at: datetime | None = None,
    station: str = "",
    now: datetime | None = None,
    by: Any,
) -> Bail:
    """Record release on bail after an arrest, with its conditions from that moment; the period's clock starts.

    The same form sent twice is one bail. A bail that still runs on the arrest ends where this one begins, as after an
    arrest for a breach; the period does not begin again (s.47ZB(4)). Raises NotRecorded, and SentBefore.
    """
    at, conditions = now or timezone.now(), list(conditions)
    if known := Bail.objects.filter(recorded_by=by, key=key).first():
        said = [(rule.kind, rule.words) for rule in conditions]
        if (known.arrest_id, known.granted_at) != (arrest.pk, granted_at) or said != _said(known.conditions):
            raise SentBefore(Fault("granted_at", ANOTHER.format("Bail")))
        return known
    found = rules.grant_faults(arrested_at=arrest.arrested_at, granted_at=granted_at, surrender_at=surrender_at, now=at)
    refuse(found + _overlaps(arrest, granted_at))
    arrest.bails.filter(ended_at=None).update(
        ended_at=granted_at, ended_by=by, ended_why=Bail.Ended.REPLACED, version=F("version") + 1
    )
    facts = {"route": route, "granted_at": granted_at, "authorised_by": authorised_by, "station": station}
    bail = Bail.objects.create(
        arrest=arrest, surrender_at=surrender_at, key=key, recorded_at=at, recorded_by=by, **facts
    )
    for rule in conditions:
        BailCondition.objects.create(bail=bail, starts_at=granted_at, **vars(rule))
    _note(bail, "bail_granted", granted_at, f"bail:{bail.pk}", route=route)
    audit.record("bail.granted", bail, by=by, case=arrest.case, after={"conditions": bail.conditions.count()})
    return bail


def _said(rows: Any) -> list[tuple[str, str]]:
    """The conditions or terms that a form has recorded, in its order."""
    return list(rows.order_by("pk").values_list("kind", "words"))


def _overlaps(arrest: Arrest, granted_at: datetime) -> list[Fault]:
    """Bail again begins after the bail before it."""
    if arrest.bails.filter(granted_at__gte=granted_at).exists():
        return [Fault("granted_at", "Bail from this time or later is recorded already on this arrest")]
    return []


@transaction.atomic
def extend_bail(
    bail: Bail,
    *,
    rank: str,
    decided_at: datetime,
    authorised_by: str,
    to_months: int | None = None,
    now: datetime | None = None,
    by: Any,
) -> BailExtension:
    """Record a longer bail period, given before the end of the one before it; the clock moves.

    The same extension sent twice is one. Raises NotRecorded when bail has ended, the step came too late, or an
    extension of that rank is recorded.
    """
    at = now or timezone.now()
    arrest = bail.arrest
    known = bail.extensions.filter(rank=rank, decided_at=decided_at).first()
    if known is not None:
        return known
    period = periods.period_of(arrest.case_id, arrest.pk)
    refuse(
        _extension_clashes(bail, rank, decided_at)
        + rules.extension_faults(
            rank=rank,
            to_months=to_months,
            decided_at=decided_at,
            granted_at=bail.granted_at,
            ends_at=period.ends_at if period else None,
            now=at,
        )
    )
    extension = BailExtension.objects.create(
        bail=bail,
        rank=rank,
        decided_at=decided_at,
        to_months=to_months if rank == BailExtension.Rank.MAGISTRATES else None,
        authorised_by=authorised_by,
        recorded_at=at,
        recorded_by=by,
    )
    months = {"to_months": to_months} if extension.to_months else {}
    _note(bail, "bail_extended", decided_at, f"bail_extension:{extension.pk}", rank=rank, **months)
    audit.record("bail.extended", bail, by=by, case=arrest.case, after={"rank": rank})
    return extension


def _extension_clashes(bail: Bail, rank: str, decided_at: datetime) -> list[Fault]:
    if bail.ended_at is not None:
        return [Fault("decided_at", "This bail has ended, so it cannot be extended")]
    if rank != BailExtension.Rank.MAGISTRATES and bail.extensions.filter(rank=rank).exists():
        return [Fault("rank", "An extension by this rank is recorded already")]
    if bail.extensions.filter(decided_at=decided_at).exists():
        return [Fault("decided_at", "An extension at this time is recorded already")]
    return []


@transaction.atomic
def end_bail(bail: Bail, *, ended_at: datetime, why: str, now: datetime | None = None, by: Any) -> Bail:
    """Record that bail ended before its period did. Ending it so twice changes nothing. Raises NotRecorded."""
    at = now or timezone.now()
    if bail.ended_at is not None:
        if (bail.ended_at, bail.ended_why) == (ended_at, why):
            return bail
        raise NotRecorded(Fault("ended_at", "That this bail ended is recorded already"))
    refuse(rules.end_faults(ended_at=ended_at, granted_at=bail.granted_at, now=at))
    bail.ended_at, bail.ended_by, bail.ended_why = ended_at, by, why
    bail.version += 1
    bail.save(update_fields=["ended_at", "ended_by", "ended_why", "version"])
    if event := ENDED_EVENTS.get(Bail.Ended(why)):
        _note(bail, event, ended_at, f"bail_ended:{bail.pk}")
    audit.record("bail.ended", bail, by=by, case=bail.arrest.case, after={"why": why})
    return bail


@transaction.atomic
def end_for_nfa(*, case: Case, by: Any, **facts: Any) -> None:
    """Subscriber to "case.nfa_signed_off": whoever is on bail in the case is on bail no more, and is told so in
    writing by the custody officer (PACE 1984 s.37B(5)).
    """
    now = timezone.now()
    for bail in Bail.objects.select_for_update(of=("self",)).filter(arrest__case=case, ended_at=None):
        end_bail(bail, ended_at=now, why=Bail.Ended.NFA, now=now, by=by)


def _note(bail: Bail, event: str, at: datetime, source: str, **attrs: Any) -> None:
    arrest = bail.arrest
    clocks.note(arrest.case_id, event, at, source=source, subject=f"suspect:{arrest.suspect_id}", **attrs)


def rules_typed(kinds: Iterable[str], lines: dict[str, str], protects: dict[str, str]) -> list[RuleIn]:
    """One condition for each line typed under each kind that was ticked; surrendering a passport needs no words."""
    found = []
    for kind in kinds:
        typed = [line.strip() for line in lines.get(kind, "").splitlines() if line.strip()]
        if kind == Kind.SURRENDER_PASSPORT:
            typed = typed or [""]
        found += [RuleIn(kind, line, protects[kind]) for line in typed]
    return found
