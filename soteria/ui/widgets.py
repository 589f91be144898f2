"""Form controls that know how GOV.UK markup draws them.

A widget may carry `govuk`, parameters of the design system's own that are added to what is drawn; any Django
widget without it is drawn from its type alone.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import forms

from soteria.ui import parts
from soteria.ui.controls import one_line_ending
from soteria.ui.spans import DateSpan, PartialDate, Precision

Params = dict[str, Any]


class TextInput(forms.TextInput):
    """One line of text; `width` is the number of characters that the box should suggest (2, 3, 4, 5, 10, 20, 30)."""

    def __init__(
        self, *, width: int | None = None, prefix: str = "", suffix: str = "", govuk: Params | None = None
    ) -> None:
        super().__init__()
        self.govuk: Params = {"classes": f"govuk-input--width-{width}" if width else ""}
        self.govuk |= {"prefix": {"text": prefix}} if prefix else {}
        self.govuk |= {"suffix": {"text": suffix}} if suffix else {}
        self.govuk |= govuk or {}


class Textarea(forms.Textarea):
    """Several lines of text, `rows` high, with a count of characters left when the field has a limit."""

    def __init__(self, *, rows: int = 5, govuk: Params | None = None) -> None:
        super().__init__()
        self.govuk: Params = {"rows": rows} | (govuk or {})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return what was typed, with one kind of line ending, so that a limit counts what the person sees."""
        return one_line_ending(super().value_from_datadict(data, files, name))


class _Choices:
    """What radios and tick boxes may add to each choice: a hint, and fields shown when it is chosen."""

    def _describe(
        self, hints: Mapping[str, str] | None, reveals: Mapping[str, Sequence[str]] | None, govuk: Params
    ) -> None:
        self.hints = {str(key): text for key, text in (hints or {}).items()}
        self.reveals = {str(key): list(names) for key, names in (reveals or {}).items()}
        self.govuk = govuk


class Radios(_Choices, forms.RadioSelect):
    """One choice of a few.

    `hints` is words under a choice, `reveals` the names of fields drawn inside a choice (they must be optional in
    themselves; check them with `GovukForm.need`), both by value.
    """

    def __init__(
        self,
        *,
        hints: Mapping[str, str] | None = None,
        reveals: Mapping[str, Sequence[str]] | None = None,
        inline: bool = False,
        small: bool = False,
        govuk: Params | None = None,
    ) -> None:
        super().__init__()
        names = ["govuk-radios--inline"] * inline + ["govuk-radios--small"] * small
        self._describe(hints, reveals, {"classes": " ".join(names)} | (govuk or {}))


class Checkboxes(_Choices, forms.CheckboxSelectMultiple):
    """Any number of choices; `exclusive` is the value that clears the others ("None of these")."""

    def __init__(
        self,
        *,
        hints: Mapping[str, str] | None = None,
        reveals: Mapping[str, Sequence[str]] | None = None,
        exclusive: str = "",
        small: bool = False,
        govuk: Params | None = None,
    ) -> None:
        super().__init__()
        self.exclusive = exclusive
        self._describe(hints, reveals, {"classes": "govuk-checkboxes--small" if small else ""} | (govuk or {}))


class DateInput(forms.MultiWidget):
    """Day, month and year in three boxes."""

    def __init__(self, govuk: Params | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in parts.PARTS})
        self.govuk: Params = govuk or {}

    def decompress(self, value: Any) -> list[str]:
        """Return the three boxes of a date, a partly known date, a typed ISO date, or nothing."""
        if isinstance(value, PartialDate):
            return list(value.boxes)
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        return ["", "", ""]


class DateTimeInput(forms.MultiWidget):
    """A date in three boxes and a time of day in a fourth, in London time."""

    def __init__(self, govuk: Params | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in (*parts.PARTS, "time")})
        self.govuk: Params = govuk or {}

    def decompress(self, value: Any) -> list[str]:
        """Return the four boxes of an aware datetime, or nothing."""
        if not isinstance(value, datetime):
            return ["", "", "", ""]
        local = value.astimezone(parts.LONDON)
        return [str(local.day), str(local.month), str(local.year), parts.time_text(local)]


class DateSpanInput(forms.MultiWidget):
    """How well a date is known, and the boxes that this calls for."""

    CHOICES = (
        (Precision.EXACT, "On an exact date"),
        (Precision.BETWEEN, "Between two dates"),
        (Precision.MONTH, "In a month"),
        (Precision.YEAR, "In a year"),
        (Precision.UNKNOWN, "Not known"),
    )
    # Which boxes each precision asks for, and the parts of a date in them.
    BOXES = {
        Precision.EXACT: (("on", "Date", parts.PARTS),),
        Precision.BETWEEN: (("from", "From", parts.PARTS), ("to", "To", parts.PARTS)),
        Precision.MONTH: (("month", "Month", ("month", "year")),),
        Precision.YEAR: (("year", "Year", ("year",)),),
    }

    def __init__(self, govuk: Params | None = None) -> None:
        names = [box for boxes in self.BOXES.values() for box, _, _ in boxes]
        dates: dict[str, forms.Widget | type[forms.Widget]] = {name: DateInput() for name in names}
        super().__init__({"kind": forms.RadioSelect(choices=self.CHOICES)} | dates)
        self.govuk: Params = govuk or {}

    def decompress(self, value: Any) -> list[Any]:
        """Return the kind and the five dates of a DateSpan, or nothing."""
        blank = DateInput().decompress(None)
        if not isinstance(value, DateSpan):
            return ["", *([blank] * 5)]
        ends = {"from": value.first, "to": value.last} if value.precision is Precision.BETWEEN else {}
        known = PartialDate(value.first, value.precision) if value.first and not ends else None
        shown = {box: ends.get(box, known) for box, _, _ in self.BOXES.get(value.precision, ())}
        boxes = (shown.get(name) for name in ("on", "from", "to", "month", "year"))
        return [value.precision, *(DateInput().decompress(box) for box in boxes)]
