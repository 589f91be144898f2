"""Finding a suspect by what is known of him, and keeping the search."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from soteria.ui.fields import DateInputField
from soteria.ui.forms import GovukForm
from soteria.ui.widgets import TextInput
from suspects.linkage import tidy
from suspects.queries.alike import Asked

POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}", re.ASCII)
LEAST_LETTERS = 3
EXACT = ("phone", "house", "postcode", "pnc_id", "cro")  # what few share, so that a search for it may be kept
FACTS = (*EXACT, "nominal", "forenames", "surname")


def _short(width: int) -> TextInput:
    return TextInput(width=width, govuk={"autocomplete": "off", "spellcheck": False})


class FindForm(GovukForm):
    """What is known of somebody. Posted, never in an address, since it is about a person."""

    mark_optional = False

    phone = forms.CharField(
        label="Telephone number",
        max_length=30,
        required=False,
        widget=_short(20),
        help_text="The whole number. +44 and 0 at its start are the same.",
    )
    house = forms.CharField(label="House or flat number", max_length=20, required=False, widget=_short(5))
    postcode = forms.CharField(
        label="Postcode", max_length=10, required=False, widget=_short(10), help_text="For example, LS1 4AP."
    )
    pnc_id = forms.CharField(label="PNC ID", max_length=20, required=False, widget=_short(20))
    cro = forms.CharField(label="CRO number", max_length=20, required=False, widget=_short(20))
    nominal = forms.CharField(
        label="Nominal number",
        max_length=40,
        required=False,
        widget=_short(20),
        help_text="The number of the entry in the records system.",
    )
    date_of_birth = DateInputField(
        label="Date of birth",
        what="the date of birth",
        when="past",
        required=False,
        help_text="For example, 27 3 1984.",
    )
    forenames = forms.CharField(label="First names", max_length=100, required=False)
    surname = forms.CharField(
        label="Last name", max_length=100, required=False, help_text="Other spellings are found too."
    )
    purpose = forms.CharField(
        label="Why you are searching",
        max_length=300,
        help_text="You can see suspects whom you do not work on, so your reason is kept with the search.",
        error_messages={"required": "Enter why you are searching"},
    )

    def __init__(self, *args: Any, asks_purpose: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_purpose:
            self.fields.pop("purpose")

    def clean_phone(self) -> str:
        """Its figures; refuses what is too short to be a whole number."""
        typed = str(self.cleaned_data["phone"])
        if typed and not tidy.phone(typed):
            raise ValidationError("Enter the whole telephone number, with at least 9 figures")
        return tidy.phone(typed)

    def clean_postcode(self) -> str:
        """In capitals with one space; refuses what is no whole postcode."""
        code = tidy.postcode(str(self.cleaned_data["postcode"]))
        if self.cleaned_data["postcode"] and not POSTCODE.fullmatch(code):
            raise ValidationError("Enter a whole postcode, like LS1 4AP")
        return f"{code[:-3]} {code[-3:]}" if code else ""

    def clean_pnc_id(self) -> str:
        """In capitals without spaces."""
        return _identifier(self.cleaned_data["pnc_id"], "PNC ID", "2019/0035334Z")

    def clean_cro(self) -> str:
        """In capitals without spaces."""
        return _identifier(self.cleaned_data["cro"], "CRO number", "12345/84B")

    def clean(self) -> dict[str, Any]:
        """Return the answers; adds an error where there is nothing to look for, or too little."""
        super().clean()
        given = {name: value for name, value in self.cleaned_data.items() if value and name != "purpose"}
        if not self.errors and not set(given) - {"house"}:
            nothing = ("phone", "Enter at least one thing that you know")
            self.add_error(*(("postcode", "Enter a postcode with the number of the house") if given else nothing))
        if not self.errors and set(given) <= {"forenames", "surname"} and self._letters() < LEAST_LETTERS:
            self.add_error("surname", f"Enter at least {LEAST_LETTERS} letters of a name")
        return self.cleaned_data

    def asked(self) -> Asked:
        """The question, as the search takes it."""
        given = {name: self.cleaned_data[name] for name in ("forenames", "surname", "pnc_id", "cro", "postcode")}
        phone, nominal = self.cleaned_data["phone"], self.cleaned_data["nominal"].strip()
        return Asked(
            **given,
            phones=(phone,) if phone else (),
            nominal=nominal,
            address=self.cleaned_data["house"],
            date_of_birth=self.cleaned_data["date_of_birth"],
        )

    def typed(self) -> dict[str, str]:
        """What was asked, by the label of each question."""
        born = self.cleaned_data["date_of_birth"]
        return dict(self._said(FACTS)) | ({"Date of birth": born.isoformat()} if born else {})

    def exact(self) -> list[tuple[str, str]]:
        """What a search that is kept asks for: each question's label with its answer."""
        address = {"house", "postcode"} if self.cleaned_data["house"] and self.cleaned_data["postcode"] else set()
        return self._said([name for name in EXACT if name in address or name not in ("house", "postcode")])

    def _said(self, names: Iterable[str]) -> list[tuple[str, str]]:
        given = [(self.fields[name].label, self.cleaned_data[name]) for name in names]
        return [(str(label), str(value)) for label, value in given if value]

    def _letters(self) -> int:
        return sum(letter.isalpha() for name in ("forenames", "surname") for letter in self.cleaned_data[name])


class KeepForm(GovukForm):
    """Why somebody is to be told when the same is given in another case."""

    reason = forms.CharField(
        label="Why do you need to be told?",
        max_length=300,
        help_text="For example, the operation or the line of enquiry. Kept on the audit trail.",
        error_messages={"required": "Enter why you need to be told"},
    )


def _identifier(typed: Any, what: str, like: str) -> str:
    """In capitals without spaces; refuses one without a figure, since no record has such a number."""
    text = "".join(str(typed).upper().split())
    if text and not tidy.identifier(text):
        raise ValidationError(f"Enter a {what} like {like}")
    return text
