"""The invented force: the same from the same seed, whole, plausible, and never twice."""

import hashlib
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from cases.jobs import prove_access
from cases.models import Allocation, Case, Closure
from cases.rules import closure_words
from cases.rules.closure import faults
from cases.services import intake_reference
from orders.models import Bail, Breach
from performance.rules.force import cases as rules
from performance.rules.force import events
from performance.rules.force.chances import lots_of
from performance.rules.force.people import NEEDS
from performance.rules.force.shapes import JudgementMade, SuspectMade
from performance.services import force as service
from performance.services import force_judgements
from performance.services import force_staff as staffing
from performance.services.force_cases import Part, Placed
from soteria.accounts.models import Force, User
from soteria.accounts.roles import Role
from soteria.clocks.models import Clock, Limit
from suspects.models import Custody, Involvement, InvolvementStatus, Judgement, Suspect
from suspects.rules import judgements as judging
from victims.models import Contact, NeedsAssessment, Victim
from victims.rules import catalogue

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ON = date(2026, 3, 1)
# What a force holds, without the keys that a database gives.
CONTENT = """
SELECT c.reference, c.reported_at, c.closed_at, c.outcome_code, c.account, c.flags, o.offence_class_id, o.occurred_from,
  u.collar_number, t.name FROM cases_case c JOIN cases_offence o ON o.case_id = c.id
  JOIN accounts_user u ON u.id = c.oic_id JOIN accounts_team t ON t.id = c.team_id ORDER BY 1;
SELECT c.reference, v.surname, v.forenames, v.date_of_birth, v.ethnicity, v.missing::text FROM victims_victim v
  JOIN cases_case c ON c.id = v.case_id ORDER BY 1, 2, 3, 4;
SELECT c.reference, s.nominal, s.surname, i.kind, i.relationship, i.arrested_at FROM suspects_involvement i
  JOIN cases_case c ON c.id = i.case_id LEFT JOIN suspects_suspect s ON s.id = i.suspect_id ORDER BY 1;
SELECT c.reference, b.reported_at, b.decided_at, d.outcome FROM orders_breach b JOIN cases_case c ON c.id = b.case_id
  LEFT JOIN orders_breachdecision d ON d.breach_id = b.id ORDER BY 1, 2;
SELECT c.reference, k.at, k.channel, k.outcome FROM victims_contact k JOIN victims_victim v ON v.id = k.victim_id
  JOIN cases_case c ON c.id = v.case_id ORDER BY 1, 2, 3;
SELECT s.nominal, j.points, j.reason, j.words, j.evidence, j.starts_on, j.ends_on, j.authored_at, j.authorised_at
  FROM suspects_judgement j JOIN suspects_suspect s ON s.id = j.suspect_id ORDER BY 1, 6
"""


def content() -> str:
    """A digest of everything that was made."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for statement in CONTENT.split(";"):
            cursor.execute(statement)
            digest.update(repr(cursor.fetchall()).encode())
    return digest.hexdigest()


def make(seed: int = 7, cases: int = 60) -> Force:
    """A force of a seed, as of the day of the tests."""
    force = service.force_of(seed)
    service.build(force, cases=cases, seed=seed, on=ON, progress=lambda done: None)
    return force


class Forget(Exception):
    """Takes back what was made; the sequences have moved on, so the next making has other keys."""


def content_of(seed: int) -> str:
    """The digest of a force that is made and taken back."""
    digest = ""
    with suppress(Forget), transaction.atomic():
        make(seed)
        digest = content()
        raise Forget
    return digest


@pytest.mark.django_db
def test_the_same_seed_makes_the_same_rows_and_another_seed_others():
    first = content_of(7)
    assert content_of(7) == first
    assert content_of(8) != first


def test_a_case_depends_on_its_seed_and_number_alone():
    assert rules.make(7, 40, NOW) == rules.make(7, 40, NOW)
    assert rules.make(7, 40, NOW) != rules.make(8, 40, NOW)


@pytest.mark.django_db
def test_a_second_making_changes_nothing_and_a_larger_one_goes_on():
    force = make(cases=30)
    before = content()
    call_command("make_force", "--cases", "30", "--seed", "7", "--as-of", "2026-03-01")
    assert content() == before
    make(cases=50)
    assert service.here(force) == 50


@pytest.mark.django_db
def test_the_command_says_what_it_made_and_then_that_it_is_there(capsys):
    for _ in range(2):
        call_command("make_force", "--cases", "20", "--seed", "3")
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("20 cases made.")
    assert second.endswith("holds 20 cases already. Nothing was changed.")


@pytest.mark.django_db
def test_a_database_of_an_earlier_version_gets_what_it_lacks(capsys):
    intake_reference.load()
    Limit.objects.filter(name="vrr.decide").delete()
    call_command("make_force", "--cases", "1", "--seed", "3")
    assert capsys.readouterr().out.startswith("1 case made.")
    assert Limit.objects.filter(name="vrr.decide").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("asked", [["--cases", "0"], ["--cases", "2000001"], ["--seed", "-1"], ["--seed", "99999999"]])
def test_a_number_out_of_range_is_one_plain_line_and_exit_2(asked, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("make_force", *asked)
    assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not Case.objects.exists()


@pytest.mark.django_db
def test_a_force_has_everybody_and_everything_that_pages_show():
    make(cases=400)
    assert Case.objects.filter(is_restricted=True).count() == 1
    assert Case.objects.exclude(closed_at=None).count() > 200
    assert {*Breach.objects.values_list("decision__outcome", flat=True)} >= {"arrest", "no_arrest"}
    assert Bail.objects.filter(ended_at=None).exists()
    assert Contact.objects.filter(is_two_way=True).exists()
    assert NeedsAssessment.objects.exists()
    assert Clock.objects.open().exists()
    assert Suspect.objects.exclude(ethnicity="").exists()
    assert Victim.objects.filter(ethnicity="").exclude(missing={}).exists()


@pytest.mark.django_db
def test_the_access_table_of_a_made_force_is_proved_by_its_facts():
    make(cases=120)
    proof = prove_access()
    assert (proof.added, proof.removed) == (0, 0)


@pytest.mark.django_db
def test_nobody_made_can_sign_in(client):
    make(cases=20)
    people = User.objects.filter(username__startswith="g7-")
    assert people.count() > 10
    assert not any(person.has_usable_password() and person.check_password("") for person in people)
    assert all(person.is_demonstration for person in people)


@pytest.mark.django_db
def test_an_adviser_whose_consent_was_taken_back_has_no_way_in(team):
    from soteria.accounts.roles import Role
    from tests.factories import member

    call_command("load_reference", verbosity=0)
    adviser = member(Role.CASE_ISVA, team)
    service.build(team.force, cases=12, seed=7, on=ON, progress=lambda done: None)
    over = Allocation.objects.get(user=adviser, ends_at__isnull=False)
    assert not over.case.access.filter(user=adviser).exists()


def sample(count: int = 3000) -> list:
    return [rules.make(1, number, NOW) for number in range(1, count + 1)]


def test_shares_are_as_they_are_said_to_be():
    made = sample()
    named = Counter(one.suspects[0].nominal for one in made if one.suspects[0].nominal)
    repeated = sum(count for nominal, count in named.items() if "-R" in nominal) / sum(named.values())
    assert 0.2 < repeated < 0.3
    victims = [victim for one in made for victim in one.victims]
    assert 0.15 < sum(not victim.ethnicity for victim in victims) / len(victims) < 0.21
    closed = Counter(one.outcome_code for one in made if one.outcome_code)
    assert 0.42 < closed["16"] / sum(closed.values()) < 0.55


def test_nothing_happens_before_its_cause_or_after_now():
    for one in sample(800):
        assert one.reported_at < NOW
        assert one.occurred[1] is None or one.occurred[1] <= one.reported_at
        assert one.outcome_at is None or one.reported_at < one.outcome_at < NOW
        for who in one.suspects:
            assert who.arrested_at is None or one.reported_at < who.arrested_at < NOW
            if who.bail:
                assert who.arrested_at < who.bail.granted_at < NOW
                for breach in who.bail.breaches:
                    assert who.bail.granted_at <= breach.happened_at <= breach.reported_at < NOW
                    assert breach.decided_at is None or breach.reported_at <= breach.decided_at < NOW
        for victim in one.victims:
            assert all(one.reported_at < contact.at <= NOW for contact in victim.contacts)


def test_needs_are_answered_in_the_words_of_the_form():
    items = catalogue.bundled().items()
    for code, answers in NEEDS.items():
        assert set(answers._values) <= set(items[code].answers)


def test_repeat_suspects_are_the_same_person_in_every_case():
    said: dict[str, set] = {}
    for one in sample(2000):
        who = one.suspects[0]
        if who.nominal:
            said.setdefault(who.nominal, set()).add((who.surname, who.forenames, who.born, who.sex))
    assert max(len(each) for each in said.values()) == 1


def test_numbers_of_phones_are_those_kept_for_drama():
    phones = [victim.safe[1] for one in sample(500) for victim in one.victims if victim.safe and victim.safe[1]]
    assert phones
    assert all(phone.startswith("07700 900") for phone in phones)


@pytest.mark.django_db
def test_a_named_suspect_has_one_record_for_all_their_cases():
    make(cases=200)
    parts = Involvement.objects.exclude(suspect=None)
    assert parts.count() > parts.values("suspect").distinct().count()
    assert timedelta(0) < NOW - Case.objects.earliest("reported_at").reported_at < timedelta(days=1100)


@pytest.mark.django_db
def test_every_case_that_ended_without_a_charge_has_the_decision_that_ended_it():
    make(cases=150)
    ended = Case.objects.exclude(closed_at=None).filter(outcome_code__in=closure_words.outcomes())
    decisions = Closure.objects.select_related("case")
    assert {row.case_id for row in decisions} == {case.pk for case in ended}
    for row in decisions:
        outcome = closure_words.outcomes()[row.outcome_code]
        named = row.case.involvements.exclude(suspect=None).exists()
        said = {"maker": row.decision_maker, "reasons": row.reasons, "myths": row.myths, "myth_words": ""}
        assert faults(outcome, is_named=named, **said) == []
        assert row.case.reported_at < row.decided_at < row.signed_off_at == row.case.closed_at
        assert row.signed_off_by_id != row.decided_by_id


@pytest.mark.django_db
def test_the_clocks_of_a_case_that_has_just_ended_stand_as_closing_it_leaves_them():
    make(cases=150)
    ended = Closure.objects.filter(signed_off_at__gt=NOW - timedelta(days=90)).values("case_id")
    clocks = Clock.objects.filter(case_id__in=ended)
    assert {"code.nfa_notice", "nfa.letter"} <= set(clocks.values_list("kind", flat=True))
    assert not clocks.open().exists()


@pytest.mark.django_db
def test_a_victim_named_in_two_cases_is_one_person():
    make(cases=300)
    refs = Victim.objects.exclude(external_ref="").values_list("external_ref", "surname", "date_of_birth")
    said = defaultdict(set)
    for ref, *who in refs:
        said[ref].add(tuple(who))
    assert len(said) < len(refs)
    assert {len(people) for people in said.values()} == {1}


@pytest.mark.django_db
def test_who_is_charged_may_be_held_and_who_is_acquitted_is_released():
    make(cases=400)
    held = Custody.objects.all()
    assert {*held.values_list("kind", flat=True)} >= {"remanded", "serving"}
    for row in held.filter(kind="serving"):
        statuses = InvolvementStatus.objects.filter(involvement__suspect=row.suspect, status="CONVICTED")
        assert statuses.filter(on=row.on).exists()
        assert row.until > row.on


def test_an_arrest_just_before_the_end_leads_to_no_bail():
    end = NOW + timedelta(hours=2)
    made = [events._bail(lots_of(1, number), NOW, end, is_over=True, charged=False, now=end) for number in range(20)]
    assert made == [None] * 20


@pytest.mark.django_db
def test_every_judgement_is_one_that_the_rules_would_have_let_through():
    make(cases=600)
    found = Judgement.objects.select_related("suspect", "authored_by", "authorised_by")
    assert found.count() >= 5
    for row in found:
        began = timezone.localdate(row.authored_at)
        said = {name: getattr(row, name) for name in ("points", "words", "evidence", "starts_on", "ends_on")}
        assert not list(judging.faults(**said, today=began))
        assert not judging.barred(
            row.points, rests_on_acquittal=False, author=row.authored_by, authoriser=row.authorised_by,
            rank=judging.Rank[row.authorised_rank.upper()], ends_on=row.ends_on, today=began,
        )  # fmt: skip
        assert row.authored_at < row.authorised_at < NOW
        assert (row.expired_at is None) == (row.ends_on >= ON)
        assert row.cases.get().involvements.filter(suspect=row.suspect).exists()


@pytest.mark.django_db
def test_without_anybody_to_authorise_a_judgement_there_is_none():
    force = make(cases=60)
    case = Case.objects.filter(involvements__suspect__isnull=False, is_restricted=False)[0]
    made = replace(rules.make(7, 40, NOW), suspects=(who(15),))
    placed = Placed(made, case.team, case.oic, case.oic, row=case, offence_id=0)
    part = Part(placed, made.suspects[0], case.involvements.get().suspect)
    staff = staffing.prepare(force, cases=60, years=3, on=ON)
    staff.anywhere[Role.LEAD] = list(staff.anywhere[Role.INTEL_ANALYST])
    Judgement.objects.all().delete()
    force_judgements.write_judgements([part], staff, NOW)
    assert not Judgement.objects.exists()


def who(points: int) -> SuspectMade:
    """Somebody with one judgement of so many points."""
    at = NOW - timedelta(days=10)
    made = JudgementMade(at, at + timedelta(days=1), (at + timedelta(days=29)).date(), points, "access")
    return SuspectMade("known", judgements=(made,))
