"""Questions about longer bail periods, applications to a court, and what does not count towards a period."""

from collections.abc import Mapping
from typing import Any

from django import forms

from orders.forms.release import box
from orders.forms.shared import KeyedForm, today_boxes
from orders.models import BailExtension, Rank
from orders.rules.extensions import Extension
from soteria.clocks.rules import Limit
from soteria.clocks.rules.words import say_amount
from soteria.ui.fields import DateInputField, DateTimeField
from soteria.ui.widgets import Radios, TextInput

Step = BailExtension.Rank
POLICE = ("officer_rank", "told_at", "considered_at", "representations", "outcome_told_at")
GROUNDS = {
    "A": "Condition A: why there are reasonable grounds to suspect that the person is guilty",
    "B": "Condition B: what more has to be investigated, or why a decision on charge needs more time",
    "C": "Condition C: how the investigation is diligent and expeditious",
    "D": "Condition D: why bail with its conditions is necessary and proportionate",
}


def past(label: str, what: str, *, required: bool = True, hint: str = "", today: bool = False) -> DateTimeField:
    """A moment that lies behind us."""
    initial = today_boxes if today else None
    return DateTimeField(
        label=label, what=what, when="past_or_today", required=required, help_text=hint, initial=initial
    )


class ExtendForm(KeyedForm):
    """A longer bail period, by whoever had the power to extend bail on the day of that arrest.

    What has to be answered depends on who extended it, so no question is marked as optional.
    """

    mark_optional = False

    rank = forms.ChoiceField(
        label="Who extended it?",
        widget=Radios(
            reveals={"magistrates": ["to_months"], "commander": ["designated_on", "dpp_consulted_on"]}, small=True
        ),
        error_messages={"required": "Select who extended the bail period"},
    )
    to_months = forms.IntegerField(
        label="To how many months from the arrest?",
        min_value=1,
        max_value=120,
        required=False,
        widget=TextInput(width=3),
    )
    designated_on = DateInputField(
        label="When did the DPP designate the case?",
        what="the date of designation",
        when="past_or_today",
        required=False,
    )
    dpp_consulted_on = DateInputField(
        label="When was the DPP consulted?", what="the date of consultation", when="past_or_today", required=False
    )
    authorised_by = forms.CharField(
        label="Name of the officer or court", max_length=100, error_messages={"required": "Enter the name"}
    )
    officer_rank = forms.ChoiceField(
        label="Rank of the officer",
        choices=[("", "A court decided"), *Rank.choices],
        required=False,
        widget=forms.Select,
    )
    told_at = past(
        "When was the suspect, or the representative, told that it would be decided?",
        "when the suspect was told",
        required=False,
        hint="Before the decision. Leave this empty for a court.",
    )
    considered_at = past(
        "When was what they said considered?",
        "when it was considered",
        required=False,
        hint="Also if they said nothing.",
    )
    representations = box("What did they say?")
    # A day to come is left to the rule, which says why and by which section.
    decided_at = DateTimeField(
        label="When was the extension given?",
        what="when it was extended",
        help_text="It must be before the bail period ended: bail that has ended cannot be extended.",
        initial=today_boxes,
    )
    outcome_told_at = past(
        "When were they told the outcome?",
        "when they were told the outcome",
        required=False,
        hint="Leave this empty if it is still to be done. You can add it later.",
    )
    ground_A = box(GROUNDS["A"], hint="Leave this empty for a court, which decides on B to D.")
    ground_B = box(GROUNDS["B"])
    ground_C = box(GROUNDS["C"])
    ground_D = box(GROUNDS["D"])

    def __init__(self, *args: Any, lengths: Mapping[str, Limit], is_agency: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["rank"]
        police = (Step.INSPECTOR, Step.SUPERINTENDENT, Step.COMMANDER)
        offered = (Step.AGENCY, Step.MAGISTRATES) if is_agency else (*police, Step.MAGISTRATES)
        field.choices = [(rank.value, rank.label) for rank in offered if rank in lengths or rank is Step.MAGISTRATES]
        field.widget.hints = {rank: _power(rank, limit) for rank, limit in lengths.items()}

    def extension(self) -> Extension:
        """The extension that the form was answered with."""
        said = self.cleaned_data
        grounds = {code: said[f"ground_{code}"].strip() for code in GROUNDS if said[f"ground_{code}"].strip()}
        names = ("rank", "decided_at", "authorised_by", "to_months", "designated_on", "dpp_consulted_on", *POLICE)
        return Extension(grounds=grounds, **{name: said[name] for name in names})


def _power(rank: str, limit: Limit) -> str:
    """What a rank may do, by what law, and whether that is still to be confirmed."""
    amount = "As the court ordered" if rank == Step.MAGISTRATES else f"To {say_amount(limit)}"
    doubt = ". This rule is not confirmed: ask legal services" if limit.needs_confirmation else ""
    return f"{amount} ({limit.source}){doubt}"


class OutcomeForm(KeyedForm):
    """That the suspect was told the outcome of an extension."""

    outcome_told_at = past("When were they told the outcome?", "when they were told the outcome", today=True)


class ApplicationForm(KeyedForm):
    """An application to a magistrates' court."""

    lodged_at = past(
        "When was it lodged with the court?",
        "when it was lodged",
        hint="Before the bail period ends: then bail lasts until the court decides (PACE 1984 section 47ZJ).",
        today=True,
    )
    court = forms.CharField(label="Court", max_length=100, error_messages={"required": "Enter the court"})
    months = forms.IntegerField(
        label="To how many months from the arrest?",
        min_value=1,
        max_value=120,
        widget=TextInput(width=3),
        error_messages={"required": "Enter how many months are asked for"},
    )
    why = box("How are conditions B to D met, and why was it not made earlier?", "Enter how they are met", rows=4)


class RefusedForm(KeyedForm):
    """That the court refused."""

    refused_at = past("When did the court refuse?", "when the court refused", today=True)


class CpsForm(KeyedForm):
    """That CPS asked for information on a file that it has."""

    asked_at = past("When did CPS ask for more information?", "when CPS asked", today=True)


class CpsMetForm(KeyedForm):
    """That what CPS asked for was sent."""

    met_at = past("When was the information sent to CPS?", "when it was sent", today=True)


class LongerStayForm(KeyedForm):
    """A later day on which the suspect was still in hospital."""

    last_on = DateInputField(
        label="Last day known",
        what="the last day",
        when="past_or_today",
        help_text="Of leaving, or today if the suspect is still there.",
    )


class StayForm(KeyedForm):
    """Days in hospital as an in-patient."""

    from_on = DateInputField(label="First day in hospital", what="the first day", when="past_or_today")
    last_on = DateInputField(
        label="Last day known",
        what="the last day",
        when="past_or_today",
        help_text="Of leaving, or today if the suspect is still there.",
    )
