"""The register of breaches and the line of time of one suspect: what each reader sees, and nothing more."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case
from cases.services import restriction
from orders.models import Breach, BreachDecision
from orders.queries import register
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from suspects.models import Involvement
from tests.factories import CaseFactory, TeamFactory, allocate, member
from tests.factories.orders import a_bail, a_breach, ago, an_arrest, an_order
from tests.orders.asking import arrest_nobody, decide

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def shown(client: Client, **query: str) -> list[int]:
    page = client.get(reverse("orders:breach-register"), query)
    assert page.status_code == 200
    return [row.pk for row in page.context["page"].rows]


def test_the_register_holds_what_its_reader_reads(
    case: Case, breach: Breach, oic: User, veo: User, outsider: User, supervisor: User, di: User, sign_in: SignIn
) -> None:
    elsewhere = a_breach(allocate(CaseFactory(team=TeamFactory(name="Riverton RASSO")), outsider))
    hidden = allocate(CaseFactory(team=case.team), di)
    a_breach(hidden)
    restriction.restrict_case(case=hidden, reason="Police suspect", people=[di], by=di)

    assert shown(sign_in(supervisor)) == shown(sign_in(oic)) == [breach.pk]
    assert shown(sign_in(outsider)) == [elsewhere.pk]
    assert sign_in(veo).get(reverse("orders:breach-register")).status_code == 403
    body = sign_in(supervisor).get(reverse("orders:breach-register")).content.decode()
    assert "Register of breaches (1)" in body
    assert hidden.reference not in body


def test_whoever_reads_the_whole_force_says_what_for(case: Case, breach: Breach, sign_in: SignIn) -> None:
    client = sign_in(member(Role.INTEL_ANALYST, case.team))
    path = reverse("orders:breach-register")

    asked = client.get(path)
    answered = client.post(asked.url, {"purpose": "To prepare the weekly meeting on suspects who repeat"})

    assert asked.status_code == 302 and reverse("suspects:list-purpose") in asked.url
    assert answered.url == path and shown(client) == [breach.pk]


def test_the_register_is_narrowed(case: Case, supervisor: User, di: User, sign_in: SignIn) -> None:
    late = a_breach(case, happened_at=ago(hours=30), reported_at=ago(hours=29))
    waits, wanted, none = (a_breach(case) for _ in range(3))
    decide(wanted, supervisor)
    arrest_nobody(none, supervisor, di)
    client = sign_in(supervisor)

    assert {*shown(client, state="undecided")} == {late.pk, waits.pk}
    assert shown(client, state="late") == [late.pk]
    assert {*shown(client, state="decided")} == {wanted.pk, none.pk}
    assert shown(client, state="wanted") == shown(client, outcome="arrest") == [wanted.pk]
    assert shown(client, kind="order") == []
    assert len(shown(client, state="nonsense")) == 4
    assert (
        "No breach that you may read has all of these."
        in client.get(reverse("orders:breach-register"), {"kind": "order"}).content.decode()
    )


def test_the_register_comes_in_pages_and_back(
    case: Case, supervisor: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [a_breach(case).pk for _ in range(3)][::-1]
    monkeypatch.setattr(register, "SIZE", 2)
    client, path = sign_in(supervisor), reverse("orders:breach-register")

    first = client.get(path).context["page"]
    second = client.get(path, {"after": first.after}).context["page"]
    back = client.get(path, {"before": second.before}).context["page"]

    assert [row.pk for row in (*first.rows, *second.rows)] == made
    assert back.rows == first.rows
    assert (first.before, second.after) == ("", "")
    monkeypatch.setattr(register, "COUNTED", 2)
    assert "Register of breaches (2+)" in client.get(path).content.decode()


def test_the_file_holds_the_same_breaches(
    case: Case, supervisor: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    breach = a_breach(case)
    decide(breach, supervisor)
    rows = register.every(supervisor, register.Chosen(), breach.logged_at, 10)

    (line,) = register.cells(rows)

    assert line[0] == case.reference
    assert line[-1] == "Arrest the suspect (wanted)"
    assert line[3] == "No contact with Rosalind Ashdown"


def of_one_suspect(case: Case, other: Case) -> int:
    """A breach in each of two cases, by one suspect."""
    first = a_breach(case)
    Involvement.objects.create(case=other, suspect=first.suspect, kind="known")
    a_bail(other, arrest=an_arrest(other, first.suspect))
    a_breach(other)
    return first.suspect_id


def pattern(client: Client, suspect: int) -> Any:
    return client.get(reverse("orders:breach-pattern", args=[suspect]))


def test_every_breach_of_a_suspect_stands_on_one_line_of_time(
    case: Case, oic: User, supervisor: User, di: User, sign_in: SignIn
) -> None:
    other = allocate(CaseFactory(team=case.team), oic)
    suspect = of_one_suspect(case, other)
    arrest_nobody(Breach.objects.get(case=case), supervisor, di, reason="safer")
    decide(Breach.objects.get(case=other), supervisor)

    page = pattern(sign_in(supervisor), suspect)

    body = page.content.decode()
    assert {row.reference for row in page.context["rows"]} == {case.reference, other.reference}
    assert page.context["sentence"].startswith("2 reported breaches in 2 cases, from ")
    assert "arrest decided, wanted: 1, no arrest: 1" in page.context["sentence"]
    assert "No arrest: The victim is safer by another way" in body
    picture = sign_in(supervisor).get(reverse("orders:breach-picture", args=[suspect]))
    assert picture["Content-Type"] == "image/svg+xml" and case.reference.encode() in picture.content


def test_a_breach_of_a_restricted_case_leaves_no_trace(
    case: Case, oic: User, supervisor: User, di: User, outsider: User, sign_in: SignIn
) -> None:
    other = allocate(CaseFactory(team=case.team), oic)
    suspect = of_one_suspect(case, other)
    restriction.restrict_case(case=other, reason="Police suspect", people=[di], by=di)

    page = pattern(sign_in(supervisor), suspect)
    picture = sign_in(supervisor).get(reverse("orders:breach-picture", args=[suspect])).content.decode()

    assert page.context["sentence"].startswith("1 reported breach in 1 case, ")
    assert other.reference not in page.content.decode() + picture
    assert len(pattern(sign_in(di), suspect).context["rows"]) == 2
    assert pattern(sign_in(outsider), suspect).status_code == pattern(sign_in(outsider), 0).status_code == 404


def test_the_page_of_a_suspect_without_a_breach_says_so(case: Case, supervisor: User, sign_in: SignIn) -> None:
    order = an_order(case)

    page = pattern(sign_in(supervisor), order.suspect_id)

    assert "No breach by this suspect is logged" in page.content.decode()
    assert not BreachDecision.objects.exists()
