"""Put forward, authorise and withdraw a judgement (the + of RFGV+); what counts from then on asks for a new score."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from soteria.alerts import places
from soteria.alerts import services as alerts
from soteria.alerts.models import Alert
from soteria.audit import services as audit
from suspects.models import Judgement, Standing, Suspect
from suspects.queries import judged, people
from suspects.rules import judgements as rules
from suspects.rules.judgements import Fault, Rank
from suspects.services import scoring

WAITS = "suspects.judgement_waits"
TITLE = "A judgement on a suspect’s score waits for your authority"
SAID = ("points", "reason", "words", "evidence", "starts_on", "ends_on")


class NotJudged(ValueError):
    """Nothing was recorded: each fault says why, in plain words, beside its question."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(fault.words for fault in faults))
        self.faults = faults


@transaction.atomic
def propose_judgement(
    suspect: Suspect,
    *,
    said: Mapping[str, Any],
    cases: Iterable[int] = (),
    rests_on_acquittal: bool,
    key: UUID,
    now: datetime | None = None,
    by: Any,
) -> Judgement:
    """Put a judgement forward; it adds nothing until somebody else authorises it. Raises NotJudged.

    It rests on an acquittal where a case that is named ended in one, whatever was ticked. The same form sent twice is
    one judgement.
    """
    at = now or timezone.now()
    # The suspect's row is locked, so that of two who judge at once one does and the other is told.
    Suspect.objects.select_for_update().get(pk=suspect.pk)
    if known := Judgement.objects.filter(authored_by=by, key=key).first():
        return known
    chosen = sorted(set(cases))
    if found := faults(suspect, said, timezone.localdate(at)):
        raise NotJudged(*found)
    rests = rests_on_acquittal or said["reason"] == Judgement.Reason.ACQUITTAL
    judgement = Judgement.objects.create(
        suspect=suspect,
        rests_on_acquittal=rests or judged.ended_in_acquittal(suspect.pk, chosen),
        key=key,
        authored_at=at,
        authored_by=by,
        **{name: said[name] for name in SAID},
    )
    judgement.cases.set(chosen)
    after = {"points": judgement.points, "rests_on_acquittal": judgement.rests_on_acquittal}
    audit.record("judgement.proposed", judgement, by=by, after=after)
    _ask(judgement, by, timezone.localdate(at))
    return judgement


def faults(suspect: Suspect, said: Mapping[str, Any], today: date) -> list[Fault]:
    """Everything that is wrong with a judgement as far as it is said, and with judging this suspect now. 3 queries."""
    found = list(rules.faults(today=today, **{name: said[name] for name in SAID if name in said and name != "reason"}))
    if not Standing.objects.filter(suspect=suspect).exists():
        found.append(Fault("suspect", "There is no score to judge: this suspect is not scored"))
    if Judgement.objects.filter(suspect=suspect, withdrawn_at=None, expired_at=None).exists():
        found.append(Fault("suspect", "A judgement stands or waits already: withdraw it first"))
    before = Judgement.objects.filter(suspect=suspect).values_list("words", flat=True)
    if _plain(said.get("words", "")) in map(_plain, before):
        found.append(Fault("words", "A judgement with these words was made before: say what is so now"))
    return found


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def _ask(judgement: Judgement, by: Any, today: date) -> None:
    """Tell those who may authorise; a lead opens no case, so theirs hangs on none, and leads to the judgement alone.

    A lead who hears because there is no inspector may not open it: they see to it that somebody can.
    """
    needed = rules.rank_needed(judgement.points, rests_on_acquittal=judgement.rests_on_acquittal)
    is_for_leads = needed >= Rank.SUPERINTENDENT
    heard = people.leads if is_for_leads else people.inspectors
    for person, case in heard(judgement.suspect, today):
        if person.pk != by.pk:
            key = f"{WAITS}:{judgement.pk}:{person.pk}"
            place = places.to("suspects:authorise-judgement", judgement.pk) if case or is_for_leads else ""
            alerts.raise_alert(WAITS, for_user=person, title=TITLE, dedupe_key=key, case=case, place=place)


@transaction.atomic
def authorise_judgement(judgement_id: int, *, now: datetime | None = None, by: Any) -> Judgement:
    """Let a judgement count. Raises NotJudged for its author, for a rank too low, and for one that waits no more.

    Authorising twice is once.
    """
    at = now or timezone.now()
    judgement = _locked(judgement_id)
    if judgement.authorised_by_id == by.pk and judgement.withdrawn_at is None:
        return judgement
    if judgement.authorised_at or judgement.withdrawn_at or judgement.expired_at:
        raise NotJudged(Fault("decision", "This judgement does not wait any more"))
    rank = judged.rank_of(by, judgement.suspect.force_id)
    if words := rules.barred(
        judgement.points,
        rests_on_acquittal=judgement.rests_on_acquittal,
        author=judgement.authored_by_id,
        authoriser=by.pk,
        rank=rank,
        ends_on=judgement.ends_on,
        today=timezone.localdate(at),
    ):
        raise NotJudged(Fault("decision", words))
    judgement.authorised_at, judgement.authorised_by, judgement.authorised_rank = at, by, rank.name.lower()
    judgement.save()
    after = {"points": judgement.points, "rank": judgement.authorised_rank, "until": judgement.ends_on.isoformat()}
    audit.record("judgement.authorised", judgement, by=by, after=after)
    _answered(judgement, by)
    scoring.ask_rescore(judgement.suspect_id, why_key=f"judgement:{judgement.pk}")
    return judgement


@transaction.atomic
def withdraw_judgement(judgement_id: int, *, why: str, now: datetime | None = None, by: Any) -> Judgement:
    """Take a judgement back, waiting or standing: it counts no more, and stays to be read. Raises NotJudged.

    Its author may, whoever authorised it, and any detective inspector or superintendent. Withdrawing twice is once.
    """
    judgement = _locked(judgement_id)
    if judgement.withdrawn_at is not None:
        return judgement
    if judgement.expired_at is not None:
        raise NotJudged(Fault("why", "This judgement has ended already"))
    if not why.strip():
        raise NotJudged(Fault("why", "Enter why the judgement is withdrawn"))
    own = (judgement.authored_by_id, judgement.authorised_by_id)
    if by.pk not in own and judged.rank_of(by, judgement.suspect.force_id) < Rank.INSPECTOR:
        raise NotJudged(Fault("why", "Its author, or a detective inspector, withdraws a judgement"))
    judgement.withdrawn_at, judgement.withdrawn_by, judgement.withdrawn_why = now or timezone.now(), by, why.strip()
    judgement.save()
    audit.record("judgement.withdrawn", judgement, by=by, before={"points": judgement.points})
    _answered(judgement, by)
    scoring.ask_rescore(judgement.suspect_id, why_key=f"judgement:{judgement.pk}:withdrawn")
    return judgement


def _answered(judgement: Judgement, by: Any) -> None:
    """Nobody is asked any more, and whoever answered need not say that they know of it."""
    if own := Alert.objects.filter(dedupe_key=f"{WAITS}:{judgement.pk}:{by.pk}").first():
        alerts.acknowledge(own.pk, by=by)
    alerts.settle(WAITS, keys=f"{WAITS}:{judgement.pk}:", by=by)


def _locked(judgement_id: int) -> Judgement:
    return Judgement.objects.select_for_update(of=("self",)).select_related("suspect").get(pk=judgement_id)
