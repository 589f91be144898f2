"""Questions about who works on a case, who may see it, and opening it in an emergency."""

from typing import Any

from django import forms
from django.utils import timezone

from cases.models import Allocation, Case
from soteria.accounts.models import Membership, User
from soteria.ui.forms import GovukForm
from soteria.ui.widgets import Textarea


def people_of(case: Case) -> Any:
    """Everybody with a current role in the case's force, by name."""
    seats = Membership.objects.current(timezone.localdate()).filter(team__force=case.force_id)
    return User.objects.filter(is_active=True, pk__in=seats.values("user")).order_by("last_name", "first_name", "pk")


class PersonForm(GovukForm):
    """Choose one person of the force."""

    person = forms.ModelChoiceField(User.objects.none(), label="Person")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_of(case)  # type: ignore[attr-defined]

    def only(self, person: Any) -> None:
        """Leave one person to choose from."""
        self.fields["person"].queryset = User.objects.filter(pk=person.pk)  # type: ignore[attr-defined]


class OicForm(PersonForm):
    """Choose the officer in the case."""

    person = forms.ModelChoiceField(User.objects.none(), label="Officer in the case")
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=300,
        help_text="For example, why the case moves. It is kept in the record of the case.",
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        self.initial.setdefault("person", case.oic_id)


class SupportForm(PersonForm):
    """Choose somebody to support the case, and what they do."""

    duty = forms.ChoiceField(label="What they do on the case", choices=Allocation.Duty.choices)


class ReasonForm(GovukForm):
    """A written reason."""

    reason = forms.CharField(label="Reason", max_length=300, widget=Textarea(rows=3))


class CaseReasonForm(ReasonForm):
    """A written reason for changing a case, made with the case as its neighbours are."""

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class RestrictForm(PersonForm):
    """Why the case is restricted, and who else is named on it."""

    field_order = ("reason", "person")
    person = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="People who may see the case",
        required=False,
        help_text="You are always one of them. Hold Ctrl to choose several, or add people later.",
    )
    reason = forms.CharField(
        label="Reason for restricting the case",
        max_length=300,
        widget=Textarea(rows=3),
        help_text="For example, the suspect works for the police.",
    )


class ConflictForm(PersonForm):
    """Whose conflict of interest it is, and what it is."""

    person = forms.ModelChoiceField(User.objects.none(), label="Who has the conflict of interest")
    reason = forms.CharField(label="The conflict of interest", max_length=300, widget=Textarea(rows=3))


class EmergencyForm(GovukForm):
    """Which case, and who is at risk."""

    reference = forms.CharField(label="Case reference", max_length=40, help_text="For example, 55/10000/23")
    reason = forms.CharField(
        label="Why you need this case now",
        max_length=2000,
        widget=Textarea(rows=4),
        help_text="Say who is at risk, and of what. The detective inspector and data protection will read it.",
    )


class FindingForm(GovukForm):
    """What a review of emergency access found."""

    finding = forms.CharField(
        label="What your review found",
        max_length=2000,
        widget=Textarea(rows=4),
        help_text="Say whether the access was needed, and what happens next if it was not.",
    )
