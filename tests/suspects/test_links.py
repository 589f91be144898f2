"""Possible matches: who sees a pair, how pairs are found, what a decision does, and that a merge can be undone."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import CaseDraft, CaseName
from cases.services import names, restriction
from soteria.accounts.roles import Role
from soteria.audit.models import AuditEvent
from soteria.celery import app
from soteria.clocks import services as clocks
from soteria.clocks.models import ClockEvent
from soteria.work import jobs as work
from soteria.work.handlers import HANDLERS
from soteria.work.models import Job
from suspects import jobs, link_jobs, tasks
from suspects.linkage.people import Address, Person
from suspects.models import (
    Custody,
    Dispute,
    Involvement,
    LinkDecision,
    Merge,
    PersonLink,
    PoliceService,
    ScoreWeight,
    StaleLink,
    StaleScore,
    Standing,
    Suspect,
    SuspectAddress,
    Unmerge,
)
from suspects.queries import links, pairs
from suspects.queries.alike import Asked, find_alike, visible_suspects
from suspects.queries.candidates import candidates_of
from suspects.queries.links import possible_of
from suspects.queries.what_if import compared, what_if
from suspects.services import circumstances, linking, merging, recording
from suspects.services.linking import CannotDecide, Kind, Reason
from tests.factories import (
    CaseFactory,
    ForceFactory,
    InvolvementFactory,
    OffenceFactory,
    SuspectFactory,
    TeamFactory,
    VictimFactory,
    allocate,
    member,
)
from tests.factories.action import stand
from tests.factories.orders import an_attendance

pytestmark = pytest.mark.django_db
QUEUE = "/suspects/links/"
BORN = date(1984, 3, 7)
WHO = {"date_of_birth": BORN, "sex": "M", "pnc_id": "84/12345A"}


def on_record(case, **facts):
    """A suspect with a part in a case, found by name."""
    part = InvolvementFactory(case=case, suspect=SuspectFactory(**facts))
    names.index([recording.name_row(part)])
    return part.suspect


@pytest.fixture
def sign_in(sign_in):
    """A client of somebody who, where their role reads the force, has said what for."""

    def looking(user):
        client = sign_in(user)
        client.post(reverse("suspects:list-purpose"), {"purpose": "Weekly tasking meeting"})
        return client

    return looking


@pytest.fixture
def elsewhere(team):
    """Another team of the force."""
    return TeamFactory(force=team.force, name="Riverton RASSO", district="Riverton")


@pytest.fixture
def analyst(team):
    """Keeps intelligence of the whole force."""
    return member(Role.INTEL_ANALYST, TeamFactory(force=team.force, name="Force intelligence"))


@pytest.fixture
def here(case):
    """Gareth Thornbury, in the team's case."""
    return on_record(case, **WHO)


@pytest.fixture
def there(elsewhere):
    """The same man in a case of another team, his name spelt otherwise, his day and month of birth swapped."""
    case = CaseFactory(team=elsewhere, reference="55/30001/26")
    return on_record(case, **WHO | {"forenames": "Garreth", "surname": "Thornberry", "date_of_birth": date(1984, 7, 3)})


@pytest.fixture
def link(here, there):
    """The pair, found by a job."""
    link_jobs.link_some([here.pk])
    return PersonLink.objects.get()


def page_of(link):
    return reverse("suspects:link", args=[link.left_id, link.right_id])


def send(client, link, act="same", **facts):
    address = reverse("suspects:decide-link", args=[link.left_id, link.right_id])
    return client.post(address, {"act": act, "reason": "identified", "words": ""} | facts, follow=True)


# -------------------------------------------------------------------------------------------------- who sees a pair


@pytest.mark.parametrize("role", [Role.OIC, Role.VEO, Role.LEAD, Role.AUDITOR, Role.CALL_HANDLER, Role.CPS_LIAISON])
def test_roles_that_do_not_read_intelligence_are_refused(role, link, team, sign_in):
    client = sign_in(member(role, team))

    for address in (QUEUE, page_of(link)):
        assert client.get(address).status_code == 403
    assert send(client, link).status_code == 403
    assert 'href="/suspects/links/"' not in client.get("/").content.decode()


def test_who_sees_one_of_two_records_sees_no_pair(link, supervisor, elsewhere, sign_in):
    for user in (supervisor, member(Role.SUPERVISOR, elsewhere)):
        client = sign_in(user)
        assert "Possible matches (0)" in client.get(QUEUE).content.decode()
        missing = reverse("suspects:link", args=[link.left_id, link.right_id + 999])
        assert client.get(page_of(link)).status_code == client.get(missing).status_code == 404
        assert send(client, link).status_code == 404
    assert not LinkDecision.objects.exists()


def test_a_restricted_case_tells_of_no_pair_by_row_count_page_or_sentence(link, there, case, di, analyst, oic, sign_in):
    hidden = there.involvements.get().case
    client = sign_in(analyst)
    assert "(1)" in client.get(QUEUE).content.decode()
    restriction.restrict_case(case=hidden, reason="Police suspect", people=[], by=di)

    assert "(0)" in client.get(QUEUE).content.decode()
    assert client.get(page_of(link)).status_code == 404
    assert possible_of(analyst, [link.left_id]) == {}
    place = reverse("cases:place", args=[case.slug, "suspects"])
    assert "Possibly" not in sign_in(allocated(case, oic)).get(place).content.decode()


def allocated(case, user):
    allocate(case, user)
    return user


def test_who_reads_the_force_says_first_what_for(link, analyst, client):
    client.force_login(analyst)

    for address in (QUEUE, page_of(link)):
        assert client.get(address).url.startswith("/suspects/purpose/")


def test_a_pair_of_somebody_on_a_restricted_list_is_for_the_roles_that_read_those(
    link, here, there, team, analyst, sign_in
):
    Suspect.objects.filter(pk=there.pk).update(date_of_birth=timezone.localdate() - timedelta(days=15 * 365))
    client = sign_in(analyst)

    assert "(0)" in client.get(QUEUE).content.decode()
    assert client.get(page_of(link)).status_code == 403
    di = member(Role.DI, team)
    Involvement.objects.filter(suspect=there).update(case=CaseFactory(team=team, reference="55/30009/26"))
    assert sign_in(di).get(page_of(link)).status_code == 200


def test_the_page_of_a_score_names_possible_matches_and_the_second_figure(
    reference, link, here, there, analyst, sign_in
):
    OffenceFactory(case=there.involvements.get().case, offence_class_id="19C")
    VictimFactory(case=there.involvements.get().case)
    jobs.score_everybody(timezone.localdate(), key="page", why="asked")

    text = sign_in(analyst).get(reverse("suspects:score", args=[here.pk])).content.decode()

    assert "Possibly the same as Garreth Thornberry, in 1 other case." in text
    assert "As one person the score would be" in text


def test_a_conflict_of_interest_hides_the_pair(link, here, analyst, di, sign_in):
    restriction.declare_conflict(case=here.involvements.get().case, user=analyst, reason="Neighbour", by=di)

    assert sign_in(analyst).get(page_of(link)).status_code == 404


def test_the_analyst_sees_the_pair_and_may_decide_and_the_looking_is_recorded(link, analyst, sign_in):
    client = sign_in(analyst)

    rows, page = client.get(QUEUE), client.get(page_of(link))

    assert "Possible matches (1)" in rows.content.decode() and "Garreth Thornberry" in rows.content.decode()
    text = page.content.decode()
    assert "Confirm: the same person" in text and "day and month swapped" in text and "<title>Two records" in text
    assert "Allegations, not findings" in text
    seen = AuditEvent.objects.filter(verb="viewed", after__part="two records that may be one person")
    assert all("purpose" in event.after for event in seen)
    assert set(seen.values_list("object_id", flat=True)) == {str(link.left_id), str(link.right_id)}


def test_who_reads_and_does_not_keep_intelligence_decides_nothing(link, team, here, there, sign_in):
    reader = member(Role.CPS_LIAISON, team)

    assert send(sign_in(reader), link).status_code == 403
    assert not Merge.objects.exists()


def test_the_case_says_whom_its_suspect_may_also_be_to_who_sees_both(link, case, there, oic, sign_in):
    place = reverse("cases:place", args=[case.slug, "suspects"])
    assert "Possibly" not in sign_in(oic).get(place).content.decode()

    allocate(there.involvements.get().case, oic)

    assert "Possibly the same as Garreth Thornberry, in 1 other case." in sign_in(oic).get(place).content.decode()


@pytest.mark.parametrize("listed", ["here", "there"])
def test_nobody_on_a_restricted_list_is_named_as_a_possible_match_but_to_who_reads_it(
    listed, link, case, here, there, oic, di, sign_in
):
    for one in (here, there):
        allocate(one.involvements.get().case, oic)
    apart = {"here": here, "there": there}[listed]
    assert possible_of(oic, [here.pk])[here.pk][0].suspect == there
    circumstances.record_police_service(apart, on=timezone.localdate(), until=None, by=di)

    place = reverse("cases:place", args=[case.slug, "suspects"])
    assert "Possibly" not in sign_in(oic).get(place).content.decode()
    assert possible_of(oic, [here.pk]) == {}
    Involvement.objects.filter(suspect=there).update(case=CaseFactory(team=case.team, reference="55/30009/26"))
    assert possible_of(di, [here.pk])[here.pk][0].suspect == there
    assert "Possibly the same as Garreth Thornberry" in sign_in(di).get(place).content.decode()


# ------------------------------------------------------------------------------------------------ how they are found


BASE = {"forenames": "Gareth", "surname": "Thornbury", "date_of_birth": BORN}


@pytest.mark.parametrize(
    "typed",
    [
        {"forenames": "Garreth", "surname": "Thornberry"},
        {"forenames": "Thornbury", "surname": "Gareth"},
        {"date_of_birth": date(1984, 7, 3)},
        {"date_of_birth": date(1984, 3, 17)},
        {"date_of_birth": date(1985, 3, 7)},
        {"date_of_birth": date(1994, 3, 7)},
        {"date_of_birth": None},
        {"surname": "Thronbury"},
        {"forenames": "Xan", "surname": "Other", "date_of_birth": None, "pnc_id": "84/12345A"},
        {"forenames": "Xan", "surname": "Other", "date_of_birth": None, "cro": "123/84B"},
        {"forenames": "Xan", "surname": "Other", "date_of_birth": None, "phones": ("+44 7700 900123",)},
        {
            "forenames": "Xan",
            "surname": "Other",
            "date_of_birth": None,
            "addresses": (Address("4 Quay St", "wm1 2ab"),),
        },
        {"forenames": "", "surname": "", "aliases": ("Gaz",), "date_of_birth": None},
        {"forenames": "Gary", "surname": "Tee", "aliases": ("Gareth Thornbury",)},
    ],
    ids=lambda typed: ",".join(f"{value}" for value in typed.values())[:40],
)
def test_a_person_is_met_by_each_of_his_facts(typed, team):
    known = SuspectFactory(**BASE, pnc_id="84/12345A", cro="123/84B", phones=["07700900123"], aliases=["Gaz"])
    SuspectAddress.objects.create(suspect=known, address="4 Quay Street", postcode="WM1 2AB")
    SuspectFactory(forenames="Ibrahim", surname="Walker", date_of_birth=date(1990, 1, 1))

    assert candidates_of(Person(id="x", **BASE | typed), team.force_id) == [known.pk]


def test_other_forces_folded_records_and_crowded_blocks_are_left_out(team, monkeypatch):
    SuspectFactory(force=ForceFactory(code="77", name="Elsewhere"), **BASE)
    kept = SuspectFactory(**BASE)
    SuspectFactory(**BASE, kept_as=kept)

    assert candidates_of(Person(id="x", **BASE), team.force_id) == [kept.pk]
    for number in range(70):
        SuspectFactory(forenames="Xan", surname=f"Crowd{chr(97 + number % 26) * 3}", phones=["07700900999"])
    crowd = Person(id="x", forenames="Una", surname="Vey", phones=("07700900999",))
    assert candidates_of(crowd, team.force_id) == []


def test_the_schedule_asks_and_two_beats_ask_once(here):
    asked = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert {"suspects.ask_links_nightly", "suspects.ask_links_due"} <= asked
    assert {"suspects.link", "suspects.link_all"} <= HANDLERS.keys()

    tasks.ask_links_nightly()
    tasks.ask_links_nightly()
    link_jobs.ask_due(timezone.localtime().replace(hour=4))
    link_jobs.ask_due(timezone.localtime().replace(hour=1))

    assert Job.objects.filter(kind="suspects.link_all").count() == 1


def test_a_pass_over_everybody_finds_the_pair_and_twice_is_once(here, there):
    SuspectFactory(forenames="Ibrahim", surname="Walker", date_of_birth=date(1990, 1, 1))
    tasks.ask_links_nightly()
    work.drain(timezone.now())
    first = PersonLink.objects.get()

    assert link_jobs.link_everybody() == 1
    again = PersonLink.objects.get()
    assert (again.pk, again.weight, again.parts) == (first.pk, first.weight, first.parts)
    assert {again.left_id, again.right_id} == {here.pk, there.pk}
    assert again.weight == pytest.approx(sum(part["weight"] for part in again.parts), abs=0.01)


def test_the_pass_and_the_search_for_one_give_a_pair_the_same_weight(link):
    before = link.weight
    link_jobs.link_everybody()

    assert PersonLink.objects.get().weight == before


def test_a_record_that_was_saved_is_looked_at_within_seconds_and_a_lost_ask_is_found(here, case, oic, elsewhere):
    allocate(case, oic)
    typed = {"kind": "known", "forenames": "Garreth", "surname": "Thornberry", "pnc_id": "84/12345A"}
    recording.add_suspect(CaseFactory(team=elsewhere, reference="55/30002/26"), values=typed, by=oic)
    Job.objects.filter(kind="suspects.link").delete()
    assert StaleLink.objects.count() == 1

    tasks.ask_links_due()
    work.drain(timezone.now())

    assert PersonLink.objects.count() == 1 and not StaleLink.objects.exists()
    tasks.ask_links_due()
    assert not Job.objects.filter(kind="suspects.link", done_at=None).exists()


def test_a_pair_that_a_corrected_record_parts_is_gone(link, there):
    Suspect.objects.filter(pk=there.pk).update(
        pnc_id="", surname="Walker", forenames="Ibrahim", date_of_birth=date(1960, 1, 1)
    )

    link_jobs.link_some([there.pk])

    assert not PersonLink.objects.exists()


def test_a_father_and_a_son_are_held_back_beside_a_record_without_a_date(team):
    people = [SuspectFactory(**BASE | {"date_of_birth": born}) for born in (BORN, date(1950, 1, 2), None)]
    for one in people:
        SuspectAddress.objects.create(suspect=one, address="4 Quay Street", postcode="WM1 2AB")

    link_jobs.link_some([people[0].pk])
    one_by_one = set(PersonLink.objects.values_list("left_id", "right_id", "block"))
    link_jobs.link_everybody()

    assert one_by_one and all(block for *_, block in one_by_one)
    assert set(PersonLink.objects.values_list("left_id", "right_id", "block")) >= one_by_one


def test_a_man_of_a_restricted_case_holds_no_pair_of_open_records_back(team, di):
    """The sentence of the guard would tell that there is another man of that name at that address."""
    born = {"son": BORN, "father": date(1950, 1, 2), "undated": None}
    people = {
        who: on_record(CaseFactory(team=team, reference=f"55/3500{n}/26"), **BASE | {"date_of_birth": day})
        for n, (who, day) in enumerate(born.items())
    }
    for one in people.values():
        SuspectAddress.objects.create(suspect=one, address="4 Quay Street", postcode="WM1 2AB")
    open_pair = {"left": people["son"], "right": people["undated"]}
    link_jobs.link_some([people["undated"].pk])
    assert "born 16 years or more apart" in PersonLink.objects.get(**open_pair).block
    restriction.restrict_case(case=people["father"].involvements.get().case, reason="Police", people=[], by=di)

    for look in (lambda: link_jobs.link_some([people["undated"].pk]), link_jobs.link_everybody):
        PersonLink.objects.all().delete()
        look()
        assert PersonLink.objects.get(**open_pair).block == ""
        assert PersonLink.objects.get(left=people["father"], right=people["undated"]).block


# -------------------------------------------------------------------------------------------------------- decisions


def test_a_rejected_pair_stays_rejected_however_it_scores(link, analyst):
    linking.reject(*both(link), reason=Reason.IDENTIFIED, words="", by=analyst)

    link_jobs.link_everybody()
    link_jobs.link_some([link.left_id])

    assert PersonLink.objects.get().state == "rejected"
    assert links.count(analyst, links.STATES["waiting"]).number == 0


def both(link):
    return Suspect.objects.get(pk=link.left_id), Suspect.objects.get(pk=link.right_id)


def test_rejecting_twice_is_once_and_the_pair_can_be_put_back(link, analyst, sign_in):
    client = sign_in(analyst)
    for _ in range(2):
        answer = send(client, link, "different", reason="relatives")
    assert "kept apart as different people" in answer.content.decode()
    assert LinkDecision.objects.get().weight == link.weight

    address = reverse("suspects:reopen-link", args=[link.left_id, link.right_id])
    assert "Enter why this pair" in client.post(address, {"words": ""}).content.decode()
    for _ in range(2):
        client.post(address, {"words": "New photograph"})

    assert PersonLink.objects.get().state == "waiting"
    assert [one.kind for one in LinkDecision.objects.order_by("pk")] == ["different", "open"]


def test_another_reason_needs_words(link, analyst, sign_in):
    text = send(sign_in(analyst), link, reason="other").content.decode()

    assert "Enter what you go by" in text and not LinkDecision.objects.exists()
    with pytest.raises(CannotDecide, match="Say what"):
        linking.reject(*both(link), reason=Reason.OTHER, words=" ", by=analyst)


def test_of_two_officers_at_once_the_second_reads_what_the_first_decided(link, analyst, di, elsewhere, sign_in):
    other = member(Role.INTEL_ANALYST, elsewhere)
    send(sign_in(other), link, "different")

    text = send(sign_in(analyst), link, "same").content.decode()

    assert f"{other} decided this first" in text and "different people. You have changed nothing." in text
    assert LinkDecision.objects.count() == 1 and not Merge.objects.exists()


def test_who_confirms_what_was_confirmed_is_told_who_was_first(link, analyst, elsewhere, sign_in):
    other = member(Role.INTEL_ANALYST, elsewhere)
    send(sign_in(other), link)

    assert f"{other} decided so first" in send(sign_in(analyst), link).content.decode()
    assert Merge.objects.count() == 1


@pytest.mark.parametrize(("fact", "words"), [("pnc_id", "PNC IDs differ"), ("cro", "CRO numbers differ")])
def test_strong_identifiers_that_differ_join_nobody(fact, words, here, there, analyst, sign_in):
    Suspect.objects.filter(pk=here.pk).update(**{"pnc_id": "", fact: "84/1A"}, date_of_birth=BORN)
    Suspect.objects.filter(pk=there.pk).update(**{"pnc_id": "", fact: "84/2B"}, surname="Thornbury", forenames="Gareth")
    pair = PersonLink(left_id=min(here.pk, there.pk), right_id=max(here.pk, there.pk))

    assert words in send(sign_in(analyst), pair).content.decode()
    assert not Merge.objects.exists()


def test_a_pair_that_may_be_twins_needs_more_than_the_facts_shown(here, there, analyst):
    for one, name in ((here, "Gareth"), (there, "Martin")):
        Suspect.objects.filter(pk=one.pk).update(forenames=name, surname="Thornbury", pnc_id="", date_of_birth=BORN)
        SuspectAddress.objects.create(suspect=one, address="4 Quay Street", postcode="WM1 2AB")

    with pytest.raises(CannotDecide, match="may be twins. Say by what else"):
        merging.confirm(here, there, reason=Reason.FACTS, words="", by=analyst)
    assert merging.confirm(here, there, reason=Reason.IDENTIFIED, words="", by=analyst).pk


def test_one_record_or_records_of_two_forces_are_no_pair(here, analyst):
    stranger = SuspectFactory(force=ForceFactory(code="77", name="Elsewhere"))

    for other, words in ((here, "same record"), (stranger, "two forces")):
        with pytest.raises(CannotDecide, match=words):
            merging.confirm(here, other, reason=Reason.IDENTIFIED, words="", by=analyst)
    with pytest.raises(CannotDecide, match="not rejected"):
        linking.reopen(here, SuspectFactory(), reason=Reason.MISTAKE, words="", by=analyst)


# --------------------------------------------------------------------------------------------------- merge and undo


@pytest.fixture
def merge(link, analyst, sign_in):
    """The pair, confirmed on its page, by a double click."""
    client = sign_in(analyst)
    key = client.get(page_of(link)).context["form_key"]
    answers = [send(client, link, form_key=str(key)) for _ in range(2)]
    assert "joined as one person" in answers[0].content.decode()
    assert answers[1].redirect_chain == answers[0].redirect_chain
    return Merge.objects.get()


def parts():
    return set(Involvement.objects.values_list("pk", "case", "suspect"))


def test_a_merge_moves_the_parts_and_undoing_it_gives_back_exactly_who_had_what(link, analyst, here, there):
    before = (parts(), facts_of(here), facts_of(there), set(CaseName.objects.values_list("case", "person_id", "name")))
    made = merging.confirm(here, there, reason=Reason.IDENTIFIED, words="", by=analyst)

    assert {suspect for _, _, suspect in parts()} == {made.kept_id}
    assert set(CaseName.objects.values_list("person_id", flat=True)) == {made.kept_id}
    assert f"{made.folded.forenames} {made.folded.surname}" in Suspect.objects.get(pk=made.kept_id).aliases
    assert Suspect.objects.get(pk=made.folded_id).kept_as_id == made.kept_id
    for _ in range(2):
        merging.unmerge(made, kind=Kind.OPEN, reason=Reason.MISTAKE, words="Not he", by=analyst)

    after = (parts(), facts_of(here), facts_of(there), set(CaseName.objects.values_list("case", "person_id", "name")))
    assert after == before
    assert Unmerge.objects.count() == 1 and PersonLink.objects.get().state == "waiting"


def facts_of(suspect):
    row = Suspect.objects.get(pk=suspect.pk)
    words = {
        field.name: getattr(row, field.attname) for field in Suspect._meta.concrete_fields if field.name != "version"
    }
    return words | {"addresses": set(row.addresses.values_list("address", "postcode"))}


def test_a_double_click_joins_once_and_the_pair_leaves_the_queue(merge, analyst, sign_in):
    assert LinkDecision.objects.get().kind == "same"
    client = sign_in(analyst)
    assert "Possible matches (0)" in client.get(QUEUE).content.decode()
    assert "Matches confirmed (1)" in client.get(f"{QUEUE}?state=confirmed").content.decode()


def test_both_are_scored_and_linked_again_and_the_trail_has_it_of_every_case(merge):
    assert set(StaleScore.objects.values_list("suspect_id", flat=True)) == {merge.kept_id, merge.folded_id}
    assert Job.objects.filter(kind="suspects.rescore", key=f"suspects.rescore:suspect.merged:{merge.pk}").exists()
    said = AuditEvent.objects.filter(verb="suspect.merged")
    assert {event.object_type for event in said} == {"suspects.suspect", "suspects.involvement"}
    assert said.exclude(case_id=None).count() == merge.parts.count() == 1


def test_undoing_is_a_page_with_a_reason(merge, link, analyst, sign_in):
    client, address = sign_in(analyst), reverse("suspects:undo-merge", args=[merge.pk])
    assert "Undo the merge" in client.get(page_of(link)).content.decode()

    assert "Select what these two records are" in client.post(address, {}).content.decode()
    sent = {"kind": "different", "reason": "mistake", "words": "Photographs differ"}
    text = client.post(address, sent, follow=True).content.decode()

    assert "The merge is undone" in text and "Photographs differ" in text
    assert PersonLink.objects.get().state == "rejected"
    assert client.get(reverse("suspects:undo-merge", args=[merge.pk + 99])).status_code == 404


def test_who_does_not_see_both_records_cannot_undo(merge, team, outsider, oic, sign_in):
    address = reverse("suspects:undo-merge", args=[merge.pk])

    assert sign_in(outsider).get(address).status_code == 403
    assert sign_in(member(Role.SUPERVISOR, TeamFactory(name="Far RASSO"))).get(address).status_code == 404


def test_arrests_and_clocks_of_a_case_follow_its_suspect_there_and_back(reference, link, analyst, here, there, oic):
    from orders.models import Arrest, Attendance

    at = timezone.now() - timedelta(days=2)
    rows, decided = {}, {}
    for one in (here, there):
        case = one.involvements.get().case
        arrest = Arrest.objects.create(
            case=case, suspect=one, arrested_at=at, key="0" * 8 + f"-0000-4000-8000-{one.pk:012d}", recorded_at=at,
            recorded_by=oic,
        )  # fmt: skip
        clocks.note(case.pk, "arrest", at, source=f"arrest:{arrest.pk}", subject=f"suspect:{one.pk}")
        rows[arrest.pk] = one.pk
        allocate(case, oic)
        decided[an_attendance(case, one, by=oic).pk] = one.pk
    made = merging.confirm(here, there, reason=Reason.IDENTIFIED, words="", by=analyst)

    assert set(Attendance.objects.values_list("suspect", flat=True)) == {made.kept_id}
    assert set(Arrest.objects.values_list("suspect", flat=True)) == {made.kept_id}
    assert set(ClockEvent.objects.values_list("subject", flat=True)) == {f"suspect:{made.kept_id}"}
    merging.unmerge(made, kind=Kind.OPEN, reason=Reason.MISTAKE, words="Not he", by=analyst)
    assert dict(Arrest.objects.values_list("pk", "suspect")) == rows
    assert dict(Attendance.objects.values_list("pk", "suspect")) == decided
    assert set(ClockEvent.objects.values_list("subject", flat=True)) == {f"suspect:{pk}" for pk in rows.values()}


def test_both_in_one_case_keep_their_parts_of_it(link, analyst, here, there, case):
    InvolvementFactory(case=case, suspect=there)
    before = parts()

    made = merging.confirm(here, there, reason=Reason.IDENTIFIED, words="", by=analyst)

    assert Involvement.objects.filter(case=case).count() == 2
    merging.unmerge(made, kind=Kind.OPEN, reason=Reason.MISTAKE, words="Not he", by=analyst)
    assert parts() == before


def test_merges_are_undone_last_first_and_records_kept_apart_are_not_joined_through_a_third(
    link, analyst, here, there, team
):
    third, fourth = (on_record(CaseFactory(team=team, reference=f"55/3100{n}/26"), pnc_id="84/12345A") for n in (1, 2))
    linking.reject(there, fourth, reason=Reason.IDENTIFIED, words="", by=analyst)
    first = merging.confirm(here, there, reason=Reason.IDENTIFIED, words="", by=analyst)
    kept = Suspect.objects.get(pk=first.kept_id)
    with pytest.raises(CannotDecide, match="people of these two records are different"):
        merging.confirm(kept, fourth, reason=Reason.IDENTIFIED, words="", by=analyst)
    Suspect.objects.filter(pk=third.pk).update(pnc_id="84/12345A")
    InvolvementFactory.create_batch(3, suspect=third)
    second = merging.confirm(kept, third, reason=Reason.IDENTIFIED, words="", by=analyst)

    assert second.kept_id == third.pk
    with pytest.raises(CannotDecide, match="Undo that first"):
        merging.unmerge(first, kind=Kind.OPEN, reason=Reason.MISTAKE, words="Not he", by=analyst)
    with pytest.raises(CannotDecide, match="joined to another"):
        merging.confirm(here, fourth, reason=Reason.IDENTIFIED, words="", by=analyst)
    merging.unmerge(second, kind=Kind.OPEN, reason=Reason.MISTAKE, words="Not he", by=analyst)
    assert merging.unmerge(first, kind=Kind.OPEN, reason=Reason.MISTAKE, words="Not he", by=analyst).pk


def test_a_police_employee_stays_on_his_list_whichever_record_is_kept(
    reference, link, here, there, analyst, di, sign_in
):
    InvolvementFactory.create_batch(2, suspect=here)
    day = timezone.localdate()
    service = circumstances.record_police_service(there, on=day - timedelta(days=900), until=None, by=di)
    circumstances.record_custody(there, kind="remanded", on=day, until=None, by=di)
    circumstances.record_dispute(there, what="The address is another man's", on=day, by=di)
    stand(here)
    address = reverse("suspects:score", args=[here.pk])
    assert sign_in(analyst).get(address).status_code == 200

    made = merging.confirm(here, there, reason=Reason.IDENTIFIED, words="", by=di)

    assert made.kept_id == here.pk
    assert sign_in(analyst).get(address).status_code == 403
    assert not Standing.objects.filter(suspect=here).exists()
    copied = PoliceService.objects.get(suspect=here)
    assert (copied.on, copied.recorded_at, copied.recorded_by) == (service.on, service.recorded_at, di)
    assert Custody.objects.get(suspect=here).kind == "remanded" and Dispute.objects.get(suspect=here).outcome == ""

    merging.unmerge(made, kind=Kind.OPEN, reason=Reason.MISTAKE, words="Not he", by=di)

    for model in (PoliceService, Custody, Dispute):
        assert "parted again" in model.objects.get(suspect=here).withdrawn_why
        assert model.objects.get(suspect=there).withdrawn_at is None
    assert sign_in(analyst).get(address).status_code == 200
    assert sign_in(analyst).get(reverse("suspects:score", args=[there.pk])).status_code == 403


def test_of_a_restricted_record_only_police_service_is_carried_and_nothing_twice(link, here, there, di):
    day = timezone.localdate()
    for one in (here, there):
        circumstances.record_police_service(one, on=day, until=None, by=di)
    circumstances.record_police_service(there, on=day - timedelta(days=900), until=day, by=di)
    circumstances.record_dispute(there, what="Said in the hidden case", on=day, by=di)
    restriction.restrict_case(case=there.involvements.get().case, reason="Police suspect", people=[], by=di)

    made = merging.confirm(here, there, reason=Reason.IDENTIFIED, words="", by=di)

    assert (made.kept_id, list(made.taken)) == (here.pk, ["circumstances"])
    assert PoliceService.objects.filter(suspect=here).count() == 2
    assert not Dispute.objects.filter(suspect=here).exists()


def test_a_name_of_restricted_cases_alone_is_not_carried_into_open_ones(link, here, there, di):
    hidden = there.involvements.get().case
    restriction.restrict_case(case=hidden, reason="Police suspect", people=[], by=di)

    made = merging.confirm(here, there, reason=Reason.IDENTIFIED, words="", by=di)

    assert (made.kept_id, made.folded_id, made.taken) == (here.pk, there.pk, {})
    assert Suspect.objects.get(pk=here.pk).aliases == []


def test_after_a_merge_the_folded_record_is_shown_only_to_who_sees_its_own_cases(merge, link, supervisor, sign_in):
    assert sign_in(supervisor).get(page_of(link)).status_code == 404
    assert "Matches confirmed (0)" in sign_in(supervisor).get(f"{QUEUE}?state=confirmed").content.decode()


def test_what_was_recorded_of_a_decision_is_never_changed(merge):
    from django.db import InternalError, transaction

    for model in (LinkDecision, Merge):
        with pytest.raises(InternalError), transaction.atomic():
            model.objects.update(by=merge.by_id)
    assert Merge.objects.count() == 1


# ------------------------------------------------------------------------------------------------------- the queue


def test_the_queue_is_filtered_ordered_and_paged(here, there, case, team, analyst, sign_in):
    for number in range(30):
        other = on_record(CaseFactory(team=team, reference=f"55/{32000 + number}/26"), surname=f"S{number}")
        PersonLink.objects.create(
            left=here, right=other, force=here.force, weight=number, probability=0.5, model_version="t",
            scored_at=timezone.now(),
        )  # fmt: skip
    client = sign_in(analyst)

    first = client.get(QUEUE)
    second = client.get(QUEUE, {"after": first.context["page"].after})
    back = client.get(QUEUE, {"before": second.context["page"].before})

    weights = [row.link.weight for page in (first, second) for row in page.context["page"].rows]
    assert weights == sorted(range(30), reverse=True)
    assert back.context["page"].rows == first.context["page"].rows
    assert str(client.get(QUEUE, {"strength": "strong"}).context["count"]) == "10"
    newest = client.get(QUEUE, {"order": "newest"}).context["page"].rows
    assert newest[0].link.weight == 29.0
    assert "Clear the filters" in client.get(QUEUE, {"state": "rejected"}).content.decode()
    assert client.get(QUEUE, {"after": "nonsense"}).context["page"].rows == first.context["page"].rows


@pytest.mark.parametrize("number", [1, 20])
def test_the_queue_asks_the_same_few_questions_for_any_number(number, here, team, analyst, sign_in, max_queries):
    for n in range(number):
        other = on_record(CaseFactory(team=team, reference=f"55/{33000 + n}/26"), surname=f"S{n}")
        PersonLink.objects.create(
            left=here, right=other, force=here.force, weight=9, probability=0.5, model_version="t",
            scored_at=timezone.now(),
        )  # fmt: skip
    client = sign_in(analyst)
    client.get(QUEUE)

    with max_queries(8):
        assert len(client.get(QUEUE).context["page"].rows) == number


def test_a_pair_that_no_pass_found_is_scored_on_its_page_and_can_be_joined(here, case, team, analyst, sign_in):
    other = on_record(CaseFactory(team=team, reference="55/34001/26"), forenames="Ibrahim", surname="Walker")
    pair = PersonLink(left_id=min(here.pk, other.pk), right_id=max(here.pk, other.pk))
    client = sign_in(analyst)

    assert "no pass found this pair likely" in client.get(page_of(pair)).content.decode()
    assert "joined as one person" in send(client, pair, reason="identified").content.decode()
    assert Merge.objects.count() == 1


def test_the_page_of_a_pair_asks_few_questions(link, analyst, sign_in, max_queries):
    client = sign_in(analyst)
    client.get(page_of(link))

    with max_queries(16):
        assert client.get(page_of(link)).status_code == 200


# ------------------------------------------------------------------------------------------ while a case is logged


@pytest.fixture
def draft(oic):
    return CaseDraft.objects.create(owner=oic, key=uuid4())


TYPED = {"kind": "known", "forenames": "Garreth", "surname": "Thornberry"}


def test_who_logs_a_case_reads_at_once_whom_the_suspect_may_be(here, case, oic, draft, sign_in):
    allocate(case, oic)
    client, address = sign_in(oic), reverse("suspects:log-possible", args=[draft.key])

    text = client.post(address, TYPED).content.decode()

    assert "Possibly the same as Gareth Thornbury, in 1 other case." in text
    assert AuditEvent.objects.filter(verb="searched", actor_id=oic.pk).exists()
    for nothing in ({}, {"kind": "unknown"}, {"kind": "known", "surname": "Walker"}, {"kind": "known"}):
        assert client.post(address, nothing).content.decode().strip() == ""
    assert client.get(address).status_code == 405


def test_a_hidden_or_restricted_record_is_nobody_while_logging(here, there, case, oic, di, draft, sign_in):
    address = reverse("suspects:log-possible", args=[draft.key])
    restriction.restrict_case(case=case, reason="Police suspect", people=[], by=di)
    other = member(Role.OIC, case.team)
    theirs = CaseDraft.objects.create(owner=other, key=uuid4())

    assert sign_in(other).post(reverse("suspects:log-possible", args=[theirs.key]), TYPED).content.strip() == b""
    assert sign_in(other).post(address, TYPED).status_code == 404


def test_a_child_or_colleague_is_nobody_in_the_notice_while_logging(here, case, oic, draft, sign_in):
    allocate(case, oic)
    client, address = sign_in(oic), reverse("suspects:log-possible", args=[draft.key])
    assert "Gareth Thornbury" in client.post(address, TYPED).content.decode()

    Suspect.objects.filter(pk=here.pk).update(date_of_birth=timezone.localdate() - timedelta(days=15 * 365))

    assert client.post(address, TYPED).content.strip() == b""


def test_a_folded_record_is_not_offered_to_choose(link, analyst, here, there, case, oic):
    for one in (here, there):
        allocate(one.involvements.get().case, oic)
    made = merging.confirm(here, there, reason=Reason.IDENTIFIED, words="", by=analyst)

    assert [one.pk for one in find_alike(oic, Asked("Garreth", "Thornberry"))] == [made.kept_id]
    assert not visible_suspects(oic).filter(pk=made.folded_id).exists()


# ---------------------------------------------------------------------------------------------------- the what-if


def test_an_unconfirmed_link_is_a_second_figure_that_becomes_the_score_when_it_is_confirmed(
    reference, link, analyst, here, there
):
    today = timezone.localdate()
    for one in (here, there):
        OffenceFactory(case=one.involvements.get().case, offence_class_id="19C")
        VictimFactory(case=one.involvements.get().case)
    Involvement.objects.update(relationship="ex-partner")
    jobs.score_everybody(today, key="before", why="asked")

    found = what_if(here.pk, today, seen_by=analyst)

    assert found.now(here.pk) == pytest.approx(Standing.objects.get(suspect=here).base, abs=1e-5)
    assert found.then > found.now(here.pk) and found.links == (link,)
    assert pairs.shown(analyst, links.get_pair(analyst, here.pk, there.pk), today).moves.endswith("into band B.")
    edge = ScoreWeight.objects.filter(kind="band", code="B")
    edge.update(value=69)
    assert pairs.shown(analyst, links.get_pair(analyst, here.pk, there.pk), today).moves == ""
    edge.update(value=50)
    made = merging.confirm(here, there, reason=Reason.IDENTIFIED, words="", by=analyst)
    work.drain(timezone.now())
    assert Standing.objects.get().suspect_id == made.kept_id
    assert Standing.objects.get().base == pytest.approx(found.then, abs=1e-5)
    assert what_if(made.kept_id, today, seen_by=analyst) is None


def test_the_same_said_in_two_cases_counts_once_in_the_what_if(reference, link, here, there):
    """One report kept twice, under two records: as one person it is one incident of one victim."""
    for one in (here, there):
        case = one.involvements.get().case
        OffenceFactory(case=case, offence_class_id="19C")
        VictimFactory(case=case, external_ref="V1")

    found = compared([here.pk, there.pk], timezone.localdate())

    assert found.then == pytest.approx(found.now(here.pk), abs=1e-9) and found.now(0) == 0.0
    assert compared([here.pk], date(1999, 1, 1)) is None


def test_the_what_if_tells_nothing_of_a_record_that_the_reader_does_not_see(reference, link, here, supervisor):
    assert what_if(here.pk, timezone.localdate(), seen_by=supervisor) is None
