"""An evaluation of a force's own past reads what was known then, and says what the numbers say."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pgtrigger
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from cases.models import Case, Offence
from orders.models import Breach
from performance.queries import evaluation as queries
from performance.queries.evaluation import version_now
from performance.services import evaluation as service
from performance.services import force as building
from performance.services.evaluation import Asked
from soteria.accounts.models import Force, User
from suspects.models import Custody, Involvement, InvolvementStatus, Judgement, ScoreVersion, Standing, Suspect
from suspects.services import scoring
from victims.models import Victim

UNTIL = date(2026, 3, 1)
AT = date(2025, 3, 1)
LATER = datetime(2025, 6, 1, 12, tzinfo=UTC)
BEFORE = datetime(2025, 2, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def force_id(django_db_setup, django_db_blocker) -> Iterator[int]:
    """An invented force of a few hundred cases, made once; undone at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", verbosity=0)
        force = building.force_of(2)
        building.build(force, cases=400, seed=2, on=UNTIL, progress=lambda done: None)
        yield force.pk
        transaction.set_rollback(True)


@pytest.fixture
def force(force_id, db) -> Force:
    """The force, in a transaction of the test's own."""
    return Force.objects.get(pk=force_id)


def people(force: Force, at: date = AT) -> dict[int, dict[str, float]]:
    """What every order of a date is made of, by person."""
    return {one.person: dict(one.facts) for one in queries.snapshot(force, version_now(), at).subjects}


def known_part(at: date = AT) -> Involvement:
    """A part in a case that was known, and reported in good time, by a date."""
    found = Involvement.objects.filter(suspect__isnull=False, case__reported_at__lt=BEFORE, case__is_restricted=False)
    return found.filter(case__outcome_code="").order_by("pk").first() or found.order_by("pk")[0]


def test_a_day_is_scored_as_the_score_of_that_day_would_have_been(force):
    """The evaluation's own reading of today is the score that stands today."""
    today = timezone.localdate()
    scoring.score_on_demand(today)
    held = {row.suspect_id: row.base for row in Standing.objects.filter(force=force)}
    found = {person: facts["base"] for person, facts in people(force, today).items()}
    assert len(found) > 150
    assert {person: held[person] for person in found} == pytest.approx(found, abs=1e-6)


def test_everybody_had_been_reported_by_the_date_and_a_hit_comes_after_it(force):
    snapshot = queries.snapshot(force, version_now(), AT)
    for one in snapshot.subjects:
        cases = Case.objects.filter(involvements__suspect=one.person)
        days = sorted(at.date() for at in cases.values_list("reported_at", flat=True))
        assert days[0] <= AT
        if one.hit:
            assert any(AT < day <= AT + timedelta(days=365) for day in days)
    assert 0 < sum(one.hit for one in snapshot.subjects) < len(snapshot.subjects)


def plant_report(part: Involvement, at: datetime) -> None:
    """One more case that names the same person."""
    case = part.case
    case.pk, case.reference, case.slug, case.reported_at, case.logged_at = None, "G2/X", "g2-x", at, at
    case._state.adding = True
    case.save()
    Offence.objects.create(case=case, offence_class_id="19C", precision="day", occurred_from=at - timedelta(days=400))
    named = Involvement.objects.create(case=case, suspect=part.suspect, kind="known")
    InvolvementStatus.objects.create(involvement=named, status="SUSPECT", on=at.date(), recorded_at=at)


def test_a_report_that_comes_later_moves_nobody_and_is_a_hit(force):
    part, before = known_part(), people(force)
    plant_report(part, LATER)
    after = queries.snapshot(force, version_now(), AT)
    assert {one.person: dict(one.facts) for one in after.subjects} == before
    assert next(one.hit for one in after.subjects if one.person == part.suspect_id)


def test_a_breach_of_bail_is_no_new_allegation_to_have_found(force):
    breach = Breach.objects.filter(kind="bail").order_by("pk").first()
    before = queries.reported_again(force, version_now(), since=AT, until=UNTIL)
    Breach.objects.filter(pk=breach.pk).update(happened_at=LATER, reported_at=LATER, told_by="victim")

    assert queries.reported_again(force, version_now(), since=AT, until=UNTIL) == before


def test_a_report_that_had_come_does_move_its_suspect(force):
    part, before = known_part(), people(force)
    plant_report(part, BEFORE)
    assert people(force)[part.suspect_id]["count"] == before[part.suspect_id]["count"] + 1


def test_a_status_recorded_later_moves_nobody_although_it_is_dated_before(force, oic: User):
    part, before = known_part(), people(force)
    step = InvolvementStatus(involvement=part, status="ACQUITTED", on=BEFORE.date(), recorded_by=oic)
    step.recorded_at = LATER
    step.save()
    assert people(force) == before
    InvolvementStatus.objects.filter(pk=step.pk).update(recorded_at=BEFORE)
    assert people(force) != before


def test_a_status_taken_back_later_still_stood(force, oic: User):
    part = known_part()
    step = InvolvementStatus(involvement=part, status="RULED OUT", on=BEFORE.date(), recorded_by=oic)
    step.recorded_at = BEFORE
    step.save()
    before = people(force)
    taken = {"withdrawn_at": LATER, "withdrawn_by": oic, "withdrawn_why": "By mistake"}
    InvolvementStatus.objects.filter(pk=step.pk).update(**taken)
    assert people(force) == before


def test_an_outcome_given_later_moves_nobody(force):
    part, before = known_part(), people(force)
    with pgtrigger.ignore("cases.Case:update_update"):
        Case.objects.filter(pk=part.case_id).update(outcome_code="C2", outcome_at=LATER, closed_at=LATER)
    rewrite(Case, part.case_id, outcome_code="C2", outcome_at=LATER, closed_at=LATER)
    assert people(force) == before
    rewrite(Case, part.case_id, outcome_at=BEFORE)
    assert people(force) != before


def rewrite(model: type, pk: int, **values: object) -> None:
    """Change what history says of a row, as if it had been loaded so."""
    table = f"{model._meta.db_table}event"
    said = ", ".join(f"{name} = %s" for name in values)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE {table} SET {said} WHERE pgh_obj_id = %s", [*values.values(), pk])
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_what_soteria_recorded_later_moves_nobody(force):
    """A victim added, and an offence classed as something else, after the date: history tells when."""
    part, before = known_part(), people(force)
    offence = Offence.objects.filter(case=part.case).first()
    child = Victim.objects.create(case=part.case, date_of_birth=date(2015, 1, 1))
    rewrite(Victim, child.pk, pgh_created_at=datetime(2090, 1, 1, tzinfo=UTC))
    assert people(force) == before
    Offence.objects.filter(pk=offence.pk).update(offence_class_id="19E")
    changed = people(force)
    assert changed == before


def test_who_was_named_later_was_not_known(force, oic: User):
    part = known_part()
    other = Suspect.objects.create(force=force, surname="Later", nominal="G2-L", date_of_birth=date(1980, 1, 1))
    named = Involvement.objects.create(case=part.case, suspect=other, kind="known")
    InvolvementStatus.objects.create(
        involvement=named, status="SUSPECT", on=LATER.date(), recorded_at=LATER, recorded_by=oic
    )
    assert other.pk not in people(force)
    assert other.pk in people(force, UNTIL - timedelta(days=1))


def judgement(suspect_id: int, author: User, other: User, at: datetime, **values: object) -> Judgement:
    """Ten points from the beginning of February, authorised at a moment."""
    said = {"points": 10, "reason": "access", "words": "He has moved in with a new partner.", "evidence": "G2/1"}
    days = {"starts_on": BEFORE.date(), "ends_on": BEFORE.date() + timedelta(days=60), "rests_on_acquittal": False}
    by = {"authored_at": at, "authored_by": author, "authorised_at": at, "authorised_by": other}
    return Judgement.objects.create(
        suspect_id=suspect_id, key=uuid4(), authorised_rank="INSPECTOR", **said, **days, **by, **values
    )


def test_a_drawn_judgement_adds_to_the_score_of_its_day_and_to_no_base(force):
    seen = 0
    for row in Judgement.objects.filter(suspect__force=force).order_by("pk")[:6]:
        day = timezone.localdate(row.authorised_at) + timedelta(days=1)
        if found := people(force, day).get(row.suspect_id):
            assert found["points"] == row.points
            assert found["final"] == pytest.approx(min(100, max(0, found["base"] + row.points)))
            seen += 1
    assert seen


def test_a_history_that_is_split_is_two_records_and_right_links_change_nothing(force):
    version = version_now()
    assert queries.facts_linked(force, version, AT, {}) == people(force)
    counted = {person: facts["count"] for person, facts in people(force).items()}
    often = max(counted, key=lambda person: (counted[person], person))
    parts = [one for one in queries.parts_of(force) if one.suspect == often and one.reported < BEFORE.date()]
    split = queries.facts_linked(force, version, AT, {parts[0].part: -parts[0].part})
    assert len(split) == len(counted) + 1
    assert split[-parts[0].part]["count"] + split[often]["count"] >= counted[often]
    assert {one: split[one] for one in counted if one != often} == {
        one: facts for one, facts in people(force).items() if one != often
    }


def test_two_histories_that_are_merged_are_one_record(force):
    before = people(force)
    one, other = sorted(before)[:2]
    labels = {part.part: one for part in queries.parts_of(force) if part.suspect == other}
    merged = queries.facts_linked(force, version_now(), AT, labels)
    assert other not in merged
    assert merged[one]["count"] == before[one]["count"] + before[other]["count"]


def test_a_judgement_counts_from_when_it_was_authorised_and_while_it_stands(force, oic: User, di: User):
    person = known_part().suspect_id
    before = people(force)[person]
    late = judgement(person, oic, di, LATER)
    assert people(force)[person] == before
    late.delete()
    judgement(person, oic, di, BEFORE, withdrawn_at=LATER, withdrawn_by=di, withdrawn_why="It was not so")
    after = people(force)[person]
    assert (after["final"], after["base"]) == (before["base"] + 10, before["base"])


def test_children_the_dead_and_those_held_are_in_no_order(force, oic: User):
    before = list(people(force))
    child, dead, held, later = Suspect.objects.filter(pk__in=before).order_by("pk")[:4]
    Suspect.objects.filter(pk=child.pk).update(date_of_birth=date(2010, 1, 1))
    part = Involvement.objects.filter(suspect=dead, case__reported_at__lt=BEFORE)[0]
    InvolvementStatus.objects.create(involvement=part, status="DIED", on=BEFORE.date(), recorded_at=BEFORE)
    for person, at in ((held, BEFORE), (later, LATER)):
        Custody.objects.create(suspect=person, kind="remanded", on=BEFORE.date(), recorded_at=at, recorded_by=oic)
    assert set(before) - set(people(force)) == {child.pk, dead.pk, held.pk}


def test_whoever_was_released_is_in_the_order_again(force, oic: User):
    person = Suspect.objects.get(pk=min(people(force)))
    said = {"suspect": person, "recorded_by": oic}
    Custody.objects.create(kind="remanded", on=date(2025, 1, 1), recorded_at=BEFORE, **said)
    assert person.pk not in people(force)
    Custody.objects.create(kind="released", on=BEFORE.date(), recorded_at=BEFORE, **said)
    assert person.pk in people(force)


def asked(force: Force, **values: object) -> Asked:
    return Asked(**{"force": force, "until": UNTIL, "dates": 2, "times": 20, "months": 2, "trials": 2} | values)


def test_dates_are_two_months_apart_and_the_last_window_ends_with_the_last_day(force):
    days = asked(force, dates=6).days
    assert days[-1] + timedelta(days=365) == UNTIL
    assert [day.isoformat() for day in days][:2] == ["2024-05-01", "2024-07-01"]
    assert Asked(force, date(2026, 12, 30), dates=6).days[0] == date(2025, 2, 28)


def test_the_same_record_and_seed_give_the_same_report(force):
    done: list[int] = []
    first = service.evaluate(asked(force), progress=done.append)
    assert first == service.evaluate(asked(force), progress=lambda steps: None)
    assert sum(done) == asked(force).steps
    assert first != service.evaluate(asked(force, seed=5), progress=lambda steps: None)


def test_nothing_is_written_but_what_is_asked_for(force, tmp_path, settings, capsys):
    settings.BASE_DIR = tmp_path
    report = tmp_path / "found.json"
    call_command(
        "evaluate_scores", "--force", force.code, "--until", "2026-03-01", "--dates", "2", "--draws", "20",
        "--months", "1", "--trials", "1", "--report", str(report), "--write-docs",
    )  # fmt: skip
    said = capsys.readouterr().out
    found = json.loads(report.read_text(encoding="utf-8"))
    page = (tmp_path / "docs" / "evaluation.md").read_text(encoding="utf-8")
    pictures = sorted(path.name for path in (tmp_path / "docs" / "pictures").iterdir())
    assert len(found["dates"]) == 2
    assert {way["code"] for way in found["ways"]} >= {"rfgv_plus", "rfg", "v100", "count", "random"}
    assert page.startswith("# How well the score finds who is reported again")
    assert "**Reported is not committed.**" in page
    assert "manage.py make_force --cases 400 --seed 2 --as-of 2026-03-01 && " in page
    assert all(f"(pictures/{name})" in page for name in pictures)
    assert len(pictures) == 4
    headline = next(line for line in said.splitlines() if not line.startswith(("Written", "-")))
    assert f"**{headline}**" in page


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--force", "nobody"], "There is no force with the code nobody."),
        (["--force", "G2", "--until", "2090-01-01"], "--until cannot be after today"),
        (["--force", "G2", "--dates", "0"], "of draws, of months and of trials must each be 1 or more."),
        (["--force", "G2", "--link-recall", "1.2"], "must each be above 0 and at most 1."),
        (["--force", "G2", "--until", "2001-01-01", "--dates", "1"], "Nobody who was scored"),
    ],
)
def test_what_cannot_be_evaluated_is_one_plain_line_and_exit_2(force, options, said, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("evaluate_scores", *options)
    assert ended.value.code == 2
    found = capsys.readouterr().err
    assert said in found
    assert found.count("\n") == 1


def test_without_weights_it_says_so(force, capsys):
    for version in ScoreVersion.objects.order_by("-since"):
        ScoreVersion.objects.filter(pk=version.pk).update(until=None, since=version.since + timedelta(days=40_000))
    with pytest.raises(SystemExit):
        call_command("evaluate_scores", "--force", "G2", "--until", "2026-03-01")
    assert "No version of the score’s weights holds today." in capsys.readouterr().err


def test_a_force_of_real_people_is_not_written_to_the_docs(force, team, case, capsys):
    for options, said in ((["--force", team.force.code, "--write-docs"], "is not an invented force"), ([], "--force")):
        with pytest.raises(SystemExit):
            call_command("evaluate_scores", *options)
        assert said in capsys.readouterr().err
