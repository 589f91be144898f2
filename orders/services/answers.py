"""Keep what was answered to each offence that a breach may be (C46), with the decision that it belongs to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from orders.models import Breach, OffenceAnswer
from orders.queries.proposed import proposed
from orders.rules import decisions as rules
from orders.rules.decisions import Answer
from orders.rules.faults import Fault


def faults(breach: Breach, answers: Mapping[str, Answer]) -> list[Fault]:
    """What is not answered of everything that the breach may be."""
    return rules.answer_faults([one.code for one in proposed(breach)], answers)


def keep(breach: Breach, answers: Mapping[str, Answer], *, at: datetime, by: Any) -> None:
    """Keep the answers; the last of an offence stands. To be called in the transaction of the decision."""
    for code, said in answers.items():
        why = said.why.strip() if said.answer == rules.NOT_PURSUED else ""
        OffenceAnswer.objects.update_or_create(
            breach=breach,
            offence=code,
            defaults={"answer": said.answer, "why": why, "answered_at": at, "answered_by": by},
        )


def told(answers: Mapping[str, Answer]) -> dict[str, str]:
    """The answers as the trail keeps them: without words."""
    return {code: said.answer for code, said in answers.items()}
