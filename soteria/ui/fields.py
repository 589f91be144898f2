"""Form fields for dates as people know them, with errors that say how to put them right."""

from abc import abstractmethod
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst

from soteria.ui import parts, spans, widgets, wording
from soteria.ui.controls import sent
from soteria.ui.spans import DateSpan, PartialDate, Precision

# What a date may be asked to be, compared with today. Each pair: the words, and the test (value, today).
Order = Callable[[date, date], bool]
WHEN: dict[str, tuple[str, Order]] = {
    "": ("", lambda _value, _today: True),
    "past": ("must be in the past", lambda value, today: value < today),
    "past_or_today": ("must be today or in the past", lambda value, today: value <= today),
    "future": ("must be in the future", lambda value, today: value > today),
    "future_or_today": ("must be today or in the future", lambda value, today: value >= today),
}


class BoxesField(forms.Field):
    """A field of several boxes that read as one value.

    `what` is the name of the thing in error words ("date of breach"), the label when not given; `when` is a key of
    WHEN. Errors carry the boxes at fault in `params["parts"]`, so that the right box is marked and linked to.
    """

    widget: Any

    def __init__(self, *, what: str = "", when: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.what = what
        self.when_words, self.in_order = WHEN[when]

    def error(self, wrong: parts.Wrong) -> ValidationError:
        """Return the sentence for what is wrong, with the boxes at fault."""
        what = wording.moment(self.what or wording.subject(self, "date"), wrong.parts)
        words = wrong.message if wrong.whole else f"{capfirst(what)} {wrong.message}"
        return ValidationError(words.replace("%", "%%"), code="parts", params={"parts": wrong.parts})

    def check_order(self, value: date, part_names: tuple[str, ...] = parts.PARTS) -> None:
        """Raise parts.Wrong unless the date stands to today in London as the field asks."""
        if not self.in_order(value, timezone.localdate()):
            raise parts.Wrong(self.when_words, part_names)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether any box differs from how the stored value would fill it."""
        blank = self.widget.decompress(None)
        return sent(self.widget.decompress(initial)) != sent(data or blank)


class PartsField(BoxesField):
    """A field whose boxes are the parts of one value."""

    @abstractmethod
    def read(self, boxes: list[str]) -> Any:
        """Return the value of the typed boxes; raises parts.Wrong."""

    def clean(self, value: Any) -> Any:
        """Return the value, or None when every box is empty; raises ValidationError with the boxes at fault."""
        boxes = ["" if box is None else str(box).strip() for box in value or []]
        if not any(boxes):
            self.validate(None)
            return None
        try:
            found = self.read(boxes)
        except parts.Wrong as wrong:
            raise self.error(wrong) from wrong
        self.run_validators(found)
        return found


class DateInputField(PartsField):
    """A date typed as day, month and year → `date`."""

    widget = widgets.DateInput

    def read(self, boxes: list[str]) -> date:
        """Return the typed date; raises parts.Wrong."""
        found = parts.read_date(*boxes)
        self.check_order(found)
        return found


class PartialDateField(PartsField):
    """A year, a month and year, or a full date → `PartialDate`."""

    widget = widgets.DateInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"help_text": "Leave out the day, or the day and month, if they are not known"} | kwargs))

    def read(self, boxes: list[str]) -> PartialDate:
        """Return what is known of the date; raises parts.Wrong. Order is judged on the earliest day it could be."""
        found = spans.read_partial(*boxes)
        self.check_order(found.first)
        return found


class DateTimeField(PartsField):
    """A date and a time of day in London → aware `datetime`."""

    widget = widgets.DateTimeInput

    def read(self, boxes: list[str]) -> datetime:
        """Return the typed moment; raises parts.Wrong, also for a time that did not happen or happened twice."""
        day = parts.read_date(*boxes[:3])
        if not boxes[3]:
            raise self.without_time()
        found = parts.in_london(day, parts.read_time(boxes[3]))
        self.check_moment(found)
        return found

    def without_time(self) -> parts.Wrong:
        """Return that the time is missing, as a request where the question asks when something happened."""
        asked = wording.moment(self.what, ("time",))
        words = "must include a time" if asked == self.what else f"Enter {asked}"
        return parts.Wrong(words, ("time",), whole=asked != self.what)

    def check_moment(self, value: datetime) -> None:
        """Raise parts.Wrong unless the moment itself, not only its day, is on the side of now that the field asks."""
        day, today, now = timezone.localdate(value), timezone.localdate(), timezone.now()
        wrong_side = ("past" in self.when_words and value > now) or ("future" in self.when_words and value < now)
        if wrong_side:
            raise parts.Wrong(self.when_words, ("time",) if day == today else parts.PARTS)


class DateSpanField(BoxesField):
    """When something happened, exactly or roughly → `DateSpan`.

    "Between" takes partly known dates, so "1990" to "1995" is enough. Not known is an answer, not a blank.
    """

    widget = widgets.DateSpanInput

    def clean(self, value: Any) -> DateSpan | None:
        """Return the span; raises ValidationError when no kind is chosen or its boxes cannot be read."""
        kind, *dates = value or [""]
        if kind not in list(Precision):
            self._refuse_without_kind(dates)
            return None
        typed = dict(zip(("on", "from", "to", "month", "year"), dates, strict=True))
        try:
            return self._read(Precision(kind), {box: [str(part or "").strip() for part in typed[box]] for box in typed})
        except parts.Wrong as wrong:
            raise self.error(wrong) from wrong

    def _refuse_without_kind(self, dates: list[Any]) -> None:
        if self.required or any(any(box) for box in dates if box):
            words = self.error_messages["required"] if self.required else "Select how well the date is known"
            raise ValidationError(words, code="required", params={"parts": ("kind",)})

    def _read(self, kind: Precision, typed: dict[str, list[str]]) -> DateSpan:
        if kind is Precision.UNKNOWN:
            return DateSpan()
        if kind is Precision.BETWEEN:
            return self._between(self._one("from", typed, "The first date"), self._one("to", typed, "The last date"))
        box = widgets.DateSpanInput.BOXES[kind][0][0]
        if kind is not Precision.EXACT:
            typed[box][0] = ""
        return DateSpan.of(self._one(box, typed, "", needed=widgets.DateSpanInput.BOXES[kind][0][2]))

    def _one(
        self, box: str, typed: dict[str, list[str]], name: str, needed: tuple[str, ...] = ("year",)
    ) -> PartialDate:
        try:
            parts.require(*typed[box], needed=needed)
            found = spans.read_partial(*typed[box])
            self.check_order(found.first, needed)
        except parts.Wrong as wrong:
            words = f"{name} {wrong.message}" if name and not wrong.whole else wrong.message
            at_fault = tuple(f"{box}_{part}" for part in wrong.parts)
            raise parts.Wrong(words, at_fault, whole=wrong.whole or bool(name)) from wrong
        return found

    def _between(self, first: PartialDate, last: PartialDate) -> DateSpan:
        if last.last < first.first:
            raise parts.Wrong("The last date must be the same as or after the first", ("to_year",), whole=True)
        return DateSpan(first.first, last.last, Precision.BETWEEN)
