"""Pages of what happens while bail runs: each asks, does one act, and goes back to the case."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cases.models import Case
from orders import watching
from orders.models import Arrest, AttendanceDue, Bail, BailCheck, Pause, Release
from soteria.accounts.models import User
from soteria.audit.models import AuditEvent
from tests.factories import VictimFactory
from tests.factories.forms import sent_back
from tests.factories.orders import (
    NO_CONTACT,
    a_bail,
    a_release,
    ago,
    an_arrest,
    an_attendance,
    an_extension,
    days_ago,
    extended_by_police,
    times_of,
)
from tests.orders.paging import boxes, place, url
from tests.orders.test_pages import DECISION_TYPED, bail_sent

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def send(client: Client, path: str, **said: Any) -> Any:
    return client.post(path, sent_back(client.get(path)) | said)


def day(name: str, at: Any) -> dict[str, str]:
    return {f"{name}_{part}": str(getattr(at, part)) for part in ("day", "month", "year")}


def test_an_arrest_is_given_its_reference_noticed_and_taken_back(client: Client, case: Case) -> None:
    arrest = an_arrest(case)
    Arrest.objects.filter(pk=arrest.pk).update(custody_reference="", no_reference="on_the_way")
    assert "No custody reference." in client.get(place(case)).content.decode()

    send(client, url("give-reference", case, arrest.pk), custody_reference="55C/2/26")
    send(client, url("note-notice", case, arrest.pk), **boxes("notice_at", ago(hours=1)))
    send(client, url("withdraw-arrest", case, arrest.pk), why="Another man of that name was arrested")

    arrest.refresh_from_db()
    assert arrest.custody_reference == "55C/2/26"
    assert arrest.notice_at is not None
    assert "Recorded by mistake" in client.get(place(case)).content.decode()


def test_a_condition_to_report_is_asked_in_parts(client: Client, case: Case) -> None:
    path = url("grant-bail", case, an_arrest(case).pk)
    report = {
        "rules": ["report"],
        "protects_report": "surrender",
        "report_station": "Harbourside",
        "report_days": ["0", "3"],
    }

    missing = client.post(path, bail_sent(client, path, rules=["report"])).content.decode()
    wrong = client.post(path, bail_sent(client, path, **report, report_opens="4pm", report_closes="2pm"))
    unread = client.post(path, bail_sent(client, path, **report, report_opens="noonish", report_closes="2pm"))
    client.post(path, bail_sent(client, path, **report, report_opens="2pm", report_closes="4pm"))

    assert "Enter the police station to report to" in missing
    assert "The end of the time to report must be after its beginning" in wrong.content.decode()
    assert "Enter a time such as 2pm or 14:00" in unread.content.decode()
    rule = Bail.objects.get().conditions.get()
    assert str(rule) == "Report to Harbourside, Mondays and Thursdays, 2pm to 4pm"
    assert rule.reporting.days == [0, 3]


def test_bail_while_other_bail_runs_says_why_a_period_begins(client: Client, case: Case) -> None:
    first = a_bail(case)
    path = url("grant-bail", case, an_arrest(case, first.arrest.suspect, at=ago(hours=5)).pk)
    more = {"anew": "offence", "anew_words": "Burglary of another house in the street"}

    refused = client.post(path, bail_sent(client, path)).content.decode()
    client.post(path, bail_sent(client, path, **more))

    assert "Why does a new period begin?" in refused
    assert "that period goes on (PACE 1984 s.47ZB(4))" in refused
    assert "Why does a new period begin?" not in client.get(url("grant-bail", case, first.arrest_id)).content.decode()
    assert Bail.objects.order_by("-pk")[0].anew_words == more["anew_words"]
    assert more["anew_words"] in client.get(place(case)).content.decode()


def test_release_again_starts_from_the_conditions_in_force(client: Client, case: Case) -> None:
    first = a_bail(case, NO_CONTACT, times_of((0, 3)))
    an_arrest(case, first.arrest.suspect, at=ago(hours=5))
    path = url("grant-bail", case, first.arrest_id)
    sent = sent_back(client.get(path)) | DECISION_TYPED | boxes("granted_at", ago(hours=1))

    assert sent["route"] == "s37CA(2)(b)"
    added = client.post(path, sent | {"route": "s37CA(2)(b)", "words_no_contact": "Rosalind Ashdown\nAnn Ashdown"})
    client.post(path, sent | {"route": "s37CA(2)(b)"})

    assert "none can be added" in added.content.decode() and "“Ann Ashdown”" in added.content.decode()
    again = Bail.objects.order_by("-pk")[0]
    assert [str(row) for row in again.conditions.order_by("pk")] == [
        str(row) for row in first.conditions.order_by("pk")
    ]


def test_release_without_bail_is_recorded_and_reviewed(client: Client, case: Case) -> None:
    path = url("release", case, an_arrest(case).pk)
    typed = (
        DECISION_TYPED
        | {"is_necessary": "no", "no_bail": "not_necessary", "route": "s37(2A)"}
        | boxes("decided_at", ago(hours=1))
    )

    send(client, path, **typed)
    found = Release.objects.get()
    words = "The phone is read and the account stands as it was"
    send(client, url("review-release", case, found.pk), words=words, **boxes("reviewed_at", ago(minutes=5)))

    assert (found.no_bail, found.bail) == ("not_necessary", None)
    assert found.reviews.get().words == words


def test_voluntary_attendance_is_reviewed(client: Client, case: Case) -> None:
    found = an_attendance(case)
    words = "He came on Monday as he had agreed"

    send(client, url("review-attendance", case, found.pk), words=words, **boxes("reviewed_at", ago(minutes=1)))

    assert found.reviews.get().words == words


def test_conditions_and_the_return_change(client: Client, case: Case) -> None:
    granted = a_bail(case)
    ends = [str(granted.conditions.get().pk)]
    typed = {"asked_by": "police", "ends": ends, "rules": ["keep_away"], "words_keep_away": "Harbour Street"}
    typed |= {"protects_keep_away": "victim", "officer_rank": "sergeant"}
    typed |= {"authorised_by": "1234 Hale", "why": "She has moved to Harbour Street"} | boxes("varied_at", ago(hours=1))
    back = timezone.now() + timedelta(days=20)

    send(client, url("vary-bail", case, granted.pk), **typed)
    surrender = url("change-surrender", case, granted.pk)
    unsaid = send(client, surrender, what="changed", **boxes("notice_at", ago(hours=1)))
    send(client, surrender, what="changed", **boxes("surrender_at", back), **boxes("notice_at", ago(hours=1)))
    granted.refresh_from_db()
    was = granted.surrender_at
    send(client, surrender, what="cancelled", **boxes("notice_at", ago(minutes=5)))

    granted.refresh_from_db()
    assert [row.ends_at is None for row in granted.conditions.order_by("pk")] == [False, True]
    assert "Enter when the suspect must return" in unsaid.content.decode()
    assert (was is not None, granted.surrender_at) == (True, None)


def test_a_victims_views_are_recorded_and_the_victim_told(client: Client, case: Case) -> None:
    VictimFactory(case=case)
    granted = a_bail(case)
    times = boxes("asked_at", ago(hours=5)) | boxes("passed_on_at", ago(hours=4))

    send(client, url("views", case, granted.pk), state="asked", words="No contact, please", **times)
    row = granted.views.get()
    send(client, url("tell-victim", case, row.pk), **boxes("told_at", ago(minutes=5)))

    row.refresh_from_db()
    assert row.told_at is not None
    assert "No contact, please" in client.get(place(case)).content.decode()
    assert client.get(url("views", case, granted.pk) + "?change=9").status_code == 200


def test_a_missed_time_to_report_is_answered_on_its_page(client: Client, case: Case) -> None:
    granted = a_bail(case, NO_CONTACT, times_of(), arrest=an_arrest(case, at=ago(days=3)))
    at = {"opens_at": ago(hours=6), "closes_at": ago(hours=4), "station": "Harbourside"}
    report = granted.conditions.last()
    first = AttendanceDue.objects.create(condition=report, **at)
    earlier = {name: value - timedelta(days=1) for name, value in at.items() if name != "station"}
    second = AttendanceDue.objects.create(condition=report, station="Harbourside", **earlier)
    path, other = url("attendance-due", case, first.pk), url("attendance-due", case, second.pk)
    assert "Record what happened" in client.get(place(case)).content.decode()

    send(client, path, outcome="missed")
    assert "Is it a breach?" in client.get(place(case)).content.decode()
    unsaid = send(client, path, outcome="excused").content.decode()
    send(client, path, outcome="breach", words="The register was read.")
    send(client, other, outcome="attended")

    assert "Select why it is no breach" in unsaid
    assert case.breaches.get().attendance == first
    second.refresh_from_db()
    assert second.state == "attended"


def test_a_missed_time_to_report_is_excused_on_its_page(client: Client, case: Case) -> None:
    granted = a_bail(case, NO_CONTACT, times_of(), arrest=an_arrest(case, at=ago(days=3)))
    at = {"opens_at": ago(hours=6), "closes_at": ago(hours=4), "station": "Harbourside"}
    due = AttendanceDue.objects.create(condition=granted.conditions.last(), **at)
    watching.find_missed(due.pk, timezone.now())

    send(client, url("attendance-due", case, due.pk), outcome="excused", excuse="station", words="It was closed")

    due.refresh_from_db()
    assert (due.state, due.excuse) == ("excused", "station")
    again = send(client, url("attendance-due", case, due.pk), outcome="excused", excuse="other", words="He rang us")
    assert (
        "“Missed, no breach (The station was closed, or would not take the report)” is recorded"
        in again.content.decode()
    )
    assert "He rang us" in again.content.decode()


def test_a_check_cps_a_stay_and_a_court(client: Client, case: Case) -> None:
    granted = extended_by_police(a_bail(case, route="s37(7)(a)"))
    arrest = granted.arrest_id
    today = timezone.localdate()

    send(
        client, url("check-bail", case, granted.pk), how="visit", words="He was in", **boxes("checked_at", ago(hours=1))
    )
    send(client, url("cps-asked", case, arrest), **boxes("asked_at", ago(hours=5)))
    asked = Pause.objects.get()
    send(client, url("cps-met", case, asked.pk), **boxes("met_at", ago(hours=1)))
    send(client, url("record-stay", case, arrest), **day("from_on", today), **day("last_on", today))
    why = "The laboratory sent the phone back last week"
    lodge = {"court": "Harbourside", "months": "12", "why": why} | boxes("lodged_at", ago(minutes=30))
    send(client, url("apply-to-court", case, granted.pk), **lodge)
    application = granted.applications.get()
    send(client, url("court-refused", case, application.pk), **boxes("refused_at", ago(minutes=5)))

    application.refresh_from_db()
    assert BailCheck.objects.get().how == "visit"
    assert list(Pause.objects.order_by("pk").values_list("kind", flat=True)) == ["cps", "hospital"]
    assert application.refused_at is not None
    body = client.get(place(case)).content.decode()
    wanted = ("CPS asked for information", "In hospital from", "Refused", "He was in")
    assert [words for words in wanted if words not in body] == []


def test_a_stay_in_hospital_is_lengthened_on_its_page(client: Client, case: Case, veo: User, sign_in: SignIn) -> None:
    granted, today = a_bail(case, arrest=an_arrest(case, at=ago(days=9))), timezone.localdate()
    send(
        client,
        url("record-stay", case, granted.arrest_id),
        **day("from_on", days_ago(5)),
        **day("last_on", days_ago(3)),
    )
    stay = Pause.objects.get()
    path = url("lengthen-stay", case, stay.pk)
    assert path in client.get(place(case)).content.decode()

    refused = send(client, path, **day("last_on", days_ago(4)))
    send(client, path, **day("last_on", today))

    assert "Enter a later day" in refused.content.decode()
    assert f'value="{days_ago(4).day}"' in refused.content.decode()
    stay.refresh_from_db()
    assert stay.last_on == today
    assert AuditEvent.objects.filter(verb="bail.stay_lengthened").count() == 1
    assert sign_in(veo).get(path).status_code == 403
    Pause.objects.update(kind="cps", last_on=None)
    assert client.get(path).status_code == 404


def test_the_outcome_of_an_extension_is_told_on_its_page(client: Client, case: Case) -> None:
    extension = an_extension(a_bail(case), outcome_told_at=None)
    assert "Record that the suspect was told the outcome" in client.get(place(case)).content.decode()

    send(client, url("tell-outcome", case, extension.pk), **boxes("outcome_told_at", ago(minutes=5)))

    extension.refresh_from_db()
    assert extension.outcome_told_at is not None


def test_outsiders_and_part_readers_find_none_of_these_pages(
    case: Case, outsider: User, veo: User, supervisor: User, sign_in: SignIn
) -> None:
    granted = a_bail(case)
    of_bail = ("vary-bail", "change-surrender", "views", "check-bail", "apply-to-court", "bail-paper")
    paths = [url(name, case, granted.pk) for name in of_bail]
    of_arrest = ("give-reference", "withdraw-arrest", "note-notice", "release", "cps-asked", "record-stay")
    paths += [url(name, case, granted.arrest_id) for name in of_arrest]
    read = url("read-release", case, a_release(case).pk)

    assert {sign_in(outsider).get(path).status_code for path in paths} == {404}
    assert {sign_in(outsider).post(path, {}).status_code for path in paths[:-8]} == {404}
    assert {sign_in(veo).get(path).status_code for path in paths} == {403}
    assert [sign_in(who).get(read).status_code for who in (supervisor, veo)] == [200, 403]


@pytest.mark.parametrize("number", [1, 6])
def test_the_place_asks_no_more_for_much_bail(
    number: int, case: Case, oic: User, sign_in: SignIn, max_queries: Callable[..., object]
) -> None:
    for _ in range(number):
        an_extension(a_bail(case, NO_CONTACT, times_of()))
        a_release(case)
    client = sign_in(oic)
    client.get(place(case))

    with max_queries(8):
        assert client.get(place(case)).status_code == 200
