"""Forms that change what is recorded of a suspect, by one officer or by two at once."""

from typing import Any, ClassVar

from cases.forms.logging_section import SectionForm
from soteria.ui.versions import VersionedFormMixin
from suspects.forms.logging import PERSON, PartFields, PersonFields
from suspects.models import Involvement, Suspect


class EditInvolvementForm(VersionedFormMixin, SectionForm, PartFields):
    """What part the suspect is said to have had, after logging."""

    asked: ClassVar = ("relationship",)
    field_order = ("description", "relationship", "why_blank")

    @staticmethod
    def initial_of(involvement: Involvement) -> dict[str, Any]:
        """What is stored, a missing answer as its reason."""
        relationship = involvement.relationship or involvement.missing.get("relationship", "")
        return {"description": involvement.description, "relationship": relationship}

    def title(self) -> str:
        """Not shown."""
        return "Suspect"


class EditSuspectForm(VersionedFormMixin, SectionForm, PersonFields):
    """Who a suspect is, after logging. The record is shared by every case that he is in."""

    or_reasons = {"date_of_birth": "no_date_of_birth"}
    asked: ClassVar = ("date_of_birth", "sex", "ethnicity")
    field_order = (*PERSON[:4], "no_date_of_birth", *PERSON[4:], "why_blank")

    @staticmethod
    def initial_of(suspect: Suspect) -> dict[str, Any]:
        """What is stored, a missing answer as its reason."""
        found = {name: getattr(suspect, name) for name in PERSON}
        found |= {name: ", ".join(getattr(suspect, name)) for name in ("aliases", "phones")}
        for name in ("sex", "ethnicity"):
            found[name] = found[name] or suspect.missing.get(name, "")
        return found | {"no_date_of_birth": suspect.missing.get("date_of_birth", "")}

    def title(self) -> str:
        """The name."""
        return f"{self.cleaned_data.get('forenames')} {self.cleaned_data.get('surname')}"
