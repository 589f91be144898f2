"""The lists of suspects: what the filters leave, and who stands apart."""

import csv
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from soteria.accounts.roles import Role
from suspects import jobs
from suspects.models import Custody, InvolvementStatus, PoliceService, Standing
from suspects.queries import places, ranked
from suspects.services import circumstances
from tests.factories import SuspectFactory, TeamFactory, member
from tests.suspects.lists.listed import LIST, accuse, said, score_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("weights")]


@pytest.fixture
def psd(team):
    return member(Role.AUDITOR, TeamFactory(force=team.force, name="Professional standards"))


def names(client, query=""):
    page = client.get(f"{LIST}{query}")
    assert page.status_code == 200
    rows = page.context["page"].rows
    assert f"({len(rows)})" in page.content.decode()
    return [row.name.split()[-1] for row in rows]


def said_apart(client):
    client.post(reverse("suspects:apart-purpose"), {"purpose": "Complaint 14 of this year"})
    return client


@pytest.mark.parametrize(("who", "offered"), [("psd", 2), ("di", 5)])
def test_every_list_that_is_offered_beside_a_restricted_one_opens(who, offered, request, sign_in):
    client = said_apart(sign_in(request.getfixturevalue(who)))

    tabs = client.get(reverse("suspects:children")).context["places"]

    assert len(tabs) == offered
    assert {client.get(place.href).status_code for place in tabs} == {200}


def test_the_filters_narrow_the_list_the_count_and_the_file_alike(team, analyst, proved):
    north = TeamFactory(force=team.force, name="Northmoor RASSO", district="Northmoor")
    accuse(team, "Alder", district="Harbourside", relationship="stranger")
    birch = accuse(north, "Birch", district="Northmoor", relationship="partner")
    accuse(team, "Cedar", code="88E", district="Harbourside", relationship="partner")
    step = {"on": timezone.localdate(), "recorded_at": timezone.now()}
    InvolvementStatus.objects.create(involvement=birch, status="CHARGED", **step)
    score_all()
    client = proved(analyst)
    said(client)

    for query, expected in (
        ("", {"Alder", "Birch", "Cedar"}),
        ("?band=A&band=B", {"Alder", "Birch"}),
        ("?district=Northmoor", {"Birch"}),
        ("?relationship=partner", {"Birch", "Cedar"}),
        ("?relationship=partner&district=Harbourside", {"Cedar"}),
        (f"?team={north.pk}", {"Birch"}),
        ("?charged=yes", {"Birch"}),
        ("?charged=no", {"Alder", "Cedar"}),
        ("?liberty=held", set()),
        ("?plan=no", {"Alder", "Birch", "Cedar"}),
        ("?plan=yes", set()),
    ):
        assert set(names(client, query)) == expected
        if expected:  # a person takes ten files a minute at most
            file = b"".join(client.get(reverse("suspects:export") + query).streaming_content).decode("utf-8-sig")
            assert {row["Suspect"].split()[-1] for row in csv.DictReader(file.splitlines())} == expected


def test_a_filter_that_leaves_nobody_says_what_to_do_and_one_that_cannot_be_read_narrows_nothing(
    team, supervisor, sign_in
):
    accuse(team)
    score_all()
    client = sign_in(supervisor)

    assert "No suspect that you can see has all of these." in client.get(f"{LIST}?band=D").content.decode()
    wrong = client.get(f"{LIST}?band=Z")
    assert len(wrong.context["page"].rows) == 1 and "There is a problem" in wrong.content.decode()


def test_a_cell_of_the_file_is_never_a_formula(team, analyst, proved):
    accuse(team, suspect=SuspectFactory(forenames="=cmd|calc", surname="Ash"))
    score_all()
    client = proved(analyst)
    said(client)

    assert b"'=cmd|calc Ash" in b"".join(client.get(reverse("suspects:export")).streaming_content)


def test_those_in_custody_are_on_a_list_of_their_own_with_their_release_until_ninety_days_before(
    team, supervisor, oic, sign_in
):
    far, near, free = (accuse(team, name).suspect for name in ("Far", "Near", "Free"))
    today = timezone.localdate()
    score_all()
    client = sign_in(supervisor)
    for suspect, days in ((far, 200), (near, 60)):
        facts = {"kind": "serving", "on": today, "until": today + timedelta(days=days)}
        circumstances.record_custody(suspect, **facts, by=oic)

    assert set(names(client)) == {"Near", "Free"}
    held = client.get(f"{LIST}?liberty=held").context["page"].rows
    assert [(row.name, row.held, row.until) for row in held] == [
        (str(far), "Serving a sentence in custody", today + timedelta(days=200))
    ]
    score_all("again")
    assert set(names(client)) == {"Near", "Free"}
    circumstances.record_custody(far, kind="released", on=today, until=None, by=oic)
    assert set(names(client)) == {"Near", "Free", "Far"}
    circumstances.withdraw(Custody.objects.get(kind="released"), why="Another person was released", by=oic)
    assert set(names(client)) == {"Near", "Free"}
    assert free.standing.is_held is False


def test_a_police_employee_is_seen_by_named_roles_alone_and_takes_nobodys_place(
    team, supervisor, di, analyst, psd, oic, proved
):
    officer, other = accuse(team, "Constable"), accuse(team, "Other", code="88E")
    score_all()
    circumstances.record_police_service(officer.suspect, on=timezone.localdate(), until=None, by=oic)

    for key in ("", "again"):
        if key:
            score_all(key)
        for user in (supervisor, analyst, di):
            client = proved(user)
            said(client)
            assert names(client) == ["Other"]
            assert [row.rank for row in client.get(LIST).context["page"].rows] == [1]
            assert b"Constable" not in b"".join(client.get(reverse("suspects:export")).streaming_content)
            assert "Constable" not in client.get(reverse("suspects:changes")).content.decode()
    page = reverse("suspects:score", args=[officer.suspect_id])
    for user in (supervisor, analyst):
        client = proved(user)
        said(client)
        assert client.get(reverse("suspects:police")).status_code == 403
        assert client.get(page).status_code == 403
    for user, opens in ((di, True), (psd, False)):
        client = proved(user)
        said_apart(client)
        listed = client.get(reverse("suspects:police"))
        assert [(row.name, row.may_open) for row in listed.context["rows"]] == [("Gareth Constable", opens)]
        assert listed.context["rows"][0].score > 0
    assert proved(di).get(page).status_code == 200
    row = PoliceService.objects.get()
    circumstances.withdraw(row, why="Recorded of the wrong person", by=oic)
    jobs.rescore(type("Asked", (), {"pk": 1, "attempts": 1})())
    assert set(names(proved(supervisor))) == {"Constable", "Other"}
    assert other.suspect.standing.base > 0


def test_children_are_on_a_list_of_named_roles_and_are_neither_scored_nor_ranked(team, supervisor, di, psd, sign_in):
    child = SuspectFactory(surname="Young", date_of_birth=timezone.localdate() - timedelta(days=6000))
    accuse(team, suspect=child)
    accuse(team, "Adult")
    score_all()

    assert names(sign_in(supervisor)) == ["Adult"]
    assert sign_in(supervisor).get(reverse("suspects:children")).status_code == 403
    assert sign_in(supervisor).get(reverse("suspects:score", args=[child.pk])).status_code == 403
    for user in (di, psd):
        page = said_apart(sign_in(user)).get(reverse("suspects:children"))
        assert [(row.name, row.score) for row in page.context["rows"]] == [("Gareth Young", None)]
        assert "not scored or ranked" in page.content.decode()


def test_a_restricted_list_never_tells_of_a_restricted_case(team, di, psd, sign_in):
    child = SuspectFactory(surname="Young", date_of_birth=timezone.localdate() - timedelta(days=6000))
    accuse(team, suspect=child, is_restricted=True, restricted_reason="Police suspect")

    for user in (di, psd):
        page = said_apart(sign_in(user)).get(reverse("suspects:children"))
        assert page.status_code == 200 and "Young" not in page.content.decode()


def test_base_and_final_rank_stand_side_by_side(team, supervisor):
    bases = {}
    for number, code in enumerate(["19C", "19C", "88E", "88E"]):
        part = accuse(team, f"S{number}", code=code)
        bases[number] = part.suspect_id
    score_all()
    lower = Standing.objects.get(suspect=bases[2])
    Standing.objects.filter(pk=lower.pk).update(points=15, final=lower.base + 15)
    higher = Standing.objects.get(suspect=bases[0])
    Standing.objects.filter(pk=higher.pk).update(points=-15, final=higher.base - 15)

    rows = {row.suspect_id: row for row in ranked.every(supervisor, 10)}

    finals = dict(Standing.objects.values_list("pk", "final"))
    raw = dict(Standing.objects.values_list("pk", "base"))
    for pk, row in rows.items():
        assert row.rank == 1 + sum(final > finals[pk] for final in finals.values())
        assert row.base_rank == 1 + sum(base > raw[pk] for base in raw.values())
    assert [row.final for row in ranked.every(supervisor, 10)] == sorted(finals.values(), reverse=True)
    assert places.places_of(team.force_id, []).above == {}
