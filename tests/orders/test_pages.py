"""Pages of bail and orders: who opens them, what they record, and what they refuse without losing it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.services import restriction
from orders.models import Arrest, Bail, Breach, ProtectionOrder
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from soteria.audit.models import AuditEvent
from soteria.clocks.models import Clock
from tests.factories import CaseFactory, TeamFactory, allocate, member
from tests.factories.forms import sent_back
from tests.factories.orders import (
    DECIDED,
    FACTORS,
    GROUNDS,
    WHY_ENDED,
    a_bail,
    a_breach,
    ago,
    an_arrest,
    an_order,
    suspect_in,
)
from tests.orders.paging import boxes, place, url

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def paths(case: Case, breach: Breach) -> dict[str, str]:
    bail = breach.broken.get().condition.bail
    order = an_order(case, suspect=breach.suspect)
    return {
        "record-arrest": url("record-arrest", case),
        "grant-bail": url("grant-bail", case, bail.arrest_id),
        "extend-bail": url("extend-bail", case, bail.pk),
        "end-bail": url("end-bail", case, bail.pk),
        "record-order": url("record-order", case),
        "end-order": url("end-order", case, order.pk),
        "log-breach": url("log-breach", case),
        "decide-breach": url("decide-breach", case, breach.pk),
    }


def test_outsiders_and_the_barred_find_none_of_the_pages(
    case: Case, breach: Breach, outsider: User, supervisor: User, sign_in: SignIn
) -> None:
    restriction.declare_conflict(case=case, user=supervisor, reason="Neighbour", by=supervisor)
    pages = paths(case, breach)
    for path in pages.values():
        assert sign_in(supervisor).get(path).status_code == 404
        assert sign_in(supervisor).post(path, {}).status_code == 404
    for name, path in pages.items():
        assert sign_in(outsider).get(path).status_code == (403 if name == "decide-breach" else 404)


@pytest.mark.parametrize("role", [Role.VEO, Role.CALL_HANDLER])
def test_whoever_sees_part_logs_a_breach_and_nothing_else(
    role: Role, case: Case, breach: Breach, sign_in: SignIn
) -> None:
    person = member(role, case.team)
    allocate(case, case.oic)
    case.access.create(user=person, reach="allocated")

    answers = {name: sign_in(person).get(path).status_code for name, path in paths(case, breach).items()}

    assert {name for name, status in answers.items() if status == 200} == {"log-breach"}
    assert set(answers.values()) == {200, 403}


@pytest.mark.parametrize("role", [Role.SOLO, Role.DMI, Role.LEAD])
def test_a_role_without_the_section_is_refused(role: Role, case: Case, breach: Breach, sign_in: SignIn) -> None:
    person = member(role, case.team)
    case.access.create(user=person, reach="allocated")

    assert {sign_in(person).get(path).status_code for path in paths(case, breach).values()} == {403}
    assert sign_in(person).get(place(case)).status_code in (403, 404)
    assert sign_in(person).get(reverse("orders:breaches")).status_code == 403


def test_a_row_of_another_case_is_not_found(client: Client, case: Case, oic: User, sign_in: SignIn) -> None:
    other = allocate(CaseFactory(team=TeamFactory(name="Riverton RASSO")), oic)
    bail, order, breach = a_bail(other), an_order(other), a_breach(other)
    supervisor = sign_in(member(Role.SUPERVISOR, case.team))

    for name, pk in [("grant-bail", bail.arrest_id), ("extend-bail", bail.pk), ("end-bail", bail.pk)]:
        assert client.get(url(name, case, pk)).status_code == 404
    assert client.get(url("end-order", case, order.pk)).status_code == 404
    assert supervisor.get(url("decide-breach", case, breach.pk)).status_code == 404


def test_an_arrest_leads_on_to_its_bail(client: Client, case: Case) -> None:
    suspect = suspect_in(case)
    path = url("record-arrest", case)
    data = sent_back(client.get(path)) | {"custody_reference": "55C/1/26"} | boxes("arrested_at", ago(days=1))

    answer = client.post(path, data)

    arrest = Arrest.objects.get()
    assert (data["suspect"], arrest.custody_reference) == (str(suspect.pk), "55C/1/26")
    assert answer.url == url("grant-bail", case, arrest.pk)
    assert "Gareth Thornbury, arrested" in client.get(answer.url).content.decode()


def test_an_arrest_to_come_is_refused_with_its_section_and_kept(client: Client, case: Case) -> None:
    suspect_in(case)
    path = url("record-arrest", case)
    ahead = boxes("arrested_at", timezone.now() + timedelta(days=2))

    body = client.post(path, sent_back(client.get(path)) | {"custody_reference": "55C/1/26"} | ahead).content.decode()

    assert "counts from the day after the arrest (PACE 1984 s.47ZB(4))" in body
    assert f'value="{ahead["arrested_at_time"]}"' in body
    assert not Arrest.objects.exists()


def test_a_case_without_a_named_suspect_says_so(client: Client, case: Case) -> None:
    assert "No suspect of this case is known by name yet" in client.get(url("record-arrest", case)).content.decode()
    assert client.post(url("record-order", case), {}).status_code == 200


DECISION_TYPED = {
    "officer": "1234 Hale",
    "officer_rank": "sergeant",
    "is_independent": "yes",
    "is_necessary": "yes",
    "is_proportionate": "yes",
    "representations": "none",
    "words": DECIDED.words,
    **{f"factor_{code}": words for code, words in FACTORS.items()},
}


def bail_sent(client: Client, path: str, **said: Any) -> dict[str, Any]:
    usual = {"rules": ["no_contact", "passport"], "words_no_contact": "Rosalind Ashdown\n\nHer sister"}
    usual |= {"route": "s37(2)", "protects_no_contact": "victim", "protects_passport": "surrender"}
    typed = DECISION_TYPED | {"words_passport": ""} | boxes("granted_at", ago(hours=3))
    return sent_back(client.get(path)) | usual | typed | said


def test_each_line_of_a_condition_is_a_row(client: Client, case: Case) -> None:
    arrest = an_arrest(case)
    path = url("grant-bail", case, arrest.pk)

    client.post(path, bail_sent(client, path))

    bail = Bail.objects.get()
    rows = [(str(each), each.protects) for each in bail.conditions.order_by("pk")]
    assert rows == [
        ("No contact with Rosalind Ashdown", "victim"),
        ("No contact with Her sister", "victim"),
        ("Surrender passport", "surrender"),
    ]
    body = client.get(place(case)).content.decode()
    assert "No contact with Her sister" in body
    assert "Bail period: act by" in body


def test_nothing_is_chosen_before_the_custody_officers_decision_is_typed(client: Client, case: Case) -> None:
    arrest = an_arrest(case)
    bail, release = url("grant-bail", case, arrest.pk), url("release", case, arrest.pk)
    unsaid = {"route": "", "officer_rank": "", "protects_no_contact": "", "protects_passport": ""}

    drawn = sent_back(client.get(bail)) | {"rules": ["no_contact", "passport"], "words_no_contact": "Ann Ashdown"}
    shown = client.post(bail, drawn).content.decode()
    without = client.post(release, sent_back(client.get(release))).content.decode()

    assert {name: drawn[name] for name in unsaid} == unsaid
    asked = ("Select which power was used", "Select the rank")
    protects = ("Select what “No contact with” protects", "Select what “Surrender passport” protects")
    assert all(words in shown for words in (*asked, *protects))
    assert all(words in without for words in asked)
    assert not Bail.objects.exists()


def test_bail_without_conditions_is_said_and_a_long_line_is_refused(client: Client, case: Case) -> None:
    path = url("grant-bail", case, an_arrest(case).pk)

    long = client.post(path, bail_sent(client, path, words_no_contact="x" * 301)).content.decode()
    empty = client.post(path, bail_sent(client, path, words_no_contact=" ")).content.decode()
    client.post(path, bail_sent(client, path, rules=["none"]))

    assert "Each line must be 300 characters or fewer" in long
    assert "Enter an answer to “Who must the suspect not contact?”" in empty
    assert Bail.objects.get().conditions.count() == 0


def extension_sent(**said: Any) -> dict[str, Any]:
    told = boxes("told_at", ago(hours=5)) | boxes("considered_at", ago(hours=2)) | boxes("decided_at", ago(hours=1))
    grounds = {f"ground_{code}": words for code, words in GROUNDS.items()}
    return {"rank": "inspector", "officer_rank": "inspector", "authorised_by": "DI 55"} | told | grounds | said


def test_bail_is_extended_and_ended(client: Client, case: Case) -> None:
    bail = a_bail(case)
    extend, end = url("extend-bail", case, bail.pk), url("end-bail", case, bail.pk)
    before = Clock.objects.get(kind="bail.applicable_period").due

    court = {"rank": "magistrates", "authorised_by": "Court"}
    late = client.post(extend, court | boxes("decided_at", ago(hours=1)))
    client.post(extend, extension_sent())
    bare = client.post(end, {"why": "cancelled"} | boxes("ended_at", ago(minutes=10))).content.decode()
    client.post(end, {"why": "cancelled"} | WHY_ENDED | boxes("ended_at", ago(minutes=10)))

    bail.refresh_from_db()
    assert "Enter how many months from the arrest the court allowed" in late.content.decode()
    assert Clock.objects.get(kind="bail.applicable_period").due > before
    assert (bail.ended_why, bail.ended_by) == ("cancelled", case.oic)
    assert "Enter why bail ended, in 20 characters or more" in bare
    shown = client.get(place(case)).content.decode()
    assert "Bail cancelled for another reason. Custody officer: Sergeant 1234 Hale" in shown
    assert WHY_ENDED["words"] in shown


def test_an_extension_to_come_after_the_end_is_refused_with_its_section(client: Client, case: Case) -> None:
    bail = a_bail(case)
    ahead = boxes("decided_at", timezone.now() + timedelta(days=200))

    shown = client.post(url("extend-bail", case, bail.pk), extension_sent(**ahead)).content.decode()

    assert "This extension came too late. Bail ends on" in shown and "(PACE 1984 s.47ZD)" in shown
    assert f'value="{ahead["decided_at_time"]}"' in shown
    assert not bail.extensions.exists()


def test_an_order_is_recorded_with_its_terms_and_ended(client: Client, case: Case) -> None:
    suspect_in(case)
    path, made = url("record-order", case), ago(days=3)
    dates = {f"made_on_{part}": str(getattr(timezone.localtime(made), part)) for part in ("day", "month", "year")}
    typed = {"type": "non_molestation", "stage": "full", "court": "Family Court", "rules": ["keep_away"]}

    refused = client.post(path, sent_back(client.get(path)) | dates | typed).content.decode()
    client.post(path, sent_back(client.get(path)) | dates | typed | {"words_keep_away": "Harbour Street"})

    assert "Enter an answer to “Where must the suspect not go?”" in refused
    order = ProtectionOrder.objects.get()
    assert str(order.terms.get()) == "Not to enter Harbour Street"
    body = client.get(place(case)).content.decode()
    assert "Breaking it is an offence, or contempt of court" in body and "At most: 5 years in prison" in body
    assert "Family Law Act 1996 s.42A. This rule is not confirmed: ask legal services" in body
    client.post(url("end-order", case, order.pk), boxes("ended_at", ago(hours=1)))
    assert "– over" in client.get(place(case)).content.decode()


@pytest.mark.parametrize(("name", "sent"), [("record-arrest", "arrested_at"), ("record-order", "made_on")])
def test_another_arrest_or_order_from_a_form_that_was_sent_is_not_lost(
    name: str, sent: str, client: Client, case: Case
) -> None:
    suspect_in(case)
    path = url(name, case)
    order = {"type": "non_molestation", "stage": "full", "court": "Harbourside", "rules": "other", "words_other": "X"}
    more = order if name == "record-order" else {"custody_reference": "55C/1/26"}
    data = sent_back(client.get(path)) | more | boxes(sent, ago(days=3))
    client.post(path, data)

    other = data | boxes(sent, ago(days=2))
    again = client.post(path, other)
    client.post(path, other | {"key": again.context["form"]["key"].value()})

    assert "This one is not recorded yet" in again.content.decode()
    assert (Arrest if name == "record-arrest" else ProtectionOrder).objects.count() == 2


def test_other_bail_from_a_form_that_was_sent_is_not_lost(client: Client, case: Case) -> None:
    path = url("grant-bail", case, an_arrest(case).pk)
    data = bail_sent(client, path)
    client.post(path, data)

    again = client.post(
        path, data | {"rules": ["other"], "words_other": "Report each day", "protects_other": "surrender"}
    )

    assert "This one is not recorded yet" in again.content.decode()
    assert "Report each day" in again.content.decode()
    assert Bail.objects.count() == 1


def test_the_head_of_every_page_says_what_is_in_force(client: Client, case: Case) -> None:
    detail = reverse("cases:detail", args=[case.slug])
    assert url("log-breach", case) not in client.get(detail).content.decode()

    a_breach(case)
    an_order(case)

    body = client.get(detail).content.decode()
    assert "1 breach waits for a decision" in body
    assert "On bail, ends" in body
    assert "1 protection order in force." in body
    assert url("log-breach", case) in body


def test_bail_with_cps_stands_still(client: Client, case: Case) -> None:
    arrest, path = an_arrest(case), ""
    path = url("grant-bail", case, arrest.pk)
    client.post(path, bail_sent(client, path, route="s37(7)(a)"))

    assert "stands still" in client.get(place(case)).content.decode()
    assert a_breach(case).kind == "bail"


def test_bail_that_has_run_out_is_not_in_force(client: Client, case: Case) -> None:
    a_bail(case, arrest=an_arrest(case, at=ago(days=200)))

    assert "On bail" not in client.get(reverse("cases:detail", args=[case.slug])).content.decode()


@pytest.mark.parametrize("number", [1, 12])
def test_pages_ask_no_more_for_many_than_for_one(
    number: int, case: Case, supervisor: User, sign_in: SignIn, max_queries: Callable[..., object]
) -> None:
    for _ in range(number):
        a_breach(case)
        an_order(case)
    client = sign_in(supervisor)
    client.get(reverse("orders:breaches"))

    with max_queries(8):
        assert client.get(reverse("orders:breaches")).status_code == 200
    for path in (place(case), url("log-breach", case), url("decide-breach", case, Breach.objects.first().pk)):
        with max_queries(8):
            assert client.get(path).status_code == 200


def test_each_page_leaves_an_event(case: Case, breach: Breach, supervisor: User, sign_in: SignIn) -> None:
    client = sign_in(supervisor)
    bail = Bail.objects.get()
    for path in (place(case), url("log-breach", case), url("decide-breach", case, breach.pk)):
        client.get(path)
    for path in (url("extend-bail", case, bail.pk), reverse("orders:breaches")):
        client.get(path)

    parts = [event.after["part"] for event in AuditEvent.objects.filter(verb="viewed").order_by("pk")]
    wanted = ["bail-and-orders", "what can be broken", "breach", "Extend the bail period", "breaches awaiting decision"]
    assert parts == wanted
