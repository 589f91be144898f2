"""The explanation of a score: what one fact would do, what changed, over time, on paper, and nothing hidden told."""

import re
from datetime import timedelta
from itertools import count

import page as validation
import pytest
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils import timezone

from soteria.accounts.roles import Role
from soteria.audit.models import AuditEvent
from suspects import jobs
from suspects.models import InvolvementStatus, Judgement, PersonLink, Standing
from suspects.services import circumstances, merging
from suspects.services.linking import Kind, Reason
from suspects.views import score_paper
from tests.factories import (
    CaseFactory,
    InvolvementFactory,
    OffenceFactory,
    SuspectFactory,
    TeamFactory,
    VictimFactory,
    member,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
NUMBERS = count(80_000)


def accuse(team, suspect, code="19C", ago=3, **facts):
    now = timezone.now() - timedelta(days=ago)
    case = CaseFactory(reference=f"55/{next(NUMBERS)}/26", team=team, reported_at=now, **facts)
    OffenceFactory(case=case, offence_class_id=code, occurred_from=now)
    VictimFactory(case=case)
    return InvolvementFactory(case=case, suspect=suspect)


def score_all(key="all"):
    jobs.score_everybody(timezone.localdate(), key=key, why="asked")


@pytest.fixture
def suspect(team):
    """Somebody named in one case, and scored."""
    suspect = SuspectFactory()
    accuse(team, suspect)
    score_all()
    return suspect


def opened(client, suspect, name="score"):
    return client.get(reverse(f"suspects:{name}", args=[suspect.pk]))


def judge(suspect, di, supervisor, points=10):
    today = timezone.localdate()
    return Judgement.objects.create(
        suspect=suspect,
        points=points,
        reason="access",
        words="Has moved in with somebody who has children",
        evidence="Report 12",
        rests_on_acquittal=False,
        starts_on=today,
        ends_on=today + timedelta(days=30),
        key="6d4a0b0e-6c0e-4b51-8d1e-0d0d1f1c2a11",
        authored_at=timezone.now(),
        authored_by=supervisor,
        authorised_at=timezone.now(),
        authorised_by=di,
        authorised_rank="inspector",
    )


def test_the_page_says_what_one_fact_would_do_and_where_the_score_stands(suspect, supervisor, sign_in):
    page = opened(sign_in(supervisor), suspect)

    text = page.content.decode()
    standing = Standing.objects.get()
    assert f"Band {standing.band}, score {standing.final:.1f}, rank 1" in text
    assert "There would be no score if this no longer counted: Rape" in text
    assert "The score would rise to band" in text and "With nothing new, the score falls to band" in text
    assert "There is no earlier score to compare with." in text
    made = sum(part["points"] for part in page.context["parts"])
    assert made == pytest.approx(standing.base, abs=1e-6)


def test_what_changed_is_told_in_points_and_rows(suspect, team, supervisor, sign_in):
    before = Standing.objects.get().base
    accuse(team, suspect, code="88E")
    score_all("again")

    found = opened(sign_in(supervisor), suspect).context["found"]

    assert (found.since.came, found.since.went, found.since.otherwise) == (1, 0, 0)
    moved = sum(step.points for step in found.since.steps)
    assert moved == pytest.approx(Standing.objects.get().base - before, abs=1e-6)
    assert [step.why for step in found.since.steps] == ["facts"]


def test_a_judgement_is_shown_with_its_reason_and_last_day_and_moves_band_and_rank(
    suspect, team, di, supervisor, sign_in
):
    accuse(team, SuspectFactory(surname="Other"))
    judge(suspect, di, supervisor)
    score_all("again")

    page = opened(sign_in(supervisor), suspect)

    standing = Standing.objects.get(suspect=suspect)
    assert standing.points == 10 and standing.final == pytest.approx(standing.base + 10)
    assert page.context["ranks"] == (1, 1)
    text = page.content.decode()
    assert "A judgement adds 10 points until" in text and "Has new access to somebody" in text


def test_an_allegation_of_a_case_out_of_sight_is_not_described(suspect, team, supervisor, sign_in):
    elsewhere = TeamFactory(force=team.force, name="Riverton RASSO")
    for _ in range(3):
        accuse(elsewhere, suspect, ago=1)
    score_all("again")

    page = opened(sign_in(supervisor), suspect)

    assert len(page.context["found"].rows) == 1
    hidden = [case.reference for case in type(suspect.involvements.first().case).objects.filter(team=elsewhere)]
    assert not any(reference in page.content.decode() for reference in hidden)


def test_the_score_over_time_has_a_picture_a_sentence_and_a_table(suspect, team, supervisor, sign_in, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=100), tick=False)
    accuse(team, suspect, code="88E")
    score_all("later")
    client = sign_in(supervisor)

    page = opened(client, suspect)

    assert page.context["chart"]["layer" if "layer" in page.context["chart"] else "mark"]
    assert "The score from" in page.context["sentence"]
    points = page.context["found"].story.line(timezone.localdate(), page.context["found"].weights.parameters)
    assert points[0].base > points[1].base  # it only fades until the next fact
    assert points[-1].base == pytest.approx(Standing.objects.get().base, abs=1e-6)
    picture = opened(client, suspect, "score-picture")
    assert picture["Content-Type"] == "image/svg+xml" and b"<svg" in picture.content
    assert len(page.context["latest"]) == 2


def test_earlier_scores_say_what_a_judgement_made_of_each_as_it_was(suspect, di, supervisor, sign_in):
    judgement = judge(suspect, di, supervisor)
    score_all("judged")
    Judgement.objects.filter(pk=judgement.pk).update(
        withdrawn_at=timezone.now(), withdrawn_by=di, withdrawn_why="Has moved out"
    )
    score_all("withdrawn")

    page = opened(sign_in(supervisor), suspect)

    told = [one for one, _ in page.context["latest"]]
    assert [one.points for one in told] == [0, 10, 0]  # all of one day
    assert [round(one.final - one.given.base, 6) for one in told] == [0, 10, 0]
    cells = re.sub(r"<[^>]+>", " ", page.content.decode().split("Earlier scores", 1)[1])
    assert f"{told[1].given.base:.1f} +10 {told[1].final:.1f}" in " ".join(cells.split())


def test_the_paper_meets_pdf_ua_1_names_nobody_in_its_name_and_is_on_the_trail(suspect, team, di, supervisor, sign_in):
    accuse(team, suspect, code="88E", outcome_code="C2")
    judge(suspect, di, supervisor)
    score_all("again")

    answer = opened(sign_in(supervisor), suspect, "score-pdf")

    report = validation.validate_pdf_bytes(answer.content, profile="ua1")
    assert report.is_compliant, [str(failure) for failure in report.failures]
    assert "Thornbury" not in answer["Content-Disposition"]
    context = opened(sign_in(supervisor), suspect).context
    title, rest = score_paper.html(supervisor, context["found"], context).split("</title>")
    assert "Thornbury" in rest and "Thornbury" not in title
    printed = AuditEvent.objects.filter(verb="printed")
    assert set(printed.values_list("object_type", flat=True)) == {"suspects.suspect", "cases.case"}


def pair_up(one, other, weight=5.0):
    """A pair that the model finds likely, and that waits."""
    left, right = sorted((one.pk, other.pk))
    facts = {"weight": weight, "probability": 0.97, "model_version": "t", "scored_at": timezone.now()}
    return PersonLink.objects.create(left_id=left, right_id=right, force=one.force, **facts)


@pytest.fixture
def joined(suspect, team, di):
    """The suspect after a merge: three allegations of his own, and two that came with another record."""
    other = SuspectFactory(surname="Thornberry")
    for one in (suspect, suspect, other, other):
        accuse(team, one)
    pair_up(suspect, other)
    made = merging.confirm(suspect, other, reason=Reason.IDENTIFIED, words="", by=di)
    assert made.kept_id == suspect.pk
    score_all("joined")
    return made


def test_rows_that_came_by_a_merge_are_marked_with_the_match_that_was_confirmed(joined, suspect, supervisor, sign_in):
    PersonLink.objects.update(weight=1.0, probability=0.6)  # scored again since
    page = opened(sign_in(supervisor), suspect)

    text = page.content.decode()
    assert "2 of 5 allegations were joined on a match of 0.97, confirmed by a person." in text
    assert text.count("Joined on a match of 0.97") == 2
    came = set(joined.parts.values_list("involvement__case", flat=True))
    assert {row.case.pk for row in page.context["found"].rows if row.is_joined} == came


def test_after_a_merge_is_undone_no_row_is_marked(joined, suspect, di, supervisor, sign_in):
    merging.unmerge(joined, kind=Kind.OPEN, reason=Reason.MISTAKE, words="Not he", by=di)
    score_all("parted")

    text = opened(sign_in(supervisor), suspect).content.decode()

    assert "joined on" not in text.lower()


def in_words(html):
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def test_the_paper_says_what_the_page_says(joined, suspect, team, di, supervisor, sign_in):
    accuse(TeamFactory(force=team.force, name="Riverton RASSO"), suspect)
    third = SuspectFactory(surname="Thorn", aliases=[])
    accuse(team, third)
    InvolvementFactory(case=accuse(team, suspect, code="88E", outcome_code="16").case, suspect=SuspectFactory())
    pair_up(suspect, third)
    judge(suspect, di, supervisor)
    score_all("again")
    page = opened(sign_in(supervisor), suspect)
    found, given = page.context["found"], page.context

    shown, paper = in_words(page.content.decode()), in_words(score_paper.html(supervisor, found, given))

    said = [
        "2 of 6 allegations were joined on a match of 0.97, confirmed by a person.",
        "Joined on a match of 0.97",
        "Named with 1 other",
        "Outcome 16",
        "Possibly the same as",
        f"As one person the score would be {given['what_if'].then:.1f}",
        "nothing of a match that nobody has confirmed is in the score",
        "Part of this score comes from cases that you cannot see.",
        "suspect by definition",
        "which your force has still to confirm",
        "Thornberry",
        "Recency Victim at risk",
        *found.moves.sentences,
        *given["steps"],
    ]
    for row in found.rows:
        sizes = ((row.status_weight, "-2"), (row.harm_days, "-2g"), (row.recency, 2), (row.vulnerability, "-2"))
        said.append(" ".join(floatformat(size, places) for size, places in sizes) + f" {row.without:.1f}")
    for one, why in given["latest"]:
        judged = f"{one.points:+d}" if one.points else "None"
        said.append(f"{why} {one.given.version} {one.given.base:.1f} {judged} {one.final:.1f}")
    assert [words for words in said if words not in shown] == []
    assert [words for words in said if words not in paper] == []


def test_paper_and_picture_ask_what_for_like_the_page(suspect, team, sign_in):
    client = sign_in(member(Role.INTEL_ANALYST, TeamFactory(force=team.force, name="Force intelligence")))
    asked = reverse("suspects:purpose", args=[suspect.pk])

    for name in ("score", "score-pdf", "score-picture"):
        assert opened(client, suspect, name)["Location"].startswith(asked)
    assert not AuditEvent.objects.filter(verb__in=("printed", "viewed")).exists()


def test_paper_and_picture_are_not_there_for_another_team(suspect, team, sign_in):
    client = sign_in(member(Role.SUPERVISOR, TeamFactory(force=team.force, name="Riverton RASSO")))

    for name in ("score", "score-pdf", "score-picture"):
        assert opened(client, suspect, name).status_code == 404


def test_custody_and_a_dispute_are_told_on_the_page(suspect, supervisor, sign_in):
    today = timezone.localdate()
    circumstances.record_custody(suspect, kind="serving", on=today, until=today + timedelta(days=400), by=supervisor)
    circumstances.record_dispute(suspect, what="Not me", on=today, by=supervisor)

    text = opened(sign_in(supervisor), suspect).content.decode()

    assert "Serving a sentence in custody, earliest release" in text
    assert "The suspect disputes the record." in text


def test_nobody_scored_has_a_page_and_a_paper(suspect, supervisor, sign_in):
    part = suspect.involvements.get()
    InvolvementStatus.objects.create(
        involvement=part, status="ACQUITTED", on=timezone.localdate(), recorded_at=timezone.now()
    )
    score_all("again")
    client = sign_in(supervisor)

    assert "Nothing recorded counts towards a score" in opened(client, suspect).content.decode()
    assert opened(client, suspect, "score-pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize("number", [1, 12])
def test_the_page_costs_the_same_however_much_is_said(number, suspect, team, supervisor, sign_in, max_queries):
    for _ in range(number):
        accuse(team, suspect)
    score_all("again")
    client = sign_in(supervisor)
    opened(client, suspect)

    with max_queries(8):
        assert len(opened(client, suspect).context["found"].rows) == number + 1
