"""The offence section: what it is recorded as, and when it happened as far as anybody knows."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cases.forms.logging_section import SectionForm
from cases.models import OffenceClass
from cases.models import Precision as Stored
from soteria.ui import dates, parts
from soteria.ui.fields import DateSpanField
from soteria.ui.spans import DateSpan, Precision
from soteria.ui.widgets import Radios, TextInput

MOST_SHOWN = 15


class OffenceForm(SectionForm):
    """One offence. The class is found by its code or by words of its title, with a script or without."""

    offence = forms.CharField(
        label="Offence",
        max_length=160,
        help_text="Start typing a code or words of the title, like “19C” or “rape of a female”.",
        error_messages={"required": "Enter the offence by its code or words of its title"},
    )
    pick = forms.ChoiceField(label="Which of these offences is it?", required=False, widget=Radios(small=True))
    is_attempt = forms.BooleanField(label="It was an attempt", required=False)
    when = DateSpanField(
        label="When did it happen?",
        what="date of the offence",
        when="past_or_today",
        help_text="A rough date is useful. “Not known” is an answer, and can be changed later.",
        error_messages={"required": "Select how well the date is known. If nobody knows, select “Not known”"},
    )
    at = forms.CharField(
        label="Time of day, if you know it",
        max_length=12,
        required=False,
        widget=TextInput(width=10),
        help_text="Only with an exact date. For example, 2:05pm.",
    )
    when_in_words = forms.CharField(
        label="Anything else that dates it",
        max_length=200,
        required=False,
        help_text="In the victim’s words, like “the week the schools broke up”.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.classes = list(OffenceClass.objects.order_by("-is_rasso", "title", "code"))
        self.found: OffenceClass | None = None
        self.moment: datetime | None = None
        self.fields["offence"].widget.attrs |= {"list": "offence-classes", "autocomplete": "off"}
        self.fields["pick"].choices = []  # type: ignore[attr-defined]
        self._offer_matches()

    def _offer_matches(self) -> None:
        """Show the choice of matches once the words fit several; it has to be known before the form is checked."""
        matches = matching(self.classes, str(self.data.get("offence") or "")) if self.is_bound else []
        if len(matches) > 1:
            self.fields["pick"].choices = [(item.code, str(item)) for item in matches[:MOST_SHOWN]]  # type: ignore[attr-defined]
        else:
            del self.fields["pick"]

    def clean(self) -> dict[str, Any]:
        """Find the offence class and the moment; adds errors that say how to choose."""
        super().clean()
        if "offence" in self.cleaned_data:
            self._find_class()
        if isinstance(self.cleaned_data.get("when"), DateSpan):
            self._read_time()
        return self.cleaned_data

    def _find_class(self) -> None:
        matches = matching(self.classes, self.cleaned_data["offence"])
        picked = self.cleaned_data.get("pick") if "pick" in self.fields else ""
        chosen = [item for item in matches if item.code == picked] if picked else matches
        if not chosen:
            self.add_error("offence", "No offence has that code or those words. Try fewer words")
        elif len(chosen) > 1 and "pick" not in self.errors:
            many = " of the first 15, or type more words" if len(chosen) > MOST_SHOWN else ""
            self.add_error("pick", f"{len(chosen)} offences fit. Select one{many}")
        else:
            self.found = chosen[0]

    def _read_time(self) -> None:
        span, text = self.cleaned_data["when"], self.cleaned_data.get("at", "")
        if not text or "at" in self.errors:
            return
        if span.precision is not Precision.EXACT:
            self.add_error("at", "Give an exact date with the time, or leave the time out")
            return
        try:
            self.moment = parts.in_london(span.first, parts.read_time(text))
        except parts.Wrong as wrong:
            self.add_error("at", ValidationError(wrong.message if wrong.whole else f"The time {wrong.message}"))

    def title(self) -> str:
        """The recorded title and how well it is dated."""
        name = self.found.title if self.found else "Offence not chosen yet"
        attempt = "Attempt: " if self.cleaned_data.get("is_attempt") else ""
        return f"{attempt}{name}"

    def values(self) -> dict[str, Any]:
        """The offence as the case keeps it: a class, and a range with how well it is known."""
        span = self.cleaned_data.get("when") or DateSpan()
        first, last, precision = stored_range(span, self.moment)
        return {
            "title": self.title(),
            "offence_class": self.found.code if self.found else None,
            "is_attempt": bool(self.cleaned_data.get("is_attempt")),
            "precision": precision.value,
            "occurred_from": first.isoformat() if first else None,
            "occurred_to": last.isoformat() if last else None,
            "when_in_words": self.cleaned_data.get("when_in_words", ""),
            "missing": {"when": "not_known"} if precision is Stored.UNKNOWN else {},
        }

    def answer(self, name: str) -> str:
        """The offence by its full title; an attempt only where it was one."""
        if name == "offence" and self.found:
            return str(self.found)
        if name in ("pick", "at") and name not in self.errors:
            return dates.clock(self.moment) if name == "at" and self.moment else ""
        if name == "is_attempt" and not self.cleaned_data.get("is_attempt"):
            return ""
        return super().answer(name)


def matching(classes: list[OffenceClass], text: str) -> list[OffenceClass]:
    """The classes that a typed text means: by code, by whole title, else all whose title holds every word of it."""
    words = text.casefold().replace("(", " ").replace(")", " ").split()
    if not words:
        return []
    exact = [
        c for c in classes if text.strip().casefold() in (c.code.casefold(), c.title.casefold(), str(c).casefold())
    ]
    return exact or [c for c in classes if all(word in f"{c.title} {c.code}".casefold() for word in words)]


def stored_range(span: DateSpan, moment: datetime | None) -> tuple[datetime | None, datetime | None, Stored]:
    """First and last moment of a span in UTC, and its precision; a day counts from midnight to its last minute."""
    if moment is not None:
        return moment.astimezone(UTC), moment.astimezone(UTC), Stored.EXACT
    if span.first is None or span.last is None:
        return None, None, Stored.UNKNOWN
    precision = Stored.DAY if span.precision is Precision.EXACT else Stored(span.precision.value)
    first = datetime.combine(span.first, time(), parts.LONDON)
    last = datetime.combine(span.last + timedelta(days=1), time(), parts.LONDON).astimezone(UTC) - timedelta(minutes=1)
    return first.astimezone(UTC), last, precision
