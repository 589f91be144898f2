"""What is on record of one arrest's fingerprints and DNA, as the rules take it; and what the case's facts show."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from cases.models import Offence
from orders import qualifying
from orders.models import Arrest, Bail, BiometricRetention
from orders.qualifying import Qualifying
from orders.rules.biometric_steps import NOTICES, Record, Step, Taken
from orders.rules.biometrics import Facts, Ground, Period, extended, period, power, representations_end
from soteria.clocks import limits
from soteria.clocks.rules import Limits
from suspects.models import Involvement, InvolvementStatus
from victims.models import Need, Victim

ADULT = 18
CHARGED = ("CHARGED", "CONVICTED", "CAUTIONED", "ACQUITTED")
# Persons associated with one another (Family Law Act 1996 s.62(3)): which of our words may mean it.
ASSOCIATED = ("partner", "ex-partner", "family")


def involvement_of(arrest: Arrest) -> Involvement | None:
    """The arrested suspect's part in the case."""
    return Involvement.objects.filter(case=arrest.case_id, suspect=arrest.suspect_id).first()


def offences_of(arrest: Arrest) -> list[Offence]:
    """The offences that the suspect is said to have done; every offence of the case where none is linked to him."""
    part = involvement_of(arrest)
    own = list(part.offences.select_related("offence_class").order_by("pk")) if part else []
    return own or list(Offence.objects.filter(case=arrest.case_id).select_related("offence_class").order_by("pk"))


def qualifying_of(arrest: Arrest) -> Qualifying | None:
    """The qualifying offence that the arrest was for, as the case's offences say; None where there is none."""
    return qualifying.first_of(offence.offence_class_id for offence in offences_of(arrest))


def was_charged(arrest: Arrest) -> bool:
    """Whether the suspect was charged, or what follows a charge, in this case since the arrest."""
    since = timezone.localdate(arrest.arrested_at)
    steps = InvolvementStatus.objects.filter(involvement__case=arrest.case_id, involvement__suspect=arrest.suspect_id)
    charged = steps.filter(status__in=CHARGED, withdrawn_at=None, on__gte=since)
    return charged.exists() or arrest.bails.filter(ended_why=Bail.Ended.CHARGED).exists()


def period_of(taken: list[date], known: Limits) -> Period | None:
    """How long what was taken may be kept, by the limits in force on the first day."""
    if not taken:
        return None
    first = min(taken)
    retention, window = known.in_force("biometrics.retention", first), known.in_force("biometrics.extension", first)
    return period(taken, retention, window)


def record_of(found: BiometricRetention, known: Limits | None = None) -> Record:
    """Everything on record, as the rules take it. 6 queries at most."""
    known = known or limits.all_limits()
    taken = [row.taken_on for row in found.material.all()]
    steps = tuple(Taken(Step(row.kind), row.on) for row in found.steps.all())
    kept = period_of(taken, known)
    notice = min((each.on for each in steps if each.step is Step.NOTICE), default=None)
    closed = found.case.closed_at
    concluded = found.opened_on or (timezone.localdate(closed) if closed else None)
    facts = Facts(
        is_qualifying=qualifying_of(found.arrest) is not None,
        is_concluded=bool(concluded) or found.is_charged,
        is_charged=found.is_charged,
        is_lawful=found.no_reason != "unlawful",
        is_convicted_before=found.no_reason == "conviction",
    )
    return Record(
        power=power(facts),
        concluded_on=concluded,
        opened_on=found.opened_on,
        apply_by=found.apply_by,
        answer=found.answer,
        answered_on=timezone.localdate(found.answered_at) if found.answered_at else None,
        no_reason=found.no_reason,
        last=kept.last if kept else None,
        longer=extended(kept.last, known.in_force("biometrics.longer", kept.first)) if kept else None,
        opens_on=kept.opens_on if kept else None,
        answer_ends=representations_end(notice, known.in_force("biometrics.representations", notice))
        if notice
        else None,
        steps=steps,
    )


def notice_given(record: Record) -> bool:
    """Whether the suspect had notice, or could not be found."""
    return any(taken.step in NOTICES for taken in record.steps)


def grounds_shown(arrest: Arrest) -> list[str]:
    """The grounds of s.63G(2) that the recorded facts of the case show; never more than they show. 4 queries."""
    found = []
    victims = list(Victim.objects.filter(case=arrest.case_id))
    offences = offences_of(arrest)
    if any(_was_child(victim, offence) for victim in victims for offence in offences):
        found.append(Ground.UNDER_18.value)
    needs = Need.objects.current().filter(assessment__victim__in=victims, code="care_needs", value="yes")
    if needs.exists():
        found.append(Ground.VULNERABLE.value)
    part = involvement_of(arrest)
    if part and part.relationship in ASSOCIATED:
        found.append(Ground.ASSOCIATED.value)
    return found


def _was_child(victim: Victim, offence: Any) -> bool:
    """Whether a victim was under 18 throughout the time in which an offence happened."""
    last: datetime | None = offence.occurred_to or offence.occurred_from
    if victim.date_of_birth is None or last is None:
        return False
    day, born = timezone.localdate(last), victim.date_of_birth
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day)) < ADULT


def uncharged_arrests(case_id: int, suspect_id: int | None = None) -> list[Arrest]:
    """The arrests of a case for a qualifying offence after which nobody was charged; of one suspect where given."""
    rows = Arrest.objects.standing().filter(Q(suspect=suspect_id) if suspect_id else Q(), case=case_id)
    found = rows.select_related("case", "suspect").order_by("pk")
    return [arrest for arrest in found if not was_charged(arrest) and qualifying_of(arrest)]
