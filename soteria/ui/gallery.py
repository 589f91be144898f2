"""Examples of every component in its normal and its error state, for the gallery page and its accessibility test."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from soteria.ui import errors
from soteria.ui.fields import DateInputField, DateSpanField, DateTimeField, PartialDateField
from soteria.ui.forms import GovukForm, MissingReasonField
from soteria.ui.spans import DateSpan, PartialDate, Precision
from soteria.ui.versions import VersionedFormMixin
from soteria.ui.widgets import Checkboxes, Radios, Textarea, TextInput

DECISIONS = [("arrest", "Arrested"), ("other", "Another offence"), ("no_arrest", "No arrest")]
PLACES = [("home", "At home"), ("street", "In the street"), ("work", "At work"), ("none", "None of these")]


class EveryField(GovukForm):
    """One field of each kind."""

    reference = forms.CharField(widget=TextInput(width=20), max_length=20, help_text="For example, 55/20001/26")
    happened_at = DateTimeField(label="When did the breach happen?", what="time of the breach", when="past")
    born_on = DateInputField(label="Date of birth", when="past")
    born_on_reason = MissingReasonField()
    first_told = PartialDateField(label="When did the victim first tell anybody?", what="when it was first told")
    span = DateSpanField(label="When did the offence happen?", what="date of the offence")
    decision = forms.ChoiceField(
        label="What did you decide?",
        choices=DECISIONS,
        widget=Radios(reveals={"no_arrest": ["reason"]}, hints={"other": "Not the one that the order was made for"}),
    )
    reason = forms.CharField(label="Reason for no arrest", required=False, widget=Textarea(rows=3), max_length=500)
    places = forms.MultipleChoiceField(
        label="Where did it happen?", choices=PLACES, widget=Checkboxes(exclusive="none")
    )
    team = forms.ChoiceField(choices=[("", "---------"), ("1", "Southmoor RASSO"), ("2", "Northmoor RASSO")])
    account = forms.CharField(label="What happened?", widget=Textarea(rows=4), max_length=2000)
    notes = forms.CharField(required=False, widget=Textarea(rows=2))
    count = forms.IntegerField(label="Number of devices", min_value=0, widget=TextInput(width=3, suffix="devices"))
    email = forms.EmailField(label="Email address", required=False)
    password = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    upload = forms.FileField(label="Statement")
    sure = forms.BooleanField(label="I have told the supervisor")
    or_reasons = {"born_on": "born_on_reason"}

    def clean(self) -> dict[str, Any]:
        """Ask for the reason where the decision calls for one."""
        super().clean()
        if self.cleaned_data.get("decision") == "no_arrest":
            self.need("reason", "Enter the reason for no arrest")
        return self.cleaned_data


class SharedNote(VersionedFormMixin, GovukForm):
    """A form that two people fill in at once."""

    team = forms.ChoiceField(label="Team", choices=[("1", "Southmoor RASSO"), ("2", "Northmoor RASSO")])
    plan = forms.CharField(label="Plan", widget=Textarea(rows=3))


class ListFilter(GovukForm):
    """The filters of a list."""

    mark_optional = False
    q = forms.CharField(label="Reference or name", required=False)
    stage = forms.MultipleChoiceField(required=False, choices=DECISIONS, widget=Checkboxes(small=True))


WRONG = {
    "happened_at_day": "29",
    "happened_at_month": "3",
    "happened_at_year": "2026",
    "happened_at_time": "1:30am",
    "born_on_day": "31",
    "born_on_year": "1990",
    "first_told_year": "94",
    "span_kind": "between",
    "span_from_year": "1994",
    "span_to_year": "1990",
    "decision": "no_arrest",
    "reference": "55/20001/26/and/rather/more",
    "count": "two",
    "email": "nobody",
}


def every_field() -> EveryField:
    """Return the form as it is first shown, with some of it filled in."""
    filled = {
        "reference": "55/20001/26",
        "happened_at": datetime(2026, 3, 3, 14, 5, tzinfo=timezone.get_default_timezone()),
        "first_told": PartialDate(date(1994, 6, 1), Precision.MONTH),
        "span": DateSpan(date(1994, 6, 1), date(1994, 6, 30), Precision.MONTH),
        "decision": "arrest",
        "places": ["home"],
    }
    return EveryField(initial=filled)


def every_error() -> EveryField:
    """Return the form with something wrong in each field."""
    form = EveryField({f"wrong-{name}": value for name, value in WRONG.items()}, prefix="wrong")
    form.is_valid()
    return form


def conflicting() -> SharedNote:
    """Return a form that somebody else saved while this person was working."""
    before = SharedNote(initial={"team": "1", "plan": "Call on Monday"}, stored_version=3, prefix="two")
    sent = {
        "two-version": "3",
        "two-drawn_from": before.get_initial_for_field(before.fields["drawn_from"], "drawn_from"),
        "two-team": "1",
        "two-plan": "Call on Tuesday with the ISVA",
    }
    now = {"team": "2", "plan": "Call on Wednesday"}
    form = SharedNote(QueryDict("", mutable=True) | sent, initial=now, stored_version=4, prefix="two")
    form.is_valid()
    return form


def case_examples(today: date) -> dict[str, Any]:
    """Return what the components of a case page show."""
    noon = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)
    return {
        "actions": [{"text": "Log a breach", "href": "#"}, {"text": "Add a note", "href": "#"}],
        "bar_tags": [{"text": "Restricted", "colour": "red"}],
        "sections": [
            {"text": "Summary", "href": "#", "is_current": True},
            {"text": "Victims", "href": "#", "count": 2},
            {"text": "Bail and orders", "href": "#", "count": 120},
            {"text": "Timeline", "href": "#"},
        ],
        "events": [
            {
                "title": "Breach logged",
                "by": "DC Olive Carter",
                "at": noon,
                "text": "Seen near the school.\nNo contact.",
            },
            {"title": "Case reported", "by": "Call handling", "at": today - timedelta(days=3), "href": "#"},
        ],
        "rows": [
            {"key": {"text": "Name"}, "value": {"text": "Not safe to show"}},
            {
                "key": {"text": "Safe contact"},
                "value": {"text": "Text message, before 4pm"},
                "actions": {"items": [{"href": "#", "text": "Change", "visuallyHiddenText": "safe contact"}]},
            },
        ],
        "steps": [
            {"title": {"text": "Offences"}, "href": "#", "status": {"text": "Completed"}},
            {
                "title": {"text": "Victim"},
                "href": "#",
                "status": {"tag": {"text": "Not started", "classes": "govuk-tag--blue"}},
            },
        ],
        "due_dates": [today + timedelta(days=days) for days in (-2, 0, 1, 5, 30)],
    }


ERRORS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "400": errors.bad_request,
    "403": errors.forbidden,
    "404": errors.not_found,
    "500": errors.server_error,
    "503": errors.unavailable,
    "csrf": errors.csrf_failed,
}


def error_page(request: HttpRequest, name: str) -> HttpResponse:
    """Return an error page by its number; raises Http404 for any other."""
    if name not in ERRORS:
        raise Http404
    return ERRORS[name](request)
