"""The custody officer's decision as a form asks for it, on bail or without."""

from typing import Any

from django import forms

from orders.forms.shared import KeyedForm, today_boxes
from orders.models import Factor, Rank, Release
from orders.rules.release import Decided
from soteria.ui.fields import DateTimeField
from soteria.ui.widgets import Checkboxes, Radios, Textarea

LONGEST = 2_000
YES, NO = "yes", "no"
YES_NO = [(YES, "Yes"), (NO, "No")]
STANDS_IN = "stands_in"


def yes_no(label: str, missing: str) -> forms.ChoiceField:
    """A question that is answered yes or no, and never by leaving it."""
    return forms.ChoiceField(
        label=label, choices=YES_NO, widget=Radios(inline=True, small=True), error_messages={"required": missing}
    )


def rank_field(*, required: bool = True) -> forms.ChoiceField:
    """Which rank an officer holds; none is chosen beforehand, since it is evidence of who decided."""
    return forms.ChoiceField(
        label="Rank",
        choices=[("", "Select a rank"), *Rank.choices],
        required=required,
        widget=forms.Select,
        error_messages={"required": "Select the rank"},
    )


def box(label: str, missing: str = "", rows: int = 2, hint: str = "") -> forms.CharField:
    """A box for a sentence or two; needed where `missing` says what is missing."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST,
        required=bool(missing),
        widget=Textarea(rows=rows),
        error_messages={"required": missing} if missing else None,
    )


def decision_fields(*, is_bail: bool) -> dict[str, forms.Field]:
    """The questions of a decision, by name, in the order in which they are asked."""
    what = "Bail with these conditions" if is_bail else "Bail"
    found: dict[str, forms.Field] = {
        "officer": forms.CharField(
            label="Custody officer",
            max_length=100,
            help_text="Name and collar number.",
            error_messages={"required": "Enter the custody officer"},
        ),
        "officer_rank": rank_field(),
        "stands_in": forms.MultipleChoiceField(
            label="Was a custody officer readily available?",
            choices=[(STANDS_IN, "No, another officer acted (PACE 1984 section 36(4))")],
            required=False,
            widget=Checkboxes(small=True),
        ),
        "is_independent": yes_no(
            "Is this officer outside the investigation?", "Select whether this officer is outside the investigation"
        ),
        "is_necessary": yes_no(f"{what}: is it necessary?", "Select whether bail is necessary"),
        "is_proportionate": yes_no(f"{what}: is it proportionate?", "Select whether bail is proportionate"),
    }
    hint = "What was found, or “does not apply”."
    for factor in Factor:
        name = f"factor_{factor.value}"
        found[name] = box(factor.label, f"Enter what was found: {factor.label.lower()}", hint=hint)
    found["representations"] = forms.ChoiceField(
        label="Did the suspect or the legal representative say anything?",
        choices=Release.Representations.choices,
        widget=Radios(small=True, reveals={"made": ["said"]}),
        error_messages={"required": "Select whether the suspect or the representative said anything"},
    )
    found["said"] = box("What did they say?")
    words = "Why is bail needed, in the custody officer’s words?" if is_bail else "Why is there no bail, in words?"
    found["words"] = box(words, "Enter why", rows=3)
    return found


def decided(said: dict[str, Any]) -> Decided:
    """The decision that a form was answered with."""
    return Decided(
        officer=said["officer"],
        officer_rank=said["officer_rank"],
        stands_in=STANDS_IN in (said.get("stands_in") or []),
        is_independent=said["is_independent"] == YES,
        is_necessary=said["is_necessary"] == YES,
        is_proportionate=said["is_proportionate"] == YES,
        representations=said["representations"],
        said=said.get("said") or "",
        words=said["words"],
        factors={factor.value: said[f"factor_{factor.value}"] for factor in Factor},
    )


class ReleaseForm(KeyedForm):
    """Release under investigation, and why there is no bail."""

    mark_optional = False

    decided_at = DateTimeField(
        label="When was the suspect released?",
        what="when the suspect was released",
        when="past_or_today",
        initial=today_boxes,
    )
    route = forms.ChoiceField(
        label="Which power was used?",
        choices=Release.Route.choices,
        widget=Radios(small=True),
        error_messages={"required": "Select which power was used"},
    )
    no_bail = forms.ChoiceField(
        label="Why is there no bail?",
        choices=Release.NoBail.choices,
        widget=Radios(small=True),
        error_messages={"required": "Select why there is no bail"},
    )
    field_order = ("decided_at", "route", "no_bail")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        more = decision_fields(is_bail=False)
        self.add_fields(more, [*self.field_order, *more])


class ReviewForm(KeyedForm):
    """Another look at a suspect who has no date to come back."""

    mark_optional = False

    reviewed_at = DateTimeField(
        label="When was it reviewed?", what="when it was reviewed", when="past_or_today", initial=today_boxes
    )
    words = box("What was read, and why is nothing else right now?", "Enter what was read and why", rows=4)
