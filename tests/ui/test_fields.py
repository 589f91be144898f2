"""Date fields of forms: values, errors beside the right box, and nothing typed is lost."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django import forms

from soteria.ui.fields import DateInputField, DateSpanField, DateTimeField, PartialDateField
from soteria.ui.forms import GovukForm
from soteria.ui.parts import LONDON
from soteria.ui.spans import DateSpan, PartialDate, Precision

TODAY = datetime(2026, 5, 12, 12, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield


def form_of(field: forms.Field) -> type[GovukForm]:
    return type("OneField", (GovukForm,), {"at": field})


def sent(**boxes: str) -> dict[str, str]:
    return {f"at_{part}": value for part, value in boxes.items()}


def error(form: GovukForm) -> tuple[str, str]:
    return form["at"].error_text, form["at"].link_id


def test_a_date_is_cleaned() -> None:
    form = form_of(DateInputField(label="Date of birth"))(sent(day=" 3 ", month="March", year="1990"))

    assert form.is_valid()
    assert form.cleaned_data["at"] == date(1990, 3, 3)


@pytest.mark.parametrize(
    ("boxes", "words", "link"),
    [
        ({}, "Enter date of birth", "id_at_day"),
        ({"day": "3", "year": "1990"}, "Date of birth must include a month", "id_at_month"),
        ({"day": "3", "month": "3", "year": "90"}, "Year must include 4 numbers", "id_at_year"),
        ({"day": "31", "month": "2", "year": "1990"}, "Date of birth must be a real date", "id_at_day"),
        ({"day": "12", "month": "5", "year": "2026"}, "Date of birth must be in the past", "id_at_day"),
    ],
)
def test_a_wrong_date_of_birth_is_told_plainly(boxes: dict, words: str, link: str) -> None:
    form = form_of(DateInputField(label="Date of birth", when="past"))(sent(**boxes))

    assert error(form) == (words, link)
    for part, typed in boxes.items():
        assert f'name="at_{part}" type="text" value="{typed}"' in str(form)


@pytest.mark.parametrize(
    ("when", "day", "is_valid"),
    [
        ("past_or_today", "12", True),
        ("past_or_today", "13", False),
        ("future", "12", False),
        ("future", "13", True),
        ("future_or_today", "12", True),
        ("future_or_today", "11", False),
        ("past", "11", True),
    ],
)
def test_a_date_may_have_to_stand_to_today(when: str, day: str, *, is_valid: bool) -> None:
    form = form_of(DateInputField(label="Date", when=when))(sent(day=day, month="5", year="2026"))

    assert form.is_valid() is is_valid


def test_an_optional_date_may_be_left() -> None:
    form = form_of(DateInputField(required=False))(sent())

    assert form.is_valid()
    assert form.cleaned_data["at"] is None


def test_validators_of_a_field_are_run() -> None:
    def never(value: date) -> None:
        raise forms.ValidationError("Not that day")

    assert (
        error(form_of(DateInputField(validators=[never]))(sent(day="1", month="1", year="2020")))[0] == "Not that day"
    )


@pytest.mark.parametrize("field", [DateInputField(), PartialDateField(), DateTimeField(), DateSpanField()])
def test_boxes_show_a_stored_value_and_know_that_it_is_unchanged(field: forms.Field) -> None:
    values = {
        DateInputField: date(2026, 3, 3),
        PartialDateField: PartialDate(date(1994, 6, 1), Precision.MONTH),
        DateTimeField: datetime(2026, 3, 3, 14, 5, tzinfo=UTC),
        DateSpanField: DateSpan(date(1994, 6, 1), date(1994, 6, 30), Precision.MONTH),
    }
    form = form_of(field)(initial={"at": values[type(field)]})
    html = str(form)

    assert 'value="1994"' in html or 'value="2026"' in html
    assert field.has_changed(values[type(field)], field.widget.decompress(None)) is True


def test_a_date_typed_as_it_was_is_unchanged() -> None:
    cls = form_of(DateInputField())
    form = cls(sent(day="3", month="3", year="2026"), initial={"at": date(2026, 3, 3)})

    assert not form.has_changed()


def test_a_partly_known_date_is_cleaned() -> None:
    form = form_of(PartialDateField())(sent(month="6", year="1994"))

    assert form.is_valid()
    assert form.cleaned_data["at"] == PartialDate(date(1994, 6, 1), Precision.MONTH)


def test_a_moment_is_cleaned_in_london_time() -> None:
    form = form_of(DateTimeField())(sent(day="1", month="4", year="2026", time="2:05pm"))

    assert form.is_valid()
    assert form.cleaned_data["at"] == datetime(2026, 4, 1, 13, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("boxes", "words", "link"),
    [
        ({"day": "1", "month": "4", "year": "2026"}, "Time of breach must include a time", "id_at_time"),
        ({"day": "1", "month": "4", "year": "2026", "time": "2"}, "Enter a time, like 2:05pm or 14:05", "id_at_time"),
        (
            {"day": "12", "month": "5", "year": "2026", "time": "1pm"},
            "Time of breach must be in the past",
            "id_at_time",
        ),
        ({"day": "13", "month": "5", "year": "2026", "time": "1pm"}, "Time of breach must be in the past", "id_at_day"),
    ],
)
def test_a_wrong_moment_is_told_plainly(boxes: dict, words: str, link: str) -> None:
    field = DateTimeField(label="When did it happen?", what="time of breach", when="past")

    assert error(form_of(field)(sent(**boxes))) == (words, link)


@pytest.mark.parametrize(
    ("boxes", "words", "link"),
    [
        ({}, "Enter when it happened", "id_at_day"),
        ({"day": "1", "month": "4", "year": "2026"}, "Enter the time it happened", "id_at_time"),
        ({"day": "31", "month": "4", "year": "2026"}, "The date it happened must be a real date", "id_at_day"),
        (
            {"day": "12", "month": "5", "year": "2026", "time": "1pm"},
            "The time it happened must be in the past",
            "id_at_time",
        ),
        ({"month": "4", "time": "1pm"}, "The date it happened must include a day and year", "id_at_day"),
    ],
)
def test_a_question_that_begins_with_when_is_told_in_a_sentence(boxes: dict, words: str, link: str) -> None:
    field = DateTimeField(label="When did it happen?", what="when it happened", when="past")

    assert error(form_of(field)(sent(**boxes))) == (words, link)


def test_a_moment_may_have_to_be_ahead() -> None:
    cls = form_of(DateTimeField(when="future"))

    assert not cls(sent(day="12", month="5", year="2026", time="11am")).is_valid()
    assert cls(sent(day="12", month="5", year="2026", time="1pm")).is_valid()


@pytest.mark.parametrize(
    ("boxes", "expected"),
    [
        (
            {"kind": "exact", "on_day": "3", "on_month": "6", "on_year": "1994"},
            DateSpan(date(1994, 6, 3), date(1994, 6, 3), Precision.EXACT),
        ),
        (
            {"kind": "between", "from_year": "1990", "to_month": "6", "to_year": "1995"},
            DateSpan(date(1990, 1, 1), date(1995, 6, 30), Precision.BETWEEN),
        ),
        (
            {"kind": "month", "month_month": "6", "month_year": "1994", "month_day": "9"},
            DateSpan(date(1994, 6, 1), date(1994, 6, 30), Precision.MONTH),
        ),
        ({"kind": "year", "year_year": "1994"}, DateSpan(date(1994, 1, 1), date(1994, 12, 31), Precision.YEAR)),
        ({"kind": "unknown", "year_year": "1994"}, DateSpan()),
    ],
)
def test_a_span_is_cleaned_and_shown_again(boxes: dict, expected: DateSpan) -> None:
    cls = form_of(DateSpanField(label="Date of the offence"))
    form = cls(sent(**boxes))

    assert form.is_valid(), form.errors
    assert form.cleaned_data["at"] == expected
    html = str(cls(initial={"at": expected}))
    assert f'value="{expected.precision}" checked' in html


@pytest.mark.parametrize(
    ("boxes", "words", "link"),
    [
        ({}, "Enter date of the offence", "id_at_kind"),
        ({"kind": "exact", "on_year": "1994"}, "Date of the offence must include a day and month", "id_at_on_day"),
        ({"kind": "month", "month_year": "1994"}, "Date of the offence must include a month", "id_at_month_month"),
        ({"kind": "year", "year_year": "94"}, "Year must include 4 numbers", "id_at_year_year"),
        ({"kind": "between", "to_year": "1994"}, "The first date must include a year", "id_at_from_year"),
        ({"kind": "between", "from_year": "94", "to_year": "1994"}, "Year must include 4 numbers", "id_at_from_year"),
        (
            {"kind": "between", "from_year": "1995", "to_year": "1994"},
            "The last date must be the same as or after the first",
            "id_at_to_year",
        ),
        ({"kind": "year", "year_year": "2027"}, "Date of the offence must be in the past", "id_at_year_year"),
    ],
)
def test_a_wrong_span_is_told_plainly(boxes: dict, words: str, link: str) -> None:
    form = form_of(DateSpanField(label="Date of the offence", when="past"))(sent(**boxes))

    assert error(form) == (words, link)


def test_boxes_of_a_span_without_its_kind_are_not_dropped_silently() -> None:
    cls = form_of(DateSpanField(required=False))

    assert cls(sent()).is_valid()
    assert error(cls(sent(on_year="1994"))) == ("Select how well the date is known", "id_at_kind")


def test_a_span_knows_whether_it_changed() -> None:
    cls, stored = form_of(DateSpanField()), {"at": DateSpan(date(1994, 1, 1), date(1994, 12, 31), Precision.YEAR)}

    assert not cls(sent(kind="year", year_year="1994"), initial=stored).has_changed()
    assert cls(sent(kind="year", year_year="1995"), initial=stored).has_changed()
    assert not DateSpanField().has_changed(None, None)
