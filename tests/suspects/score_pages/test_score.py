"""The page of one suspect’s score: every row, what each adds, and why a case does not count."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from cases.services import restriction
from soteria.audit.models import AuditEvent
from suspects.models import ScoreVersion, ScoreWeight, Standing, Suspect
from suspects.rules.rfgv import P0
from tests.factories import CaseFactory, InvolvementFactory, OffenceFactory, SuspectFactory
from tests.suspects.score_pages.scored import LIST, a_case, accuse, note, page_of, score_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def test_the_page_says_that_these_are_allegations_and_lists_every_row(part, case, supervisor, sign_in):
    OffenceFactory(case=case, offence_class_id="20A", precision="year", occurred_from=case.reported_at)
    note(accuse(a_case(team=case.team), suspect=part.suspect), "ACQUITTED")
    score_all("again")

    page = sign_in(supervisor).get(page_of(part.suspect_id))

    text = page.content.decode()
    assert "Allegations, not findings" in text
    assert "Worked out: no exact date" in text
    assert "Not counted: Acquitted, or conviction quashed." in text
    found = page.context["found"]
    assert sorted(row.counts for row in found.rows) == [False, True, True]
    assert {row.victim for row in found.rows} == {"Victim 1", "Victim 2"}
    assert "Rosalind" not in text and "Ashdown" not in text


def test_what_a_row_adds_is_what_the_score_would_lose_without_it(part, case, supervisor, sign_in):
    only = sign_in(supervisor).get(page_of(part.suspect_id)).context["found"]
    assert only.rows[0].without == pytest.approx(only.standing.base, abs=1e-6)

    InvolvementFactory(case=case, suspect=SuspectFactory(surname="Other"))
    same_day = OffenceFactory(case=case, offence_class_id="88E")
    score_all("again")
    found = sign_in(supervisor).get(page_of(part.suspect_id)).context["found"]

    lesser = next(row for row in found.rows if row.offence == str(same_day.offence_class.title))
    assert lesser.without == pytest.approx(0, abs=1e-9)
    assert found.standing.base == pytest.approx(only.standing.base, abs=1e-6)


def test_what_is_in_other_hands_counts_and_is_not_listed(part, elsewhere, supervisor, analyst, sign_in, told_why):
    accuse(a_case(team=elsewhere), suspect=part.suspect)
    score_all("again")

    team_sees = sign_in(supervisor).get(page_of(part.suspect_id))
    force_sees = told_why(analyst).get(page_of(part.suspect_id))

    assert "cases that you cannot see" in team_sees.content.decode()
    assert "cases that you cannot see" not in force_sees.content.decode()
    assert (len(team_sees.context["found"].rows), len(force_sees.context["found"].rows)) == (1, 2)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"outcome_code": "C2"}, "The crime was cancelled (outcome C2)"),
        ({"report_type": "N100/2"}, "Not recorded as a crime (N100/2)"),
    ],
)
def test_why_a_case_does_not_count_is_said(facts, words, team, supervisor, sign_in):
    part = accuse(a_case(team=team, **facts))
    score_all()

    text = sign_in(supervisor).get(page_of(part.suspect_id)).content.decode()

    assert words in text
    assert "Not scored" in text and "Nothing recorded counts towards a score" in text


def test_a_date_to_come_does_not_count(team, supervisor, sign_in):
    part = accuse(a_case(team=team), occurred_from=timezone.now() + timedelta(days=400))

    found = sign_in(supervisor).get(page_of(part.suspect_id))

    assert "Its date is still to come" in found.content.decode()
    assert "There is no score yet" in found.content.decode()


def test_a_child_is_not_scored_and_the_page_says_why(part, di, sign_in):
    Suspect.objects.update(date_of_birth=timezone.localdate() - timedelta(days=6000))
    score_all("again")

    text = sign_in(di).get(page_of(part.suspect_id)).content.decode()

    assert "Under 18: children have a process of their own" in text


def test_who_is_left_out_of_scoring_has_no_figure_beside_it(part, di, sign_in):
    hidden = accuse(a_case(team=part.case.team), suspect=part.suspect).case
    restriction.restrict_case(case=hidden, reason="Police suspect", people=[], by=di)
    note(part, "DIED")
    score_all("again")

    text = sign_in(di).get(page_of(part.suspect_id)).content.decode()

    assert hidden.reference in text and "Not counted: Nobody who has died is scored." in text
    assert "Adds to the score” is" not in text and "With that case the score would be" not in text


def test_without_an_offence_there_is_nothing_to_list(team, supervisor, sign_in):
    part = InvolvementFactory(case=CaseFactory(team=team))

    assert "No offence is recorded" in sign_in(supervisor).get(page_of(part.suspect_id)).content.decode()


def test_without_weights_the_page_sends_back_with_words(part, supervisor, sign_in):
    Standing.objects.all().delete()
    ScoreVersion.objects.update(since=F("since") + timedelta(days=40000))

    answer = sign_in(supervisor).get(page_of(part.suspect_id), follow=True)

    assert "the reference data of the score is not loaded" in answer.content.decode()
    assert ScoreWeight.objects.get(version__code="p2", code="half_life_days").value == P0.half_life_days


def test_looking_at_a_score_is_recorded_for_the_suspect_and_for_each_case_shown(part, case, analyst, told_why):
    told_why(analyst).get(page_of(part.suspect_id))

    why = AuditEvent.objects.get(verb="suspect.purpose_given")
    seen = AuditEvent.objects.filter(
        verb="viewed", actor_id=analyst.pk, after={"part": "score of a suspect", "purpose": why.pk}
    )
    assert set(seen.values_list("object_type", "case_id")) == {("suspects.suspect", None), ("cases.case", case.pk)}


def test_looking_at_the_list_is_recorded(part, analyst, told_why):
    told_why(analyst).get(LIST)

    why = AuditEvent.objects.get(verb="suspect.purpose_given")
    assert why.reason == "Weekly tasking meeting"
    said = {"part": "suspects by score", "rows": 1, "purpose": why.pk}
    assert AuditEvent.objects.get(verb="viewed").after == said


def test_the_page_asks_the_same_few_questions_however_much_is_said(part, case, supervisor, sign_in, max_queries):
    client = sign_in(supervisor)
    client.get(page_of(part.suspect_id))
    for _ in range(12):
        accuse(a_case(team=case.team), suspect=part.suspect)
    score_all("again")

    with max_queries(8):
        assert len(client.get(page_of(part.suspect_id)).context["found"].rows) == 13
