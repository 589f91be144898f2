"""Every form about a case keeps what was typed when the session had ended, on its own page, under the safe contact."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from orders.services import notifying
from soteria.accounts.models import KeptText
from suspects.models import Involvement, InvolvementStatus
from suspects.services import findings
from tests.cases.closing import decide, sign_off
from tests.door import give_password, with_password
from tests.factories import InvolvementFactory, VictimFactory
from tests.factories.biometrics import a_question
from tests.factories.orders import (
    a_bail,
    a_breach,
    a_release,
    an_application,
    an_arrest,
    an_attendance,
    an_extension,
    an_order,
    days_ago,
)
from tests.orders.asking import decide as decide_breach
from victims.models import Letter, SafeContact
from victims.rules.needs import Answer, Status
from victims.services import needs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
WORDS = "Canary Featherstone rang at nine"
IDLE = 31 * 60
NEVER = "Never on the landline"
World = dict[str, Any]


@pytest.fixture
def world(case: Case, oic: Any, supervisor: Any) -> World:
    """A case with a victim who can be reached safely, and who keeps it."""
    victim = VictimFactory(case=case)
    SafeContact.objects.create(victim=victim, method="text", avoid=NEVER, agreed_at=timezone.now())
    return {"case": case, "victim": victim, "oic": oic, "supervisor": supervisor}


def unnamed(world: World) -> tuple[int]:
    """A suspect who is described and not known by name."""
    part = InvolvementFactory(case=world["case"], suspect=None, kind=Involvement.Kind.DESCRIBED, description="Tall")
    return (part.pk,)


def step(world: World) -> tuple[int, int]:
    """A status of a suspect."""
    part = InvolvementFactory(case=world["case"])
    today, now = timezone.localdate(), timezone.now()
    made = InvolvementStatus.objects.create(involvement=part, status="SUSPECT", on=today, recorded_at=now)
    return (part.pk, made.pk)


def turned_up(world: World) -> tuple[int, int]:
    """What is recorded of the police work that brought a case to light."""
    part = InvolvementFactory(case=world["case"])
    return (part.pk, findings.record_finding(part, work="plan", by=world["oic"]).pk)


def wanted(world: World) -> tuple[int]:
    """A breach for which a supervisor decided on an arrest that is not made."""
    return (decide_breach(a_breach(world["case"]), world["supervisor"]).breach_id,)


def breach(world: World) -> tuple[int]:
    """A breach that the supervisor decides."""
    return (a_breach(world["case"]).pk,)


def draft_letter(world: World) -> tuple[int]:
    """The draft of a letter about a decision."""
    told = Answer("adviser", Status.CONFIRMED, "has", "", timezone.localdate(), "victim")
    needs.update_needs(world["victim"], said=[told], by=world["oic"])
    closure = decide(world["case"], world["oic"])
    sign_off(closure, world["supervisor"])
    return (Letter.objects.get().pk,)


def on_bail(world: World) -> tuple[()]:
    """A condition that can be broken."""
    a_bail(world["case"])
    return ()


def decided(world: World) -> tuple[()]:
    """A decision that waits for a supervisor."""
    decide(world["case"], world["oic"])
    return ()


def of_arrest(world: World) -> tuple[int]:
    """An arrest."""
    return (an_arrest(world["case"]).pk,)


def of_bail(world: World) -> tuple[int]:
    """Bail."""
    return (a_bail(world["case"]).pk,)


def notified(world: World) -> tuple[int]:
    """An order under which police were notified."""
    order = an_order(world["case"], type="sro", ends_on=days_ago(-800), served_on=days_ago(9))
    return (notifying.note_notified(order, notified_on=days_ago(8), by=world["oic"]).pk,)


def nothing(_world: World) -> tuple[()]:
    """The case alone is enough."""
    return ()


def of_victim(world: World) -> tuple[int]:
    """The victim."""
    return (world["victim"].pk,)


def named(world: World) -> tuple[int]:
    """A suspect who is known by name."""
    return (InvolvementFactory(case=world["case"]).pk,)


Make = Callable[[World], tuple[Any, ...]]
FORMS: list[tuple[str, Make, str, str]] = [
    ("orders:record-arrest", nothing, "station", "oic"),
    ("orders:give-reference", of_arrest, "custody_reference", "oic"),
    ("orders:withdraw-arrest", of_arrest, "why", "oic"),
    ("orders:note-notice", of_arrest, "notice_at_time", "oic"),
    ("orders:grant-bail", of_arrest, "officer", "oic"),
    ("orders:release", of_arrest, "words", "oic"),
    ("orders:cps-asked", of_arrest, "asked_at_time", "oic"),
    ("orders:record-stay", of_arrest, "last_on_day", "oic"),
    ("orders:apply-to-court", of_bail, "why", "oic"),
    ("orders:tell-outcome", lambda w: (an_extension(a_bail(w["case"])).pk,), "outcome_told_at_time", "oic"),
    ("orders:vary-bail", of_bail, "why", "oic"),
    ("orders:change-surrender", of_bail, "station", "oic"),
    ("orders:views", of_bail, "words", "oic"),
    ("orders:check-bail", of_bail, "words", "oic"),
    ("orders:review-release", lambda w: (a_release(w["case"]).pk,), "words", "oic"),
    ("orders:review-attendance", lambda w: (an_attendance(w["case"]).pk,), "words", "oic"),
    ("orders:extend-bail", lambda w: (a_bail(w["case"]).pk,), "authorised_by", "oic"),
    ("orders:end-bail", lambda w: (a_bail(w["case"]).pk,), "ended_at_time", "oic"),
    ("orders:record-order", nothing, "court", "oic"),
    ("orders:take-back-step", lambda w: (an_application(w["case"]).steps.get().pk,), "words", "oic"),
    ("orders:correct-notified", notified, "words", "oic"),
    ("orders:end-order", lambda w: (an_order(w["case"]).pk,), "ended_at_time", "oic"),
    ("orders:log-breach", on_bail, "account", "oic"),
    ("orders:decide-breach", breach, "words", "supervisor"),
    ("orders:close-wanted", wanted, "words", "supervisor"),
    ("orders:record-material", lambda w: (an_arrest(w["case"]).pk,), "reference", "oic"),
    ("orders:answer-s63g", lambda w: (a_question(w["case"]).pk,), "words", "supervisor"),
    ("orders:write-application", lambda w: (a_question(w["case"]).pk,), "compelling", "oic"),
    ("orders:take-step", lambda w: (a_question(w["case"]).pk, "destroyed"), "words", "oic"),
    ("victims:add", nothing, "surname", "oic"),
    ("victims:edit", of_victim, "surname", "oic"),
    ("victims:edit-contact", of_victim, "details", "oic"),
    ("victims:add-contact", nothing, "words", "oic"),
    ("victims:edit-needs", lambda w: (w["victim"].pk, "safety"), "words_in_danger", "oic"),
    ("victims:edit-letter", draft_letter, "opening", "oic"),
    ("victims:send-letter", draft_letter, "sent_reason", "oic"),
    ("suspects:add", nothing, "surname", "oic"),
    ("suspects:identify", unnamed, "surname", "oic"),
    ("suspects:edit", unnamed, "description", "oic"),
    ("suspects:edit-person", named, "surname", "oic"),
    ("suspects:status", named, "on_day", "oic"),
    ("suspects:withdraw-status", step, "why", "oic"),
    ("suspects:finding", named, "words", "oic"),
    ("suspects:withdraw-finding", turned_up, "why", "oic"),
    ("suspects:check", lambda w: (*named(w), "pnc"), "words", "oic"),
    ("suspects:indicators", named, "note_money", "oic"),
    ("cases:decide-nfa", nothing, "reason_text", "oic"),
    ("cases:check-nfa", decided, "words", "supervisor"),
]


@pytest.mark.parametrize(("name", "make", "field", "who"), FORMS, ids=[row[0] for row in FORMS])
def test_what_came_late_is_shown_under_the_safe_contact_and_not_saved(
    name: str, make: Make, field: str, who: str, world: World, client: Client, time_machine: Any
) -> None:
    path = reverse(name, args=[world["case"].slug, *make(world)])
    person = with_password(world[who])
    give_password(client, person.username)
    time_machine.move_to(time.time() + IDLE, tick=False)

    client.post(path, {field: WORDS})
    give_password(client, person.username)
    page = client.get(path)

    assert page.status_code == 200
    assert WORDS in page.content.decode()
    assert "You were signed out before this was saved" in page.content.decode()
    assert NEVER in page.content.decode()
    assert KeptText.objects.get().path == path
