"""Record an intelligence check of a suspect, and what was said of controlling or coercive behaviour (C34)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from soteria.audit import services as audit
from suspects.models import ControlIndicator, IntelligenceCheck, Involvement
from suspects.queries import checks as queries
from suspects.queries import control
from suspects.rules import control as rules
from suspects.rules.control import Answer, Said

Result = IntelligenceCheck.Result


class CannotRecord(Exception):
    """The sentence says what stands in the way; `field` names the question it is about."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


@transaction.atomic
def record_check(
    involvement: Involvement,
    *,
    code: str,
    requested_on: date | None,
    result: str,
    result_on: date | None,
    words: str,
    by: Any,
) -> IntelligenceCheck | None:
    """Record that a check was asked, or what came of it; None where it says what the newest row says already.

    The caller holds the part locked and has settled any conflict. Raises CannotRecord where a day or words are
    missing, and for an answer before its question.
    """
    words = words.strip()
    _refuse(requested_on=requested_on, result=result, result_on=result_on, words=words)
    said = {"requested_on": requested_on, "result": result, "result_on": result_on, "words": words}
    before = queries.newest_of(involvement, code)
    if before is not None and all(getattr(before, name) == value for name, value in said.items()):
        return None
    number = before.number + 1 if before else 1
    stamp = {"recorded_at": timezone.now(), "recorded_by": by}
    row = IntelligenceCheck.objects.create(involvement=involvement, code=code, number=number, **said, **stamp)
    # Not what was found: the words are in the row, and not all who read the trail may see them.
    after = {"check": code, "number": number, "result": result}
    audit.record("involvement.check_recorded", row, by=by, case=involvement.case, after=after)
    return row


def _refuse(*, requested_on: date | None, result: str, result_on: date | None, words: str) -> None:
    if result != Result.CANNOT and requested_on is None:
        raise CannotRecord("Enter the date on which it was asked", "requested_on")
    if (result == Result.WAITING) != (result_on is None):
        wanted = (
            "Take the date of the answer away, as there is none yet" if result_on else "Enter the date of the answer"
        )
        raise CannotRecord(wanted, "result_on")
    if requested_on and result_on and result_on < requested_on:
        raise CannotRecord("Date of the answer must be the same as or after the date it was asked", "result_on")
    if result in (Result.FOUND, Result.CANNOT) and not words:
        found = result == Result.FOUND
        raise CannotRecord("Enter what was found" if found else "Enter why it cannot be asked", "words")


@transaction.atomic
def update_indicators(involvement: Involvement, *, said: Sequence[Said], by: Any) -> int:
    """Keep what was said anew of controlling or coercive behaviour; returns how many answers that was.

    The rows before stay as they are. Nothing follows from it: no score reads it, and no offence is made of it. The
    caller holds the part locked and has settled any conflict. Raises CannotRecord for an answer that is not whole.
    """
    saved, before = control.of(involvement)
    new = rules.news(before.said, said)
    for one in new:
        if sentence := rules.lacks(one):
            raise CannotRecord(sentence, one.code)
        if one.answer != Answer.NOT_ASKED and not one.told_by:
            raise CannotRecord("Select who said so", "told_by")
    if new:
        rows = ControlIndicator.objects.bulk_create(_row(involvement, saved + 1, one, by) for one in new)
        # Codes only, as above.
        after = {"version": saved + 1, "changed": sorted(one.code for one in new)}
        audit.record("involvement.indicators_recorded", rows[0], by=by, case=involvement.case, after=after)
    return len(new)


def _row(involvement: Involvement, number: int, said: Said, by: Any) -> ControlIndicator:
    return ControlIndicator(
        involvement=involvement,
        code=said.code,
        number=number,
        answer=said.answer,
        told_by="" if said.answer == Answer.NOT_ASKED else said.told_by,
        note=said.note,
        recorded_at=timezone.now(),
        recorded_by=by,
    )
