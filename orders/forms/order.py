"""Questions about orders that were made: what they say, their service, and what became of them."""

from typing import Any, ClassVar

from django import forms

from orders import order_types
from orders.forms.heard import HeardFields
from orders.forms.shared import KeyedForm, RulesForm, SuspectField, today_boxes
from orders.models import Kind, ProtectionOrder
from orders.services.typed import RuleIn, TermIn
from soteria.ui import wording
from soteria.ui.fields import DateInputField, DateTimeField
from soteria.ui.widgets import Checkboxes, Radios, Textarea, TextInput

TODAY_OR_PAST: dict[str, Any] = {"when": "past_or_today"}


class TermsForm(RulesForm):
    """A form with the terms of an order, each kind to its own end where that is not the order's."""

    kinds: ClassVar = tuple(Kind)
    rules_label = "What does the order say?"
    rules_missing = "Select what the order says"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in self.kinds:
            name = f"until_{kind}"
            self.fields[name] = until_field()
            wording.apply(self.fields[name], name)
            self.fields["rules"].widget.reveals[kind.value].append(name)

    def rules(self) -> list[RuleIn]:
        """The terms as they were typed, in the order of the page."""
        said = self.cleaned_data
        return [
            TermIn(rule.kind, rule.words, rule.protects, said.get(f"until_{rule.kind}")) for rule in super().rules()
        ]


def until_field() -> DateInputField:
    """The end of the terms of one kind, where it is not the order's."""
    return DateInputField(
        label="When does this end, if not with the order?", what="the date this term ends", required=False
    )


class MadeForm(HeardFields, TermsForm):
    """An order that a court made, or a notice that police gave, on an application that is kept here."""

    heard_day = "made_on"
    made_on = DateInputField(label="When was it made?", what="the date the order was made", **TODAY_OR_PAST)
    ends_on = DateInputField(
        label="When does it end?",
        what="the date the order ends",
        required=False,
        help_text="Leave this empty if it lasts until further order. An interim order has an end of its own.",
    )
    served_on = DateInputField(
        label="When was it served on the suspect?",
        what="the date of service",
        required=False,
        help_text="Leave this empty if it is not served yet.",
    )
    notification = forms.ChoiceField(
        label="Must the suspect give police their details?",
        choices=[("", "As the law says for such an order"), *ProtectionOrder.Notification.choices],
        required=False,
        widget=Radios(small=True),
    )
    court = forms.CharField(
        label="Court, or who authorised a notice", max_length=100, error_messages={"required": "Enter the court"}
    )
    court_reference = forms.CharField(
        label="Court reference", max_length=40, required=False, widget=TextInput(width=20)
    )
    field_order = (
        *("suspect", "type", "stage", "made_on", "heard_time", "ends_on", "served_on"),
        *("notification", "court", "court_reference", "rules"),
    )

    def __init__(self, *args: Any, terms: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not terms:
            self.fields["rules"].required = False


class OrderForm(MadeForm):
    """An order that a court made, of which no application is kept here."""

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

    def __init__(self, *args: Any, suspects: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["suspect"].offer(suspects)  # type: ignore[attr-defined]
        self.fields["type"].choices = types()  # type: ignore[attr-defined]
        self.fields["rules"].required = False


def types() -> list[tuple[str, str]]:
    """The types of order, to select one."""
    return [("", "Select a type"), *((code, each.title) for code, each in order_types.all_types().items())]


class EndOrderForm(KeyedForm):
    """That an order ended before its date."""

    ended_at = DateTimeField(
        label="When did it end?",
        what="when the order ended",
        when="past_or_today",
        initial=today_boxes,
        help_text="When the court discharged it, or decided the application that it was interim to.",
    )
    agreed = forms.MultipleChoiceField(
        label="Do those whom it protects agree?",
        choices=[("yes", "They agree that it ends")],
        required=False,
        widget=Checkboxes(small=True),
        help_text="A stalking protection order stands for 2 years unless they do.",
    )

    def __init__(self, *args: Any, asks_agreed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_agreed:
            del self.fields["agreed"]


class ServeForm(KeyedForm):
    """That the suspect was given an order."""

    served_on = DateInputField(label="When was it served?", what="the date of service", **TODAY_OR_PAST)
    served_by = forms.CharField(
        label="Who served it?",
        max_length=100,
        help_text="Rank and collar number, or the process server.",
        error_messages={"required": "Enter who served it"},
    )
    served_how = forms.ChoiceField(
        label="How?",
        choices=ProtectionOrder.Served.choices,
        widget=Radios(small=True),
        error_messages={"required": "Select how it was served"},
    )


class ServeNoticeForm(ServeForm):
    """That the suspect was given a notice, to the minute: hours count from it."""

    served_on = None  # type: ignore[assignment]
    served_at = DateTimeField(
        label="When was it served?",
        what="when the notice was served",
        when="past_or_today",
        initial=today_boxes,
        help_text="A court must hear the application for an order within 48 hours of it.",
    )
    field_order = ("served_at", "served_by", "served_how")


class NotifiedForm(KeyedForm):
    """That the suspect gave police their details."""

    notified_on = DateInputField(
        label="When did the suspect give police their details?", what="when the suspect did", **TODAY_OR_PAST
    )


class VaryForm(TermsForm):
    """That a court varied an order: terms that ended, and terms that were added."""

    rules_label = "What was added?"
    none_label = "Nothing was added"
    rules_missing = "Select what was added, or that nothing was"

    on = DateInputField(label="When was it varied?", what="the date of the variation", **TODAY_OR_PAST)
    ended = forms.MultipleChoiceField(
        label="Which terms ended?", required=False, widget=Checkboxes(small=True), help_text="Leave empty if none did."
    )
    words = forms.CharField(label="What did the court say?", required=False, widget=Textarea(rows=3))
    field_order = ("on", "ended", "rules", "words")

    def __init__(self, *args: Any, terms: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ended"].choices = terms  # type: ignore[attr-defined]
        if not terms:
            del self.fields["ended"]


class RenewForm(KeyedForm):
    """That a court renewed an order to a later end."""

    on = DateInputField(label="When was it renewed?", what="the date of the renewal", **TODAY_OR_PAST)
    new_end = DateInputField(label="When does it end now?", what="the new end")
    words = forms.CharField(label="Why?", required=False, widget=Textarea(rows=3))


class NoticeArrestForm(KeyedForm):
    """An arrest for breaking a notice."""

    arrested_at = DateTimeField(
        label="When was the suspect arrested?",
        what="the date of arrest",
        when="past_or_today",
        initial=today_boxes,
        help_text="For breaking the notice. A court must have the suspect within 24 hours, leaving out Sundays, "
        "Christmas Day, Good Friday and bank holidays.",
    )


class CourtForm(KeyedForm):
    """That a suspect arrested for breaking a notice was before a court."""

    court_at = DateTimeField(
        label="When was the suspect before the court?",
        what="when the suspect was at court",
        when="past_or_today",
        initial=today_boxes,
    )
