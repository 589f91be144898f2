"""The way to an order, one act a function: considered, legal advice, applied for, listed, heard, decided (C47).

Each is dated, taken in its turn and once, refused with the rule where it cannot be, and audited. What is made is
recorded by orders.services.protection.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cases.models import Case
from orders import late_watch, order_types
from orders.models import ApplicationStep, OrderApplication, ProtectionOrder
from orders.rules import applications as rules
from orders.rules.faults import Fault, NotRecorded, SentBefore, refuse
from orders.services import order_ends, protection, steps
from orders.services.typed import ANOTHER
from suspects.models import Involvement

Kind = ApplicationStep.Kind
Ended = ProtectionOrder.Ended


@transaction.atomic
def consider(
    case: Case,
    *,
    suspect_id: int,
    type: str,
    is_sought: bool,
    on: date,
    words: str,
    key: UUID,
    reason: str = "",
    now: datetime | None = None,
    by: Any,
) -> OrderApplication:
    """Record that an order was considered for a suspect: to be sought, or not and why. It answers what asked for it.

    The same form sent twice is one. Raises NotRecorded, and SentBefore.
    """
    at = now or timezone.now()
    kind = Kind.CONSIDERED if is_sought else Kind.NOT_SOUGHT
    said = dict(steps.BLANK) | {"words": words.strip(), "reason": "" if is_sought else reason}
    if made := steps.known(kind, on, key, by, said):
        found = made.application
        if (found.case_id, found.suspect_id, found.type) != (case.pk, suspect_id, type):
            raise SentBefore(Fault("suspect", ANOTHER.format("A consideration")))
        return found
    application = OrderApplication(case=case, suspect_id=suspect_id, type=type, stage=kind, stage_on=on)
    _check_considered(application, is_sought=is_sought)
    today = timezone.localdate(at)
    late = rules.faults(rules.Step(kind, on), [], route="police", today=today, source="")
    texts = {"reason": reason, "words": words, "who": "", "interim": ""}
    refuse(late + rules.words_faults(kind, **texts, has_interim=False) + _too_early(case, on))
    application.opened_at, application.opened_by = at, by
    application.save()
    steps.write(application, kind, on=on, key=key, now=at, by=by, **said)
    steps.answer_prompts(application, at, by)
    return application


def _check_considered(application: OrderApplication, *, is_sought: bool) -> None:
    type, case = application.type, application.case
    known = order_types.all_types().get(type)
    if known is None and (is_sought or type):
        raise NotRecorded(Fault("type", "Select the type of order"))
    if not Involvement.objects.filter(case=case, suspect=application.suspect_id).exists():
        raise NotRecorded(Fault("suspect", "Select a suspect of this case"))
    if not is_sought or known is None:
        return
    refuse(protection.unavailable(case, known, application.stage_on, "type"))
    going = protection.open_application(case, application.suspect_id, type)
    if going is not None:
        words = f"This order is being sought already: {rules.SAID[going.stage]}. Record the next step there"
        raise NotRecorded(Fault("type", words))


def _too_early(case: Case, on: date) -> list[Fault]:
    if on < timezone.localdate(case.reported_at):
        return [Fault("on", "The date must be on or after the day of the report")]
    return []


@transaction.atomic
def _take(
    application: OrderApplication, kind: str, *, on: date, key: UUID, now: datetime | None, by: Any, **said: Any
) -> OrderApplication:
    """Take one step in its turn; the same form sent twice is one step."""
    at, whole = now or timezone.now(), dict(steps.BLANK) | said
    if made := steps.known(kind, on, key, by, whole):
        if made.application_id != application.pk:
            raise SentBefore(Fault("on", ANOTHER.format("A step")))
        return made.application
    held = steps.locked(application.pk)
    steps.check(held, kind, on, whole, at)
    steps.write(held, kind, on=on, key=key, now=at, by=by, **whole)
    if kind in rules.HEARD:
        protection.note_heard(held, on, whole["heard_at"])
        late_watch.seen_to(held.case_id, by=by)
    return held


def ask_advice(
    application: OrderApplication, *, on: date, who: str, key: UUID, now: datetime | None = None, by: Any
) -> OrderApplication:
    """Legal advice was asked: of whom, and when. The days that lawyers have it are counted from here."""
    return _take(application, Kind.ADVICE_ASKED, on=on, who=who, key=key, now=now, by=by)


def give_advice(
    application: OrderApplication,
    *,
    on: date,
    who: str,
    answer: str,
    key: UUID,
    words: str = "",
    now: datetime | None = None,
    by: Any,
) -> OrderApplication:
    """Lawyers answered: apply, more evidence first, or do not apply."""
    if answer not in (ApplicationStep.Answer.APPLY, ApplicationStep.Answer.MORE, ApplicationStep.Answer.DO_NOT):
        raise NotRecorded(Fault("answer", "Select what was advised"))
    said = {"who": who, "answer": answer, "words": words.strip()}
    return _take(application, Kind.ADVICE_GIVEN, on=on, key=key, now=now, by=by, **said)


def apply(
    application: OrderApplication,
    *,
    on: date,
    who: str,
    key: UUID,
    interim: str = "",
    words: str = "",
    now: datetime | None = None,
    by: Any,
) -> OrderApplication:
    """The application was made to the court: by whom, and whether an interim order is asked for, or why not."""
    said = {"who": who, "interim": interim, "words": words.strip()}
    return _take(application, Kind.APPLIED, on=on, key=key, now=now, by=by, **said)


def list_hearing(
    application: OrderApplication,
    *,
    on: date,
    next_on: date,
    key: UUID,
    who: str = "",
    now: datetime | None = None,
    by: Any,
) -> OrderApplication:
    """The court set the day of the hearing."""
    return _take(application, Kind.LISTED, on=on, next_on=next_on, who=who, key=key, now=now, by=by)


def adjourn(
    application: OrderApplication,
    *,
    on: date,
    next_on: date,
    key: UUID,
    words: str = "",
    heard_at: datetime | None = None,
    now: datetime | None = None,
    by: Any,
) -> OrderApplication:
    """The hearing was put off, or moved, to another day. `heard_at` is when the court sat, where hours count."""
    said = {"next_on": next_on, "words": words.strip(), "heard_at": heard_at}
    return _take(application, Kind.ADJOURNED, on=on, key=key, now=now, by=by, **said)


def refuse_interim(
    application: OrderApplication, *, on: date, key: UUID, words: str = "", now: datetime | None = None, by: Any
) -> OrderApplication:
    """The court refused the interim order; the application itself goes on."""
    return _take(application, Kind.INTERIM_REFUSED, on=on, words=words.strip(), key=key, now=now, by=by)


@transaction.atomic
def refuse_order(
    application: OrderApplication,
    *,
    on: date,
    who: str,
    reason: str,
    words: str,
    key: UUID,
    heard_at: datetime | None = None,
    now: datetime | None = None,
    by: Any,
) -> OrderApplication:
    """The court, or whoever authorises a notice, refused it: who, and why. An interim order ends with it.

    `heard_at` is when the court sat, where hours count.
    """
    said = {"who": who, "reason": reason, "words": words.strip(), "heard_at": heard_at}
    found = _take(application, Kind.REFUSED, on=on, key=key, now=now, by=by, **said)
    order_ends.end_interims(found, on=on, why=Ended.DETERMINED, now=now or timezone.now(), by=by)
    return found


@transaction.atomic
def withdraw(
    application: OrderApplication,
    *,
    on: date,
    reason: str,
    words: str,
    key: UUID,
    now: datetime | None = None,
    by: Any,
) -> OrderApplication:
    """It is sought no more, with why. An interim order ends with it."""
    said = {"reason": reason, "words": words.strip()}
    found = _take(application, Kind.WITHDRAWN, on=on, key=key, now=now, by=by, **said)
    order_ends.end_interims(found, on=on, why=Ended.WITHDRAWN, now=now or timezone.now(), by=by)
    return found


def appeal(
    application: OrderApplication, *, on: date, who: str, key: UUID, now: datetime | None = None, by: Any
) -> OrderApplication:
    """Somebody appealed to the Crown Court. An order holds meanwhile."""
    return _take(application, Kind.APPEALED, on=on, who=who, key=key, now=now, by=by)


@transaction.atomic
def decide_appeal(
    application: OrderApplication,
    *,
    on: date,
    answer: str,
    key: UUID,
    words: str = "",
    now: datetime | None = None,
    by: Any,
) -> OrderApplication:
    """The Crown Court decided the appeal. Where one against an order is allowed, the order ends."""
    if answer not in (ApplicationStep.Answer.ALLOWED, ApplicationStep.Answer.DISMISSED):
        raise NotRecorded(Fault("answer", "Select what the Crown Court decided"))
    said = {"answer": answer, "words": words.strip()}
    found = _take(application, Kind.APPEAL_DECIDED, on=on, key=key, now=now, by=by, **said)
    if answer == ApplicationStep.Answer.ALLOWED:
        order_ends.end_all(found, on=on, why=Ended.APPEAL, now=now or timezone.now(), by=by)
    return found
