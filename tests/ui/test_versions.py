"""Two officers saving the same form lose nothing."""

from typing import Any

import pytest
from django import forms
from django.template import Context, Template

from soteria.accounts.models import Team, User
from soteria.ui.fields import DateSpanField
from soteria.ui.forms import GovukForm, GovukModelForm
from soteria.ui.versions import VersionedFormMixin
from tests.factories import TeamFactory, UserFactory

BEFORE = {"plan": "Call on Monday", "team": "1", "told": False, "born": None}


class Plan(VersionedFormMixin, GovukForm):
    plan = forms.CharField(label="Plan")
    team = forms.ChoiceField(label="Team", choices=[("1", "North"), ("2", "South")])
    told = forms.BooleanField(label="Supervisor told", required=False)
    born = DateSpanField(label="Born", required=False)
    paper = forms.FileField(required=False)


def drawn(stored: dict[str, Any], version: int) -> dict[str, str]:
    """What the page sends back when nobody touches it."""
    form = Plan(initial=stored, stored_version=version)
    hidden = {name: str(form[name].initial) for name in ("version", "drawn_from")}
    return {"plan": stored["plan"], "team": stored["team"], **({"told": "on"} if stored["told"] else {}), **hidden}


def save(typed: dict[str, Any], *, now: dict[str, Any], version: int) -> Plan:
    return Plan(typed, initial=now, stored_version=version)


def test_a_save_that_nobody_came_before_is_saved() -> None:
    form = save(drawn(BEFORE, 3) | {"plan": "Call on Tuesday"}, now=BEFORE, version=3)

    assert form.is_valid()
    assert form.cleaned_data["plan"] == "Call on Tuesday"
    assert form.conflicts == []
    assert "version" not in form.cleaned_data


def test_the_same_change_by_both_is_no_conflict() -> None:
    now = BEFORE | {"plan": "Call on Tuesday"}

    assert save(drawn(BEFORE, 3) | {"plan": "Call on Tuesday"}, now=now, version=4).is_valid()


def test_an_answer_that_only_this_person_changed_is_no_conflict() -> None:
    form = save(drawn(BEFORE, 3) | {"team": "2"}, now=BEFORE, version=4)

    assert form.is_valid()
    assert form.cleaned_data["team"] == "2"


def test_both_values_are_shown_and_nothing_is_lost() -> None:
    now = BEFORE | {"plan": "Call on Wednesday", "team": "2", "told": True}
    form = save(drawn(BEFORE, 3) | {"plan": "Call on Tuesday"}, now=now, version=4)

    assert not form.is_valid()
    told = [(each.label, each.yours, each.theirs, each.kept) for each in form.conflicts]
    assert told == [
        ("Plan", "Call on Tuesday", "Call on Wednesday", ""),
        ("Team", "North", "South", "theirs"),
        ("Supervisor told", "Nothing", "Yes", "theirs"),
    ]
    html = Template("{% load soteria_ui %}{% error_summary form %}{% conflict form %}{{ form }}").render(
        Context({"form": form})
    )
    assert 'href="#id_keep_plan"' in html
    assert 'id="id_keep_plan"' in html
    assert "Keep theirs: Call on Wednesday" in html
    assert 'name="plan" type="text" value="Call on Tuesday"' in html
    assert 'name="seen_version" value="4"' in html
    assert 'name="version" value="3"' in html


@pytest.mark.parametrize(("choice", "kept"), [("yours", "Call on Tuesday"), ("theirs", "Call on Wednesday")])
def test_the_choice_is_kept(choice: str, kept: str) -> None:
    now = BEFORE | {"plan": "Call on Wednesday", "team": "2"}
    typed = drawn(BEFORE, 3) | {"plan": "Call on Tuesday", "seen_version": "4", "keep_plan": choice}
    form = save(typed, now=now, version=4)

    assert form.is_valid()
    assert (form.cleaned_data["plan"], form.cleaned_data["team"]) == (kept, "2")
    assert form.stored_version == 4


def test_theirs_may_be_refused_where_only_they_changed_it() -> None:
    typed = drawn(BEFORE, 3) | {"seen_version": "4", "keep_team": "yours"}
    form = save(typed, now=BEFORE | {"team": "2"}, version=4)

    assert form.is_valid()
    assert form.cleaned_data["team"] == "1"


def test_an_error_in_what_was_given_up_is_no_error() -> None:
    typed = drawn(BEFORE, 3) | {"plan": "", "seen_version": "4", "keep_plan": "theirs"}
    form = save(typed, now=BEFORE | {"plan": "Call on Wednesday"}, version=4)

    assert form.is_valid()
    assert form.cleaned_data["plan"] == "Call on Wednesday"


def test_a_third_save_in_between_is_asked_about_again() -> None:
    typed = drawn(BEFORE, 3) | {"plan": "Call on Tuesday", "seen_version": "4", "keep_plan": "yours"}
    form = save(typed, now=BEFORE | {"plan": "Call on Friday"}, version=5)

    assert not form.is_valid()
    assert form.conflicts[0].theirs == "Call on Friday"
    assert form.conflicts[0].kept == ""


@pytest.mark.parametrize("drawn_from", ["", "not json", "[1]"])
def test_without_knowing_what_the_page_showed_every_difference_is_asked_about(drawn_from: str) -> None:
    typed = {"plan": "Call on Tuesday", "team": "1", "drawn_from": drawn_from}

    assert [each.label for each in save(typed, now=BEFORE, version=4).conflicts or []] == []
    form = save(typed, now=BEFORE, version=4)
    assert not form.is_valid()
    assert [each.label for each in form.conflicts] == ["Plan"]


def test_there_is_nothing_to_draw_without_a_conflict() -> None:
    source = "{% load soteria_ui %}{% conflict form %}{% conflict none %}"

    assert Template(source).render(Context({"form": Plan(initial=BEFORE), "none": None})) == ""


class UserForm(VersionedFormMixin, GovukModelForm):
    class Meta:
        model = User
        fields = ["first_name", "force"]


def test_a_model_form_takes_stored_values_from_its_instance(db: None) -> None:
    other = TeamFactory(name="Other", force__code="66", force__name="Other force").force
    user = UserFactory(first_name="Sam")
    sent = {
        "first_name": "Sam",
        "force": str(user.force_id),
        "drawn_from": UserForm(instance=user)["drawn_from"].initial,
    }
    User.objects.filter(pk=user.pk).update(force=other)
    user.refresh_from_db()
    user.version = 2
    form = UserForm(sent | {"version": "1", "seen_version": "2", "keep_force": "theirs"}, instance=user)

    assert form.is_valid(), form.errors
    assert form.save(commit=False).force == other
    assert isinstance(TeamFactory(), Team)
