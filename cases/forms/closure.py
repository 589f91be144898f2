"""Deciding to take no further action, and checking such a decision."""

import uuid
from typing import Any

from django import forms

from cases.forms.notes import KeyField
from cases.rules import closure_words
from cases.rules.closure import MAKERS
from soteria.ui.forms import GovukForm
from soteria.ui.widgets import Checkboxes, Radios, Textarea

LENGTH = 4000
MYTH = "on_"
SIGN_OFF, SEND_BACK = "sign_off", "send_back"


class NfaForm(GovukForm):
    """A decision with its reasons. The words on the evidence go to the victim, so they are asked for as such."""

    decision_maker = forms.ChoiceField(
        label="Who decided it?",
        choices=list(MAKERS.items()),
        widget=Radios(small=True),
        error_messages={"required": "Select who decided it"},
    )
    outcome_code = forms.ChoiceField(
        label="Outcome",
        choices=[(code, f"{code}: {each.title}") for code, each in closure_words.outcomes().items()],
        widget=Radios(small=True),
        error_messages={"required": "Select the outcome"},
    )
    reasons = forms.MultipleChoiceField(
        label="Reasons",
        choices=[(code, each.title) for code, each in closure_words.reasons().items()],
        widget=Checkboxes(small=True),
        help_text="Each is put into plain words in the letter to the victim.",
        error_messages={"required": "Select at least one reason"},
    )
    reason_text = forms.CharField(
        label="Why, for the file",
        max_length=LENGTH,
        widget=Textarea(rows=5),
        help_text="What was looked into, the test applied, and why it is not met. This does not go to the victim.",
        error_messages={"required": "Enter why no further action is taken"},
    )
    evidence_for = forms.CharField(
        label="What supports the case",
        max_length=LENGTH,
        widget=Textarea(rows=4),
        help_text="Write to the victim: “You gave us a clear account …”. It goes into the draft of their letter.",
        error_messages={"required": "Enter what supports the case"},
    )
    evidence_against = forms.CharField(
        label="What stands in its way",
        max_length=LENGTH,
        widget=Textarea(rows=4),
        help_text="Write to the victim, without blame: what a court would need and could not be found.",
        error_messages={"required": "Enter what stands in the way of the case"},
    )
    myth_words = forms.CharField(
        label="If you answered yes to any of the three, why is the decision right?",
        max_length=LENGTH,
        widget=Textarea(rows=3),
        required=False,
    )
    key = KeyField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)
    field_order = (
        "decision_maker", "outcome_code", "reasons", "reason_text", "evidence_for", "evidence_against",
        *(MYTH + code for code in closure_words.myths()), "myth_words", "key",
    )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """What was decided, as the service takes it."""
        asked = {MYTH + code for code in closure_words.myths()}
        found = {name: value for name, value in self.cleaned_data.items() if name not in asked | {"key"}}
        return found | {"myths": {name.removeprefix(MYTH): self.cleaned_data[name] for name in sorted(asked)}}


def _asked(code: str) -> forms.ChoiceField:
    myth = closure_words.myths()[code]
    return forms.ChoiceField(
        label=myth.question,
        help_text=myth.hint,
        choices=[("no", "No"), ("yes", "Yes")],
        widget=Radios(small=True, inline=True),
        error_messages={"required": myth.missing},
    )


for _code in closure_words.myths():
    NfaForm.base_fields[MYTH + _code] = _asked(_code)


class CheckNfaForm(GovukForm):
    """What a supervisor makes of a decision; agreeing needs words as much as sending it back."""

    decision = forms.ChoiceField(
        label="Do you agree?",
        choices=[(SIGN_OFF, "Yes, sign it off and close the case"), (SEND_BACK, "No, send it back")],
        widget=Radios(),
        error_messages={"required": "Select whether you agree"},
    )
    words = forms.CharField(
        label="Why, or what has to be done first",
        max_length=LENGTH,
        widget=Textarea(rows=4),
        error_messages={"required": "Enter why you agree, or what has to be done first"},
    )
