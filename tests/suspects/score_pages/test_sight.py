"""Who sees the ranked list and a score, and that a restricted case tells nothing."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.services import restriction
from soteria.accounts.roles import Role
from suspects import jobs
from suspects.services import merging
from tests.factories import InvolvementFactory, SuspectFactory, member
from tests.suspects.score_pages.scored import LIST, a_case, accuse, page_of, plain, score_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.mark.parametrize("role", [Role.OIC, Role.VEO, Role.LEAD, Role.AUDITOR, Role.CALL_HANDLER, Role.CPS_LIAISON])
def test_roles_that_do_not_read_intelligence_are_refused_and_shown_no_link(role, part, team, sign_in):
    client = sign_in(member(role, team))

    for address in (LIST, reverse("suspects:export"), page_of(part.suspect_id)):
        assert client.get(address).status_code == 403
    assert 'href="/suspects/"' not in client.get("/").content.decode()


def test_somebody_of_another_team_sees_neither_the_suspect_nor_that_there_is_one(part, elsewhere, sign_in):
    client = sign_in(member(Role.SUPERVISOR, elsewhere))

    page = client.get(LIST)

    assert "Suspects by score (0)" in page.content.decode()
    assert "Thornbury" not in page.content.decode()
    unseen, missing = client.get(page_of(part.suspect_id)), client.get(page_of(part.suspect_id + 999))
    assert unseen.status_code == missing.status_code == 404
    assert plain(unseen.content) == plain(missing.content)


def test_the_team_and_the_analyst_see_the_suspect_and_the_link(part, supervisor, analyst, sign_in, told_why):
    for client in (sign_in(supervisor), told_why(analyst)):
        assert "Gareth Thornbury" in client.get(LIST).content.decode()
        assert client.get(page_of(part.suspect_id)).status_code == 200
        assert 'href="/suspects/"' in client.get(LIST).content.decode()


def test_the_title_of_a_page_names_nobody(part, supervisor, sign_in):
    page = sign_in(supervisor).get(page_of(part.suspect_id)).content.decode()

    assert "<title>Score of a suspect – Soteria</title>" in page


def test_a_conflict_of_interest_beats_the_reach_of_the_force(part, case, analyst, di, told_why):
    restriction.declare_conflict(case=case, user=analyst, reason="Neighbour", by=di)
    client = told_why(analyst)

    assert "(0)" in client.get(LIST).content.decode()
    assert client.get(page_of(part.suspect_id)).status_code == 404


def test_a_restricted_case_tells_nothing_by_row_count_rank_or_number(part, team, analyst, told_why):
    client = told_why(analyst)
    list_before, page_before = client.get(LIST).content, client.get(page_of(part.suspect_id)).content
    hidden = a_case(team=team, is_restricted=True, restricted_reason="Police suspect")
    accuse(hidden, suspect=part.suspect, code="19E")
    accuse(hidden, suspect=SuspectFactory(surname="Hidden"), code="19E")
    jobs.score_everybody(timezone.localdate(), key="again", why="asked")

    list_after, page_after = client.get(LIST).content, client.get(page_of(part.suspect_id)).content

    assert plain(list_after) == plain(list_before)
    # The suspect has been scored once more; nothing else of the page may differ.
    assert plain(page_after).split("What changed")[0] == plain(page_before).split("What changed")[0]
    shown = client.get(page_of(part.suspect_id)).context["found"]
    assert (shown.since.came, shown.since.went, shown.since.otherwise, list(shown.since.steps)) == (0, 0, 0, [])


def test_that_a_restricted_record_was_joined_is_told_to_its_readers_alone(part, team, di, supervisor, sign_in):
    hidden = InvolvementFactory(case=a_case(team=team), suspect=SuspectFactory())
    restriction.restrict_case(case=hidden.case, reason="Police suspect", people=[], by=di)
    made = merging.confirm(part.suspect, hidden.suspect, reason="identified", words="", by=di)
    assert made.kept_id == part.suspect_id

    assert "joined to this one" not in sign_in(supervisor).get(page_of(part.suspect_id)).content.decode()
    assert "1 record was joined to this one" in sign_in(di).get(page_of(part.suspect_id)).content.decode()


def test_who_is_named_on_a_restricted_case_sees_what_it_adds_and_nobody_else_does(part, team, di, sign_in):
    hidden = a_case(team=team, is_restricted=False)
    accuse(hidden, suspect=part.suspect, code="19E")
    restriction.restrict_case(case=hidden, reason="Police suspect", people=[], by=di)
    jobs.score_everybody(timezone.localdate(), key="again", why="asked")
    other = member(Role.SUPERVISOR, team)

    named, unnamed = (sign_in(user).get(page_of(part.suspect_id)).context["found"] for user in (di, other))

    assert named.own.base > named.standing.base == unnamed.standing.base
    assert unnamed.own is None
    assert {row.case.pk for row in named.rows} == {part.case_id, hidden.pk}
    assert {row.case.pk for row in unnamed.rows} == {part.case_id}
    assert not unnamed.is_partly_hidden


def test_scores_from_before_a_restriction_are_shown_to_those_named_alone(part, team, di, sign_in):
    hidden = a_case(team=team)
    accuse(hidden, suspect=part.suspect, code="19E")
    score_all("higher")
    restriction.restrict_case(case=hidden, reason="Police suspect", people=[], by=di)
    score_all("lower")
    other = member(Role.SUPERVISOR, team)

    named, unnamed = (sign_in(user).get(page_of(part.suspect_id)).context["found"].story.scores for user in (di, other))

    assert [one.base for one in named] == [unnamed[0].base, *(one.base for one in named[1:])]
    assert (len(named), len(unnamed)) == (3, 1)
    restriction.lift_restriction(case=hidden, reason="No officer after all", by=di)
    lifted = sign_in(other).get(page_of(part.suspect_id)).context["found"].story.scores
    assert len(lifted) == 3
