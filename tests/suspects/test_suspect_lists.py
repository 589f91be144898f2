"""The lists of suspects: the purpose, who stands apart, what the filters leave, and who came and left."""

import csv
from datetime import timedelta
from itertools import count

import pytest
from django.urls import reverse
from django.utils import timezone

from soteria.accounts.roles import Role
from soteria.audit.models import AuditEvent
from suspects import jobs
from suspects.models import (
    Custody,
    Dispute,
    InvolvementStatus,
    ListChange,
    PoliceService,
    ScoreVersion,
    ScoreWeight,
    Standing,
    Suspect,
)
from suspects.queries import places, ranked, standing
from suspects.services import circumstances
from suspects.services.circumstances import CannotRecord
from tests.factories import (
    CaseFactory,
    InvolvementFactory,
    OffenceFactory,
    SuspectFactory,
    TeamFactory,
    VictimFactory,
    member,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("weights")]
LIST = "/suspects/"
NUMBERS = count(70_000)


@pytest.fixture
def weights(reference):
    """The shipped weights, with bands that one grave offence reaches."""
    ScoreWeight.objects.filter(kind="band", code="B").update(value=40)


@pytest.fixture
def analyst(team):
    return member(Role.INTEL_ANALYST, TeamFactory(force=team.force, name="Force intelligence"))


@pytest.fixture
def psd(team):
    return member(Role.AUDITOR, TeamFactory(force=team.force, name="Professional standards"))


def accuse(team, surname="Thornbury", code="19C", suspect=None, **facts):
    """Somebody said to have done one thing in a case of their own, reported this month."""
    relationship = facts.pop("relationship", "")
    now = timezone.now() - timedelta(days=3)
    case = CaseFactory(reference=f"55/{next(NUMBERS)}/26", team=team, reported_at=now, **facts)
    OffenceFactory(case=case, offence_class_id=code, occurred_from=now)
    VictimFactory(case=case)
    suspect = suspect or SuspectFactory(surname=surname)
    return InvolvementFactory(case=case, suspect=suspect, relationship=relationship)


def score_all(key="all", day=None):
    jobs.score_everybody(day or timezone.localdate(), key=key, why="asked")


def names(client, query=""):
    page = client.get(f"{LIST}{query}")
    assert page.status_code == 200
    rows = page.context["page"].rows
    assert f"({len(rows)})" in page.content.decode()
    return [row.name.split()[-1] for row in rows]


def said(client, address=LIST):
    return client.post(
        reverse("suspects:list-purpose") + f"?next={address}", {"purpose": "Weekly tasking meeting"}, follow=True
    )


def said_apart(client):
    client.post(reverse("suspects:apart-purpose"), {"purpose": "Complaint 14 of this year"})
    return client


# ----------------------------------------------------------------------------------------------------- the purpose


def test_whoever_reads_the_whole_force_is_asked_what_for_before_anything_is_shown(team, analyst, proved):
    part = accuse(team)
    score_all()
    client = proved(analyst)
    own, score_page = (
        reverse("suspects:purpose", args=[part.suspect_id]),
        reverse("suspects:score", args=[part.suspect_id]),
    )

    for address, asked in (
        (LIST, "/suspects/purpose/"),
        (reverse("suspects:export"), "/suspects/purpose/"),
        (reverse("suspects:changes"), "/suspects/purpose/"),
        (score_page, own),
    ):
        answer = client.get(address)
        assert answer.status_code == 302 and answer["Location"].startswith(asked)
    assert not AuditEvent.objects.filter(verb__in=("viewed", "exported")).exists()


def test_a_purpose_given_for_the_list_covers_those_on_it_and_each_look_names_it(team, analyst, sign_in):
    part = accuse(team)
    score_all()
    client = sign_in(analyst)

    page = said(client, f"{LIST}%3Fband%3DB")

    assert page.redirect_chain == [(f"{LIST}?band=B", 302)]
    assert client.get(reverse("suspects:score", args=[part.suspect_id])).status_code == 200
    why = AuditEvent.objects.get(verb="suspect.purpose_given")
    assert why.reason == "Weekly tasking meeting"
    looks = AuditEvent.objects.filter(verb="viewed", actor_id=analyst.pk)
    assert {event.after["purpose"] for event in looks} == {why.pk}
    assert "Weekly" not in str(dict(client.session))


def test_a_purpose_given_for_one_suspect_covers_that_suspect_alone_and_runs_out(team, analyst, sign_in, time_machine):
    one, other = accuse(team), accuse(team, "Other")
    score_all()
    client = sign_in(analyst)
    address = reverse("suspects:score", args=[one.suspect_id])
    client.post(reverse("suspects:purpose", args=[one.suspect_id]), {"purpose": "Operation Larch, request 4"})

    assert client.get(address).status_code == 200
    assert client.get(reverse("suspects:score", args=[other.suspect_id])).status_code == 302
    assert client.get(LIST).status_code == 302
    time_machine.move_to(timezone.now() + timedelta(minutes=61), tick=False)
    assert client.get(address).status_code == 302


def test_a_purpose_is_said_in_words_and_leads_nowhere_else(team, analyst, sign_in):
    accuse(team)
    client = sign_in(analyst)
    address = reverse("suspects:list-purpose")

    assert "Enter why" in client.post(address, {"purpose": ""}).content.decode()
    assert "10 characters" in client.post(address, {"purpose": "work"}).content.decode()
    for elsewhere in ("https://example.org/", "//example.org", "/cases/"):
        answer = client.post(f"{address}?next={elsewhere}", {"purpose": "Weekly tasking meeting"})
        assert answer["Location"] == LIST


def test_a_team_is_not_asked_about_its_own(team, supervisor, sign_in):
    part = accuse(team)
    score_all()
    client = sign_in(supervisor)

    assert client.get(LIST).status_code == 200
    assert client.get(reverse("suspects:list-purpose"))["Location"] == LIST
    own = reverse("suspects:purpose", args=[part.suspect_id])
    assert client.get(own)["Location"] == reverse("suspects:score", args=[part.suspect_id])


def test_a_purpose_opens_nothing_that_is_not_in_sight(team, sign_in):
    part = accuse(team)
    elsewhere = member(Role.SUPERVISOR, TeamFactory(force=team.force, name="Riverton RASSO"))

    assert sign_in(elsewhere).get(reverse("suspects:purpose", args=[part.suspect_id])).status_code == 404


# ------------------------------------------------------------------------------------------------------ the lists


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


# ------------------------------------------------------------------------------------------- who came and who left


def changes():
    return [(row.is_on, row.why) for row in ListChange.objects.order_by("pk")]


def test_each_coming_and_going_is_kept_once_with_its_reason(team, oic, supervisor, sign_in):
    part = accuse(team)
    score_all("one")
    score_all("two")
    assert changes() == [(True, "first")]

    InvolvementStatus.objects.create(
        involvement=part, status="ACQUITTED", on=timezone.localdate(), recorded_at=timezone.now()
    )
    score_all("three")
    accuse(team, suspect=part.suspect)
    score_all("four")
    circumstances.record_police_service(part.suspect, on=timezone.localdate(), until=None, by=oic)
    score_all("five")

    assert changes() == [(True, "first"), (False, "nothing"), (True, "first"), (False, "apart")]
    page = sign_in(supervisor).get(reverse("suspects:changes"))
    assert page.context["page"].rows == ()  # a police employee is told of to nobody else


def test_time_a_judgement_a_version_and_less_are_told_apart(team):
    low, far = accuse(team, code="88E"), accuse(team, "Far")
    score_all("one")
    Standing.objects.filter(suspect=low.suspect_id).update(points=15, final=45, band="B")
    run = jobs.ScoreRun.objects.latest("pk")
    standing.settle(run)
    Standing.objects.filter(suspect=low.suspect_id).update(points=0, final=39, band="C")
    standing.settle(run)
    Standing.objects.filter(suspect=far.suspect_id).update(base=39, final=39, band="C")
    standing.settle(
        jobs.ScoreRun.objects.create(
            key="night", why="nightly", as_of=run.as_of, version=run.version, at=timezone.now(), scored=2
        )
    )

    by = {
        part.suspect_id: list(ListChange.objects.filter(suspect=part.suspect_id).order_by("pk")) for part in (low, far)
    }
    assert [(c.is_on, c.why) for c in by[low.suspect_id]] == [(True, "judgement"), (False, "judgement")]
    assert [(c.is_on, c.why) for c in by[far.suspect_id]] == [(True, "first"), (False, "time")]


def test_the_page_of_changes_tells_why(team, supervisor, sign_in, max_queries):
    for number in range(27):
        accuse(team, f"S{number}")
    score_all()
    client = sign_in(supervisor)
    client.get(reverse("suspects:changes"))

    with max_queries(8):
        page = client.get(reverse("suspects:changes"))

    assert len(page.context["page"].rows) == 25
    assert "First scored" in page.content.decode() and "Came into bands A and B" in page.content.decode()
    later = client.get(reverse("suspects:changes") + f"?after={page.context['page'].after}")
    assert len(later.context["page"].rows) == 2
    back = client.get(reverse("suspects:changes") + f"?before={later.context['page'].before}")
    assert back.context["page"].rows == page.context["page"].rows


def test_what_a_run_found_is_never_changed(team):
    accuse(team)
    score_all()

    with pytest.raises(Exception, match="Cannot update"):
        ListChange.objects.update(why="time")


# ---------------------------------------------------------------------------------------- recording and withdrawing


def boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_custody_is_kept_by_who_keeps_the_case_and_nobody_else(team, case, oic, outsider, veo, sign_in):
    part = InvolvementFactory(case=case)
    address = reverse("suspects:record-circumstance", args=[part.suspect_id, "custody"])

    assert sign_in(outsider).get(address).status_code == 404
    assert sign_in(veo).get(address).status_code == 403
    assert sign_in(oic).get(address).status_code == 200
    unknown = reverse("suspects:record-circumstance", args=[part.suspect_id, "hat"])
    assert sign_in(oic).get(unknown).status_code == 404


def test_custody_is_recorded_once_keeps_what_was_typed_and_goes_back_to_the_case(case, oic, sign_in):
    part = InvolvementFactory(case=case)
    client = sign_in(oic)
    back = reverse("cases:place", args=[case.slug, "suspects"])
    address = reverse("suspects:record-circumstance", args=[part.suspect_id, "custody"]) + f"?back={back}"
    today = timezone.localdate()

    wrong = client.post(address, {"kind": "serving", **boxes("on", today)})
    assert "Enter the earliest release date of the sentence" in wrong.content.decode()
    assert wrong.context["form"]["kind"].value() == "serving"
    typed = {"kind": "serving", **boxes("on", today), **boxes("until", today + timedelta(days=400))}
    key = client.get(address).wsgi_request.once_key
    for _ in range(2):
        assert client.post(address, typed | {"form_key": str(key)})["Location"] == back
    assert Custody.objects.count() == 1
    assert AuditEvent.objects.filter(verb="suspect.custody_recorded").count() == 1


def test_a_dispute_marks_the_list_until_it_is_decided(team, oic, supervisor, sign_in):
    part = accuse(team)
    score_all()
    client = sign_in(supervisor)
    address = reverse("suspects:record-circumstance", args=[part.suspect_id, "dispute"])
    client.post(address, {"what": "I was abroad that week", **boxes("on", timezone.localdate())})
    dispute = Dispute.objects.get()

    assert client.get(LIST).context["page"].rows[0].is_disputed
    assert "Waits for a decision" in client.get(address).content.decode()
    decide = reverse("suspects:decide-dispute", args=[part.suspect_id, dispute.pk])
    assert "Select what was decided" in client.post(decide, {"outcome": "", "why": ""}).content.decode()
    for outcome in ("stands", "put_right"):
        client.post(decide, {"outcome": outcome, "why": "Passport records do not show it"})
    dispute.refresh_from_db()
    assert (dispute.outcome, dispute.decided_by) == ("stands", supervisor)
    assert not client.get(LIST).context["page"].rows[0].is_disputed


def test_what_was_recorded_by_mistake_is_withdrawn_with_a_reason_and_stays_to_be_read(team, supervisor, sign_in):
    part = accuse(team)
    row = circumstances.record_custody(
        part.suspect, kind="remanded", on=timezone.localdate(), until=None, by=supervisor
    )
    client = sign_in(supervisor)
    address = reverse("suspects:withdraw-circumstance", args=[part.suspect_id, "custody", row.pk])

    assert "Enter why this status is withdrawn" in client.post(address, {"why": ""}).content.decode()
    for _ in range(2):
        assert client.post(address, {"why": "Bailed by the court"}).status_code == 302
    page = client.get(reverse("suspects:record-circumstance", args=[part.suspect_id, "custody"])).content.decode()
    assert "Bailed by the court" in page
    assert AuditEvent.objects.filter(verb="suspect.circumstance_withdrawn").count() == 1
    missing = reverse("suspects:withdraw-circumstance", args=[part.suspect_id, "custody", row.pk + 1])
    assert client.get(missing).status_code == 404


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "serving", "on": 0, "until": None}, "until"),
        ({"kind": "remanded", "on": 1, "until": None}, "on"),
        ({"kind": "remanded", "on": 0, "until": -1}, "until"),
    ],
)
def test_dates_that_do_not_fit_are_refused(facts, field, oic):
    today = timezone.localdate()
    days = {k: today + timedelta(days=v) if isinstance(v, int) else v for k, v in facts.items()}

    with pytest.raises(CannotRecord) as refusal:
        circumstances.record_custody(SuspectFactory(), **days, by=oic)

    assert refusal.value.field == field
    assert not Custody.objects.exists()


@pytest.mark.parametrize("blank", ["", "  "])
def test_no_dispute_and_no_withdrawal_is_without_words(blank, oic):
    suspect, today = SuspectFactory(), timezone.localdate()
    with pytest.raises(CannotRecord):
        circumstances.record_dispute(suspect, what=blank, on=today, by=oic)
    row = circumstances.record_dispute(suspect, what="Not me", on=today, by=oic)
    with pytest.raises(CannotRecord):
        circumstances.decide_dispute(row, outcome="stands", why=blank, by=oic)
    with pytest.raises(CannotRecord):
        circumstances.withdraw(row, why=blank, by=oic)
    assert Dispute.objects.get().outcome == "" and Suspect.objects.count() == 1


def test_the_edges_of_bands_are_data_of_the_version(team):
    part = accuse(team)
    version = ScoreVersion.objects.in_force(timezone.localdate())
    for edge, band in ((20, "A"), (99, "B")):
        ScoreWeight.objects.filter(version=version, kind="band", code="A").update(value=edge)
        score_all(band)
        assert Standing.objects.get(suspect=part.suspect_id).band == band
