"""What every section of a case being logged shares: it keeps what was typed, and no blank is left unexplained."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict

from cases.rules.drafts import REASONS
from soteria.ui import dates
from soteria.ui.forms import GovukForm, MissingReason, MissingReasonField
from soteria.ui.widgets import Radios

EMPTY: tuple[Any, ...] = (None, "", [], ())
# A text that was typed is kept even where it can be no answer, less the letters that PostgreSQL cannot hold.
_UNSTORABLE = {0: "\ufffd"} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


class ReasonedChoiceField(forms.ChoiceField):
    """A choice of a few, or the coded reason for having none, in one list."""

    widget = Radios

    def __init__(self, *, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        kwargs = {"required": False} | kwargs
        super().__init__(choices=[*choices, *MissingReason.choices], **kwargs)


class SectionForm(GovukForm):
    """One section, or one entry of a section that repeats.

    `asked` names the questions that need an answer or a coded reason; `why_blank` gives one reason for every blank, so
    that a page of unknowns costs one choice (peers of the CPS: an explicit nil answer, quick to give in bulk).
    """

    mark_optional = False
    asked: ClassVar[tuple[str, ...]] = ()

    why_blank = MissingReasonField(
        label="If you left anything blank, why?",
        help_text="One reason covers every blank question on this page.",
        widget=Radios(inline=True, small=True),
    )

    def __init__(self, *args: Any, known_missing: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Reasons that were given before stay until somebody gives an answer or another reason.
        self.known_missing = dict(known_missing or {})
        last = self.fields.pop("why_blank")
        if self.asked:
            self.fields["why_blank"] = last

    def quiet(self) -> "SectionForm":
        """The form as it was typed, without telling what is wrong with it: for coming back to a section."""
        self._errors = ErrorDict(renderer=self.renderer)
        self.cleaned_data = {}
        return self

    def questions(self) -> list[str]:
        """The questions that need an answer or a reason, given the answers so far."""
        return list(self.asked)

    def clean(self) -> dict[str, Any]:
        """Add one error that names the blanks without a reason."""
        super().clean()
        if silent := [name for name in self._blanks() if name not in self.missing]:
            words = ", ".join(str(self.fields[name].label).rstrip("?") for name in silent)
            self.add_error("why_blank", f"Say why these are blank: {words}")
        return self.cleaned_data

    def _blanks(self) -> list[str]:
        return [name for name in self.questions() if self.is_blank(name) and name not in self.errors]

    @property
    def missing(self) -> dict[str, str]:
        """The coded reason for each question that has no answer."""
        return {name: reason for name in self._blanks() if (reason := self._reason(name))}

    def is_blank(self, name: str) -> bool:
        """Whether a question has no answer, a coded reason being none."""
        value = self.cleaned_data.get(name)
        return value in EMPTY or (isinstance(self.fields[name], ReasonedChoiceField) and value in REASONS)

    def _reason(self, name: str) -> str:
        given = self.cleaned_data.get(name)
        own = self.cleaned_data.get(self.or_reasons.get(name, ""))
        coded = given if isinstance(given, str) and given in REASONS else ""
        return str(coded or own or self.cleaned_data.get("why_blank") or self.known_missing.get(name) or "")

    def _check_pair(self, name: str, reason: str) -> None:
        # Neither may be given here, since one reason can stand for all; both may not.
        if not self.is_blank(name):
            super()._check_pair(name, reason)

    def title(self) -> str:
        """What the entry is called in a list; never empty."""
        raise NotImplementedError

    def values(self) -> dict[str, Any]:
        """The checked answers as JSON, with the reason for each that is missing."""
        spare = {"why_blank", *self.or_reasons.values()}
        found = {
            name: None if self.is_blank(name) else as_json(value)
            for name, value in self.cleaned_data.items()
            if name in self.fields and name not in spare
        }
        return found | {"title": self.title(), "missing": self.missing}

    def answers(self) -> list[dict[str, str]]:
        """Questions and answers as shown when checking; what could not be read stands as it was typed."""
        spare = {"why_blank", *self.or_reasons.values()}
        found = []
        for name in (name for name in self.fields if name not in spare):
            if answer := self.answer(name):
                bound = self[name]
                found.append(
                    {"field": name, "question": str(bound.label), "answer": answer, "anchor": bound.link_id}  # type: ignore[attr-defined]
                )
        return found

    def answer(self, name: str) -> str:
        """One answer in words; "" hides a question that needed none."""
        if name in self.errors:
            return clean_text(" ".join(text for text in _leaves(self[name].data) if text))
        if self.is_blank(name):
            return REASONS.get(self._reason(name), "") if name in self.questions() else ""
        return in_words(self.cleaned_data[name], dict(flat(getattr(self.fields[name], "choices", ()))))


def typed_of(data: Mapping[str, Any], form: forms.BaseForm) -> dict[str, list[str]]:
    """Exactly what was typed into the form's own fields, ready to be stored."""
    names = tuple(form.add_prefix(name) for name in form.fields)
    values = data.lists() if isinstance(data, QueryDict) else ((key, [value]) for key, value in data.items())
    return {
        clean_text(key): [clean_text(text) for text in texts]
        for key, texts in values
        if key in names or key.startswith(tuple(f"{name}_" for name in names))
    }


def as_data(typed: Mapping[str, Sequence[str]]) -> QueryDict:
    """What was typed, as a form takes it."""
    data = QueryDict(mutable=True)
    for name, texts in typed.items():
        data.setlist(name, list(texts))
    return data


def clean_text(text: str) -> str:
    """A text with the characters that cannot be stored replaced by a mark."""
    return str(text).translate(_UNSTORABLE)


def as_json(value: Any) -> Any:
    """A checked answer as plain JSON."""
    if isinstance(value, date):
        return value.isoformat()
    return value


def in_words(value: Any, labels: Mapping[str, str]) -> str:
    """An answer as a person reads it."""
    if isinstance(value, list):
        return ", ".join(labels.get(str(item), str(item)) for item in value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime | date):
        return dates.moment(value)
    return labels.get(str(value), str(value))


def flat(choices: Any) -> list[tuple[str, str]]:
    """Choices without their groups."""
    found: list[tuple[str, str]] = []
    for value, label in choices:
        found += flat(label) if isinstance(label, list | tuple) else [(str(value), str(label))]
    return found


def _leaves(value: Any) -> list[str]:
    if isinstance(value, list | tuple):
        return [text for item in value for text in _leaves(item)]
    return [] if value is None else [str(value)]
