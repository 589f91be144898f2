"""Questions about arrests and bail."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from orders.forms.shared import KeyedForm, RulesForm, SuspectField, today_boxes
from orders.models import Bail, BailExtension, Kind
from soteria.clocks.rules import Limit
from soteria.clocks.rules.words import say_amount
from soteria.ui.fields import DateTimeField
from soteria.ui.widgets import Radios, TextInput

Rank = BailExtension.Rank


class ArrestForm(KeyedForm):
    """An arrest of a suspect of the case."""

    suspect = SuspectField(label="Who was arrested?")
    arrested_at = DateTimeField(
        label="When was the arrest?", what="the date of arrest", when="past_or_today", initial=today_boxes
    )
    station = forms.CharField(label="Police station", max_length=100, required=False)
    custody_reference = forms.CharField(
        label="Custody reference", max_length=40, required=False, widget=TextInput(width=20)
    )

    def __init__(self, *args: Any, suspects: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["suspect"].offer(suspects)  # type: ignore[attr-defined]


class BailForm(RulesForm):
    """Release on bail, with its conditions."""

    kinds: ClassVar = tuple(kind for kind in Kind if kind is not Kind.MUST_DO)
    rules_label = "Which conditions were set?"
    rules_missing = "Select which conditions were set, or that there were none"
    none_label = "No conditions"

    granted_at = DateTimeField(
        label="When was bail granted?", what="when bail was granted", when="past_or_today", initial=today_boxes
    )
    route = forms.ChoiceField(
        label="Which power was used?",
        choices=Bail.Route.choices,
        initial=Bail.Route.INQUIRIES,
        widget=Radios(small=True),
    )
    authorised_by = forms.CharField(
        label="Custody officer",
        max_length=100,
        help_text="Rank and collar number. Somebody who is not on the investigation (PACE 1984 section 36).",
        error_messages={"required": "Enter the custody officer"},
    )
    surrender_at = DateTimeField(
        label="When must the suspect return?",
        what="when the suspect must return",
        required=False,
        help_text="The day that the bail period ends, unless another was set.",
    )
    station = forms.CharField(label="To which police station?", max_length=100, required=False)
    field_order = ("granted_at", "rules", "route", "authorised_by", "surrender_at", "station", "key")


class ExtendForm(KeyedForm):
    """A longer bail period, by whoever had the power to extend bail on the day of that arrest."""

    rank = forms.ChoiceField(
        label="Who extended it?",
        widget=Radios(reveals={"magistrates": ["to_months"]}, small=True),
        error_messages={"required": "Select who extended the bail period"},
    )
    to_months = forms.IntegerField(
        label="To how many months from the arrest?",
        min_value=1,
        max_value=120,
        required=False,
        widget=TextInput(width=3),
    )
    decided_at = DateTimeField(
        label="When was it extended?",
        what="when it was extended",
        when="past_or_today",
        initial=today_boxes,
        help_text="It must be before the bail period ended: bail that has ended cannot be extended.",
    )
    authorised_by = forms.CharField(
        label="Name of the officer or court", max_length=100, error_messages={"required": "Enter the name"}
    )

    def __init__(self, *args: Any, lengths: Mapping[str, Limit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["rank"]
        field.choices = [(rank.value, rank.label) for rank in Rank if rank in lengths or rank is Rank.MAGISTRATES]
        field.widget.hints = {rank: _power(rank, limit) for rank, limit in lengths.items()}


def _power(rank: str, limit: Limit) -> str:
    """What a rank may do, by what law, and whether that is still to be confirmed."""
    amount = "As the court ordered" if rank == Rank.MAGISTRATES else f"To {say_amount(limit)}"
    doubt = ". This rule is not confirmed: ask legal services" if limit.needs_confirmation else ""
    return f"{amount} ({limit.source}){doubt}"


class EndBailForm(KeyedForm):
    """That bail ended before its period did."""

    why = forms.ChoiceField(
        label="Why did bail end?",
        choices=[pair for pair in Bail.Ended.choices if pair[0] != Bail.Ended.REPLACED],
        widget=Radios(small=True),
        error_messages={"required": "Select why bail ended"},
    )
    ended_at = DateTimeField(
        label="When did it end?", what="when bail ended", when="past_or_today", initial=today_boxes
    )
