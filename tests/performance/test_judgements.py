"""Judgements by month, by author and by group: who reads them, what is added up, and what is hidden."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from performance.rules import judgements as rules
from performance.rules.judgements import Judged, Sums
from performance.rules.months import Month, Window
from soteria.accounts.roles import Role
from soteria.audit.models import AuditEvent
from suspects.models import Judgement
from tests.factories import CaseFactory, ForceFactory, InvolvementFactory, SuspectFactory, TeamFactory, member

NOW = Month(2026, 11)
YEAR = Window.of(NOW, 12)
ADDRESS = "/flight-deck/judgements/"


def said(points, *, month=NOW, author=("A. Smith", 1), **groups):
    usual = {"age": "25 to 34", "ethnicity": "White", "district": "Westmere"}
    return Judged(month, author, points, usual | groups)


# ------------------------------------------------------------------------------------------------------- the rules


def test_what_is_added_and_taken_off_is_told_apart():
    assert rules.sums([said(10), said(-4), said(2)]) == Sums(3, 12, 4)
    assert Sums(3, 12, 4).net == 8 and Sums(3, 12, 4).sentence.endswith("took off 4: 8 up in all.")
    assert Sums(2, 4, 4).sentence.endswith("took off 4: nothing in all.")
    assert Sums(0, 0, 0).sentence == "No judgement was authorised."


def test_every_month_is_told_and_two_authors_of_one_name_are_two():
    rows = [said(10), said(5, author=("A. Smith", 2)), said(-3, month=NOW.back(2))]

    months = rules.by_month(rows, YEAR)
    authors = rules.by_author(rows)

    assert [sums.number for _, sums in months] == [2, 0, 1, *[0] * 9]
    assert authors == [
        (NOW, "A. Smith", Sums(1, 10, 0)),
        (NOW, "A. Smith", Sums(1, 5, 0)),
        (NOW.back(2), "A. Smith", Sums(1, 0, 3)),
    ]


def test_a_small_group_is_hidden_with_its_points_and_with_another_that_would_give_it_away():
    rows = [said(1) for _ in range(12)] + [said(-9, ethnicity="Not known")] * 2 + [said(2, ethnicity="Asian")] * 7

    found = {group.name: group for group in rules.by_group(rows, "ethnicity")}

    assert found["Not known"].sums is None and "Fewer than 5" in found["Not known"].shown.reason
    assert found["Asian"].sums is None and found["White"].sums == Sums(12, 12, 0)


def test_a_total_that_is_small_is_not_parted_at_all():
    assert rules.by_group([said(5)] * 4, "age") == []


@pytest.mark.parametrize(("number", "window"), [(19, YEAR), (20, Window.of(NOW))])
def test_a_month_with_few_judgements_is_shown_with_the_months_before(number, window):
    assert rules.window_of_groups([said(5)] * number, YEAR) == window


# -------------------------------------------------------------------------------------------------------- the page


def judge(author, authoriser, points=5, at=None, force=None, **facts):
    """A judgement about somebody of their own, authorised now."""
    suspect = SuspectFactory(**({"force": force} if force else {}) | facts)
    at = at or timezone.now()
    day = timezone.localdate(at)
    return Judgement.objects.create(
        suspect=suspect,
        points=points,
        reason="access",
        words="Has moved in with somebody who has children",
        evidence="Report 12",
        rests_on_acquittal=False,
        starts_on=day,
        ends_on=day + timedelta(days=30),
        key=uuid4(),
        authored_at=at,
        authored_by=author,
        authorised_at=at,
        authorised_by=authoriser,
        authorised_rank="inspector",
    )


@pytest.fixture
def analyst(team):
    return member(Role.INTEL_ANALYST, team, username="analyst", first_name="Ada", last_name="Lyst")


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.DI, Role.LEAD)])
def test_nobody_but_those_who_authorise_reads_it_and_it_is_not_offered(role, team, sign_in):
    client = sign_in(member(role, team))

    assert client.get(ADDRESS).status_code == 403
    listed = client.get(reverse("suspects:versions"))
    assert listed.status_code == 403 or ADDRESS not in listed.content.decode()
    assert not AuditEvent.objects.filter(after__part="judgements by author and group").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["di", "lead"])
def test_it_is_reached_from_the_versions_and_the_look_is_recorded(who, analyst, di, request, sign_in):
    reader = request.getfixturevalue(who)
    judge(analyst, di, 8)
    judge(analyst, di, -3)
    judge(analyst, di, 5, at=timezone.now() - timedelta(days=800))
    Judgement.objects.create(**waiting(analyst))
    client = sign_in(reader)

    assert ADDRESS in client.get(reverse("suspects:versions")).content.decode()
    page = client.get(ADDRESS)

    text = page.content.decode()
    assert "2 judgements added 8 points and took off 3: 5 up in all." in text
    assert [(name, sums) for _, name, sums in page.context["authors"]] == [(str(analyst), Sums(2, 8, 3))]
    assert page.context["months"][0] == (Month.of(timezone.localdate()), Sums(2, 8, 3))
    assert text.count("Too few judgements to be shown by") == 3
    seen = AuditEvent.objects.get(verb="viewed", actor_id=reader.pk)
    assert seen.after == {"part": "judgements by author and group", "rows": 2}


def waiting(author):
    """The facts of a judgement that nobody has authorised."""
    made = judge(author, member(Role.DI, TeamFactory(name="Elsewhere RASSO")))
    facts = {field.attname: getattr(made, field.attname) for field in Judgement._meta.concrete_fields}
    made.delete()
    return facts | {"id": None, "authorised_at": None, "authorised_by_id": None, "authorised_rank": ""}


@pytest.mark.django_db
def test_groups_are_those_of_the_suspect_on_the_day_and_no_ethnicity_is_a_group(team, analyst, di, sign_in):
    born = timezone.localdate().replace(day=1) - timedelta(days=30 * 366)
    for code in ["W1"] * 6 + ["NS"] * 5:
        suspect = judge(analyst, di, ethnicity=code, date_of_birth=born).suspect
        InvolvementFactory(case=CaseFactory(team=team, district="Westmere"), suspect=suspect)
    hidden = CaseFactory(team=team, district="Hidden", is_restricted=True, restricted_reason="Police suspect")
    InvolvementFactory(case=hidden, suspect=suspect)

    groups = dict(sign_in(di).get(ADDRESS).context["groups"])

    assert [(group.name, group.sums.number) for group in groups["Ethnicity"]] == [("Not known", 5), ("White", 6)]
    assert [(group.name, group.sums.net) for group in groups["Age"]] == [("25 to 34", 55)]
    assert [group.name for group in groups["District"]] == ["Westmere"]


@pytest.mark.django_db
def test_judgements_of_another_force_are_not_counted(analyst, di, sign_in):
    other = ForceFactory(code="56", name="Elsewhere")
    judge(analyst, di, force=other)
    elsewhere = member(Role.LEAD, TeamFactory(force=other, name="Elsewhere"), username="far")

    assert sign_in(di).get(ADDRESS).context["whole"].number == 0
    assert sign_in(elsewhere).get(ADDRESS).context["whole"].number == 1


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 12])
def test_the_page_asks_the_same_few_questions(number, analyst, di, sign_in, max_queries):
    for _ in range(number):
        judge(analyst, di)
    client = sign_in(di)
    client.get(ADDRESS)

    with max_queries(8):
        assert client.get(ADDRESS).context["whole"].number == number
