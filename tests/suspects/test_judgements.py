"""The + of RFGV+: who may see, put forward, authorise and withdraw a judgement, its bounds, and its end."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from soteria.accounts.roles import Role
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from soteria.work import jobs as work
from soteria.work.models import Job
from suspects import jobs
from suspects.models import InvolvementStatus, Judgement, StaleScore
from suspects.queries import judged
from suspects.rules import judgements as rules
from suspects.rules.judgements import Rank
from suspects.services import judgements
from suspects.services.judgements import NotJudged
from tests.factories import CaseFactory, InvolvementFactory, OffenceFactory, TeamFactory, VictimFactory, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
WORDS = "Has moved in with somebody who has two small children"


@pytest.fixture
def suspect(case):
    """Somebody scored for one case of the team."""
    OffenceFactory(case=case)
    VictimFactory(case=case)
    part = InvolvementFactory(case=case)
    jobs.score_everybody(timezone.localdate(), key="all", why="asked")
    return part.suspect


@pytest.fixture
def analyst(team):
    """Reads and keeps the intelligence of the whole force."""
    return member(Role.INTEL_ANALYST, team, username="analyst")


def said(**changes):
    today = timezone.localdate()
    usual = {"points": 8, "reason": "access", "words": WORDS, "evidence": "Report 12"}
    return usual | {"starts_on": today, "ends_on": today + timedelta(days=89)} | changes


def put_forward(suspect, by, *, cases=(), rests=False, **changes):
    return judgements.propose_judgement(
        suspect, said=said(**changes), cases=cases, rests_on_acquittal=rests, key=uuid4(), by=by
    )


def boxes(name, day):
    return {f"{name}_{part}": getattr(day, part) for part in ("day", "month", "year")}


def filled(**changes):
    """The form of a judgement with every answer."""
    today = timezone.localdate()
    usual = {"form_key": str(uuid4()), "points": "8", "reason": "access", "words": WORDS, "evidence": "Report 12"}
    days = boxes("starts_on", today) | boxes("ends_on", today + timedelta(days=30))
    return usual | {"rests_on_acquittal": "no"} | days | changes


def page(name, *args):
    return reverse(f"suspects:{name}", args=args)


# --------------------------------------------------------------------------------------------------------- refused


def test_titles_name_nobody(suspect, supervisor, di, sign_in):
    made = put_forward(suspect, supervisor)
    client = sign_in(di)

    for name, pk in (
        ("judgements", suspect.pk),
        ("propose-judgement", suspect.pk),
        ("authorise-judgement", made.pk),
        ("withdraw-judgement", made.pk),
    ):
        title, rest = client.get(page(name, pk)).content.decode().split("</title>")
        assert suspect.surname in rest and suspect.surname not in title


@pytest.mark.parametrize("who", ["oic", "veo", "auditor", "lead"])
def test_roles_that_do_not_read_intelligence_see_no_judgement(suspect, who, request, sign_in):
    client = sign_in(request.getfixturevalue(who))

    assert client.get(page("judgements", suspect.pk)).status_code == 403
    assert client.get(page("propose-judgement", suspect.pk)).status_code == 403


def test_a_supervisor_of_another_team_finds_nothing(suspect, analyst, team, sign_in):
    judgement = put_forward(suspect, analyst)
    elsewhere = TeamFactory(force=team.force, name="Elsewhere")
    client = sign_in(member(Role.DI, elsewhere))

    for address in (page("judgements", suspect.pk), page("authorise-judgement", judgement.pk)):
        assert client.get(address).status_code == 404
    assert client.post(page("withdraw-judgement", judgement.pk), {"why": "No"}).status_code == 404
    assert Judgement.objects.get().withdrawn_at is None


def test_whoever_reads_the_whole_force_is_asked_what_for_first(suspect, analyst, sign_in):
    for name in ("judgements", "propose-judgement"):
        answer = sign_in(analyst).get(page(name, suspect.pk))
        assert answer.status_code == 302 and answer["Location"].startswith(page("purpose", suspect.pk))


def test_a_sergeant_and_an_analyst_do_not_authorise(suspect, analyst, supervisor, sign_in):
    judgement = put_forward(suspect, analyst)

    for person in (supervisor, analyst):
        assert sign_in(person).post(page("authorise-judgement", judgement.pk), {"decision": "yes"}).status_code == 403
    assert Judgement.objects.get().authorised_at is None


def test_nobody_authorises_their_own(suspect, di, sign_in):
    judgement = put_forward(suspect, di)

    answer = sign_in(di).post(page("authorise-judgement", judgement.pk), {"decision": "yes"})

    assert "Somebody else must authorise it" in answer.content.decode()
    assert Judgement.objects.get().authorised_at is None


@pytest.mark.parametrize(
    ("author", "points", "words"),
    [
        ("di", 8, "Somebody else must authorise it: you put it forward"),
        ("analyst", 12, "A superintendent must authorise"),
    ],
)
def test_authorising_is_offered_to_those_alone_who_may(suspect, di, author, points, words, request, sign_in):
    judgement = put_forward(suspect, request.getfixturevalue(author), points=points)
    client, address = sign_in(di), page("authorise-judgement", judgement.pk)

    listed = client.get(page("judgements", suspect.pk)).content.decode()
    assert address not in listed and words in listed
    assert page("withdraw-judgement", judgement.pk) in listed
    assert words in client.get(address, follow=True).content.decode()
    assert "Do you authorise" not in client.get(address, follow=True).content.decode()


@pytest.mark.parametrize(
    ("changes", "rests"),
    [({"points": 11}, False), ({"points": -15}, False), ({}, True), ({"reason": "acquittal"}, False)],
)
def test_more_than_ten_points_or_an_acquittal_need_a_superintendent(suspect, analyst, di, lead, changes, rests):
    judgement = put_forward(suspect, analyst, rests=rests, **changes)

    with pytest.raises(NotJudged, match="A superintendent must authorise it"):
        judgements.authorise_judgement(judgement.pk, by=di)

    assert judgements.authorise_judgement(judgement.pk, by=lead).authorised_rank == "superintendent"


def test_a_case_that_ended_in_an_acquittal_is_found_whatever_was_ticked(suspect, analyst, case):
    part = suspect.involvements.get()
    InvolvementStatus.objects.create(
        involvement=part, status="ACQUITTED", on=timezone.localdate(), recorded_at=timezone.now()
    )

    assert put_forward(suspect, analyst, cases=[case.pk]).rests_on_acquittal


def test_a_lead_reads_what_is_put_to_them_and_nothing_else(suspect, analyst, lead, sign_in):
    small = put_forward(suspect, analyst)
    client = sign_in(lead)
    assert client.get(page("authorise-judgement", small.pk)).status_code == 404

    judgements.withdraw_judgement(small.pk, why="Too few", by=analyst)
    large = put_forward(suspect, analyst, points=15, words=WORDS + " and is alone with them")

    assert WORDS in client.get(page("authorise-judgement", large.pk)).content.decode()
    assert client.get(page("judgements", suspect.pk)).status_code == 403
    answer = client.post(page("authorise-judgement", large.pk), {"decision": "yes"})
    assert answer.status_code == 302 and answer["Location"] == reverse("cases:home")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"points": 20}, "between 1 and 15"),
        ({"points": 0}, "between 1 and 15"),
        ({"words": "Too short"}, "at least 30 characters"),
        ({"evidence": " "}, "what it rests on"),
        ({"ends_on": date(2099, 1, 1)}, "90 days at most"),
        ({"starts_on": date(2020, 1, 1), "ends_on": date(2020, 1, 2)}, "today or later"),
        ({"ends_on": date(2020, 1, 1)}, "first day or later"),
        ({"ends_on": date(2020, 1, 1)}, "today or later"),
    ],
)
def test_what_is_out_of_bounds_is_refused_with_the_reason(suspect, analyst, changes, words):
    with pytest.raises(NotJudged, match=words):
        put_forward(suspect, analyst, **changes)

    assert not Judgement.objects.exists()


def test_the_database_refuses_what_is_out_of_bounds_too(suspect, analyst):
    judgement = put_forward(suspect, analyst)
    bad = [
        {"points": 16},
        {"words": "Too short"},
        {"ends_on": judgement.starts_on + timedelta(days=90)},
        {"authorised_at": timezone.now(), "authorised_by": analyst, "authorised_rank": "inspector"},
    ]

    for change in bad:
        with pytest.raises(IntegrityError), transaction.atomic():
            Judgement.objects.update(**change)
    assert Judgement.objects.get().points == 8


def test_one_stands_at_a_time_and_the_next_says_something_new(suspect, analyst):
    first = put_forward(suspect, analyst)
    with pytest.raises(NotJudged, match="stands or waits already"):
        put_forward(suspect, analyst, words=WORDS + " as was seen")
    judgements.withdraw_judgement(first.pk, why="Mistaken", by=analyst)

    with pytest.raises(NotJudged, match="say what is so now"):
        put_forward(suspect, analyst, words=f"  {WORDS.upper()} ")

    assert put_forward(suspect, analyst, words=WORDS + " since Monday").pk != first.pk


def test_somebody_who_is_not_scored_is_not_judged(analyst, case):
    part = InvolvementFactory(case=case)

    with pytest.raises(NotJudged, match="not scored"):
        put_forward(part.suspect, analyst)


def test_only_the_cases_in_sight_that_are_not_restricted_can_be_named(suspect, supervisor, team):
    hidden = CaseFactory(team=team, is_restricted=True, restricted_reason="Police suspect")
    InvolvementFactory(case=hidden, suspect=suspect)

    assert list(judged.citable(supervisor, suspect)) == [suspect.involvements.exclude(case=hidden).get().case]


# ------------------------------------------------------------------------------------------------------------ done


def test_a_judgement_is_put_forward_once_authorised_by_another_and_scored(suspect, supervisor, di, sign_in):
    client = sign_in(supervisor)
    form = filled()
    for _ in range(2):
        assert client.post(page("propose-judgement", suspect.pk), form).status_code == 302
    judgement = Judgement.objects.get()
    assert Alert.objects.filter(for_user=di, kind=judgements.WAITS, acknowledged_at=None).count() == 1

    answer = sign_in(di).post(page("authorise-judgement", judgement.pk), {"decision": "yes"}, follow=True)

    assert "Counts now" in answer.content.decode()
    assert not Alert.objects.filter(kind=judgements.WAITS, acknowledged_at=None).exists()
    assert StaleScore.objects.filter(suspect=suspect).exists()
    judgement.refresh_from_db()
    assert judgement.authorised_rank == "inspector"
    assert judged.of_score(suspect.pk, timezone.localdate()) == judgement
    verbs = AuditEvent.objects.filter(verb__startswith="judgement.").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["judgement.proposed", "judgement.authorised"]


def test_what_is_wrong_stands_beside_its_question_with_what_was_typed(suspect, analyst, sign_in):
    client = sign_in(analyst)
    client.post(page("purpose", suspect.pk), {"purpose": "Operation Larch, request 4"})
    answer = client.post(page("propose-judgement", suspect.pk), {"points": "40", "words": "Short"})

    shown = answer.content.decode()
    assert answer.status_code == 200 and "Points must be between −15 and 15" in shown and "Short" in shown
    assert "Select what the score does not show" in shown


def test_everything_that_is_wrong_is_said_at_once(suspect, supervisor, analyst, sign_in):
    put_forward(suspect, analyst)
    day = timezone.localdate()
    wrong = filled(points="40", words="Short") | boxes("starts_on", day - timedelta(days=3))
    wrong |= boxes("ends_on", day + timedelta(days=99))

    shown = sign_in(supervisor).post(page("propose-judgement", suspect.pk), wrong).content.decode()

    summary = shown.split('class="govuk-error-summary"', 1)[1].split("</ul>", 1)[0]
    wanted = [
        "Points must be between −15 and 15",
        "A judgement stands or waits already",
        "Say why in at least 30 characters",
        "It must begin today or later",
        "It may last 90 days at most",
    ]
    assert [words for words in wanted if words not in summary] == []


@pytest.mark.parametrize("typed", ["-8", "−8", "–8", " −8 "])
def test_points_are_read_with_a_minus_of_any_kind(typed, suspect, supervisor, sign_in):
    answer = sign_in(supervisor).post(page("propose-judgement", suspect.pk), filled(points=typed))

    assert answer.status_code == 302
    assert Judgement.objects.get().points == -8


def test_one_is_turned_down_with_a_reason(suspect, analyst, di, sign_in):
    judgement = put_forward(suspect, analyst)
    client = sign_in(di)

    assert (
        "Enter why it is turned down"
        in client.post(page("authorise-judgement", judgement.pk), {"decision": "no"}).content.decode()
    )
    shown = client.post(
        page("authorise-judgement", judgement.pk), {"decision": "no", "why": "Nothing new"}, follow=True
    ).content.decode()

    assert "Turned down" in shown and "Nothing new" in shown
    assert (
        "does not wait any more" in client.get(page("authorise-judgement", judgement.pk), follow=True).content.decode()
    )
    with pytest.raises(NotJudged, match="does not wait any more"):
        judgements.authorise_judgement(judgement.pk, by=di)


def test_withdrawing_needs_a_reason_and_is_for_the_author_or_an_inspector(suspect, analyst, supervisor, di, sign_in):
    judgement = put_forward(suspect, analyst)
    judgements.authorise_judgement(judgement.pk, by=di)
    StaleScore.objects.all().delete()

    answer = sign_in(supervisor).post(page("withdraw-judgement", judgement.pk), {"why": "No longer so"})
    assert "Its author, or a detective inspector" in answer.content.decode()
    with pytest.raises(NotJudged, match="Enter why"):
        judgements.withdraw_judgement(judgement.pk, why=" ", by=analyst)
    shown = sign_in(di).post(page("withdraw-judgement", judgement.pk), {"why": "Has moved out"}, follow=True)

    assert "Has moved out" in shown.content.decode()
    assert judgements.withdraw_judgement(judgement.pk, why="Again", by=di).withdrawn_why == "Has moved out"
    assert StaleScore.objects.filter(suspect=suspect).count() == 1


def test_one_ends_by_itself_the_day_after_its_last_and_the_suspect_is_scored(suspect, analyst, di, time_machine):
    judgement = put_forward(suspect, analyst)
    judgements.authorise_judgement(judgement.pk, by=di)
    work.drain(timezone.now())
    last = judgement.ends_on
    assert list(Judgement.objects.live(last)) == [judgement] and not Judgement.objects.live(last + timedelta(days=1))

    for _ in range(2):
        time_machine.move_to(timezone.now() + timedelta(days=90))
        jobs.ask_due(timezone.now())
        work.drain(timezone.now())

    judgement.refresh_from_db()
    assert judgement.expired_at and not StaleScore.objects.exists()
    assert Job.objects.filter(key=f"suspects.rescore:judgement:{judgement.pk}:ended").count() == 1
    assert AuditEvent.objects.filter(verb="judgement.ended").count() == 1
    with pytest.raises(NotJudged, match="ended already"):
        judgements.withdraw_judgement(judgement.pk, why="Late", by=di)


def test_the_list_of_judgements_asks_the_same_few_questions(suspect, analyst, supervisor, sign_in, max_queries):
    client = sign_in(supervisor)
    client.get(page("judgements", suspect.pk))
    for turn in range(4):
        one = put_forward(suspect, analyst, words=f"{WORDS} {turn}")
        judgements.withdraw_judgement(one.pk, why="Mistaken", by=analyst)

    with max_queries(8):
        shown = client.get(page("judgements", suspect.pk)).content.decode()

    assert shown.count("Turned down") == 4


def test_the_worked_example_of_a_judgement():
    """E3+ of the note: +10 is band A, -15 band C; more is refused; after its end the base stands."""
    assert rules.final(63.9626, 10) == pytest.approx(73.9626)
    assert rules.final(63.9626, -15) == pytest.approx(48.9626)
    assert (rules.final(95, 15), rules.final(5, -15)) == (100, 0)
    assert rules.rank_needed(10, rests_on_acquittal=False) is Rank.INSPECTOR
    assert Rank.NONE.words == "no rank"
