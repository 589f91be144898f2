"""One group of the needs assessment: each item an answer or the reason for none, with the victim's own words."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django import forms
from django.utils import timezone

from soteria.ui.fields import DateInputField
from soteria.ui.forms import GovukForm
from soteria.ui.versions import VersionedFormMixin
from soteria.ui.widgets import Checkboxes, Radios
from soteria.ui.wording import mid_sentence
from victims.rules.catalogue import bundled
from victims.rules.needs import INSTEAD, NOT_ASKED, Answer, Group, Item, Status

WORDS_LENGTH = 500
WORDS = "words_"
SHARED = "shared_"


class NeedsForm(VersionedFormMixin, GovukForm):
    """The questions of one group, and once for all that changes: when it was asked, who told us, who may know."""

    mark_optional = False
    group: Group

    asked_on = DateInputField(label="When did they tell us?", when="past_or_today", required=False)
    told_by = forms.ChoiceField(
        label="Who told us?", choices=list(bundled().told_by.items()), widget=Radios(small=True), required=False
    )
    shared_with = forms.MultipleChoiceField(
        label="Who else may know, with their agreement?",
        help_text=(
            "The officers of this case see it already. Leave blank if nobody else may. "
            "If you change this, it holds for every answer on this page."
        ),
        choices=list(bundled().shared_with.items()),
        widget=Checkboxes(small=True),
        required=False,
    )

    def questions(self) -> list[tuple[Any, Any]]:
        """Each question with the box for the victim's own words."""
        return [(self[item.code], self[WORDS + item.code]) for item in self.group.items]

    def about(self) -> list[Any]:
        """The questions about what has changed."""
        return [self[name] for name in ("asked_on", "told_by", "shared_with")]

    def hidden(self) -> list[Any]:
        """The fields that carry which version this page was drawn from."""
        return self.hidden_fields()

    def clean(self) -> dict[str, Any]:
        """Words need an answer to stand beside, and what changed needs its day and source."""
        super().clean()
        for item in self.group.items:
            if self.cleaned_data.get(WORDS + item.code) and self._status(item) == Status.NOT_ASKED:
                self.add_error(item.code, "Select an answer, or why there is none, to keep their words with")
        if self._has_news():
            self.need("asked_on", "Enter the date on which they told us")
            self.need("told_by", "Select who told us")
        return self.cleaned_data

    def _has_news(self) -> bool:
        return any(self._is_new(item) for item in self.group.items if item.code not in self.errors)

    def _is_new(self, item: Item) -> bool:
        return self._said(item) != _initially(self.initial, item) or self._shared(item) != self._shared_before(item)

    def _shared(self, item: Item) -> set[str]:
        """Who may know of one answer: as it stood, unless it or the agreement is said anew."""
        chosen = set(self.cleaned_data.get("shared_with") or ())
        is_said_anew = self._said(item) != _initially(self.initial, item)
        if is_said_anew or chosen != set(self.initial.get("shared_with", ())):
            return chosen if self._status(item) != Status.NOT_ASKED else set()
        return self._shared_before(item)

    def _shared_before(self, item: Item) -> set[str]:
        return set(self.initial.get(SHARED + item.code, ()))

    def _said(self, item: Item) -> tuple[str, str]:
        code = self.cleaned_data.get(item.code) or Status.NOT_ASKED.value
        return code, self.cleaned_data.get(WORDS + item.code) or ""

    def _status(self, item: Item) -> str:
        chosen, _ = self._said(item)
        return chosen if chosen in INSTEAD else Status.CONFIRMED.value

    def said(self) -> list[Answer]:
        """The answers of this page."""
        return [self._answer(item) for item in self.group.items]

    def _answer(self, item: Item) -> Answer:
        chosen, words = self._said(item)
        return Answer(
            code=item.code,
            status=self._status(item),
            value="" if chosen in INSTEAD else chosen,
            words=words,
            asked_on=self.cleaned_data.get("asked_on") or timezone.localdate(),
            told_by=self.cleaned_data.get("told_by") or "victim",
            shared_with=tuple(code for code in bundled().shared_with if code in self._shared(item)),
        )


def _initially(initial: Mapping[str, Any], item: Item) -> tuple[str, str]:
    return initial.get(item.code) or Status.NOT_ASKED.value, initial.get(WORDS + item.code) or ""


def initial_of(group: Group, known: Mapping[str, Answer]) -> dict[str, Any]:
    """What a group's form shows at first: the present answers, who may know of any, and today as the day of asking."""
    found: dict[str, Any] = {"asked_on": timezone.localdate(), "told_by": "victim"}
    for item in group.items:
        answer = known.get(item.code, NOT_ASKED)
        found[item.code] = answer.value or answer.status
        found[WORDS + item.code] = answer.words
        found[SHARED + item.code] = answer.shared_with
    known_to = {code for item in group.items for code in found[SHARED + item.code]}
    return found | {"shared_with": [code for code in bundled().shared_with if code in known_to]}


@cache
def form_of(code: str) -> type[NeedsForm] | None:
    """The form of a group, or None where there is no such group."""
    group = bundled().group(code)
    if group is None:
        return None
    fields: dict[str, Any] = {}
    for item in group.items:
        fields[item.code] = _question(item)
        fields[WORDS + item.code] = forms.CharField(
            label=f"In their own words: {mid_sentence(item.label)}", max_length=WORDS_LENGTH, required=False
        )
    return type("GroupForm", (NeedsForm,), fields | {"group": group})


def _question(item: Item) -> forms.Field:
    return forms.ChoiceField(
        label=item.question,
        help_text=item.hint,
        choices=[*item.answers.items(), *INSTEAD.items()],
        widget=Radios(small=True, inline=True),
        required=False,
    )
