"""Queries that are written once: the same answers as the ORM's, with what differs given when they are asked."""

from datetime import timedelta

import pytest
import time_machine
from django.db import ProgrammingError, transaction
from django.db.models import BigIntegerField, F
from django.utils import timezone

from cases.models import Case, CaseAccess, Offence
from cases.queries import loaded
from soteria import gathered, prepared
from soteria.accounts.models import Force
from tests.factories import OffenceFactory
from victims.models import Victim

pytestmark = pytest.mark.django_db


def _forces():
    asked = prepared.IsAny(F("pk"), prepared.Slot("ids"))
    return Force.objects.filter(asked).order_by("pk").values_list("pk", "name")


def test_a_slot_takes_another_value_each_time_that_it_is_asked(case):
    built = []

    def build():
        built.append(1)
        return _forces()

    other = Force.objects.create(code="99", name="Elsewhere")
    assert prepared.rows("test slots", build, ids=[case.force_id]) == [(case.force_id, case.force.name)]
    both = [case.force_id, other.pk]
    assert prepared.rows("test slots", build, ids=both) == list(_forces_of(*both))
    assert prepared.count("test slots", _forces, ids=[other.pk]) == 1
    assert built == [1]


def _forces_of(*ids):
    return Force.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "name")


def test_a_slot_without_a_value_is_a_mistake(case):
    with pytest.raises(ProgrammingError, match="can't adapt type 'Slot'"), transaction.atomic():
        prepared.rows("test no value", _forces)


def test_a_question_that_nothing_answers_is_not_asked(max_queries):
    with max_queries(0):
        assert prepared.rows("test nothing", Force.objects.none) == []
        assert prepared.count("test nothing", lambda: None) == 0


def test_several_queries_are_counted_in_one_question(case, max_queries):
    builds = {"all": lambda: Force.objects.values_list("pk"), "none": Force.objects.none, "other": lambda: None}
    with max_queries(1):
        found = prepared.counts("test counts", builds)
    assert found == {"all": Force.objects.count(), "none": 0, "other": 0}
    assert found["all"] >= 1


def test_now_is_the_moment_of_asking_not_of_writing(case, oic):
    CaseAccess.objects.create(user=oic, case=case, reach="break_glass", until=timezone.now() + timedelta(hours=1))

    def live():
        return CaseAccess.objects.filter(until__gt=prepared.NOW).values_list("pk")

    assert prepared.count("test now", live) == 1
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert prepared.count("test now", live) == 0
        assert not live().exists()


def test_rows_of_several_models_come_as_each_query_would_give_them(case, max_queries):
    OffenceFactory.create_batch(2, case=case)
    victim = Victim.objects.create(case=case, surname='O\'Neill \\ "quoted"', missing={"sex": "not_asked"})
    slot = prepared.Slot("case", None, BigIntegerField())
    builds = {
        "offences": lambda: Offence.objects.filter(case_id=slot).select_related("offence_class").order_by("pk"),
        "victims": lambda: Victim.objects.filter(case_id=slot).select_related("safe_contact"),
        "nobody": Victim.objects.none,
    }

    with max_queries(1):
        found = gathered.gather("test gather", builds, case=case.pk)
        assert all(one.offence_class.title for one in found["offences"])
        assert not hasattr(found["victims"][0], "safe_contact")
    expected = list(Offence.objects.filter(case=case).order_by("pk"))
    assert [vars_of(one) for one in found["offences"]] == [vars_of(one) for one in expected]
    assert vars_of(found["victims"][0]) == vars_of(Victim.objects.get(pk=victim.pk))
    assert found["nobody"] == []


def vars_of(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_every_read_of_a_case_gives_what_its_own_query_would(case, max_queries):
    OffenceFactory(case=case)
    Victim.objects.create(case=case, surname="Ash")
    fresh = Case.objects.get(pk=case.pk)

    with max_queries(1):
        found = {name: [vars_of(row) for row in loaded.rows(fresh, name)] for name in loaded._READS}
    for name, build in loaded._READS.items():
        assert found[name] == [vars_of(row) for row in build(case.pk)], name


def test_a_second_read_of_one_name_is_a_mistake():
    with pytest.raises(ValueError, match="Two reads are called offences"):
        loaded.add("offences", lambda case_id: Offence.objects.none())
