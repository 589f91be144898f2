"""Questions about arrest or voluntary attendance."""

from typing import Any

from django import forms

from orders.forms.shared import KeyedForm, SuspectField
from orders.models import Attendance
from soteria.ui.forms import GovukForm
from soteria.ui.widgets import Checkboxes, Radios, Textarea

LONGEST = 4_000
YES, NO = "yes", "no"


class AttendanceForm(KeyedForm):
    """Arrest or voluntary attendance, and why."""

    mark_optional = False

    suspect = SuspectField(label="Which suspect?")
    option = forms.ChoiceField(
        label="What is decided?",
        choices=Attendance.Option.choices,
        widget=Radios(
            reveals={"arrest": ["necessity"]},
            hints={"voluntary": "No bail, so no conditions. A supervisor must agree for a repeat suspect."},
        ),
        error_messages={"required": "Select arrest or voluntary attendance"},
    )
    necessity = forms.MultipleChoiceField(
        label="Why is an arrest necessary? (PACE 1984 Code G)",
        choices=Attendance.Necessity.choices,
        required=False,
        widget=Checkboxes(small=True),
    )
    risk = forms.CharField(
        label="What is the risk to the victim, to others and to the evidence?",
        max_length=LONGEST,
        widget=Textarea(rows=4),
        error_messages={"required": "Enter the risk to the victim, to others and to the evidence"},
    )
    victim_view = forms.ChoiceField(
        label="Is the victim’s view known?",
        choices=Attendance.View.choices,
        widget=Radios(small=True, reveals={"given": ["victim_words"]}),
        error_messages={"required": "Select whether the victim’s view is known"},
    )
    victim_words = forms.CharField(
        label="What does the victim say?", max_length=LONGEST, required=False, widget=Textarea(rows=3)
    )
    bail_need = forms.ChoiceField(
        label="Are bail conditions needed?",
        choices=Attendance.Bail.choices,
        widget=Radios(small=True),
        error_messages={"required": "Select whether bail conditions are needed"},
    )
    reason = forms.CharField(
        label="Why, in your own words?",
        max_length=LONGEST,
        widget=Textarea(rows=4),
        error_messages={"required": "Enter why"},
    )

    def __init__(self, *args: Any, suspects: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["suspect"].offer(suspects)  # type: ignore[attr-defined]


class ApproveForm(GovukForm):
    """Whether a repeat suspect may attend voluntarily."""

    mark_optional = False

    decision = forms.ChoiceField(
        label="Do you approve?",
        choices=[(YES, "Yes, voluntary attendance is enough"), (NO, "No, decide again")],
        widget=Radios(reveals={NO: ["words"]}),
        error_messages={"required": "Select whether you approve"},
    )
    words = forms.CharField(label="Why not?", max_length=LONGEST, required=False, widget=Textarea(rows=3))
