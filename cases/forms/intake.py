"""Putting right a row in quarantine, setting it aside, and choosing among the rows that wait."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from cases.rules import intake_rows
from cases.rules.intake_columns import TEXT_COLUMNS
from cases.rules.intake_rows import Fault
from soteria.ui.forms import GovukForm
from soteria.ui.widgets import Textarea

LABELS = {
    "crime_ref": "Crime reference",
    "report_type": "Type of report",
    "reported_at": "Reported",
    "offence_from": "Offence from",
    "offence_to": "Offence to",
    "ho_code": "Home Office code",
    "offence_title": "Offence",
    "flags": "Flags",
    "district": "District",
    "premises_type": "Type of place",
    "postcode": "Postcode",
    "summary": "Summary",
    "oic_collar": "Officer’s collar number",
    "oic_name": "Officer’s name",
    "victim_id": "Victim’s number",
    "victim_surname": "Victim’s surname",
    "victim_forenames": "Victim’s forenames",
    "victim_dob": "Victim’s date of birth",
    "victim_sex": "Victim’s sex",
    "victim_ethnicity": "Victim’s ethnicity",
    "victim_language": "Victim’s language",
    "suspect_nominal_id": "Suspect’s nominal number",
    "suspect_surname": "Suspect’s surname",
    "suspect_forenames": "Suspect’s forenames",
    "suspect_aliases": "Suspect’s other names",
    "suspect_dob": "Suspect’s date of birth",
    "suspect_sex": "Suspect’s sex",
    "suspect_ethnicity": "Suspect’s ethnicity",
    "suspect_pnc_id": "Suspect’s PNC number",
    "suspect_address": "Suspect’s address",
    "suspect_postcode": "Suspect’s postcode",
    "relationship": "Relationship to the victim",
    "suspect_role": "Suspect’s part",
    "arrested_at": "Arrested",
    "bail_until": "Bail until",
    "bail_conditions": "Bail conditions",
    "outcome_code": "Outcome",
    "outcome_at": "Outcome given",
    "outcome_by": "Outcome given by",
    "victim_supports": "Victim supports the investigation",
}
MENDABLE = (
    "crime_ref",
    "reported_at",
    "offence_from",
    "offence_to",
    "ho_code",
    "suspect_nominal_id",
    "suspect_surname",
    "suspect_forenames",
    "outcome_code",
)
HINTS = {
    **dict.fromkeys(intake_rows.DATE_COLUMNS, "For example, 27/3/2026 or 27/3/2026 14:30"),
    "ho_code": "For example, 19C",
    "crime_ref": "For example, 55/10000/26",
}
WORDS = {
    intake_rows.NO_SUCH_DATE: "{label} must be a real date, such as 27/3/2026",
    intake_rows.OFFENCE_AFTER_REPORT: "{label} must be the same as or before the report",
    intake_rows.REPORT_IN_FUTURE: "{label} must be today or in the past",
    intake_rows.NO_REPORT_DATE: "Enter when the crime was reported",
    intake_rows.UNKNOWN_CODE: "Enter a Home Office code that is known here, such as 19C",
    intake_rows.NO_REFERENCE: "Enter the crime reference",
    intake_rows.TOO_LONG: "{label} must be {most} characters or fewer",
    intake_rows.ENDS_FIRST: "{label} must be the same as or after its start",
    intake_rows.REFERENCE_CLASH: "Check the crime reference. This row cannot be added to that crime from here",
    intake_rows.WRONG_COLUMNS: "This row has more or fewer values than the file has columns. Have it sent again",
} | dict.fromkeys(
    intake_rows.WITHOUT_SUSPECT.values(), "Enter the suspect’s surname, or an outcome that does not need a suspect"
)


def sentence(fault: Fault) -> str:
    """What is wrong, as it is told beside the field."""
    label = LABELS.get(fault.column, fault.column)
    return WORDS[fault.reason].format(label=label, most=TEXT_COLUMNS.get(fault.column, 0))


class MendForm(GovukForm):
    """The values of a row that can be put right, as they were received."""

    mark_optional = False

    def __init__(self, *args: Any, received: Mapping[str, str], fault: str = "", **kwargs: Any) -> None:
        # What is at fault comes first; the rest may have to change with it, as a report date with an offence date.
        names = dict.fromkeys([*([fault] if fault else []), *MENDABLE])
        super().__init__(*args, initial={name: received.get(name, "") for name in names}, **kwargs)
        for name in names:
            self.fields[name] = forms.CharField(
                label=LABELS[name], help_text=HINTS.get(name, ""), required=False, max_length=300
            )

    def tell(self, fault: Fault) -> None:
        """Put what is wrong beside its field."""
        self.add_error(fault.column if fault.column in self.fields else None, sentence(fault))


class SetAsideForm(GovukForm):
    """Why a row is not imported."""

    reason = forms.CharField(
        label="Why this row is set aside",
        max_length=300,
        widget=Textarea(rows=3),
        help_text="For example, it was recorded by mistake, or it is corrected in the records system.",
        error_messages={"required": "Enter why this row is set aside"},
    )


class QuarantineFilter(GovukForm):
    """Which of the waiting rows to show."""

    mark_optional = False
    reason = forms.ChoiceField(label="Reason", required=False)
    reference = forms.CharField(label="Crime reference", required=False, max_length=60)

    def __init__(self, *args: Any, counts: Iterable[tuple[str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(reason, f"{reason.capitalize()} ({count:,})") for reason, count in counts]
        self.fields["reason"].choices = [("", "Every reason"), *choices]  # type: ignore[attr-defined]
