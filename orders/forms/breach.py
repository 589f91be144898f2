"""Questions about a breach, few enough for a minute, and about what shows it."""

from collections.abc import Sequence
from typing import Any

from django import forms

from orders.forms.shared import KeyedForm, today_boxes
from orders.models import Breach, BreachEvidence
from orders.queries.holding import Breakable
from orders.rules.conduct import ACTS, MEANS, MOST_OCCASIONS, ONCE, TOWARD
from orders.services.evidence import EvidenceIn
from soteria.ui import wording
from soteria.ui.fields import DateTimeField
from soteria.ui.widgets import Checkboxes, Radios, Textarea, TextInput

LONGEST_ACCOUNT = 4_000
LONGEST_PLACE = 100
# Whom a condition protects is whom it was most likely done to; the answer stands to be changed.
USUALLY_TOWARD = {"victim": ["victim"], "witness": ["witness"]}


class EvidenceFields(forms.Form):
    """What shows it: tick a kind, then its reference and where it is kept, as far as they are known."""

    evidence = forms.MultipleChoiceField(
        label="What shows it?",
        choices=BreachEvidence.Kind.choices,
        required=False,
        widget=Checkboxes(
            small=True,
            reveals={kind: [f"reference_{kind}", f"kept_{kind}"] for kind in BreachEvidence.Kind.values},
        ),
        help_text="A doorbell camera may keep its recording for a few days only. Ask for it now.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in BreachEvidence.Kind.values:
            self.fields[f"reference_{kind}"] = _line("Reference, if it has one")
            self.fields[f"kept_{kind}"] = _line("Where is it kept?")
            for name in (f"reference_{kind}", f"kept_{kind}"):
                wording.apply(self.fields[name], name)

    def pieces(self) -> list[EvidenceIn]:
        """The pieces as they were typed, in the order of the page."""
        said = self.cleaned_data
        return [
            EvidenceIn(kind, said.get(f"reference_{kind}") or "", said.get(f"kept_{kind}") or "")
            for kind in said.get("evidence") or []
        ]


def _line(label: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST_PLACE, required=False, widget=TextInput(width=20))


class EvidenceForm(EvidenceFields, KeyedForm):
    """More of what shows a breach, when it comes: one kind at least."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["evidence"]
        field.required, field.error_messages["required"] = True, "Select what shows it"


class BreachForm(EvidenceFields, KeyedForm):
    """What was broken, when, what happened, what the suspect did, what shows it, who told us."""

    field_order = ("broken", "happened_at", "account", "acts", "toward", "means", "occasions", "told_by", "evidence")

    broken = forms.MultipleChoiceField(
        label="What was broken?",
        widget=Checkboxes(small=True),
        error_messages={"required": "Select what was broken"},
    )
    happened_at = DateTimeField(
        label="When did it happen?", what="when it happened", when="past_or_today", initial=today_boxes
    )
    account = forms.CharField(
        label="What happened?",
        max_length=LONGEST_ACCOUNT,
        widget=Textarea(rows=4),
        help_text="In their own words where you can.",
        error_messages={"required": "Enter what happened"},
    )
    acts = forms.MultipleChoiceField(
        label="What is the suspect said to have done?",
        choices=list(ACTS.items()),
        widget=Checkboxes(small=True),
        error_messages={"required": "Select what the suspect is said to have done"},
    )
    toward = forms.MultipleChoiceField(
        label="Who was it done to?",
        choices=list(TOWARD.items()),
        widget=Checkboxes(small=True),
        error_messages={"required": "Select who it was done to"},
    )
    means = forms.MultipleChoiceField(
        label="By what means?", choices=list(MEANS.items()), required=False, widget=Checkboxes(small=True)
    )
    occasions = forms.IntegerField(
        label="On how many occasions?",
        min_value=ONCE,
        max_value=MOST_OCCASIONS,
        initial=ONCE,
        widget=TextInput(width=3),
        help_text="Calls or visits at different times are different occasions.",
    )
    told_by = forms.ChoiceField(
        label="Who told us?",
        choices=Breach.ToldBy.choices,
        widget=Radios(small=True),
        error_messages={"required": "Select who told us"},
    )
    reported_at = DateTimeField(
        label="When were the police told?",
        what="when the police were told",
        when="past_or_today",
        required=False,
        help_text="Leave this empty if it was just now. The time to decide counts from it.",
    )

    is_another = forms.BooleanField(
        label="This is another breach, at the same time and in the same words", required=False, widget=forms.HiddenInput
    )
    logged: Breach | None = None

    def ask_another(self, logged: Breach) -> None:
        """Show what was logged before, and the box to tick where this is another."""
        self.logged, self.fields["is_another"].widget = logged, forms.CheckboxInput()

    def __init__(self, *args: Any, rows: Sequence[Breakable], live: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["broken"]
        field.choices = [(row.key, row.span.words) for row in rows]
        field.widget.hints = {row.key: _hint(row, is_live=place < live) for place, row in enumerate(rows)}
        if live == 1:
            field.initial = [rows[0].key]
            self.fields["toward"].initial = USUALLY_TOWARD.get(rows[0].protects, [])


def _hint(row: Breakable, *, is_live: bool) -> str:
    words = f"{row.what}, {row.suspect}"
    return words if is_live else f"{words}. No longer in force"
