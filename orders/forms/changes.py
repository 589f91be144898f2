"""Questions about changes while bail runs: conditions, the return, victims' views, attendances and checks."""

from collections.abc import Sequence
from typing import Any

from django import forms

from orders.forms.bail import ConditionsForm
from orders.forms.extensions import past
from orders.forms.release import box, rank_field
from orders.forms.shared import KeyedForm, today_boxes
from orders.models import AttendanceDue, BailCheck, BailVariation, Surrender, VictimViews
from orders.services.views import ViewsIn
from soteria.ui.fields import DateTimeField
from soteria.ui.widgets import Checkboxes, Radios

CANCELLED = "cancelled"
VULNERABLE = "vulnerable"
ATTENDED, MISSED, BREACH, EXCUSED = "attended", "missed", "breach", "excused"
RETURNED = "returned"


class VaryForm(ConditionsForm):
    """Conditions that end and conditions that begin, at one moment."""

    rules_label = "Which conditions are new?"
    rules_missing = "Select which conditions are new, or that there are none"
    none_label = "None are new"

    asked_by = forms.ChoiceField(
        label="Who asked for the change?",
        choices=BailVariation.AskedBy.choices,
        widget=Radios(
            small=True, hints={"suspect": "The victim must be asked first, if practicable (PACE 1984 section 47ZZA)"}
        ),
        error_messages={"required": "Select who asked for the change"},
    )
    ends = forms.MultipleChoiceField(label="Which conditions end?", required=False, widget=Checkboxes(small=True))
    varied_at = past("When did the conditions change?", "when the conditions changed", today=True)
    authorised_by = forms.CharField(
        label="Custody officer",
        max_length=100,
        help_text="Name and collar number.",
        error_messages={"required": "Enter the custody officer"},
    )
    officer_rank = rank_field()
    why = box("Why do the conditions change?", "Enter why the conditions change", rows=3)
    field_order = ("asked_by", "ends", "rules", "varied_at", "authorised_by", "officer_rank", "why")

    def __init__(self, *args: Any, held: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends"].choices = list(held)  # type: ignore[attr-defined]
        if not held:
            del self.fields["ends"]


class SurrenderForm(KeyedForm):
    """A written notice of another time to come back, or of none."""

    what = forms.ChoiceField(
        label="What does the notice say?",
        choices=[("changed", "Another date or time"), (CANCELLED, "The suspect need not come back")],
        widget=Radios(reveals={"changed": ["surrender_at", "station"]}),
        error_messages={"required": "Select what the notice says"},
    )
    surrender_at = DateTimeField(
        label="When must the suspect return now?", what="when the suspect must return", required=False
    )
    station = forms.CharField(label="To which police station?", max_length=100, required=False)
    notice_at = past("When was the written notice given?", "when the notice was given", today=True)

    def clean(self) -> dict[str, Any]:
        """A change says when; a cancelled return has no time."""
        super().clean()
        if self.cleaned_data.get("what") == CANCELLED:
            self.cleaned_data["surrender_at"] = None
        elif self.cleaned_data.get("what"):
            self.need("surrender_at", "Enter when the suspect must return")
        return self.cleaned_data


class ViewsForm(KeyedForm):
    """Whether a victim was asked about conditions, and what was said."""

    mark_optional = False

    victim = forms.ChoiceField(
        label="Which victim?", widget=Radios(small=True), error_messages={"required": "Select the victim"}
    )
    state = forms.ChoiceField(
        label="Was the victim asked whether there should be conditions, and which?",
        choices=VictimViews.State.choices,
        widget=Radios(
            reveals={
                "asked": ["words"],
                "not_practicable": ["why_not"],
            }
        ),
        error_messages={"required": "Select whether the victim was asked"},
    )
    words = box("What does the victim want?", rows=3)
    why_not = box("Why was it not reasonably practicable?")
    asked_at = past("When was the victim asked?", "when the victim was asked", required=False)
    vulnerable = forms.MultipleChoiceField(
        label="Is the victim vulnerable?",
        choices=[(VULNERABLE, "Yes: under 18 at the time, or speaking for themselves is difficult")],
        required=False,
        widget=Checkboxes(small=True),
    )
    representative = forms.CharField(label="Who spoke for the victim?", max_length=100, required=False)
    passed_on_at = past("When was it passed on to the custody officer?", "when it was passed on", required=False)
    told_at = past(
        "When was the victim told of the conditions?",
        "when the victim was told",
        required=False,
        hint="Leave this empty if it is still to be done. You can add it later.",
    )

    def __init__(self, *args: Any, victims: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["victim"]
        field.choices = list(victims)
        if len(field.choices) == 1:
            field.initial = field.choices[0][0]

    def typed(self) -> ViewsIn:
        """What was typed about the victim."""
        said = self.cleaned_data
        names = ("state", "words", "why_not", "asked_at", "representative", "passed_on_at", "told_at")
        return ViewsIn(is_vulnerable=bool(said["vulnerable"]), **{name: said[name] for name in names})


class ToldForm(KeyedForm):
    """That a victim was told of conditions or of their change."""

    told_at = past("When was the victim told?", "when the victim was told", today=True)


class AttendanceDueForm(KeyedForm):
    """What came of a time to report; of a missed one, whether it is a breach."""

    mark_optional = False

    outcome = forms.ChoiceField(label="Did the suspect report?", error_messages={"required": "Select what happened"})
    excuse = forms.ChoiceField(
        label="Why is it no breach?", choices=AttendanceDue.Excuse.choices, required=False, widget=Radios(small=True)
    )
    words = box("How do you know?", rows=3)

    def __init__(self, *args: Any, is_missed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["outcome"]
        attended = (ATTENDED, "Yes, the suspect reported")
        if is_missed:
            field.widget = Radios(reveals={EXCUSED: ["excuse"]})
            field.label = "Is this missed attendance a breach?"
            field.choices = [(BREACH, "Yes, log a breach"), (EXCUSED, "No, it is not a breach"), attended]
            return
        field.widget = Radios()
        field.choices = [attended, (MISSED, "No")]
        del self.fields["excuse"], self.fields["words"]


class ReturnForm(KeyedForm):
    """Whether a suspect came back on bail; if not, whether it is a breach."""

    mark_optional = False

    outcome = forms.ChoiceField(
        label="Did the suspect come back?",
        choices=[
            (RETURNED, "Yes"),
            (BREACH, "No, log a breach"),
            (EXCUSED, "No, but it is not a breach"),
        ],
        widget=Radios(reveals={RETURNED: ["returned_at"], EXCUSED: ["excuse"]}),
        error_messages={"required": "Select whether the suspect came back"},
    )
    returned_at = past("When did the suspect come back?", "when the suspect came back", required=False)
    excuse = forms.ChoiceField(
        label="Why is it no breach?", choices=Surrender.Excuse.choices, required=False, widget=Radios(small=True)
    )
    words = box("How do you know?", rows=3)

    def clean(self) -> dict[str, Any]:
        """Who came back did so at a time."""
        super().clean()
        if self.cleaned_data.get("outcome") == RETURNED:
            self.need("returned_at", "Enter when the suspect came back")
        return self.cleaned_data


class CheckForm(KeyedForm):
    """That somebody looked whether conditions are kept."""

    mark_optional = False

    how = forms.ChoiceField(
        label="How was it checked?",
        choices=BailCheck.How.choices,
        widget=Radios(small=True),
        error_messages={"required": "Select how it was checked"},
    )
    checked_at = DateTimeField(
        label="When was it checked?", what="when it was checked", when="past_or_today", initial=today_boxes
    )
    words = box(
        "What was found?",
        "Enter what was found",
        rows=3,
        hint="If a condition may have been broken, log a breach as well.",
    )
