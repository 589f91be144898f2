"""A date of birth that cannot be right takes nobody off the lists, and is put up for correction."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from soteria.work import jobs as work
from suspects.models import Involvement, Score, Standing, Suspect
from suspects.queries.restricted import is_apart
from suspects.queries.what_if import compared
from suspects.rules.circumstances import is_child
from suspects.services import recording
from tests.factories import InvolvementFactory, OffenceFactory
from tests.suspects.score_pages.scored import a_case, note, page_of, score_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
TODAY = timezone.localdate


def accused(team, happened, born):
    """Somebody born on one day, and said to have done something on another."""
    case = a_case(team=team)
    at = timezone.make_aware(datetime.combine(happened, datetime.min.time()) + timedelta(hours=12))
    OffenceFactory(case=case, offence_class_id="20A", precision="day", occurred_from=at)
    part = InvolvementFactory(case=case)
    Suspect.objects.filter(pk=part.suspect_id).update(date_of_birth=born)
    return Involvement.objects.select_related("suspect").get(pk=part.pk)


@pytest.mark.parametrize(
    ("born", "happened"),
    [
        (date(2019, 5, 1), date(2017, 3, 1)),  # after the offence
        (date(2017, 3, 2), date(2017, 3, 1)),
        (date(2017, 3, 1), date(2017, 3, 1)),
        (date(2012, 5, 1), date(2020, 3, 1)),  # seven years old at it
        (date(2012, 2, 29), date(2026, 2, 28)),
        (date(1984, 3, 7), date(2017, 3, 1)),
        (date(2000, 1, 1), date(1999, 3, 1)),  # after it, and of age
        (None, date(2017, 3, 1)),
    ],
)
def test_statement_rule_and_restricted_list_tell_a_child_alike(born, happened, team):
    part = accused(team, happened, born)

    score_all()

    is_left_out = Score.objects.get().left_out == "child"
    assert is_left_out == is_child(born, TODAY(), happened)
    assert is_left_out == Suspect.objects.filter(is_apart(TODAY()), pk=part.suspect_id).exists()
    assert (compared([part.suspect_id], TODAY()).together is None) == is_left_out


def test_a_witness_who_was_not_born_at_the_time_stays_a_child(team):
    part = accused(team, date(2017, 3, 1), date(2019, 5, 1))
    note(part, "WITNESS")

    score_all()

    assert Score.objects.get().left_out == "child" and not Standing.objects.exists()


def test_the_page_of_the_score_and_the_gaps_of_the_case_ask_for_the_right_date(team, oic, supervisor, sign_in):
    part = accused(team, date(2017, 3, 1), date(2019, 5, 1))
    score_all()
    mend = reverse("suspects:edit-person", args=[part.case.slug, part.pk])

    pages = [page_of(part.suspect_id), reverse("cases:detail", args=[part.case.slug])]

    for text in (sign_in(supervisor).get(page).content.decode() for page in pages):
        assert "date of birth is after an offence" in text and mend in text
    Suspect.objects.update(date_of_birth=date(1989, 5, 1))
    for text in (sign_in(supervisor).get(page).content.decode() for page in pages):
        assert "date of birth is after an offence" not in text


def test_somebody_under_10_at_the_offence_is_a_child_whose_date_of_birth_is_looked_at(team, supervisor, sign_in):
    part = accused(team, date(2020, 3, 1), date(2012, 5, 1))
    score_all()

    text = sign_in(supervisor).get(reverse("cases:detail", args=[part.case.slug])).content.decode()

    assert "was under 10 at an offence" in text and not Standing.objects.exists()


def test_a_new_date_of_birth_under_18_takes_a_man_off_the_list_before_he_is_scored_again(team, oic):
    part = accused(team, date(2026, 3, 1), date(1984, 3, 7))
    score_all()
    assert Standing.objects.exists()

    values = {"forenames": "Gareth", "surname": "Thornbury", "date_of_birth": "2010-05-01"}
    recording.update_suspect(part.suspect, case=part.case, values=values, by=oic)

    assert Suspect.objects.filter(is_apart(TODAY()), pk=part.suspect_id).exists()
    values["date_of_birth"] = "2026-05-01"
    recording.update_suspect(Suspect.objects.get(), case=part.case, values=values, by=oic)
    work.drain(timezone.now())
    assert Standing.objects.exists()
