"""What every measure is made of: one set of rows, from which its number, its list and its export are all read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, F, FloatField, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Extract

from cases.models import Case
from cases.queries.keyset import Order
from performance.rules.definitions import Definition
from performance.rules.months import Window

Rows = QuerySet[Any]
# unit: the row's own id · counts: whether it is in the numerator · amount: its value · whole: holds every input
COLUMNS = ("unit", "of_case", "of_team", "at", "counts", "amount", "whole")
NO_AMOUNT = Cast(Value(None), FloatField())
NEWEST = Order("at", ("at", "unit"), is_descending=True)
SECONDS_A_DAY = 86_400.0


@dataclass(frozen=True)
class Measure:
    """How one measure is counted.

    `rows(cases, window, definition)` gives a row for each unit of the denominator, with the columns above, among
    the cases of one force. `order` is that of its list, `at_words` what its date is, `amount_words` what its value is.
    """

    id: str
    rows: Callable[[QuerySet[Case], Window, Definition], Rows]
    at_words: str
    amount_words: str = ""
    order: Order = NEWEST


def with_columns(rows: Rows, **columns: Any) -> Rows:
    """The rows with their columns, in no order; `counts` and `whole` may be conditions."""
    truths = {name: _truth(columns.pop(name, True)) for name in ("counts", "whole")}
    return rows.order_by().annotate(**{"unit": F("pk"), "amount": NO_AMOUNT} | truths | columns)


def _truth(condition: Any) -> Any:
    if isinstance(condition, bool):
        return Value(condition, output_field=BooleanField())
    return condition


def within(field: str, window: Window) -> Q:
    """The condition that a moment falls in a window."""
    return Q(**{f"{field}__gte": window.start, f"{field}__lt": window.end})


def seconds(span: Combinable) -> Extract:
    """A span of time in seconds."""
    return Extract(span, "epoch", output_field=FloatField())
