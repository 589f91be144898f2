"""The ranked list and a suspect's score: who sees them, what they say, and that a restricted case tells nothing."""

import csv
from datetime import date, timedelta
from itertools import count

import pytest
from django.contrib.messages import get_messages
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from cases.services import restriction
from soteria.accounts.roles import Role
from soteria.audit.models import AuditEvent
from soteria.work import jobs as work
from suspects import jobs
from suspects.models import InvolvementStatus, ScoreVersion, ScoreWeight, StaleScore, Standing, Suspect
from suspects.queries import ranked
from suspects.rules.rfgv import P0
from suspects.services import merging
from suspects.views import ranked as views
from tests.factories import (
    CaseFactory,
    InvolvementFactory,
    OffenceFactory,
    SuspectFactory,
    TeamFactory,
    VictimFactory,
    allocate,
    member,
)
from tests.factories.action import a_live_plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LIST = "/suspects/"


NUMBERS = count(40_000)  # references of their own, beside that of the cast


def a_case(**facts):
    """One more case."""
    return CaseFactory(reference=f"55/{next(NUMBERS)}/26", **facts)


def accuse(case, suspect=None, code="19C", **facts):
    """Somebody said to have done one thing in the case."""
    OffenceFactory(case=case, offence_class_id=code, **facts)
    VictimFactory(case=case)
    return InvolvementFactory(case=case, suspect=suspect or SuspectFactory())


def score_all(key="all"):
    jobs.score_everybody(timezone.localdate(), key=key, why="asked")


@pytest.fixture
def part(case):
    """A suspect of the team's case, scored."""
    part = accuse(case)
    score_all()
    return part


@pytest.fixture
def elsewhere(team):
    """Another team of the force."""
    return TeamFactory(force=team.force, name="Riverton RASSO", district="Riverton")


@pytest.fixture
def told_why(sign_in):
    """A client of somebody who reads the force, and has said what for."""

    def looking(user):
        client = sign_in(user)
        client.post(reverse("suspects:list-purpose"), {"purpose": "Weekly tasking meeting"})
        return client

    return looking


@pytest.fixture
def proved_why(proved):
    """The same, who proved a moment ago who they are."""

    def looking(user):
        client = proved(user)
        client.post(reverse("suspects:list-purpose"), {"purpose": "Weekly tasking meeting"})
        return client

    return looking


@pytest.fixture
def analyst(team):
    """Reads intelligence of the whole force."""
    return member(Role.INTEL_ANALYST, TeamFactory(force=team.force, name="Force intelligence"))


def page_of(suspect_id):
    return reverse("suspects:score", args=[suspect_id])


# ------------------------------------------------------------------------------------------------ who sees it


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


def plain(content):
    """The page without what is new in every answer."""
    text = content.decode().split("<h1", 1)[1]
    return "\n".join(line for line in text.splitlines() if "csrf" not in line and "nonce" not in line)


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


# ---------------------------------------------------------------------------------------------------- the list


def test_the_list_is_by_score_with_the_four_components(part, case, supervisor, sign_in):
    lesser = accuse(a_case(team=case.team), suspect=SuspectFactory(surname="Lesser"), code="88E")
    score_all("again")

    rows = sign_in(supervisor).get(LIST).context["page"].rows

    assert [(row.suspect_id, row.rank) for row in rows] == [(part.suspect_id, 1), (lesser.suspect_id, 2)]
    standing = Standing.objects.get(suspect=part.suspect_id)
    shown = [standing.recency, standing.frequency, standing.gravity, standing.victim]
    assert [value for _, value in rows[0].parts] == shown
    assert (rows[0].base, rows[0].cases) == (standing.base, 1)


def test_equal_scores_share_a_rank(case, supervisor):
    for number in range(3):
        accuse(a_case(team=case.team), suspect=SuspectFactory(surname=f"Same{number}"))
    last = accuse(a_case(team=case.team), code="88E")
    score_all()

    rows = ranked.every(supervisor, 10)

    assert [row.rank for row in rows] == [1, 1, 1, 4]
    assert rows[-1].suspect_id == last.suspect_id
    assert ranked.ranks_of(Standing.objects.get(suspect=last.suspect_id)) == (4, 4)


def test_the_pages_hold_every_suspect_once_forwards_and_back(case, supervisor):
    for number in range(30):
        accuse(a_case(team=case.team), suspect=SuspectFactory(surname=f"S{number}"), code="19C")
    score_all()

    first = ranked.page(supervisor, ranked.place_of("", ""))
    second = ranked.page(supervisor, ranked.place_of(first.after, ""))
    back = ranked.page(supervisor, ranked.place_of("", second.before))

    assert (len(first.rows), len(second.rows)) == (25, 5)
    assert len({row.suspect_id for row in (*first.rows, *second.rows)}) == 30
    assert (back.rows, first.before, second.after) == (first.rows, "", "")


def test_an_address_that_was_tampered_with_is_the_first_page(part, supervisor, sign_in):
    client = sign_in(supervisor)

    for address in (f"{LIST}?after=nonsense", f"{LIST}?before=WzEsMl0", f"{LIST}?after=W251bGwsMV0"):
        assert "Gareth Thornbury" in client.get(address).content.decode()


def test_the_list_asks_the_same_few_questions_whatever_its_length(case, oic, di, analyst, told_why, max_queries):
    client = told_why(analyst)
    client.get(LIST)
    for number in range(27):
        person = accuse(a_case(team=case.team), suspect=SuspectFactory(surname=f"S{number}")).suspect
        if number < 5:
            a_live_plan(person, oic, di)
    score_all()

    with max_queries(9):
        assert len(client.get(LIST).context["page"].rows) == 25


def test_the_list_says_who_is_a_repeat_suspect_and_what_is_done(part, case, oic, di, analyst, told_why, proved_why):
    accuse(a_case(team=case.team), suspect=part.suspect)
    plain = accuse(a_case(team=case.team), suspect=SuspectFactory(surname="Second"), code="88E")
    a_live_plan(part.suspect, oic, di)
    score_all("again")
    day = timezone.localdate()

    rows = {row.suspect_id: row for row in told_why(analyst).get(LIST).context["page"].rows}

    one, other = rows[part.suspect_id], rows[plain.suspect_id]
    assert (one.mark, one.acted_on, one.review_on) == ("Serial suspect", day, day + timedelta(days=28))
    assert (one.owner, other.mark, other.review_on) == (str(oic), "", None)
    text = told_why(analyst).get(LIST).content.decode()
    assert "Serial suspect" in text and "No live plan" in text and str(oic) in text
    answer = proved_why(analyst).get(reverse("suspects:export"))
    first, second = csv.DictReader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines())
    assert (first["Repeat or serial"], first["Owner of the plan"]) == ("Serial suspect", str(oic))
    assert (second["Repeat or serial"], second["Owner of the plan"]) == ("Neither", "No live plan")


def test_the_export_is_the_list_and_is_recorded(part, analyst, proved_why):
    answer = proved_why(analyst).get(reverse("suspects:export"))

    lines = list(csv.reader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))
    assert lines[0] == list(views.HEADINGS)
    assert lines[1][:3] == ["1", "1", "Gareth Thornbury"] and len(lines) == 2
    assert AuditEvent.objects.get(verb="exported").after == {"what": "suspects by score", "rows": 1}


def test_the_export_asks_who_it_is(part, analyst, told_why):
    assert told_why(analyst).get(reverse("suspects:export")).status_code == 302


def test_an_export_that_is_cut_says_so(part, case, analyst, proved_why, monkeypatch):
    accuse(a_case(team=case.team), suspect=SuspectFactory(surname="Second"), code="88E")
    score_all("again")
    monkeypatch.setattr(views, "EXPORT_MOST", 1)

    answer = proved_why(analyst).get(reverse("suspects:export"))

    assert len(b"".join(answer.streaming_content).splitlines()) == 2
    assert "There are more" in str(list(get_messages(answer.wsgi_request))[0])


# ------------------------------------------------------------------------------------------ one suspect's score


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


def note(part, status):
    InvolvementStatus.objects.create(
        involvement=part, status=status, on=timezone.localdate(), recorded_at=timezone.now()
    )


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


def test_without_an_offence_there_is_nothing_to_list(team, supervisor, sign_in):
    part = InvolvementFactory(case=CaseFactory(team=team))

    assert "No offence is recorded" in sign_in(supervisor).get(page_of(part.suspect_id)).content.decode()


def test_without_weights_the_page_sends_back_with_words(part, supervisor, sign_in):
    Standing.objects.all().delete()
    ScoreVersion.objects.update(since=F("since") + timedelta(days=40000))

    answer = sign_in(supervisor).get(page_of(part.suspect_id), follow=True)

    assert "the reference data of the score is not loaded" in answer.content.decode()
    assert ScoreWeight.objects.get(version__code="p1", code="half_life_days").value == P0.half_life_days


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

    with max_queries(17):
        assert len(client.get(page_of(part.suspect_id)).context["found"].rows) == 13


# ------------------------------------------------------------------------------------------------- from the case


def test_the_case_leads_to_the_score_for_those_who_may_see_it(part, case, supervisor, oic, sign_in):
    place = reverse("cases:place", args=[case.slug, "suspects"])

    link = f'href="{page_of(part.suspect_id)}"'
    assert link in sign_in(supervisor).get(place).content.decode()
    assert link not in sign_in(oic).get(place).content.decode()


def test_a_status_is_recorded_once_shown_on_the_case_and_scored_within_seconds(part, case, oic, sign_in):
    client, address = sign_in(oic), reverse("suspects:status", args=[case.slug, part.pk])
    today = timezone.localdate()
    sent = {"status": "ACQUITTED", "on_day": today.day, "on_month": today.month, "on_year": today.year}

    for _ in range(2):
        answer = client.post(address, sent)
        assert answer.status_code == 302

    assert InvolvementStatus.objects.get().recorded_by == oic
    assert "Acquitted, or conviction quashed" in client.get(answer.url).content.decode()
    work.drain(timezone.now())
    assert not Standing.objects.exists() and not StaleScore.objects.exists()
    assert AuditEvent.objects.filter(verb="involvement.status_recorded").count() == 1


def test_a_status_needs_an_answer_and_a_day_that_has_come(part, case, oic, sign_in):
    client, address = sign_in(oic), reverse("suspects:status", args=[case.slug, part.pk])

    empty = client.post(address, {})
    later = client.post(address, {"status": "CHARGED", "on_day": "1", "on_month": "1", "on_year": "2090"})

    assert "Select the suspect’s status" in empty.content.decode()
    assert "must be today or in the past" in later.content.decode()
    assert later.context["form"]["status"].value() == "CHARGED"
    assert not InvolvementStatus.objects.exists()


def test_a_status_withdrawn_with_a_reason_counts_no_more_and_stays_to_be_read(part, case, oic, sign_in):
    note(part, "ACQUITTED")
    step = InvolvementStatus.objects.get()
    client = sign_in(oic)
    address = reverse("suspects:withdraw-status", args=[case.slug, part.pk, step.pk])

    refused = client.post(address, {"why": ""})
    for _ in range(2):
        assert client.post(address, {"why": "Recorded for the wrong person"}).status_code == 302

    assert "Enter why this status is withdrawn" in refused.content.decode()
    page = client.get(reverse("suspects:status", args=[case.slug, part.pk])).content.decode()
    assert "Withdrawn by" in page and "Recorded for the wrong person" in page
    work.drain(timezone.now())
    assert Standing.objects.get().base > 0
    assert AuditEvent.objects.filter(verb="involvement.status_withdrawn").count() == 1


def test_statuses_are_kept_by_those_who_keep_the_case(part, case, outsider, veo, sign_in):
    step = InvolvementStatus.objects.create(
        involvement=part, status="CHARGED", on=date(2026, 3, 3), recorded_at=timezone.now()
    )
    for name, more in (("status", []), ("withdraw-status", [step.pk])):
        address = reverse(f"suspects:{name}", args=[case.slug, part.pk, *more])
        assert sign_in(outsider).get(address).status_code == 404
        assert sign_in(veo).get(address).status_code == 403


def test_a_status_of_another_part_or_of_nobody_known_is_not_there(part, case, oic, sign_in):
    client = sign_in(oic)
    unknown = InvolvementFactory(case=case, kind="unknown", suspect=None)
    other = allocate(a_case(team=case.team), oic)
    step = InvolvementStatus.objects.create(
        involvement=accuse(other), status="CHARGED", on=date(2026, 3, 3), recorded_at=timezone.now()
    )

    assert client.get(reverse("suspects:status", args=[case.slug, unknown.pk])).status_code == 404
    assert client.get(reverse("suspects:withdraw-status", args=[case.slug, part.pk, step.pk])).status_code == 404
