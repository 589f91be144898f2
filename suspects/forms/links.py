"""Deciding whether two records are one person, and taking a merge back."""

from typing import Any

from django import forms

from soteria.ui.forms import GovukForm
from soteria.ui.widgets import Radios, Textarea
from suspects.models import LinkDecision

Kind, Reason = LinkDecision.Kind, LinkDecision.Reason
SAY_WHY = "Select what you go by"
ALWAYS = [Reason.FACTS, Reason.IDENTIFIED, Reason.PAPERS, Reason.KNOWN]
APART = [Reason.RELATIVES, Reason.HOUSEHOLD]


def _choices(reasons: list[Any]) -> list[tuple[str, str]]:
    return [(reason.value, reason.label) for reason in reasons]


class DecisionForm(GovukForm):
    """By what a pair is decided; the button that is pressed says how.

    No reason is chosen beforehand but by a page whose facts speak for one person (suspects.rules.linking.is_shown).
    """

    reason = forms.ChoiceField(
        label="What do you go by?",
        choices=_choices([*ALWAYS, *APART, Reason.OTHER]),
        widget=Radios(small=True, reveals={Reason.OTHER.value: ["words"]}),
        error_messages={"required": SAY_WHY},
    )
    words = forms.CharField(
        label="What is it?",
        max_length=500,
        required=False,
        widget=Textarea(rows=2),
        error_messages={"required": "Enter what you go by"},
    )

    def clean(self) -> dict[str, Any]:
        """Another reason has words."""
        super().clean()
        if self.cleaned_data.get("reason") == Reason.OTHER:
            self.need("words")
        return self.cleaned_data


class UndoForm(GovukForm):
    """What becomes of the pair, and why the merge is taken back."""

    kind = forms.ChoiceField(
        label="What are these two records?",
        choices=[
            (Kind.DIFFERENT.value, "Different people"),
            (Kind.OPEN.value, "Not certain: put them back to be looked at"),
        ],
        widget=Radios(small=True),
        error_messages={"required": "Select what these two records are"},
    )
    reason = forms.ChoiceField(
        label="What do you go by?",
        choices=_choices([Reason.MISTAKE, *ALWAYS, *APART, Reason.OTHER]),
        widget=Radios(small=True),
        error_messages={"required": SAY_WHY},
    )
    words = forms.CharField(
        label="In your words",
        max_length=500,
        widget=Textarea(rows=3),
        help_text="Kept with the merge and its undoing, for whoever reads the records later.",
        error_messages={"required": "Enter why the merge is undone"},
    )


class ReopenForm(GovukForm):
    """Why a rejected pair is looked at again."""

    words = forms.CharField(
        label="Why should this pair be looked at again?",
        max_length=500,
        widget=Textarea(rows=3),
        error_messages={"required": "Enter why this pair should be looked at again"},
    )


class QueueFilterForm(GovukForm):
    """Narrows the queue."""

    mark_optional = False

    state = forms.ChoiceField(
        label="Decision",
        required=False,
        choices=[
            ("", "Waiting"),
            ("blocked", "Held back by a rule"),
            ("confirmed", "Confirmed"),
            ("rejected", "Rejected"),
        ],
        widget=Radios(small=True),
    )
    strength = forms.ChoiceField(
        label="How likely",
        required=False,
        choices=[("", "All"), ("strong", "Nearly certain"), ("possible", "Possible")],
        widget=Radios(small=True),
    )
    order = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[("", "Likeliest first"), ("newest", "Newest first")],
        widget=Radios(small=True),
    )
