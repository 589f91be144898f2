"""Record release on bail, and that bail ended; the clocks follow the dated facts."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cases.models import Case
from orders import late_watch, telling, watching
from orders.models import Arrest, AttendanceDue, Bail
from orders.queries import detention, people, periods
from orders.rules import bail as rules
from orders.rules import release as release_rules
from orders.rules import views as view_rules
from orders.rules.faults import Fault, NotRecorded, SentBefore, refuse
from orders.rules.release import Decided
from orders.services import again, releases, surrender
from orders.services.typed import ANOTHER, RuleIn, add_condition, must_be_same, said
from soteria.alerts import services as alerts
from soteria.audit import services as audit
from soteria.clocks import services as clocks
from soteria.registry import CASE_EVENTS
from victims.models import Victim

# What ending bail so starts in the clocks. No further action on the case is noted by the closure, and against one
# suspect by whoever ends bail so; release without bail by its act.
ENDED = ("ended_at", "ended_by", "ended_why", "version")
SAID = ("ended_words", "ended_officer", "ended_rank")
ENDED_EVENTS = {Bail.Ended.CHARGED: "charge", Bail.Ended.CANCELLED: "bail_cancelled"}


@transaction.atomic
def grant_bail(
    arrest: Arrest,
    *,
    route: str,
    granted_at: datetime,
    decision: Decided,
    conditions: Iterable[RuleIn],
    key: UUID,
    surrender_at: datetime | None = None,
    station: str = "",
    agency: str = "",
    anew: str = "",
    anew_words: str = "",
    now: datetime | None = None,
    by: Any,
) -> Bail:
    """Record release on bail after an arrest, as a custody officer decided it, with its conditions from that moment.

    The period's clock starts, and that the victims are to be asked. The same form sent twice is one bail. A bail that
    still runs on the arrest ends where this one begins, as after an arrest for a breach; the period does not begin
    again (s.47ZB(4)). While bail runs on another arrest, or after one for a breach, `anew` and `anew_words` say which
    other offence or new evidence begins a period. Raises NotRecorded, and SentBefore.
    """
    at, conditions = now or timezone.now(), list(conditions)
    if known := Bail.objects.filter(recorded_by=by, key=key).first():
        typed = [(rule.kind, rule.words) for rule in conditions]
        if typed != said(known.conditions):
            raise SentBefore(Fault("granted_at", ANOTHER.format("Bail")))
        must_be_same(known, "granted_at", "Bail", arrest=arrest, granted_at=granted_at, route=route, agency=agency)
        must_be_same(known.release, "granted_at", "Bail", **releases.facts(decision))
        return known
    fresh = {"anew": anew, "anew_words": anew_words.strip()}
    _check(arrest, route, granted_at, surrender_at, decision, conditions, at, fresh)
    _replace(arrest, granted_at, by)
    facts = {"route": route, "granted_at": granted_at, "authorised_by": decision.officer, "station": station}
    facts |= {"surrender_at": surrender_at, "agency": agency, **fresh}
    bail = Bail.objects.create(arrest=arrest, key=key, recorded_at=at, recorded_by=by, **facts)
    for rule in conditions:
        add_condition(bail, rule, granted_at, at)
    releases.keep(arrest, decision, route=route, decided_at=granted_at, key=key, at=at, recorded_by=by, bail=bail)
    attrs = {"route": route} | ({"agency": agency} if agency else {})
    note(bail, "bail_granted", granted_at, f"bail:{bail.pk}", **attrs)
    if view_rules.needs_views(route):
        ask_for_views(bail, granted_at, f"bail:{bail.pk}")
    late_watch.seen_to(arrest.case_id, by=by)
    _settle_return(bail)
    surrender.expect(bail)
    audit.record("bail.granted", bail, by=by, case=arrest.case, after={"conditions": bail.conditions.count()})
    return bail


def _check(
    arrest: Arrest,
    route: str,
    granted_at: datetime,
    surrender_at: datetime | None,
    decision: Decided,
    conditions: list[RuleIn],
    at: datetime,
    fresh: Mapping[str, str],
) -> None:
    found = rules.grant_faults(arrested_at=arrest.arrested_at, granted_at=granted_at, surrender_at=surrender_at, now=at)
    found += _overlaps(arrest, granted_at)
    found += detention.faults(arrest, "granted_at", granted_at)
    found += again.faults(arrest, route, granted_at=granted_at, conditions=conditions, **fresh)
    found += release_rules.off_the_street(
        route,
        arrived_at=arrest.arrived_at,
        custody_reference=arrest.custody_reference,
        is_bailed_before=arrest.bails.exists(),
    )
    found += release_rules.faults(decision, route=route)
    refuse(found + release_rules.street_faults(route, [rule.words for rule in conditions]))


def _overlaps(arrest: Arrest, granted_at: datetime) -> list[Fault]:
    """Bail again begins after the bail before it and within its period, on an arrest that stands."""
    if arrest.withdrawn_at is not None:
        return [Fault("granted_at", "This arrest was recorded by mistake and taken back")]
    if arrest.bails.filter(granted_at__gte=granted_at).exists():
        return [Fault("granted_at", "Bail from this time or later is recorded already on this arrest")]
    period = periods.period_of(arrest.case_id, arrest.pk)
    return rules.revival_faults(granted_at=granted_at, ends_at=period.ends_at if period else None)


def _replace(arrest: Arrest, granted_at: datetime, by: Any) -> None:
    """Bail that still ran ends where the new one begins; what was told of the end of the period still holds."""
    for bail in arrest.bails.filter(ended_at=None):
        no_more_attendances(bail, granted_at)
        surrender.forget_ended(bail, granted_at, by)
        bail.ended_at, bail.ended_by, bail.ended_why = granted_at, by, Bail.Ended.REPLACED
        bail.version += 1
        bail.save(update_fields=ENDED)
        audit.record("bail.ended", bail, by=by, case=arrest.case, after={"why": bail.ended_why})


def _settle_return(bail: Bail) -> None:
    """The day of return is none after the period, which the clock has just worked out; left open it is the day on which
    the period ends, as the law has it (s.47ZA).
    """
    period = periods.period_of(bail.arrest.case_id, bail.arrest_id)
    ends_at = period.ends_at if period else None
    if bail.surrender_at:
        refuse(rules.past_the_end(bail.surrender_at, ends_at))
    elif ends_at:
        bail.surrender_at = ends_at
        bail.save(update_fields=["surrender_at"])


def ask_for_views(bail: Bail, at: datetime, source: str) -> None:
    """Start the duty to ask the victims of the case, if it has any (s.47ZZA)."""
    if Victim.objects.filter(case=bail.arrest.case_id).exists():
        subject = f"{source}:views"
        clocks.note(bail.arrest.case_id, "victim_views_needed", at, source=f"{source}:views_needed", subject=subject)


@transaction.atomic
def end_bail(
    bail: Bail,
    *,
    ended_at: datetime,
    why: str,
    words: str = "",
    officer: str = "",
    officer_rank: str = "",
    now: datetime | None = None,
    by: Any,
) -> Bail:
    """Record that bail ended before its period did. Ending it so twice changes nothing.

    Where protection goes without a charge, `words` say why, the supervisors are told, and the victims must be (Victims'
    Code, Right 6); who cancels is a custody officer. Release without bail has its own act. Raises NotRecorded.
    """
    if why == Bail.Ended.RUI:
        words = "Record release without bail with its reason instead (PACE 1984 s.37(2A) and (7)(c))"
        raise NotRecorded(Fault("why", words))
    refuse(rules.end_words_faults(why=why, words=words, officer=officer, officer_rank=officer_rank))
    cancels = why == Bail.Ended.CANCELLED
    said = {"ended_officer": officer.strip() if cancels else "", "ended_rank": officer_rank if cancels else ""}
    bail = end(bail, ended_at=ended_at, why=why, now=now, by=by, ended_words=words.strip(), **said)
    if why == Bail.Ended.NFA:
        note(bail, "suspect_nfa", ended_at, f"bail_ended:{bail.pk}")
        late_watch.seen_to(bail.arrest.case_id, by=by)
    if why in rules.SAYS_WHY:
        _tell_of_end(bail, now or timezone.now())
    return bail


def _tell_of_end(bail: Bail, now: datetime) -> None:
    """Have the supervisors hear that nothing protects the victims by bail any more."""
    case, today = bail.arrest.case, timezone.localdate(now)
    title = f"{bail.get_ended_why_display()}: its conditions protect nobody now. Read why, and look at what does"
    hear = telling.hearers(case, people.supervisors(case, today), today)
    telling.tell(hear, watching.BAIL_ENDED, title=title, key=f"{watching.BAIL_ENDED}:{bail.pk}")


def end(bail: Bail, *, ended_at: datetime, why: str, now: datetime | None = None, by: Any, **said: str) -> Bail:
    """End bail for any reason, within the transaction of the act that ends it; `said` are fields of the reason.

    Raises NotRecorded.
    """
    at = now or timezone.now()
    if bail.ended_at is not None:
        if (bail.ended_at, bail.ended_why) == (ended_at, why):
            return bail
        raise NotRecorded(Fault("ended_at", "That this bail ended is recorded already"))
    refuse(rules.end_faults(ended_at=ended_at, granted_at=bail.granted_at, now=at))
    bail.ended_at, bail.ended_by, bail.ended_why = ended_at, by, why
    for name in SAID:
        setattr(bail, name, said.get(name, ""))
    bail.version += 1
    bail.save(update_fields=[*ENDED, *SAID])
    no_more_attendances(bail, ended_at)
    surrender.forget_ended(bail, ended_at, by)
    settle(bail, by)
    if event := ENDED_EVENTS.get(Bail.Ended(why)):
        note(bail, event, ended_at, f"bail_ended:{bail.pk}")
        late_watch.seen_to(bail.arrest.case_id, by=by)
    audit.record("bail.ended", bail, by=by, case=bail.arrest.case, after={"why": why})
    CASE_EVENTS.emit("bail.ended", bail=bail, by=by)
    return bail


@transaction.atomic
def end_for_nfa(*, case: Case, by: Any, **facts: Any) -> None:
    """Subscriber to "case.nfa_signed_off": whoever is on bail in the case is on bail no more, and is told so in
    writing by the custody officer (PACE 1984 s.37B(5)).
    """
    now = timezone.now()
    for bail in Bail.objects.select_for_update(of=("self",)).filter(arrest__case=case, ended_at=None):
        end(bail, ended_at=now, why=Bail.Ended.NFA, now=now, by=by)


def no_more_attendances(bail: Bail, at: datetime) -> None:
    """Nobody is expected to report after bail ended."""
    AttendanceDue.objects.expected().filter(condition__bail=bail, opens_at__gte=at).delete()


def settle(bail: Bail, settled_by: Any) -> None:
    """Nobody need look any more at the end of this bail period as it stood."""
    for kind in (watching.ENDING, watching.EXPIRED):
        alerts.settle(kind, keys=f"{kind}:{bail.arrest_id}:", by=settled_by)


def note(bail: Bail, event: str, at: datetime, source: str, **attrs: Any) -> None:
    """Tell the clocks a dated fact of bail, of the suspect who is on it and of the arrest that it hangs on."""
    arrest = bail.arrest
    facts = {"subject": f"suspect:{arrest.suspect_id}", "arrest": periods.source_of(arrest.pk)}
    clocks.note(arrest.case_id, event, at, source=source, **facts, **attrs)
