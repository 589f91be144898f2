"""The pages of a case: who opens which, what each role reads, and what a panel that fails leaves standing."""

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.services import restriction
from soteria.accounts.roles import Level, Role, Section
from soteria.audit.models import AuditEvent
from soteria.registry import CASE_PANELS, Panel
from tests.cases.opened import ACCOUNT, PAGES, text_of, url
from tests.conftest import BOOKKEEPING
from tests.factories import (
    REPORTED,
    InvolvementFactory,
    OffenceFactory,
    SuspectFactory,
    VictimFactory,
    member,
    support,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", PAGES)
def test_an_outsider_a_barred_person_and_an_unnamed_one_find_no_page(case, outsider, supervisor, di, sign_in, name):
    assert sign_in(outsider).get(url(case, name)).status_code == 404
    restriction.declare_conflict(case=case, user=supervisor, reason="Neighbour", by=supervisor)
    assert sign_in(supervisor).get(url(case, name)).status_code == 404
    another = member(Role.SUPERVISOR, case.team)
    restriction.restrict_case(case=case, reason="Police suspect", people=[], by=di)
    assert sign_in(another).get(url(case, name)).status_code == 404


def test_a_place_out_of_sight_is_refused_and_not_linked(case, team, sign_in):
    solo = member(Role.SOLO, team)
    support(case, solo, "solo")
    assert sign_in(solo).get(url(case, "place", "suspects")).status_code == 403
    assert "Suspects" not in text_of(sign_in(solo), case)


@pytest.mark.parametrize(
    ("name", "role"), [("notes", Role.VEO), ("who-looked", Role.VEO), ("timeline", Role.CASE_ISVA)]
)
def test_pages_beyond_a_role_are_refused_and_not_linked(case, team, sign_in, name, role):
    person = member(role, team)
    support(case, person, "other")
    assert sign_in(person).get(url(case, name)).status_code == 403
    assert url(case, name) not in text_of(sign_in(person), case)


def test_a_word_that_is_no_place_is_no_page(case, oic, sign_in):
    assert sign_in(oic).get(f"/cases/{case.slug}/nowhere/").status_code == 404


def test_the_oic_reads_the_case(told, oic, sign_in):
    text = text_of(sign_in(oic), told)
    assert "<title>Case 55/20001/26 – Soteria</title>" in text
    for words in ("Rape of a female aged 16 or over", "2 March 2026", ACCOUNT, "leisure centre", "Domestic abuse"):
        assert words in text
    assert text.count("Rosalind Ashdown") >= 2
    assert "Gareth Thornbury" in text


def test_a_veo_reads_no_account(told, veo, sign_in):
    client = sign_in(veo)
    for name in ("detail", "timeline", "print"):
        assert ACCOUNT not in text_of(client, told, name)
    assert "Gareth Thornbury" not in text_of(client, told)
    assert "Rosalind Ashdown" in text_of(client, told)


@pytest.mark.parametrize("name", ["detail", "place"])
def test_an_analyst_sees_the_victim_masked(told, purposeful, name):
    text = text_of(purposeful, told, *([name, "victims"] if name == "place" else [name]))
    assert "Victim: name hidden" in text
    for words in ("Ashdown", "Rosalind", "leisure centre", "Domestic abuse", ACCOUNT):
        assert words not in text


def test_victims_and_suspects_have_pages_of_their_own(told, oic, sign_in):
    client = sign_in(oic)
    assert "Rosalind Ashdown" in text_of(client, told, "place", "victims")
    assert "Gareth Thornbury" in text_of(client, told, "place", "suspects")


def test_no_title_or_address_names_a_person(told, oic, sign_in):
    client = sign_in(oic)
    for name, *args in [("place", "victims"), ("place", "suspects"), *((name,) for name in PAGES)]:
        title = text_of(client, told, name, *args).split("<title>")[1].split("</title>")[0]
        assert told.reference in title
        assert not {"Rosalind", "Ashdown", "Gareth", "Thornbury", "Olive", "Carter"} & set(title.split())


@pytest.mark.parametrize("role", list(Role))
def test_each_panel_is_drawn_for_whom_the_matrix_lets_see_it(told, team, sign_in, role):
    person = member(role, team)
    support(told, person, "other")
    response = sign_in(person).get(url(told))
    if response.status_code == 200:
        sight = response.context["case"].sight
        assert ("What was reported" in response.content.decode()) == sight.may(Section.ACCOUNT, Level.READ)
        assert (ACCOUNT in response.content.decode()) == sight.may(Section.ACCOUNT, Level.READ)
        assert ("Victim: Rosalind Ashdown" in response.content.decode()) == sight.may(Section.SUMMARY, Level.READ)


def test_how_it_is_safe_to_contact_the_victim_heads_every_page(told, veo, oic, sign_in):
    for name, *args in [("detail",), ("place", "victims"), ("timeline",), ("notes",), ("who-looked",)]:
        assert "safe contact not yet asked" in text_of(sign_in(oic), told, name, *args)
    assert "safe contact not yet asked" in text_of(sign_in(veo), told)
    assert "safe contact not yet asked" not in text_of(sign_in(member_of_cps(told)), told)


def member_of_cps(case):
    """A CPS liaison of the case's team, who contacts no victim."""
    return member(Role.CPS_LIAISON, case.team)


def test_how_to_contact_many_victims_folds_away_and_loses_none(told, oic, sign_in):
    for number in range(5):
        VictimFactory(case=told, forenames=f"Ana{number}")
    text = text_of(sign_in(oic), told)
    assert "Safe contact of 3 more victims" in text
    assert text.count("safe contact not yet asked") == 6


def test_what_is_not_recorded_is_told_as_help_with_the_page_that_asks_it(told, oic, sign_in):
    text = text_of(sign_in(oic), told)
    victim = told.victims.get()
    assert "facts are not recorded yet" in text
    assert reverse("victims:edit", args=[told.slug, victim.pk]) in text
    assert reverse("victims:edit-contact", args=[told.slug, victim.pk]) in text


def test_a_case_without_anything_says_so(case, oic, sign_in):
    text = text_of(sign_in(oic), case)
    for words in ("No offence is recorded", "No victim is recorded", "No suspect is recorded", "No date is running"):
        assert words in text


def test_a_closed_restricted_case_says_so(case, di, sign_in):
    case.closed_at = REPORTED + timedelta(days=10)
    case.save()
    restriction.restrict_case(case=case, reason="Police suspect", people=[], by=di)
    text = text_of(sign_in(di), case)
    assert "Restricted" in text
    assert "closed 12 March 2026, after 10 days" in text


def test_only_acts_within_the_role_are_offered(case, oic, supervisor, sign_in):
    assert url(case, "allocate") not in text_of(sign_in(oic), case)
    assert url(case, "declare-conflict") in text_of(sign_in(oic), case)
    for name in ("allocate", "access", "declare-conflict", "print"):
        assert url(case, name) in text_of(sign_in(supervisor), case)


@pytest.fixture
def failing() -> Iterator[None]:
    """A panel whose query the database refuses, and whose error would tell a name."""

    def load(case, user):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 'Rosalind Ashdown'::integer")

    def gaps(case, user):
        raise ValueError("Rosalind Ashdown")

    CASE_PANELS.add(Panel("broken", "Broken", Section.SUMMARY, 1, "cases/panels/account.html", load, gaps=gaps))
    yield
    CASE_PANELS.remove("broken")


def test_a_panel_that_fails_says_so_and_the_rest_still_shows(told, oic, sign_in, failing, caplog):
    with caplog.at_level(logging.ERROR):
        response = sign_in(oic).get(url(told))
    text = response.content.decode()
    assert response.status_code == 200
    assert "We could not load" in text
    assert ACCOUNT in text
    assert AuditEvent.objects.filter(verb="viewed", case_id=told.pk).count() == 1
    assert "Panel broken of a case failed: DataError" in caplog.text
    assert "Rosalind" not in caplog.text


def questions(ask):
    """How many questions the database was asked, transaction bookkeeping left out."""
    ask()  # shows what the last act had to say, which is then gone from the session
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len([query for query in captured if not query["sql"].startswith(BOOKKEEPING)])


@pytest.mark.parametrize(
    ("name", "args", "ceiling"),
    [
        ("detail", (), 8),
        ("place", ("victims",), 8),
        ("place", ("suspects",), 8),
        ("timeline", (), 8),
        ("notes", (), 8),
        ("who-looked", (), 8),
        ("print", (), 26),  # it draws every panel, each of at most three questions
    ],
)
def test_a_page_asks_as_many_questions_for_twenty_of_each_as_for_one(told, oic, sign_in, name, args, ceiling):
    client = sign_in(oic)
    client.post(url(told, "add-note"), {"text": "Note", "key": ""})
    one = questions(lambda: client.get(url(told, name, *args)))
    for number in range(20):
        VictimFactory(case=told)
        OffenceFactory(case=told)
        InvolvementFactory(case=told, suspect=SuspectFactory(nominal=f"S{number}"))
        client.post(url(told, "add-note"), {"text": f"Note {number}", "key": ""})
    many = questions(lambda: client.get(url(told, name, *args)))
    assert many == one
    assert many <= ceiling
