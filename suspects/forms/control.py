"""The questions about controlling or coercive behaviour: each answered in a code, with a note, and who said so."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django import forms

from soteria.ui.forms import GovukForm
from soteria.ui.versions import VersionedFormMixin
from soteria.ui.widgets import Radios
from soteria.ui.wording import mid_sentence
from suspects.reference.control import indicators, told_by
from suspects.rules import control as rules
from suspects.rules.control import ANSWERS, Answer, Said

NOTE_LENGTH = 300
NOTE = "note_"


class ControlForm(VersionedFormMixin, GovukForm):
    """Every indicator, and once for all that changes: who said so."""

    mark_optional = False

    told_by = forms.ChoiceField(
        label="Who said so?", choices=list(told_by().items()), widget=Radios(small=True), required=False
    )

    def questions(self) -> list[tuple[Any, Any]]:
        """Each question with the box for a note."""
        return [(self[code], self[NOTE + code]) for code in indicators()]

    def clean(self) -> dict[str, Any]:
        """Return the answers; a note needs an answer to stand beside, and what is new needs who said so."""
        super().clean()
        for one in self.said():
            if one.code not in self.errors and (sentence := rules.lacks(one)):
                self.add_error(NOTE + one.code if one.answer == Answer.YES else one.code, sentence)
        if any(one.answer != Answer.NOT_ASKED for one in self._news()):
            self.need("told_by", "Select who said so")
        return self.cleaned_data

    def _news(self) -> list[Said]:
        before = {code: self._said(code, self.initial) for code in indicators()}
        return rules.news(before, self.said())

    def said(self) -> list[Said]:
        """The answers of this page."""
        return [self._said(code, self.cleaned_data) for code in indicators()]

    def _said(self, code: str, values: Mapping[str, Any]) -> Said:
        answer = values.get(code) or Answer.NOT_ASKED.value
        return Said(code, answer, self.cleaned_data.get("told_by") or "", values.get(NOTE + code) or "")


def initial_of(said: Mapping[str, Said]) -> dict[str, Any]:
    """What the page shows at first: the present answers and notes."""
    asked = {code: said[code].answer if code in said else Answer.NOT_ASKED.value for code in indicators()}
    return asked | {NOTE + code: said[code].note if code in said else "" for code in indicators()}


@cache
def form_class() -> type[ControlForm]:
    """The form with a question for each indicator of the file."""
    fields: dict[str, Any] = {}
    for one in indicators().values():
        fields[one.code] = forms.ChoiceField(
            label=one.question,
            help_text=one.hint,
            choices=[(code.value, words) for code, words in ANSWERS.items()],
            widget=Radios(small=True, inline=True),
            required=False,
        )
        fields[NOTE + one.code] = forms.CharField(
            label=f"Note: {mid_sentence(one.title)}", max_length=NOTE_LENGTH, required=False
        )
    return type("IndicatorsForm", (ControlForm,), fields)
