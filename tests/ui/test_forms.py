"""Forms in GOV.UK markup: every kind of control, plain errors, reasons for having no value."""

from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import formset_factory
from django.template import Context, Template
from django.utils.datastructures import MultiValueDict

from cases.models import Case, Note
from soteria.accounts.models import Membership, User
from soteria.ui.boundfields import GovukBoundField
from soteria.ui.controls import one_line_ending
from soteria.ui.fields import DateInputField, DateTimeField
from soteria.ui.forms import GovukForm, GovukModelForm, MissingReasonField
from soteria.ui.gallery import EveryField
from soteria.ui.widgets import Checkboxes, DateTimeInput, Radios, Textarea, TextInput
from soteria.ui.wording import StorableText


def one(field: forms.Field, data: Any = None, **kwargs: Any) -> GovukForm:
    return type("OneField", (GovukForm,), {"it": field})(data, **kwargs)


def first_error(field: forms.Field, value: Any = "", files: Any = None) -> str:
    data = MultiValueDict({"it": value if isinstance(value, list) else [value]})
    return one(field, data, files=files)["it"].error_text


CHOICES = [("a", "Alpha"), ("b", "Beta")]


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        (forms.CharField(label="Reference"), "", "Enter reference"),
        (forms.CharField(label="CPS reference"), "", "Enter CPS reference"),
        (forms.CharField(label="What happened?"), "", "Answer “What happened?”"),
        (forms.CharField(), "", "Enter it"),
        (forms.CharField(label="Note", max_length=3), "long", "Note must be 3 characters or fewer"),
        (forms.CharField(label="Note", min_length=9), "long", "Note must be 9 characters or more"),
        (forms.CharField(label="Note"), "a\0b", "Note includes a character that cannot be saved. Type it again"),
        (forms.CharField(label="Note"), "a\ud800b", "Note includes a character that cannot be saved. Type it again"),
        (forms.ChoiceField(label="Team", choices=CHOICES), "", "Select team"),
        (forms.ChoiceField(label="Team", choices=CHOICES), "z", "Choose team from the list"),
        (forms.IntegerField(label="Age"), "two", "Age must be a whole number, like 12"),
        (forms.IntegerField(label="Age", min_value=1), "0", "Age must be 1 or more"),
        (forms.IntegerField(label="Age", max_value=9), "10", "Age must be 9 or less"),
        (forms.DecimalField(label="Cost"), "two", "Cost must be a number, like 1.5"),
        (forms.FloatField(label="Cost"), "two", "Cost must be a number, like 1.5"),
        (forms.EmailField(label="Email"), "me", "Enter an email address in the correct format, like name@example.com"),
        (
            forms.URLField(label="Page", assume_scheme="https"),
            "x y",
            "Page must be a web address, like https://www.example.com",
        ),
        (forms.BooleanField(label="I agree"), "", "Tick “I agree” to continue"),
        (forms.FileField(label="Statement"), "", "Choose statement"),
        (forms.RegexField("^a$", label="Code"), "b", "Enter code in the correct format"),
        (forms.CharField(error_messages={"required": "Say why"}), "", "Say why"),
    ],
)
def test_errors_are_plain(field: forms.Field, typed: str, words: str) -> None:
    assert first_error(field, typed).startswith(words)


def test_a_long_file_name_and_an_empty_file_are_told_plainly() -> None:
    empty, long_name = SimpleUploadedFile("a.txt", b""), SimpleUploadedFile("abcdef.txt", b"x")

    assert first_error(forms.FileField(label="Statement"), files={"it": empty}).startswith("Statement is an empty file")
    words = first_error(forms.FileField(label="Statement", max_length=3), files={"it": long_name})
    assert words == "Statement must have a file name of 3 characters or fewer"


def test_storable_text_is_told_from_others_by_what_it_guards() -> None:
    assert StorableText("note") == StorableText("note")
    assert StorableText("note") != StorableText("plan")
    assert len({StorableText("note"), StorableText("note")}) == 1


def test_line_endings_are_made_one_before_they_are_counted() -> None:
    form = one(forms.CharField(widget=Textarea(), max_length=5), {"it": "a\r\nb\rc"})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["it"] == "a\nb\nc"
    assert one_line_ending(3) == 3


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        (forms.CharField(widget=TextInput(width=5, prefix="£")), "9", ["govuk-input--width-5", "£", 'value="9"']),
        (forms.CharField(widget=TextInput(govuk={"classes": "mine"})), "9", ["mine"]),
        (
            forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "username", "placeholder": "no"})),
            "",
            ["username"],
        ),
        (forms.IntegerField(), 4, ['type="text"', 'inputmode="numeric"', 'value="4"']),
        (forms.EmailField(), "", ['type="email"']),
        (forms.CharField(widget=forms.TextInput(attrs={"type": "search"})), "", ['type="search"']),
        (forms.CharField(widget=forms.PasswordInput()), "secret", ["govuk-password-input"]),
        (forms.CharField(widget=Textarea(rows=9)), "x", ['rows="9"', ">x</textarea>"]),
        (forms.CharField(widget=Textarea(), max_length=99), "\nx", ['data-maxlength="99"', ">\n\nx</textarea>"]),
        (forms.ChoiceField(choices=[("", "-----"), *CHOICES]), "b", ['value="b" selected', "Choose"]),
        (forms.ChoiceField(choices=[("Group", CHOICES)]), "b", ['value="b" selected']),
        (forms.ChoiceField(choices=[("", "-----"), *CHOICES], widget=Radios(inline=True)), "b", ['value="b" checked']),
        (forms.MultipleChoiceField(choices=CHOICES), ["b"], ['type="checkbox" value="b" checked']),
        (
            forms.MultipleChoiceField(choices=CHOICES, widget=Checkboxes(small=True)),
            ["a"],
            ['value="a" checked', "small"],
        ),
        (forms.BooleanField(help_text="Really"), True, ['value="on" checked', "Really"]),
        (forms.FileField(), None, ['type="file"']),
        (forms.CharField(disabled=True), "x", ["disabled"]),
        (forms.CharField(widget=forms.HiddenInput), "x", ['type="hidden"', 'value="x"']),
        (forms.SplitDateTimeField(help_text="Both"), None, ["govuk-label", "it_0", "Both"]),
    ],
)
def test_every_control_is_drawn(field: forms.Field, value: Any, expected: list[str]) -> None:
    html = str(one(field, initial={"it": value}))

    assert [each for each in expected if each not in html] == []
    assert "placeholder" not in html


def test_a_password_is_never_sent_back() -> None:
    assert "secret" not in str(one(forms.CharField(widget=forms.PasswordInput()), {"it": "secret"}))


def test_half_a_surrogate_pair_does_not_break_the_page_that_shows_it() -> None:
    assert str(one(forms.CharField(), {"it": "a\ud800"})).encode()


def test_a_control_without_a_component_still_shows_its_error() -> None:
    html = str(one(forms.SplitDateTimeField(label="Both"), {}))

    assert "govuk-form-group--error" in html
    assert "Enter both" in html


def test_the_exclusive_choice_stands_last() -> None:
    field = forms.MultipleChoiceField(choices=[("none", "None"), *CHOICES], widget=Checkboxes(exclusive="none"))
    html = str(one(field))

    assert html.index("Beta") < html.index("divider") < html.index('data-behaviour="exclusive"')


def test_a_field_can_be_the_heading_of_its_page() -> None:
    form = one(forms.CharField(label="Why?"))
    source = '{% load soteria_ui %}{% govuk_field form.it size="l" heading=True label="Why so?" hint="Be short" %}'
    html = Template(source).render(Context({"form": form}))

    assert '<h1 class="govuk-label-wrapper">' in html
    assert "Why so?" in html
    assert "Be short" in html
    assert "govuk-visually-hidden" in str(form["it"].as_field_group(hide_label=True))


def test_optional_fields_say_so_unless_the_form_does_not() -> None:
    field = forms.CharField(label="Note", required=False)

    assert "Note (optional)" in str(one(field))
    quiet = type("Quiet", (GovukForm,), {"it": field, "mark_optional": False})()
    assert "optional" not in str(quiet)


class Breach(GovukForm):
    """A choice that reveals a field, and a value with a reason for having none."""

    decision = forms.ChoiceField(choices=CHOICES, widget=Radios(reveals={"b": ["why"]}, hints={"a": "First"}))
    why = forms.CharField(required=False, label="Reason")
    born_on = DateInputField(label="Date of birth")
    born_on_reason = MissingReasonField()
    or_reasons = {"born_on": "born_on_reason"}

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.cleaned_data.get("decision") == "b":
            self.need("why")
            self.need("decision")
        return self.cleaned_data


BORN = {"born_on_day": "1", "born_on_month": "2", "born_on_year": "1990"}


def test_a_revealed_field_is_drawn_once_inside_its_choice() -> None:
    html = str(Breach())

    assert html.count('name="why"') == 1
    assert html.index("govuk-radios__conditional") < html.index('name="why"')
    assert "First" in html


def test_a_revealed_field_may_be_needed_after_all() -> None:
    assert Breach({"decision": "a", **BORN}).is_valid()
    assert Breach({"decision": "b", **BORN})["why"].error_text == "Enter reason"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Enter date of birth, or say why there is none"),
        ({**BORN, "born_on_reason": "declined"}, "Give date of birth or the reason for not having it, not both"),
        ({"born_on_day": "1", "born_on_reason": "declined"}, "Date of birth must include a month and year"),
        ({"born_on_reason": "declined"}, ""),
        (BORN, ""),
    ],
)
def test_a_value_or_a_reason_is_asked_for(data: dict, words: str) -> None:
    form = Breach({"decision": "a", **data})

    assert form["born_on"].error_text == words


def test_a_given_reason_is_shown_open() -> None:
    assert "app-reason" in str(Breach())
    assert "<details" in str(Breach())
    assert " open>" not in str(Breach())
    assert " open>" in str(Breach({"born_on_reason": "declined"}))


def test_a_whole_form_is_drawn_with_errors_that_link_to_their_fields() -> None:
    form = EveryField({})
    html = Template("{% load soteria_ui %}{% error_summary form %}{{ form }}").render(Context({"form": form}))

    for field in form:
        if field.errors:
            assert isinstance(field, GovukBoundField)
            assert f'<a href="#{field.link_id}">{field.error_text}</a>' in html
            assert f'id="{field.link_id}"' in html


def test_the_summary_holds_errors_of_the_whole_of_hidden_fields_and_of_formsets() -> None:
    class Strict(GovukForm):
        token = forms.CharField(widget=forms.HiddenInput, label="Token")
        note = forms.CharField(label="Note")

        def clean(self) -> dict[str, Any]:
            raise forms.ValidationError("Two dates are the same")

    many = formset_factory(Strict, max_num=1, validate_max=True)
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"}
    source = "{% load soteria_ui %}{% error_summary form many none %}"
    html = Template(source).render(Context({"form": Strict({}), "many": many(data), "none": None}))

    assert "Two dates are the same" in html
    assert "Enter token" in html
    assert "Please submit at most 1 form" in html
    assert 'href="#id_note"' in html


def test_there_is_no_summary_when_all_is_well() -> None:
    source = "{% load soteria_ui %}{% error_summary form %}{% error_prefix %}"

    assert Template(source).render(Context({"form": Breach()})) == ""
    assert Template(source).render(Context({})) == ""


def test_a_form_that_is_not_ours_is_drawn_too() -> None:
    class Theirs(forms.Form):
        note = forms.CharField()

    html = str(Theirs({}))
    assert "govuk-input" in html
    assert str(formset_factory(Theirs)()).count("govuk-input") == 1


def test_a_model_form_takes_our_dates_and_lines() -> None:
    class CaseForm(GovukModelForm):
        class Meta:
            model = Case
            fields = ["reported_at"]

    class UserForm(GovukModelForm):
        class Meta:
            model = User
            fields = ["first_name"]

    class MembershipForm(GovukModelForm):
        class Meta:
            model = Membership
            fields = ["starts_on"]

    class NoteForm(GovukModelForm):
        class Meta:
            model = Note
            fields = ["text"]

    assert isinstance(CaseForm().fields["reported_at"], DateTimeField)
    assert isinstance(CaseForm().fields["reported_at"].widget, DateTimeInput)
    assert "govuk-input" in str(UserForm())
    assert isinstance(MembershipForm().fields["starts_on"], DateInputField)
    assert isinstance(NoteForm().fields["text"].widget, Textarea)
