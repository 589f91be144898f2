"""Forms with which a system administrator adds people and changes what they may do."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone

from soteria.accounts.models import Force, Team, User
from soteria.accounts.roles import Role
from soteria.ui.fields import DateInputField
from soteria.ui.forms import GovukForm
from soteria.ui.widgets import Radios

NAME_RULE = RegexValidator(r"^[\w.@+-]+\Z", "User name must be letters, numbers and . @ + - _ only", "user_name")


class PersonForm(GovukForm):
    """Who somebody is."""

    force = forms.ModelChoiceField(Force.objects.none(), label="Force", empty_label=None)
    first_name = forms.CharField(label="First name", max_length=150)
    last_name = forms.CharField(label="Last name", max_length=150)
    collar_number = forms.CharField(label="Collar number", max_length=20, required=False)
    username = forms.CharField(
        label="User name", max_length=150, validators=[NAME_RULE], help_text="Usually the collar number"
    )

    def __init__(self, *args: Any, force_ids: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        forces = Force.objects.filter(pk__in=force_ids).order_by("name")
        self.fields["force"].queryset = forces  # type: ignore[attr-defined]
        self.fields["force"].initial = forces.first()


class RoleForm(GovukForm):
    """A role in a team, from one date to another."""

    role = forms.ChoiceField(label="Role", choices=Role.choices, widget=Radios())
    team = forms.ModelChoiceField(Team.objects.none(), label="Team", empty_label="Choose a team")
    starts_on = DateInputField(label="First day", when="future_or_today")
    ends_on = DateInputField(
        label="Last day", required=False, when="future_or_today", help_text="Leave empty if it has no end"
    )

    def __init__(self, *args: Any, teams: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"starts_on": timezone.localdate()})
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Return the cleaned data; adds an error when the last day is before the first."""
        found = super().clean()
        first, last = found.get("starts_on"), found.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Last day must be the same as or after the first day")
        return found


class ReasonForm(GovukForm):
    """Why."""

    reason = forms.CharField(label="Why?", max_length=500)


class IdentityForm(GovukForm):
    """Who somebody is at the force's identity service."""

    subject = forms.CharField(
        label="Subject identifier",
        max_length=255,
        help_text="The identity service's own identifier of the person (sub), not an e-mail address",
    )

    def clean_subject(self) -> str:
        """Return the subject; raises ValidationError for an e-mail address, which may be given to somebody else."""
        subject: str = self.cleaned_data["subject"].strip()
        if "@" in subject:
            raise ValidationError("Enter the subject identifier, not an e-mail address")
        return subject


class FindForm(GovukForm):
    """What to look for among people."""

    mark_optional = False
    words = forms.CharField(label="Name, user name or collar number", max_length=100, required=False)
    closed = forms.BooleanField(label="Show closed accounts", required=False)

    def asked(self) -> tuple[str, bool]:
        """The words to look for, and whether among closed accounts; nothing when they cannot be read."""
        found = self.cleaned_data if self.is_valid() else {}
        return str(found.get("words", "")), bool(found.get("closed", False))


class ChoosePasswordForm(GovukForm):
    """A new password, twice, by whoever holds a link."""

    password = forms.CharField(
        label="Password",
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Use 12 characters or more. Three random words are easy to remember.",
    )
    again = forms.CharField(
        label="Password again",
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        """Return the password; raises ValidationError when it breaks a rule for passwords."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password

    def clean(self) -> dict[str, Any]:
        """Return the cleaned data; adds an error when the two differ."""
        found = super().clean()
        if "password" in found and found["password"] != found.get("again"):
            self.add_error("again", "Enter the same password again")
        return found
