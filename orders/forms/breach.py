"""Questions about a breach, few enough for a minute; and about what to do."""

from collections.abc import Sequence
from typing import Any

from django import forms

from orders import offences
from orders.forms.shared import KeyedForm, today_boxes
from orders.models import Breach, BreachDecision
from orders.queries.holding import Breakable
from soteria.ui.fields import DateInputField, DateTimeField
from soteria.ui.forms import GovukForm
from soteria.ui.widgets import Checkboxes, Radios, Textarea

LONGEST_ACCOUNT = 4_000
NEEDED = {
    "offence": "Select the offence",
    "reason": "Select the reason for no arrest",
    "words": "Enter why, in your own words",
}


class BreachForm(KeyedForm):
    """What was broken, when, what happened, who told us."""

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
        help_text="In their own words where you can. Say what shows it, such as a doorbell recording.",
        error_messages={"required": "Enter what happened"},
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

    def __init__(self, *args: Any, rows: Sequence[Breakable], live: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["broken"]
        field.choices = [(row.key, row.span.words) for row in rows]
        field.widget.hints = {row.key: _hint(row, is_live=place < live) for place, row in enumerate(rows)}
        if live == 1:
            field.initial = [rows[0].key]


def _hint(row: Breakable, *, is_live: bool) -> str:
    words = f"{row.what}, {row.suspect}"
    return words if is_live else f"{words}. No longer in force"


class DecisionForm(GovukForm):
    """What to do about a breach. Which answers are needed depends on the first."""

    mark_optional = False

    outcome = forms.ChoiceField(
        label="What will be done?",
        choices=BreachDecision.Outcome.choices,
        widget=Radios(reveals={"other_offence": ["offence"], "no_arrest": ["reason"]}),
        error_messages={"required": "Select what will be done"},
    )
    offence = forms.ChoiceField(
        label="Which offence?",
        choices=[("", "---"), *((code, each.title) for code, each in offences.possible().items())],
        widget=forms.Select,
        help_text="The sections of law behind most of these are not confirmed. Check before you rely on one.",
        required=False,
    )
    reason = forms.ChoiceField(
        label="Why is nobody arrested?",
        choices=BreachDecision.Reason.choices,
        widget=Radios(small=True),
        required=False,
    )
    words = forms.CharField(
        label="Why, in your own words",
        max_length=LONGEST_ACCOUNT,
        required=False,
        widget=Textarea(rows=4),
        help_text="Needed if nobody is arrested. Otherwise you may leave it empty.",
    )
    victim_told = forms.ChoiceField(
        label="Does the victim know what was decided?",
        choices=BreachDecision.VictimTold.choices,
        widget=Radios(reveals={"told": ["victim_told_on"]}),
        error_messages={"required": "Select whether the victim knows what was decided"},
    )
    victim_told_on = DateInputField(label="When were they told?", what="the date the victim was told", required=False)

    def clean(self) -> dict[str, Any]:
        """What the chosen outcome needs is asked for with everything else that is missing."""
        super().clean()
        asked = {"other_offence": ("offence",), "no_arrest": ("reason", "words")}
        for name in asked.get(str(self.cleaned_data.get("outcome")), ()):
            self.need(name, NEEDED[name])
        return self.cleaned_data
