"""Versions of needs: each change makes one, none is ever changed, and what a version holds."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import Error, transaction
from django.test import Client

from cases.access import get_case
from cases.models import Case
from soteria.accounts.models import User
from soteria.accounts.roles import Level, Role, Section
from soteria.audit.models import AuditEvent
from tests.factories import VictimFactory, allocate, member
from tests.factories.forms import sent_back
from tests.victims.asking import POST, SAFE, edit, history
from victims.models import Need, NeedsAssessment, Victim
from victims.panels import needs as panels
from victims.queries import needs as queries
from victims.rules import needs as rules
from victims.rules.catalogue import bundled, read
from victims.rules.needs import Answer, Status
from victims.services import needs as services

SignIn = Callable[[User], Client]
POST_GROUP = next(group.code for group in bundled().groups if any(item.code == "post" for item in group.items))


@pytest.fixture
def victim(case: Case) -> Victim:
    return VictimFactory(case=case)


@pytest.mark.django_db
def test_a_change_makes_a_version_and_keeps_the_one_before(victim: Victim, veo: User) -> None:
    services.update_needs(victim, said=[SAFE, POST], by=veo)
    better = Answer("feels_safe", Status.CONFIRMED, "fairly", "", date(2026, 6, 1), "adviser")

    services.update_needs(victim, said=[better], by=veo)

    number, known = queries.of_victim(victim)
    assert (number, known["feels_safe"], known["post"]) == (2, better, POST)
    assert Need.objects.get(assessment__number=1, code="feels_safe").words == "He has a key"
    events = AuditEvent.objects.filter(verb="needs.updated").order_by("id")
    assert [event.after for event in events] == [
        {"version": 1, "changed": ["feels_safe", "post"]},
        {"version": 2, "changed": ["feels_safe"]},
    ]


@pytest.mark.django_db
def test_the_same_said_again_makes_no_version(victim: Victim, veo: User) -> None:
    services.update_needs(victim, said=[SAFE], by=veo)
    later = Answer("feels_safe", Status.CONFIRMED, "unsafe", "He has a key", date(2026, 8, 1), "supporter")

    made = services.update_needs(victim, said=[later, Answer("threats", Status.NOT_ASKED)], by=veo)

    assert made is None
    assert queries.of_victim(victim) == (1, {"feels_safe": SAFE})


@pytest.mark.django_db
def test_consent_taken_back_is_a_version_of_its_own(case: Case, victim: Victim, veo: User, sign_in: SignIn) -> None:
    services.update_needs(victim, said=[SAFE, POST], by=veo)
    client, path = sign_in(veo), edit(case, victim, POST_GROUP)
    adviser = member(Role.CASE_ISVA, case.team)
    allocate(case, adviser)

    answer = client.post(path, sent_back(client.get(path)) | {"shared_with": []}, follow=True)

    assert "The needs are saved." in answer.content.decode()
    number, known = queries.of_victim(victim)
    assert (number, known["post"]) == (2, replace(POST, shared_with=()))
    shown = panels.needs(get_case(adviser, case.slug, Section.NEEDS, Level.PART), adviser)
    assert not shown["rows"][0]["sections"]
    body = client.get(history(case, victim)).content.decode()
    assert "May know: nobody else" in body and f"May know: {bundled().shared_with['adviser']}" in body


@pytest.mark.django_db
def test_who_may_know_stays_as_it_was_for_each_answer(case: Case, victim: Victim, veo: User, sign_in: SignIn) -> None:
    alone = replace(POST, code="code_word", shared_with=())
    services.update_needs(victim, said=[POST, alone], by=veo)
    client, path = sign_in(veo), edit(case, victim, POST_GROUP)

    answer = client.post(path, sent_back(client.get(path)), follow=True)

    assert "Nothing had changed, so nothing was saved." in answer.content.decode()
    assert queries.of_victim(victim) == (1, {"post": POST, "code_word": alone})


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["update", "delete"])
def test_no_version_can_be_changed_or_removed(act: str, victim: Victim, veo: User) -> None:
    services.update_needs(victim, said=[SAFE], by=veo)

    for rows, change in ((Need.objects.all(), {"words": ""}), (NeedsAssessment.objects.all(), {"number": 7})):
        with pytest.raises(Error, match="append_only"), transaction.atomic():
            rows.update(**change) if act == "update" else rows._raw_delete(rows.db)


@pytest.mark.django_db
def test_the_history_says_who_changed_what(case: Case, victim: Victim, oic: User, veo: User, sign_in: SignIn) -> None:
    services.update_needs(victim, said=[SAFE], by=oic)
    services.update_needs(victim, said=[Answer("feels_safe", Status.NOT_SAFE, asked_on=date(2026, 5, 5))], by=veo)

    body = sign_in(veo).get(history(case, victim)).content.decode()

    assert "Version 2" in body and str(oic) in body and str(veo) in body
    assert "Before: Unsafe: “He has a key”" in body
    assert AuditEvent.objects.filter(verb="viewed", after={"part": "needs, earlier versions"}).exists()


@pytest.mark.django_db
def test_an_untold_history_says_so(case: Case, victim: Victim, veo: User, sign_in: SignIn) -> None:
    assert "Nobody has asked about their needs yet." in sign_in(veo).get(history(case, victim)).content.decode()


def test_a_need_that_the_force_no_longer_asks_is_still_shown_in_the_history() -> None:
    gone = Answer("old_question", Status.CONFIRMED, "maybe")

    assert rules.changes({}, {"old_question": gone}, {}) == [rules.Change("Old question", "Not asked yet", "maybe")]


@pytest.mark.parametrize(("days", "is_old"), [(90, False), (91, True)])
def test_an_answer_grows_old_after_ninety_days(days: int, is_old: bool) -> None:
    today = date(2026, 11, 22)

    assert rules.is_old(today - timedelta(days=days), today) is is_old
    assert not rules.is_old(None, today)


def test_each_need_has_a_code_of_its_own_and_answers() -> None:
    item = {"code": "a", "label": "A", "question": "A?", "answers": {"yes": "Yes"}}
    words = {"told_by": {}, "shared_with": {}}

    assert len(bundled().items()) > 15
    with pytest.raises(ValueError, match="same code"):
        read(words | {"groups": [{"code": "g", "title": "G", "items": [item, item]}]})
    with pytest.raises(ValueError, match="give its answers"):
        read(words | {"groups": [{"code": "g", "title": "G", "items": [item | {"answers": {}}]}]})


def test_warnings_belong_to_answers() -> None:
    for item in bundled().items().values():
        assert set(item.warnings) <= set(item.answers), item.code
