"""Choosing among crime reports that may disclose a sexual offence, and deciding on one."""

from collections.abc import Iterable
from typing import Any

from django import forms

from cases.models import OffenceClass, ReportDecision
from cases.queries.disclosures import ASKED, SETTLED
from cases.services.disclosures import Disclosed
from soteria.ui.forms import GovukForm
from soteria.ui.widgets import Radios, Textarea

FLAGS = (
    ("DA", "Domestic abuse"),
    ("CSE", "Child sexual exploitation"),
    ("HBA", "Honour-based abuse"),
    ("MSHT", "Modern slavery or trafficking"),
)
YES, NO = "yes", "no"


class DisclosureFilter(GovukForm):
    """Which reports to show."""

    mark_optional = False
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "Waiting for a decision"), (ASKED, "Waiting, officer asked"), (SETTLED, "Decided")],
    )
    flag = forms.ChoiceField(label="Flag", required=False, choices=[("", "Any or none"), *FLAGS])
    district = forms.ChoiceField(label="District", required=False)
    offence = forms.ChoiceField(label="Recorded as", required=False)

    def __init__(
        self, *args: Any, districts: Iterable[str] = (), offences: Iterable[OffenceClass] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        classes = [(each.code, f"{each.code}: {each.title}") for each in offences]
        named = [(name, name) for name in districts]
        self.fields["district"].choices = [("", "Every district"), *named]  # type: ignore[attr-defined]
        self.fields["offence"].choices = [("", "Every offence"), *classes]  # type: ignore[attr-defined]


class ConvertForm(GovukForm):
    """What was disclosed, where it is not what the report was recorded for."""

    code = forms.ChoiceField(label="Offence that is disclosed", error_messages={"required": "Select the offence"})
    victim = forms.ChoiceField(
        label="Did it happen to the victim of this report?",
        widget=Radios(small=True),
        choices=[(YES, "Yes"), (NO, "No, to somebody else. The case begins with a victim whose name is not known")],
        error_messages={"required": "Select whether it happened to the victim of this report"},
    )
    suspect = forms.ChoiceField(
        label="Is the suspect of this report said to have done it?",
        widget=Radios(small=True),
        choices=[(YES, "Yes, or the report names no suspect"), (NO, "No. The case begins without a named suspect")],
        error_messages={"required": "Select whether the suspect of this report is said to have done it"},
    )
    dates = forms.ChoiceField(
        label="Did it happen on the dates of this report?",
        widget=Radios(small=True),
        choices=[(YES, "Yes"), (NO, "No, or it is not known yet")],
        error_messages={"required": "Select whether it happened on the dates of this report"},
    )

    def __init__(self, *args: Any, classes: Iterable[OffenceClass], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(each.code, f"{each.title} ({each.code})") for each in classes]
        self.fields["code"].choices = [("", "Select an offence"), *named]  # type: ignore[attr-defined]

    def disclosed(self) -> Disclosed:
        """The checked answers, as the service takes them."""
        said = self.cleaned_data
        return Disclosed(said["code"], *(said[name] == YES for name in ("victim", "suspect", "dates")))


class RejectForm(GovukForm):
    """Why a report discloses no sexual offence."""

    why = forms.ChoiceField(
        label="Why is it not a disclosure?",
        widget=Radios(small=True),
        choices=ReportDecision.Why.choices,
        error_messages={"required": "Select why it is not a disclosure"},
    )
    words = forms.CharField(
        label="In your own words",
        required=False,
        max_length=1000,
        widget=Textarea(rows=3),
        help_text="For example, the reference of the crime under which it is recorded.",
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the reference of a crime that is said to be recorded already."""
        super().clean()
        if self.cleaned_data.get("why") == ReportDecision.Why.KNOWN:
            self.need("words", "Enter the reference of the crime under which it is recorded")
        return self.cleaned_data


class AskForm(GovukForm):
    """What to ask, and whom."""

    collar = forms.CharField(
        label="Collar number of the officer",
        max_length=20,
        help_text="It is the officer in the records system unless you change it.",
        error_messages={"required": "Enter the collar number of the officer"},
    )
    question = forms.CharField(
        label="What do you need to know?",
        max_length=1000,
        widget=Textarea(rows=4),
        error_messages={"required": "Enter what you need to know"},
    )


class AnswerForm(GovukForm):
    """What the officer says."""

    words = forms.CharField(
        label="Your answer",
        max_length=2000,
        widget=Textarea(rows=5),
        help_text="What was said, by whom, and whether a sexual offence should be recorded.",
        error_messages={"required": "Enter your answer"},
    )
