"""Questions about protection orders."""

from typing import Any, ClassVar

from django import forms

from orders import order_types
from orders.forms.shared import KeyedForm, RulesForm, SuspectField, today_boxes
from orders.models import Kind, ProtectionOrder
from soteria.ui.fields import DateInputField, DateTimeField
from soteria.ui.widgets import Radios, TextInput


class OrderForm(RulesForm):
    """An order that a court made."""

    kinds: ClassVar = tuple(Kind)
    rules_label = "What does the order say?"
    rules_missing = "Select what the order says"

    suspect = SuspectField(label="Who is the order against?")
    type = forms.ChoiceField(
        label="Type of order", widget=forms.Select, error_messages={"required": "Select the type of order"}
    )
    stage = forms.ChoiceField(
        label="Is it interim or full?",
        choices=ProtectionOrder.Stage.choices,
        widget=Radios(inline=True),
        error_messages={"required": "Select whether the order is interim or full"},
    )
    made_on = DateInputField(label="When was it made?", what="the date the order was made", when="past_or_today")
    ends_on = DateInputField(
        label="When does it end?",
        what="the date the order ends",
        required=False,
        help_text="Leave this empty if it lasts until further order.",
    )
    served_on = DateInputField(
        label="When was it served on the suspect?",
        what="the date of service",
        required=False,
        help_text="Leave this empty if it is not served yet.",
    )
    court = forms.CharField(label="Court", max_length=100, error_messages={"required": "Enter the court"})
    court_reference = forms.CharField(
        label="Court reference", max_length=40, required=False, widget=TextInput(width=20)
    )
    field_order = ("suspect", "type", "stage", "made_on", "ends_on", "served_on", "court", "court_reference", "rules")

    def __init__(self, *args: Any, suspects: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["suspect"].offer(suspects)  # type: ignore[attr-defined]
        types = [(code, each.title) for code, each in order_types.all_types().items()]
        self.fields["type"].choices = [("", "---"), *types]  # type: ignore[attr-defined]


class EndOrderForm(KeyedForm):
    """That an order ended before its date."""

    ended_at = DateTimeField(
        label="When did it end?",
        what="when the order ended",
        when="past_or_today",
        initial=today_boxes,
        help_text="When the court discharged it, or decided the application that it was interim to.",
    )
