"""Who came onto the list of scored suspects and who left it, in any band, with why, as their reader may be told."""

from datetime import timedelta
from itertools import count

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.services import restriction
from suspects import jobs
from suspects.models import InvolvementStatus, ListChange, Score
from suspects.queries import list_changes
from suspects.services import circumstances
from tests.factories import CaseFactory, InvolvementFactory, OffenceFactory, SuspectFactory, VictimFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
NUMBERS, RUNS, LOW = count(66_000), count(), "88E"
PAGE = reverse("suspects:changes")


def accuse(team, suspect=None, code=LOW):
    now = timezone.now() - timedelta(days=3)
    case = CaseFactory(reference=f"55/{next(NUMBERS)}/26", team=team, reported_at=now)
    OffenceFactory(case=case, offence_class_id=code, occurred_from=now)
    VictimFactory(case=case)
    return InvolvementFactory(case=case, suspect=suspect or SuspectFactory())


def score_all():
    jobs.score_everybody(timezone.localdate(), key=f"run {next(RUNS)}", why="asked")


def note(part, status):
    facts = {"on": timezone.localdate(), "recorded_at": timezone.now()}
    return InvolvementStatus.objects.create(involvement=part, status=status, **facts)


def told(user, at=""):
    return [(row.what, row.why, row.band) for row in list_changes.page(user, list_changes.place_of(at, "")).rows]


def test_a_suspect_of_a_low_band_comes_and_leaves_with_why(team, supervisor):
    part = accuse(team)
    score_all()
    assert told(supervisor) == [("Came onto the list", "First scored", part.suspect.standing.band)]
    assert part.suspect.standing.band in "CD" and not ListChange.objects.exists()

    acquitted = note(part, "ACQUITTED")
    score_all()
    assert told(supervisor)[0] == ("Left the list", "Nothing recorded counts towards a score", "")

    InvolvementStatus.objects.filter(pk=acquitted.pk).delete()
    score_all()
    assert told(supervisor)[0][:2] == ("Came onto the list", "More was recorded, or something counts for more")
    note(part, "DIED")
    score_all()
    assert told(supervisor)[0][:2] == ("Left the list", "Has died")
    assert len(told(supervisor)) == 4


def test_what_the_bands_say_is_not_said_twice(team, supervisor):
    part = accuse(team, code="19C")
    for _ in range(6):
        accuse(team, part.suspect, code="19C")

    score_all()

    assert part.suspect.standing.band in "AB"
    assert [what for what, _, _ in told(supervisor)] == ["Came into bands A and B"]


def test_only_of_suspects_in_sight_on_no_restricted_list_and_of_no_hidden_case(team, supervisor, outsider, di):
    part, colleague = accuse(team), accuse(team)
    score_all()
    assert len(told(supervisor)) == 2 and told(outsider) == []

    circumstances.record_police_service(colleague.suspect, on=timezone.localdate(), until=None, by=di)
    assert len(told(supervisor)) == 1
    restriction.restrict_case(case=part.case, reason="Police suspect", people=[], by=di)
    score_all()
    assert told(supervisor) == []


def test_a_year_is_told_and_no_more(team, supervisor, time_machine):
    accuse(team)
    score_all()

    time_machine.move_to(timezone.now() + timedelta(days=366))

    assert told(supervisor) == [] and Score.objects.exists()


def test_bands_and_list_are_read_by_pages_in_one_order_forwards_and_back(team, supervisor):
    for number in range(30):
        accuse(team, code="19C" if number % 3 else LOW)
        if number % 5 == 0:
            score_all()
    score_all()

    first = list_changes.page(supervisor, list_changes.place_of("", ""))
    second = list_changes.page(supervisor, list_changes.place_of(first.after, ""))
    back = list_changes.page(supervisor, list_changes.place_of("", second.before))

    assert (len(first.rows), len(second.rows)) == (25, 5)
    assert len({row.suspect_id for row in (*first.rows, *second.rows)}) == 30
    assert (back.rows, first.before, second.after) == (first.rows, "", "")
    for tampered in ("nonsense", "WzFd", "W251bGwsMV0"):
        assert list_changes.page(supervisor, list_changes.place_of(tampered, "")).rows == first.rows


@pytest.mark.parametrize("number", [1, 27])
def test_the_page_asks_the_same_few_questions(number, team, supervisor, sign_in, max_queries):
    for _ in range(number):
        accuse(team)
    score_all()
    client = sign_in(supervisor)
    client.get(PAGE)

    with max_queries(8):
        page = client.get(PAGE)

    assert len(page.context["page"].rows) == min(number, 25)
    assert "Came onto the list" in page.content.decode()
