"""Questions about plans. A draft may lack anything; what goes live may lack nothing."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from soteria.ui.forms import GovukForm
from soteria.ui.versions import VersionedFormMixin
from soteria.ui.widgets import Checkboxes, Radios
from suspects.forms.record import ALL_READ, RECORD_FIELDS, RecordFields, days_field, needed, words
from suspects.models import DisruptionPlan, NoPlan
from suspects.reference import options


def options_field(group: str) -> forms.MultipleChoiceField:
    """The options of one group of the menu."""
    chosen = [(code, one.title) for code, one in options.options().items() if one.group == group]
    return forms.MultipleChoiceField(
        label=options.GROUPS[group], choices=chosen, required=False, widget=Checkboxes(small=True)
    )


class PlanForm(VersionedFormMixin, GovukForm, RecordFields):
    """A plan on one page."""

    mark_optional = False
    field_order = ("aim", *(f"options_{group}" for group in options.GROUPS), "tactics", "exit_criteria", "owner")
    sections: ClassVar = (
        ("Aim", ("aim",)),
        ("What will be done", (*(f"options_{group}" for group in options.GROUPS), "tactics")),
        ("Why it is lawful and enough", RECORD_FIELDS[:9]),
        ("The victim and others", RECORD_FIELDS[9:]),
        ("Owner and review", ("owner", "review_days", "exit_criteria")),
    )

    aim = words("What is the plan to achieve?", ALL_READ)
    options_support = options_field("support")
    options_prevention = options_field("prevention")
    options_diversion = options_field("diversion")
    options_disruption = options_field("disruption")
    options_enforcement = options_field("enforcement")
    tactics = words("What will be done, by whom and by when?", "One act a line.", rows=5)
    exit_criteria = words("When will the plan stop?")
    owner = forms.TypedChoiceField(
        label="Who owns the plan?", coerce=int, empty_value=None, required=False, widget=forms.Select
    )
    review_days = days_field()

    def __init__(self, *args: Any, owners: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", "Select"), *owners]  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(plan: DisruptionPlan | None) -> dict[str, Any]:
        """What is stored, or nothing for the first plan."""
        if plan is None:
            return {}
        held = plan.said_of_plan()
        chosen = held.pop("options")
        known = options.options()
        return held | {f"options_{group}": _of_group(known, chosen, group) for group in options.GROUPS}

    def values(self) -> dict[str, Any]:
        """What was answered, the options of all groups together."""
        said = dict(self.cleaned_data)
        chosen = [code for group in options.GROUPS for code in said.pop(f"options_{group}", [])]
        owner = said.pop("owner", None)
        return said | {"options": chosen, "owner_id": owner}

    def drawn(self) -> list[tuple[str, list[Any]]]:
        """The fields by section, as the page shows them."""
        return [(heading, [self[name] for name in names]) for heading, names in self.sections]


def _of_group(known: dict[str, options.Option], chosen: list[str], group: str) -> list[str]:
    return [code for code in chosen if code in known and known[code].group == group]


class ReviewForm(GovukForm):
    """Reading a live plan again."""

    progress = needed("What has happened since the last review?", "Enter what has happened")
    still_proportionate = needed(
        "Is it still necessary and proportionate? Why?",
        "Enter why it is still necessary and proportionate",
        "If it is not, end the plan instead.",
    )
    victim_safety = needed("How are the victims, and are they safer?", "Enter how the victims are", ALL_READ)
    review_days = days_field()


class EndForm(GovukForm):
    """What came of a plan."""

    result = forms.ChoiceField(
        label="What came of the plan?",
        choices=[pair for pair in DisruptionPlan.Result.choices if pair[0] != DisruptionPlan.Result.REPLACED],
        widget=Radios(),
        error_messages={"required": "Select what came of the plan"},
    )
    words = needed("What happened, in your own words?", "Enter what came of the plan")


class NoPlanForm(GovukForm):
    """Why a suspect has no plan."""

    reason = forms.ChoiceField(
        label="Why is there no plan?",
        choices=NoPlan.Reason.choices,
        widget=Radios(),
        error_messages={"required": "Select why there is no plan"},
    )
    words = needed("Why, in your own words?", "Enter why, in your own words", ALL_READ)
    review_days = days_field()
