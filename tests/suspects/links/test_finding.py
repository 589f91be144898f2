"""How pairs are found: by each fact, for all and for one, and what is left out."""

from datetime import date

import pytest
from django.utils import timezone

from cases.services import restriction
from soteria.celery import app
from soteria.work import jobs as work
from soteria.work.handlers import HANDLERS
from soteria.work.models import Job
from suspects import link_jobs, tasks
from suspects.linkage.people import Address, Person
from suspects.models import PersonLink, StaleLink, Suspect, SuspectAddress
from suspects.queries.candidates import candidates_of
from suspects.services import recording
from tests.factories import CaseFactory, ForceFactory, SuspectFactory, allocate
from tests.suspects.links.pair import BORN, on_record

pytestmark = pytest.mark.django_db
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
