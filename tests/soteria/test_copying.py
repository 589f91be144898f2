"""Rows written by COPY are what INSERT would have written."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from cases.models import CaseAccess, ImportRow, ImportRun
from soteria.accounts.models import Membership
from soteria.copying import copy_in
from suspects.models import Suspect
from tests.factories import CaseFactory, ForceFactory, UserFactory

NASTY = ["", "a\tb", "a\nb\r", "\\N", "\\", 'say "no"', "{a,b}", "Zoë ’ 名", "NULL", "'; DROP TABLE x; --"]


@pytest.mark.django_db
@pytest.mark.parametrize("text", NASTY)
def test_any_text_arrives_as_it_left(text):
    [suspect] = copy_in([Suspect(force=ForceFactory(), surname=text, aliases=[text, "b"], missing={text: text})])

    found = Suspect.objects.get(pk=suspect.pk)
    assert (found.surname, found.aliases, found.missing) == (text, [text, "b"], {text: text})


@pytest.mark.django_db
def test_every_kind_of_value_arrives(team):
    at = datetime(2026, 7, 1, 12, 30, 15, 123, tzinfo=UTC)
    run = ImportRun.objects.create(force=team.force, file_name="a", file_sha256="0", started_at=at)
    row = ImportRow(run=run, force=team.force, row_number=7, digest="d", received={"a": [1, None]}, state="accepted")
    copy_in([row])
    user = UserFactory()
    [seat] = copy_in([Membership(user=user, team=team, role="oic", starts_on=date(2026, 1, 2))])

    found = ImportRow.objects.get(pk=row.pk)
    assert (found.row_number, found.received, found.mended, found.case_id) == (7, {"a": [1, None]}, None, None)
    assert Membership.objects.get(pk=seat.pk).starts_on == date(2026, 1, 2)
    assert not row._state.adding
    case = CaseFactory()
    assert copy_in([CaseAccess(user=user, case=case, reach="logged", until=at)])[0].until == at
    assert CaseAccess.objects.get(case=case).until == at


@pytest.mark.django_db
def test_keys_are_given_in_order_and_do_not_clash_with_later_ones():
    force = ForceFactory()
    first, second = copy_in([Suspect(force=force, nominal="1"), Suspect(force=force, nominal="2")])

    assert Suspect.objects.get(nominal="1").pk == first.pk < second.pk
    assert Suspect.objects.create(force=force, nominal="3").pk > second.pk


@pytest.mark.django_db
def test_a_key_that_is_given_is_kept():
    [suspect] = copy_in([Suspect(pk=987_654, force=ForceFactory())])

    assert Suspect.objects.get().pk == suspect.pk == 987_654


@pytest.mark.django_db
def test_history_is_kept_and_constraints_hold():
    force = ForceFactory()
    copy_in([Suspect(force=force, nominal="1")])
    assert Suspect.pgh_event_model.objects.count() == 1

    with pytest.raises(IntegrityError), transaction.atomic():
        copy_in([Suspect(force=force, nominal="1")])


@pytest.mark.django_db
def test_nothing_is_written_for_no_rows(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert copy_in([]) == []
        assert copy_in(iter(())) == []


@pytest.mark.django_db
def test_the_audit_is_dated_by_the_database():
    from soteria.audit import services as audit
    from soteria.audit.models import AuditEvent

    audit.record_many(audit.event("test.done", process="test") for _ in range(3))

    assert AuditEvent.objects.filter(verb="test.done", at__isnull=False).count() == 3
