"""Every awkward case of what counts in a score (rfgv.md 1.3), by name: in the statement, and so in the rules too."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Offence
from soteria.accounts.models import Force
from soteria.work import jobs as work
from suspects import jobs
from suspects.models import InvolvementStatus, Score, ScoreVersion, Standing
from suspects.queries.weights import weights_in
from suspects.services import circumstances, merging, statuses
from suspects.services.linking import Kind, Reason
from suspects.services.statuses import CannotRecord
from tests.factories import CaseFactory, InvolvementFactory, OffenceFactory, TeamFactory, UserFactory, VictimFactory
from tests.suspects.scored import TODAY, scored
from victims.models import Need, NeedsAssessment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def between(first, last):
    return {"precision": "between", "occurred_from": noon(first), "occurred_to": noon(last)}


def a_part(suspect=None, *, status="", code="19C", offence=None, victim=None, relationship="", **case_facts):
    """Somebody with a part in a case of one offence and one victim."""
    case = CaseFactory(**case_facts)
    OffenceFactory(case=case, offence_class_id=code, **(offence or {}))
    VictimFactory(case=case, **(victim or {}))
    known = {"suspect": suspect} if suspect else {}
    part = InvolvementFactory(case=case, relationship=relationship, **known)
    if status:
        note(part, status)
    return part


def note(part, status, day=None):
    facts = {"recorded_at": timezone.now(), "recorded_by": UserFactory(), "source": "Report FS/12"}
    InvolvementStatus.objects.create(involvement=part, status=status, on=day or TODAY(), **facts)


def weight_of(part):
    """What the one row of a part counts for, by the statement and, as proved, by the rules."""
    _, rows = scored(part.suspect)
    said = part.statuses.order_by("-pk").first()
    found = "targeting" if "TARGETED" in part.case.flags else part.case.reported_how
    by_rules = weights_in(ScoreVersion.objects.in_force(TODAY())).status_weight(
        said.status if said else "SUSPECT", part.case.outcome_code, part.case.report_type, found
    )
    assert [row[5] for row in rows] == ([by_rules] if by_rules else [])
    return by_rules


@pytest.mark.parametrize("status", ["SUSPECT", "VOLUNTARY", "ARRESTED", "CHARGED", "CAUTIONED", "CONVICTED"])
def test_a_named_suspect_of_a_live_or_proved_case_counts_in_full(status):
    assert weight_of(a_part(status=status)) == 1.0


@pytest.mark.parametrize("outcome", ["15", "16"])
def test_nothing_is_taken_off_because_the_victim_stepped_back(outcome):
    assert weight_of(a_part(status="NO ACTION", outcome_code=outcome)) == 0.8


@pytest.mark.parametrize("outcome", ["9", "10", "12", "13", "17", "20", "21"])
def test_other_decisions_of_no_further_action(outcome):
    assert weight_of(a_part(status="NO ACTION", outcome_code=outcome)) == 0.7


def test_no_action_against_one_of_two_weighs_less_than_the_charge_of_the_other():
    assert weight_of(a_part(status="NO ACTION", outcome_code="1")) == 0.7


def test_a_suspect_named_by_somebody_else_and_not_confirmed():
    assert weight_of(a_part(status="UNCONFIRMED")) == 0.5


def test_an_acquittal_counts_for_nothing_and_stays_to_be_read(di, team, sign_in):
    counted = a_part(team=team)
    a_part(counted.suspect, status="ACQUITTED", team=team)

    score, rows = scored(counted.suspect)
    shown = sign_in(di).get(reverse("suspects:score", args=[counted.suspect_id])).content.decode()

    assert score.base is not None and len(rows) == 1
    assert "Acquitted, or conviction quashed" in shown


def test_a_conviction_that_is_quashed_counts_for_nothing(di):
    part = a_part()
    note(part, "CONVICTED", TODAY() - timedelta(days=30))
    assert weight_of(part) == 1.0

    note(part, "ACQUITTED")

    assert weight_of(part) == 0
    score, rows = scored(part.suspect)
    assert (score.base, score.left_out, rows) == (None, "nothing", [])
    assert part.statuses.count() == 2


@pytest.mark.parametrize("outcome", ["C1", "C2", "C3", "C4"])
def test_a_cancelled_crime_counts_for_nothing_at_once(outcome):
    part = a_part()
    assert weight_of(part) == 1.0

    Case.objects.filter(pk=part.case_id).update(outcome_code=outcome)
    part.case.refresh_from_db()

    assert weight_of(part) == 0


def test_a_transferred_crime_counts_once_in_the_force_that_received_it():
    sent = a_part(outcome_code="C1")
    other = Force.objects.create(code="66", name="Eastmere Police")
    a_part(sent.suspect, force=other, team=TeamFactory(force=other, name="East"), reference="66/1/26")

    assert len(scored(sent.suspect)[1]) == 1


@pytest.mark.parametrize("status", ["INVOLVED PARTY", "WITNESS", "OF INTEREST", "INTELLIGENCE", "RULED OUT"])
def test_whoever_is_not_a_suspect_is_not_scored(status):
    part = a_part(status=status)

    assert weight_of(part) == 0
    assert scored(part.suspect)[0].left_out == "nothing"


@pytest.mark.parametrize(("status", "weight"), [("FORENSIC", 1.0), ("SERIES", 0.5), ("METHOD", 0)])
def test_an_undetected_offence_counts_by_what_links_it(status, weight):
    assert weight_of(a_part(status=status)) == weight


def test_a_link_has_a_source_and_an_author(oic, case, sign_in):
    part = InvolvementFactory(case=case)
    facts = {"involvement": part, "status": "SERIES", "on": TODAY(), "recorded_at": timezone.now()}
    for lacking in ({"source": "Report 4"}, {"recorded_by": oic}):
        with pytest.raises(IntegrityError), transaction.atomic():
            InvolvementStatus.objects.create(**facts, **lacking)
    with pytest.raises(CannotRecord, match="what links"):
        statuses.record_status(part, status="SERIES", on=TODAY(), source=" ", by=oic)
    today = {f"on_{each}": getattr(TODAY(), each) for each in ("day", "month", "year")}
    address = reverse("suspects:status", args=[case.slug, part.pk])
    client = sign_in(oic)

    assert "Enter what links the suspect" in client.post(address, {"status": "FORENSIC"} | today).content.decode()
    client.post(address, {"status": "FORENSIC", "source": "Laboratory report 9"} | today)

    assert InvolvementStatus.objects.get().source == "Laboratory report 9"


def test_a_new_report_of_something_long_ago_comes_to_notice_without_posing_as_new():
    long_ago = date(1998, 6, 1)
    reported = noon(TODAY() - timedelta(days=10))
    part = a_part(reported_at=reported, offence={"precision": "day", "occurred_from": noon(long_ago)})

    assert scored(part.suspect)[0].recency == pytest.approx(49.0594, abs=1e-4)


def test_what_was_reported_twice_of_one_victim_day_and_class_is_one_incident():
    happened = {"precision": "day", "occurred_from": noon(date(2026, 2, 1))}
    first = a_part(offence=happened, victim={"external_ref": "V1"})
    alone = scored(first.suspect)[0].base
    a_part(first.suspect, offence=happened, victim={"external_ref": "V1"})

    score, rows = scored(first.suspect)

    assert len(rows) == 2 and score.base == alone and not score.is_repeat


@pytest.mark.parametrize(
    ("offence", "day"),
    [
        (between(date(2026, 1, 5), date(2026, 2, 5)), "2026-02-05"),
        ({"precision": "year", "occurred_from": noon(date(2024, 1, 1))}, "2024-07-01"),
        ({"precision": "unknown", "occurred_from": None}, "2026-03-02"),
    ],
)
def test_a_date_that_is_not_known_is_worked_out_and_never_today(offence, day):
    part = a_part(offence=offence, reported_at=noon(date(2026, 3, 2)))

    assert [row[2] for row in scored(part.suspect)[1]] == [day]


def test_a_date_to_come_is_set_aside():
    part = a_part()
    Offence.objects.update(occurred_from=noon(TODAY() + timedelta(days=5)), precision="day")

    assert scored(part.suspect)[1] == []


def test_each_of_two_suspects_of_one_offence_gets_its_full_value():
    one = a_part()
    other = InvolvementFactory(case=one.case, suspect__surname="Other")

    assert scored(one.suspect)[0].base == scored(other.suspect)[0].base


def test_a_row_says_how_many_others_are_named_and_not_who_only_saw_it(team, di, sign_in):
    one = a_part(team=team)
    for status in ("", "UNCONFIRMED", "WITNESS", "RULED OUT"):
        other = InvolvementFactory(case=one.case, suspect__surname="Other")
        if status:
            note(other, status)
    alone = a_part(one.suspect, team=team)
    unconfirmed = one.case.involvements.get(statuses__status="UNCONFIRMED")
    assert weight_of(unconfirmed) == 0.5

    page = sign_in(di).get(reverse("suspects:score", args=[one.suspect_id]))

    others = {row.case.pk: row.others for row in page.context["found"].rows}
    assert others == {one.case_id: 2, alone.case_id: 0}
    assert page.content.decode().count("Named with") == 1 and "Named with 2 others" in page.content.decode()


def test_who_is_in_custody_is_listed_apart_and_comes_back_ninety_days_before_release(oic):
    suspect = a_part().suspect
    base = scored(suspect)[0].base
    until = TODAY() + timedelta(days=91)
    circumstances.record_custody(suspect, kind="serving", on=TODAY(), until=until, by=oic)
    held = Standing.objects.get(suspect=suspect)
    assert held.is_held and held.base == pytest.approx(base)

    jobs.score_everybody(TODAY() + timedelta(days=1), key="the next night", why="asked")

    assert Standing.objects.get(suspect=suspect).is_held is False


def test_a_police_employee_is_not_on_the_general_list_and_the_score_is_kept(oic):
    suspect = a_part().suspect
    base = scored(suspect)[0].base

    circumstances.record_police_service(suspect, on=TODAY(), until=None, by=oic)

    assert not Standing.objects.filter(suspect=suspect).exists()
    assert scored(suspect)[0].base == base
    assert not Standing.objects.filter(suspect=suspect).exists()


def test_a_merge_and_its_undoing_score_both_again_and_the_old_scores_stay(di):
    ones = [a_part().suspect, a_part(code="88E").suspect]
    before = [scored(one)[0].base for one in ones]
    made = merging.confirm(*ones, reason=Reason.IDENTIFIED, words="", by=di)
    old = set(Score.objects.values_list("pk", "suspect", "base"))

    work.drain(timezone.now())

    assert Standing.objects.get(suspect=made.kept).base > max(before)
    assert not Standing.objects.filter(suspect=made.folded).exists()
    merging.unmerge(made, kind=Kind.DIFFERENT, reason=Reason.MISTAKE, words="", by=di)
    work.drain(timezone.now())
    assert [Standing.objects.get(suspect=one).base for one in ones] == pytest.approx(before)
    assert old < set(Score.objects.values_list("pk", "suspect", "base"))


def test_somebody_who_died_leaves_the_list_and_the_record_stays():
    part = a_part()
    note(part, "DIED")

    score, _ = scored(part.suspect)

    assert (score.base, score.left_out) == (None, "died") and part.statuses.count() == 1


def test_a_child_is_not_on_the_list_of_adults():
    part = a_part()
    part.suspect.date_of_birth = TODAY() - timedelta(days=17 * 365)
    part.suspect.save()

    assert scored(part.suspect)[0].left_out == "child"


@pytest.mark.parametrize(("how", "flags"), [("police", []), ("call", ["TARGETED"])])
def test_what_police_work_itself_turned_up_is_not_counted(how, flags):
    assert weight_of(a_part(reported_how=how, flags=flags)) == 0


def test_a_reader_is_told_that_police_work_turned_it_up(di, team, sign_in):
    part = a_part(reported_how="police", team=team)

    shown = sign_in(di).get(reverse("suspects:score", args=[part.suspect_id])).content.decode()

    assert "Found by police work" in shown


@pytest.mark.parametrize(("code", "answer", "risk"), [("care_needs", "yes", 0.7), ("suspect_reach", "no", 0.0)])
def test_what_a_victim_says_of_needs_and_of_access(code, answer, risk, oic):
    part = a_part(relationship="ex-partner", victim={"date_of_birth": date(1990, 1, 1)})
    assert scored(part.suspect)[1][0][6] == pytest.approx(0.3)
    version = NeedsAssessment.objects.create(
        victim=part.case.victims.get(), number=1, made_at=timezone.now(), made_by=oic
    )
    facts = {"status": "confirmed", "value": answer, "told_by": "victim", "asked_on": TODAY()}
    Need.objects.create(assessment=version, code=code, **facts)

    assert scored(part.suspect)[1][0][6] == pytest.approx(risk)
