"""What was given before a case was restricted is told to nobody whom the case is hidden from."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.services import restriction
from soteria.accounts.roles import Role
from suspects import jobs
from suspects.models import ListEntry, Nomination
from suspects.queries import action, list_changes, papers
from suspects.services import plans
from tests.factories import CaseFactory, InvolvementFactory, OffenceFactory, VictimFactory, member
from tests.factories.action import RECORD_SAID, a_draft, a_live_plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
DAY = timezone.localdate()


def accuse(team, number, suspect=None, code="19C"):
    case = CaseFactory(team=team, reference=f"55/{number}/26", reported_at=timezone.now() - timedelta(days=3))
    OffenceFactory(case=case, offence_class_id=code, occurred_from=timezone.now() - timedelta(days=3))
    VictimFactory(case=case)
    return InvolvementFactory(case=case, **({"suspect": suspect} if suspect else {}))


def score_all(key):
    jobs.score_everybody(timezone.localdate(), key=key, why="asked")


@pytest.fixture
def suspect(team):
    """Somebody named in a case of little harm and in one of much harm, and scored."""
    part = accuse(team, 50001, code="88E")
    for number in range(50002, 50006):
        accuse(team, number, part.suspect, code="19C")
    score_all("with")
    return part.suspect


@pytest.fixture
def other(team):
    """A supervisor of the team whom the restriction does not name."""
    return member(Role.SUPERVISOR, team)


def restrict(suspect, di):
    """Restrict all but the case of little harm, and score anew."""
    parts = list(suspect.involvements.select_related("case").order_by("pk"))[1:]
    for part in parts:
        restriction.restrict_case(case=part.case, reason="Police suspect", people=[], by=di)
    score_all("without")
    return [part.case for part in parts]


def rows(user):
    return list_changes.page(user, list_changes.place_of("", "")).rows


def at(name, *rest):
    return reverse(f"suspects:{name}", args=rest)


def test_comings_and_goings_from_before_a_restriction_are_told_to_those_named_alone(suspect, di, other, sign_in):
    assert [row.is_on for row in rows(other)] == [True]

    cases = restrict(suspect, di)

    assert [row.is_on for row in rows(di)] == [False, True]
    assert rows(other) == ()
    named, unnamed = (sign_in(user).get(at("score", suspect.pk)).context["found"].story.changes for user in (di, other))
    assert ([one["is_on"] for one in named], unnamed) == ([False, True], [])
    for case in cases:
        restriction.lift_restriction(case=case, reason="No officer after all", by=di)
    assert len(rows(other)) == 2


def test_what_comes_after_the_restriction_s_own_scoring_is_told(suspect, team, di, other, sign_in):
    restrict(suspect, di)
    for number in range(50011, 50015):
        accuse(team, number, suspect)
    score_all("later")

    story = sign_in(other).get(at("score", suspect.pk)).context["found"].story
    assert [row.is_on for row in rows(other)] == [one["is_on"] for one in story.changes] == [True]


def test_no_page_or_paper_of_plans_tells_a_score_from_before(suspect, di, other, team, sign_in):
    writer = member(Role.SUPERVISOR, team, username="writer")
    earlier = a_live_plan(suspect, writer, di)
    said = {"progress": "As before", "still_proportionate": "Yes", "victim_safety": "Safe", "review_days": 10}
    plans.review_plan(earlier, values=said, by=writer)
    before = f"{earlier.score_before:.1f}"
    restrict(suspect, di)
    pages = {"action": (suspect.pk,), "plan": (suspect.pk, earlier.pk)}

    for name, rest in pages.items():
        assert before in sign_in(di).get(at(name, *rest)).content.decode(), name
        assert before not in sign_in(other).get(at(name, *rest)).content.decode(), name
    found = action.read(other, suspect, DAY)
    assert before not in str(papers.profile(found, []))
    assert [one.score for one in found.reviews] == [None]
    plans.end_plan(earlier, result="safer", words="He moved away", by=writer)
    for user, is_told in ((di, True), (other, False)):
        assert (before in sign_in(user).get(at("action", suspect.pk)).content.decode()) is is_told
    earlier.refresh_from_db()
    assert earlier.score_before is not None and earlier.score_seen


def test_who_decides_is_not_told_it_either_and_it_stays_recorded(suspect, di, other, team, sign_in):
    writer = member(Role.SUPERVISOR, team, username="writer")
    plan = plans.send_plan(a_draft(suspect, writer), by=writer)
    seen = {"base": 61.7, "as_of": DAY.isoformat(), "version": "1", "score": 1}
    facts = {"route": "mosovo", "drafted_at": timezone.now(), "drafted_by": writer, "authors": [writer.pk]}
    proposed = {"state": "proposed", "proposed_at": timezone.now(), "proposed_by": writer, "score_seen": seen}
    nomination = Nomination.objects.create(suspect=suspect, **facts, **proposed, **RECORD_SAID)
    score = f"{plan.score_seen['base']:.1f} as on"
    restrict(suspect, di)
    inspector = member(Role.DI, team)

    for address, told in (
        (at("decide-plan", suspect.pk), score),
        (at("decide-nomination", suspect.pk, nomination.pk), "61.7 as on"),
    ):
        assert told in sign_in(di).get(address).content.decode()
        page = sign_in(inspector).get(address)
        assert told not in page.content.decode()
    said = {"decision": "yes", "words": "It is enough", "version": plan.version}
    assert sign_in(inspector).post(at("decide-plan", suspect.pk), said).status_code == 302
    plan.refresh_from_db()
    assert (plan.state, f"{plan.score_seen['base']:.1f} as on") == ("live", score)


def test_a_stay_on_the_list_that_a_restriction_ended_is_not_told(suspect, di, other):
    ListEntry.objects.filter(suspect=suspect).delete()
    old = {"force_id": suspect.force_id, "why": "band_a", "entered_on": DAY - timedelta(days=40)}
    ListEntry.objects.create(suspect=suspect, **old, left_on=DAY, why_left="fell")
    restrict(suspect, di)

    told = [len(action.read(user, suspect, DAY).entries) for user in (di, other)]

    assert told == [1, 0]
