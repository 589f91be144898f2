"""The register, nothing in place, and the comparison of orders: who reads them, and that numbers equal their lists."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.services import restriction
from orders.models import NothingInPlace
from orders.queries import order_register as register
from orders.queries import unprotected
from orders.rules import protection
from orders.rules.faults import NotRecorded
from orders.services import applications
from orders.services import unprotected as services
from soteria.accounts.models import User
from soteria.accounts.roles import MATRIX, Level, Role, Section
from suspects.models import Custody, Involvement, InvolvementStatus
from tests.factories import CaseFactory, OffenceFactory, TeamFactory, allocate, member
from tests.factories.forms import sent_back
from tests.factories.orders import (
    WHY,
    a_bail,
    ago,
    an_application,
    an_arrest,
    an_order,
    applied_for,
    days_ago,
    made_on,
    suspect_in,
)
from tests.orders.asking import said
from tests.orders.paging import url

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
REGISTER, NOTHING, WHICH = (reverse(f"orders:{name}") for name in ("register", "unprotected", "which-order"))


def hidden_cases(case: Case, oic: User, di: User) -> tuple[Case, Case]:
    """A restricted case of the team, and one of another team of nobody here."""
    restricted = allocate(CaseFactory(team=case.team), oic)
    elsewhere = allocate(CaseFactory(team=TeamFactory(name="Riverton RASSO")), member(Role.OIC))
    for one in (restricted, elsewhere):
        an_application(one)
    restriction.restrict_case(case=restricted, reason="Police suspect", people=[], by=di)
    return restricted, elsewhere


def test_the_register_holds_only_what_its_reader_may_see(
    case: Case, oic: User, supervisor: User, di: User, veo: User, sign_in: SignIn
) -> None:
    hidden = hidden_cases(case, oic, di)
    an_application(case)

    answer = sign_in(supervisor).get(REGISTER)

    body = answer.content.decode()
    assert "Register of orders (1)" in body and case.reference in body and "Gareth Thornbury" in body
    assert not [one for one in hidden if one.reference in body]
    assert sum(tile.count.number for tile, _ in answer.context["tiles"]) == 1
    assert sign_in(veo).get(REGISTER).status_code == 403


def test_whoever_reads_orders_reads_the_names_of_suspects() -> None:
    for cells in MATRIX.values():
        orders, suspects = cells[Section.BAIL_ORDERS], cells[Section.SUSPECT]
        assert orders.level < Level.READ or (suspects.level >= Level.READ and suspects.scope >= orders.scope)


def test_whoever_reads_the_whole_force_says_what_for(case: Case, sign_in: SignIn) -> None:
    answer = sign_in(member(Role.OFFENDER_MANAGER, case.team)).get(REGISTER)

    assert answer.status_code == 302 and reverse("suspects:list-purpose") in answer.url


def a_register(case: Case) -> None:
    """An application at each of several stages, one of its orders not served and one that ends soon."""
    an_application(case)
    an_application(case, type="", is_sought=False, reason="bail")
    applied_for(case)
    made_on(applied_for(case))
    an_order(case, type="dvpo", ends_on=days_ago(-10), served_on=days_ago(9))


def test_every_tile_counts_the_list_that_it_opens(case: Case, supervisor: User, sign_in: SignIn) -> None:
    a_register(case)
    client = sign_in(supervisor)

    tiles = client.get(REGISTER).context["tiles"]

    counts = {tile.words: tile.count.number for tile, _ in tiles}
    assert counts["Granted"] == 2 and counts["In force and not served"] == 1 and counts["End within 90 days"] == 1
    for tile, href in tiles:
        page = client.get(href)
        assert f"Register of orders ({tile.count})" in page.content.decode()
        assert len(page.context["page"].rows) == tile.count.number


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"type": ["dvpo"]}, 1),
        ({"stage": ["listed"]}, 1),
        ({"waiting": "7"}, 0),
        ({"order": "in_force"}, 2),
        ({"stage": ["nonsense"]}, 5),
    ],
)
def test_the_register_is_narrowed(
    query: dict[str, Any], found: int, case: Case, supervisor: User, sign_in: SignIn
) -> None:
    a_register(case)

    assert f"Register of orders ({found})" in sign_in(supervisor).get(REGISTER, query).content.decode()


def test_days_with_lawyers_are_counted_while_they_run(case: Case, oic: User, supervisor: User, sign_in: SignIn) -> None:
    applications.ask_advice(an_application(case), on=days_ago(8), who="Force solicitor", key=uuid4(), by=oic)

    body = sign_in(supervisor).get(REGISTER, {"waiting": "7"}).content.decode()

    assert "Register of orders (1)" in body and "8 days in all, and counting" in body


def test_the_register_comes_in_pages_and_as_a_file(case: Case, supervisor: User, proved: SignIn) -> None:
    a_register(case)
    today = timezone.localdate()

    first = register.page(supervisor, register.place_of("", ""), register.EVERYTHING, today, size=3)
    second = register.page(supervisor, register.place_of(first.after, ""), register.EVERYTHING, today, size=3)
    back = register.page(supervisor, register.place_of("", second.before), register.EVERYTHING, today, size=3)
    file = b"".join(proved(supervisor).get(reverse("orders:export-register")).streaming_content).decode()

    assert len({row.pk for row in (*first.rows, *second.rows)}) == 5 and not second.after
    assert back.rows == first.rows
    assert file.count(case.reference) == 5 and "Sexual risk order" in file
    assert register.place_of("nonsense", "") == register.place_of("", "")


@pytest.mark.parametrize("number", [1, 50])
def test_the_pages_ask_no_more_with_fifty_rows(
    number: int, case: Case, supervisor: User, sign_in: SignIn, max_queries: Any
) -> None:
    OffenceFactory(case=case)
    for _ in range(number):
        an_application(case)
    an_application(case, type="", is_sought=False, reason="bail")
    client = sign_in(supervisor)

    for path in (REGISTER, NOTHING, WHICH):
        client.get(path)
        with max_queries(8):
            assert client.get(path).status_code == 200


def at_risk(case: Case) -> Involvement:
    """A named suspect of an open case with an alleged offence, and nothing in place."""
    if not case.offences.exists():
        OffenceFactory(case=case)
    return case.involvements.get(suspect=suspect_in(case))


def listed(supervisor: User, show: str = "all") -> list[int]:
    rows = unprotected.page(supervisor, timezone.now(), show, unprotected.place_of("", "")).rows
    return [row.suspect_id for row in rows]


def test_the_list_is_what_the_rule_says_of_every_suspect(case: Case, oic: User, supervisor: User) -> None:
    bare, bailed, ordered, held, freed, charged, arrested = (at_risk(case) for _ in range(7))
    a_bail(case, arrest=an_arrest(case, bailed.suspect))
    an_order(case, suspect=ordered.suspect)
    stamp = {"recorded_at": timezone.now(), "recorded_by": oic}
    for part, kind in ((held, "remanded"), (freed, "remanded"), (freed, "released")):
        Custody.objects.create(suspect=part.suspect, kind=kind, on=days_ago(3 if kind == "remanded" else 1), **stamp)
    for part, status in ((charged, "CHARGED"), (arrested, "ARRESTED")):
        InvolvementStatus.objects.create(involvement=part, status=status, on=days_ago(1), **stamp)

    rows = unprotected.parts_of(Case.objects.filter(pk=case.pk), timezone.now()).select_related("case")
    by_rule = {row.suspect_id for row in rows if protection.nothing_in_place(unprotected.facts_of(row))}

    assert by_rule == {part.suspect_id for part in (bare, freed, arrested)}
    assert set(listed(supervisor)) == by_rule


def test_bail_whose_period_has_passed_protects_nobody(case: Case, supervisor: User) -> None:
    part = at_risk(case)
    a_bail(case, arrest=an_arrest(case, part.suspect, at=ago(days=120)))

    assert listed(supervisor) == [part.suspect_id]


def test_a_reason_stands_until_its_review(case: Case, supervisor: User, oic: User, sign_in: SignIn) -> None:
    part = at_risk(case)
    client, path = sign_in(supervisor), url("nothing", case, part.suspect_id)
    day = timezone.localdate() + timezone.timedelta(days=7)
    boxes = {f"review_on_{name}": str(getattr(day, name)) for name in ("day", "month", "year")}
    refused = client.post(path, sent_back(client.get(path)) | {"reason": "safe", "words": "Safe"} | boxes)
    client.post(path, sent_back(client.get(path)) | {"reason": "safe", "words": WHY} | boxes)

    assert "Enter why, in 20 characters or more" in refused.content.decode()
    assert (listed(supervisor, "unanswered"), listed(supervisor, "answered")) == ([], [part.suspect_id])
    NothingInPlace.objects.update(review_on=timezone.localdate())
    body = client.get(NOTHING, {"show": "unanswered"}).content.decode()
    assert "To be read again since" in body and WHY in body
    assert sign_in(oic).get(path).status_code == 403


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"reason": ""}, "Select why nothing is in place"),
        ({"review_on": days_ago(0)}, "must be in the future"),
        ({"review_on": days_ago(-29)}, "must be within 28 days"),
    ],
)
def test_a_reason_that_says_too_little_is_refused(
    facts: dict[str, Any], words: str, case: Case, supervisor: User
) -> None:
    usual = {"reason": "safe", "words": WHY, "review_on": days_ago(-7), "key": uuid4(), "by": supervisor}

    with pytest.raises(NotRecorded) as refusal:
        services.record_reason(case, suspect_id=at_risk(case).suspect_id, **(usual | facts))

    assert words in said(refusal)


def test_one_form_is_one_reason(case: Case, supervisor: User) -> None:
    facts = {"reason": "safe", "words": WHY, "review_on": days_ago(-7), "key": uuid4(), "by": supervisor}
    suspect = at_risk(case).suspect_id

    assert services.record_reason(case, suspect_id=suspect, **facts) == services.record_reason(
        case, suspect_id=suspect, **facts
    )
    with pytest.raises(NotRecorded):
        services.record_reason(case, suspect_id=suspect, **(facts | {"reason": "away"}))


def test_the_numbers_of_nothing_in_place_are_those_of_its_lists(
    case: Case, supervisor: User, oic: User, di: User, sign_in: SignIn
) -> None:
    restricted, _ = hidden_cases(case, oic, di)
    OffenceFactory(case=restricted)
    for _ in range(3):
        at_risk(case)
    client = sign_in(supervisor)

    page = client.get(NOTHING)

    assert "Nothing in place (3)" in page.content.decode()
    for number, _, href in page.context["tiles"]:
        assert len(client.get(href).context["page"].rows) == number.number
    assert restricted.reference not in page.content.decode()


def test_the_orders_are_compared_in_plain_words(veo: User, case: Case, sign_in: SignIn) -> None:
    body = sign_in(veo).get(WHICH).content.decode()

    assert body.count("govuk-summary-card__title-wrapper") == 19
    assert "No conviction, charge or arrest is needed" in body
    assert "confirmed up to 31 March 2026" in body
