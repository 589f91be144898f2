"""How it is safe to reach the victims of a case, in the one line that stands beside a duty on a work list."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from cases.queries import cautions
from victims.models import Need, SafeContact, Victim
from victims.queries.needs import CAUTIONS
from victims.rules.catalogue import bundled

Row = Mapping[str, Any]
SEVERAL = "Several victims: see on the case how to reach each."
UNKNOWN = "Safe contact is not agreed yet."
NONE_SAFE = "Do not contact them: no safe way is known."


def register() -> None:
    """Have the line told beside each duty of contact."""
    cautions.add(cautions.Reader(_read, tell))


def _read() -> Any:
    """Each victim of a case: the way that was agreed, and the answers that the banner warns of."""
    needs = Need.objects.current().filter(code__in=CAUTIONS, assessment__victim=OuterRef("pk")).order_by("code")
    answers = ArraySubquery(needs.values(said=JSONObject(code="code", value="value")))
    way = {name: f"safe_contact__{name}" for name in ("method", "leave_message", "avoid")}
    rows = Victim.objects.filter(case=OuterRef("pk")).order_by("pk")
    return ArraySubquery(rows.values(kept=JSONObject(**way, answers=answers)))


def tell(victims: Sequence[Row]) -> str:
    """The line for the victims of one case; "" where none is recorded.

    >>> tell([{"method": "text", "leave_message": False, "avoid": "the landline", "answers": []}])
    'Text message only. Leave no message. Never: the landline.'
    """
    if len(victims) > 1:
        return SEVERAL
    return " ".join(_of_one(row) for row in victims)


def _of_one(row: Row) -> str:
    warned = [words for said in row["answers"] if (words := _warning(said))]
    return " ".join([*_way(row), *(f"{words}." for words in warned)])


def _way(row: Row) -> list[str]:
    if not row["method"]:
        return [UNKNOWN]
    if row["method"] == SafeContact.Method.NONE_SAFE:
        return [NONE_SAFE]
    found = [f"{SafeContact.Method(row['method']).label} only."]
    found += [] if row["leave_message"] else ["Leave no message."]
    return found + ([f"Never: {row['avoid'].rstrip('.')}."] if row["avoid"] else [])


def _warning(said: Row) -> str:
    return bundled().items()[said["code"]].warnings.get(said["value"], "")
