"""Two records joined as one person, and parted again with exactly what each had."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import CaseName
from cases.services import restriction
from soteria.accounts.roles import Role
from soteria.audit.models import AuditEvent
from soteria.clocks import services as clocks
from soteria.clocks.models import ClockEvent
from soteria.work import jobs as work
from soteria.work.models import Job
from suspects import jobs
from suspects.models import (
    Custody,
    Dispute,
    Involvement,
    LinkDecision,
    ListChange,
    Merge,
    PersonLink,
    PoliceService,
    Score,
    ScoreWeight,
    StaleScore,
    Standing,
    Suspect,
    SuspectAddress,
    Unmerge,
)
from suspects.services import circumstances, linking, merging
from suspects.services.linking import CannotDecide, Kind, Reason
from tests.factories import (
    CaseFactory,
    InvolvementFactory,
    OffenceFactory,
    TeamFactory,
    VictimFactory,
    allocate,
    member,
)
from tests.factories.action import stand
from tests.factories.orders import an_attendance
from tests.suspects.links.pair import QUEUE, on_record, page_of, send

pytestmark = pytest.mark.django_db


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


def test_the_page_of_a_joined_pair_shows_what_each_record_had_of_its_own(here, there, analyst, sign_in):
    Suspect.objects.filter(pk=there.pk).update(
        forenames="Ibrahim", surname="Walker", date_of_birth=None, pnc_id="", phones=["07700900123"]
    )
    SuspectAddress.objects.create(suspect=there, address="4 Quay Street", postcode="WM1 2AB")
    pair, client = PersonLink(left=here, right=there), sign_in(analyst)
    before = client.get(page_of(pair)).context["shown"]

    made = merging.confirm(here, there, reason=Reason.IDENTIFIED, words="", by=analyst)

    after = client.get(page_of(pair)).context["shown"]
    kept = Suspect.objects.get(pk=made.kept_id)
    assert kept.aliases and kept.phones and kept.addresses.exists()
    assert (after.facts, after.fall, after.weight) == (before.facts, before.fall, before.weight)


def test_arrests_and_clocks_of_a_case_follow_its_suspect_there_and_back(reference, link, analyst, here, there, oic):
    from orders.models import Arrest, Attendance

    at = timezone.now() - timedelta(days=2)
    rows, decided = {}, {}
    for one in (here, there):
        case = one.involvements.get().case
        arrest = Arrest.objects.create(
            case=case, suspect=one, arrested_at=at, key="0" * 8 + f"-0000-4000-8000-{one.pk:012d}", recorded_at=at,
            recorded_by=oic, custody_reference=f"C/{one.pk}",
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


def test_one_person_with_two_parts_in_one_case_stands_once(reference, link, analyst, here, there, case):
    InvolvementFactory(case=case, suspect=there)
    OffenceFactory(case=case, offence_class_id="19C")
    today = timezone.localdate()
    jobs.score_everybody(today, key="before", why="asked")
    assert Standing.objects.count() == 2

    made = merging.confirm(here, there, reason=Reason.IDENTIFIED, words="", by=analyst)

    assert set(Standing.objects.values_list("suspect", flat=True)) == {made.kept_id}
    work.drain(timezone.now())
    jobs.score_everybody(today, key="after", why="asked")
    assert set(Standing.objects.values_list("suspect", flat=True)) == {made.kept_id}
    assert Score.objects.filter(suspect=made.folded_id).order_by("-pk").first().left_out == "joined"
    merging.unmerge(made, kind=Kind.OPEN, reason=Reason.MISTAKE, words="Not he", by=analyst)
    work.drain(timezone.now())
    assert Standing.objects.count() == 2


def test_who_leaves_bands_a_and_b_by_a_merge_is_told_so_and_who_comes_back_by_a_parting(
    reference, link, analyst, here, there
):
    for one in (here, there):
        OffenceFactory(case=one.involvements.get().case, offence_class_id="19C")
        VictimFactory(case=one.involvements.get().case)
    ScoreWeight.objects.filter(kind="band", code="B").update(value=20)
    jobs.score_everybody(timezone.localdate(), key="before", why="asked")

    made = merging.confirm(here, there, reason=Reason.IDENTIFIED, words="", by=analyst)
    work.drain(timezone.now())
    assert last_change(made.folded_id) == (False, "joined")
    merging.unmerge(made, kind=Kind.OPEN, reason=Reason.MISTAKE, words="Not he", by=analyst)
    work.drain(timezone.now())
    assert last_change(made.folded_id) == (True, "parted")


def last_change(suspect_id):
    return ListChange.objects.filter(suspect=suspect_id).order_by("pk").values_list("is_on", "why").last()


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
