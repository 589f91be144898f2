"""The sections as forms: hostile text gets a plain sentence, and nothing typed is lost."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django import forms
from django.http import QueryDict

from cases.forms.logging_facts import AccountForm, EditPlaceForm, ResponseForm, WhereForm
from cases.forms.logging_offence import OffenceForm, matching, stored_range
from cases.forms.logging_section import SectionForm, as_data, typed_of
from cases.models import OffenceClass
from soteria.ui.spans import DateSpan, Precision
from suspects.forms.editing import EditInvolvementForm, EditSuspectForm
from suspects.forms.logging import AddSuspectForm, IdentifyForm, LogSuspectForm
from tests.factories import OffenceClassFactory
from victims.forms.people import EditContactForm, EditVictimForm, LogVictimForm

pytestmark = pytest.mark.django_db
HOSTILE = {
    "nul": "a\x00b",
    "long": "x" * 100_000,
    "half": "a\ud800b",
    "emoji": "👩‍👩‍👧 é 🏳️‍🌈",
    "rtl": "\u202eevil\u202c שלום مرحبا",
    "markup": "<script>alert(1)</script>{{ 7*7 }}'\"--",
}
FORMS: list[type[SectionForm]] = [
    OffenceForm, WhereForm, ResponseForm, AccountForm, EditPlaceForm, LogVictimForm, EditVictimForm, EditContactForm,
    LogSuspectForm, AddSuspectForm, IdentifyForm, EditInvolvementForm, EditSuspectForm,
]  # fmt: skip
BLAME = ("Invalid", "required field", "This field", "valid value", "Ensure")


def filled(form_class: type[SectionForm], text: str) -> dict[str, str]:
    """Every control of a form filled with one text."""
    names = []
    for name, field in form_class().fields.items():
        widgets = getattr(field.widget, "widgets_names", [""])
        names += [f"{name}{part}" for part in widgets]
    return dict.fromkeys(names, text)


@pytest.mark.parametrize("form_class", FORMS)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_gets_a_plain_answer_and_is_kept(form_class: type[SectionForm], text: str) -> None:
    OffenceClassFactory()
    form = form_class(filled(form_class, text))

    form.is_valid()

    for errors in form.errors.values():
        assert not any(word in str(error) for error in errors for word in BLAME), errors
    assert "�" not in str(form.errors)
    values = typed_of(form.data, form)
    assert values and not any("\x00" in item or "\ud800" in item for items in values.values() for item in items)
    str(form), form.answers(), form.values()


@pytest.mark.parametrize("form_class", FORMS)
@pytest.mark.parametrize("text", [HOSTILE["nul"], HOSTILE["half"], HOSTILE["long"]], ids=["nul", "half", "long"])
def test_every_text_field_refuses_what_cannot_be_stored(form_class: type[SectionForm], text: str) -> None:
    OffenceClassFactory()
    form = form_class(filled(form_class, text) | ({"kind": "known"} if form_class is not IdentifyForm else {}))

    form.is_valid()

    hidden = set(form._hidden()) if isinstance(form, LogSuspectForm) else set()
    plain = {
        name for name, field in form.fields.items()
        if type(field) is forms.CharField and not field.widget.is_hidden and name not in hidden
    }  # fmt: skip
    assert plain <= set(form.errors)


@pytest.mark.parametrize("text", [HOSTILE["emoji"], HOSTILE["rtl"], HOSTILE["markup"]], ids=["emoji", "rtl", "markup"])
def test_every_script_of_the_world_is_kept_as_it_is(text: str) -> None:
    form = WhereForm({"place": text, "why_blank": "not_known"})

    assert form.is_valid(), form.errors
    assert form.values()["place"] == text


def test_one_reason_covers_every_blank() -> None:
    silent, said = WhereForm({"place": "here"}), WhereForm({"place": "here", "why_blank": "declined"})

    assert silent.errors == {"why_blank": ["Say why these are blank: District, Kind of place, Postcode"]}
    assert said.is_valid()
    assert said.values()["missing"] == dict.fromkeys(("district", "premises_type", "postcode"), "declined")


def test_an_own_reason_beats_the_common_one() -> None:
    form = LogVictimForm(
        {"sex": "not_safe", "no_date_of_birth": "declined", "known_as": "Ros", "why_blank": "not_asked"}
    )

    assert form.is_valid(), form.errors
    missing = form.values()["missing"]
    assert (missing["sex"], missing["date_of_birth"], missing["language"]) == ("not_safe", "declined", "not_asked")
    assert form.values()["sex"] is None
    assert form.title() == "Ros"


def test_a_value_and_a_reason_for_none_cannot_both_be_true() -> None:
    born = {"date_of_birth_day": "27", "date_of_birth_month": "3", "date_of_birth_year": "1994"}

    form = LogVictimForm(born | {"no_date_of_birth": "declined", "why_blank": "not_asked"})

    assert form.errors["date_of_birth"] == ["Give date of birth or the reason for not having it, not both"]


def test_what_was_typed_comes_back_without_its_errors() -> None:
    data = QueryDict("postcode=not/a&place=x&act=later&csrfmiddlewaretoken=t&version=3")
    typed = typed_of(data, WhereForm(data))

    form = WhereForm(as_data(typed)).quiet()

    assert typed == {"postcode": ["not/a"], "place": ["x"]}
    assert form["postcode"].value() == "not/a"
    assert not form.errors


def offence(**data: str) -> OffenceForm:
    OffenceClassFactory()
    OffenceClassFactory(code="19F", title="Rape of a male aged 16 or over")
    return OffenceForm({"offence": "19C", "when_kind": "unknown"} | data)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("19c", ["19C"]),
        ("rape of a FEMALE aged 16 or over", ["19C"]),
        ("Rape of a female aged 16 or over (19C)", ["19C"]),
        ("male rape", ["19C", "19F"]),
        ("rape", ["19C", "19F"]),
        ("fraud", []),
        ("  ", []),
    ],
)
def test_an_offence_is_found_by_code_or_words(typed: str, codes: list[str]) -> None:
    offence()

    assert [item.code for item in matching(list(OffenceClass.objects.order_by("code")), typed)] == codes


def test_an_exact_time_makes_an_exact_offence() -> None:
    form = offence(when_kind="exact", when_on_day="1", when_on_month="7", when_on_year="2026", at="11pm")

    assert form.is_valid(), form.errors
    values = form.values()
    assert (values["precision"], values["occurred_from"], values["occurred_to"]) == (
        "exact", "2026-07-01T22:00:00+00:00", "2026-07-01T22:00:00+00:00",
    )  # fmt: skip
    assert [answer["answer"] for answer in form.answers()][-1] == "11pm"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"at": "11pm"}, "Give an exact date with the time, or leave the time out"),
        (
            {"when_kind": "exact", "when_on_day": "1", "when_on_month": "7", "when_on_year": "2026", "at": "late"},
            "Enter a time, like 2:05pm or 14:05",
        ),
    ],
)
def test_a_time_needs_a_date_and_figures(data: dict[str, str], words: str) -> None:
    assert offence(**data).errors["at"] == [words]


def test_an_attempt_is_said_in_the_title() -> None:
    form = offence(is_attempt="on")

    assert form.is_valid(), form.errors
    assert form.values()["title"] == "Attempt: Rape of a female aged 16 or over"
    assert {"question": "It was an attempt", "answer": "Yes"}.items() <= form.answers()[1].items()


@pytest.mark.parametrize(
    ("span", "first", "last", "precision"),
    [
        (DateSpan(), None, None, "unknown"),
        (DateSpan(date(2026, 7, 1), date(2026, 7, 1), Precision.EXACT), (2026, 6, 30, 23), (2026, 7, 1, 22, 59), "day"),
        (DateSpan(date(2026, 3, 1), date(2026, 3, 31), Precision.MONTH), (2026, 3, 1), (2026, 3, 31, 22, 59), "month"),
        (DateSpan(date(1994, 1, 1), date(1994, 12, 31), Precision.YEAR), (1994, 1, 1), (1994, 12, 31, 23, 59), "year"),
        (
            DateSpan(date(2026, 1, 5), date(2026, 1, 9), Precision.BETWEEN),
            (2026, 1, 5),
            (2026, 1, 9, 23, 59),
            "between",
        ),
    ],
)
def test_a_span_is_kept_from_the_first_midnight_to_the_last_minute(
    span: DateSpan, first: Any, last: Any, precision: str
) -> None:
    ends = [datetime(*(*end, *[0] * (5 - len(end))), tzinfo=UTC) if end else None for end in (first, last)]

    assert stored_range(span, None) == (*ends, precision)


def test_a_district_that_the_import_brought_stays_a_choice() -> None:
    form = EditPlaceForm(initial={"district": "Old Town"}, districts=["Harbourside"])

    assert ("Old Town", "Old Town") in form.fields["district"].choices


def test_the_first_response_answers_for_its_blanks() -> None:
    form = ResponseForm({"injured": "yes", "in_safe_place": "not_safe", "why_blank": "not_asked"})

    assert form.is_valid(), form.errors
    values = form.values()
    assert (values["injured"], values["scene_secured"]) == ("yes", "not_asked")
    assert values["missing"]["in_safe_place"] == "not_safe" and "injured" not in values["missing"]
    assert values["title"] == "1 of 7 questions answered yes or no"


def test_a_reference_is_put_in_one_form() -> None:
    form = AccountForm({"reference": " 55/10000/23b ", "reported_at_day": "1"})
    form.is_valid()

    assert form.cleaned_data["reference"] == "55/10000/23B"
    assert AccountForm({"reference": "£££"}).errors["reference"] == [
        "Police reference must only include letters a to z, numbers, spaces, hyphens and slashes"
    ]
