"""Looking for the record of somebody who may be the same person as a suspect, or who may be taken for him."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from soteria.ui.fields import DateInputField
from soteria.ui.forms import GovukForm
from soteria.ui.widgets import TextInput
from suspects.queries.alike import Asked


class CompareForm(GovukForm):
    """What is known of the other record. Posted, never in an address, since it is somebody's name."""

    mark_optional = False

    forenames = forms.CharField(label="First names", max_length=100, required=False)
    surname = forms.CharField(label="Last name", max_length=100, required=False)
    date_of_birth = DateInputField(
        label="Date of birth",
        what="the date of birth",
        when="past",
        required=False,
        help_text="For example, 27 3 1984.",
    )
    pnc_id = forms.CharField(label="PNC ID", max_length=20, required=False, widget=TextInput(width=20))
    nominal = forms.CharField(
        label="Nominal number",
        max_length=40,
        required=False,
        widget=TextInput(width=20),
        help_text="The number of the entry in the records system.",
    )

    def clean_pnc_id(self) -> str:
        """In capitals without spaces."""
        return "".join(str(self.cleaned_data["pnc_id"]).upper().split())

    def clean_nominal(self) -> str:
        """Without spaces at its ends."""
        return str(self.cleaned_data["nominal"]).strip()

    def clean(self) -> dict[str, Any]:
        """Return the answers; adds an error where there is nothing to look for."""
        super().clean()
        if not self.errors and not any(self.cleaned_data.values()):
            raise ValidationError("Enter a name, a date of birth, a PNC ID or a nominal number")
        return self.cleaned_data

    def asked(self) -> Asked:
        """The question, as the search takes it."""
        return Asked(**self.cleaned_data)
