"""What the flight deck is asked for: a month, and whose cases."""

from typing import Any

from django import forms

from cases.forms.notes import PurposeForm
from performance.queries.scopes import View
from performance.rules.months import Month
from soteria.ui.forms import GovukForm

BACK = 24  # months that may be chosen


class ChooseForm(GovukForm):
    """Chooses the month and, for those who read more than one, whose cases."""

    mark_optional = False

    month = forms.ChoiceField(label="Month", required=False)
    view = forms.ChoiceField(label="Cases of", required=False)

    def __init__(self, *args: Any, this_month: Month, views: list[View], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = [this_month.back(months) for months in range(BACK)]
        self.default = months[1]
        self.fields["month"].choices = [  # type: ignore[attr-defined]
            (str(month), month.words + " so far" * (month == this_month)) for month in months
        ]
        self.fields["view"].choices = [(view.key, view.label) for view in views]  # type: ignore[attr-defined]
        self.initial = {"month": str(self.default)}
        if len(views) < 2:
            del self.fields["view"]

    def chosen_month(self) -> Month:
        """The month asked for, or the last whole one."""
        asked = self.cleaned_data.get("month") if self.is_bound else ""
        return Month.read(asked) if asked else self.default


class ListPurposeForm(PurposeForm):
    """Why a reader of numbers needs the cases behind one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].error_messages["required"] = "Enter why you need this list"
