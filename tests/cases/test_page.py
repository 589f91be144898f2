"""The pages of one case; refusals first."""

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.services import restriction
from soteria.accounts.roles import Level, Role, Section
from soteria.audit.models import AuditEvent
from soteria.registry import CASE_PANELS, Panel
from tests.conftest import BOOKKEEPING
from tests.factories import (
    REPORTED,
    CaseFactory,
    InvolvementFactory,
    OffenceFactory,
    SuspectFactory,
    TeamFactory,
    VictimFactory,
    member,
    support,
)

pytestmark = pytest.mark.django_db
PAGES = ("detail", "timeline", "notes", "who-looked", "print")
ACCOUNT = "She said that he would not let her leave"


def url(case, name="detail", *args):
    """The address of one page of the case."""
    return reverse(f"cases:{name}", args=[case.slug, *args])


def text_of(client, case, name="detail", *args):
    """What one page of the case says; a part that could not be loaded is a failure here."""
    text = client.get(url(case, name, *args)).content.decode()
    assert "We could not load" not in text
    return text


@pytest.fixture
def told(case):
    """The case, with an account, an offence, a victim and a suspect whose names are indexed."""
    from cases.services import names

    case.account, case.place, case.flags = ACCOUNT, "The path behind the leisure centre", ["DA"]
    case.save()
    OffenceFactory(case=case)
    victim, suspect = VictimFactory(case=case), InvolvementFactory(case=case)
    names.index(
        [
            names.NameRow(case.pk, "victim", victim.pk, "Rosalind", "Ashdown"),
            names.NameRow(case.pk, "suspect", suspect.suspect_id, "Gareth", "Thornbury"),
        ]
    )
    return case


# --- Refused --------------------------------------------------------------------------------------------------------


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


# --- What each role is shown ----------------------------------------------------------------------------------------


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


@pytest.fixture
def analyst(told):
    """An intelligence analyst of the force, who works on none of its cases."""
    return member(Role.INTEL_ANALYST, TeamFactory(force=told.force, name="Force intelligence"))


@pytest.fixture
def purposeful(analyst, told, sign_in):
    """The analyst's client, after a purpose was given."""
    client = sign_in(analyst)
    client.post(url(told, "purpose"), {"purpose": "A linked series in Riverton"})
    return client


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


# --- A panel that fails ---------------------------------------------------------------------------------------------


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


# --- Audited, and asked why ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_each_page_leaves_one_event(case, oic, sign_in, name):
    sign_in(oic).get(url(case, name))
    (event,) = AuditEvent.objects.filter(case_id=case.pk)
    assert event.verb == ("printed" if name == "print" else "viewed")


def test_whoever_is_there_by_force_alone_is_asked_why_first(told, analyst, sign_in):
    client = sign_in(analyst)
    response = client.get(url(told, "place", "suspects"))
    assert response["Location"].startswith(url(told, "purpose"))
    assert not AuditEvent.objects.filter(verb="viewed").exists()

    too_short = client.post(response["Location"], {"purpose": "work"})
    assert "Purpose must be 10 characters or more" in too_short.content.decode()
    after = client.post(response["Location"], {"purpose": "A linked series in Riverton"})
    assert after["Location"] == url(told, "place", "suspects")
    assert client.get(after["Location"]).status_code == 200
    assert AuditEvent.objects.get(verb="purpose.given").reason == "A linked series in Riverton"


def test_a_form_of_another_app_asks_why_too_and_loses_nothing_that_was_typed(told, analyst, sign_in):
    address = reverse("suspects:edit", args=[told.slug, told.involvements.get().pk])
    client = sign_in(analyst)
    assert client.get(address)["Location"].startswith(url(told, "purpose"))
    assert client.post(address, {}).status_code == 200


def test_the_session_keeps_the_case_and_not_the_reason_and_forgets_after_an_hour(told, purposeful):
    assert list(purposeful.session["case_purposes"]) == [str(told.pk)]
    assert "Riverton" not in str(dict(purposeful.session))
    assert purposeful.get(url(told)).status_code == 200
    session = purposeful.session
    session["case_purposes"] = {str(told.pk): timezone.now().timestamp() - 1}
    session.save()
    assert purposeful.get(url(told)).status_code == 302


def test_a_purpose_for_one_case_opens_no_other(told, purposeful):
    other = CaseFactory(team=told.team)
    assert purposeful.get(url(other)).status_code == 302


def test_a_purpose_leads_nowhere_else(told, analyst, sign_in):
    asked = f"{url(told, 'purpose')}?next=https://example.com/"
    assert sign_in(analyst).post(asked, {"purpose": "A linked series"})["Location"] == url(told)


@pytest.mark.parametrize("person", ["supervisor", "di", "oic", "veo"])
def test_their_own_caseload_is_not_asked_about(case, request, sign_in, person):
    client = sign_in(request.getfixturevalue(person))
    assert client.get(url(case)).status_code == 200
    assert client.get(url(case, "purpose"))["Location"] == url(case)


# --- Who has looked, and the timeline ------------------------------------------------------------------------------


def test_who_looked_is_told_by_person_with_the_reason(told, oic, outsider, purposeful, sign_in):
    sign_in(outsider).get(url(told))
    text = text_of(sign_in(oic), told, "who-looked")
    assert "A linked series in Riverton" in text
    assert outsider.get_full_name() in text
    assert "3 people" in text


def test_the_timeline_holds_facts_changes_and_notes_newest_first(case, oic, supervisor, sign_in):
    client = sign_in(oic)
    client.post(url(case, "add-note"), {"text": "Rang the hospital", "key": ""})
    sign_in(supervisor).post(url(case, "add-support"), {"person": member(Role.SOLO, case.team).pk, "duty": "solo"})
    text = text_of(client, case, "timeline")
    order = ["Gave somebody a part in the case", "Wrote a note", "Rang the hospital", "Reported to the police"]
    assert sorted(order, key=text.index) == order


def test_a_reader_without_the_account_sees_that_a_note_was_written_and_not_what(case, oic, veo, sign_in):
    sign_in(oic).post(url(case, "add-note"), {"text": ACCOUNT, "key": ""})
    text = text_of(sign_in(veo), case, "timeline")
    assert "Wrote a note" in text
    assert ACCOUNT not in text


def test_a_time_that_nobody_recorded_is_not_midnight(case, oic, sign_in):
    case.reported_at = timezone.make_aware(timezone.datetime(2026, 3, 2))
    case.save()
    text = text_of(sign_in(oic), case, "timeline")
    assert "2 March 2026" in text
    assert "midnight" not in text
    assert "00:00" not in text.replace("T00:00", "")


def test_the_timeline_is_read_in_pages_that_lose_nothing(case, oic, sign_in):
    from soteria.audit import services as audit

    for number in range(65):
        audit.record("job.retried", case, by=oic, case=case, reason=f"Reason {number:02}.")
    client, address, seen = sign_in(oic), url(case, "timeline"), []
    while address:
        response = client.get(address)
        seen += [item.text or item.title for item in response.context["found"].items]
        after = response.context["found"].after
        address = f"{url(case, 'timeline')}?after={after}" if after else ""
    assert seen == [*(f"Reason {number:02}." for number in reversed(range(65))), "Reported to the police"]


def test_a_broken_cursor_is_the_start(case, oic, sign_in):
    for name in ("timeline", "notes"):
        assert sign_in(oic).get(url(case, name) + "?after=%00rubbish").status_code == 200


def test_the_print_is_marked_and_says_who_printed_it_when(told, oic, sign_in):
    with time_machine.travel("2026-05-01 09:05:00+01:00", tick=True):
        text = text_of(sign_in(oic), told, "print")
    assert text.count("OFFICIAL-SENSITIVE") >= 2
    assert "Olive Carter on 1 May 2026 at 9:05am" in text
    assert "Rosalind Ashdown" in text


# --- As fast with many as with one ---------------------------------------------------------------------------------


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
