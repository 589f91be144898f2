"""Forms of a judgement: putting one forward, authorising it, and taking it back."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms

from cases.models import Case
from soteria.ui.fields import DateInputField
from soteria.ui.forms import GovukForm
from soteria.ui.widgets import Checkboxes, Radios, Textarea, TextInput
from suspects.models import Judgement
from suspects.rules.judgements import DAYS, LEAST_WORDS, POINTS, Fault

# A minus as it is printed, also in our own hint, beside the one of the keyboard.
PRINTED_MINUS = str.maketrans("−–", "--")


class PointsField(forms.IntegerField):
    """A whole number with either sign, as it is typed or copied from a page."""

    def to_python(self, value: Any) -> int | None:
        """Return the number; raises ValidationError for anything else."""
        return super().to_python(value.translate(PRINTED_MINUS) if isinstance(value, str) else value)


class JudgementForm(GovukForm):
    """What the score does not show, how much it should count for, on what, and for how long."""

    points = PointsField(
        label="How many points?",
        help_text=f"From 1 to {POINTS} to add, or from −1 to −{POINTS} to take off, such as 5 or −5.",
        min_value=-POINTS,
        max_value=POINTS,
        widget=TextInput(govuk={"classes": "govuk-input--width-3", "spellcheck": False}),
        error_messages={
            "required": "Enter how many points",
            "invalid": "Points must be a whole number, such as 5 or −5",
            "min_value": f"Points must be between −{POINTS} and {POINTS}",
            "max_value": f"Points must be between −{POINTS} and {POINTS}",
        },
    )
    reason = forms.ChoiceField(
        label="What does the score not show?",
        choices=Judgement.Reason.choices,
        widget=Radios(small=True),
        error_messages={"required": "Select what the score does not show"},
    )
    words = forms.CharField(
        label="Why?",
        min_length=LEAST_WORDS,
        max_length=2000,
        widget=Textarea(rows=5),
        help_text=f"At least {LEAST_WORDS} characters. Name no restricted case, and nothing said in confidence.",
        error_messages={
            "required": "Enter why",
            "min_length": f"Say why in at least {LEAST_WORDS} characters",
        },
    )
    evidence = forms.CharField(
        label="What does it rest on?",
        max_length=1000,
        widget=Textarea(rows=3),
        help_text="References of records, such as a report number. Not their contents.",
        error_messages={"required": "Enter what it rests on"},
    )
    cases = forms.ModelMultipleChoiceField(
        label="Cases that it rests on",
        queryset=Case.objects.none(),
        required=False,
        widget=Checkboxes(small=True),
    )
    rests_on_acquittal = forms.ChoiceField(
        label="Does it rest on a case that ended in an acquittal?",
        choices=[("no", "No"), ("yes", "Yes")],
        widget=Radios(inline=True),
        help_text="A superintendent must authorise it then, as for more than 10 points.",
        error_messages={"required": "Select whether it rests on a case that ended in an acquittal"},
    )
    starts_on = DateInputField(label="From when?", what="the first day")
    ends_on = DateInputField(
        label="Until when?",
        what="the last day",
        help_text=f"Its last day, {DAYS} days at most. To go on after that, put a new one forward with new words.",
    )

    def __init__(
        self, *args: Any, cases: Any, faults: Callable[[Mapping[str, Any]], Iterable[Fault]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._faults = faults
        field = self.fields["cases"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = cases
        if not cases:
            del self.fields["cases"]

    def clean(self) -> dict[str, Any]:
        """Return the answers; what the bounds refuse is said with what cannot be read, and not one page later."""
        super().clean()
        for fault in self._faults(dict(self.cleaned_data)):
            self.add_error(fault.field if fault.field in self.fields else None, fault.words)
        return self.cleaned_data


class AuthoriseForm(GovukForm):
    """Whether the judgement is to count."""

    decision = forms.ChoiceField(
        label="Do you authorise this judgement?",
        choices=[("yes", "Yes, it counts from its first day"), ("no", "No, it is turned down")],
        widget=Radios(reveals={"no": ["why"]}),
        error_messages={"required": "Select whether you authorise this judgement"},
    )
    why = forms.CharField(
        label="Why is it turned down?",
        required=False,
        max_length=300,
        widget=Textarea(rows=3),
    )

    def clean(self) -> dict[str, Any]:
        """Return the answers; adds an error where it is turned down without a reason."""
        super().clean()
        if self.cleaned_data.get("decision") == "no":
            self.need("why", "Enter why it is turned down")
        return self.cleaned_data


class WithdrawJudgementForm(GovukForm):
    """Why it counts no more."""

    why = forms.CharField(
        label="Why is this judgement withdrawn?",
        max_length=300,
        widget=Textarea(rows=3),
        help_text="It counts no more, and stays to be read with your reason.",
        error_messages={"required": "Enter why this judgement is withdrawn"},
    )
