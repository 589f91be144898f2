"""A draft becomes a case once, whole, with the reach of whoever logged it."""

import threading
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from cases.access import get_case
from cases.models import Allocation, Case, CaseAccess, CaseDraft
from cases.services import corrections, drafts, recording
from soteria.accounts.access import Refused, Unseen
from soteria.accounts.models import Membership, User
from soteria.accounts.roles import Level, Role, Section
from soteria.audit.models import AuditEvent
from soteria.clocks.models import ClockEvent
from tests.factories import CaseFactory, OffenceClassFactory, StageFactory, TeamFactory, member

OFFENCE = {
    "title": "Rape of a female aged 16 or over",
    "offence_class": "19C",
    "is_attempt": False,
    "precision": "unknown",
    "occurred_from": None,
    "occurred_to": None,
    "when_in_words": "",
}
REPORTED = "2026-03-02T10:15:00+00:00"


def ready(by: User, *, offence: dict[str, Any] | None = None, **account: Any) -> CaseDraft:
    """A draft with the least that makes a case."""
    draft = drafts.start(key=uuid4(), by=by)
    sections = {"offences": OFFENCE | (offence or {}), "account": {"reported_at": REPORTED} | account}
    for section, values in sections.items():
        drafts.save_section(draft, section, 1, typed={}, values=values, answers=[], complete=True, version=0, by=by)
    return draft


@pytest.fixture(autouse=True)
def _reference(request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("transactional_db" if "transactional_db" in request.fixturenames else "db")
    StageFactory()
    OffenceClassFactory()


def year() -> str:
    return f"{timezone.localdate().year % 100:02d}"


def test_nobody_without_a_role_that_takes_reports_logs_a_case(oic: User, veo: User) -> None:
    draft = ready(oic)
    CaseDraft.objects.filter(pk=draft.pk).update(owner=veo)

    with pytest.raises(Refused):
        recording.log_case(draft, by=veo)
    assert not Case.objects.exists()


def test_nobody_logs_the_draft_of_another(oic: User, supervisor: User) -> None:
    with pytest.raises(Unseen):
        recording.log_case(ready(oic), by=supervisor)


def test_a_discarded_draft_is_not_logged(oic: User) -> None:
    draft = ready(oic)
    drafts.discard(draft, by=oic)

    with pytest.raises(Unseen):
        recording.log_case(draft, by=oic)


def test_an_empty_draft_says_what_it_needs(oic: User) -> None:
    with pytest.raises(recording.NotReady) as error:
        recording.log_case(drafts.start(key=uuid4(), by=oic), by=oic)

    assert [stop.words for stop in error.value.stops] == [
        "Add at least one offence",
        "Enter when it was reported to the police",
    ]


def test_an_offence_after_the_report_is_stopped(oic: User) -> None:
    draft = ready(oic, offence={"precision": "day", "occurred_from": "2026-03-03T00:00:00+00:00"})

    with pytest.raises(recording.NotReady, match="cannot be logged yet") as error:
        recording.log_case(draft, by=oic)
    assert error.value.stops[0].words == "Offence 1 is dated after the report. Change one of the two dates"


def test_an_investigator_becomes_the_oic(oic: User) -> None:
    case = recording.log_case(ready(oic), by=oic)

    assert (case.oic, case.reference) == (oic, f"55/S00001/{year()}")
    assert get_case(oic, case.slug, Section.ACCOUNT, Level.FULL) == case
    event = AuditEvent.objects.get(verb="case.logged")
    assert (event.case_reference, event.after["offences"]) == (case.reference, 1)
    assert ClockEvent.objects.filter(case_id=case.pk, event="reported").exists()


def test_a_supervisor_logs_a_case_that_waits_for_an_officer(supervisor: User) -> None:
    case = recording.log_case(ready(supervisor), by=supervisor)

    assert case.oic is None
    assert get_case(supervisor, case.slug, Section.ACCOUNT, Level.FULL) == case


def test_a_call_handler_keeps_sight_for_72_hours(team) -> None:
    handler = member(Role.CALL_HANDLER, team)

    case = recording.log_case(ready(handler), by=handler)

    row = CaseAccess.objects.get(user=handler, case=case)
    assert row.reach == "logged"
    assert row.until - case.logged_at == timedelta(hours=72)
    assert get_case(handler, case.slug, Section.ACCOUNT, Level.FULL) == case


def test_a_liaison_officer_stays_on_the_case(team) -> None:
    solo = member(Role.SOLO, team)

    case = recording.log_case(ready(solo), by=solo)

    assert Allocation.objects.get(case=case).duty == "solo"
    assert get_case(solo, case.slug, Section.ACCOUNT, Level.FULL) == case


def test_somebody_in_two_teams_says_which(oic: User) -> None:
    other = TeamFactory(name="Riverton RASSO")
    Membership.objects.create(user=oic, team=other, role=Role.OIC, starts_on=datetime(2020, 1, 1).date())

    with pytest.raises(recording.NotReady) as error:
        recording.log_case(ready(oic), by=oic)
    case = recording.log_case(ready(oic, team=str(other.pk)), by=oic)

    assert error.value.stops[0].words == "Select which of your teams the case is for"
    assert case.team == other


def test_a_police_reference_is_kept_and_used_once(oic: User) -> None:
    assert recording.log_case(ready(oic, reference="55/777/26"), by=oic).reference == "55/777/26"

    with pytest.raises(recording.NotReady) as error:
        recording.log_case(ready(oic, reference="55-777-26"), by=oic)
    assert error.value.stops[0].words.startswith("This police reference is already used.")


def test_a_given_reference_steps_over_one_in_use(oic: User) -> None:
    CaseFactory(team=oic.memberships.get().team, reference=f"55/S00001/{year()}")

    assert recording.log_case(ready(oic), by=oic).reference == f"55/S00002/{year()}"


def test_logging_twice_gives_the_same_case(oic: User) -> None:
    draft = ready(oic)

    assert recording.log_case(draft, by=oic) == recording.log_case(draft, by=oic)
    assert Case.objects.count() == 1


def test_one_draft_sent_from_many_windows_is_one_case(transactional_db: None, oic: User) -> None:
    draft = ready(oic)

    _at_once([lambda: recording.log_case(draft, by=oic)] * 6)

    assert Case.objects.count() == 1


def test_cases_logged_at_once_have_numbers_of_their_own(transactional_db: None, oic: User) -> None:
    mine = [ready(oic) for _ in range(6)]

    _at_once([lambda draft=draft: recording.log_case(draft, by=oic) for draft in mine])

    assert sorted(Case.objects.values_list("reference", flat=True)) == [f"55/S0000{n}/{year()}" for n in range(1, 7)]


def test_one_reference_typed_at_once_is_refused_to_the_second(transactional_db: None, oic: User) -> None:
    mine = [ready(oic, reference="55/888/26") for _ in range(4)]

    errors = _at_once([lambda draft=draft: recording.log_case(draft, by=oic) for draft in mine])

    assert Case.objects.count() == 1
    assert [type(error) for error in errors] == [recording.NotReady] * 3


def _at_once(acts: list[Any]) -> list[Exception]:
    errors: list[Exception] = []
    gate = threading.Barrier(len(acts))

    def run(act: Any) -> None:
        gate.wait()
        try:
            act()
        except Exception as error:  # noqa: BLE001 - handed to the test, which says which it expects
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return errors


def test_changing_the_place_leaves_the_other_reasons(oic: User) -> None:
    case = recording.log_case(ready(oic), by=oic)
    case.missing = {"postcode": "not_known", "account": "not_asked"}

    corrections.update_place(case, values={"postcode": "IV95 7TF", "missing": {"place": "declined"}}, by=oic)
    corrections.update_place(case, values={"postcode": "IV95 7TF", "missing": {"place": "declined"}}, by=oic)

    case.refresh_from_db()
    assert (case.postcode, case.version) == ("IV95 7TF", 2)
    assert case.missing == {"account": "not_asked", "place": "declined"}
    event = AuditEvent.objects.get(verb="case.place_changed")
    assert event.after == {"changed": ["postcode", "missing"]}
